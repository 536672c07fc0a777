"""Rules on tracing: from use cases to requirements to components."""

from __future__ import annotations

from collections.abc import Iterator

from wgkb.graph.graph import Graph
from wgkb.model.findings import Finding, rule
from wgkb.model.records import Coverage, Requirement, Status
from wgkb.rules.examples import AREA, COMPONENT, GAP, REQUIREMENT, USE_CASE


@rule("graph", bad=AREA + REQUIREMENT, good=AREA + REQUIREMENT + USE_CASE)
def unneeded_requirement(graph: Graph) -> Iterator[Finding]:
    """Every requirement is needed by at least one use case."""
    for requirement in graph.of_type(Requirement):
        links = graph.back_links.get(requirement.id, ())
        needed = any(link.label == "Needed by" for link in links)
        if requirement.status is not Status.WITHDRAWN and not (
            needed or requirement.id in graph.named_in_doubt
        ):
            yield graph.entries[requirement.id].finding(
                "unneeded-requirement",
                f"no use case needs {requirement.id}; name it in a use case's :needs: "
                "or withdraw it",
            )


@rule(
    "graph",
    bad=AREA + REQUIREMENT + COMPONENT,
    good=AREA + REQUIREMENT + COMPONENT + GAP,
)
def unassessed_requirement(graph: Graph) -> Iterator[Finding]:
    """At least one component that must meet a requirement has been looked at for it."""
    for requirement in graph.of_type(Requirement):
        cells = [
            graph.coverage(requirement.id, component).value for component in requirement.components
        ]
        asked = requirement.status is not Status.WITHDRAWN
        doubtful = requirement.id in graph.named_in_doubt
        if asked and not doubtful and set(cells) == {Coverage.UNKNOWN}:
            yield graph.entries[requirement.id].finding(
                "unassessed-requirement",
                f"nobody has looked whether {', '.join(requirement.components)} "
                f"meet{'s' if len(cells) == 1 else ''} {requirement.id}; "
                "write a gap or a support",
            )
