"""``.. topics::`` — the bibliography by topic, the first keyword of each entry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from markupsafe import Markup

from wgkb.rendering import item_html
from wgkb.views.base import View

if TYPE_CHECKING:
    from wgkb.graph import Graph, Reference
    from wgkb.rendering import LinkTo

OTHER = "other"
"""Topic of an entry without keywords."""


class Topics(View):
    """A foldable list of entries for each topic."""

    view_name = "topics"

    @classmethod
    def html(cls, graph: Graph, options: Mapping[str, str], link_to: LinkTo) -> Markup:
        found: dict[str, list[Reference]] = {}
        for reference in graph.bibliography.values():
            found.setdefault(_topic(reference), []).append(reference)
        topics = Markup("\n").join(
            Markup("<details><summary>{} ({})</summary><ul>\n{}\n</ul></details>").format(
                topic.replace("-", " ").capitalize(),
                len(found[topic]),
                Markup("\n").join(
                    Markup("<li>{} {}</li>").format(
                        item_html(graph.citation(reference.key), link_to), reference.title
                    )
                    for reference in sorted(found[topic], key=lambda r: (r.label, r.key))
                ),
            )
            for topic in sorted(found)
        )
        return Markup('<div class="wg-topics">\n{}\n</div>\n').format(topics)


def _topic(reference: Reference) -> str:
    keywords = dict(reference.fields).get("keywords", "")
    return keywords.partition(",")[0].strip() or OTHER
