"""``go/<id>/`` — a permanent short address for every record, for slides and minutes."""

from __future__ import annotations

import json
from urllib.parse import quote

from markupsafe import escape

from wgkb.exports.records import AddressOf
from wgkb.graph.graph import Graph

INDEX = "go/index.json"
"""Where the record of each id is, from the root of the site."""


def short_addresses(graph: Graph, address_of: AddressOf) -> dict[str, str]:
    """The files below ``go/``: a page for each record, and ``index.json`` over all."""
    files = {}
    index = {}
    for record_id, entry in sorted(graph.entries.items()):
        if not entry.docname:
            continue
        fragment = f"#{quote(entry.anchor)}" if entry.anchor else ""
        target = address_of(entry.docname) + fragment
        index[record_id] = target
        title = f"{record_id}: {entry.record.title}"
        files[f"{record_id}/index.html"] = redirect_page(title, _up(record_id) + target)
    for old, new in sorted(graph.files.redirects.records.items()):
        if new in index and old not in index:
            index[old] = index[new]
            title = f"{old} is now {new}"
            files[f"{old}/index.html"] = redirect_page(title, _up(old) + index[new])
    files["index.json"] = json.dumps(index, indent=1) + "\n"
    return files


def redirect_page(title: str, address: str) -> str:
    """A page that leads on to *address*, with and without a script or a server's help."""
    words, target = escape(title), escape(address)
    return (
        f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>{words}</title>\n'
        '<meta name="robots" content="noindex">\n'
        f'<meta http-equiv="refresh" content="0; url={target}">\n'
        f'<link rel="canonical" href="{target}">\n<p><a href="{target}">{words}</a></p>\n'
        "</html>\n"
    )


def _up(record_id: str) -> str:
    """The way from the page of a short address to the root of the site."""
    return "../" * (record_id.count("/") + 2)
