"""``.. unlocks::`` — which use cases closing a gap would make possible.

``:severity: blocking, high`` names the severities that stop a use case; left out, the first only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from docutils.parsers.rst import directives
from markupsafe import Markup

from wgkb.model import Severity
from wgkb.rendering import item_html
from wgkb.unlocks import Effect, effects, shortest_sets, stopped_by
from wgkb.views.base import View
from wgkb.views.table import table_html

if TYPE_CHECKING:
    from wgkb.graph import Graph
    from wgkb.rendering import LinkTo


def severities(text: str) -> str:
    """The option ``:severity:``.

    :raises ValueError: it names something else than severities.
    """
    names = [name.strip() for name in directives.unchanged_required(text).split(",")]
    for name in names:
        if name not in set(Severity):
            raise ValueError(f'"{name}" is no severity; known: {", ".join(Severity)}')
    return ", ".join(names)


class Unlocks(View):
    """Text, picture and tables: gaps by what they unlock, use cases by what stops them."""

    view_name = "unlocks"
    option_spec = {"severity": severities}  # noqa: RUF012

    @classmethod
    def html(cls, graph: Graph, options: Mapping[str, str], link_to: LinkTo) -> Markup:
        chosen = [Severity(s) for s in options.get("severity", Severity.BLOCKING).split(", ")]
        stopped = stopped_by(graph, chosen)
        ranked = effects(stopped)
        sets = shortest_sets(stopped)
        words = _words(stopped, ranked, sets, " or ".join(chosen))
        if not ranked:
            return words
        name = f"{' or '.join(chosen)} gaps"
        return words + Markup("{}{}{}").format(
            _picture(graph, ranked, sets, name, link_to),
            table_html(
                f"What closing each of the {name} does",
                ("Gap", "Makes possible", "Stands in the way of"),
                (
                    (
                        _link(graph, effect.gap, link_to),
                        _links(graph, effect.unlocks, link_to) or "–",
                        len(effect.stops),
                    )
                    for effect in ranked
                ),
            ),
            table_html(
                f"The {name} to close for each use case",
                ("Use case", "Number", "Gaps"),
                (
                    (
                        _link(graph, case, link_to),
                        len(gaps),
                        Markup(", ").join(_id(graph, gap, link_to) for gap in gaps),
                    )
                    for case, gaps in sets
                ),
            ),
        )


def _words(
    stopped: Mapping[str, object],
    ranked: Sequence[Effect],
    sets: Sequence[tuple[str, tuple[str, ...]]],
    severity: str,
) -> Markup:
    alone = [effect for effect in ranked if effect.unlocks]
    unlocked = sum(len(effect.unlocks) for effect in alone)
    text = (
        f"{_count(len(stopped) - len(sets), 'use case')} of {len(stopped)} "
        f"{'is' if len(stopped) - len(sets) == 1 else 'are'} stopped by no {severity} gap. "
    )
    if sets:
        text += f"{_count(len(ranked), 'gap')} stop{'s' if len(ranked) == 1 else ''} the others. "
        text += (
            f"{_count(len(alone), 'of them', 'of them')}, closed alone, would make "
            f"{_count(unlocked, 'use case')} possible. "
            if alone
            else "None of them, closed alone, would make one possible. "
        )
        text += f"The shortest way to one more is to close {_count(len(sets[0][1]), 'gap')}."
    return Markup("<p>{}</p>\n").format(text.strip())


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _picture(
    graph: Graph,
    ranked: Sequence[Effect],
    sets: Sequence[tuple[str, tuple[str, ...]]],
    name: str,
    link_to: LinkTo,
) -> Markup:
    """A row of squares for each use case, a column for each gap; filled where it stops it."""
    columns = [effect.gap for effect in ranked]
    rows = Markup("\n").join(
        Markup(
            '<li class="wg-row">{}<svg viewBox="0 0 {} 1" preserveAspectRatio="none" role="img">'
            "<title>{}</title>{}</svg><span>{}</span></li>"
        ).format(
            _link(graph, case, link_to),
            len(columns),
            f"stopped by {', '.join(gaps)}",
            Markup("").join(
                Markup(
                    '<rect class="wg-fill--open" x="{}" y="0.1" width="0.8" height="0.8"/>'
                ).format(columns.index(gap))
                for gap in gaps
            ),
            len(gaps),
        )
        for case, gaps in sets
    )
    return Markup(
        '<figure class="wg-chart wg-strip wg-unlocks"><figcaption>Use cases and the {} that stop '
        "them: a column for each gap, in the order of the table below</figcaption>"
        "<ol>\n{}\n</ol></figure>\n"
    ).format(name, rows)


def _link(graph: Graph, record_id: str, link_to: LinkTo) -> Markup:
    return item_html(graph.item(record_id)._replace(standing=""), link_to)


def _id(graph: Graph, record_id: str, link_to: LinkTo) -> Markup:
    return Markup('<a class="wg-ref wg-id" href="{}">{}</a>').format(
        link_to(graph.item(record_id)), record_id
    )


def _links(graph: Graph, ids: Sequence[str], link_to: LinkTo) -> Markup:
    return Markup(", ").join(_link(graph, record_id, link_to) for record_id in ids)
