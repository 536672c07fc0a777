"""Where builders put what is shown: as a site of many pages, or otherwise."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import NoUri
from sphinx.util.nodes import make_refnode
from sphinx.util.osutil import relative_uri

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from wgkb.drawing.to_html import LinkTo
    from wgkb.graph.graph import Graph, Item

SITES = frozenset({"html", "dirhtml"})
"""Builders that write a file for each page, pages without a source among them, and the exports
beside them."""


def graph_of(env: BuildEnvironment) -> Graph:
    """All records that were read, as our domain has them, which lies above this."""
    graph: Graph = env.domains["wg"].graph  # type: ignore[attr-defined]  # any domain, to Sphinx
    return graph


def file_of(builder: Builder, docname: str) -> Path:
    """The file that a builder of :data:`SITES` writes for a page."""
    return Path(builder.get_outfilename(docname))  # type: ignore[attr-defined]  # others have none


def reference(
    builder: Builder, graph: Graph, here: str, item: Item, words: list[nodes.Node]
) -> nodes.reference | None:
    """A link with *words* on page *here* to *item*; None if the output has no such place.

    A page that is made from a record is a section of the page above it where there is no site,
    and exports are files of a site only.
    """
    docname, anchor = item.docname, item.anchor
    if builder.name not in SITES:
        if docname.startswith("/"):
            return None
        page = graph.pages.get(docname)
        if page is not None and page.parent and page.main is not None:
            docname, anchor = page.parent, page.main.id
    try:
        link = make_refnode(builder, here, docname, anchor, words)
    except NoUri:  # the page is no part of the document that is put together
        return None
    link["classes"].append("wg-ref")
    return link


def links_from(builder: Builder, current: str) -> LinkTo:
    """Addresses relative to the page *current*."""
    here = builder.get_target_uri(current)

    def link_to(item: Item) -> str:
        fragment = f"#{item.anchor}" if item.anchor else ""
        if item.docname == current and fragment:
            return fragment
        if item.is_outside:
            return item.docname
        if item.docname.startswith("/"):
            return _relative_uri(here, item.docname[1:])
        return _relative_uri(here, builder.get_target_uri(item.docname)) + fragment

    return link_to


_relative_uri = lru_cache(maxsize=4096)(relative_uri)
