"""``.. use-case-comparison::`` — all use cases side by side."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from wgkb.graph import Item
from wgkb.model import UNMET, Autonomy, EvidenceLevel, Gap, UseCase
from wgkb.rendering import WORDS, chip, item_html
from wgkb.views.base import View

if TYPE_CHECKING:
    from wgkb.graph import Graph
    from wgkb.rendering import LinkTo

COLUMNS = (
    "Use case",
    "Industry",
    "Scale",
    "Latency",
    "Autonomy",
    "Evidence",
    "Requirements",
    "Gaps",
)
NUMBERS = COLUMNS[-2:]
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(µs|ms|s)\b")
_MILLISECONDS = {"µs": 0.001, "ms": 1.0, "s": 1000.0}


class UseCaseComparison(View):
    """A table that a small script lets readers sort; without it, in the order of the titles."""

    view_name = "use-case-comparison"

    @classmethod
    def html(cls, graph: Graph, options: Mapping[str, str], link_to: LinkTo) -> Markup:
        failed: dict[str, set[str]] = {}
        for gap in graph.of_type(Gap):
            if gap.history[-1].state in UNMET:
                for requirement in gap.fails:
                    failed.setdefault(requirement, set()).add(gap.id)
        use_cases = sorted(graph.of_type(UseCase), key=lambda record: record.title)
        head = Markup("").join(
            Markup('<th scope="col"{}>{}</th>').format(
                Markup(' class="wg-number"') if name in NUMBERS else "", name
            )
            for name in COLUMNS
        )
        rows = Markup("\n").join(
            _row(
                graph,
                record,
                len(set().union(*(failed.get(need, ()) for need in record.needs))),
                link_to,
            )
            for record in use_cases
        )
        return Markup(
            '<div class="wg-table" role="group" aria-label="Use cases side by side">'
            '<table class="table wg-sortable"><caption>{} use cases side by side</caption>\n'
            "<thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody></table></div>\n"
            "<p>Gaps: those that are not closed and fail a requirement of the use case.</p>\n"
        ).format(len(use_cases), head, rows)


def _row(graph: Graph, record: UseCase, gaps: int, link_to: LinkTo) -> Markup:
    item = graph.item(record.id)
    title = item_html(Item(item.text, "", item.target, item.docname, item.anchor), link_to)
    cells = (
        (", ".join(record.industry), ""),
        (record.scale, ""),
        (record.latency, _bound(record.latency)),
        (WORDS.get(record.autonomy, record.autonomy), list(Autonomy).index(record.autonomy)),
        (chip(record.evidence), list(EvidenceLevel).index(record.evidence)),
    )
    return Markup('<tr><th scope="row">{}</th>{}{}</tr>').format(
        title,
        Markup("").join(
            Markup('<td data-label="{}"{}>{}</td>').format(
                label, Markup(' data-sort="{}"').format(key) if key != "" else "", escape(text)
            )
            for label, (text, key) in zip(COLUMNS[1:], cells, strict=False)
        ),
        Markup("").join(
            Markup('<td class="wg-number" data-label="{}">{}</td>').format(label, count)
            for label, count in zip(NUMBERS, (len(record.needs), gaps), strict=True)
        ),
    )


def _bound(latency: str) -> float:
    """What a latency is sorted by: its smallest duration in ms; texts without one come last."""
    found = [float(number) * _MILLISECONDS[unit] for number, unit in _DURATION.findall(latency)]
    return min(found, default=1e9)
