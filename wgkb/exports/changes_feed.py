"""``changes.atom`` — what each published change did to the records (RFC 4287)."""

from __future__ import annotations

from urllib.parse import urljoin

from feedgen.feed import FeedGenerator
from markupsafe import Markup

from wgkb.changes.collect import readable
from wgkb.changes.compare import Changes
from wgkb.changes.words import GROUPS, impact_words, summary
from wgkb.exports.atom import MEDIA_TYPE
from wgkb.exports.records import AddressOf
from wgkb.graph.graph import Graph
from wgkb.model.identity import permanent_uuid, plain
from wgkb.model.paths import CHANGES_FEED

VIEW = "what-changed"
"""The view that shows the history."""


def feed(
    graph: Graph, address_of: AddressOf, project: str, author: str, base_url: str
) -> dict[str, str]:
    """The feed by its name; no feed if no history was collected.

    :param base_url: address of the site.  Without it addresses are relative to the feed,
        which RFC 4287, section 2, allows.
    """
    items = readable(graph.files.history)
    if not items:
        return {}
    base = f"{base_url.rstrip('/')}/" if base_url else ""
    page = address_of(page_of_changes(graph) or "index")
    generator = FeedGenerator()
    generator.id(permanent_uuid(project, CHANGES_FEED).urn)
    generator.title(f"{plain(project)}: what changed")
    generator.author(name=plain(author) or plain(project))
    generator.generator("wgkb")
    generator.link(href=urljoin(base, CHANGES_FEED), rel="self", type=MEDIA_TYPE)
    generator.link(href=urljoin(base, page), rel="alternate", type="text/html")
    generator.updated(items[0][0].date)
    for item, changes in items:
        entry = generator.add_entry(order="append")
        entry.id(permanent_uuid(project, item.commit).urn)
        entry.title(plain(item.subject) or item.commit[:12])
        entry.link(href=urljoin(base, f"{page}#change-{item.commit[:12]}"))
        entry.content(_body(changes), type="html")
        entry.published(item.date)
        entry.updated(item.date)
    return {CHANGES_FEED: generator.atom_str(pretty=True).decode() + "\n"}


def page_of_changes(graph: Graph) -> str:
    """The page that shows the history, or an empty string."""
    pages = (page for page in graph.pages.values() if page.shows("what-changed"))
    return next((page.docname for page in pages), "")


def _body(changes: Changes) -> str:
    rows = [
        f"{words}: {change.label} {change.id} {change.title}"
        + (f" ({change.was} → {change.standing})" if change.was else "")
        + (f" — {impact_words(change)}" if change.impact else "")
        for kind, words in GROUPS
        for change in changes.of_kind(kind)
    ]
    items = Markup("").join(Markup("<li>{}</li>").format(plain(row)) for row in rows)
    return str(Markup("<p>{}.</p><ul>{}</ul>").format(summary(changes), items))
