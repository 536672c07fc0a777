"""``.. link-health::`` — how the links that leave the site were found when last asked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from markupsafe import Markup

from wgkb.linkcheck.links import Link, links_of
from wgkb.linkcheck.memory import Known, Verdict
from wgkb.views.base import View
from wgkb.words import counted

if TYPE_CHECKING:
    from wgkb.graph import Graph
    from wgkb.rendering import LinkTo

HEADINGS = {
    Verdict.DEAD: "Dead",
    Verdict.MOVED: "Moved",
    Verdict.UNKNOWN: "Could not be checked",
}
"""What is listed, in this order; links that are alive are only counted."""


class LinkHealth(View):
    """Numbers, and tables of the links that somebody should look at."""

    view_name = "link-health"

    @classmethod
    def html(cls, graph: Graph, options: Mapping[str, str], link_to: LinkTo) -> Markup:
        links = links_of(graph)
        health = graph.kept.health.links
        known = [(link, health[link.url]) for link in links if link.url in health]
        if not known:
            return Markup(
                "<p>{} the site. None has been asked for this copy of it; "
                "<code>make linkcheck</code> does it.</p>\n"
            ).format(_leave(links))
        count = Counter(k.verdict for _, k in known)
        last = max(k.asked for _, k in known)
        words = ", ".join(f"{count[verdict]} {verdict}" for verdict in Verdict)
        asked = counted(len(known), "was", "were")
        text = Markup("<p>{} the site; {} asked, the last on {}: {}.</p>\n").format(
            _leave(links), asked, last, words
        )
        return text + Markup("").join(
            _table(verdict, [(link, k) for link, k in known if k.verdict is verdict])
            for verdict in HEADINGS
            if count[verdict]
        )


def _leave(links: Collection[Link]) -> str:
    return counted(len(links), "link leaves", "links leave")


def _table(verdict: Verdict, known: list[tuple[Link, Known]]) -> Markup:
    rows = Markup("\n").join(_row(link, k) for link, k in known)
    return Markup(
        '<section id="links-{}"><h2>{}</h2>\n<div class="wg-table"><table class="table">'
        '<thead><tr><th scope="col">Link, and where it stands</th>'
        '<th scope="col">What was found</th><th scope="col">Last seen alive</th></tr></thead>\n'
        "<tbody>\n{}\n</tbody></table></div></section>\n"
    ).format(verdict, HEADINGS[verdict], rows)


def _row(link: Link, known: Known) -> Markup:
    found = Markup("{} on {}").format(known.reason or "answered", known.asked)
    for label, url in (("now at", known.location), ("archived copy", known.archived)):
        if url:
            found += Markup("; {}: {}").format(label, _external(url))
    places = ", ".join(f"{place.path}:{place.line}" for place in link.places)
    return Markup(
        '<tr><th scope="row">{}<br><small>{}</small></th><td>{}</td><td>{}</td></tr>'
    ).format(_external(link.url), places, found, known.alive or "never")


def _external(url: str) -> Markup:
    """A link that may be broken between its parts, so that a table keeps its width."""
    parts = Markup("<wbr>").join(re.findall(r"[^/?&=_-]*[/?&=_-]*", url)[:-1])
    return Markup('<a class="reference external" href="{}">{}</a>').format(url, parts)
