"""``.. people::`` — all people of ``data/people.toml`` with their roles and what they did."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from wgkb.model import Person, PersonRole
from wgkb.rendering import item_html, links_html
from wgkb.views.base import View

if TYPE_CHECKING:
    from wgkb.graph import Graph
    from wgkb.rendering import LinkTo


class People(View):
    """One section per person, by family name."""

    view_name = "people"

    @classmethod
    def html(cls, graph: Graph, options: Mapping[str, str], link_to: LinkTo) -> Markup:
        people = sorted(graph.of_type(Person), key=lambda person: person.title.split()[-1:])
        return Markup("\n").join(_person(graph, person, link_to) for person in people)


def _person(graph: Graph, person: Person, link_to: LinkTo) -> Markup:
    nicks = Markup(", ").join(Markup("<code>{}</code>").format(nick) for nick in person.nicks)
    return Markup(
        '<section class="wg-record wg-person" id="{0}"><h2>{1}'
        '<a class="headerlink" href="#{0}" title="Link to this heading">#</a></h2>\n'
        "<p>{2}{3}</p>\n<ul>\n{4}\n</ul>\n{5}</section>"
    ).format(
        person.id,
        person.title,
        person.summary,
        Markup(" IRC: {}.").format(nicks) if nicks else "",
        Markup("\n").join(_role(graph, role, link_to) for role in person.roles),
        links_html(graph.dependents(person.id), link_to),
    )


def _role(graph: Graph, role: PersonRole, link_to: LinkTo) -> Markup:
    words = escape(role.role)
    if role.affiliation:
        words += Markup(" ({})").format(role.affiliation)
    if role.since:
        words = Markup("{}: {}").format(role.since, words)
    sources = Markup(", ").join(_source(graph, source, link_to) for source in role.sources)
    return Markup("<li>{} <small>[{}]</small></li>").format(words, sources)


def _source(graph: Graph, source: str, link_to: LinkTo) -> Markup:
    if source.startswith(("https://", "http://")):
        short = source.partition("://")[2].rstrip("/")
        return Markup('<a class="reference external" href="{}">{}</a>').format(source, short)
    return item_html(graph.citation(source), link_to)
