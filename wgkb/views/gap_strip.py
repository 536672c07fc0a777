"""The gaps of one component, release by release: a strip each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from wgkb.model import Component, Gap
from wgkb.rendering import chip
from wgkb.views.states import axis_names, runs

if TYPE_CHECKING:
    from wgkb.graph import Graph
    from wgkb.rendering import LinkTo


def strip_html(graph: Graph, component: Component, link_to: LinkTo) -> Markup:
    """A row for each gap, up to the release that it was judged against; nothing without gaps."""
    gaps = [gap for gap in graph.of_type(Gap) if gap.id.startswith(f"{component.code}-")]
    width = len(graph.releases)
    if not gaps or not width:
        return Markup()
    rows = Markup("\n").join(
        _row(graph, gap, width, link_to) for gap in sorted(gaps, key=lambda gap: gap.id)
    )
    axis = Markup("").join(Markup("<li>{}</li>").format(name) for name in axis_names(graph))
    return Markup(
        '<figure class="wg-chart wg-strip"><figcaption>State of each gap by release</figcaption>'
        '<ol>\n{}\n</ol><div class="wg-row" aria-hidden="true"><span></span>'
        '<ul class="wg-axis">{}</ul></div></figure>\n'
    ).format(rows, axis)


def _row(graph: Graph, gap: Gap, width: int, link_to: LinkTo) -> Markup:
    names = list(graph.releases.values())
    last = graph.release_order.get(gap.judged_against, width - 1)
    spans = runs(graph, gap, last)
    words = ", ".join(f"{run.state} from {names[run.first].name}" for run in spans)
    bars = Markup("").join(
        Markup('<rect class="wg-fill--{}" x="{}" width="{}" height="1"/>').format(
            run.state, run.first, run.last - run.first + 1
        )
        for run in spans
    )
    return Markup(
        '<li class="wg-row"><a class="wg-id" href="{}">{}</a><svg viewBox="0 0 {} 1"'
        ' preserveAspectRatio="none" role="img"><title>{}</title>{}</svg>{}</li>'
    ).format(link_to(graph.item(gap.id)), gap.id, width, words, bars, chip(graph.standing(gap)))
