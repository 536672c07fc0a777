"""``.. unlocks::`` — which use cases closing a gap would make possible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pydantic import Field

from wgkb.drawing import pieces as p
from wgkb.graph.unlocks import Effect, effects, shortest_sets, stopped_by
from wgkb.model.records import Severity
from wgkb.model.words import counted
from wgkb.views.base import Options, view

if TYPE_CHECKING:
    from wgkb.graph.graph import Graph


class UnlocksOptions(Options):
    severity: tuple[Severity, ...] = Field(
        default=(Severity.BLOCKING,), description="The severities that stop a use case."
    )


@view(UnlocksOptions)
def unlocks(graph: Graph, options: UnlocksOptions) -> p.Drawing:
    """Text, picture and tables: gaps by what they unlock, use cases by what stops them."""
    stopped = stopped_by(graph, options.severity)
    ranked = effects(stopped)
    sets = shortest_sets(stopped)
    severity = " or ".join(options.severity)
    words = _words(stopped, ranked, sets, severity)
    if not ranked:
        return words
    return (
        words,
        _picture(graph, ranked, sets, f"{severity} gaps"),
        p.table(
            ("Gap", "Makes possible", "Stands in the way of"),
            (
                (
                    p.quiet(graph.item(effect.gap)),
                    p.joined(p.quiet(graph.item(case)) for case in effect.unlocks) or "–",
                    str(len(effect.stops)),
                )
                for effect in ranked
            ),
            f"What closing each of the {severity} gaps does",
            "stack",
        ),
        p.table(
            ("Use case", "Number", "Gaps"),
            (
                (
                    p.quiet(graph.item(case)),
                    str(len(gaps)),
                    p.joined(p.ById(p.quiet(graph.item(gap))) for gap in gaps),
                )
                for case, gaps in sets
            ),
            f"The {severity} gaps to close for each use case",
            "stack",
        ),
    )


def _words(
    stopped: Mapping[str, object],
    ranked: Sequence[Effect],
    sets: Sequence[tuple[str, tuple[str, ...]]],
    severity: str,
) -> p.Drawing:
    alone = [effect for effect in ranked if effect.unlocks]
    unlocked = sum(len(effect.unlocks) for effect in alone)
    text = (
        f"{counted(len(stopped) - len(sets), 'use case')} of {len(stopped)} "
        f"{'is' if len(stopped) - len(sets) == 1 else 'are'} stopped by no {severity} gap. "
    )
    if sets:
        text += f"{counted(len(ranked), 'gap')} stop{'s' if len(ranked) == 1 else ''} the others. "
        text += (
            f"{counted(len(alone), 'of them', 'of them')}, closed alone, would make "
            f"{counted(unlocked, 'use case')} possible. "
            if alone
            else "None of them, closed alone, would make one possible. "
        )
        text += f"The shortest way to one more is to close {counted(len(sets[0][1]), 'gap')}."
    return p.Paragraph(text.strip())


def _picture(
    graph: Graph, ranked: Sequence[Effect], sets: Sequence[tuple[str, tuple[str, ...]]], name: str
) -> p.Strip:
    """A row of squares for each use case, a column for each gap; filled where it stops it."""
    columns = [effect.gap for effect in ranked]
    lines = tuple(
        p.Line(
            p.Link(graph.item(case), graph.item(case).text),
            p.Picture(
                len(columns),
                1,
                tuple(p.Mark("open", columns.index(gap), 0.8, 0.1, 0.8) for gap in gaps),
                f"stopped by {', '.join(gaps)}",
            ),
            str(len(gaps)),
        )
        for case, gaps in sets
    )
    return p.Strip(
        lines,
        (),
        f"Use cases and the {name} that stop them: a column for each gap, in the order of the "
        "table below",
        "unlocks",
    )
