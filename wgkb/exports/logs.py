"""The logs of meetings as HTML, a file each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup
from sphinx.util.osutil import relative_uri

from wgkb.importers.text import lines_of, visible

if TYPE_CHECKING:
    from sphinx.builders import Builder

    from wgkb.graph.graph import Graph


SOURCE_SUFFIX, OUTPUT_SUFFIX = ".log.txt", ".log.html"


STYLE, ICON = "_static/wgkb/log.css", "_static/wgkb/favicon.svg"
"""The style sheet and the icon of the log."""


_PAGE = Markup(
    '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    "<title>Log: {title}</title>\n"
    '<link rel="icon" type="image/svg+xml" href="{icon}">\n'
    '<link rel="stylesheet" href="{style}">\n'
    '<body data-pagefind-ignore="all">\n<main>\n<h1>Log: {title}</h1>\n'
    '<p><a href="{address}">Minutes of this meeting</a></p>\n<pre>{lines}</pre>\n'
    "</main>\n</body>\n</html>\n"
)


_LINE = Markup('<span id="l-{0}"><a href="#l-{0}">{0}</a> {1}\n</span>')


def log_pages(graph: Graph, builder: Builder) -> Iterator[tuple[str, str]]:
    """The name and the HTML of each log."""
    for meeting in graph.meetings:
        entry = graph.entries[meeting.id]
        path = Path(builder.srcdir, entry.path).with_suffix(SOURCE_SUFFIX)
        if not path.is_file():
            continue
        name = entry.docname + OUTPUT_SUFFIX
        lines = Markup("").join(
            _LINE.format(number, visible(line))
            for number, line in enumerate(lines_of(path.read_bytes()), 1)
        )
        page = _PAGE.format(
            title=meeting.title,
            address=relative_uri(name, builder.get_target_uri(entry.docname)),
            icon=relative_uri(name, ICON),
            style=relative_uri(name, STYLE),
            lines=lines,
        )
        yield name, str(page)
