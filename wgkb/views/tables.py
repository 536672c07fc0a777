"""``.. records::`` — a table of the records of one type, by id; meetings in order of time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.parsers.rst import directives
from markupsafe import Markup, escape

from wgkb.findings import did_you_mean
from wgkb.graph import Fact, Item
from wgkb.model import FIELDS, RECORD_TYPES, Record
from wgkb.rendering import chip, has_shown_id, item_html
from wgkb.views.base import View

if TYPE_CHECKING:
    from wgkb.graph import Graph
    from wgkb.rendering import LinkTo

_COLUMNS = {
    "use-case": "industry, scale, latency, autonomy, evidence",
    "requirement-area": "code, requirements",
    "requirement": "priority, origin, status, components",
    "component": "project-status, gaps",
    "gap": "severity, standing, fails",
    "support": "since, meets, meets-in-part",
    "meeting": "start, kind, record, place",
    "decision": "standing",
    "action": "owner, due, state",
    "vote": "results",
    "person": "nicks",
}
_ID_CLASS = ' class="wg-id"'
_COUNTED = {"requirements": ("requirement",), "gaps": ("gap",), "supports": ("support",)}


def _columns(options: Mapping[str, str]) -> list[str]:
    text = options.get("columns") or _COLUMNS[options["argument"]]
    return [column.strip() for column in text.split(",") if column.strip()]


class Records(View):
    """A table of all records of a type, or of those on this page's code with ``:code:``."""

    view_name = "records"
    required_arguments = 1
    option_spec = {  # noqa: RUF012
        "columns": directives.unchanged,
        "code": directives.unchanged,
        "caption": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        if name not in RECORD_TYPES:
            hint = did_you_mean(name, RECORD_TYPES)
            raise self.error(f"there is no record type {name}{hint}")
        known = {spec.name for spec in FIELDS[name]} | {"standing", *_COUNTED}
        for column in _columns({**self.options, "argument": name}):
            if column not in known:
                raise self.error(f"{name} has no column {column}{did_you_mean(column, known)}")
        return super().run()

    @classmethod
    def html(cls, graph: Graph, options: Mapping[str, str], link_to: LinkTo) -> Markup:
        model = RECORD_TYPES[options["argument"]]
        columns = _columns(options)
        code = options.get("code", "")
        records = [
            record
            for record in graph.of_type(model)
            if not code or record.id.startswith(f"{code}-")
        ]
        head = Markup("").join(
            Markup('<th scope="col">{}</th>').format(column.replace("-", " ").capitalize())
            for column in (model.type.label, *columns)
        )
        counts = {
            column: Counter(record_id.partition("-")[0] for record_id in graph.ids(types))
            for column, types in _COUNTED.items()
            if column in columns
        }
        rows = Markup("\n").join(
            _row(graph, record, columns, counts, link_to)
            for record in sorted(records, key=lambda r: (graph.meeting_rank.get(r.id, 0), r.id))
        )
        caption = options.get("caption") or model.type.counted(len(records))
        return Markup(
            '<div class="wg-table"><table class="table"><caption>{}</caption>\n'
            "<thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody></table></div>\n"
        ).format(caption, head, rows)


def _row(
    graph: Graph,
    record: Record,
    columns: list[str],
    counts: Mapping[str, Counter[str]],
    link_to: LinkTo,
) -> Markup:
    facts = {fact.name: fact for fact in graph.facts(record)}
    head = item_html(_without_chip(graph.item(record.id)), link_to)
    cells = ""
    for column in columns:
        if column == "standing":
            cell = chip(graph.standing(record))
        elif column in counts:
            cell = escape(counts[column][getattr(record, "code", "")])
        else:
            cell = _fact_html(facts.get(column), link_to)
        label = escape(column.replace("-", " ").capitalize())
        cells += f'<td data-label="{label}">{cell}</td>'
    return Markup(f'<tr><th scope="row">{head}</th>{cells}</tr>')


def _fact_html(fact: Fact | None, link_to: LinkTo) -> Markup:
    if fact is None:
        return Markup()  # the style sheet draws a dash, or leaves the cell out on a phone
    if all(item.docname for item in fact.items):
        return Markup(", ").join(
            Markup(
                f'<a{_ID_CLASS if has_shown_id(item) else ""} href="{escape(link_to(item))}">'
                f"{escape(item.target or item.text)}</a>"
            )
            for item in fact.items
        )
    return Markup(", ").join(item_html(item, link_to) for item in fact.items)


def _without_chip(item: Item) -> Item:
    return Item(item.text, "", item.target, item.docname, item.anchor)
