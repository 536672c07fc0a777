"""The site at a glance, for machines: ``sitemap.xml``, ``robots.txt`` and ``llms.txt``.

sphinx-sitemap would name only the pages that were written in this build, so that an incremental
build would leave most of them out.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.sax.saxutils import escape

from wgkb.site import markdown

if TYPE_CHECKING:
    from sphinx.builders import Builder

    from wgkb.graph.graph import Graph
    from wgkb.model.page import Page
    from wgkb.site.navigation import Navigation


def absolute(base: str, address: str) -> str:
    """The address of a page on the published site; unchanged if it is not known where that is."""
    return posixpath.join(base, quote(address)) if base else quote(address)


def sitemap_xml(graph: Graph, builder: Builder, base: str) -> str:
    """All pages with the day of their last change; see sitemaps.org, "Protocol"."""
    rows = "".join(
        f"<url><loc>{escape(absolute(base, builder.get_target_uri(docname)))}</loc>"
        f"{_lastmod(graph, page)}</url>\n"
        for docname, page in sorted(graph.pages.items())
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</urlset>\n'
    )


def _lastmod(graph: Graph, page: Page) -> str:
    day = graph.changed.get(page.path)
    return f"<lastmod>{day}</lastmod>" if day else ""


def robots_txt(base: str) -> str:
    """Robots are welcome; see RFC 9309."""
    sitemap = f"\nSitemap: {posixpath.join(base, 'sitemap.xml')}\n" if base else ""
    return f"User-agent: *\nAllow: /\n{sitemap}"


def llms_txt(title: str, graph: Graph, navigation: Navigation, builder: Builder, base: str) -> str:
    """An index of the Markdown texts in reading order; the format is that of llmstxt.org."""

    def line(docname: str) -> str:
        record = graph.pages[docname].main
        about = " ".join(str(getattr(record, "summary", "")).split())
        name = navigation.stop(docname).title
        address = absolute(base, markdown.address(builder, docname))
        return f"- [{name}]({address})" + (f": {about}" if about else "")

    def below(docname: str) -> Iterator[str]:
        for child in navigation.children.get(docname, ()):
            if child in graph.pages:
                yield line(child)
                yield from below(child)

    parts = [
        f"# {title}",
        "> Typed records of a working group: each page is also there as Markdown, and all records "
        f"with their links are in {absolute(base, 'api/v1/records.json')}.",
    ]
    for section in navigation.sections:
        if section.docname in graph.pages:
            pages = [line(section.docname), *below(section.docname)]
            parts.append(f"## {section.title}\n\n" + "\n".join(pages))
    return "\n\n".join(parts) + "\n"
