"""``.. people::`` — all people of ``data/people.toml``; each has a page below this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wgkb.drawing import pieces as p
from wgkb.graph.people import family_name
from wgkb.model.records import Person
from wgkb.views.base import Options, view

if TYPE_CHECKING:
    from wgkb.graph.graph import Graph


@view()
def people(graph: Graph, options: Options) -> p.Drawing:
    """An entry for each person, by family name; its anchor is the person's id."""
    found = sorted(graph.of_type(Person), key=lambda person: family_name(person.title))
    if not found:
        return p.Paragraph("No person is recorded.")
    terms = (p.Term(graph.item(one.id), one.summary, one.id) for one in found)
    return p.Terms(tuple(terms), "people")
