"""``.. meeting-series::`` — the series of the schedule, and the calendars of all meetings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from markupsafe import Markup

from wgkb.exports.names import CALENDAR, CALENDARS, MEETINGS_FEED
from wgkb.graph import file_item
from wgkb.meetings import diary, times
from wgkb.meetings.schedule import Held, Series
from wgkb.views.base import View
from wgkb.views.table import table_html

if TYPE_CHECKING:
    from wgkb.graph import Graph
    from wgkb.rendering import LinkTo


class MeetingSeries(View):
    """A table of the series, with a calendar file each."""

    view_name = "meeting-series"

    @classmethod
    def html(cls, graph: Graph, options: Mapping[str, str], link_to: LinkTo) -> Markup:
        links = Markup(
            '<p>All meetings: <a href="{}">calendar</a> (iCalendar), <a href="{}">feed</a> '
            "(Atom).</p>\n"
        ).format(link_to(file_item(CALENDAR)), link_to(file_item(MEETINGS_FEED)))
        if not graph.schedule:
            return links if graph.meetings else Markup("<p>No meeting is recorded.</p>\n")
        head = ["Series", "When and where", "Period", "Meetings"]
        rows = [_row(graph, series, link_to) for series in graph.schedule]
        return table_html("Series of meetings", head, rows) + links


def _row(graph: Graph, series: Series, link_to: LinkTo) -> list[object]:
    calendar = link_to(file_item(f"{CALENDARS}/{series.id}.ics"))
    places = [
        Markup("{}, <code>#{}</code>").format(rule.words, rule.irc) for rule in series.schedule
    ]
    starts = [rule.start_date for rule in series.schedule]
    begin = f"from {times.short(min(starts).isoformat())}" if starts else ""
    end = f"ended {times.short(series.ended)}" if series.ended else "goes on"
    pages = len(diary.meetings_of(graph, series))
    known = f"{pages or 'none'} recorded"
    if series.held is Held.UNKNOWN:
        known += "; which slots were used is not known"
    return [
        Markup('{} (<a href="{}">calendar</a>)<br><small>Chair: {}</small>').format(
            series.project, calendar, series.chair
        ),
        Markup("<br>").join(places),
        f"{begin}, {end}",
        known,
    ]
