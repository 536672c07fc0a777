"""Rules on meetings: their times, the schedule, and what was promised in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import combinations

from wgkb.files.schedule import Series, Slot
from wgkb.graph import meetings as diary
from wgkb.graph.graph import Graph
from wgkb.model import times
from wgkb.model.findings import Finding, rule
from wgkb.model.records import Action, ActionState, Meeting, instant
from wgkb.rules.examples import MEETING

MAX_MEETINGS = 3
"""Later meetings of the series after which an open action is asked about."""
HORIZON = dt.timedelta(days=2 * 366)
"""How far two series are compared: long enough for a year of 53 weeks."""

_ACTION = (
    MEETING
    + """
    ```{action} A1 Send the survey
    :owner: ada-lovelace
    :due: 2017-06-20
    :state: open

    Ada sends the survey to the operators.
    ```
"""
)


def _later(day: str) -> str:
    """Another meeting, on *day*."""
    page = MEETING.replace("2017-06-07", day).replace("7 June", day)
    return page.replace(" {cite}`lebre2017revising`", " {cite}`cherrueau2018edge`")


_SERIES = """
    === data/schedule.yaml
    project: Weekly meeting
    meeting_id: weekly
    schedule:
      - time: '1500'
        day: Wednesday
        irc: meeting-1
        frequency: weekly
        start_date: 20170531
    chair: Ada Lovelace
    description: Every week.
