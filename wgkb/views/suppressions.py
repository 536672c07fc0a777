"""``.. suppressions::`` — every rule that a record is allowed to break, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wgkb.drawing import pieces as p
from wgkb.views.base import Options, view

if TYPE_CHECKING:
    from wgkb.graph.graph import Graph


@view()
def suppressions(graph: Graph, options: Options) -> p.Drawing:
    """A table of all suppressions."""
    rows = [
        (graph.item(entry.record.id), p.Span("code", f"wg.{one.rule}"), one.reason)
        for entry in graph.entries.values()
        for one in entry.record.suppress
    ]
    if not rows:
        return p.Paragraph("No record is allowed to break a rule.")
    return p.table(["Record", "Rule", "Reason"], rows)
