"""The words of states, and which of them judge."""

from __future__ import annotations

from wgkb.model.records import Coverage, GapState, Severity

WORDS = {
    "not-applicable": "not applicable",
    "not-needed": "not needed",
    "in-force": "in force",
}
JUDGING = frozenset(
    {*Coverage, *GapState, *Severity, "withdrawn", "superseded", "dropped", "done"}
)
"""States that the style sheet gives a shape and a colour; all others are quiet words."""


def word(state: str) -> str:
    """A state as readers see it."""
    return WORDS.get(state, state)
