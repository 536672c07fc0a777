"""``.. overview::`` and ``.. counts::`` — the state of things in one picture, and in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import accumulate
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from wgkb.graph import Item
from wgkb.model import (
    RECORD_TYPES,
    Component,
    Coverage,
    Gap,
    GapState,
    Requirement,
    RequirementArea,
    Severity,
)
from wgkb.rendering import WORDS, chip
from wgkb.views.base import View
from wgkb.views.states import legend_html

if TYPE_CHECKING:
    from wgkb.graph import Graph
    from wgkb.rendering import LinkTo

UNMET = (GapState.OPEN, GapState.PARTIAL)
COUNTED = ("use-case", "requirement", "component", "gap", "meeting")
WORST = 3
"""Components that the answer names."""


class Answer(View):
    """Does it work?  Yes or no, in a sentence for which no other word of the site is needed."""

    view_name = "answer"

    @classmethod
    def words(cls, graph: Graph, options: Mapping[str, str]) -> list[str | Item]:
        gaps = graph.of_type(Gap)
        unmet = [gap for gap in gaps if gap.history[-1].state in UNMET]
        if not unmet:
            return [f"Yes, as far as anybody has looked: all {len(gaps)} gaps are closed."]
        blocking = [gap for gap in unmet if gap.severity is Severity.BLOCKING]
        words: list[str | Item] = [f"No: {len(unmet)} of {len(gaps)} gaps are not closed"]
        if blocking:
            words.append(f", and {len(blocking)} of these block the way")
        if worst := _worst(graph, blocking or unmet):
            words.append(". What hurts most: ")
            for component, count in worst:
                words += [component, f" ({count}), "]
            words[-1] = str(words[-1]).removesuffix(", ")
        return [*words, "."]

    @classmethod
    def html(cls, graph: Graph, options: Mapping[str, str], link_to: LinkTo) -> Markup:
        parts = (
            Markup('<a href="{}">{}</a>').format(link_to(part), part.text)
            if isinstance(part, Item)
            else escape(part)
            for part in cls.words(graph, options)
        )
        return Markup('<p class="wg-statement">{}</p>\n').format(Markup("").join(parts))


def _worst(graph: Graph, gaps: list[Gap]) -> list[tuple[Item, int]]:
    """At most :data:`WORST` components with more of *gaps* than all those left out."""
    counted = Counter(_code(gap.id) for gap in gaps).most_common()
    left_out = counted[WORST][1] if len(counted) > WORST else 0
    of_code = {component.code: component.id for component in graph.of_type(Component)}
    return [
        (graph.item(of_code[code])._replace(standing=""), count)
        for code, count in counted[:WORST]
        if count > left_out and code in of_code
    ]


class Overview(View):
    """Component × requirement area: how many gaps are not closed, and where nobody looked."""

    view_name = "overview"

    @classmethod
    def html(cls, graph: Graph, options: Mapping[str, str], link_to: LinkTo) -> Markup:
        areas = graph.of_type(RequirementArea)
        in_area = {
            area.code: [r.id for r in graph.of_type(Requirement) if _code(r.id) == area.code]
            for area in areas
        }
        gaps: dict[tuple[str, str], list[Gap]] = {}
        for gap in graph.of_type(Gap):
            if gap.history[-1].state in UNMET:
                for area in dict.fromkeys(_code(requirement) for requirement in gap.fails):
                    gaps.setdefault((_code(gap.id), area), []).append(gap)
        head = Markup("").join(
            Markup(
                '<th scope="col"><span class="wg-turned"><a href="{}">{}</a></span></th>'
            ).format(link_to(graph.item(area.id)), area.title)
            for area in areas
        )
        rows = Markup("\n").join(
            Markup('<tr><th scope="row"><a href="{}">{}</a></th>{}</tr>').format(
                link_to(graph.item(component.id)),
                component.title,
                Markup("").join(
                    _cell(
                        graph,
                        component,
                        area,
                        gaps.get((component.code, area.code), []),
                        in_area[area.code],
                        link_to,
                    )
                    for area in areas
                ),
            )
            for component in graph.of_type(Component)
        )
        return Markup(
            '<figure><div class="wg-table wg-grid wg-overview" role="group"'
            ' aria-label="Gaps by component and area"><table class="table">'
            "<caption>Gaps that are not closed, by component and area</caption>\n"
            '<thead><tr><th scope="col">Component</th>{}</tr></thead>\n<tbody>\n{}\n</tbody>'
            "</table></div>\n{}</figure>\n"
        ).format(head, rows, _LEGEND)


_LEGEND = Markup('<ul class="wg-legend">{}</ul>').format(
    Markup("").join(
        Markup("<li>{} {}</li>").format(chip(value), words)
        for value, words in (
            (Coverage.MISSING, "a gap is open"),
            (Coverage.PARTIAL, "gaps are narrowed"),
            (Coverage.MET, "no gap is left"),
            (Coverage.UNKNOWN, "nobody has looked"),
            (Coverage.NOT_APPLICABLE, "does not concern it"),
        )
    )
)


def _code(record_id: str) -> str:
    return record_id.partition("-")[0]


def _cell(
    graph: Graph,
    component: Component,
    area: RequirementArea,
    gaps: list[Gap],
    requirements: list[str],
    link_to: LinkTo,
) -> Markup:
    if gaps:
        is_open = any(gap.history[-1].state is GapState.OPEN for gap in gaps)
        value = Coverage.MISSING if is_open else Coverage.PARTIAL
        words = f" {'gap' if len(gaps) == 1 else 'gaps'}, {value}"
        return Markup(
            '<td><a class="wg-cell wg-cell--{}" href="{}">{}'
            '<span class="visually-hidden">{}</span></a></td>'
        ).format(value, link_to(graph.item(gaps[0].id)), len(gaps), words)
    cells = [graph.coverage(requirement, component.id) for requirement in requirements]
    values = {cell.value for cell in cells}
    value = next(
        (v for v in (Coverage.UNKNOWN, Coverage.MET) if v in values), Coverage.NOT_APPLICABLE
    )
    because = next((cell.because for cell in cells if cell.because and cell.value is value), ())
    target = graph.item(because[0]) if because else Item("")
    if value is Coverage.UNKNOWN:
        target = graph.item(area.id)
    words = f'<span class="visually-hidden">{escape(WORDS.get(value, value))}</span>'
    if target.docname:
        address = escape(link_to(target))
        return Markup(f'<td><a class="wg-cell wg-cell--{value}" href="{address}">{words}</a></td>')
    return Markup(f'<td><span class="wg-cell wg-cell--{value}">{words}</span></td>')


class Counts(View):
    """How many records of which type there are, each with a link to their list."""

    view_name = "counts"

    @classmethod
    def html(cls, graph: Graph, options: Mapping[str, str], link_to: LinkTo) -> Markup:
        entries = []
        for name in COUNTED:
            kind = RECORD_TYPES[name].type
            folder = kind.folder or RECORD_TYPES[kind.page].type.folder
            count = len(graph.ids((name,)))
            words = kind.label if count == 1 else kind.plural
            entries.append(_count(graph, f"{folder}/index", count, words, link_to))
        listed = next((r.docname for r in graph.bibliography.values() if r.docname), "")
        entries.append(_count(graph, listed, len(graph.bibliography), "references", link_to))
        return Markup('<ul class="wg-counts">\n{}\n</ul>\n{}').format(
            Markup("\n").join(entries), _share(graph)
        )


def _count(graph: Graph, docname: str, count: int, words: str, link_to: LinkTo) -> Markup:
    inner = Markup("<strong>{}</strong> {}").format(count, words)
    if docname in graph.pages:
        inner = Markup('<a href="{}">{}</a>').format(link_to(graph.item(docname)), inner)
    return Markup("<li>{}</li>").format(inner)


def _share(graph: Graph) -> Markup:
    """How many gaps are in which state, as a bar and in words; nothing without gaps."""
    found = Counter(gap.history[-1].state for gap in graph.of_type(Gap))
    states = [state for state in GapState if found[state]]
    if not states:
        return Markup()
    ends = accumulate(found[state] for state in states)
    bars = Markup("").join(
        Markup('<rect class="wg-fill--{}" x="{}" width="{}" height="1"/>').format(
            state, end - found[state], found[state]
        )
        for state, end in zip(states, ends, strict=True)
    )
    return Markup(
        '<figure class="wg-chart wg-share"><svg viewBox="0 0 {} 1" preserveAspectRatio="none"'
        ' aria-hidden="true">{}</svg><ul class="wg-legend"><li>Of the gaps:</li>{}</ul></figure>\n'
    ).format(
        sum(found.values()),
        bars,
        Markup("").join(legend_html(state, found[state]) for state in states),
    )
