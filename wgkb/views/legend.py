"""The states of gaps over the releases, as charts and strips need them."""

from __future__ import annotations

from collections.abc import Iterable

from wgkb.drawing import pieces as p
from wgkb.model.records import GapState


def legend(states: Iterable[tuple[GapState, int]], first: str) -> p.Bullets:
    """A chart's legend: *first* what it is about, then the number and the word of each state."""
    items = ((p.Key(state), f" {count} {state}") for state, count in states)
    return p.Bullets((first, *items), "legend")
