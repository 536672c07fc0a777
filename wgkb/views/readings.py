"""``.. readings::`` — how much of each page has been read at its sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from markupsafe import Markup

from wgkb.graph import Item
from wgkb.reading_progress import Progress, progress
from wgkb.rendering import item_html
from wgkb.views.base import View

if TYPE_CHECKING:
    from wgkb.graph import Graph
    from wgkb.rendering import LinkTo

_HEAD = Markup("").join(
    Markup('<th scope="col"{}>{}</th>').format(
        Markup(' class="wg-number"') if number else "", word
    )
    for number, word in enumerate(["Page", "Sentences", "Read", "Unread", "Out of reach"])
)


class Readings(View):
    """Counts for each page, and the sources that could not be reached, by name."""

    view_name = "readings"

    @classmethod
    def html(cls, graph: Graph, options: Mapping[str, str], link_to: LinkTo) -> Markup:
        pages = [
            (graph.item(page.main.id if page.main else page.docname), found)
            for page in graph.pages.values()
            if (found := progress(page.claims, graph.kept.readings_of(page.docname))).claims
        ]
        total = sum((found for _, found in pages), Progress())
        rows = Markup("\n").join(
            _row(item_html(item._replace(standing=""), link_to), found) for item, found in pages
        )
        return Markup(
            "<p>{} sentences name a source. {} have been read there, {} have not, and the source "
            "of {} could not be reached.</p>\n"
            '<div class="wg-table"><table class="table wg-sortable"><caption>Read at the source, '
            "by page</caption><thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody>"
            "<tfoot>{}</tfoot></table></div>\n{}"
        ).format(
            total.claims,
            total.read,
            total.unread,
            total.unreachable,
            _HEAD,
            rows,
            _row(Markup("All pages"), total),
            _out_of_reach(graph, total, link_to),
        )


def _row(name: Markup, found: Progress) -> Markup:
    counts = (found.claims, found.read, found.unread, found.unreachable)
    cells = Markup("").join(Markup('<td class="wg-number">{}</td>').format(n) for n in counts)
    return Markup('<tr><th scope="row">{}</th>{}</tr>').format(name, cells)


def _out_of_reach(graph: Graph, total: Progress, link_to: LinkTo) -> Markup:
    """The sources that could not be reached, those that most sentences wait for first."""
    counts = Counter(total.sources)
    items = Markup("").join(
        Markup("<li>{}: {}</li>").format(
            item_html(_source(graph, name), link_to),
            f"{count} sentence{'' if count == 1 else 's'}",
        )
        for name, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    )
    if not items:
        return Markup()
    return Markup("<p>Sources that could not be reached:</p>\n<ul>{}</ul>\n").format(items)


def _source(graph: Graph, name: str) -> Item:
    return Item(name, docname=name) if "://" in name else graph.citation(name)
