"""``api/v1/needs.json`` — all records for projects that use sphinx-needs.

They load it with ``needs_external_needs``; the format is that of sphinx-needs, "needs.json" in
its documentation.  Only keys that every project has are used, so that none warns of fields it
did not declare: links of all kinds are in ``links``, words to filter by in ``tags``.
"""

from __future__ import annotations

import re
from typing import Any

from wgkb.exports.records import AddressOf
from wgkb.graph.facets import Facets, facets
from wgkb.graph.graph import Graph
from wgkb.model.page import Entry
from wgkb.model.records import FIELDS, LINK_FIELDS


def needs_document(graph: Graph, address_of: AddressOf, project: str) -> dict[str, Any]:
    """All records by id, as needs of the one version "1"."""
    by_id = facets(graph)
    needs = {
        record_id: _need(graph, entry, by_id[record_id], address_of)
        for record_id, entry in sorted(graph.entries.items())
    }
    version = {"needs_amount": len(needs), "needs": needs}
    return {"project": project, "current_version": "1", "versions": {"1": version}}


def _need(graph: Graph, entry: Entry, own: Facets, address_of: AddressOf) -> dict[str, Any]:
    record = entry.record
    specs = FIELDS[record.type.name]
    texts = [getattr(record, spec.attribute) for spec in specs if spec.written_as == "statement"]
    links = [
        target
        for spec, _ in LINK_FIELDS[record.type.name]
        for target in getattr(record, spec.attribute)
        if target in graph.entries
    ]
    return {
        "id": record.id,
        "type": record.type.name,
        "title": _inert(record.title),
        "status": graph.standing(record) or None,
        "content": _inert("\n\n".join(texts)),
        "docname": address_of(entry.docname).removesuffix(".html") if entry.docname else None,
        "tags": [w for w in (*own.areas, *own.components, own.severity, own.priority) if w],
        "links": list(dict.fromkeys(links)),
    }


def _inert(text: str) -> str:
    """*text* without what sphinx-needs would run: ``[[function()]]`` and ``<<variant>>``."""
    return re.sub(r"\[(?=\[)|<(?=<)", r"\g<0> ", text)
