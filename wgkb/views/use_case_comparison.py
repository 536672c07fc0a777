"""``.. use-case-comparison::`` — all use cases side by side."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wgkb.drawing import pieces as p
from wgkb.drawing.states import word
from wgkb.model.records import UNMET, Autonomy, EvidenceLevel, Gap, UseCase
from wgkb.views.base import Options, view

if TYPE_CHECKING:
    from wgkb.graph.graph import Graph

COLUMNS = (
    *map(p.Column, ("Use case", "Industry", "Scale", "Latency", "Autonomy", "Evidence")),
    p.Column("Requirements", "number"),
    p.Column("Gaps", "number"),
)
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(µs|ms|s)\b")
_MILLISECONDS = {"µs": 0.001, "ms": 1.0, "s": 1000.0}


@view()
def use_case_comparison(graph: Graph, options: Options) -> p.Drawing:
    """A table that a small script lets readers sort; without it, in the order of the titles."""
    failed: dict[str, set[str]] = {}
    for gap in graph.of_type(Gap):
        if gap.history[-1].state in UNMET:
            for requirement in gap.fails:
                failed.setdefault(requirement, set()).add(gap.id)
    use_cases = sorted(graph.of_type(UseCase), key=lambda record: record.title)
    rows = tuple(
        _row(graph, record, len(set().union(*(failed.get(need, ()) for need in record.needs))))
        for record in use_cases
    )
    table = p.Table(
        COLUMNS,
        (p.Group(rows),),
        f"{len(use_cases)} use cases side by side",
        look="sortable stack",
        label="Use cases side by side",
    )
    note = "Gaps: those that are not closed and fail a requirement of the use case."
    return table, p.Paragraph(note)


def _row(graph: Graph, record: UseCase, gaps: int) -> p.Row:
    cells = (
        (p.quiet(graph.item(record.id)), None),
        (", ".join(record.industry), None),
        (record.scale, None),
        (record.latency, _bound(record.latency)),
        (word(record.autonomy), list(Autonomy).index(record.autonomy)),
        (p.Chip(record.evidence), list(EvidenceLevel).index(record.evidence)),
        (str(len(record.needs)), None),
        (str(gaps), None),
    )
    words, sorts = zip(*cells, strict=True)
    return p.Row(words, sorts=sorts)


def _bound(latency: str) -> float:
    """What a latency is sorted by: its smallest duration in ms; texts without one come last."""
    found = [float(number) * _MILLISECONDS[unit] for number, unit in _DURATION.findall(latency)]
    return min(found, default=1e9)
