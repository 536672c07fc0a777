"""The gaps of one component, release by release: a strip each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wgkb.drawing import pieces as p
from wgkb.graph.gap_history import axis_names, runs
from wgkb.model.records import Component, Gap

if TYPE_CHECKING:
    from wgkb.graph.graph import Graph


def gap_strip(graph: Graph, component: Component) -> p.Drawing:
    """A row for each gap, up to the release that it was judged against; nothing without gaps."""
    gaps = [gap for gap in graph.of_type(Gap) if gap.id.startswith(f"{component.code}-")]
    if not gaps or not graph.releases:
        return ()
    lines = tuple(_line(graph, gap) for gap in sorted(gaps, key=lambda gap: gap.id))
    return p.Strip(lines, tuple(axis_names(graph)), "State of each gap by release")


def _line(graph: Graph, gap: Gap) -> p.Line:
    names = [release.name for release in graph.releases.values()]
    spans = runs(graph, gap, graph.release_order.get(gap.judged_against, len(names) - 1))
    marks = tuple(p.Mark(run.state, run.first, run.last - run.first + 1) for run in spans)
    words = ", ".join(f"{run.state} from {names[run.first]}" for run in spans)
    return p.Line(
        p.Link(graph.item(gap.id), gap.id, "id"),
        p.Picture(len(names), 1, marks, words),
        p.Chip(graph.standing(gap)),
    )
