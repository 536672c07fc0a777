"""``.. definitions::`` — what the words of fields mean, as ``wg_definitions`` has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from markupsafe import Markup

from wgkb.graph import definition_anchor
from wgkb.rendering import chip
from wgkb.views.base import View

if TYPE_CHECKING:
    from wgkb.graph import Graph
    from wgkb.rendering import LinkTo


class Definitions(View):
    """A list for each field; the words in records lead to it."""

    view_name = "definitions"

    @classmethod
    def html(cls, graph: Graph, options: Mapping[str, str], link_to: LinkTo) -> Markup:
        return Markup("").join(
            Markup('<p><strong>{}</strong></p>\n<dl class="wg-parts">\n{}</dl>\n').format(
                name.replace("-", " ").capitalize(),
                Markup("").join(
                    Markup('<dt id="{}">{}</dt><dd><p>{}</p></dd>\n').format(
                        definition_anchor(name, word), chip(word), text
                    )
                    for word, text in meanings.items()
                ),
            )
            for name, meanings in graph.definitions.items()
        )
