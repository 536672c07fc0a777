"""The page of a person: roles with their sources, meetings, actions and decisions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from wgkb.drawing import pieces as p
from wgkb.graph.facts import Fact
from wgkb.graph.graph import Item
from wgkb.graph.people import dealings, role_words, roles_in_order
from wgkb.model import times
from wgkb.model.records import Meeting, Person, PersonRole
from wgkb.views.ledgers import action_table, decision_table

if TYPE_CHECKING:
    from wgkb.graph.graph import Graph

_COMMIT = re.compile(r"\b([0-9a-f]{7})[0-9a-f]{33}\b")
"""The name of a commit, of which git shows seven digits, too."""


def person_page(graph: Graph, person: Person) -> p.Section:
    """All that the page says."""
    nicks = tuple(Item(nick) for nick in person.nicks)
    facts = (Fact("Nicks on IRC", nicks),) if nicks else ()
    sections = tuple(
        p.Section(title.lower().replace(" ", "-"), 2, title, body, "linked")
        for title, body in _parts(graph, person)
        if body
    )
    summary = p.Paragraph(person.summary) if person.summary else ()
    body = (p.Facts(facts, person.id), summary, sections)
    return p.Section(person.id, 1, person.title, body, "linked")


def _parts(graph: Graph, person: Person) -> Iterator[tuple[str, p.Drawing]]:
    """The sections with their titles; those that have nothing to show are empty."""
    known = dealings(graph, person)
    roles = tuple(_role(graph, role) for role in roles_in_order(person))
    yield "Roles", p.Bullets(roles) if roles else ()
    if known.meetings:
        yield "Meetings", _meetings(graph, known.meetings)
    if known.actions:
        alone = all(action.owner == (person.id,) for action in known.actions)
        left_out = {"Owner"} if alone else set()
        yield "Actions", action_table(graph, known.actions, left_out)
    if known.decisions:
        yield "Decisions of these meetings", decision_table(graph, known.decisions)
    yield "Named elsewhere", p.LinkLists(known.elsewhere) if known.elsewhere else ()


def _meetings(graph: Graph, meetings: tuple[tuple[Meeting, tuple[str, ...]], ...]) -> p.Table:
    head = ["Meeting", "Date", "Part", "Known of it"]
    rows = (
        (
            p.quiet(graph.item(meeting.id)),
            times.short(meeting.start),
            ", ".join(parts),
            p.Chip(meeting.record),
        )
        for meeting, parts in meetings
    )
    count = Meeting.type.counted(len(meetings))
    return p.table(head, rows, count, "stack")


def _role(graph: Graph, role: PersonRole) -> p.Words:
    sources = p.joined(_source(graph, source) for source in role.sources)
    return f"{role_words(role)} ", p.Span("small", ("[", sources, "]"))


def _source(graph: Graph, source: str) -> p.Words:
    if source.startswith(("https://", "http://")):
        short = _COMMIT.sub(r"\1…", source.partition("://")[2].rstrip("/"))
        return p.External(source, short)
    return graph.citation(source)
