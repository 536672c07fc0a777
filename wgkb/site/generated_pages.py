"""Pages that are made from data files and have no source of their own: those of people.

They are no documents of Sphinx's environment, so what Sphinx does for documents is done here: to
write one only when it is out of date, and to remove it with its record.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import escape

from wgkb.drawing.to_html import html
from wgkb.exports.short_addresses import INDEX
from wgkb.model.records import Person
from wgkb.site.places import file_of, links_from
from wgkb.views.person import person_page

if TYPE_CHECKING:
    from sphinx.builders import Builder

    from wgkb.graph.graph import Graph
    from wgkb.model.page import Page


def generated_page(builder: Builder, graph: Graph, page: Page) -> tuple[str, dict[str, Any], str]:
    """Name, context and template of *page*, for Sphinx's event ``html-collect-pages``."""
    assert isinstance(page.main, Person)
    body = html(person_page(graph, page.main), links_from(builder, page.docname))
    # Templates take the title for HTML, as Sphinx gives it to them for documents.
    return page.docname, {"title": str(escape(page.title)), "body": body}, "page.html"


def is_older(builder: Builder, page: Page, time: float) -> bool:
    """Was the file of *page* written before *time* (seconds since 1970), or never?"""
    try:
        return file_of(builder, page.docname).stat().st_mtime < time
    except OSError:
        return True


def remove_orphans(outdir: Path, addresses: set[str]) -> None:
    """Remove the pages of records of the last build that are at none of *addresses* now.

    :param addresses: those of all pages of this build, from the root of the site.
    """
    for address in _addresses_of_last_build(outdir) - addresses:
        name = f"{address}index.html" if address.endswith("/") else address
        path = outdir / name
        if path.resolve().is_relative_to(outdir.resolve()):
            path.unlink(missing_ok=True)


def _addresses_of_last_build(outdir: Path) -> set[str]:
    """The pages that held records, from the index of short addresses that the build left."""
    try:
        index = json.loads((outdir / INDEX).read_bytes())
        return {target.partition("#")[0] for target in index.values()} - {""}
    except (OSError, ValueError, AttributeError):
        return set()
