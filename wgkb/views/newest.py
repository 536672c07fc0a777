"""``.. newest-changes::`` — the pages of records that changed last, by day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import groupby
from typing import TYPE_CHECKING

from docutils.parsers.rst import directives
from markupsafe import Markup

from wgkb.meetings.times import short
from wgkb.model import RECORD_TYPES
from wgkb.rendering import item_html
from wgkb.views.base import View

if TYPE_CHECKING:
    from wgkb.graph import Graph, Page
    from wgkb.rendering import LinkTo

LIMIT = 8
"""Pages that are listed at least, if there are so many, unless ``:limit:`` says otherwise."""
_UNKNOWN = Markup(
    "<p>When the pages changed is not known: this copy of the site was not built from a whole"
    " git repository.</p>\n"
)


class NewestChanges(View):
    """The newest pages that hold records, as the history of git dates them."""

    view_name = "newest-changes"
    option_spec = {"limit": directives.positive_int}  # noqa: RUF012

    @classmethod
    def html(cls, graph: Graph, options: Mapping[str, str], link_to: LinkTo) -> Markup:
        room = int(options.get("limit", LIMIT))
        days = []
        for day, pages in _by_day(graph):
            if room <= 0:
                break
            days.append(_day(graph, day, pages, room, link_to))
            room -= len(pages)
        if not days:
            return _UNKNOWN
        return Markup('<dl class="wg-newest">\n{}\n</dl>\n').format(Markup("\n").join(days))


def _by_day(graph: Graph) -> list[tuple[str, list[Page]]]:
    """The pages that changed on each day, the newest day first, those with most records first."""
    pages = [page for page in graph.pages.values() if page.entries and page.path in graph.changed]
    pages.sort(key=lambda page: (-len(page.entries), page.title.casefold(), page.docname))
    pages.sort(key=lambda page: graph.changed[page.path], reverse=True)
    return [
        (day, list(found)) for day, found in groupby(pages, lambda page: graph.changed[page.path])
    ]


def _day(graph: Graph, day: str, pages: list[Page], room: int, link_to: LinkTo) -> Markup:
    items = [
        Markup("<li>{} <small>{}</small></li>").format(
            item_html(graph.item(page.docname), link_to), _held(page)
        )
        for page in pages[:room]
    ]
    if rest := len(pages) - len(items):
        items.append(Markup("<li>and {} more</li>").format(rest))
    return Markup('<dt><time datetime="{}">{}</time></dt><dd><ul>\n{}\n</ul></dd>').format(
        day, short(day), Markup("\n").join(items)
    )


def _held(page: Page) -> str:
    """What the page is and holds, such as "component, 14 gaps, 12 supports"."""
    words = [page.main.type.label] if page.main else []
    counts = Counter(entry.record.type.name for entry in page.entries if entry.anchor)
    for name, model in RECORD_TYPES.items():
        if count := counts[name]:
            words.append(model.type.counted(count))
    return ", ".join(words)
