"""``.. meeting-statistics::`` — how often the group met, with whom, and what came of it."""

from __future__ import annotations

import statistics
from collections import Counter
from typing import TYPE_CHECKING

from wgkb.drawing import pieces as p
from wgkb.graph import meetings as diary
from wgkb.model import times
from wgkb.model.records import Action, ActionState, GapState, Meeting
from wgkb.model.words import counted
from wgkb.views.base import Options, view

if TYPE_CHECKING:
    from wgkb.graph.graph import Graph

Quarter = tuple[int, int]


@view()
def meeting_statistics(graph: Graph, options: Options) -> p.Drawing:
    """Meetings and attendance by quarter, and how long actions stay open.

    A meeting that was only announced counts as announced.  Attendance is the number of people
    whom pages name as attendees, over the meetings that name any.
    """
    if not graph.meetings:
        return p.Paragraph("No meeting is recorded.")
    return _by_quarter(graph), _actions(graph)


def _by_quarter(graph: Graph) -> p.Table:
    held: Counter[Quarter] = Counter()
    announced: Counter[Quarter] = Counter()
    attendance: dict[Quarter, list[int]] = {}
    for meeting in graph.meetings:
        quarter = _quarter(meeting)
        (announced if meeting.record in diary.ANNOUNCED else held)[quarter] += 1
        if meeting.attendees:
            attendance.setdefault(quarter, []).append(len(meeting.attendees))
    quarters = _all_between(_quarter(graph.meetings[0]), _quarter(graph.meetings[-1]))
    most = max((held + announced).values())
    rows = [
        (
            f"{year}, quarter {number}",
            _bar(held[year, number], most),
            str(announced[year, number] or "–"),
            _attendance(attendance.get((year, number), [])),
        )
        for year, number in quarters
    ]
    return p.table(
        ["Quarter", "With a record", "Announced", "Attendance"],
        rows,
        f"{counted(held.total(), 'meeting or session', 'meetings and sessions')} with a record, "
        f"{announced.total()} only announced",
        "stack",
    )


def _quarter(meeting: Meeting) -> Quarter:
    day = times.days(meeting.start)[0]
    return day.year, (day.month - 1) // 3 + 1


def _all_between(first: Quarter, last: Quarter) -> list[Quarter]:
    """All quarters from *first* to *last*, also those without a meeting."""
    return [
        (number // 4, number % 4 + 1)
        for number in range(first[0] * 4 + first[1] - 1, last[0] * 4 + last[1])
    ]


def _bar(count: int, most: int) -> p.Words:
    """A number with a bar; the bar is decoration."""
    if not count:
        return "–"
    bar = p.Picture(most, 1, (p.Mark(GapState.CLOSED, 0, count),), look="bar")
    return str(count), bar


def _attendance(numbers: list[int]) -> str:
    if not numbers:
        return "not known"
    return f"{statistics.mean(numbers):.1f} on average, in {len(numbers)} of the meetings"


def _actions(graph: Graph) -> p.Drawing:
    actions = graph.of_type(Action)
    if not actions:
        return ()
    states = Counter(action.state for action in actions)
    counts = ", ".join(f"{states[state]} {state}" for state in ActionState)
    spans = [
        (closed - opened).days
        for action in actions
        if (opened := diary.opened_on(graph, action))
        and (closed := diary.closed_on(graph, action))
    ]
    if spans:
        words = (
            f"{counted(len(spans), 'of them was', 'of them were')} closed in a known meeting, "
            f"after {_days(spans)}."
        )
    else:
        words = "None of them was closed in a meeting of a known day."
    return p.Paragraph(f"{Action.type.counted(len(actions))}: {counts}. {words}")


def _days(spans: list[int]) -> str:
    if min(spans) == max(spans):
        return counted(spans[0], "day")
    median = statistics.median(spans)
    return f"{min(spans)} to {max(spans)} days; half of them within {median:g} days"
