"""Rules on what public trackers have of a gap."""

from __future__ import annotations

from collections.abc import Iterator

from wgkb.graph.graph import Graph
from wgkb.model.findings import Finding, did_you_mean, rule
from wgkb.model.records import UNMET, Gap
from wgkb.rules.examples import AREA, COMPONENT, GAP, REQUIREMENT

_ALL = AREA + REQUIREMENT + COMPONENT + GAP


def _tracked(names: str) -> str:
    return _ALL.replace(":severity: blocking", f":severity: blocking\n       :tracked-by: {names}")


_OVER = """
    === data/tracked.toml
    "launchpad:1795922" = { state = "Fix Released", seen = 2026-11-24, over = true }
"""


@rule("graph", bad=_tracked("lunchpad:1795922"), good=_tracked("launchpad:1795922"))
def unknown_tracker(graph: Graph) -> Iterator[Finding]:
    """A tracker that a gap names is one of those of wg_trackers."""
    for gap in graph.of_type(Gap):
        for tracked in gap.tracked_by:
            tracker = tracked.partition(":")[0]
            if tracker not in graph.trackers:
                known = ", ".join(graph.trackers) or "none; wg_trackers in conf.py names them"
                yield graph.entries[gap.id].finding(
                    "unknown-tracker",
                    f'{gap.id}: unknown tracker "{tracker}" (known: {known})'
                    f"{did_you_mean(tracker, graph.trackers)}",
                    "tracked-by",
                )


@rule(
    "graph",
    severity="advice",
    bad=_tracked("launchpad:1795922") + _OVER,
    good=_tracked("launchpad:1795922") + _OVER.replace("true", "false"),
)
def tracked_to_its_end(graph: Graph) -> Iterator[Finding]:
    """A gap whose report or change is over in its tracker is judged anew."""
    for gap in graph.of_type(Gap):
        if graph.gap_state(gap) not in UNMET:
            continue
        for tracked in gap.tracked_by:
            known = graph.files.tracked.get(tracked)
            if known is not None and known.over:
                yield graph.entries[gap.id].finding(
                    "tracked-to-its-end",
                    f'{tracked} is "{known.state}" since {known.seen} or before, and {gap.id} '
                    f"is still {gap.standing}; read what changed and judge anew",
                    "tracked-by",
                )
