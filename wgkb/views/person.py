"""The page of a person: roles with their sources, meetings, actions and decisions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from wgkb.graph import Fact, Item
from wgkb.meetings import times
from wgkb.model import LINK_FIELDS, Action, Decision, Meeting, Person, PersonRole
from wgkb.rendering import chip, facts_html, item_html, links_html, short_address_html
from wgkb.views.ledgers import action_table, decision_table
from wgkb.views.table import table_html

if TYPE_CHECKING:
    from wgkb.graph import Graph
    from wgkb.rendering import LinkTo

PARTS = {"chair": "chair", "speakers": "speaker", "attendees": "attendee"}
"""Fields of a meeting that name people, and what somebody was who is named there."""
_IN_TABLES = frozenset(
    spec.link.back for model in (Meeting, Action) for spec in LINK_FIELDS[model.type.name]
    if spec.link and spec.link.to == (Person.type.name,)
)  # fmt: skip
"""Labels of the back-links that the tables show."""


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
    roles = sorted(person.roles, key=lambda role: role.since)
    yield "Roles", _list(_role(graph, role, link_to) for role in roles)
    meetings = [meeting for meeting in graph.meetings if _part_in(meeting, person)]
    if meetings:
        yield "Meetings", _meetings(graph, person, meetings, link_to)
    actions = [action for action in graph.of_type(Action) if person.id in action.owner]
    if actions:
        alone = all(action.owner == (person.id,) for action in actions)
        left_out = {"Owner"} if alone else set()
        yield "Actions", action_table(graph, actions, link_to, left_out)
    attended = {meeting.id for meeting in meetings}
    decisions = [d for d in graph.of_type(Decision) if d.id.partition("/")[0] in attended]
    if decisions:
        yield "Decisions of these meetings", decision_table(graph, decisions, link_to)
    others = [fact for fact in graph.dependents(person.id) if fact.label not in _IN_TABLES]
    yield "Named elsewhere", links_html(others, link_to)


def _section(tag: str, anchor: str, title: str, html: Markup) -> Markup:
    return Markup(
        '<section id="{0}">\n<{1}>{2}<a class="headerlink" href="#{0}"'
        ' title="Link to this heading">#</a></{1}>\n{3}</section>\n'
    ).format(anchor, tag, title, html)


def _meetings(graph: Graph, person: Person, meetings: list[Meeting], link_to: LinkTo) -> Markup:
    head = ["Meeting", "Date", "Part", "Known of it"]
    rows = [
        [
            item_html(Item(m.title, "", m.id, graph.entries[m.id].docname), link_to),
            times.short(m.start),
            ", ".join(_part_in(m, person)),
            chip(m.record),
        ]
        for m in meetings
    ]
    count = f"{len(meetings)} {Meeting.type.label if len(meetings) == 1 else Meeting.type.plural}"
    return table_html(count, head, rows)


def _part_in(meeting: Meeting, person: Person) -> list[str]:
    """What *person* was in *meeting*, as far as it is known."""
    return [word for field, word in PARTS.items() if person.id in getattr(meeting, field)]


def _list(items: Iterator[Markup]) -> Markup:
    rows = Markup("\n").join(Markup("<li>{}</li>").format(item) for item in items)
    return Markup("<ul>\n{}\n</ul>\n").format(rows) if rows else Markup()


def _role(graph: Graph, role: PersonRole, link_to: LinkTo) -> Markup:
    words = escape(role.role)
    if role.affiliation:
        words += Markup(" ({})").format(role.affiliation)
    if role.since:
        words = Markup("{}: {}").format(role.since, words)
    sources = Markup(", ").join(_source(graph, source, link_to) for source in role.sources)
    return Markup("{} <small>[{}]</small>").format(words, sources)


def _source(graph: Graph, source: str, link_to: LinkTo) -> Markup:
    if source.startswith(("https://", "http://")):
        short = source.partition("://")[2].rstrip("/")
        return Markup('<a class="reference external" href="{}">{}</a>').format(source, short)
    return item_html(graph.citation(source), link_to)
