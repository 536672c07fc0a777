"""What follows from closing a gap: the use cases that it would make possible.

A use case is *stopped* by each gap that is open or partial, has one of the severities that count,
and fails a requirement which the use case needs.  It is possible when nothing stops it, so the
shortest set of gaps that makes it possible is the set of all that stop it: no smaller one will do.
A gap *unlocks* the use cases that nothing else stops.  Withdrawn use cases and requirements do not
count.  Knows nothing of Sphinx.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from wgkb.graph.graph import Graph
from wgkb.model.records import UNMET, Gap, Requirement, Severity, Status, UseCase


class Effect(NamedTuple):
    """What closing one gap does."""

    gap: str
    unlocks: tuple[str, ...]
    """Ids of the use cases that it alone stops."""
    stops: tuple[str, ...]
    """Ids of all use cases that it stops, those with the fewest other gaps first."""


def stopped_by(graph: Graph, severities: Collection[Severity]) -> dict[str, frozenset[str]]:
    """For each use case, the gaps that stop it; an empty set says that it is possible."""
    failed: dict[str, set[str]] = {}
    for gap in graph.of_type(Gap):
        if gap.severity in severities and gap.history[-1].state in UNMET:
            for name in gap.fails:
                failed.setdefault(name, set()).add(gap.id)
    withdrawn = {r.id for r in graph.of_type(Requirement) if r.status is Status.WITHDRAWN}
    return {
        case.id: frozenset().union(
            *(failed.get(need, ()) for need in case.needs if need not in withdrawn)
        )
        for case in graph.of_type(UseCase)
        if case.status is not Status.WITHDRAWN
    }


def effects(stopped: Mapping[str, Collection[str]]) -> list[Effect]:
    """Each gap that stops something; first those that unlock most, then those that stop most."""
    cases: dict[str, list[str]] = {}
    for case, gaps in sorted(stopped.items(), key=lambda pair: (len(pair[1]), pair[0])):
        for gap in gaps:
            cases.setdefault(gap, []).append(case)
    found = [
        Effect(gap, tuple(case for case in stops if len(stopped[case]) == 1), tuple(stops))
        for gap, stops in cases.items()
    ]
    return sorted(found, key=lambda e: (-len(e.unlocks), -len(e.stops), e.gap))


def shortest_sets(stopped: Mapping[str, Collection[str]]) -> list[tuple[str, tuple[str, ...]]]:
    """Each use case that is not possible and the gaps to close for it, the fewest first."""
    found = [(case, tuple(sorted(gaps))) for case, gaps in stopped.items() if gaps]
    return sorted(found, key=lambda pair: (len(pair[1]), pair[0]))
