"""A synthetic knowledge base of any size, in no markup yet.

The proportions and the weight of each record are those of this project's own content: words,
citations and references per record were counted there.  The number of components grows with the
square root of the pages only, as it does in real projects: a larger site has more gaps for each
component rather than ever more components.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count, cycle, islice, pairwise
from typing import TypeVar

from prose import Prose

T = TypeVar("T")

SMALLEST = 60
"""Pages below which there would be no meetings."""
RECORDS_PER_PAGE = 3000 / 635
"""The design's size for the budgets."""
RELEASES = ("kilo", "newton", "ocata", "pike", "stein", "zed", "2024.1", "2025.1", "2026.1")
USE_CASE_SECTIONS = (
    "Who wants it",
    "Story",
    "Shape of the infrastructure",
    "Constraints",
    "Operations",
    "What it asks of the IaaS",
    "Real deployments",
    "Open questions",
)


@dataclass(frozen=True, slots=True)
class Record:
    """A record as its author knows it.

    Its texts hold marks such as ``{req:IDN-02}`` and ``{cite:lebre2017}``, which each markup
    turns into a role of its own.
    """

    kind: str
    id: str
    title: str
    statement: str
    fields: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    history: tuple[tuple[str, str, str], ...] = ()
    """Release, state and reason of each step."""


@dataclass(frozen=True, slots=True)
class Page:
    """A source file."""

    docname: str
    title: str
    text: Sequence[str] = ()
    sections: Sequence[tuple[str, Sequence[str]]] = ()
    record: Record | None = None
    """The record that the page is."""
    records: Sequence[Record] = ()
    """Those that are sections of it."""
    views: Sequence[str] = ()
    """Directives of our own that show records, with their arguments."""
    children: Sequence[str] = ()
    markdown: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """An entry of the bibliography."""

    key: str
    author: str
    year: int
    title: str
    place: str


@dataclass(frozen=True, slots=True)
class Site:
    """All pages, sources and people of a synthetic knowledge base."""

    pages: Mapping[str, Page]
    sources: Sequence[Source]
    people: Sequence[Record]
    edited: str
    """Name of the page whose first record :func:`revised` changes."""

    @property
    def records(self) -> int:
        return sum(map(_records_on, self.pages.values()))


def revised(site: Site, text: int, links: int = 0) -> Page:
    """The page :attr:`Site.edited` after edit *text* of the text of its first record.

    Edit *links* (0: none) of its title and the requirement to which it links gives other pages
    something new to show.
    """
    page = site.pages[site.edited]
    first, *others = page.records
    changed = replace(first, statement=f"{first.statement} Looked at again, time {text}.")
    if links:
        requirements = [
            record.id
            for other in site.pages.values()
            for record in other.records
            if record.kind == "requirement"
        ]
        target = requirements[links % len(requirements)]
        links = {**first.links, "fails": (first.links["fails"][0], target)}
        changed = replace(changed, title=f"{first.title}, version {links}", links=links)
    return replace(page, records=(changed, *others))


def make_site(pages: int, records: int = 0, seed: int = 1) -> Site:
    """A site of exactly so many *pages* and *records* (0: as dense as the design's)."""
    if pages < SMALLEST:
        raise ValueError(f"a site has at least {SMALLEST} pages")
    return _Maker(pages, records or round(pages * RECORDS_PER_PAGE), seed).site()


