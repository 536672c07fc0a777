"""``support-matrix.ini`` — the coverage matrix for projects of OpenStack.

They embed it with ``.. support_matrix:: support-matrix.ini`` of sphinx-feature-classification,
whose module ``support_matrix`` (release 2.1.0) is the source of the format and of its words.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import quote

from wgkb.graph.graph import Cell, Graph
from wgkb.model.records import Component, Coverage, Priority, Requirement, Status

STATUS = {
    Coverage.MET: "complete",
    Coverage.PARTIAL: "partial",
    Coverage.MISSING: "missing",
    Coverage.UNKNOWN: "unknown",
    # It has no word for this one, and each cell needs a word; the notes say what is meant.
    Coverage.NOT_APPLICABLE: "unknown",
}
NOTES = {
    Coverage.UNKNOWN: "Nobody has looked.",
    Coverage.NOT_APPLICABLE: "Not applicable.",
}


def support_matrix(graph: Graph, base: str) -> str:
    """The matrix of the newest release; *base* is the address of the site, or empty.

    Requirements are features, those that *must* be met mandatory; components are drivers.
    """
    components = graph.of_type(Component)
    requirements = [r for r in graph.of_type(Requirement) if r.status is not Status.WITHDRAWN]
    sections = [
        *(_driver(component, base) for component in components),
        *(_feature(graph, requirement, components, base) for requirement in requirements),
    ]
    return "\n".join("\n".join(section) + "\n" for section in sections)


def _driver(component: Component, base: str) -> Iterator[str]:
    yield f"[driver.{component.id}]"
    yield f"title={_value(component.title)}"
    yield from _link(component.id, "link=", base)


def _feature(
    graph: Graph, requirement: Requirement, components: list[Component], base: str
) -> Iterator[str]:
    mandatory = requirement.priority is Priority.MUST
    yield f"[operation.{requirement.id}]"
    yield f"title={_value(f'{requirement.id} {requirement.title}')}"
    yield f"status={'mandatory' if mandatory else 'optional'}"
    notes = f"{requirement.statement} Priority: {requirement.priority}."
    yield " ".join([f"notes={_value(notes)}", *_link(requirement.id, "", base)])
    for component in components:
        cell = graph.coverage(requirement.id, component.id)
        yield f"driver.{component.id}={STATUS[cell.value]}"
        if notes := _notes(graph, cell):
            yield f"driver-notes.{component.id}={_value(notes)}"


def _notes(graph: Graph, cell: Cell) -> str:
    titles = (f"{record_id} {graph.item(record_id).text}." for record_id in cell.because)
    return " ".join(filter(None, (NOTES.get(cell.value), *titles)))


def _link(record_id: str, before: str, base: str) -> Iterator[str]:
    """The permanent address of a record, if it is known where the site is."""
    if base:
        yield f"{before}{_value(posixpath.join(base, 'go', quote(record_id), ''))}"


def _value(text: str) -> str:
    """*text* on one line, and no reference to another option: see ``configparser``."""
    return " ".join(text.split()).replace("%", "%%")
