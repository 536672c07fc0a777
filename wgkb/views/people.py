"""``.. people::`` — all people of ``data/people.toml``; each has a page below this one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from markupsafe import Markup

from wgkb.model import Person
from wgkb.people import LIST_VIEW, family_name
from wgkb.rendering import item_html
from wgkb.views.base import View

if TYPE_CHECKING:
    from wgkb.graph import Graph
    from wgkb.rendering import LinkTo


class People(View):
    """An entry for each person, by family name; its anchor is the person's id."""

    view_name = LIST_VIEW

    @classmethod
    def html(cls, graph: Graph, options: Mapping[str, str], link_to: LinkTo) -> Markup:
        people = sorted(graph.of_type(Person), key=lambda person: family_name(person.title))
        if not people:
            return Markup("<p>No person is recorded.</p>\n")
        return Markup('<dl class="wg-people">\n{}\n</dl>\n').format(
            Markup("\n").join(
                Markup('<dt id="{}">{}</dt><dd>{}</dd>').format(
                    person.id, item_html(graph.item(person.id), link_to), person.summary
                )
                for person in people
            )
        )
