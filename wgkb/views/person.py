"""The page of a person: roles with their sources, meetings, actions and decisions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from markupsafe import Markup

from wgkb.graph import Fact, Item
from wgkb.meetings import times
from wgkb.model import Meeting, Person, PersonRole
from wgkb.people import dealings, role_words, roles_in_order
from wgkb.rendering import chip, facts_html, item_html, links_html, short_address_html
from wgkb.views.ledgers import action_table, decision_table
from wgkb.views.table import table_html

if TYPE_CHECKING:
    from wgkb.graph import Graph
    from wgkb.rendering import LinkTo

_COMMIT = re.compile(r"\b([0-9a-f]{7})[0-9a-f]{33}\b")
"""The name of a commit, of which git shows seven digits, too."""


def person_html(graph: Graph, person: Person, link_to: LinkTo, here: str) -> Markup:
    """The text of the page, which is at the address *here*."""
    nicks = tuple(Item(nick) for nick in person.nicks)
    facts = [Fact("Nicks on IRC", nicks)] if nicks else []
    sections = Markup("").join(
        _section("h2", title.lower().replace(" ", "-"), title, html)
        for title, html in _parts(graph, person, link_to)
        if html
    )
    summary = Markup("<p>{}</p>\n").format(person.summary) if person.summary else ""
    top = facts_html(facts, link_to, short_address_html(person.id, here))
    return _section("h1", person.id, person.title, top + summary + sections)


def _parts(graph: Graph, person: Person, link_to: LinkTo) -> Iterator[tuple[str, Markup]]:
    """The sections with their titles; those that have nothing to show are empty."""
    known = dealings(graph, person)
    yield "Roles", _list(_role(graph, role, link_to) for role in roles_in_order(person))
    if known.meetings:
        yield "Meetings", _meetings(graph, known.meetings, link_to)
    if known.actions:
        alone = all(action.owner == (person.id,) for action in known.actions)
        left_out = {"Owner"} if alone else set()
        yield "Actions", action_table(graph, known.actions, link_to, left_out)
    if known.decisions:
        decisions = decision_table(graph, known.decisions, link_to)
        yield "Decisions of these meetings", decisions
    yield "Named elsewhere", links_html(list(known.elsewhere), link_to)


def _section(tag: str, anchor: str, title: str, html: Markup) -> Markup:
    return Markup(
        '<section id="{0}">\n<{1}>{2}<a class="headerlink" href="#{0}"'
        ' title="Link to this heading">#</a></{1}>\n{3}</section>\n'
    ).format(anchor, tag, title, html)


def _meetings(
    graph: Graph, meetings: tuple[tuple[Meeting, tuple[str, ...]], ...], link_to: LinkTo
) -> Markup:
    head = ["Meeting", "Date", "Part", "Known of it"]
    rows = [
        [
            item_html(Item(m.title, "", m.id, graph.entries[m.id].docname), link_to),
            times.short(m.start),
            ", ".join(parts),
            chip(m.record),
        ]
        for m, parts in meetings
    ]
    return table_html(Meeting.type.counted(len(meetings)), head, rows)


def _list(items: Iterator[Markup]) -> Markup:
    rows = Markup("\n").join(Markup("<li>{}</li>").format(item) for item in items)
    return Markup("<ul>\n{}\n</ul>\n").format(rows) if rows else Markup()


def _role(graph: Graph, role: PersonRole, link_to: LinkTo) -> Markup:
    sources = Markup(", ").join(_source(graph, source, link_to) for source in role.sources)
    return Markup("{} <small>[{}]</small>").format(role_words(role), sources)


def _source(graph: Graph, source: str, link_to: LinkTo) -> Markup:
    if source.startswith(("https://", "http://")):
        short = _COMMIT.sub(r"\1…", source.partition("://")[2].rstrip("/"))
        return Markup('<a class="reference external" href="{}">{}</a>').format(source, short)
    return item_html(graph.citation(source), link_to)
