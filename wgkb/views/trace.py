"""The trace of a record: what it links to, the record itself, and what links to it.

The picture is made of lists of real links, and the style sheet draws the lines between them.  So
it is its own text: it can be read aloud, searched and printed, its words may take as many rows as
they need, and it folds into plain lists on a narrow screen.
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
        _side(left, link_to) if left else "",
        _side(right, link_to) if right else "",
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


def _rest(facts: list[Fact], words: str, link_to: LinkTo) -> Markup:
    if not facts:
        return Markup()
    count = sum(len(fact.items) for fact in facts)
    return Markup('<details class="wg-more"><summary>{} {}</summary>{}</details>').format(
        count, words, links_html(facts, link_to)
    )
