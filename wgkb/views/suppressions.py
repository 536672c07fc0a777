"""``.. suppressions::`` — every rule that a record is allowed to break, with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from markupsafe import Markup

from wgkb.rendering import item_html
from wgkb.views.base import View

if TYPE_CHECKING:
    from wgkb.graph import Graph
    from wgkb.rendering import LinkTo


class Suppressions(View):
    """A table of all suppressions."""

    view_name = "suppressions"

    @classmethod
    def html(cls, graph: Graph, options: Mapping[str, str], link_to: LinkTo) -> Markup:
        rows = [
            Markup(
                '<tr><th scope="row">{}</th><td><code>wg.{}</code></td><td>{}</td></tr>'
            ).format(
                item_html(graph.item(entry.record.id), link_to),
                suppression.rule,
                suppression.reason,
            )
            for entry in graph.entries.values()
            for suppression in entry.record.suppress
        ]
        if not rows:
            return Markup("<p>No record is allowed to break a rule.</p>\n")
        return Markup(
            '<div class="wg-table"><table class="table"><thead><tr><th scope="col">Record</th>'
            '<th scope="col">Rule</th><th scope="col">Reason</th></tr></thead>\n<tbody>\n{}\n'
            "</tbody></table></div>\n"
        ).format(Markup("\n").join(rows))
