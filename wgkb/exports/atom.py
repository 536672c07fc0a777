"""``meetings.atom`` — the newest meetings for feed readers (RFC 4287).

The time of an entry is that of its meeting: a feed is the same for the same sources, whenever
it is built.
"""

from __future__ import annotations

from urllib.parse import urljoin

from feedgen.feed import FeedGenerator

from wgkb.exports.records import AddressOf
from wgkb.graph.graph import Graph
from wgkb.model import times
from wgkb.model.identity import permanent_uuid, plain
from wgkb.model.paths import MEETINGS_FEED
from wgkb.model.records import Action, Decision, Meeting

MEDIA_TYPE = "application/atom+xml"
MAX_ENTRIES = 100


def feed(
    graph: Graph, address_of: AddressOf, project: str, author: str, base_url: str
) -> dict[str, str]:
    """The feed by its name; no feed if there are no meetings.

    :param base_url: address of the site.  Without it addresses are relative to the feed,
        which RFC 4287, section 2, allows.
    """
    newest = graph.meetings[: -MAX_ENTRIES - 1 : -1]
    if not newest:
        return {}
    base = f"{base_url.rstrip('/')}/" if base_url else ""
    generator = FeedGenerator()
    generator.id(permanent_uuid(project, MEETINGS_FEED).urn)
    generator.title(f"{plain(project)}: meetings")
    generator.author(name=plain(author) or plain(project))
    generator.generator("wgkb")
    generator.link(href=urljoin(base, MEETINGS_FEED), rel="self", type=MEDIA_TYPE)
    generator.link(href=base or "index.html", rel="alternate", type="text/html")
    generator.updated(max(times.moment(meeting.start) for meeting in newest))
    for meeting in newest:
        entry = generator.add_entry(order="append")
        entry.id(permanent_uuid(project, meeting.id).urn)
        entry.title(plain(meeting.title))
        entry.link(href=urljoin(base, address_of(graph.entries[meeting.id].docname)))
        entry.summary(_summary(graph, meeting))
        entry.category(term=str(meeting.kind))
        entry.published(times.moment(meeting.start))
        entry.updated(times.moment(meeting.start))
    return {MEETINGS_FEED: generator.atom_str(pretty=True).decode() + "\n"}


def _summary(graph: Graph, meeting: Meeting) -> str:
    counts = [
        model.type.counted(number)
        for model in (Decision, Action)
        if (number := sum(r.id.startswith(f"{meeting.id}/") for r in graph.of_type(model)))
    ]
    when = ", ".join(times.start_words(meeting.start))
    known = f"What is known of it: {meeting.record}"
    return plain(f"{when}. {meeting.summary} {'; '.join([known, *counts])}.")
