"""``.. action-ledger::`` and ``.. decision-ledger::`` — what meetings promised and decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from docutils.parsers.rst import directives
from markupsafe import Markup, escape

from wgkb.graph import MENTIONED, Item
from wgkb.meetings import diary
from wgkb.meetings.times import short
from wgkb.model import Action, ActionState, Decision
from wgkb.rendering import chip, item_html
from wgkb.views.base import View
from wgkb.views.table import table_html
from wgkb.words import counted

if TYPE_CHECKING:
    from wgkb.graph import Graph
    from wgkb.rendering import LinkTo

NOTHING = Markup("–")


class ActionLedger(View):
    """All actions: open ones first, by owner, the oldest first.

    ``:owner:`` shows those of one person.  Ages are shown if the build was given a date.
    """

    view_name = "action-ledger"
    option_spec = {"owner": directives.unchanged_required}  # noqa: RUF012

    @classmethod
    def html(cls, graph: Graph, options: Mapping[str, str], link_to: LinkTo) -> Markup:
        owner = options.get("owner", "")
        actions = [a for a in graph.of_type(Action) if not owner or owner in a.owner]
        if not actions:
            return Markup("<p>No action is recorded.</p>\n")
        return action_table(graph, actions, link_to)


def action_table(
    graph: Graph, actions: Sequence[Action], link_to: LinkTo, left_out: Collection[str] = ()
) -> Markup:
    """*actions*, open ones first, by owner and age, without the columns that are *left_out*."""
    count = sum(action.state is ActionState.OPEN for action in actions)
    caption = f"{Action.type.counted(len(actions))}, {count} open"
    if graph.date is None:
        left_out = {*left_out, "Age"}
    else:
        caption += f" on {short(graph.date.isoformat())}"
    columns = {name: cell for name, cell in _ACTION_COLUMNS.items() if name not in left_out}
    rows = [
        [cell(graph, action, link_to) for cell in columns.values()]
        for action in sorted(actions, key=_order(graph))
    ]
    return table_html(caption, list(columns), rows)


class _order:
    """Sorts actions: open first, then by owner, by day of the meeting, by id."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    def __call__(self, action: Action) -> tuple[object, ...]:
        rank = self.graph.meeting_rank.get(action.id.partition("/")[0], 0)
        number = int(action.id.rpartition("/A")[2])
        return (action.state is not ActionState.OPEN, action.owner, rank, number)


_ACTION_COLUMNS: dict[str, Callable[[Graph, Action, LinkTo], Markup]] = {
    "Action": lambda graph, action, link_to: _record(graph, action.id, link_to),
    "Owner": lambda graph, action, link_to: _records(graph, action.owner, link_to),
    "State": lambda graph, action, link_to: chip(action.state),
    "Age": lambda graph, action, link_to: _age(graph, action),
    "Opened in": lambda graph, action, link_to: _record(graph, _meeting(action.id), link_to),
    "Due": lambda graph, action, link_to: _due(action, graph.date),
    "Mentioned in": lambda graph, action, link_to: _records(
        graph, _mentions(graph, action.id), link_to
    ),
    "Closed in": lambda graph, action, link_to: _records(graph, action.closed_in, link_to),
}


def _meeting(record_id: str) -> str:
    return record_id.partition("/")[0]


def _age(graph: Graph, action: Action) -> Markup:
    age = diary.age(graph, action)
    return NOTHING if age is None else escape(counted(age, "day").replace(" ", "\u00a0"))


def _due(action: Action, day: dt.date | None) -> Markup:
    if action.due is None:
        return NOTHING
    words = escape(short(action.due.isoformat()))
    if diary.is_overdue(action, day):
        words += Markup(" <strong>overdue</strong>")
    return words


class DecisionLedger(View):
    """All decisions, the newest first, with what they replaced and what they changed."""

    view_name = "decision-ledger"

    @classmethod
    def html(cls, graph: Graph, options: Mapping[str, str], link_to: LinkTo) -> Markup:
        decisions = graph.of_type(Decision)
        if not decisions:
            return Markup("<p>No decision is recorded.</p>\n")
        return decision_table(graph, decisions, link_to)


def decision_table(graph: Graph, decisions: Iterable[Decision], link_to: LinkTo) -> Markup:
    """*decisions*, the newest first."""
    newest = sorted(decisions, key=lambda decision: _place(graph, decision), reverse=True)
    gone = sum(graph.standing(decision) == "superseded" for decision in newest)
    caption = f"{Decision.type.counted(len(newest))}, {gone} superseded"
    head = ["Decision", "State", "Decided in", "Supersedes", "Superseded by", "Changes"]
    return table_html(caption, head, [_decision(graph, d, link_to) for d in newest])


def _place(graph: Graph, decision: Decision) -> tuple[int, int]:
    meeting, _, number = decision.id.rpartition("/D")
    return graph.meeting_rank.get(meeting, -1), int(number)


def _decision(graph: Graph, decision: Decision, link_to: LinkTo) -> list[object]:
    newer = [
        link.source
        for link in graph.back_links.get(decision.id, ())
        if link.label == "Superseded by"
    ]
    return [
        _record(graph, decision.id, link_to),
        chip(graph.standing(decision)),
        _record(graph, decision.id.partition("/")[0], link_to),
        _records(graph, decision.supersedes, link_to),
        _records(graph, newer, link_to),
        _records(graph, decision.changes, link_to),
    ]


def _mentions(graph: Graph, record_id: str) -> list[str]:
    """The pages and records whose text mentions a record, but for its own meeting."""
    own = record_id.partition("/")[0]
    return [
        link.source
        for link in graph.back_links.get(record_id, ())
        if link.label == MENTIONED and link.source != own
    ]


def _record(graph: Graph, record_id: str, link_to: LinkTo) -> Markup:
    """A record as a link without its state, which has a column of its own."""
    item = graph.item(record_id)
    return item_html(Item(item.text, "", item.target, item.docname, item.anchor), link_to)


def _records(graph: Graph, ids: Iterable[str], link_to: LinkTo) -> Markup:
    return Markup(", ").join(_record(graph, i, link_to) for i in ids) or NOTHING
