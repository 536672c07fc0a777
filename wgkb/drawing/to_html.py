"""Drawings as HTML.

Everything that comes from a source file passes through ``markupsafe``.  A function below runs
for every link of every record, so they build plain strings and escape each value themselves;
``Markup.format`` would take half of their time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from wgkb.drawing import pieces as p
from wgkb.drawing.states import word
from wgkb.graph.facts import Fact
from wgkb.graph.graph import Item, file_item

LinkTo = Callable[[Item], str]
"""Gives the address of an item, relative to the page that is written."""

SPANS = {
    "strong": ("<strong>", "</strong>"),
    "small": ("<small>", "</small>"),
    "code": ("<code>", "</code>"),
    "em": ("<em>", "</em>"),
    "gone": ("<del>", "</del>"),
    "new": ("<ins>", "</ins>"),
    "id": ('<span class="wg-id">', "</span>"),
    "whole": ('<span class="text-nowrap">', "</span>"),
    "release": ("<span>", "</span>"),
}
LINKS = {"": "", "id": ' class="wg-id"', "download": ' class="reference download"'}
PARAGRAPHS = {
    "": "",
    "statement": ' class="wg-statement"',
    "note": ' class="wg-note wg-needs-script"',
    "cited-by": ' class="wg-cited-by"',
}
TABLES = {
    "": ("wg-table", "table"),
    "stack": ("wg-table", "table"),
    "grid": ("wg-table wg-grid", "table"),
    "overview": ("wg-table wg-grid wg-overview", "table"),
    "sortable": ("wg-table", "table wg-sortable"),
    "sortable stack": ("wg-table", "table wg-sortable"),
}
"""Classes of the frame and of the table itself."""
BOXES = {
    "": ("figure", ""),
    "matrix": ("figure", ' class="wg-matrix"'),
    "timeline": ("figure", ' class="wg-chart wg-timeline"'),
    "share": ("figure", ' class="wg-chart wg-share"'),
    "topics": ("div", ' class="wg-topics"'),
    "explorer": ("div", ' class="wg-explorer"'),
}
FOLDED = 12
"""A trace of more links than this is folded."""


def html(drawing: p.Drawing, link_to: LinkTo) -> Markup:
    """*drawing* on a page from which *link_to* leads."""
    return Markup(_html(drawing, link_to))


def _html(piece: Any, link_to: LinkTo) -> str:
    kind = type(piece)
    if kind is str:
        return escape(piece)
    if kind is tuple or kind is list:
        return "".join([_html(part, link_to) for part in piece])
    write = _WRITERS.get(kind)
    # A word of an enumeration and a number are text as well.
    return write(piece, link_to) if write else escape(str(piece))


# --- In a line --------------------------------------------------------------------------------


@cache
def chip(state: str) -> Markup:
    """A state as a word; the style sheet gives a shape and a colour to those that judge."""
    if not state:
        return Markup()
    return Markup(f'<span class="wg-chip wg-chip--{escape(state)}">{escape(word(state))}</span>')


def item_html(item: Item, link_to: LinkTo) -> str:
    """An item, as a link with its id, its title and its chip if it is a record."""
    if item.standing and not item.target:
        mark = chip(item.standing)
        if not item.docname:
            return mark
        return f'<a class="wg-word" href="{escape(link_to(item))}">{mark}</a>'
    link = _item_link(item, link_to)
    return f"{link} {chip(item.standing)}" if item.standing and item.docname else link


def _item_link(item: Item, link_to: LinkTo) -> str:
    words: str = escape(item.text)
    if has_shown_id(item):
        words = f'<span class="wg-id">{escape(item.target)}</span> {words}'
    if not item.docname:
        return words
    kind = "reference external" if item.is_outside else "wg-ref"
    return f'<a class="{kind}" href="{escape(link_to(item))}">{words}</a>'


def has_shown_id(item: Item) -> bool:
    """Does the id of a record say something to readers, as IDN-02 does?"""
    return bool(item.anchor) and item.target[:1].isupper()


def _link(link: p.Link, link_to: LinkTo) -> str:
    words = _html(link.words, link_to)
    if not link.item.docname:
        return words
    hint = f' title="{escape(link.hint)}"' if link.hint else ""
    end = " download" if link.look == "download" else ""
    return f'<a{LINKS[link.look]} href="{escape(link_to(link.item))}"{hint}{end}>{words}</a>'


def _external(link: p.External, link_to: LinkTo) -> str:
    """A link whose address may be broken between its parts, so that a table keeps its width."""
    words: str = escape(link.words)
    if not words:
        parts = re.findall(r"[^/?&=_-]*[/?&=_-]*", link.address)[:-1]
        words = "<wbr>".join(map(escape, parts))
    return f'<a class="reference external" href="{escape(link.address)}">{words}</a>'


def _span(span: p.Span, link_to: LinkTo) -> str:
    begin, end = SPANS[span.look]
    return f"{begin}{_html(span.words, link_to)}{end}"


def _square(square: p.Square, link_to: LinkTo) -> str:
    item = square.item
    words = _html(square.words, link_to)
    if item is None or not item.docname:
        return f'<span class="wg-cell wg-cell--{square.state}">{words}</span>'
    history = f' data-s="{square.history}"' if square.history else ""
    evidence = f' data-e="{square.evidence}"' if square.evidence else ""
    look = f"wg-cell wg-cell--{square.state}"
    address = escape(link_to(item))
    return f'<a class="{look}" href="{address}"{history}{evidence}>{words}</a>'


def _picture(picture: p.Picture, link_to: LinkTo) -> str:
    look = ' class="wg-bar"' if picture.look else ""
    marks = "".join([_mark(mark, picture.height == 1) for mark in picture.marks])
    box = f'<svg{look} viewBox="0 0 {picture.width} {picture.height}" preserveAspectRatio="none"'
    if not picture.words:
        return f'{box} aria-hidden="true">{marks}</svg>'
    about = f"<desc>{escape(picture.about)}</desc>" if picture.about else ""
    return f'{box} role="img"><title>{escape(picture.words)}</title>{about}{marks}</svg>'


def _mark(mark: p.Mark, is_flat: bool) -> str:
    words = f"<title>{escape(mark.words)}</title></rect>" if mark.words else ""
    end = f">{words}" if words else "/>"
    up = "" if is_flat and not mark.y else f' y="{_number(mark.y)}"'
    return (
        f'<rect class="wg-fill--{mark.state}" x="{_number(mark.x)}"{up}'
        f' width="{_number(mark.width)}" height="{_number(mark.height)}"{end}'
    )


def _number(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


# --- Facts and links --------------------------------------------------------------------------


def _facts(facts: p.Facts, link_to: LinkTo) -> str:
    """Facts beside each other, links by their ids."""
    rows = [
        _fact(fact.label, ", ".join([_by_id(item, link_to) for item in fact.items]))
        for fact in facts.facts
    ]
    if facts.record:
        rows.append(_short_address(facts.record, link_to))
    return f'<dl class="wg-facts simple">{"".join(rows)}</dl>\n' if rows else ""


def _fact(label: str, value: str) -> str:
    return f'<div class="wg-fact"><dt>{escape(label)}</dt><dd>{value}</dd></div>\n'


def _by_id(item: Item, link_to: LinkTo) -> str:
    if item.docname and has_shown_id(item):
        address = escape(link_to(item))
        return f'<a class="wg-ref wg-id" href="{address}">{escape(item.target)}</a>'
    return item_html(p.listed(item) if item.docname else item, link_to)


def _short_address(record: str, link_to: LinkTo) -> str:
    """The permanent short address of a record."""
    name = f"go/{record}/"
    address = escape(link_to(file_item(f"{quote(name)}index.html")))
    return (
        '<div class="wg-fact wg-go"><dt>Short address</dt>'
        f'<dd><a href="{address}"><code>{escape(name)}</code></a></dd></div>\n'
    )


def _link_lists(links: p.LinkLists, link_to: LinkTo) -> str:
    rows = "".join([_fact(fact.label, _list(fact, link_to)) for fact in links.facts])
    return f'<dl class="wg-facts wg-links simple">{rows}</dl>\n' if rows else ""


def _list(fact: Fact, link_to: LinkTo) -> str:
    items = "".join([f"<li>{item_html(p.listed(item), link_to)}</li>" for item in fact.items])
    return f"<ul>{items}</ul>"


def _trace(trace: p.Trace, link_to: LinkTo) -> str:
    """Links to the left of the record, back-links to its right.

    The picture is made of lists of real links, and the style sheet draws the lines between them.
    So it is its own text: it can be read aloud, searched and printed, its words may take as many
    rows as they need, and it folds into plain lists on a narrow screen.
    """
    if not trace.links and not trace.back_links:
        return ""
    name = escape(trace.name)
    picture = (
        f'<figure class="wg-trace" aria-label="What {name} links to, and what links to it">'
        f'<div class="wg-graph">{_side(trace.links, link_to)}'
        f'<strong class="wg-self">{name}</strong>{_side(trace.back_links, link_to)}'
        "</div></figure>\n"
    )
    count = sum(len(fact.items) for fact in (*trace.links, *trace.back_links))
    if count <= FOLDED:
        return picture
    return (
        f'<details class="wg-more"><summary>{count} links of {name}</summary>{picture}</details>\n'
    )


def _side(facts: Iterable[Fact], link_to: LinkTo) -> str:
    groups = "".join([f"<p>{escape(fact.label)}</p>{_list(fact, link_to)}" for fact in facts])
    return f'<div class="wg-side">{groups}</div>' if groups else ""


# --- Blocks -----------------------------------------------------------------------------------


def _paragraph(paragraph: p.Paragraph, link_to: LinkTo) -> str:
    return f"<p{PARAGRAPHS[paragraph.look]}>{_html(paragraph.words, link_to)}</p>\n"


def _bullets(bullets: p.Bullets, link_to: LinkTo) -> str:
    if not bullets.items:
        return ""
    look = f' class="wg-{bullets.look}"' if bullets.look else ""
    items = "\n".join([f"<li>{_html(item, link_to)}</li>" for item in bullets.items])
    return f"<ul{look}>\n{items}\n</ul>\n"


def _terms(terms: p.Terms, link_to: LinkTo) -> str:
    if not terms.terms:
        return ""
    rows = []
    for term in terms.terms:
        anchor = f' id="{escape(term.anchor)}"' if term.anchor else ""
        body = _html(term.body, link_to)
        if terms.look == "facts":
            rows.append(_fact(term.term, body))
        else:
            rows.append(f"<dt{anchor}>{_html(term.term, link_to)}</dt><dd>{body}</dd>\n")
    look = "wg-facts simple" if terms.look == "facts" else f"wg-{terms.look}"
    return f'<dl class="{look}">\n{"".join(rows)}</dl>\n'


def _section(section: p.Section, link_to: LinkTo) -> str:
    tag, anchor = f"h{section.level}", escape(section.anchor)
    link = (
        f'<a class="headerlink" href="#{anchor}" title="Link to this heading">#</a>'
        if section.look
        else ""
    )
    look = ' class="wg-change"' if section.look == "change" else ""
    return (
        f'<section{look} id="{anchor}">\n<{tag}>{_html(section.title, link_to)}{link}</{tag}>\n'
        f"{_html(section.body, link_to)}</section>\n"
    )


def _box(box: p.Box, link_to: LinkTo) -> str:
    tag, attributes = BOXES[box.look]
    caption = f"<figcaption>{escape(box.caption)}</figcaption>" if box.caption else ""
    return f"<{tag}{attributes}>{caption}\n{_html(box.body, link_to)}</{tag}>\n"


def _fold(fold: p.Fold, link_to: LinkTo) -> str:
    is_open = " open" if fold.is_open else ""
    return (
        f"<details{is_open}><summary>{escape(fold.summary)}</summary>"
        f"{_html(fold.body, link_to)}</details>\n"
    )


def _strip(strip: p.Strip, link_to: LinkTo) -> str:
    lines = "\n".join(
        [
            f'<li class="wg-row">{_link(line.link, link_to)}{_picture(line.picture, link_to)}'
            f"{_line_end(line.end, link_to)}</li>"
            for line in strip.lines
        ]
    )
    look = f" wg-{strip.look}" if strip.look else ""
    axis = ""
    if strip.axis:
        axis = (
            '<div class="wg-row" aria-hidden="true"><span></span>'
            f'<ul class="wg-axis">{_names(strip.axis)}</ul></div>'
        )
    return (
        f'<figure class="wg-chart wg-strip{look}"><figcaption>{escape(strip.caption)}</figcaption>'
        f"<ol>\n{lines}\n</ol>{axis}</figure>\n"
    )


def _line_end(words: p.Words, link_to: LinkTo) -> str:
    text = _html(words, link_to)
    return f'<span class="wg-when">{text}</span>' if type(words) is str else text


def _axis(axis: p.Axis, link_to: LinkTo) -> str:
    return f'<ul class="wg-axis" aria-hidden="true">{_names(axis.names)}</ul>'


def _names(names: Iterable[str]) -> str:
    return "".join([f"<li>{escape(name)}</li>" for name in names])


# --- Tables -----------------------------------------------------------------------------------


def _table(table: p.Table, link_to: LinkTo) -> str:
    frame, look = TABLES[table.look]
    label = f' role="group" aria-label="{escape(table.label)}"' if table.label else ""
    caption = ""
    if type(table.caption) is p.Hidden:
        caption = f'<caption class="visually-hidden">{escape(table.caption.words)}</caption>\n'
    elif table.caption:
        caption = f"<caption>{_html(table.caption, link_to)}</caption>\n"
    ends = [_cell_end(column, "stack" in table.look, link_to) for column in table.columns[1:]]
    head = "".join([_column(column, link_to) for column in table.columns])
    bodies = "".join([_group(group, ends, link_to) for group in table.groups])
    foot = ""
    if table.foot:
        rows = "\n".join([_row(row, ends, link_to) for row in table.foot])
        foot = f"<tfoot>{rows}</tfoot>"
    return (
        f'<div class="{frame}"{label}><table class="{look}">{caption}'
        f"<thead><tr>{head}</tr></thead>\n{bodies}{foot}</table></div>\n"
    )


_COLUMN_LOOKS = {"": "", "turned": "", "number": ' class="wg-number"', "sum": ' class="wg-sum"'}


def _column(column: p.Column, link_to: LinkTo) -> str:
    words = _html(column.words, link_to)
    if column.look == "turned":
        words = f'<span class="wg-turned">{words}</span>'
    return f'<th scope="col"{_COLUMN_LOOKS[column.look]}>{words}</th>'


def _cell_end(column: p.Column, is_stack: bool, link_to: LinkTo) -> str:
    """The attributes of a cell in *column*."""
    label = f' data-label="{_html(column.words, link_to)}"' if is_stack else ""
    return f"{_COLUMN_LOOKS[column.look]}{label}"


def _group(group: p.Group, ends: list[str], link_to: LinkTo) -> str:
    head = ""
    if group.head is not None:
        head = (
            f'<tr class="wg-group"><th scope="rowgroup" colspan="{len(ends)}"><span>'
            f"{_html(group.head, link_to)}</span></th>"
            f"<td{ends[-1]}>{_html(group.last, link_to)}</td></tr>\n"
        )
    rows = "\n".join([_row(row, ends, link_to) for row in group.rows])
    return f"<tbody>\n{head}{rows}\n</tbody>"


def _row(row: p.Row, ends: list[str], link_to: LinkTo) -> str:
    values = "".join([f' data-{name}="{escape(value)}"' for name, value in row.values])
    first, *rest = row.cells
    if row.sorts:
        ends = [
            end if key is None else f'{end} data-sort="{escape(key)}"'
            for end, key in zip(ends, row.sorts[1:], strict=True)
        ]
    cells = "".join(
        [f"<td{end}>{_html(cell, link_to)}</td>" for end, cell in zip(ends, rest, strict=True)]
    )
    return f'<tr{values}><th scope="row">{_html(first, link_to)}</th>{cells}</tr>'


_WRITERS: dict[type, Callable[[Any, LinkTo], str]] = {
    Item: item_html,
    p.Chip: lambda piece, link_to: chip(piece.state),
    p.ById: lambda piece, link_to: _by_id(piece.item, link_to),
    p.Link: _link,
    p.External: _external,
    p.Span: _span,
    p.Hidden: lambda piece, link_to: f'<span class="visually-hidden">{escape(piece.words)}</span>',
    p.Day: lambda piece, link_to: (
        f'<time datetime="{escape(piece.iso)}">{escape(piece.words)}</time>'
    ),
    p.Break: lambda piece, link_to: "<br>",
    p.Key: lambda piece, link_to: (
        '<svg class="wg-key" viewBox="0 0 1 1" aria-hidden="true">'
        f'<rect class="wg-fill--{piece.state}" width="1" height="1"/></svg>'
    ),
    p.Square: _square,
    p.Picture: _picture,
    p.Paragraph: _paragraph,
    p.Listing: lambda piece, link_to: (
        f'<div class="highlight"><pre>{escape(piece.text)}</pre></div>\n'
    ),
    p.Bullets: _bullets,
    p.Terms: _terms,
    p.Facts: _facts,
    p.LinkLists: _link_lists,
    p.Trace: _trace,
    p.Table: _table,
    p.Section: _section,
    p.Strip: _strip,
    p.Axis: _axis,
    p.Box: _box,
    p.Fold: _fold,
    p.Control: lambda piece, link_to: str(piece.html),
}
