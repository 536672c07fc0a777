"""Which records a pack holds, and in which order.

A query is a table of conditions, and a record must meet all of them.  Of several values of one
condition any will do::

    query = { type = "gap", component = "keystone", state = "open", fails = "identity" }

=================  ===========================================================================
``type``           record types; always needed
``state``          the word of the chip of a record: ``open``, ``partial``, ``proposed`` …
``component``      records on the page of a component, or that must be met by it
``area``           requirements of an area, and records that link to one of them
``links-to``       records with a link to this one, by a field or in the text
``linked-from``    records to which this one links
any field          its value; where it holds ids, an area or a component stands for all its
                   requirements, or gaps and supports
=================  ===========================================================================

Knows nothing of Sphinx.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from wgkb.files.packs import Pack, PackErrors, PackFile, Part
from wgkb.files.toml import DataFileError
from wgkb.graph.facets import Facets, facets
from wgkb.graph.graph import Graph
from wgkb.model.findings import did_you_mean
from wgkb.model.records import (
    FIELDS,
    RECORD_TYPES,
    UNMET,
    Component,
    Gap,
    GapState,
    Record,
    Requirement,
    RequirementArea,
    Severity,
    UseCase,
)

SHOWN = tuple(name for name in RECORD_TYPES if name != "person")
"""Record types that have text of their own."""
GENERAL = ("type", "state", "component", "area", "links-to", "linked-from")
FEW = 20
"""So many known values are listed in a message."""
_SEVERITIES = {severity: rank for rank, severity in enumerate(Severity)}
_STATES = {state: rank for rank, state in enumerate(GapState)}


@dataclass(frozen=True, slots=True)
class Chosen:
    """A part with the records and the pages that it shows; none is in two parts."""

    part: Part
    records: tuple[Record, ...]
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """All that a pack shows."""

    parts: tuple[Chosen, ...]

    @property
    def records(self) -> list[Record]:
        return [record for chosen in self.parts for record in chosen.records]

    def of_type(self, model: type[Any]) -> list[Any]:
        return [record for record in self.records if isinstance(record, model)]


def select(graph: Graph, file: PackFile) -> Selection:
    """What the pack shows.

    :raises PackErrors: it names what does not exist, or a query finds nothing.
    """
    chooser = _Chooser(graph, file)
    selection = chooser.selection()
    if chooser.errors:
        raise PackErrors(chooser.errors)
    return selection


def errors(graph: Graph, file: PackFile) -> list[DataFileError]:
    """All that :func:`select` would refuse, in the order of the file."""
    try:
        select(graph, file)
    except PackErrors as wrong:
        return sorted(wrong.errors, key=lambda error: error.line)
    return []


Test = Callable[[Record], bool]


class _Chooser:
    """Chooses the records of one pack, and notes what is wrong in its file."""

    def __init__(self, graph: Graph, file: PackFile) -> None:
        self.graph, self.file = graph, file
        self.errors: list[DataFileError] = []

    def selection(self) -> Selection:
        pack = self.file.pack
        self._must_be("speakers", pack.speakers, self.graph.ids(("person",)), "person")
        self._must_be("gaps", pack.gaps, self.graph.ids(("gap",)), "gap")
        shown = [*self.graph.entries, *self.graph.pages]
        self._must_be("read-on", pack.read_on, shown, "record or page")
        seen: set[str] = set()
        parts = []
        for number, part in enumerate(pack.part):
            records = tuple(r for r in self._records(number, part) if r.id not in seen)
            seen.update(record.id for record in records)
            parts.append(Chosen(part, records, part.pages))
        return Selection(tuple(parts))

    # --- Messages

    def _wrong(self, reason: str, key: str, part: int | None = None, value: str = "") -> None:
        self.errors.append(self.file.error(reason, key, part, value))

    def _must_be(
        self,
        key: str,
        values: Iterable[str],
        known: Collection[str],
        what: str,
        part: int | None = None,
        of: str = "",
    ) -> bool:
        """Note each of *values* that is no *what*; *of* is the table in which *key* stands."""
        unknown = [value for value in values if value not in known]
        for value in unknown:
            hint = did_you_mean(value, known)
            if not hint and len(known) <= FEW:
                hint = f"; there are {', '.join(sorted(known))}"
            reason = f"{of}{key}: there is no {what} {value}{hint}"
            self._wrong(reason, key, part, value)
        return not unknown

    # --- Records of a part

    def _records(self, number: int, part: Part) -> list[Record]:
        """The records that a part names and those that its query finds, each once."""
        known = self.graph.ids(SHOWN)
        self._must_be("records", part.records, known, "record", number)
        self._must_be("pages", part.pages, self.graph.pages, "page", number)
        self._must_be("slides", part.slides, self.graph.pages, "page", number)
        wanted = [self.graph.entries[name].record for name in part.records if name in known]
        if part.query:
            found = self._found(number, part)
            wanted += [record for record in found if record.id not in part.leave_out]
            for name in set(part.leave_out).difference(record.id for record in found):
                reason = f"leave-out: the query does not find {name}"
                self._wrong(reason, "leave-out", number, name)
        elif not part.records and not part.pages and not part.slides:
            reason = "the part is empty: it needs records, a query, pages or slides"
            self._wrong(reason, "", number)
        return list(dict.fromkeys(wanted))

    def _found(self, number: int, part: Part) -> list[Record]:
        before = len(self.errors)
        types = part.query.get("type", ())
        if not types:
            self._wrong(f"query: needs a type, one of {', '.join(SHOWN)}", "query", number)
        self._must_be("type", types, SHOWN, "record type", number, "query: ")
        known = [name for name in types if name in SHOWN]
        tests = [
            self._test(number, key, values, known)
            for key, values in part.query.items()
            if key != "type"
        ]
        if len(self.errors) > before:
            return []
        found = [
            entry.record
            for page in self.graph.pages.values()
            for entry in page.entries
            if entry.record.type.name in types
            and self.graph.entries[entry.record.id] is entry
            and all(test(entry.record) for test in tests)
        ]
        if not found:
            self._wrong("query: no record meets all of its conditions", "query", number)
        if part.order == "severity":
            found.sort(key=lambda record: (*weight(self.graph, record), record.id))
        elif part.order == "id":
            found.sort(key=lambda record: record.id)
        return found

    # --- Conditions

    def _test(self, number: int, key: str, values: tuple[str, ...], types: Sequence[str]) -> Test:
        """The condition *key* = any of *values*; it must make sense for one of *types*."""
        graph, wanted = self.graph, set(values)
        if key == "state":
            known = {graph.standing(entry.record) for entry in graph.entries.values()}
            self._must_be(key, values, known.union(GapState) - {""}, "state", number, "query: ")
            return lambda record: graph.standing(record) in wanted
        if key in ("component", "area"):
            model = Component if key == "component" else RequirementArea
            ids = [record.id for record in graph.of_type(model)]
            self._must_be(key, values, ids, key, number, "query: ")
            return _by_facet(facets(graph), key, wanted)
        if key in ("links-to", "linked-from"):
            shown = [*graph.entries, *graph.pages]
            self._must_be(key, values, shown, "record or page", number, "query: ")
            return _by_link(graph, key, wanted)
        return self._by_field(number, key, values, types)

    def _by_field(
        self, number: int, key: str, values: tuple[str, ...], types: Sequence[str]
    ) -> Test:
        specs = {
            spec.name: spec
            for name in types
            for spec in FIELDS[name]
            if spec.written_as == "option"
        }
        spec = specs.get(key)
        if spec is None:
            if types:
                conditions = [*GENERAL, *specs]
                hint = did_you_mean(key, conditions) or f"; there are {', '.join(conditions)}"
                self._wrong(f'query: unknown condition "{key}"{hint}', key, number)
            return lambda record: False
        wanted = set(values)
        if spec.values:
            self._must_be(key, values, spec.values, "value", number, "query: ")
        if spec.link:
            self._must_be(key, values, self.graph.entries, "record", number, "query: ")
            wanted |= {id_ for value in values for id_ in _members(self.graph, value)}

        def matches(record: Record) -> bool:
            value = getattr(record, spec.attribute, None)
            held = value if isinstance(value, tuple) else (value,)
            return any(str(item) in wanted for item in held if item is not None)

        return matches


def _members(graph: Graph, value: str) -> Iterator[str]:
    """Ids for which an area or a component stands."""
    owner = graph.get(value)
    if isinstance(owner, Component | RequirementArea):
        yield from (id_ for id_ in graph.entries if id_.startswith(f"{owner.code}-"))


def _by_facet(known: dict[str, Facets], key: str, wanted: set[str]) -> Test:
    def of(record: Record) -> set[str]:
        facet = known[record.id]
        return set(facet.components if key == "component" else facet.areas) | {record.id}

    return lambda record: bool(of(record) & wanted)


def _by_link(graph: Graph, key: str, wanted: set[str]) -> Test:
    if key == "links-to":
        sources = {link.source for id_ in wanted for link in graph.back_links.get(id_, ())}
        return lambda record: record.id in sources
    return lambda record: any(
        link.source in wanted for link in graph.back_links.get(record.id, ())
    )


# --- What matters ---------------------------------------------------------------------------


def weight(graph: Graph, record: Record) -> tuple[int, int, int]:
    """A smaller value matters more: severity, then state, then how many use cases it concerns."""
    if not isinstance(record, Gap):
        return (-1, 0, 0)
    return (
        _SEVERITIES[record.severity],
        _STATES[record.history[-1].state],
        -len(concerned(graph, record)),
    )


def concerned(graph: Graph, gap: Gap) -> list[UseCase]:
    """Use cases that need a requirement that *gap* fails."""
    failed = set(gap.fails)
    return [case for case in graph.of_type(UseCase) if failed.intersection(case.needs)]


def weightiest(graph: Graph, pack: Pack, selection: Selection) -> list[Gap]:
    """The gaps of the brief: those that the pack names, or else the weightiest that are unmet."""
    if pack.gaps:
        return [gap for name in pack.gaps if isinstance(gap := graph.get(name), Gap)]
    unmet = [gap for gap in selection.of_type(Gap) if gap.history[-1].state in UNMET]
    return sorted(unmet, key=lambda gap: (*weight(graph, gap), gap.id))[:3]


def requirements(graph: Graph, selection: Selection) -> list[Requirement]:
    """Requirements that the pack is about: the chosen ones, or what the chosen records touch."""
    touched = {requirement.id for requirement in selection.of_type(Requirement)}
    if not touched:
        for gap in selection.of_type(Gap):
            touched.update(gap.fails)
        for case in selection.of_type(UseCase):
            touched.update(case.needs)
    return [r for r in graph.of_type(Requirement) if r.id in touched]
