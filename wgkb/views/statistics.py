"""``.. meeting-statistics::`` — how often the group met, with whom, and what came of it."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from markupsafe import Markup

from wgkb.meetings import diary, times
from wgkb.model import Action, ActionState, Meeting
from wgkb.views.base import View
from wgkb.views.table import table_html
from wgkb.words import counted

if TYPE_CHECKING:
    from wgkb.graph import Graph
    from wgkb.rendering import LinkTo

Quarter = tuple[int, int]


class MeetingStatistics(View):
    """Meetings and attendance by quarter, and how long actions stay open.

    A meeting that was only announced counts as announced.  Attendance is the number of people
    whom pages name as attendees, over the meetings that name any.
    """

    view_name = "meeting-statistics"

    @classmethod
    def html(cls, graph: Graph, options: Mapping[str, str], link_to: LinkTo) -> Markup:
        if not graph.meetings:
            return Markup("<p>No meeting is recorded.</p>\n")
        return _by_quarter(graph) + _actions(graph)


def _by_quarter(graph: Graph) -> Markup:
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
            announced[year, number] or "–",
            _attendance(attendance.get((year, number), [])),
        )
        for year, number in quarters
    ]
    return table_html(
        f"{counted(held.total(), 'meeting or session', 'meetings and sessions')} with a record, "
        f"{announced.total()} only announced",
        ["Quarter", "With a record", "Announced", "Attendance"],
        rows,
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


def _bar(count: int, most: int) -> Markup:
    """A number with a bar; the bar is decoration."""
    if not count:
        return Markup("–")
    return Markup(
        '{}<svg class="wg-bar" viewBox="0 0 {} 1" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="wg-fill--closed" width="{}" height="1"/></svg>'
    ).format(count, most, count)


def _attendance(numbers: list[int]) -> str:
    if not numbers:
        return "not known"
    return f"{statistics.mean(numbers):.1f} on average, in {len(numbers)} of the meetings"


def _actions(graph: Graph) -> Markup:
    actions = graph.of_type(Action)
    if not actions:
        return Markup()
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
    return Markup("<p>{}: {}. {}</p>\n").format(Action.type.counted(len(actions)), counts, words)


def _days(spans: list[int]) -> str:
    if min(spans) == max(spans):
        return counted(spans[0], "day")
    median = statistics.median(spans)
    return f"{min(spans)} to {max(spans)} days; half of them within {median:g} days"
