"""``.. what-changed::`` — what each published change did to the records, newest first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from docutils.parsers.rst import directives
from markupsafe import Markup
from pydantic import ValidationError

from wgkb.changes.comparing import Changes, RecordChange, from_json
from wgkb.changes.history import HistoryItem
from wgkb.changes.text import GROUPS, field_html, impact_words, summary
from wgkb.rendering import chip, item_html
from wgkb.views.base import View

if TYPE_CHECKING:
    from wgkb.graph import Graph
    from wgkb.rendering import LinkTo


class WhatChanged(View):
    """What ``python -m wgkb.changes.history`` collected; ``:limit:`` shows the newest."""

    view_name = "what-changed"
    option_spec = {"limit": directives.positive_int}  # noqa: RUF012

    @classmethod
    def html(cls, graph: Graph, options: Mapping[str, str], link_to: LinkTo) -> Markup:
        items = list(readable(graph.kept.history))[: int(options.get("limit", "30"))]
        if not items:
            return Markup(
                "<p>No history has been collected for this copy of the site; "
                "<code>make history</code> does it.</p>\n"
            )
        return Markup("\n").join(_change(graph, item, changes, link_to) for item, changes in items)


def readable(history: tuple[HistoryItem, ...]) -> list[tuple[HistoryItem, Changes]]:
    """The changes that did something to the records; others are of no interest to readers."""
    found = []
    for item in history:
        try:
            changes = from_json(item.changes)
        except ValidationError:
            continue
        if changes.records or changes.cells:
            found.append((item, changes))
    return found


def _change(graph: Graph, item: HistoryItem, changes: Changes, link_to: LinkTo) -> Markup:
    groups = Markup("\n").join(
        Markup("<h3>{}</h3>\n<ul>\n{}\n</ul>").format(
            title,
            Markup("\n").join(_record(graph, change, link_to) for change in found),
        )
        for kind, title in GROUPS
        if (found := changes.of_kind(kind))  # type: ignore[arg-type]
    )
    return Markup(
        '<section class="wg-change" id="change-{0}"><h2><time datetime="{1}">{2}</time> {3}'
        '<a class="headerlink" href="#change-{0}" title="Link to this heading">#</a></h2>\n'
        "<p>{4}.</p>\n{5}</section>"
    ).format(
        item.commit[:12],
        item.date,
        item.date[:10],
        item.subject,
        summary(changes).capitalize(),
        groups,
    )


def _record(graph: Graph, change: RecordChange, link_to: LinkTo) -> Markup:
    item = graph.item(change.id)
    name = (
        item_html(item, link_to)
        if item.docname
        else Markup("{} {}").format(change.id, change.title)
    )
    moved = Markup(" ({} → {})").format(chip(change.was), chip(change.standing))
    fields = Markup("\n").join(field_html(field) for field in change.fields)
    return Markup("<li>{} {}{}{}{}</li>").format(
        change.label.capitalize(),
        name,
        moved if change.was else "",
        f": {impact_words(change)} depend on it" if change.impact else "",
        Markup("\n<ul>\n{}\n</ul>").format(fields) if fields else "",
    )
