"""``.. timeline::`` — the dated events of its page (``.. event::``) on one axis of time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from wgkb.drawing import pieces as p
from wgkb.graph.graph import Item
from wgkb.model import times
from wgkb.model.records import FromPage
from wgkb.model.words import counted
from wgkb.views.base import Options, view
from wgkb.views.time_strip import Moment, time_strip

if TYPE_CHECKING:
    from wgkb.graph.graph import Graph


class TimelineOptions(Options):
    page: Annotated[str, FromPage()]


@view(TimelineOptions)
def timeline(graph: Graph, options: TimelineOptions) -> p.Drawing:
    """A row for each event of its page that has a title, which leads to its text."""
    page = options.page
    moments = []
    for event in graph.pages[page].events if page in graph.pages else ():
        first, last = times.period(event.when)
        item = Item(event.title, docname=page, anchor=event.anchor)
        words = times.period_words(event.when)
        moments.append(Moment(item, first, last, words, times.to_the_day(event.when)))
    if not moments:
        return p.Paragraph("No event has a date and a title.")
    moments.sort(key=lambda moment: (moment.first, moment.last))
    caption = (
        f"{counted(len(moments), 'event')}. Where only the month or the year is known, "
        "the bar is as long, and grey."
    )
    return time_strip(caption, moments)
