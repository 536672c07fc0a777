"""``.. records::`` — a table of the records of one type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.parsers.rst import directives
from markupsafe import Markup, escape

from wgkb.findings import did_you_mean
from wgkb.graph import Item
from wgkb.model import FIELDS, RECORD_TYPES, Record
from wgkb.rendering import chip, item_html
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
    "support": "since, meets",
    "meeting": "start, kind, record, place",
    "decision": "standing",
    "action": "owner, due, state",
    "person": "nicks",
}
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
        rows = Markup("\n").join(
            Markup('<tr><th scope="row">{}</th>{}</tr>').format(
                item_html(_without_chip(graph.item(record.id)), link_to),
                Markup("").join(
                    Markup('<td data-label="{}">{}</td>').format(
                        column.replace("-", " ").capitalize(),
                        _cell(graph, record, column, link_to),
                    )
                    for column in columns
                ),
            )
            for record in sorted(records, key=lambda record: record.id)
        )
        caption = options.get("caption") or f"{len(records)} {model.type.plural}"
        return Markup(
            '<div class="wg-table"><table class="table"><caption>{}</caption>\n'
            "<thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody></table></div>\n"
        ).format(caption, head, rows)


def _cell(graph: Graph, record: Record, column: str, link_to: LinkTo) -> Markup:
    if column == "standing":
        return chip(graph.standing(record))
    if column in _COUNTED:
        prefix = f"{getattr(record, 'code', '')}-"
        return escape(
            str(sum(record_id.startswith(prefix) for record_id in graph.ids(_COUNTED[column])))
        )
    fact = next((fact for fact in graph.facts(record) if fact.name == column), None)
    if fact is None:
        return Markup("–")
    if all(item.docname for item in fact.items):
        return Markup(", ").join(
            Markup('<a class="reference internal" href="{}" title="{}">{}</a>').format(
                link_to(item), item.text, item.target or item.text
            )
            for item in fact.items
        )
    return Markup(", ").join(item_html(item, link_to) for item in fact.items)


def _without_chip(item: Item) -> Item:
    return Item(item.text, "", item.target, item.docname, item.anchor)
