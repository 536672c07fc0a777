"""By what records can be filtered: area, component, release, severity, priority and evidence.

Explorer and search offer the same filters; both take them from here.  Knows nothing of Sphinx.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wgkb.graph.graph import Graph
from wgkb.model.records import LINK_FIELDS, Component, Gap, Record, RequirementArea, Support


@dataclass(frozen=True, slots=True)
class Facets:
    """Values of one record; a link gives a record the area or component of its target."""

    areas: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    releases: tuple[str, ...] = ()
    """Releases in which it began or changed."""
    severity: str = ""
    priority: str = ""
    evidence: str = ""
    """The strongest kind of evidence of a gap or support."""


def facets(graph: Graph) -> dict[str, Facets]:
    """The facets of each record by its id."""
    area_of = {area.code: area.id for area in graph.of_type(RequirementArea)}
    component_of = {component.code: component.id for component in graph.of_type(Component)}

    areas_by_id, components_by_id = set(area_of.values()), set(component_of.values())

    def of(record: Record) -> Facets:
        ids = (record.id, *_targets(record))
        codes = [record_id.partition("-")[0] for record_id in ids]
        areas = {area_of.get(code) for code in codes} | areas_by_id.intersection(ids)
        components = {component_of.get(code) for code in codes}
        components |= components_by_id.intersection(ids)
        return Facets(
            areas=tuple(sorted(filter(None, areas))),
            components=tuple(sorted(filter(None, components))),
            releases=_releases(record),
            severity=str(getattr(record, "severity", "")),
            priority=str(getattr(record, "priority", "")),
            evidence=str(getattr(record, "strongest_evidence", None) or ""),
        )

    return {record_id: of(entry.record) for record_id, entry in graph.entries.items()}


def _targets(record: Record) -> Iterator[str]:
    """Ids that a record links to by its fields."""
    for spec, _ in LINK_FIELDS[record.type.name]:
        yield from getattr(record, spec.attribute)


def _releases(record: Record) -> tuple[str, ...]:
    if isinstance(record, Gap):
        return tuple(dict.fromkeys(step.release for step in record.history))
    return (record.since,) if isinstance(record, Support) else ()
