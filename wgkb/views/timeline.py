"""``.. timeline::`` — the dated events of its page (``.. event::``) on one axis of time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from docutils import nodes
from markupsafe import Markup

from wgkb.graph import Item
from wgkb.meetings import times
from wgkb.views.axis import Mark, axis_html
from wgkb.views.base import View
from wgkb.words import counted

if TYPE_CHECKING:
    from wgkb.graph import Graph
    from wgkb.rendering import LinkTo


class Timeline(View):
    """A row for each event with a title, which leads to its text."""

    view_name = "timeline"

    def run(self) -> list[nodes.Node]:
        self.options["page"] = self.env.docname
        return super().run()

    @classmethod
    def html(cls, graph: Graph, options: Mapping[str, str], link_to: LinkTo) -> Markup:
        page = options["page"]
        marks = []
        for event in graph.pages[page].events if page in graph.pages else ():
            first, last = times.period(event.when)
            address = link_to(Item(event.title, docname=page, anchor=event.anchor))
            words = times.period_words(event.when)
            marks.append(
                Mark(event.title, address, first, last, words, times.to_the_day(event.when))
            )
        if not marks:
            return Markup("<p>No event has a date and a title.</p>\n")
        marks.sort(key=lambda mark: (mark.first, mark.last))
        caption = (
            f"{counted(len(marks), 'event')}. Where only the month or the year is known, "
            "the bar is as long, and grey."
        )
        return axis_html(caption, marks)
