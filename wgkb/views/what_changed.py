"""``.. what-changed::`` — what each published change did to the records, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from wgkb.changes.collect import readable
from wgkb.changes.compare import Changes, FieldChange, RecordChange
from wgkb.changes.words import GONE, GROUPS, NEW, field_runs, impact_words, summary
from wgkb.drawing import pieces as p
from wgkb.files.history import HistoryItem
from wgkb.views.base import Count, Options, view

if TYPE_CHECKING:
    from wgkb.graph.graph import Graph


class WhatChangedOptions(Options):
    limit: Count = Field(default=30, description="Changes that are shown at most, the newest.")


@view(WhatChangedOptions)
def what_changed(graph: Graph, options: WhatChangedOptions) -> p.Drawing:
    """What ``python -m wgkb.changes.collect`` collected."""
    items = readable(graph.files.history)[: options.limit]
    if not items:
        words = "No history has been collected for this copy of the site; "
        return p.Paragraph((words, p.Span("code", "make history"), " does it."))
    return tuple(_change(graph, item, changes) for item, changes in items)


def _change(graph: Graph, item: HistoryItem, changes: Changes) -> p.Section:
    anchor = f"change-{item.commit[:12]}"
    groups = tuple(
        p.Section(
            f"{anchor}-{kind}", 3, title, p.Bullets(tuple(_record(graph, one) for one in found))
        )
        for kind, title in GROUPS
        if (found := changes.of_kind(kind))
    )
    title = (p.Day(item.date, item.date[:10]), f" {item.subject}")
    body = (p.Paragraph(f"{summary(changes).capitalize()}."), *groups)
    return p.Section(anchor, 2, title, body, "change")


def _record(graph: Graph, change: RecordChange) -> p.Words:
    item = graph.item(change.id)
    name = item if item.docname else f"{change.id} {change.title}"
    moved = (" (", p.Chip(change.was), " → ", p.Chip(change.standing), ")") if change.was else ()
    impact = f": {impact_words(change)} depend on it" if change.impact else ""
    fields = p.Bullets(tuple(map(_field, change.fields))) if change.fields else ()
    return f"{change.label.capitalize()} ", name, moved, impact, fields


def _field(change: FieldChange) -> p.Words:
    runs = (
        p.Span(run.kind, run.text) if run.kind in (GONE, NEW) else run.text
        for run in field_runs(change)
    )
    return p.Span("em", f"{change.name}:"), " ", p.joined(runs, " ")
