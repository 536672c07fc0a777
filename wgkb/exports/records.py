"""``api/v1/records.json`` — all records with what links to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wgkb.graph.graph import Graph
from wgkb.model.page import CITE, Entry

AddressOf = Callable[[str], str]
"""Gives the address of a page from the root of the site."""

SCHEMA_VERSION = 1


def records_document(graph: Graph, address_of: AddressOf) -> dict[str, Any]:
    """All records by id, as JSON values; the schema is in :mod:`wgkb.exports.schema`."""
    cites: dict[str, list[str]] = {}
    for page in graph.pages.values():
        for mention in page.mentions:
            if mention.kind == CITE and mention.owner:
                keys = cites.setdefault(mention.owner, [])
                if mention.target not in keys:
                    keys.append(mention.target)
    return {
        "version": SCHEMA_VERSION,
        "releases": [r.model_dump(mode="json") for r in graph.releases.values()],
        "records": {
            record_id: _record(graph, entry, cites.get(record_id, []), address_of)
            for record_id, entry in sorted(graph.entries.items())
        },
    }


def _record(graph: Graph, entry: Entry, cites: list[str], address_of: AddressOf) -> dict[str, Any]:
    fragment = f"#{entry.anchor}" if entry.anchor else ""
    return {
        "type": entry.record.type.name,
        "standing": graph.standing(entry.record),
        "url": address_of(entry.docname) + fragment if entry.docname else "",
        "source": f"{entry.path}:{entry.line}",
        "fields": entry.record.model_dump(mode="json"),
        "cites": sorted(cites),
        "linked_from": sorted(
            {(link.label, link.source) for link in graph.back_links.get(entry.record.id, ())}
        ),
    }
