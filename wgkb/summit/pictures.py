"""Pictures of the state of things, for paper and slides: tables that stand without a script.

The values are those of :meth:`~wgkb.graph.graph.Graph.coverage`, as on the site.  Each has a
sign, so that nothing depends on colour.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from markupsafe import Markup

from wgkb.drawing.states import WORDS
from wgkb.drawing.to_html import LinkTo
from wgkb.graph.gap_history import axis_names, counts
from wgkb.graph.graph import Graph
from wgkb.model.records import (
    UNMET,
    Component,
    Coverage,
    Gap,
    GapState,
    Requirement,
    RequirementArea,
)

SIGNS = {
    Coverage.MET: "✓",
    Coverage.PARTIAL: "◐",
    Coverage.MISSING: "●",
    Coverage.UNKNOWN: "?",
    Coverage.NOT_APPLICABLE: "·",
}

FILLS = {"open": "#c8553a", "partial": "#b9801a", "closed": "#3f9162", "obsolete": "#868e97"}
"""Colours of the states of gaps in charts: those of the site's light theme."""

FEW = 8
"""Columns up to which there is room for wide ones."""


def legend() -> Markup:
    """What the signs mean."""
    items = Markup("").join(
        Markup('<li><span class="cell cell--{}">{}</span> {}</li>').format(
            value, sign, WORDS.get(value, value)
        )
        for value, sign in SIGNS.items()
    )
    return Markup('<ul class="legend">{}</ul>').format(items)


def _columns(
    graph: Graph, requirements: Sequence[Requirement], components: Iterable[Component]
) -> list[Component]:
    """The components that at least one of the requirements concerns."""
    return [
        component
        for component in components
        if any(
            graph.coverage(requirement.id, component.id).value is not Coverage.NOT_APPLICABLE
            for requirement in requirements
        )
    ]


def matrix(
    graph: Graph,
    requirements: Sequence[Requirement],
    link_to: LinkTo,
    caption: str = "How each component meets each requirement",
) -> Markup:
    """Requirement × component, a sign in each cell; nothing if no component is concerned."""
    components = _columns(graph, requirements, graph.of_type(Component))
    if not components:
        return Markup()
    bodies = []
    for area in graph.of_type(RequirementArea):
        rows = [r for r in requirements if r.id.startswith(f"{area.code}-")]
        if not rows:
            continue
        lines = Markup("\n").join(
            Markup('<tr><th scope="row"><a class="wg-id" href="{}">{}</a></th>{}</tr>').format(
                link_to(graph.item(row.id)),
                row.id,
                Markup("").join(
                    _cell(graph.coverage(row.id, component.id).value) for component in components
                ),
            )
            for row in rows
        )
        bodies.append(
            Markup(
                '<tbody><tr class="group"><th scope="rowgroup" colspan="{}">{}</th></tr>\n{}'
            ).format(len(components) + 1, area.title, lines)
            + Markup("</tbody>")
        )
    return Markup(
        '<figure class="picture"><figcaption>{}</figcaption><table class="grid"><thead><tr>'
        '<th scope="col">Requirement</th>{}</tr></thead>\n{}</table>{}</figure>\n'
    ).format(caption, _head(components), Markup("\n").join(bodies), legend())


def _head(components: Sequence[Component]) -> Markup:
    return Markup("").join(
        Markup('<th scope="col" class="turned"><span class="up">{}</span></th>').format(
            component.title
        )
        for component in components
    )


def _cell(value: Coverage, text: str = "") -> Markup:
    word = WORDS.get(value, value)
    return Markup('<td class="cell cell--{}" title="{}">{}</td>').format(
        value, word, text or SIGNS[value]
    )


