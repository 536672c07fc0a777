"""All records together: links, back-links, coverage and what each page shows of the others.

Knows nothing of Sphinx.  A :class:`Graph` is built once from the pages that were read and is
the one thing that rules, views and exports ask.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeVar

from wgkb.files.project import ProjectFiles
from wgkb.files.schedule import Series
from wgkb.graph.suspects import Suspect, suspects
from wgkb.model import times
from wgkb.model.page import CITE, SOURCE, Entry, Page, Reference
from wgkb.model.records import (
    LINK_FIELDS,
    RECORD_TYPES,
    Component,
    Coverage,
    Gap,
    GapState,
    Meeting,
    Record,
    Release,
    Requirement,
    Support,
)

ANALYSIS = "analysis"
"""What ``argued-by`` says when no source argues a severity."""
MENTIONED = "Mentioned in"
"""Label of a back-link that comes from running text."""


class Item(NamedTuple):
    """A value as it is shown: text, with a state chip and the record it leads to, if any."""

    text: str
    standing: str = ""
    target: str = ""
    docname: str = ""
    """The page; after a slash, a file of the site that is no page; or an address outside it."""
    anchor: str = ""

    @property
    def is_outside(self) -> bool:
        """Does it lead to another site?"""
        return "://" in self.docname


def file_item(path: str) -> Item:
    """A file of the site that is no page, by its *path* from the root."""
    return Item(path, docname=f"/{path}")


@dataclass(frozen=True, slots=True)
class BackLink:
    """Somebody's link, seen from its target."""

    label: str
    source: str


R = TypeVar("R", bound=Record)


