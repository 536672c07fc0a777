"""``.. readings::`` — how much of each page has been read at its sources."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from wgkb.drawing import pieces as p
from wgkb.graph.graph import Item
from wgkb.graph.reading_progress import Progress, progress
from wgkb.model.words import counted
from wgkb.views.base import Options, view

if TYPE_CHECKING:
    from wgkb.graph.graph import Graph


@view()
def readings(graph: Graph, options: Options) -> p.Drawing:
    """Counts for each page, and the sources that could not be reached, by name."""
    pages = [
        (graph.item(page.main.id if page.main else page.docname), found)
        for page in graph.pages.values()
        if (found := progress(page.claims, graph.files.readings_of(page.docname))).claims
    ]
    total = sum((found for _, found in pages), Progress())
    head = ("Sentences", "Read", "Unread", "Out of reach")
    return (
        p.Paragraph(
            f"{total.claims} sentences name a source. {total.read} have been read there, "
            f"{total.unread} have not, and the source of {total.unreachable} could not be reached."
        ),
        p.Table(
            (p.Column("Page"), *(p.Column(word, "number") for word in head)),
            (p.Group(tuple(_row(p.quiet(item), found) for item, found in pages)),),
            "Read at the source, by page",
            (_row("All pages", total),),
            "sortable",
        ),
        _out_of_reach(graph, total),
    )


def _row(name: p.Words, found: Progress) -> p.Row:
    counts = (found.claims, found.read, found.unread, found.unreachable)
    return p.Row((name, *map(str, counts)))


def _out_of_reach(graph: Graph, total: Progress) -> p.Drawing:
    """The sources that could not be reached, those that most sentences wait for first."""
    counts = Counter(total.sources)
    items = tuple(
        (_source(graph, name), f": {counted(count, 'sentence')}")
        for name, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    )
    if not items:
        return ()
    return p.Paragraph("Sources that could not be reached:"), p.Bullets(items)


def _source(graph: Graph, name: str) -> Item:
    return Item(name, docname=name) if "://" in name else graph.citation(name)
