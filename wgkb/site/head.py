"""What each page says about itself: description, last change, addresses of its text and source."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from docutils import nodes

from wgkb.site import markdown
from wgkb.site.places import graph_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

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
    graph = graph_of(app.env)
    page = graph.pages.get(pagename)
    if page is None:
        return
    context["body"] = without_inline_styles(context["body"])
    if page.shows("explorer"):
        app.add_css_file("wgkb/explorer.css")
        app.add_js_file("wgkb/explorer.js", loading_method="defer")
    edit, report = app.config.wg_edit_url, app.config.wg_report_url
    context.update(
        wg_description=_cut(getattr(page.main, "summary", "")),
        wg_changed=graph.changed.get(page.path, ""),
        wg_edit_address=edit.format(path=page.path) if edit else "",
        wg_report_address=report.format(path=quote(page.path, safe="")),
    )
    address = markdown.address(app.builder, pagename)
    context["wg_text_address"] = posixpath.basename(address)
    if doctree is not None:  # else the page is made from a record, and its summary describes it
        context["wg_description"] = description(doctree)


def without_inline_styles(body: str) -> str:
    """*body* with the widths of tables and columns as attributes.

    docutils writes them as inline styles, which a strict Content-Security-Policy refuses; it says
    nothing on attributes, which browsers must honour (HTML Standard, 15.3.8 "Tables").
    """
    return _WIDTH.sub(r'\1 width="\2"', body)


def description(doctree: nodes.document) -> str:
    """The first paragraph, cut at a word."""
    paragraphs = doctree.findall(nodes.paragraph)
    first = next((p for p in paragraphs if isinstance(p.parent, nodes.section)), None)
    return _cut(first.astext()) if first is not None else ""


def _cut(text: str) -> str:
    """*text* on one line, cut at a word."""
    text = " ".join(text.split())
    if len(text) <= DESCRIPTION_LENGTH:
        return text
    return text[: DESCRIPTION_LENGTH - 1].rpartition(" ")[0].rstrip(",;:–—") + "…"
