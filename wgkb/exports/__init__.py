"""Files for machines beside the pages: the records in several formats, and short addresses.

Every export is a projection of the graph.  A file is only written when its bytes change.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wgkb.exports.logs import OUTPUT_SUFFIX, log_pages
from wgkb.exports.needs import needs_document
from wgkb.exports.records import records_document
from wgkb.exports.schema import records_schema
from wgkb.exports.short_addresses import short_addresses
from wgkb.exports.support_matrix import support_matrix
from wgkb.exports.tables import tables
from wgkb.files.writing import write_if_changed
from wgkb.graph.measures import MEASURES, measures_document
from wgkb.model.paths import (
    CALENDAR,
    CALENDARS,
    CHANGES_FEED,
    MEETINGS_FEED,
    NEEDS,
    RECORDS,
    SCHEMA,
    SUPPORT_MATRIX,
    TABLE,
)
from wgkb.model.records import Meeting

if TYPE_CHECKING:
    from sphinx.builders import Builder

    from wgkb.graph.graph import Graph

_MEETING_FILES = (
    CALENDAR,
    f"{CALENDARS}/*.ics",
    MEETINGS_FEED,
    CHANGES_FEED,
    f"{Meeting.type.folder}/**/*{OUTPUT_SUFFIX}",
)
"""Patterns of the files that go away with the meeting to which they belong."""


def complete(outdir: Path) -> bool:
    """Are the exports there at all?"""
    return (outdir / RECORDS).is_file()


def write(graph: Graph, builder: Builder, outdir: Path) -> None:
    """Write all exports below *outdir*."""
    address_of = cache(builder.get_target_uri)
    files = {
        RECORDS: _json(records_document(graph, address_of)),
        SCHEMA: _json(records_schema()),
        MEASURES: _json(measures_document(graph)),
        NEEDS: _json(needs_document(graph, address_of, builder.config.project)),
        SUPPORT_MATRIX: support_matrix(graph, builder.config.html_baseurl),
    }
    files.update({TABLE.format(name): text for name, text in tables(graph, address_of).items()})
    files.update(_meeting_files(graph, builder))
    for pattern in _MEETING_FILES:
        for path in outdir.glob(pattern):
            if path.relative_to(outdir).as_posix() not in files:
                path.unlink()
    folder = outdir / "go"
    wanted = short_addresses(graph, address_of)
    files.update({f"go/{name}": text for name, text in wanted.items()})
    for name, text in files.items():
        write_if_changed(outdir / name, text)
    _remove_others(folder, {str(folder / name) for name in wanted})


def _remove_others(folder: Path, wanted: set[str]) -> None:
    """Remove the files below *folder* that are not *wanted*, and folders that are empty then."""
    for here, _, files in os.walk(folder, topdown=False):
        for path in (f"{here}{os.sep}{name}" for name in files):
            if path not in wanted:
                Path(path).unlink()
        if not any(Path(here).iterdir()):
            Path(here).rmdir()


def _meeting_files(graph: Graph, builder: Builder) -> dict[str, str]:
    """Calendars, the feed, and the logs beside the minutes."""
    from wgkb.exports import atom, changes_feed, icalendar

    config = builder.config
    address_of, base = builder.get_target_uri, config.html_baseurl
    return {
        **icalendar.calendars(graph, address_of, config.project, base),
        **atom.feed(graph, address_of, config.project, config.author, base),
        **dict(log_pages(graph, builder)),
        **changes_feed.feed(graph, address_of, config.project, config.author, base),
    }


def _json(document: dict[str, Any]) -> str:
    """*document* with a line for each part of a part, which can be compared line by line."""
    return _lines(document, lambda part: _lines(part, _on_one_line)) + "\n"


def _lines(value: object, inner: Callable[[object], str]) -> str:
    if isinstance(value, dict):
        parts = [f"{_on_one_line(key)}: {inner(part)}" for key, part in value.items()]
        return "{\n" + ",\n".join(parts) + "\n}"
    if isinstance(value, list):
        return "[\n" + ",\n".join(map(inner, value)) + "\n]"
    return _on_one_line(value)


_on_one_line = json.JSONEncoder(ensure_ascii=False).encode
