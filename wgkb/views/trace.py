"""The trace of a record: what it links to, the record itself, and what links to it.

The picture is made of lists of real links, and the style sheet draws the lines between them.  So
it is its own text: it can be read aloud, searched and printed, its words may take as many rows as
they need, and it folds into plain lists on a narrow screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from wgkb.graph import Fact
from wgkb.rendering import list_html

if TYPE_CHECKING:
    from wgkb.rendering import LinkTo

FOLDED = 12
"""A picture of more links than this is folded."""


def trace_html(name: str, links: list[Fact], back_links: list[Fact], link_to: LinkTo) -> Markup:
    """*links* to the left of *name*, *back_links* to its right; nothing if there are none."""
    if not links and not back_links:
        return Markup()
    picture = Markup(
        '<figure class="wg-trace" aria-label="What {0} links to, and what links to it">'
        '<div class="wg-graph">{1}<strong class="wg-self">{0}</strong>{2}</div></figure>\n'
    ).format(
        name,
        _side(links, link_to) if links else "",
        _side(back_links, link_to) if back_links else "",
    )
    count = sum(len(fact.items) for fact in [*links, *back_links])
    if count <= FOLDED:
        return picture
    return Markup(
        '<details class="wg-more"><summary>{} links of {}</summary>{}</details>\n'
    ).format(count, name, picture)


def _side(facts: list[Fact], link_to: LinkTo) -> Markup:
    groups = "".join(f"<p>{escape(fact.label)}</p>{list_html(fact, link_to)}" for fact in facts)
    return Markup(f'<div class="wg-side">{groups}</div>')
