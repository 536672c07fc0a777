"""What a source file says, once it has been read: its records, mentions, headings and events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from wgkb.model.claims import Claim
from wgkb.model.findings import Finding
from wgkb.model.records import (
    Record,
)

CITE, SOURCE = "cite", "source"
"""Kinds of mention that are sources: the bibliography, and any other."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A record and where it is written."""

    record: Record
    docname: str
    anchor: str
    """HTML id on its page; empty if the page is the record."""
    path: str
    line: int
    lines: Mapping[str, int] = field(default_factory=dict)

    def line_of(self, field_name: str) -> int:
        return self.lines.get(field_name, self.line)

    def finding(self, rule: str, message: str, field_name: str = "") -> Finding:
        return Finding(self.path, self.line_of(field_name), rule, message, self.record.id)


@dataclass(frozen=True, slots=True)
class Unread:
    """A record that is not valid: what it would link to, all the same."""

    id: str
    name: str
    """How messages name it: "gap KEYSTONE-03"."""
    type: str
    links: Mapping[str, tuple[str, ...]]
    """What it writes in each of its fields that hold ids or keys."""
    path: str
    line: int
    lines: Mapping[str, int]

    def finding(self, rule: str, message: str, field_name: str = "") -> Finding:
        return Finding(self.path, self.lines.get(field_name, self.line), rule, message)


# A site has many thousands of mentions; a dataclass takes ten times as long to unpickle.
class Mention(NamedTuple):
    """A reference in running text: to a record by role, to the bibliography, or elsewhere."""

    owner: str
    """Id of the record in whose text it stands, or an empty string."""
    kind: str
    """A record type, ``cite``, or ``source`` for a link that leaves the site."""
    target: str
    line: int


class ViewCall(NamedTuple):
    """A view over records that a page shows."""

    name: str
    options: Any
    """What its directive says: a frozen model, which can be compared and hashed."""
    line: int = 0


class Heading(NamedTuple):
    """A section title of a page."""

    title: str
    line: int
    empty: bool


@dataclass(frozen=True, slots=True)
class Page:
    """What one source file says: its records and what its text refers to.

    Or a page that is made from one record of a data file.
    """

    docname: str
    path: str
    title: str
    entries: tuple[Entry, ...] = ()
    mentions: tuple[Mention, ...] = ()
    headings: tuple[Heading, ...] = ()
    subheadings: Mapping[str, int] = field(default_factory=dict)
    """Titles of the sections inside those, with their lines."""
    findings: tuple[Finding, ...] = ()
    kind: str = ""
    """Type of the record that the page is, valid or not."""
    doubtful: frozenset[str] = frozenset()
    """The words of what could not be read: ids among them may exist, and may be linked to."""
    unread: tuple[Unread, ...] = ()
    """The records that were written but are not valid, as far as they can be understood."""
    events: tuple[Event, ...] = ()
    """Those with a title, as they stand."""
    claims: tuple[Claim, ...] = ()
    """Its sentences that name a source."""
    log: str = ""
    """A digest of the log beside it, if it has one."""
    views: tuple[ViewCall, ...] = ()
    parent: str = ""
    """The page below which navigation shows it, if it is made from a data file."""

    @property
    def main(self) -> Record | None:
        """The record that the page is, if it is one."""
        return next((e.record for e in self.entries if not e.anchor), None)

    def shows(self, view: str) -> bool:
        """Is the *view* of this name on the page?"""
        return any(call.name == view for call in self.views)


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of the bibliography, as citations show it."""

    key: str
    label: str
    """Author and year, such as "Lebre and others 2017"."""
    title: str
    path: str = ""
    line: int = 0
    docname: str = ""
    anchor: str = ""
    kind: str = ""
    """BibTeX entry type, such as "article"."""
    fields: tuple[tuple[str, str], ...] = ()
    """All fields as they are written, by name."""
    people: int = 0
    """Number of authors and editors."""
    text: str = ""
    """The entry as the list of references shows it, if one does."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, as exact as its source."""

    when: str
    """A year, a month or a day, or two of them with a slash; see :func:`.times.period`."""
    title: str
    anchor: str
    """HTML id on its page."""
