"""``.. coverage-matrix::`` — requirements × components, with the five values, in any release.

The table is written for the newest release.  A cell whose value was another one before has the
attribute ``data-s``, such as ``u4p9m``: a letter for the value from the first release on, then
pairs of the rank of a release (decimal) and the value from that one on.  ``records.js`` shows the
table for a chosen release with it, and counts anew.

A cell that something judges has its strongest kind of evidence in ``data-e``, as the place of the
kind in :class:`~wgkb.model.EvidenceKind`, by which ``wgkb.js`` makes others pale.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from docutils.parsers.rst import directives
from markupsafe import Markup, escape

from wgkb.model import (
    Component,
    Coverage,
    EvidenceKind,
    Gap,
    Requirement,
    RequirementArea,
    Support,
    strongest,
)
from wgkb.rendering import WORDS, chip
from wgkb.views.base import View

if TYPE_CHECKING:
    from wgkb.graph import Graph
    from wgkb.rendering import LinkTo

LETTERS = {
    Coverage.MET: "m",
    Coverage.PARTIAL: "p",
    Coverage.MISSING: "x",
    Coverage.UNKNOWN: "u",
    Coverage.NOT_APPLICABLE: "n",
}
"""The values in the order in which they are counted, and the letter of each in ``data-s``."""
COUNTED = tuple(value for value in LETTERS if value is not Coverage.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Square:
    """A cell of the table: its values from certain releases on, and what says so."""

    changes: tuple[tuple[int, Coverage], ...]
    """Rank of a release and the value from that one on; the first rank is 0."""
    because: tuple[str, ...]
    evidence: EvidenceKind | None = None
    """The strongest kind among what says so."""

    @property
    def now(self) -> Coverage:
        return self.changes[-1][1]


NOT_CONCERNED = ((0, Coverage.NOT_APPLICABLE),)


class CoverageMatrix(View):
    """How each component meets each requirement; ``:area:`` shows one area only."""

    view_name = "coverage-matrix"
    option_spec = {"area": directives.unchanged_required}  # noqa: RUF012

    @classmethod
    def html(cls, graph: Graph, options: Mapping[str, str], link_to: LinkTo) -> Markup:
        components = graph.of_type(Component)
        areas = graph.of_type(RequirementArea)
        if "area" in options:
            areas = [area for area in areas if area.id == options["area"]]
            named = {c for area in areas for r in _rows(graph, area) for c in graph.named_by(r.id)}
            components = [component for component in components if component.id in named]
        table = {area: _squares(graph, area, components) for area in areas}
        if "area" in options:
            table, components = _concerned(table, components)
        return _figure(graph, table, components, link_to)


Table = dict[RequirementArea, dict[Requirement, list[Square]]]


def _concerned(table: Table, components: list[Component]) -> tuple[Table, list[Component]]:
    """The table without the components that it does not concern in any release."""
    rows = [row for squares in table.values() for row in squares.values()]
    kept = [
        place
        for place in range(len(components))
        if any(row[place].changes != NOT_CONCERNED for row in rows)
    ]
    cut = {
        area: {requirement: [row[place] for place in kept] for requirement, row in squares.items()}
        for area, squares in table.items()
    }
    return cut, [components[place] for place in kept]


def _figure(
    graph: Graph, table: Table, components: Sequence[Component], link_to: LinkTo
) -> Markup:
    rows = [row for squares in table.values() for row in squares.values()]
    releases = [release.name for release in graph.releases.values()]
    head = Markup("").join(
        Markup('<th scope="col"><span class="wg-turned"><a href="{}">{}</a></span></th>').format(
            link_to(graph.item(component.id)), component.title
        )
        for component in components
    )
    bodies = Markup("\n").join(
        _area(graph, area, squares, len(components), link_to) for area, squares in table.items()
    )
    return Markup(
        '<figure class="wg-matrix">\n{form}{evidence}{legend}'
        '<div class="wg-table wg-grid" role="group"'
        ' aria-label="Coverage matrix"><table class="table">'
        "<caption>Requirement by component{as_of}</caption>\n"
        '<thead><tr><th scope="col">Requirement</th>{head}'
        '<th scope="col" class="wg-sum">met</th></tr></thead>\n'
        "{bodies}\n<tfoot>{foot}</tfoot></table></div>\n{note}{totals}</figure>\n"
    ).format(
        form=_form(releases),
        evidence=_evidence_form(square for row in rows for square in row),
        legend=_LEGEND,
        as_of=Markup(", <span>{}</span>").format(releases[-1]) if releases else "",
        head=head,
        bodies=bodies,
        foot=_foot(rows, len(components)),
        note=_NOTE,
        totals=_totals(releases, rows),
    )


_LEGEND = Markup('<ul class="wg-legend">{}</ul>\n').format(
    Markup("").join(Markup("<li>{}</li>").format(chip(value)) for value in LETTERS)
)
_NOTE = Markup(
    '<p class="wg-note wg-needs-script">Point at a cell to see what is behind it.</p>\n'
)


def _squares(
    graph: Graph, area: RequirementArea, components: Sequence[Component]
) -> dict[Requirement, list[Square]]:
    return {
        requirement: [_square(graph, requirement, component) for component in components]
        for requirement in _rows(graph, area)
    }


def _rows(graph: Graph, area: RequirementArea) -> list[Requirement]:
    return [r for r in graph.of_type(Requirement) if r.id.startswith(f"{area.code}-")]


def _square(graph: Graph, requirement: Requirement, component: Component) -> Square:
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
    return Square(tuple(changes), now.because, strongest(pieces))


@cache
def _unjudged(value: Coverage) -> Square:
    return Square(((0, value),), ())


def _dates(graph: Graph, judgements: Iterable[str]) -> Iterator[int]:
    """Ranks of the releases from which on a gap or a support says something new."""
    for record in map(graph.get, judgements):
        steps = record.history if isinstance(record, Gap) else ()
        names = [step.release for step in steps]
        if isinstance(record, Support):
            names.append(record.since)
        yield from (graph.release_order[name] for name in names if name in graph.release_order)


def _form(releases: Sequence[str]) -> Markup:
    if len(releases) < 2:
        return Markup()
    options = Markup("").join(Markup("<option>{}</option>").format(name) for name in releases)
    return Markup(
        '<form class="wg-slider wg-needs-script"><label>Release <input type="range" min="0"'
        ' max="{0}" value="{0}" aria-valuetext="{1}"></label><output>{1}</output>'
        "<datalist>{2}</datalist></form>\n"
    ).format(len(releases) - 1, releases[-1], options)


def _evidence_form(squares: Iterable[Square]) -> Markup:
    """A choice of the weakest evidence that is shown; nothing if no piece has a kind."""
    counts = Counter(square.evidence for square in squares if square.evidence)
    if not counts:
        return Markup()
    options = Markup("").join(
        Markup('<option value="{}">{} ({})</option>').format(place, kind, counts[kind])
        for place, kind in enumerate(EvidenceKind)
        if counts[kind]
    )
    return Markup(
        '<form class="wg-proof wg-needs-script"><label>Evidence not weaker than '
        '<select class="form-select"><option value="">any</option>{}</select></label></form>\n'
    ).format(options)


def _area(
    graph: Graph,
    area: RequirementArea,
    squares: Mapping[Requirement, Sequence[Square]],
    width: int,
    link_to: LinkTo,
) -> Markup:
    rows = Markup("\n").join(
        Markup(
            '<tr><th scope="row"><a class="wg-id" href="{}" title="{}">{}</a></th>{}'
            '<td class="wg-sum">{}</td></tr>'
        ).format(
            link_to(graph.item(requirement.id)),
            requirement.title,
            requirement.id,
            Markup("".join([_cell(graph, square, link_to) for square in row])),
            _met(row),
        )
        for requirement, row in squares.items()
    )
    every = [square for row in squares.values() for square in row]
    return Markup(
        '<tbody><tr class="wg-group"><th scope="rowgroup" colspan="{}"><span>'
        '<a href="{}">{}</a></span></th><td class="wg-sum">{}</td></tr>\n{}</tbody>'
    ).format(width + 1, link_to(graph.item(area.id)), area.title, _met(every), rows)


def _met(squares: Iterable[Square]) -> str:
    """How many are met, of those that concern the requirement."""
    values = [square.now for square in squares if square.now is not Coverage.NOT_APPLICABLE]
    return f"{values.count(Coverage.MET)}/{len(values)}" if values else "–"


def _cell(graph: Graph, square: Square, link_to: LinkTo) -> Markup:
    if not square.because:
        return _plain_cell(square.now)
    word = escape(WORDS.get(square.now, square.now))
    address = escape(link_to(graph.item(square.because[0])))
    return Markup(
        f'<td><a class="wg-cell wg-cell--{square.now}" href="{address}"{_changes(square)}'
        f"{_evidence(square)}>{word} {escape(' '.join(square.because))}</a></td>"
    )


@cache
def _plain_cell(value: Coverage) -> Markup:
    word = WORDS.get(value, value)
    return Markup('<td><span class="wg-cell wg-cell--{}">{}</span></td>').format(value, word)


def _evidence(square: Square) -> str:
    """The attribute ``data-e``, or nothing if no piece of evidence has a kind."""
    return f' data-e="{_PLACES[square.evidence]}"' if square.evidence else ""


_PLACES = {kind: place for place, kind in enumerate(EvidenceKind)}


def _changes(square: Square) -> str:
    """The attribute ``data-s``, or nothing if the value was always the same."""
    if len(square.changes) == 1:
        return ""
    (_, first), *later = square.changes
    text = "".join(f"{rank}{LETTERS[value]}" for rank, value in later)
    return f' data-s="{LETTERS[first]}{text}"'


def _foot(rows: Sequence[Sequence[Square]], width: int) -> Markup:
    columns = [Counter(row[place].now for row in rows) for place in range(width)]
    every = sum(columns, Counter[Coverage]())
    return Markup("\n").join(
        Markup('<tr><th scope="row">{}</th>{}<td class="wg-sum">{}</td></tr>').format(
            value,
            Markup("").join(Markup("<td>{}</td>").format(column[value]) for column in columns),
            every[value],
        )
        for value in COUNTED
    )


def _totals(releases: Sequence[str], rows: Sequence[Sequence[Square]]) -> Markup:
    """The number of cells of each value in each release, as the text equal of the slider."""
    if len(releases) < 2:
        return Markup()
    found = [Counter[Coverage]() for _ in releases]
    for square in (square for row in rows for square in row):
        before = None
        for rank, value in square.changes:
            found[rank][value] += 1
            if before is not None:
                found[rank][before] -= 1
            before = value
    for earlier, later in pairwise(found):
        later.update(earlier)
    head = Markup('<th scope="col">Release</th>') + Markup("").join(
        Markup('<th scope="col" class="wg-number">{}</th>').format(value) for value in COUNTED
    )
    body = Markup("\n").join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            name,
            Markup("").join(
                Markup('<td class="wg-number">{}</td>').format(counter[value]) for value in COUNTED
            ),
        )
        for name, counter in zip(releases, found, strict=True)
    )
    return Markup(
        "<details><summary>Totals of every release</summary>"
        '<div class="wg-table"><table class="table"><thead><tr>{}</tr></thead>\n<tbody>\n{}\n'
        "</tbody></table></div></details>\n"
    ).format(head, body)
