"""The trace of a record: what it links to, the record itself, and what links to it.

The picture is made of lists of real links with lines between them, so that it is its own text:
it can be read aloud, searched and printed, and it folds into plain lists on a narrow screen.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from wgkb.graph import Fact
from wgkb.rendering import links_html, list_html

if TYPE_CHECKING:
    from wgkb.rendering import LinkTo

PER_SIDE = 10
"""Links that a side of the picture shows at most; the others follow in a list."""


def trace_html(name: str, links: list[Fact], back_links: list[Fact], link_to: LinkTo) -> Markup:
    """*links* to the left of *name*, *back_links* to its right; nothing if there are none."""
    if not links and not back_links:
        return Markup()
    left, left_rest = _cut(links)
    right, right_rest = _cut(back_links)
    return Markup(
        '<figure class="wg-trace" aria-label="What {0} links to, and what links to it">'
        '<div class="wg-graph">{1}<strong class="wg-self">{0}</strong>{2}</div>{3}{4}</figure>\n'
    ).format(
        name,
        _side(left, link_to) + _edges(left, 0) if left else "",
        _edges(right, 2) + _side(right, link_to) if right else "",
        _rest(left_rest, "more that it links to", link_to),
        _rest(right_rest, "more that link to it", link_to),
    )


def _cut(facts: Iterable[Fact]) -> tuple[list[Fact], list[Fact]]:
    """The first :data:`PER_SIDE` items, and the others."""
    shown, rest = [], []
    room = PER_SIDE
    for fact in facts:
        if fact.items[:room]:
            shown.append(Fact(fact.label, fact.items[:room], fact.name))
        if fact.items[room:]:
            rest.append(Fact(fact.label, fact.items[room:], fact.name))
        room = max(0, room - len(fact.items))
    return shown, rest


def _side(facts: list[Fact], link_to: LinkTo) -> Markup:
    groups = "".join(f"<p>{escape(fact.label)}</p>{list_html(fact, link_to)}" for fact in facts)
    return Markup(f'<div class="wg-side">{groups}</div>')


def _edges(facts: list[Fact], side: int) -> Markup:
    """Lines from each item of a side, at x = *side*, to the middle.

    Every label and every item of a side is a row two units high, as the style sheet sets it;
    the picture is stretched to the height of its side.
    """
    rows = sum(len(fact.items) + 1 for fact in facts)
    lines = []
    row = 0
    for fact in facts:
        for _ in fact.items:
            row += 1
            y = 2 * row + 1
            lines.append(f"M{side} {y}C1 {y} 1 {rows} {2 - side} {rows}")
        row += 1
    height = 2 * rows
    return Markup(
        f'<svg class="wg-edges" viewBox="0 0 2 {height}" height="{height}em"'
        f' preserveAspectRatio="none" aria-hidden="true"><path d="{"".join(lines)}"/></svg>'
    )


def _rest(facts: list[Fact], words: str, link_to: LinkTo) -> Markup:
    if not facts:
        return Markup()
    count = sum(len(fact.items) for fact in facts)
    return Markup('<details class="wg-more"><summary>{} {}</summary>{}</details>').format(
        count, words, links_html(facts, link_to)
    )
