"""Every link that leaves the site, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import quote, urldefrag

from wgkb.files.tracked import address_of
from wgkb.graph.graph import Graph
from wgkb.model.page import SOURCE


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line of a source file on which a link stands."""

    path: str
    line: int


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """An address outside the site, without its fragment, and where it stands."""

    url: str
    places: tuple[Place, ...]


def links_of(graph: Graph) -> tuple[Link, ...]:
    """All links of the pages, the bibliography and the people, by address."""
    places: dict[str, set[Place]] = {}
    for url, place in _all(graph):
        if url.startswith(("http://", "https://")):
            places.setdefault(urldefrag(url).url, set()).add(place)
    return tuple(Link(url, tuple(sorted(found))) for url, found in sorted(places.items()))


def _all(graph: Graph) -> Iterator[tuple[str, Place]]:
    for page in graph.pages.values():
        for mention in page.mentions:
            if mention.kind == SOURCE:
                yield mention.target, Place(page.path, mention.line)
    for reference in graph.bibliography.values():
        place = Place(reference.path, reference.line)
        fields = dict(reference.fields)
        if "url" in fields:
            yield fields["url"], place
        if "doi" in fields:
            yield f"https://doi.org/{quote(fields['doi'], safe='/:;()<>')}", place
    for entry in graph.entries.values():
        for tracked in getattr(entry.record, "tracked_by", ()):
            place = Place(entry.path, entry.line_of("tracked-by"))
            yield address_of(graph.trackers, tracked), place
        for role in getattr(entry.record, "roles", ()):
            for source in role.sources:
                yield source, Place(entry.path, entry.line)


def links_document(graph: Graph) -> list[dict[str, Any]]:
    """The links as JSON values."""
    return [asdict(link) for link in links_of(graph)]


def links_from(document: Iterable[dict[str, Any]]) -> tuple[Link, ...]:
    """The links that :func:`links_document` wrote."""
    return tuple(
        Link(item["url"], tuple(Place(**place) for place in item["places"])) for item in document
    )
