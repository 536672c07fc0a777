"""``.. coverage-matrix::`` — requirements × components, with the five values, in any release.

The table is written for the newest release.  A square whose value was another one before has its
history, such as ``u4p9m``: a letter for the value from the first release on, then pairs of the
rank of a release (decimal) and the value from that one on.  ``wgkb.js`` shows the table for a
chosen release with it, and counts anew.

A cell that something judges has its strongest kind of evidence in ``data-e``, as the place of the
kind in :class:`~wgkb.model.records.EvidenceKind`, by which the script makes others pale.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated

from markupsafe import Markup
from pydantic import Field

from wgkb.drawing import pieces as p
from wgkb.drawing.states import word
from wgkb.model.records import (
    Component,
    Coverage,
    EvidenceKind,
    Gap,
    Link,
    Requirement,
    RequirementArea,
    Support,
    strongest,
)
from wgkb.views.base import Options, view

if TYPE_CHECKING:
    from wgkb.graph.graph import Graph

LETTERS = {
    Coverage.MET: "m",
    Coverage.PARTIAL: "p",
    Coverage.MISSING: "x",
    Coverage.UNKNOWN: "u",
    Coverage.NOT_APPLICABLE: "n",
}
"""The values in the order in which they are counted, and the letter of each in a history."""
COUNTED = tuple(value for value in LETTERS if value is not Coverage.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Judged:
    """What is known of a cell: its values from certain releases on, and what says so."""

    changes: tuple[tuple[int, Coverage], ...]
    """Rank of a release and the value from that one on; the first rank is 0."""
    because: tuple[str, ...]
    evidence: EvidenceKind | None = None
    """The strongest kind among what says so."""

    @property
    def now(self) -> Coverage:
        return self.changes[-1][1]


NOT_CONCERNED = ((0, Coverage.NOT_APPLICABLE),)


class MatrixOptions(Options):
    area: Annotated[str, Link(("requirement-area",))] = Field(
        default="", description="The area whose requirements are shown; none: all areas."
    )


@view(MatrixOptions)
def coverage_matrix(graph: Graph, options: MatrixOptions) -> p.Drawing:
    """How each component meets each requirement, of all areas or of one."""
    if options.area:
        area = graph.get(options.area)
        return area_matrix(graph, area) if isinstance(area, RequirementArea) else ()
    areas = graph.of_type(RequirementArea)
    components = graph.of_type(Component)
    return matrix_of(graph, _table(graph, {a: _rows(graph, a) for a in areas}, components))


def area_matrix(graph: Graph, area: RequirementArea) -> p.Drawing:
    """How the components that it concerns in any release meet the requirements of *area*."""
    rows = _rows(graph, area)
    named = {component for row in rows for component in graph.named_by(row.id)}
    components = [c for c in graph.of_type(Component) if c.id in named]
    return matrix_of(graph, _concerned(_table(graph, {area: rows}, components)))


@dataclass(frozen=True, slots=True)
class Coverages:
    """Requirements by area, each with what is known of it for each of *components*."""

    components: Sequence[Component]
    areas: Mapping[RequirementArea, Mapping[Requirement, Sequence[Judged]]]

    @property
    def rows(self) -> list[Sequence[Judged]]:
        return [row for rows in self.areas.values() for row in rows.values()]


def _table(
    graph: Graph,
    rows: Mapping[RequirementArea, Iterable[Requirement]],
    components: Sequence[Component],
) -> Coverages:
    areas = {
        area: {r: [_judged(graph, r, component) for component in components] for r in requirements}
        for area, requirements in rows.items()
    }
    return Coverages(components, areas)


def _concerned(table: Coverages) -> Coverages:
    """The table without the components that it does not concern in any release."""
    kept = [
        place
        for place in range(len(table.components))
        if any(row[place].changes != NOT_CONCERNED for row in table.rows)
    ]
    areas = {
        area: {requirement: [row[place] for place in kept] for requirement, row in rows.items()}
        for area, rows in table.areas.items()
    }
    return Coverages([table.components[place] for place in kept], areas)


def matrix_of(graph: Graph, table: Coverages) -> p.Drawing:
    """The matrix with its legend and its totals."""
    releases = [release.name for release in graph.releases.values()]
    columns = (
        p.Column("Requirement"),
        *(p.Column(p.Link(graph.item(c.id), c.title), "turned") for c in table.components),
        p.Column("met", "sum"),
    )
    groups = tuple(_area(graph, area, rows) for area, rows in table.areas.items())
    as_of = (", ", p.Span("release", releases[-1])) if releases else ()
    return p.Box(
        "matrix",
        (
            _slider(releases),
            _proof(table),
            p.Bullets(tuple(map(p.Chip, LETTERS)), "legend"),
            p.Table(
                columns,
                groups,
                ("Requirement by component", *as_of),
                _foot(table),
                "grid",
                "Coverage matrix",
            ),
            p.Paragraph("Point at a cell to see what is behind it.", "note"),
            _totals(releases, table.rows),
        ),
    )


def _rows(graph: Graph, area: RequirementArea) -> list[Requirement]:
    return [r for r in graph.of_type(Requirement) if r.id.startswith(f"{area.code}-")]


def _judged(graph: Graph, requirement: Requirement, component: Component) -> Judged:
    now = graph.coverage(requirement.id, component.id)
    if not now.because:
        return _unjudged(now.value)
    names = list(graph.releases)
    changes: list[tuple[int, Coverage]] = []
    for rank in sorted({0, *_dates(graph, now.because)}) if names else ():
        value = graph.coverage(requirement.id, component.id, names[rank]).value
        if not changes or changes[-1][1] is not value:
            changes.append((rank, value))
    if not changes or changes[-1][1] is not now.value:
        # Judgements that no known release dates count in the newest one.
        changes.append((max(0, len(names) - 1), now.value))
    judgements = [r for r in map(graph.get, now.because) if isinstance(r, Gap | Support)]
    pieces = [piece for judgement in judgements for piece in judgement.evidence]
    return Judged(tuple(changes), now.because, strongest(pieces))


@cache
def _unjudged(value: Coverage) -> Judged:
    return Judged(((0, value),), ())


def _dates(graph: Graph, judgements: Iterable[str]) -> Iterator[int]:
    """Ranks of the releases from which on a gap or a support says something new."""
    for record in map(graph.get, judgements):
        steps = record.history if isinstance(record, Gap) else ()
        names = [step.release for step in steps]
        if isinstance(record, Support):
            names.append(record.since)
        yield from (graph.release_order[name] for name in names if name in graph.release_order)


_SLIDER = Markup(
    '<form class="wg-slider wg-needs-script"><label>Release <input type="range" min="0"'
    ' max="{0}" value="{0}" aria-valuetext="{1}"></label><output>{1}</output>'
    "<datalist>{2}</datalist></form>\n"
)


def _slider(releases: Sequence[str]) -> p.Drawing:
    if len(releases) < 2:
        return ()
    options = Markup("").join(Markup("<option>{}</option>").format(name) for name in releases)
    return p.Control(_SLIDER.format(len(releases) - 1, releases[-1], options))


_PLACES: dict[EvidenceKind | None, str] = {k: str(n) for n, k in enumerate(EvidenceKind)}
_PROOF = Markup(
    '<form class="wg-proof wg-needs-script"><label>Evidence not weaker than '
    '<select class="form-select"><option value="">any</option>{}</select></label></form>\n'
)


def _proof(table: Coverages) -> p.Drawing:
    """A choice of the weakest evidence that is shown; nothing if no piece has a kind."""
    counts = Counter(judged.evidence for row in table.rows for judged in row)
    options = Markup("").join(
        Markup('<option value="{}">{} ({})</option>').format(_PLACES[kind], kind, counts[kind])
        for kind in EvidenceKind
        if counts[kind]
    )
    return p.Control(_PROOF.format(options)) if options else ()


def _area(
    graph: Graph, area: RequirementArea, rows: Mapping[Requirement, Sequence[Judged]]
) -> p.Group:
    lines = tuple(
        p.Row(
            (
                p.Link(graph.item(requirement.id), requirement.id, "id", requirement.title),
                *[_square(graph, judged) for judged in row],
                _met(row),
            )
        )
        for requirement, row in rows.items()
    )
    every = [judged for row in rows.values() for judged in row]
    return p.Group(lines, p.Link(graph.item(area.id), area.title), _met(every))


def _met(judged: Iterable[Judged]) -> str:
    """How many are met, of those that concern the requirement."""
    values = [one.now for one in judged if one.now is not Coverage.NOT_APPLICABLE]
    return f"{values.count(Coverage.MET)}/{len(values)}" if values else "–"


def _square(graph: Graph, judged: Judged) -> p.Square:
    if not judged.because:
        return _plain_square(judged.now)
    return p.Square(
        judged.now,
        f"{word(judged.now)} {' '.join(judged.because)}",
        graph.item(judged.because[0]),
        _history(judged),
        _PLACES.get(judged.evidence, ""),
    )


@cache
def _plain_square(value: Coverage) -> p.Square:
    return p.Square(value, word(value))


def _history(judged: Judged) -> str:
    """The changes of a value, or nothing if it was always the same."""
    if len(judged.changes) == 1:
        return ""
    (_, first), *later = judged.changes
    return LETTERS[first] + "".join(f"{rank}{LETTERS[value]}" for rank, value in later)


def _foot(table: Coverages) -> tuple[p.Row, ...]:
    columns = [Counter(row[n].now for row in table.rows) for n in range(len(table.components))]
    every = sum(columns, Counter[Coverage]())
    return tuple(
        p.Row((str(value), *(str(column[value]) for column in columns), str(every[value])))
        for value in COUNTED
    )


def _totals(releases: Sequence[str], rows: Sequence[Sequence[Judged]]) -> p.Drawing:
    """The number of cells of each value in each release, as the text equal of the slider."""
    if len(releases) < 2:
        return ()
    found = [Counter[Coverage]() for _ in releases]
    for judged in (judged for row in rows for judged in row):
        before = None
        for rank, value in judged.changes:
            found[rank][value] += 1
            if before is not None:
                found[rank][before] -= 1
            before = value
    for earlier, later in pairwise(found):
        later.update(earlier)
    head = ["Release", *(p.Column(str(value), "number") for value in COUNTED)]
    cells = (
        (name, *(str(counter[value]) for value in COUNTED))
        for name, counter in zip(releases, found, strict=True)
    )
    return p.Fold("Totals of every release", p.table(head, cells))
