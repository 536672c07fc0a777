"""Meetings in the order of time, and what follows from it: neighbours, ages, slots.

Pure functions over the graph.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from wgkb.files.schedule import Held, Series, Slot, slug
from wgkb.model import times
from wgkb.model.records import Action, ActionState, Completeness, Meeting, MeetingKind

if TYPE_CHECKING:
    from wgkb.graph.graph import Graph

ANNOUNCED = frozenset({Completeness.AGENDA, Completeness.ANNOUNCEMENT, Completeness.SCHEDULE})
"""Records that are written before a meeting and do not show that it was held."""


def time_words(meeting: Meeting, field: str) -> tuple[str, ...]:
    """The start or the end of *meeting* in words: local time and UTC."""
    if field == "start":
        return times.start_words(meeting.start)
    return times.end_words(meeting.end or "", meeting.start)


def neighbours(graph: Graph, meeting: Meeting) -> Iterator[tuple[str, Meeting]]:
    """The meeting before and the one after it, each with a label, as far as there are any."""
    rank = graph.meeting_rank.get(meeting.id)
    if rank is None:
        return
    if rank > 0:
        yield "Previous meeting", graph.meetings[rank - 1]
    if rank + 1 < len(graph.meetings):
        yield "Next meeting", graph.meetings[rank + 1]


def reached(graph: Graph) -> dt.date | None:
    """A day that has certainly come: that of the build, or of the last meeting held."""
    held = [times.days(m.start)[0] for m in graph.meetings if m.record not in ANNOUNCED]
    if graph.date is not None:
        held.append(graph.date)
    return max(held, default=None)


def opened_in(graph: Graph, action: Action) -> Meeting | None:
    """The meeting in which somebody promised *action*."""
    meeting = graph.get(action.id.partition("/")[0])
    return meeting if isinstance(meeting, Meeting) else None


def opened_on(graph: Graph, action: Action) -> dt.date | None:
    """The day of that meeting; None if it is known only by its month."""
    meeting = opened_in(graph, action)
    if meeting is None:
        return None
    first, last = times.days(meeting.start)
    return first if first == last else None


def closed_on(graph: Graph, action: Action) -> dt.date | None:
    """The day of the meeting that closed *action*, as far as it is known."""
    meeting = graph.get(action.closed_in[0]) if action.closed_in else None
    if not isinstance(meeting, Meeting):
        return None
    first, last = times.days(meeting.start)
    return first if first == last else None


def age(graph: Graph, action: Action) -> int | None:
    """For how many days *action* has been open on the date of the build.

    None if the build was given none, or the meeting is not known to the day or comes after it.
    """
    opened = opened_on(graph, action)
    if graph.date is None or opened is None or action.state is not ActionState.OPEN:
        return None
    return (graph.date - opened).days if opened <= graph.date else None


def is_overdue(action: Action, day: dt.date | None) -> bool:
    """Is *action* still open on *day* although it was due before?"""
    late = day is not None and action.due is not None and action.due < day
    return late and action.state is ActionState.OPEN


def held_by_series(graph: Graph) -> dict[str, list[Meeting]]:
    """The meetings that were held, by the first day that they may have had, for each series.

    Talks are left out: nobody is asked there what became of a promise.
    """
    found: dict[str, list[Meeting]] = defaultdict(list)
    for meeting in graph.meetings:
        if meeting.record not in ANNOUNCED and meeting.kind is not MeetingKind.TALK:
            found[slug(meeting.series)].append(meeting)
    for meetings in found.values():
        meetings.sort(key=_first_day)
    return found


def later_meetings(held: Mapping[str, list[Meeting]], meeting: Meeting) -> list[Meeting]:
    """The meetings of the same series that were certainly held on a day after *meeting*."""
    meetings = held.get(slug(meeting.series), [])
    return meetings[bisect_right(meetings, times.days(meeting.start)[1], key=_first_day) :]


def _first_day(meeting: Meeting) -> dt.date:
    return times.days(meeting.start)[0]


def series_of(graph: Graph, meeting: Meeting) -> Series | None:
    """The series of the schedule to which *meeting* says that it belongs."""
    return next((s for s in graph.schedule if s.is_called(meeting.series)), None)


def meetings_of(graph: Graph, series: Series) -> list[Meeting]:
    """The meetings that say that they belong to *series*."""
    return [meeting for meeting in graph.meetings if series.is_called(meeting.series)]


def by_slot(graph: Graph, series: Series, until: dt.date) -> list[tuple[Slot, Meeting | None]]:
    """Each slot of *series* up to *until*, with the meeting of that day in its own zone."""
    slots = series.slots(until)
    taken: dict[dt.date, Meeting] = {}
    for meeting in meetings_of(graph, series):
        first, last = times.days(meeting.start)
        if first == last:
            taken.setdefault(times.moment(meeting.start).date(), meeting)
    return [(slot, taken.get(slot.start.astimezone(dt.UTC).date())) for slot in slots]


def missed(graph: Graph, series: Series) -> list[Slot]:
    """The slots of the past that were not skipped and have no page."""
    day = reached(graph)
    if day is None or series.held is Held.UNKNOWN:
        return []
    return [
        slot
        for slot, meeting in by_slot(graph, series, day - dt.timedelta(days=1))
        if meeting is None and not slot.skipped
    ]
