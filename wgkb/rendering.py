"""HTML of what records show: facts, links and chips.

Everything that comes from a source file passes through ``markupsafe``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from docutils import nodes
from markupsafe import Markup, escape
from sphinx.util.osutil import relative_uri

from wgkb.charts.drawing import chart_html
from wgkb.graph import NEIGHBOUR, Fact, Item
from wgkb.model import Coverage, GapState, Severity

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.writers.html5 import HTML5Translator

LinkTo = Callable[[Item], str]
"""Gives the address of an item, relative to the page that is written."""

WORDS = {
    "not-applicable": "not applicable",
    "not-needed": "not needed",
    "in-force": "in force",
}
JUDGING = frozenset(
    {*Coverage, *GapState, *Severity, "withdrawn", "superseded", "dropped", "done"}
)
"""States that the style sheet gives a shape and a colour; all others are quiet words."""
SHORT_LIST = 6
"""A list of links that is longer stands in the trace only, below the text of its record."""


# The functions below run for every link of every record.  ``Markup.format`` would take half of
# their time, so they escape each value themselves.


@cache
def chip(standing: str) -> Markup:
    """A state as a word; the style sheet gives a shape and a colour to those that judge."""
    if not standing:
        return Markup()
    name, word = escape(standing), escape(WORDS.get(standing, standing))
    return Markup(f'<span class="wg-chip wg-chip--{name}">{word}</span>')


def item_html(item: Item, link_to: LinkTo) -> Markup:
    """An item, as a link with its id, its title and its chip if it is a record."""
    if item.standing and not item.target:
        return chip(item.standing)
    link = _link_html(item, link_to)
    return Markup(f"{link} {chip(item.standing)}") if item.standing and item.docname else link


def listed_html(item: Item, link_to: LinkTo) -> Markup:
    """An item in a list of links, where only a state that judges is worth its room."""
    if item.standing in JUDGING:
        return item_html(item, link_to)
    return _link_html(item, link_to)


def _link_html(item: Item, link_to: LinkTo) -> Markup:
    words = escape(item.text)
    if has_shown_id(item):
        words = Markup(f'<span class="wg-id">{escape(item.target)}</span> {words}')
    if not item.docname:
        return words
    address = escape(link_to(item))
    return Markup(f'<a class="wg-ref" href="{address}">{words}</a>')


def has_shown_id(item: Item) -> bool:
    """Does the id of a record say something to readers, as IDN-02 does?"""
    return bool(item.anchor) and item.target[:1].isupper()


def has_records(fact: Fact) -> bool:
    """Does the fact lead to other records or pages, as back-links do, and not to sources?"""
    return any((item.docname and not item.anchor) or item.target for item in fact.items)


def facts_html(facts: list[Fact], link_to: LinkTo, *more: Markup) -> Markup:
    """Facts beside each other, links by their ids, with *more* rows at the end."""
    rows = [
        _row(fact, Markup(", ").join(_short_html(item, link_to) for item in fact.items))
        for fact in facts
    ]
    return _description_list(Markup("").join([*rows, *more]), "wg-facts")


def links_html(facts: list[Fact], link_to: LinkTo) -> Markup:
    """Lists of links below each other, with ids and titles."""
    return _description_list(
        Markup("").join(_row(fact, list_html(fact, link_to)) for fact in facts),
        "wg-facts wg-links",
    )


def list_html(fact: Fact, link_to: LinkTo) -> Markup:
    """The items of a fact as a list."""
    items = "".join(f"<li>{listed_html(item, link_to)}</li>" for item in fact.items)
    return Markup(f"<ul>{items}</ul>")


def _description_list(rows: Markup, css_class: str) -> Markup:
    return Markup('<dl class="{} simple">{}</dl>\n').format(css_class, rows) if rows else Markup()


def _row(fact: Fact, value: Markup) -> Markup:
    label = escape(fact.label)
    return Markup(f'<div class="wg-fact"><dt>{label}</dt><dd>{escape(value)}</dd></div>\n')


def _short_html(item: Item, link_to: LinkTo) -> Markup:
    """An item by its id alone, if that says something; its card has the title."""
    if item.docname and has_shown_id(item):
        return Markup(
            f'<a class="wg-ref wg-id" href="{escape(link_to(item))}">{escape(item.target)}</a>'
        )
    return listed_html(item, link_to) if item.docname else item_html(item, link_to)


def short_address_html(record_id: str, here: str) -> Markup:
    """The permanent short address of a record, for the page at the address *here*."""
    name = f"go/{record_id}/"
    return Markup(
        '<div class="wg-fact wg-go"><dt>Short address</dt>'
        '<dd><a href="{}"><code>{}</code></a></dd></div>\n'
    ).format(_relative_uri(here, f"{quote(name)}index.html"), name)


def visit_facts(self: HTML5Translator, node: nodes.Element) -> None:
    """Write the fields of a record, but for long lists of links."""
    graph = self.builder.env.domains["wg"].graph  # type: ignore[attr-defined]
    record = graph.get(node["record"])
    if record is None:
        return
    facts = [
        fact
        for fact in graph.facts(record)
        if not has_records(fact) or len(fact.items) <= SHORT_LIST
    ]
    here = self.builder.get_target_uri(self.builder.current_docname)
    address = short_address_html(record.id, here)
    self.body.append(facts_html(facts, _link_to(self), address))


def visit_dependents(self: HTML5Translator, node: nodes.Element) -> None:
    """Write how a record hangs together with others."""
    from wgkb.views.trace import trace_html

    domain = self.builder.env.domains["wg"]
    graph = domain.graph  # type: ignore[attr-defined]
    record = graph.get(node["record"])
    if record is None:
        return
    link_to = _link_to(self)
    self.body.append(domain.shown.picture(record.id, link_to))  # type: ignore[attr-defined]
    name = record.id if record.type.place == "section" else f"this {record.type.label}"
    self.body.append(
        trace_html(
            name.rpartition("/")[2],
            [f for f in graph.facts(record) if has_records(f) and f.name != NEIGHBOUR],
            graph.dependents(record.id),
            link_to,
        )
    )


def visit_cited_by(self: HTML5Translator, node: nodes.Element) -> None:
    """Write what cites an entry of the bibliography."""
    graph = self.builder.env.domains["wg"].graph  # type: ignore[attr-defined]
    link_to = _link_to(self)
    citing = [
        _short_html(item._replace(standing=""), link_to)
        for item in map(graph.item, graph.cited_by.get(node["key"], ()))
        if item.docname
    ]
    if citing:
        links = Markup(", ").join(citing)
        self.body.append(Markup(f'<p class="wg-cited-by">Cited by {links}</p>\n'))


def visit_view(self: HTML5Translator, node: nodes.Element) -> None:
    """Write a view over the records."""
    shown = self.builder.env.domains["wg"].shown  # type: ignore[attr-defined]
    self.body.append(shown.view(node["name"], _link_to(self)))


def visit_chart(self: HTML5Translator, node: nodes.Element) -> None:
    """Write the picture of the table that follows."""
    self.body.append(chart_html(node["figures"]))


def skip(self: HTML5Translator, node: nodes.Element) -> None:
    """Writers other than HTML leave these nodes out: their text has no links back."""
    raise nodes.SkipNode


def depart_nothing(self: HTML5Translator, node: nodes.Element) -> None:
    """These nodes write all they have on the way in."""


def _link_to(translator: HTML5Translator) -> LinkTo:
    return links_from(translator.builder, translator.builder.current_docname)


def links_from(builder: Builder, current: str) -> LinkTo:
    """Addresses relative to the page *current*."""
    here = builder.get_target_uri(current)

    def link_to(item: Item) -> str:
        fragment = f"#{item.anchor}" if item.anchor else ""
        if item.docname == current and fragment:
            return fragment
        if item.docname.startswith("/"):
            return _relative_uri(here, item.docname[1:])
        return _relative_uri(here, builder.get_target_uri(item.docname)) + fragment

    return link_to


_relative_uri = lru_cache(maxsize=4096)(relative_uri)
