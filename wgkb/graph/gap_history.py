"""The states of gaps over the releases, as charts and strips need them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wgkb.model.records import GapState

if TYPE_CHECKING:
    from wgkb.graph.graph import Graph
    from wgkb.model.records import Gap


@dataclass(frozen=True, slots=True)
class Run:
    """Successive releases in which a gap had one state, by their ranks, both included."""

    first: int
    last: int
    state: GapState


def runs(graph: Graph, gap: Gap, last: int) -> list[Run]:
    """The states of *gap* up to the release of rank *last*; unknown releases are left out."""
    steps: list[tuple[int, GapState]] = []
    for step in gap.history:
        rank = graph.release_order.get(step.release)
        # A step that only says more about the same state begins no new run.
        if rank is not None and (not steps or steps[-1][1] is not step.state):
            steps.append((rank, step.state))
    bounds = [*(rank for rank, _ in steps), last + 1]
    ends = [min(rank - 1, last) for rank in bounds[1:]]
    return [
        Run(rank, end, state)
        for (rank, state), end in zip(steps, ends, strict=True)
        if rank <= end
    ]


def counts(graph: Graph, gaps: Iterable[Gap]) -> list[dict[GapState, int]]:
    """For each release, how many of *gaps* were in which state."""
    newest = len(graph.release_order) - 1
    found = [dict.fromkeys(GapState, 0) for _ in graph.release_order]
    for gap in gaps:
        for run in runs(graph, gap, newest):
            for rank in range(run.first, run.last + 1):
                found[rank][run.state] += 1
    return found


def axis_names(graph: Graph, first: int = 0) -> list[str]:
    """A short name for every fourth release from rank *first* on; the others have none."""
    names = [release.name.partition(" ")[0] for release in graph.releases.values()][first:]
    return [name if place % 4 == 0 else "" for place, name in enumerate(names)]
