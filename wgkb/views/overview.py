"""``.. overview::`` and ``.. counts::`` — the state of things in one picture, and in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from wgkb.drawing import pieces as p
from wgkb.drawing.states import word
from wgkb.model.records import (
    RECORD_TYPES,
    UNMET,
    Component,
    Coverage,
    Gap,
    GapState,
    Requirement,
    RequirementArea,
    Severity,
)
from wgkb.views.base import Options, view
from wgkb.views.legend import legend

if TYPE_CHECKING:
    from wgkb.graph.graph import Graph

COUNTED = ("use-case", "requirement", "component", "gap", "meeting")
WORST = 3
"""Components that the answer names."""


@view()
def answer(graph: Graph, options: Options) -> p.Drawing:
    """Does it work?  Yes or no, in a sentence for which no other word of the site is needed."""
    gaps = graph.of_type(Gap)
    unmet = [gap for gap in gaps if gap.history[-1].state in UNMET]
    if not unmet:
        words = f"Yes, as far as anybody has looked: all {len(gaps)} gaps are closed."
        return p.Paragraph(words, "statement")
    blocking = [gap for gap in unmet if gap.severity is Severity.BLOCKING]
    said = f"No: {len(unmet)} of {len(gaps)} gaps are not closed"
    if blocking:
        said += f", and {len(blocking)} of these block the way"
    worst = p.joined((link, f" ({n})") for link, n in _worst(graph, blocking or unmet))
    hurts = (". What hurts most: ", worst) if worst else ()
    return p.Paragraph((said, hurts, "."), "statement")


def _worst(graph: Graph, gaps: Sequence[Gap]) -> list[tuple[p.Link, int]]:
    """At most :data:`WORST` components with more of *gaps* than all those left out."""
    counted = Counter(_code(gap.id) for gap in gaps).most_common()
    left_out = counted[WORST][1] if len(counted) > WORST else 0
    of_code = {component.code: component for component in graph.of_type(Component)}
    return [
        (p.Link(graph.item(of_code[code].id), of_code[code].title), count)
        for code, count in counted[:WORST]
        if count > left_out and code in of_code
    ]


@view()
def overview(graph: Graph, options: Options) -> p.Drawing:
    """Component × requirement area: how many gaps are not closed, and where nobody looked."""
    return overview_of(
        graph,
        graph.of_type(Component),
        graph.of_type(RequirementArea),
        graph.of_type(Requirement),
        graph.of_type(Gap),
    )


def overview_of(
    graph: Graph,
    components: Sequence[Component],
    areas: Sequence[RequirementArea],
    requirements: Sequence[Requirement],
    gaps: Sequence[Gap],
) -> p.Drawing:
    """For each of *components* and *areas* how many of *gaps* are not closed.

    Where there is none, the square shows how the component meets *requirements* of the area.
    """
    in_area = {
        area.code: [r.id for r in requirements if _code(r.id) == area.code] for area in areas
    }
    unmet: dict[tuple[str, str], list[Gap]] = {}
    for gap in gaps:
        if gap.history[-1].state in UNMET:
            for code in dict.fromkeys(_code(requirement) for requirement in gap.fails):
                unmet.setdefault((_code(gap.id), code), []).append(gap)
    columns = (
        p.Column("Component"),
        *(p.Column(p.Link(graph.item(area.id), area.title), "turned") for area in areas),
    )
    rows = tuple(
        p.Row(
            (
                p.Link(graph.item(component.id), component.title),
                *(
                    _counted(graph, found)
                    if (found := unmet.get((component.code, area.code), []))
                    else _judged(graph, component, area, in_area[area.code])
                    for area in areas
                ),
            )
        )
        for component in components
    )
    caption = "Gaps that are not closed, by component and area"
    grid = p.Table(
        columns, (p.Group(rows),), caption, look="overview", label="Gaps by component and area"
    )
    return p.Box("", (grid, _LEGEND))


_LEGEND = p.Bullets(
    tuple(
        (p.Chip(value), p.Hidden(":"), f" {words}")
        for value, words in (
            (Coverage.MISSING, "a gap is open"),
            (Coverage.PARTIAL, "gaps are narrowed"),
            (Coverage.MET, "no gap is left"),
            (Coverage.UNKNOWN, "nobody has looked"),
            (Coverage.NOT_APPLICABLE, "does not concern it"),
        )
    ),
    "legend",
)


def _code(record_id: str) -> str:
    return record_id.partition("-")[0]


def _counted(graph: Graph, gaps: Sequence[Gap]) -> p.Square:
    is_open = any(gap.history[-1].state is GapState.OPEN for gap in gaps)
    value = Coverage.MISSING if is_open else Coverage.PARTIAL
    words = f" {'gap' if len(gaps) == 1 else 'gaps'}, {value}"
    return p.Square(value, (str(len(gaps)), p.Hidden(words)), graph.item(gaps[0].id))


def _judged(
    graph: Graph, component: Component, area: RequirementArea, requirements: Sequence[str]
) -> p.Square:
    cells = [graph.coverage(requirement, component.id) for requirement in requirements]
    values = {cell.value for cell in cells}
    value = next(
        (v for v in (Coverage.UNKNOWN, Coverage.MET) if v in values), Coverage.NOT_APPLICABLE
    )
    because = next((cell.because for cell in cells if cell.because and cell.value is value), ())
    target = graph.item(because[0]) if because else None
    if value is Coverage.UNKNOWN:
        target = graph.item(area.id)
    return p.Square(value, p.Hidden(word(value)), target)


@view()
def counts(graph: Graph, options: Options) -> p.Drawing:
    """How many records of which type there are, each with a link to their list."""
    entries = []
    for name in COUNTED:
        kind = RECORD_TYPES[name].type
        folder = kind.folder or RECORD_TYPES[kind.page].type.folder
        count = len(graph.ids((name,)))
        words = kind.label if count == 1 else kind.plural
        entries.append(_count(graph, f"{folder}/index", count, words))
    listed = next((r.docname for r in graph.bibliography.values() if r.docname), "")
    count = len(graph.bibliography)
    entries.append(_count(graph, listed, count, "reference" if count == 1 else "references"))
    return p.Bullets(tuple(entries), "counts"), _share(graph)


def _count(graph: Graph, docname: str, count: int, words: str) -> p.Words:
    said = (p.Span("strong", str(count)), f" {words}")
    return p.Link(graph.item(docname), said) if docname in graph.pages else said


def _share(graph: Graph) -> p.Drawing:
    """How many gaps are in which state, as a bar and in words; nothing without gaps."""
    found = Counter(gap.history[-1].state for gap in graph.of_type(Gap))
    states = [state for state in GapState if found[state]]
    if not states:
        return ()
    ends = accumulate(found[state] for state in states)
    marks = tuple(
        p.Mark(state, end - found[state], found[state])
        for state, end in zip(states, ends, strict=True)
    )
    bar = p.Picture(sum(found.values()), 1, marks)
    return p.Box("share", (bar, legend(((s, found[s]) for s in states), "Of the gaps:")))
