"""``.. gap-timeline::`` — how many gaps were open, narrowed or closed in each release."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from wgkb.drawing import pieces as p
from wgkb.graph.gap_history import axis_names, counts
from wgkb.model.records import Component, Gap, GapState, Link
from wgkb.views.base import Options, view
from wgkb.views.legend import legend

if TYPE_CHECKING:
    from wgkb.graph.graph import Graph

BAR = 0.82
"""Width of a bar, where a release is one unit wide."""


class GapTimelineOptions(Options):
    component: Annotated[str, Link(("component",))] = Field(
        default="", description="The component whose gaps are shown; none: all gaps."
    )


@view(GapTimelineOptions)
def gap_timeline(graph: Graph, options: GapTimelineOptions) -> p.Drawing:
    """A stacked chart of all gaps by release, or of those of one component."""
    gaps = graph.of_type(Gap)
    if options.component:
        component = graph.get(options.component)
        if not isinstance(component, Component):
            return ()  # rule dangling-link says why
        gaps = [gap for gap in gaps if gap.id.startswith(f"{component.code}-")]
    return timeline_of(graph, gaps) or p.Paragraph("No gap has a history yet.")


def timeline_of(graph: Graph, gaps: Sequence[Gap]) -> p.Drawing:
    """A stacked chart of *gaps*, with its numbers; nothing if none has a history."""
    by_release = counts(graph, gaps)
    first = next((rank for rank, row in enumerate(by_release) if any(row.values())), None)
    if first is None:
        return ()
    names = [release.name for release in graph.releases.values()][first:]
    rows = by_release[first:]
    return p.Box(
        "timeline",
        (
            _chart(names, rows),
            p.Axis(tuple(axis_names(graph, first))),
            legend(rows[-1].items(), f"{names[-1]}, from below:"),
            p.Fold("The numbers as a table", _table(names, rows)),
        ),
        f"Gaps by release, {names[0]} to {names[-1]}",
    )


def _chart(names: Sequence[str], rows: Sequence[Mapping[GapState, int]]) -> p.Picture:
    height = max(sum(row.values()) for row in rows)
    marks = []
    for place, (name, row) in enumerate(zip(names, rows, strict=True)):
        top = height
        for state, count in row.items():
            if not count:
                continue
            top -= count
            words = f"{name}: {count} {state}"
            marks.append(p.Mark(state, place + (1 - BAR) / 2, BAR, top, count, words))
    about = "A stacked bar for each release; the table below holds the numbers."
    return p.Picture(len(rows), height, tuple(marks), "Gaps by release", about)


def _table(names: Sequence[str], rows: Sequence[Mapping[GapState, int]]) -> p.Table:
    head = ["Release", *(p.Column(str(state), "number") for state in GapState)]
    cells = ((name, *map(str, row.values())) for name, row in zip(names, rows, strict=True))
    return p.table(head, cells)