class _Maker:
    """Makes one site: first all ids, so that texts can refer to any of them, then the pages."""

    def __init__(self, pages: int, records: int, seed: int) -> None:
        self.prose = Prose(seed)
        self.pages, self.total = pages, records
        self.sources = [self._source(number) for number in range(max(60, round(pages * 0.38)))]
        self._citing = cycle(source.key for source in self.sources)
        self.people = [self._person() for _ in range(max(5, round(pages * 0.06)))]
        self.components = [self.prose.name() for _ in range(round(2.4 * math.sqrt(pages)))]
        self.areas = [self.prose.name() for _ in range(round(pages * 0.095))]
        self.use_cases = [f"{self.prose.name()}-cloud" for _ in range(round(pages * 0.275))]
        self.requirements = _numbered(self.areas, round(records * 0.175))
        self.gaps = _numbered(self.components, round(records * 0.32))
        self.supports = _numbered(self.components, round(records * 0.18), "S")
        targets = cycle(self.requirements)
        self._judged = {
            judgement: tuple(islice(targets, 1 + number % 2))
            for number, judgement in enumerate((*self.gaps, *self.supports))
        }
        self.meetings: list[str] = []

    def site(self) -> Site:
        use_cases = list(self._use_case_pages())
        areas = list(self._area_pages())
        components = list(self._component_pages())
        folders = (
            self._index("use-cases", use_cases, "use-case-comparison"),
            self._index("requirements", areas, "records requirement-area", "records requirement"),
            self._index(
                "gap-analyses",
                components,
                "gap-timeline",
                "coverage-matrix",
                "records component",
                "records gap",
                "records support",
            ),
        )
        about = [
            Page("about/people", "People", self._texts(60), records=self.people, views=["people"]),
            *(
                Page(f"about/{name}", name.capitalize(), self._texts(400))
                for name in ("charter", "history", "citing")
            ),
        ]
        ledgers = [
            Page("meetings/actions", "Actions", self._texts(60), views=["action-ledger"]),
            Page("meetings/decisions", "Decisions", self._texts(60), views=["decision-ledger"]),
        ]
        others = [
            Page("explorer", "Explorer", self._texts(60), views=["explorer"]),
            Page("references", "References", self._texts(60), views=["topics", "bibliography"]),
        ]
        known = [*use_cases, *areas, *components, *folders, *about, *ledgers, *others]
        meetings = list(self._meeting_pages(self.pages - len(known) - 3, known))
        last = [
            self._index(
                "meetings",
                [*ledgers, *meetings],
                "meeting-timeline",
                "records meeting",
                "meeting-statistics",
            ),
            self._index("about", about),
        ]
        sections = [page.docname for page in (*folders, *last, *others)]
        home = Page(
            "index",
            "A working group",
            self._texts(200),
            views=["counts", "overview"],
            children=sections,
        )
        pages = [home, *known, *meetings, *last]
        return Site(
            {page.docname: page for page in pages},
            self.sources,
            self.people,
            components[len(components) // 2].docname,
        )

    # --- Pages

    def _index(self, folder: str, pages: Sequence[Page], *views: str) -> Page:
        title = folder.replace("-", " ").capitalize()
        children = [page.docname for page in pages]
        return Page(f"{folder}/index", title, self._texts(50), views=views, children=children)

    def _use_case_pages(self) -> Iterator[Page]:
        needs = cycle(self.requirements)
        share = math.ceil(len(self.requirements) / len(self.use_cases))
        for name in self.use_cases:
            needed = dict.fromkeys((*islice(needs, share), *self._some(self.requirements, 12)))
            fields = {
                "industry": "retail, finance",
                "actors": "store staff, customers, head office",
                "status": self.prose.pick(("proposed", "accepted")),
                "evidence": self.prose.pick(("deployed", "trial", "proposed")),
                "scale": f"{self.prose.random.randint(10, 9000)} sites of a few servers",
                "latency": f"{self.prose.random.randint(2, 90)} ms",
                "autonomy": self.prose.pick(("required", "wanted", "not-needed", "unstated")),
            }
            record = Record(
                "use-case",
                name,
                self.prose.title(),
                self._text(60, cites=1),
                fields,
                {"needs": tuple(needed)},
            )
            yield Page(
                f"use-cases/{name}",
                record.title,
                record=record,
                sections=[
                    (title, [self._text(60, cites=1, refs=1), self._text(45, cites=1, refs=1)])
                    for title in USE_CASE_SECTIONS
                ],
            )

    def _area_pages(self) -> Iterator[Page]:
        by_area = _by_code(self.requirements)
        concerned: dict[str, list[str]] = {name: [] for name in self.requirements}
        owner = {_code(name): name for name in self.components}
        for judgement, targets in self._judged.items():
            for target in targets:
                concerned[target].append(owner[judgement.partition("-")[0]])
        for name in self.areas:
            fields = {"code": _code(name)}
            record = Record(
                "requirement-area", name, name.capitalize(), self._text(60, refs=1), fields
            )
            records = [
                Record(
                    "requirement",
                    requirement,
                    self.prose.title(),
                    self.prose.duty(),
                    {
                        "status": self.prose.pick(("proposed", "accepted")),
                        "priority": self.prose.pick(("must", "should", "may")),
                        "origin": self.prose.pick(("stated", "derived")),
                    },
                    {
                        "components": tuple(
                            dict.fromkeys(concerned[requirement] or self.components[:1])
                        )
                    },
                    {
                        "rationale": self._text(80, cites=2),
                        "verification": self._text(80),
                        "notes": self._text(20, refs=1),
                    },
                )
                for requirement in by_area[_code(name)]
            ]
            yield Page(f"requirements/{name}", record.title, record=record, records=records)

    def _component_pages(self) -> Iterator[Page]:
        gaps, supports = _by_code(self.gaps), _by_code(self.supports)
        for name in self.components:
            code = _code(name)
            record = Record(
                "component",
                name,
                name.capitalize(),
                self._text(60, cites=1),
                {"code": code, "project-status": self.prose.pick(("active", "inactive"))},
                {},
                {"assumes": self._text(60, cites=1)},
            )
            records = [
                *(self._gap(gap) for gap in gaps[code]),
                *(self._support(support) for support in supports.get(code, ())),
            ]
            yield Page(f"gap-analyses/{name}", record.title, record=record, records=records)

    def _gap(self, name: str) -> Record:
        first, second, last = sorted(self.prose.random.sample(range(len(RELEASES)), 3))
        return Record(
            "gap",
            name,
            self.prose.title(),
            self._text(30),
            {
                "severity": self.prose.pick(("blocking", "high", "medium", "low")),
                "argued-by": "analysis",
                "judged-against": RELEASES[-1],
                "verified": "2026-07-17",
            },
            {"fails": self._judged[name]},
            {
                "evidence": self._text(80, cites=2),
                "severity-reason": self._text(20),
                "closes-when": self._text(25, refs=1),
                "alternatives": self._text(20, cites=1),
            },
            (
                (RELEASES[first], "open", self._text(20)),
                (RELEASES[second], "partial", self._text(20)),
                (RELEASES[last], self.prose.pick(("partial", "closed")), self._text(20, cites=1)),
            ),
        )

    def _support(self, name: str) -> Record:
        return Record(
            "support",
            name,
            self.prose.title(),
            self._text(30),
            {
                "since": self.prose.pick(RELEASES),
                "judged-against": RELEASES[-1],
                "verified": "2026-07-17",
            },
            {"meets": self._judged[name]},
            {"evidence": self._text(40, cites=1), "limits": self._text(20, refs=1)},
        )

    def _meeting_pages(self, number: int, known: Sequence[Page]) -> Iterator[Page]:
        made = sum(map(_records_on, known))
        items = iter(self._shares(self.total - made - number, number))
        days = [dt.date(2011, 1, 5) + dt.timedelta(days=2 * place) for place in range(number)]
        self.meetings = [f"{day}-{self.prose.name()}" for day in days]
        for place, name in enumerate(self.meetings):
            day = days[place]
            record = Record(
                "meeting",
                name,
                self.prose.title(),
                self._text(30, cites=1),
                {
                    "start": f"{day} 15:00 Europe/Paris",
                    "end": f"{day} 16:00 Europe/Paris",
                    "channel": "openstack-meeting",
                    "kind": "irc",
                    "record": "minutes",
                },
                {
                    "chair": (self.people[0].id,),
                    "attendees": tuple(p.id for p in self._some(self.people, 4)),
                    "discusses": (*self._some(self.gaps, 2), *self._some(self.components, 1)),
                },
            )
            yield Page(
                f"meetings/{day.year}/{name}",
                record.title,
                [self._text(60, cites=1, refs=1)],
                [
                    (title, [self._text(45, cites=1, refs=1), self._text(30, refs=1)])
                    for title in ("Agenda", "Discussion", "What came of it", "Sources")
                ],
                record,
                list(self._items(place, next(items))),
                markdown=True,
            )

    def _items(self, meeting: int, number: int) -> Iterator[Record]:
        """Decisions and actions of a meeting; the next meeting closes its actions."""
        name = self.meetings[meeting]
        closed = self.meetings[meeting + 1 : meeting + 2]
        for place in range(1, number + 1):
            if place % 2:
                links = {
                    "owner": tuple(p.id for p in self._some(self.people, 1)),
                    "closed-in": tuple(closed),
                    "about": tuple(self._some(self.gaps, 1)),
                }
                state = {"state": "done" if closed else "dropped"}
                yield Record(
                    "action", f"{name}/A{place}", self.prose.title(), self._text(30), state, links
                )
            else:
                links = {"changes": tuple(self._some(self.requirements, 1))}
                yield Record(
                    "decision", f"{name}/D{place}", self.prose.title(), self._text(30), {}, links
                )

    # --- Parts of pages

    def _person(self) -> Record:
        first, last = self.prose.name(), self.prose.name()
        return Record(
            "person",
            f"{first}-{last}",
            f"{first} {last}".title(),
            self.prose.sentence(),
            {"nicks": first},
        )

    def _source(self, number: int) -> Source:
        author, year = self.prose.name().capitalize(), 2010 + number % 15
        key = f"{author.lower()}{year}"
        return Source(key, author, year, self.prose.title(), f"Workshop of {author}")

    def _texts(self, words: int) -> list[str]:
        return [self._text(min(words, 80), cites=1, refs=1) for _ in range(0, words, 80)]

    def _text(self, words: int, cites: int = 0, refs: int = 0) -> str:
        """A paragraph with so many citations and references to records."""
        marks = [f"{{cite:{next(self._citing)}}}" for _ in range(cites)]
        for _ in range(refs):
            kind, ids = self.prose.random.choice(
                (
                    ("req", self.requirements),
                    ("gap", self.gaps),
                    ("uc", self.use_cases),
                    ("component", self.components),
                    ("person", [person.id for person in self.people]),
                )
            )
            marks.append(f"(see {{{kind}:{self.prose.pick(ids)}}})")
        return self.prose.paragraph(words, marks)

    def _some(self, things: Sequence[T], number: int) -> list[T]:
        return self.prose.random.sample(things, min(number, len(things)))

    @staticmethod
    def _shares(total: int, places: int) -> list[int]:
        """*total* spread evenly over *places*."""
        ends = [total * place // places for place in range(places + 1)]
        return [end - start for start, end in pairwise(ends)]


def _records_on(page: Page) -> int:
    return len(page.records) + (page.record is not None)


def _code(name: str) -> str:
    """The prefix of the ids on the page of this name."""
    return name.upper()


def _by_code(ids: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in ids:
        found.setdefault(name.partition("-")[0], []).append(name)
    return found


def _numbered(names: Sequence[str], total: int, letter: str = "") -> list[str]:
    """So many ids in *total*, spread evenly over the pages *names*."""
    numbers = {name: count(1) for name in names}
    return [
        f"{_code(name)}-{letter}{next(numbers[name]):02}" for name in islice(cycle(names), total)
    ]
