"""``.. measures::`` — how far the knowledge base has got; the numbers that the gate reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wgkb.drawing import pieces as p
from wgkb.graph import measures as measuring
from wgkb.views.base import Options, view

if TYPE_CHECKING:
    from wgkb.graph.graph import Graph


@view()
def measures(graph: Graph, options: Options) -> p.Drawing:
    """A table of the measures."""
    head = ["Measure", *(p.Column(words, "number") for words in ("Done", "Of", "Share"))]
    rows = (
        (m.words.capitalize(), str(m.done), str(m.of), f"{m.percent:.1f} %")
        for m in measuring.measures(graph)
    )
    return p.table(head, rows)
