"""Rules on judgements by release."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from wgkb.graph.graph import Graph
from wgkb.model.findings import Finding, did_you_mean, rule
from wgkb.model.records import Gap
from wgkb.rules.examples import AREA, COMPONENT, GAP, REQUIREMENT

_GOOD = AREA + REQUIREMENT + COMPONENT + GAP

MAX_AGE = 3
"""Releases after which a judgement is old (design: older than three releases)."""


@rule("graph", bad=_GOOD.replace(":ocata:", ":octana:"), good=_GOOD)
def unknown_release(graph: Graph) -> Iterator[Finding]:
    """A judgement names releases of ``data/releases.toml``."""
    for record in graph.judgements:
        named = [("judged-against", record.judged_against)]
        if isinstance(record, Gap):
            named += [("history", step.release) for step in record.history]
        else:
            named.append(("since", record.since))
        for field_name, release in named:
            if release not in graph.releases and release not in graph.doubtful:
                yield graph.entries[record.id].finding(
                    "unknown-release",
                    f"{record.id}: :{field_name}: there is no release {release}"
                    + did_you_mean(release, graph.releases),
                    field_name,
                )


@rule(
    "graph",
    bad=_GOOD.replace(":ocata:", ":mitaka:"),
    good=_GOOD,
)
def history_order(graph: Graph) -> Iterator[Finding]:
    """A history goes forward, names each release once and ends before the judged release."""
    for gap in graph.of_type(Gap):
        known = [step.release for step in gap.history if step.release in graph.releases]
        entry = graph.entries[gap.id]
        for earlier, later in pairwise(known):
            if graph.release_order[later] <= graph.release_order[earlier]:
                yield entry.finding(
                    "history-order",
                    f"{gap.id}: {later} stands after {earlier} in the history; oldest first, "
                    "each release once",
                    "history",
                )
        judged = graph.release_order.get(gap.judged_against)
        if known and judged is not None and graph.release_order[known[-1]] > judged:
            yield entry.finding(
                "history-order",
                f"{gap.id}: the history goes up to {known[-1]} but the gap is judged against "
                f"{gap.judged_against}",
                "judged-against",
            )


@rule("graph", bad=_GOOD.replace("2026-07-17", "2926-07-17"), good=_GOOD)
def future_date(graph: Graph) -> Iterator[Finding]:
    """Evidence was verified on a day that is over."""
    tomorrow = dt.date.today() + dt.timedelta(days=1)  # somewhere on Earth it is that already
    for record in graph.judgements:
        if record.verified > tomorrow:
            yield graph.entries[record.id].finding(
                "future-date",
                f"{record.id}: :verified: {record.verified} is still to come; write the day on "
                "which you read the evidence",
                "verified",
            )


@rule(
    "graph",
    bad=_GOOD.replace(":judged-against: 2026.1", ":judged-against: newton"),
    good=_GOOD,
)
def old_judgement(graph: Graph) -> Iterator[Finding]:
    """A judgement is not older than three releases."""
    newest = len(graph.releases) - 1
    for record in graph.judgements:
        rank = graph.release_order.get(record.judged_against)
        if rank is not None and newest - rank > MAX_AGE:
            yield graph.entries[record.id].finding(
                "old-judgement",
                f"{record.id} was judged against {record.judged_against}, {newest - rank} "
                f"releases ago; look again at {list(graph.releases)[-1]}",
                "judged-against",
            )
