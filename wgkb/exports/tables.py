"""``api/v1/<type>.csv`` — the records of each type as a table, for spreadsheets.

The format is that of RFC 4180, in UTF-8.  Each field is a column; a list has a line for each
item within its cell.
"""

from __future__ import annotations

import csv
import io

from pydantic import BaseModel

from wgkb.exports.records import AddressOf
from wgkb.graph.graph import Graph
from wgkb.model.page import Entry
from wgkb.model.records import RECORD_TYPES, Record

FORMULA = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")
"""A cell that begins so, in usual or in full width, is run by a spreadsheet.

See OWASP, "CSV Injection"; white space, which it names besides, is taken away.
"""


def tables(graph: Graph, address_of: AddressOf) -> dict[str, str]:
    """The table of each record type, by the name of the type; one without records has a head."""
    return {name: _table(graph, model, address_of) for name, model in RECORD_TYPES.items()}


def _table(graph: Graph, model: type[Record], address_of: AddressOf) -> str:
    fields = list(model.model_fields)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["standing", "url", "source", *(name.replace("_", "-") for name in fields)])
    for _, entry in sorted(graph.entries.items()):
        if type(entry.record) is model:
            row = _row(graph, entry, fields, address_of)
            writer.writerow(map(_cell, row))
    return text.getvalue()


def _row(graph: Graph, entry: Entry, fields: list[str], address_of: AddressOf) -> list[str]:
    fragment = f"#{entry.anchor}" if entry.anchor else ""
    url = address_of(entry.docname) + fragment if entry.docname else ""
    values = (getattr(entry.record, name) for name in fields)
    return [
        graph.standing(entry.record),
        url,
        f"{entry.path}:{entry.line}",
        *map(_words, values),
    ]


def _words(value: object) -> str:
    if isinstance(value, tuple):
        return "\n".join(map(_words, value))
    if isinstance(value, BaseModel):
        parts = (_words(getattr(value, name)) for name in type(value).model_fields)
        return " — ".join(filter(None, parts))
    return "" if value is None else str(value)


def _cell(text: str) -> str:
    """*text* as a spreadsheet shows it; an apostrophe keeps it from being run."""
    text = text.replace("\0", "").strip()
    return f"'{text}" if text[:1] in FORMULA and text else text
