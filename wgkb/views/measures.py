"""``.. measures::`` — how far the knowledge base has got; the numbers that the gate reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from markupsafe import Markup

from wgkb.measures import measures
from wgkb.views.base import View

if TYPE_CHECKING:
    from wgkb.graph import Graph
    from wgkb.rendering import LinkTo


class Measures(View):
    """A table of the measures."""

    view_name = "measures"

    @classmethod
    def html(cls, graph: Graph, options: Mapping[str, str], link_to: LinkTo) -> Markup:
        rows = Markup("\n").join(
            Markup(
                '<tr><th scope="row">{}</th><td class="wg-number">{}</td>'
                '<td class="wg-number">{}</td><td class="wg-number">{:.1f} %</td></tr>'
            ).format(m.words.capitalize(), m.done, m.of, m.percent)
            for m in measures(graph)
        )
        return Markup(
            '<div class="wg-table"><table class="table"><thead><tr><th scope="col">Measure</th>'
            '<th scope="col">Done</th><th scope="col">Of</th><th scope="col">Share</th></tr>'
            "</thead>\n<tbody>\n{}\n</tbody></table></div>\n"
        ).format(rows)