def overview(graph: Graph, gaps: Sequence[Gap], requirements: Sequence[Requirement]) -> Markup:
    """Area × component: how many of *gaps* are not closed, else the state of the requirements."""
    unmet = [gap for gap in gaps if gap.history[-1].state in UNMET]
    codes = {gap.id.partition("-")[0] for gap in gaps}
    components = [c for c in graph.of_type(Component) if c.code in codes]
    touched = {code.partition("-")[0] for gap in unmet for code in gap.fails}
    touched |= {requirement.id.partition("-")[0] for requirement in requirements}
    areas = [area for area in graph.of_type(RequirementArea) if area.code in touched]
    if not components or not areas:
        return Markup()
    rows = Markup("\n").join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            area.title,
            Markup("").join(
                _count(graph, area, component, unmet, requirements) for component in components
            ),
        )
        for area in areas
    )
    return Markup(
        '<figure class="picture"><figcaption>Gaps that are not closed, by area of requirements and'
        ' component</figcaption><table class="{}"><thead><tr><th scope="col">Area</th>{}</tr>'
        "</thead>\n<tbody>{}</tbody></table>{}</figure>\n"
    ).format(
        "grid areas few" if len(components) <= FEW else "grid areas",
        _head(components),
        rows,
        legend(),
    )


def _count(
    graph: Graph,
    area: RequirementArea,
    component: Component,
    unmet: Sequence[Gap],
    requirements: Sequence[Requirement],
) -> Markup:
    found = [
        gap
        for gap in unmet
        if gap.id.startswith(f"{component.code}-")
        and any(target.startswith(f"{area.code}-") for target in gap.fails)
    ]
    if found:
        is_open = any(gap.history[-1].state is GapState.OPEN for gap in found)
        value = Coverage.MISSING if is_open else Coverage.PARTIAL
        return _cell(value, f"{SIGNS[value]} {len(found)}")
    values = {
        graph.coverage(requirement.id, component.id).value
        for requirement in requirements
        if requirement.id.startswith(f"{area.code}-")
    }
    order = (Coverage.UNKNOWN, Coverage.PARTIAL, Coverage.MET)
    return _cell(next((value for value in order if value in values), Coverage.NOT_APPLICABLE))


def in_words(gaps: Sequence[Gap]) -> str:
    """How many gaps there are, and in which states."""
    found = Counter(gap.history[-1].state for gap in gaps)
    states = ", ".join(f"{found[state]} {state}" for state in GapState if found[state])
    return f"{Gap.type.counted(len(gaps))}: {states}" if gaps else "no gaps"


def timeline(graph: Graph, gaps: Sequence[Gap]) -> Markup:
    """A bar for each release, with its number: how many of *gaps* were in which state."""
    rows = counts(graph, gaps)
    first = next((rank for rank, row in enumerate(rows) if any(row.values())), None)
    if first is None:
        return Markup()
    names = [release.name for release in graph.releases.values()][first:]
    rows = rows[first:]
    height = max(sum(row.values()) for row in rows)
    bars = []
    for place, row in enumerate(rows):
        top = height
        for state, count in row.items():
            top -= count
            if count:
                bars.append(
                    Markup(
                        '<rect fill="{}" x="{:.2f}" y="{:.2f}" width="8.4" height="{:.2f}"/>'
                    ).format(
                        FILLS[state], place * 10 + 0.8, top * 60 / height, count * 60 / height
                    )
                )
    return Markup(
        '<figure class="picture timeline"><figcaption>Gaps by release, {} to {}</figcaption>'
        '<p>{}</p><svg viewBox="0 0 {} 60" role="img" preserveAspectRatio="none">'
        "<title>{}</title>{}</svg><p>{}</p></figure>\n"
    ).format(
        names[0],
        names[-1],
        _row(str(sum(row.values())) for row in rows),
        len(rows) * 10,
        in_words(gaps),
        Markup("").join(bars),
        _row(axis_names(graph, first)),
    )


def _row(words: Iterable[str]) -> Markup:
    """A word above or below each bar."""
    return Markup("").join(Markup("<span>{}</span>").format(word) for word in words)
