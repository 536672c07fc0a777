"""``.. definitions::`` — what the words of fields mean, as ``wg_definitions`` has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wgkb.drawing import pieces as p
from wgkb.graph.graph import definition_anchor
from wgkb.views.base import Options, view

if TYPE_CHECKING:
    from wgkb.graph.graph import Graph


@view()
def definitions(graph: Graph, options: Options) -> p.Drawing:
    """A list for each field; the words in records lead to it."""
    return tuple(
        (
            p.Paragraph(p.Span("strong", name.replace("-", " ").capitalize())),
            p.Terms(
                tuple(
                    p.Term(p.Chip(word), p.Paragraph(text), definition_anchor(name, word))
                    for word, text in meanings.items()
                ),
                "parts",
            ),
        )
        for name, meanings in graph.definitions.items()
    )
