"""What a record shows below its title and below its text: facts, a picture, and its trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wgkb.drawing import pieces as p
from wgkb.graph.facts import NEIGHBOUR, SHORT_LIST, dependents_of, facts_of, has_records
from wgkb.model.records import Component, Record, RequirementArea
from wgkb.views.gap_strip import gap_strip
from wgkb.views.matrix import area_matrix

if TYPE_CHECKING:
    from wgkb.graph.graph import Graph


def facts(graph: Graph, record: Record) -> p.Drawing:
    """The fields of *record*, but for long lists of links."""
    short = (
        f for f in facts_of(graph, record) if not has_records(f) or len(f.items) <= SHORT_LIST
    )
    return p.Facts(tuple(short), record.id)


def trace(graph: Graph, record: Record) -> p.Drawing:
    """How *record* hangs together with others."""
    name = record.id if record.type.place == "section" else f"this {record.type.label}"
    links = (f for f in facts_of(graph, record) if has_records(f) and f.name != NEIGHBOUR)
    return p.Trace(name.rpartition("/")[2], tuple(links), tuple(dependents_of(graph, record.id)))


def picture(graph: Graph, record: Record) -> p.Drawing:
    """The gaps of a component by release, or how the requirements of an area are met."""
    if isinstance(record, Component):
        return gap_strip(graph, record)
    if isinstance(record, RequirementArea):
        return area_matrix(graph, record)
    return ()


def cited_by(graph: Graph, key: str) -> p.Drawing:
    """What cites an entry of the bibliography."""
    citing = [
        p.ById(p.quiet(item))
        for item in map(graph.item, graph.cited_by.get(key, ()))
        if item.docname
    ]
    return p.Paragraph(("Cited by ", *p.joined(citing)), "cited-by") if citing else ()
