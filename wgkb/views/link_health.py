"""``.. link-health::`` — how the links that leave the site were found when last asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from wgkb.drawing import pieces as p
from wgkb.files.link_status import Known, Verdict
from wgkb.graph.links import Link, links_of
from wgkb.model.words import counted
from wgkb.views.base import Options, view

if TYPE_CHECKING:
    from wgkb.graph.graph import Graph

HEADINGS = {
    Verdict.DEAD: "Dead",
    Verdict.MOVED: "Moved",
    Verdict.UNKNOWN: "Could not be checked",
}
"""What is listed, in this order; links that are alive are only counted."""


@view()
def link_health(graph: Graph, options: Options) -> p.Drawing:
    """Numbers, and tables of the links that somebody should look at."""
    links = links_of(graph)
    health = graph.files.health.links
    known = [(link, health[link.url]) for link in links if link.url in health]
    leave = counted(len(links), "link leaves", "links leave")
    if not known:
        words = f"{leave} the site. None has been asked for this copy of it; "
        return p.Paragraph((words, p.Span("code", "make linkcheck"), " does it."))
    count = Counter(k.verdict for _, k in known)
    last = max(k.asked for _, k in known)
    found = ", ".join(f"{count[verdict]} {verdict}" for verdict in Verdict)
    asked = counted(len(known), "was", "were")
    words = f"{leave} the site; {asked} asked, the last on {last}: {found}."
    listed = (
        _listed(verdict, [(link, k) for link, k in known if k.verdict is verdict])
        for verdict in HEADINGS
        if count[verdict]
    )
    return p.Paragraph(words), tuple(listed)


def _listed(verdict: Verdict, known: list[tuple[Link, Known]]) -> p.Section:
    head = ["Link, and where it stands", "What was found", "Last seen alive"]
    table = p.table(head, (_row(link, k) for link, k in known))
    return p.Section(f"links-{verdict}", 2, HEADINGS[verdict], table)


def _row(link: Link, known: Known) -> Iterator[p.Words]:
    places = ", ".join(f"{place.path}:{place.line}" for place in link.places)
    yield p.External(link.url), p.Break(), p.Span("small", places)
    found: list[p.Words] = [f"{known.reason or 'answered'} on {known.asked}"]
    for label, url in (("now at", known.location), ("archived copy", known.archived)):
        if url:
            found += [f"; {label}: ", p.External(url)]
    yield tuple(found)
    yield str(known.alive or "never")
