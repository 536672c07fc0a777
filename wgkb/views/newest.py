"""``.. newest-changes::`` — the pages of records that changed last, by day."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from pydantic import Field

from wgkb.drawing import pieces as p
from wgkb.model.records import RECORD_TYPES
from wgkb.model.times import short
from wgkb.views.base import Count, Options, view

if TYPE_CHECKING:
    from wgkb.graph.graph import Graph
    from wgkb.model.page import Page

LIMIT = 8
_UNKNOWN = p.Paragraph(
    "When the pages changed is not known: this copy of the site was not built from a whole"
    " git repository."
)


class NewestOptions(Options):
    limit: Count = Field(
        default=LIMIT, description="Pages that are listed at least, if there are so many."
    )


@view(NewestOptions)
def newest_changes(graph: Graph, options: NewestOptions) -> p.Drawing:
    """The newest pages that hold records, as the history of git dates them."""
    room = options.limit
    days = []
    for day, pages in _by_day(graph):
        if room <= 0:
            break
        days.append(_day(graph, day, pages, room))
        room -= len(pages)
    return p.Terms(tuple(days), "newest") if days else _UNKNOWN


def _by_day(graph: Graph) -> list[tuple[str, list[Page]]]:
    """The pages that changed on each day, the newest day first, those with most records first."""
    pages = [page for page in graph.pages.values() if page.entries and page.path in graph.changed]
    pages.sort(key=lambda page: (-len(page.entries), page.title.casefold(), page.docname))
    pages.sort(key=lambda page: graph.changed[page.path], reverse=True)
    return [
        (day, list(found)) for day, found in groupby(pages, lambda page: graph.changed[page.path])
    ]


def _day(graph: Graph, day: str, pages: list[Page], room: int) -> p.Term:
    items: list[p.Words] = [
        (graph.item(page.docname), " ", p.Span("small", _held(page))) for page in pages[:room]
    ]
    if rest := len(pages) - len(items):
        items.append(f"and {rest} more")
    return p.Term(p.Day(day, short(day)), p.Bullets(tuple(items)))


def _held(page: Page) -> str:
    """What the page is and holds, such as "component, 14 gaps, 12 supports"."""
    words = [page.main.type.label] if page.main else []
    counts = Counter(entry.record.type.name for entry in page.entries if entry.anchor)
    for name, model in RECORD_TYPES.items():
        if count := counts[name]:
            words.append(model.type.counted(count))
    return ", ".join(words)
