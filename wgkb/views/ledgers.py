"""``.. action-ledger::`` and ``.. decision-ledger::`` — what meetings promised and decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from wgkb.drawing import pieces as p
from wgkb.graph import meetings as diary
from wgkb.graph.graph import MENTIONED
from wgkb.model.records import Action, ActionState, Decision, Link
from wgkb.model.times import short
from wgkb.model.words import counted
from wgkb.views.base import Options, view

if TYPE_CHECKING:
    from wgkb.graph.graph import Graph

NOTHING = "–"


class ActionLedgerOptions(Options):
    owner: Annotated[str, Link(("person",))] = Field(
        default="", description="The person whose actions are shown; none: all actions."
    )


@view(ActionLedgerOptions)
def action_ledger(graph: Graph, options: ActionLedgerOptions) -> p.Drawing:
    """All actions, or those of one person: open ones first, by owner, the oldest first.

    Ages are shown if the build was given a date.
    """
    owner = options.owner
    actions = [a for a in graph.of_type(Action) if not owner or owner in a.owner]
    return action_table(graph, actions) if actions else p.Paragraph("No action is recorded.")


def action_table(
    graph: Graph, actions: Sequence[Action], left_out: Collection[str] = ()
) -> p.Table:
    """*actions*, open ones first, by owner and age, without the columns that are *left_out*."""
    count = sum(action.state is ActionState.OPEN for action in actions)
    caption = f"{Action.type.counted(len(actions))}, {count} open"
    if graph.date is None:
        left_out = {*left_out, "Age"}
    else:
        caption += f" on {short(graph.date.isoformat())}"
    columns = {name: cell for name, cell in _ACTION_COLUMNS.items() if name not in left_out}
    rows = [
        [cell(graph, action) for cell in columns.values()]
        for action in sorted(actions, key=_order(graph))
    ]
    return p.table(columns, rows, caption, "stack")


class _order:
    """Sorts actions: open first, then by owner, by day of the meeting, by id."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    def __call__(self, action: Action) -> tuple[object, ...]:
        rank = self.graph.meeting_rank.get(action.id.partition("/")[0], 0)
        number = int(action.id.rpartition("/A")[2])
        return (action.state is not ActionState.OPEN, action.owner, rank, number)


_ACTION_COLUMNS: dict[str, Callable[[Graph, Action], p.Words]] = {
    "Action": lambda graph, action: _record(graph, action.id),
    "Owner": lambda graph, action: _records(graph, action.owner),
    "State": lambda graph, action: p.Chip(action.state),
    "Age": lambda graph, action: _age(graph, action),
    "Opened in": lambda graph, action: _record(graph, _meeting(action.id)),
    "Due": lambda graph, action: _due(action, graph.date),
    "Mentioned in": lambda graph, action: _records(graph, _mentions(graph, action.id)),
    "Closed in": lambda graph, action: _records(graph, action.closed_in),
}


def _meeting(record_id: str) -> str:
    return record_id.partition("/")[0]


def _age(graph: Graph, action: Action) -> str:
    age = diary.age(graph, action)
    return NOTHING if age is None else counted(age, "day").replace(" ", "\u00a0")


def _due(action: Action, day: dt.date | None) -> p.Words:
    if action.due is None:
        return NOTHING
    words = short(action.due.isoformat())
    if diary.is_overdue(action, day):
        return words, " ", p.Span("strong", "overdue")
    return words


@view()
def decision_ledger(graph: Graph, options: Options) -> p.Drawing:
    """All decisions, the newest first, with what they replaced and what they changed."""
    decisions = graph.of_type(Decision)
    return (
        decision_table(graph, decisions) if decisions else p.Paragraph("No decision is recorded.")
    )


def decision_table(graph: Graph, decisions: Iterable[Decision]) -> p.Table:
    """*decisions*, the newest first."""
    newest = sorted(decisions, key=lambda decision: _place(graph, decision), reverse=True)
    gone = sum(graph.standing(decision) == "superseded" for decision in newest)
    caption = f"{Decision.type.counted(len(newest))}, {gone} superseded"
    head = ["Decision", "State", "Decided in", "Supersedes", "Superseded by", "Changes"]
    return p.table(head, (_decision(graph, d) for d in newest), caption, "stack")


def _place(graph: Graph, decision: Decision) -> tuple[int, int]:
    meeting, _, number = decision.id.rpartition("/D")
    return graph.meeting_rank.get(meeting, -1), int(number)


def _decision(graph: Graph, decision: Decision) -> list[p.Words]:
    newer = [
        link.source
        for link in graph.back_links.get(decision.id, ())
        if link.label == "Superseded by"
    ]
    return [
        _record(graph, decision.id),
        p.Chip(graph.standing(decision)),
        _record(graph, decision.id.partition("/")[0]),
        _records(graph, decision.supersedes),
        _records(graph, newer),
        _records(graph, decision.changes),
    ]


def _mentions(graph: Graph, record_id: str) -> list[str]:
    """The pages and records whose text mentions a record, but for its own meeting."""
    own = record_id.partition("/")[0]
    return [
        link.source
        for link in graph.back_links.get(record_id, ())
        if link.label == MENTIONED and link.source != own
    ]


def _record(graph: Graph, record_id: str) -> p.Words:
    """A record as a link without its state, which has a column of its own."""
    return p.quiet(graph.item(record_id))


def _records(graph: Graph, ids: Iterable[str]) -> p.Words:
    return p.joined(_record(graph, i) for i in ids) or NOTHING
