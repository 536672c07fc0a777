"""``_cards/*.js`` — what search and cards show of each record, reference and definition.

Scripts rather than JSON: a page that was opened from disk may load a script of its site but may
not fetch a file.  They are loaded when a reader first searches or rests on a link.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from wgkb.drawing.states import word
from wgkb.graph.facets import Facets, facets
from wgkb.graph.graph import definition_anchor

if TYPE_CHECKING:
    from collections.abc import Callable

    from wgkb.graph.graph import Graph
    from wgkb.model.page import Entry
    from wgkb.model.records import Record

FILE = "_cards/records.js"
REFERENCES = "_cards/references.js"
SUMMARY_LENGTH = 220
"""Characters of the summary that a card shows."""
_CALL, _END = "wgRecords([\n", "\n]);\n"


class Card(NamedTuple):
    """One record in short; ``records.js`` reads the values in this order."""

    id: str
    type: str
    """The type in running text."""
    title: str
    state: str
    """Its standing, for the style of the chip."""
    state_word: str
    """The word that the chip shows."""
    areas: tuple[str, ...]
    address: str
    """From the root of the site."""
    summary: str


def records_js(graph: Graph, address_of: Callable[[str], str]) -> str:
    """The call that hands the cards of all records to ``records.js``."""
    by_id = facets(graph)
    cards = (
        _card(graph, entry, by_id[entry.record.id], address_of)
        for _, entry in sorted(graph.entries.items())
        if entry.docname
    )
    return _CALL + ",\n".join(json.dumps(card, ensure_ascii=False) for card in cards) + _END


def references_js(graph: Graph, address_of: Callable[[str], str]) -> str:
    """The call that hands ``records.js`` the address and the text of what is no record.

    That is each listed reference, and what each word of a field means.
    """
    texts = {
        f"{address_of(reference.docname)}#{reference.anchor}": reference.text
        for reference in graph.bibliography.values()
        if reference.anchor
    }
    if graph.defined_on:
        page = address_of(graph.defined_on)
        for name, meanings in graph.definitions.items():
            for word, text in meanings.items():
                texts[f"{page}#{definition_anchor(name, word)}"] = f"{word.capitalize()}: {text}"
    rows = (json.dumps(pair, ensure_ascii=False) for pair in texts.items())
    return "wgReferences([\n" + ",\n".join(rows) + _END


def read(text: str) -> list[Card]:
    """The cards that :func:`records_js` wrote."""
    rows = json.loads(f"[{text.removeprefix(_CALL).removesuffix(_END)}]")
    return [Card(*row) for row in rows]


def _card(graph: Graph, entry: Entry, own: Facets, address_of: Callable[[str], str]) -> Card:
    record = entry.record
    state = graph.standing(record)
    fragment = f"#{entry.anchor}" if entry.anchor else ""
    return Card(
        id=record.id,
        type=record.type.label,
        title=record.title,
        state=state,
        state_word=word(state),
        areas=own.areas,
        address=address_of(entry.docname) + fragment,
        summary=_summary(record),
    )


def _summary(record: Record) -> str:
    """The opening text of a record, cut at a word."""
    written = (getattr(record, name, "") for name in ("statement", "summary", "text"))
    text = " ".join(str(next(filter(None, written), "")).split())
    if len(text) <= SUMMARY_LENGTH:
        return text
    return text[:SUMMARY_LENGTH].rpartition(" ")[0].rstrip(",;:–—") + "…"
