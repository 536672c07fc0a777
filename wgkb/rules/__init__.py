"""The rules of the house, one generator function each.

Importing this package registers them all.
"""

from wgkb.model.findings import RULES, Finding, Rule, run
from wgkb.rules import (
    bibliography,
    coverage,
    history,
    judgements,
    links,
    markup,
    meetings,
    packs,
    people,
    records,
    source,
    suppressions,
    trackers,
    wording,
)
from wgkb.rules import redirects as kept

__all__ = [
    "RULES",
    "Finding",
    "Rule",
    "bibliography",
    "coverage",
    "history",
    "judgements",
    "kept",
    "links",
    "markup",
    "meetings",
    "packs",
    "people",
    "records",
    "run",
    "source",
    "suppressions",
    "trackers",
    "wording",
]
