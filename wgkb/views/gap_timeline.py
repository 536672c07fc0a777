"""``.. gap-timeline::`` — how many gaps were open, narrowed or closed in each release."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from docutils.parsers.rst import directives
from markupsafe import Markup

from wgkb.model import Component, Gap, GapState
from wgkb.views.base import View
from wgkb.views.states import axis_names, counts, legend_html

if TYPE_CHECKING:
    from wgkb.graph import Graph
    from wgkb.rendering import LinkTo

BAR = 0.82
"""Width of a bar, where a release is one unit wide."""


class GapTimeline(View):
    """A stacked chart of all gaps, or of those of one component with ``:component:``."""

    view_name = "gap-timeline"
    option_spec = {"component": directives.unchanged_required}  # noqa: RUF012

    @classmethod
    def html(cls, graph: Graph, options: Mapping[str, str], link_to: LinkTo) -> Markup:
        component = graph.get(options.get("component", ""))
        gaps = graph.of_type(Gap)
        if isinstance(component, Component):
            gaps = [gap for gap in gaps if gap.id.startswith(f"{component.code}-")]
        by_release = counts(graph, gaps)
        first = next((rank for rank, row in enumerate(by_release) if any(row.values())), None)
        if first is None:
            return Markup("<p>No gap has a history yet.</p>\n")
        names = [release.name for release in graph.releases.values()][first:]
        rows = by_release[first:]
        axis = axis_names(graph, first)
        return Markup(
            '<figure class="wg-chart wg-timeline"><figcaption>{caption}</figcaption>'
            "{chart}{axis}{legend}{table}</figure>\n"
        ).format(
            caption=f"Gaps by release, {names[0]} to {names[-1]}",
            chart=_chart(names, rows),
            axis=Markup('<ul class="wg-axis" aria-hidden="true">{}</ul>').format(
                Markup("").join(Markup("<li>{}</li>").format(name) for name in axis)
            ),
            legend=_legend(names[-1], rows[-1]),
            table=_table(names, rows),
        )


def _chart(names: Sequence[str], rows: Sequence[Mapping[GapState, int]]) -> Markup:
    height = max(sum(row.values()) for row in rows)
    bars = []
    for place, (name, row) in enumerate(zip(names, rows, strict=True)):
        top = height
        for state, count in row.items():
            if not count:
                continue
            top -= count
            bars.append(
                Markup(
                    '<rect class="wg-fill--{}" x="{:.2f}" y="{}" width="{}" height="{}">'
                    "<title>{}: {} {}</title></rect>"
                ).format(state, place + (1 - BAR) / 2, top, BAR, count, name, count, state)
            )
    return Markup(
        '<svg viewBox="0 0 {} {}" preserveAspectRatio="none" role="img"><title>Gaps by release'
        "</title><desc>A stacked bar for each release; the table below holds the numbers.</desc>"
        "{}</svg>"
    ).format(len(rows), height, Markup("").join(bars))


def _legend(name: str, newest: Mapping[GapState, int]) -> Markup:
    entries = Markup("").join(legend_html(state, count) for state, count in newest.items())
    return Markup('<ul class="wg-legend"><li>{}, from below:</li>{}</ul>').format(name, entries)


def _table(names: Sequence[str], rows: Sequence[Mapping[GapState, int]]) -> Markup:
    head = Markup('<th scope="col">Release</th>') + Markup("").join(
        Markup('<th scope="col" class="wg-number">{}</th>').format(state) for state in GapState
    )
    body = Markup("\n").join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            name,
            Markup("").join(
                Markup('<td class="wg-number">{}</td>').format(count) for count in row.values()
            ),
        )
        for name, row in zip(names, rows, strict=True)
    )
    return Markup(
        "<details><summary>The numbers as a table</summary>"
        '<div class="wg-table"><table class="table"><thead><tr>{}</tr></thead>\n<tbody>\n{}\n'
        "</tbody></table></div></details>"
    ).format(head, body)
