"""What each page says about itself: description, last change, addresses of its text and source."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Any

from docutils import nodes

from wgkb.collect import VIEW
from wgkb.site import markdown

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from wgkb.graph import Graph

_WIDTH = re.compile(r'(<(?:col|table)\b[^<>]*) style="width: ([0-9.]+%)"')
DESCRIPTION_LENGTH = 200
"""Characters of a description; search engines and chat previews show about as many."""


def add(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Give the templates of a page what ``wg-head.html`` and ``wg-page-info.html`` show."""
    graph: Graph = app.env.domains["wg"].graph  # type: ignore[attr-defined]
    page = graph.pages.get(pagename)
    if pagename == app.config.notfound_pagename:
        context["content_root"] = app.config.notfound_urls_prefix
    if doctree is None or page is None:
        return
    context["body"] = without_inline_styles(context["body"])
    if any(m.kind == VIEW and m.target.startswith("explorer") for m in page.mentions):
        app.add_js_file("explorer.js", loading_method="defer")
    edit = app.config.wg_edit_url
    context.update(
        wg_description=description(doctree),
        wg_changed=graph.changed.get(page.path, ""),
        wg_edit_address=edit.format(path=page.path) if edit else "",
        wg_text_address=posixpath.basename(markdown.address(app.builder, pagename)),
    )


def without_inline_styles(body: str) -> str:
    """*body* with the widths of tables and columns as attributes.

    docutils writes them as inline styles, which a strict Content-Security-Policy refuses; it says
    nothing on attributes, which browsers must honour (HTML Standard, 15.3.8 "Tables").
    """
    return _WIDTH.sub(r'\1 width="\2"', body)


def description(doctree: nodes.document) -> str:
    """The first paragraph, cut at a word."""
    first = next(
        (p for p in doctree.findall(nodes.paragraph) if isinstance(p.parent, nodes.section)), None
    )
    text = " ".join(first.astext().split()) if first is not None else ""
    if len(text) <= DESCRIPTION_LENGTH:
        return text
    return text[: DESCRIPTION_LENGTH - 1].rpartition(" ")[0].rstrip(",;:–—") + "…"
