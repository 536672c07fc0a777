"""Rules on summit packs."""

from __future__ import annotations

from collections.abc import Iterator

from wgkb.graph.graph import Graph
from wgkb.graph.pack_selection import errors
from wgkb.model.findings import Finding, rule
from wgkb.rules.examples import AREA, COMPONENT, GAP, REQUIREMENT

_PACK = """
    === summit/identity.toml
    title = "Identity at the edge"
    event = "A forum"
    date = 2026-04-01
    question = "What keeps a site from checking a token alone?"

    [[part]]
    title = "Gaps"
    query = { type = "gap", component = "keystone", fails = "IDN-01" }
"""
_RECORDS = AREA + REQUIREMENT + COMPONENT + GAP


@rule("graph", bad=_RECORDS + _PACK.replace("IDN-01", "IDN-10"), good=_RECORDS + _PACK)
def summit_pack(graph: Graph) -> Iterator[Finding]:
    """A summit pack names what exists, and each of its queries finds a record."""
    for file in graph.files.packs.values():
        for error in errors(graph, file):
            yield Finding(error.path, error.line, "summit-pack", error.reason)