class Graph:
    """All records of a knowledge base and how they hang together.

    Where an id is defined twice, the first in the order of path and line counts.
    """

    def __init__(
        self,
        pages: Iterable[Page],
        people: Iterable[Entry] = (),
        releases: Iterable[Release] = (),
        bibliography: Iterable[Reference] = (),
        changed: Mapping[str, str] | None = None,
        schedule: Iterable[Series] = (),
        date: dt.date | None = None,
        files: ProjectFiles | None = None,
        trackers: Mapping[str, str] | None = None,
        definitions: Mapping[str, Mapping[str, str]] | None = None,
        doubtful: Iterable[str] = (),
    ) -> None:
        in_order = sorted(pages, key=lambda page: (bool(page.parent), page.path))
        self.pages = {page.docname: page for page in in_order}
        self.releases = {release.id: release for release in releases}
        self.release_order = {name: rank for rank, name in enumerate(self.releases)}
        self.bibliography = {reference.key: reference for reference in bibliography}
        self.schedule = tuple(schedule)
        self.files = files or ProjectFiles()
        """What the files beside the records remember."""
        self.trackers = trackers or {}
        """Address of an entry in each public tracker, by the tracker's name."""
        self.definitions = definitions or {}
        """What each word of a field means, by the names of fields."""
        self.date = date
        """The date for which the build is made, for ages; or None."""
        self.changed = changed or {}
        """Day of the last change of each source file, where it is known."""
        self.entries: dict[str, Entry] = {}
        self.duplicates: list[tuple[Entry, Entry]] = []
        self._items: dict[str, Item] = {}
        self.unread = [record for page in self.pages.values() for record in page.unread]
        spoilt = frozenset(doubtful).union(*(page.doubtful for page in self.pages.values()))
        self.doubtful = spoilt.union(record.id for record in self.unread)
        """Ids and keys that may exist, in what could not be read; no rule says they do not."""
        self.named_in_doubt = spoilt.union(*(n for r in self.unread for n in r.links.values()))
        """What may be linked to there; no rule says that nobody does."""
        written = [entry for page in self.pages.values() for entry in page.entries]
        for entry in (*written, *people):
            first = self.entries.setdefault(entry.record.id, entry)
            if first is not entry:
                self.duplicates.append((entry, first))

    # --- Looking up ---------------------------------------------------------------------------

    def get(self, record_id: str) -> Record | None:
        """The record of this id, or None."""
        entry = self.entries.get(record_id)
        return entry.record if entry else None

    def of_type(self, model: type[R]) -> list[R]:
        """All records of one type, in the order of their pages."""
        return self._by_type.get(model.type.name, [])  # type: ignore[return-value]  # of that type

    @property
    def judgements(self) -> list[Gap | Support]:
        """All records that say how well a component meets a requirement: gaps, then supports."""
        return [*self.of_type(Gap), *self.of_type(Support)]

    def ids(self, types: tuple[str, ...] = ()) -> list[str]:
        """Ids of all records of the given *types* (none given: of all)."""
        return [
            record_id
            for record_id, entry in self.entries.items()
            if not types or entry.record.type.name in types
        ]

    @cached_property
    def _by_type(self) -> dict[str, list[Record]]:
        found = defaultdict(list)
        for entry in self.entries.values():
            found[entry.record.type.name].append(entry.record)
        return found

    # --- Links --------------------------------------------------------------------------------

    @cached_property
    def back_links(self) -> dict[str, list[BackLink]]:
        """For each id, the links that others have to it, by a field or in their text."""
        found: dict[str, list[BackLink]] = defaultdict(list)
        linked: set[tuple[str, str]] = set()
        for entry in self.entries.values():
            record = entry.record
            for spec, link in LINK_FIELDS[record.type.name]:
                for target in getattr(record, spec.attribute):
                    found[target].append(BackLink(link.back, record.id))
                    linked.add((target, record.id))
        for page in self.pages.values():
            for mention in page.mentions:
                if mention.kind in RECORD_TYPES and mention.target != mention.owner:
                    source = mention.owner or page.docname
                    if (mention.target, source) not in linked:
                        found[mention.target].append(BackLink(MENTIONED, source))
                        linked.add((mention.target, source))
        return found

    @cached_property
    def cited_by(self) -> dict[str, list[str]]:
        """For each bibliography key, the ids of records (or names of pages) that cite it."""
        found: dict[str, list[str]] = defaultdict(list)

        def note(key: str, source: str) -> None:
            if source not in found[key]:
                found[key].append(source)

        for page in self.pages.values():
            for mention in page.mentions:
                if mention.kind == CITE:
                    note(mention.target, mention.owner or page.docname)
        for gap in self.of_type(Gap):
            for key in gap.argued_by:
                note(key, gap.id)
        for entry in self.entries.values():
            for role in getattr(entry.record, "roles", ()):
                for source in role.sources:
                    note(source, entry.record.id)
        return found

    @cached_property
    def listed_on(self) -> dict[str, list[Reference]]:
        """For each page, the bibliography entries that it lists."""
        found: dict[str, list[Reference]] = defaultdict(list)
        for reference in self.bibliography.values():
            found[reference.docname].append(reference)
        return found

    @cached_property
    def sources_of(self) -> dict[str, int]:
        """For each record id, how many sources its text cites."""
        found: dict[str, int] = defaultdict(int)
        for page in self.pages.values():
            for mention in page.mentions:
                if mention.kind in (CITE, SOURCE) and mention.owner:
                    found[mention.owner] += 1
        return found

    # --- What is shown ------------------------------------------------------------------------

    def standing(self, record: Record) -> str:
        """The word of its chip; a decision that another one replaced is superseded."""
        if record.type.name == "decision":
            labels = {link.label for link in self.back_links.get(record.id, ())}
            return "superseded" if "Superseded by" in labels else "in-force"
        return record.standing

    def item(self, name: str) -> Item:
        """A record or page as others show it; an unknown id is shown as it was written."""
        if name not in self._items:
            self._items[name] = self._item(name)
        return self._items[name]

    def _item(self, name: str) -> Item:
        entry = self.entries.get(name)
        if entry is None:
            page = self.pages.get(name)
            return Item(page.title, "", "", page.docname) if page else Item(name)
        record = entry.record
        return Item(record.title, self.standing(record), record.id, entry.docname, entry.anchor)

    def citation(self, key: str) -> Item:
        """A bibliography entry as others show it."""
        reference = self.bibliography.get(key)
        if reference is None:
            return Item(key)
        return Item(reference.label, "", "", reference.docname, reference.anchor)

    @cached_property
    def defined_on(self) -> str:
        """The page with ``.. definitions::``, or an empty string."""
        return next((p.docname for p in self.pages.values() if p.shows("definitions")), "")

    @cached_property
    def meetings(self) -> tuple[Meeting, ...]:
        """All meetings by the earliest time at which they may have begun, then by id."""
        return tuple(sorted(self.of_type(Meeting), key=lambda m: (times.moment(m.start), m.id)))

    @cached_property
    def meeting_rank(self) -> dict[str, int]:
        """Place of each meeting, by id, in :attr:`meetings`."""
        return {meeting.id: rank for rank, meeting in enumerate(self.meetings)}

    @cached_property
    def suspects(self) -> dict[str, list[Suspect]]:
        """For each gap or support, the requirements that now read otherwise than it judged."""
        found: dict[str, list[Suspect]] = defaultdict(list)
        for suspect in suspects(self.entries, self.files.judgements):
            if not suspect.is_new:
                found[suspect.judgement].append(suspect)
        return found

    # --- Coverage -----------------------------------------------------------------------------

    def gap_state(self, gap: Gap, release: str = "") -> GapState | None:
        """State of *gap* in *release* (empty: now), or None before it was first stated."""
        if not release:
            return gap.history[-1].state
        rank = self.release_order.get(release, -1)
        state = None
        for step in gap.history:
            if self.release_order.get(step.release, -1) <= rank:
                state = step.state
        return state

    def coverage(self, requirement: str, component: str, release: str = "") -> Cell:
        """How *component* meets *requirement* in *release* (empty: now), and why."""
        judged = self._judgements.get((requirement, component))
        if judged is None:
            concerned = (requirement, component) in self._concerned
            return UNKNOWN if concerned else NOT_APPLICABLE
        gaps, supports = judged
        if release:
            rank = self.release_order.get(release, -1)
            supports = [s for s in supports if self.release_order.get(s.since, -1) <= rank]
        states = [
            state
            for gap in gaps
            if (state := self.gap_state(gap, release)) and state is not GapState.OBSOLETE
        ]
        because = tuple(r.id for r in (*gaps, *supports))
        owner = self.get(component)
        if isinstance(owner, Component) and requirement in owner.not_applicable:
            return Cell(Coverage.NOT_APPLICABLE, because)
        unmet = [state for state in states if state is not GapState.CLOSED]
        if unmet:
            whole = all(state is GapState.OPEN for state in unmet) and not supports
            return Cell(Coverage.MISSING if whole else Coverage.PARTIAL, because)
        if any(requirement in support.meets for support in supports):
            return Cell(Coverage.MET, because)
        if supports:
            return Cell(Coverage.PARTIAL, because)
        if states:  # all closed
            return Cell(Coverage.MET, because)
        concerned = (requirement, component) in self._concerned
        return Cell(Coverage.UNKNOWN if concerned else Coverage.NOT_APPLICABLE, because)

    def named_by(self, requirement: str) -> frozenset[str]:
        """The components whose cell of *requirement* somebody wrote about.

        All its other cells are "not applicable" in every release.
        """
        return self._named_by.get(requirement, frozenset())

    @cached_property
    def _named_by(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for requirement, component in (*self._judgements, *self._concerned):
            found[requirement].add(component)
        return {requirement: frozenset(names) for requirement, names in found.items()}

    @cached_property
    def _judgements(self) -> dict[tuple[str, str], tuple[list[Gap], list[Support]]]:
        """What judges each cell, by requirement and component."""
        owner = {component.code: component.id for component in self.of_type(Component)}
        found: dict[tuple[str, str], tuple[list[Gap], list[Support]]] = {}

        def cells(record: Gap | Support) -> Iterator[tuple[str, str]]:
            component = owner.get(record.id.partition("-")[0], "")
            return ((requirement, component) for requirement in record.judges)

        for gap in self.of_type(Gap):
            for cell in cells(gap):
                found.setdefault(cell, ([], []))[0].append(gap)
        for support in self.of_type(Support):
            for cell in cells(support):
                found.setdefault(cell, ([], []))[1].append(support)
        return found

    @cached_property
    def _concerned(self) -> set[tuple[str, str]]:
        """Requirements and the components that must meet them."""
        excused = {(r, c.id) for c in self.of_type(Component) for r in c.not_applicable}
        named = {(r.id, c) for r in self.of_type(Requirement) for c in r.components}
        return named - excused


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the coverage matrix: its value and the judgements behind it."""

    value: Coverage
    because: tuple[str, ...] = ()


UNKNOWN, NOT_APPLICABLE = Cell(Coverage.UNKNOWN), Cell(Coverage.NOT_APPLICABLE)
"""Cells that nothing judges."""


def definition_anchor(field_name: str, word: str) -> str:
    """HTML id of what *word* means, on the page that defines it."""
    return f"{field_name}-{word}"
