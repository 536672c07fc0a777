"""The HTML of views and pictures, made once in a build.

A view is needed twice: to see whether the pages that show it must be written again, and to write
them.  It is drawn once, with links that hold for no page yet; :meth:`RenderCache.view` and
:meth:`RenderCache.picture` put in those of the page that is written.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Hashable
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from wgkb.drawing.to_html import html
from wgkb.graph.graph import Item
from wgkb.views.base import VIEWS
from wgkb.views.record import picture

if TYPE_CHECKING:
    from wgkb.drawing.to_html import LinkTo
    from wgkb.graph.graph import Graph

_MARK = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Begins an address to be put in.  In text from a source the quotation mark that must stand
before it is escaped."""
_ADDRESS = re.compile(f'(?<="){_MARK}([^"#]*)#([^"]*)')


class RenderCache:
    """What the views and pictures over *graph* show."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._views: dict[tuple[str, Hashable], Markup] = {}
        self._pictures: dict[str, Markup] = {}

    def view(self, name: str, options: Hashable, link_to: LinkTo) -> Markup:
        """The view *name* with its *options*, as a page shows it."""
        return _resolved(self.page_independent_view(name, options), link_to)

    def picture(self, record_id: str, link_to: LinkTo) -> Markup:
        """The picture of a record, as a page shows it."""
        return _resolved(self.page_independent_picture(record_id), link_to)

    def page_independent_view(self, name: str, options: Hashable) -> Markup:
        """The view *name* with its *options*, the same for all pages."""
        key = name, options
        if key not in self._views:
            self._views[key] = html(VIEWS[name].draw(self._graph, options), anywhere)
        return self._views[key]

    def page_independent_picture(self, record_id: str) -> Markup:
        """The picture of a record, the same for all pages."""
        if record_id not in self._pictures:
            record = self._graph.entries[record_id].record
            self._pictures[record_id] = html(picture(self._graph, record), anywhere)
        return self._pictures[record_id]


def anywhere(item: Item) -> str:
    """The address of *item* the same for all pages, to be put in or to be compared."""
    return f"{_MARK}{item.docname}#{item.anchor}"


def _resolved(text: Markup, link_to: LinkTo) -> Markup:
    def address(match: re.Match[str]) -> str:
        docname, anchor = map(entities.unescape, match.groups())
        return escape(link_to(Item("", docname=docname, anchor=anchor)))

    return Markup(_ADDRESS.sub(address, text))
