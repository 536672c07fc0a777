"""Pages of people: every entry of ``data/people.toml`` is a page below the one that lists them.

Knows nothing of Sphinx.  :mod:`wgkb.site.generated_pages` writes them as HTML and
:mod:`wgkb.site.markdown` as Markdown.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass, replace

from wgkb.graph.facts import Fact, dependents_of
from wgkb.graph.graph import Graph
from wgkb.model.page import Entry, Page
from wgkb.model.records import LINK_FIELDS, Action, Decision, Meeting, Person, PersonRole

LIST_VIEW = "people"
"""Name of the view that lists all people."""
PARTS = {"chair": "chair", "speakers": "speaker", "attendees": "attendee"}
"""Fields of a meeting that name people, and what somebody was who is named there."""
_TOLD_BY_NAME = frozenset(
    link.back for model in (Meeting, Action) for _, link in LINK_FIELDS[model.type.name]
    if link.to == (Person.type.name,)
)  # fmt: skip
"""Labels of the back-links that :class:`Dealings` has under names of their own."""


@dataclass(frozen=True, slots=True)
class Dealings:
    """What the records of others say of a person."""

    meetings: tuple[tuple[Meeting, tuple[str, ...]], ...]
    """Those in which the person had a part, in the order of time, and which parts."""
    actions: tuple[Action, ...]
    """Those that the person owns, alone or with others."""
    decisions: tuple[Decision, ...]
    """Those of the meetings above."""
    elsewhere: tuple[Fact, ...]
    """All other links to the person."""


def dealings(graph: Graph, person: Person) -> Dealings:
    """All that *graph* knows of what *person* did."""
    meetings = tuple(
        (meeting, parts) for meeting in graph.meetings if (parts := _parts_in(meeting, person))
    )
    ids = {meeting.id for meeting, _ in meetings}
    return Dealings(
        meetings,
        tuple(action for action in graph.of_type(Action) if person.id in action.owner),
        tuple(d for d in graph.of_type(Decision) if d.id.partition("/")[0] in ids),
        tuple(fact for fact in dependents_of(graph, person.id) if fact.label not in _TOLD_BY_NAME),
    )


def _parts_in(meeting: Meeting, person: Person) -> tuple[str, ...]:
    return tuple(word for field, word in PARTS.items() if person.id in getattr(meeting, field))


def roles_in_order(person: Person) -> list[PersonRole]:
    """The roles of *person*, the earliest first."""
    return sorted(person.roles, key=lambda role: role.since)


def role_words(role: PersonRole) -> str:
    """A role in words, without its sources."""
    words = f"{role.role} ({role.affiliation})" if role.affiliation else role.role
    return f"{role.since}: {words}" if role.since else words


def list_page(pages: Iterable[Page]) -> str:
    """Name of the page that lists all people, or an empty string."""
    return min((page.docname for page in pages if page.shows(LIST_VIEW)), default="")


def person_pages(people: Iterable[Entry], pages: Iterable[Page]) -> list[Page]:
    """A page for each of *people* below the list of people, by family name.

    Without a list there are no pages.  A name that one of *pages* has already is left to it;
    rule ``hidden-person`` says so.
    """
    pages = list(pages)
    parent = list_page(pages)
    if not parent:
        return []
    taken = {page.docname for page in pages}
    return [
        Page(name, entry.path, entry.record.title, (replace(entry, docname=name),), parent=parent)
        for entry in sorted(people, key=lambda entry: family_name(entry.record.title))
        if (name := page_name(parent, entry.record.id)) not in taken
    ]


def page_name(parent: str, person: str) -> str:
    """Name of the page of *person*, below the page *parent*."""
    folder = posixpath.dirname(parent) if posixpath.basename(parent) == "index" else parent
    return posixpath.join(folder, person)


def family_name(name: str) -> tuple[str, ...]:
    """Sorts people: the last word of *name*, then the whole of it."""
    return (*name.split()[-1:], name)
