"""``.. meeting-timeline::`` — all meetings on one axis of time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from markupsafe import Markup

from wgkb.meetings import times
from wgkb.model import Meeting
from wgkb.views.axis import Mark, axis_html
from wgkb.views.base import View
from wgkb.words import counted

if TYPE_CHECKING:
    from wgkb.graph import Graph
    from wgkb.rendering import LinkTo

MAX_ROWS = 60
"""Meetings that are shown; of more, the newest."""


class MeetingTimeline(View):
    """A row for each meeting; where only the month is known, its bar is as long as the month."""

    view_name = "meeting-timeline"

    @classmethod
    def html(cls, graph: Graph, options: Mapping[str, str], link_to: LinkTo) -> Markup:
        meetings = graph.meetings[-MAX_ROWS:]
        if not meetings:
            return Markup("<p>No meeting is recorded.</p>\n")
        left_out = len(graph.meetings) - len(meetings)
        more = counted(left_out, "earlier one is", "earlier ones are")
        caption = Meeting.type.counted(len(meetings)) + (f"; {more} left out" if left_out else "")
        caption += ". A long bar says that only the month is known."
        return axis_html(caption, [_mark(graph, meeting, link_to) for meeting in meetings])


def _mark(graph: Graph, meeting: Meeting, link_to: LinkTo) -> Mark:
    first, last = times.days(meeting.start)
    return Mark(
        meeting.title,
        link_to(graph.item(meeting.id)),
        first,
        max(last, times.days(meeting.end)[1]) if meeting.end else last,
        times.short(meeting.start),
        exact=first == last,
    )
