"""Which findings a record is allowed to have, and the rule that keeps that list short."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wgkb.graph.graph import Graph
from wgkb.model.findings import RULES, Finding, did_you_mean, rule
from wgkb.rules.examples import AREA, REQUIREMENT

_SUPPRESSED = AREA + REQUIREMENT.replace(
    ":status: proposed",
    ":status: proposed\n       :suppress: unneeded-requirement — an example of its own",
)


@rule(
    "suppression",
    bad=_SUPPRESSED.replace("unneeded-requirement", "weak-word"),
    good=_SUPPRESSED,
)
def idle_suppression(graph: Graph, findings: frozenset[tuple[str, str]]) -> Iterator[Finding]:
    """A suppression names a rule that its record breaks; else it is taken out."""
    for entry in graph.entries.values():
        for suppression in entry.record.suppress:
            if suppression.rule not in RULES:
                yield entry.finding(
                    "idle-suppression",
                    f"{entry.record.id}: :suppress: there is no rule {suppression.rule}"
                    + did_you_mean(suppression.rule, RULES),
                    "suppress",
                )
            elif (entry.record.id, suppression.rule) not in findings:
                yield entry.finding(
                    "idle-suppression",
                    f"{entry.record.id} does not break {suppression.rule}; take the "
                    "suppression out",
                    "suppress",
                )


def unsuppressed(graph: Graph, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings that no record is allowed to have, and the suppressions that are idle."""
    allowed = {
        (entry.record.id, suppression.rule)
        for entry in graph.entries.values()
        for suppression in entry.record.suppress
    }
    found = set()
    for finding in findings:
        found.add((finding.record, finding.rule))
        if (finding.record, finding.rule) not in allowed:
            yield finding
    yield from idle_suppression(graph, frozenset(found))
