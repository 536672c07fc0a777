"""``.. records::`` — a table of the records of one type, by id; meetings in order of time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, ValidationInfo, field_validator

from wgkb.drawing import pieces as p
from wgkb.drawing.to_html import has_shown_id
from wgkb.graph.facts import Fact, facts_of
from wgkb.model.findings import did_you_mean
from wgkb.model.records import FIELDS, RECORD_TYPES, Argument, Record
from wgkb.views.base import Options, view

if TYPE_CHECKING:
    from wgkb.graph.graph import Graph

_COLUMNS = {
    "use-case": ("industry", "scale", "latency", "autonomy", "evidence"),
    "requirement-area": ("code", "requirements"),
    "requirement": ("priority", "origin", "status", "components"),
    "component": ("project-status", "gaps"),
    "gap": ("severity", "standing", "fails"),
    "support": ("since", "meets", "meets-in-part"),
    "meeting": ("start", "kind", "record", "place"),
    "decision": ("standing",),
    "action": ("owner", "due", "state"),
    "vote": ("results",),
    "person": ("nicks",),
}
_COUNTED = {"requirements": ("requirement",), "gaps": ("gap",), "supports": ("support",)}

TypeName = StrEnum("TypeName", {name.replace("-", "_"): name for name in RECORD_TYPES})  # type: ignore[misc]  # from a table
"""The names of the record types."""


class RecordsOptions(Options):
    type: Annotated[TypeName, Argument()] = Field(description="the type of the records")
    columns: tuple[str, ...] = Field(
        default=(),
        description="Fields of the type, standing, or what it counts: "
        f"{', '.join(_COUNTED)}. None: those that tell most.",
    )
    code: str = Field(default="", description="Prefix of the ids that are shown; none: all.")
    caption: str = Field(default="", description="What stands above it; none: their number.")

    @field_validator("columns")
    @classmethod
    def _are_columns(cls, columns: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        kind = info.data.get("type")
        known = {"standing", *_COUNTED, *(spec.name for spec in FIELDS.get(kind or "", ()))}
        for column in columns if kind else ():
            if column not in known:
                raise ValueError(f"{kind} has no column {column}{did_you_mean(column, known)}")
        return columns


@view(RecordsOptions)
def records(graph: Graph, options: RecordsOptions) -> p.Drawing:
    """A table of all records of a type, or of those of one code."""
    model = RECORD_TYPES[options.type]
    columns = options.columns or _COLUMNS[options.type]
    found = [
        record
        for record in graph.of_type(model)
        if not options.code or record.id.startswith(f"{options.code}-")
    ]
    counts = {
        column: Counter(record_id.partition("-")[0] for record_id in graph.ids(types))
        for column, types in _COUNTED.items()
        if column in columns
    }
    return p.table(
        [column.replace("-", " ").capitalize() for column in (model.type.label, *columns)],
        (
            _row(graph, record, columns, counts)
            for record in sorted(found, key=lambda r: (graph.meeting_rank.get(r.id, 0), r.id))
        ),
        options.caption or model.type.counted(len(found)),
        "stack",
    )


def _row(
    graph: Graph, record: Record, columns: tuple[str, ...], counts: Mapping[str, Counter[str]]
) -> list[p.Words]:
    facts = {fact.name: fact for fact in facts_of(graph, record)}
    cells: list[p.Words] = [p.quiet(graph.item(record.id))]
    for column in columns:
        if column == "standing":
            cells.append(p.Chip(graph.standing(record)))
        elif column in counts:
            cells.append(str(counts[column][getattr(record, "code", "")]))
        else:
            cells.append(_fact(facts.get(column)))
    return cells


def _fact(fact: Fact | None) -> p.Words:
    if fact is None:
        return ""  # the style sheet draws a dash, or leaves the cell out on a phone
    if all(item.docname for item in fact.items):
        return p.joined(
            p.Link(item, item.target or item.text, "id" if has_shown_id(item) else "")
            for item in fact.items
        )
    return p.joined(fact.items)