"""

_IN_SERIES = MEETING.replace(":record: full", ":record: full\n    :series: weekly")


@rule(
    "graph",
    bad=_ACTION.replace("    :owner: ada-lovelace\n", ""),
    good=_ACTION,
)
def unowned_action(graph: Graph) -> Iterator[Finding]:
    """Every open action has somebody who promised it."""
    for action in graph.of_type(Action):
        if action.state is ActionState.OPEN and not action.owner:
            yield graph.entries[action.id].finding(
                "unowned-action",
                f"action {action.id} has no owner; name a person in :owner:, or set "
                ":state: dropped",
            )


@rule(
    "graph",
    bad=_ACTION + _later("2017-07-05"),
    good=_ACTION.replace("state: open", "state: done") + _later("2017-07-05"),
)
def overdue_action(graph: Graph) -> Iterator[Finding]:
    """No action is open after its due date, which is over with a later meeting at the latest."""
    day = diary.reached(graph)
    for action in graph.of_type(Action):
        if diary.is_overdue(action, day):
            yield graph.entries[action.id].finding(
                "overdue-action",
                f"action {action.id} was due on {action.due} and is open on {day}; set its "
                ":state:, or agree on another :due:",
                "due",
            )


@rule(
    "graph",
    bad=_ACTION.replace("    :due: 2017-06-20\n", "")
    + _later("2017-06-14")
    + _later("2017-06-21")
    + _later("2017-06-28"),
    good=_ACTION.replace(
        "    :due: 2017-06-20\n    :state: open",
        "    :state: done\n    :closed-in: 2017-06-21-irc",
    )
    + _later("2017-06-14")
    + _later("2017-06-21")
    + _later("2017-06-28"),
)
def lingering_action(graph: Graph) -> Iterator[Finding]:
    """No action without a due date stays open for three meetings of its series."""
    held = diary.held_by_series(graph)
    for action in graph.of_type(Action):
        meeting = diary.opened_in(graph, action)
        if action.state is not ActionState.OPEN or action.due is not None or meeting is None:
            continue
        later = diary.later_meetings(held, meeting)
        if len(later) >= MAX_MEETINGS:
            yield graph.entries[action.id].finding(
                "lingering-action",
                f"action {action.id} is open after {len(later)} later meetings, the last being "
                f"{later[-1].id}; set its :state:, or give it a :due:",
                "state",
            )


@rule(
    "graph",
    bad=_ACTION.replace(":state: open", ":state: open\n    :closed-in: 2017-06-07-irc"),
    good=_ACTION.replace(":state: open", ":state: done\n    :closed-in: 2017-06-07-irc"),
)
def closed_action(graph: Graph) -> Iterator[Finding]:
    """An action that a meeting closed is done or dropped, and was not closed before it began."""
    for action in graph.of_type(Action):
        if not action.closed_in:
            continue
        entry = graph.entries[action.id]
        if action.state is ActionState.OPEN:
            yield entry.finding(
                "closed-action",
                f"action {action.id} was closed in {action.closed_in[0]} but its state is open; "
                "set :state: done or dropped",
                "state",
            )
        opened = graph.meeting_rank.get(action.id.partition("/")[0])
        closed = graph.meeting_rank.get(action.closed_in[0])
        if opened is not None and closed is not None and closed < opened:
            yield entry.finding(
                "closed-action",
                f"action {action.id} was closed in {action.closed_in[0]}, which is earlier than "
                "the meeting that opened it",
                "closed-in",
            )


@rule(
    "graph",
    bad=MEETING.replace(
        ":start: 2017-06-07 15:00 UTC",
        ":start: 2017-06-07 15:00 Europe/Paris\n    :end: 2017-06-07 12:00 UTC",
    ),
    good=MEETING.replace(
        ":start: 2017-06-07 15:00 UTC",
        ":start: 2017-06-07 15:00 Europe/Paris\n    :end: 2017-06-07 14:00 UTC",
    ),
)
def meeting_time(graph: Graph) -> Iterator[Finding]:
    """A meeting ends after it begins, and its id begins with the date of its start."""
    for meeting in graph.of_type(Meeting):
        entry = graph.entries[meeting.id]
        if meeting.end and _ends_before(meeting.start, meeting.end):
            yield entry.finding(
                "meeting-time",
                f"meeting {meeting.id}: its end, {meeting.end}, is before its start, "
                f"{meeting.start}",
                "end",
            )
        if not meeting.id.startswith(meeting.start[: len("2017-06")]):
            yield entry.finding(
                "meeting-time",
                f"meeting {meeting.id} starts on {meeting.start[:10]}, which its id contradicts; "
                "an id never changes, so check the start",
                "start",
            )


def _ends_before(start: str, end: str) -> bool:
    exact = instant(start), instant(end)
    if exact[0] is not None and exact[1] is not None:
        return exact[1] < exact[0]
    return times.days(end)[1] < times.days(start)[0]


@rule(
    "graph",
    bad=_SERIES + _IN_SERIES,
    good=_SERIES.replace(
        "start_date: 20170531",
        "start_date: 20170531\n"
        "        skip_dates:\n"
        "          - {skip_date: 20170531, reason: Summit week.}",
    )
    + _IN_SERIES,
)
def missing_minutes(graph: Graph) -> Iterator[Finding]:
    """Every past slot of the schedule has a page, was skipped, or belongs to a series of which
    nobody knows whether it met (``held: unknown``)."""
    for series in graph.schedule:
        slots = diary.missed(graph, series)
        if not slots:
            continue
        more = f" and {len(slots) - 1} more slots" if len(slots) > 1 else ""
        yield Finding(
            series.path,
            1,
            "missing-minutes",
            f"{series.project}: there is no meeting page for {slots[0].start:%Y-%m-%d}{more}; "
            "write it (wgkb new meeting), or list the date in skip_dates",
        )


@rule(
    "graph",
    bad=_SERIES
    + _SERIES.replace("schedule.yaml", "schedule/other.yaml")
    .replace("Weekly", "Other")
    .replace("meeting_id: weekly", "meeting_id: other")
    .replace("'1500'", "'1530'"),
    good=_SERIES
    + _SERIES.replace("schedule.yaml", "schedule/other.yaml")
    .replace("Weekly", "Other")
    .replace("meeting_id: weekly", "meeting_id: other")
    .replace("'1500'", "'1600'"),
)
def slot_conflict(graph: Graph) -> Iterator[Finding]:
    """No two meetings of the schedule are in one channel at one time, and no two pages are
    minutes of one meeting of a series."""
    for one, other in combinations(graph.schedule, 2):
        clash = _first_clash(one, other)
        if clash is not None:
            yield Finding(
                other.path,
                1,
                "slot-conflict",
                f"{other.project} meets in #{clash.rule.irc} on {clash.start:%Y-%m-%d %H:%M} "
                f"{clash.rule.timezone}, when {one.project} ({one.path}) is there; move one",
            )
    taken: dict[tuple[str, dt.datetime], Meeting] = {}
    for meeting in graph.meetings:
        exact = instant(meeting.start)
        if not meeting.series or exact is None:
            continue
        first = taken.setdefault((meeting.series, exact.astimezone(dt.UTC)), meeting)
        if first is not meeting:
            yield graph.entries[meeting.id].finding(
                "slot-conflict",
                f"meeting {meeting.id} begins at the same time as {first.id} of the same "
                "series; join the two pages",
                "start",
            )


def _first_clash(one: Series, other: Series) -> Slot | None:
    """The first slot of *other* that overlaps with one of *one* in the same channel."""
    rooms = {rule.irc for rule in one.schedule} & {rule.irc for rule in other.schedule}
    if not rooms:
        return None
    starts = [rule.start_date for series in (one, other) for rule in series.schedule]
    until = max(starts) + HORIZON
    slots = sorted(
        (
            (slot.start, number, slot)
            for number, series in enumerate((one, other))
            for slot in series.slots(until)
            if slot.rule.irc in rooms and not slot.skipped
        ),
        key=lambda item: item[:2],
    )
    busy: dict[tuple[int, str], Slot] = {}
    for _, number, slot in slots:
        before = busy.get((1 - number, slot.rule.irc))
        if before is not None and before.end > slot.start:
            return slot if number else before
        own = busy.get((number, slot.rule.irc))
        if own is None or own.end < slot.end:
            busy[number, slot.rule.irc] = slot
    return None
