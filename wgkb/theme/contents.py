"""The contents of one page, from the tree that Sphinx keeps of it.

pydata-sphinx-theme renders, parses and changes the HTML of that tree with BeautifulSoup on each
page; here its own markup is written directly, and the page's title, which every tree begins
with, is left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from markupsafe import Markup, escape

DEPTH = 2
"""Levels of headings below the page's title that are shown."""


def page_contents(toc: nodes.Element) -> Markup:
    """What stands below the title of the page, or nothing if there is no section."""
    return _level(list(_below_title(toc)), 1)


def _below_title(toc: nodes.Element) -> Iterator[nodes.list_item]:
    """The items of the second level; a page without a title of its own has only one level."""
    tops = [child for child in toc.children if isinstance(child, nodes.list_item)]
    if len(tops) != 1:
        yield from tops
        return
    yield from _items(tops[0])


def _items(item: nodes.list_item) -> Iterator[nodes.list_item]:
    for child in item.children:
        if isinstance(child, nodes.bullet_list):
            yield from (i for i in child.children if isinstance(i, nodes.list_item))


def _level(items: list[nodes.list_item], level: int) -> Markup:
    rows = []
    for item in items:
        reference = next(iter(item[0].findall(nodes.reference)), None) if item.children else None
        anchor = reference.get("anchorname", "") if reference is not None else ""
        if reference is None or not anchor:
            continue
        below = _level(list(_items(item)), level + 1) if level < DEPTH else Markup()
        rows.append(
            Markup(
                '<li class="toc-h{} nav-item toc-entry">'
                '<a class="reference internal nav-link" href="{}">{}</a>{}</li>'
            ).format(level + 1, anchor, _words(reference), below)
        )
    if not rows:
        return Markup()
    classes = "nav section-nav flex-column" if level == 1 else "nav flex-column pst-show_toc_level"
    return Markup('<ul class="{}">{}</ul>').format(classes, Markup("\n").join(rows))


def _words(reference: nodes.Element) -> Markup:
    """The text of a heading; the id of a record keeps its looks."""
    return Markup().join(
        Markup('<span class="wg-id">{}</span>').format(child.astext())
        if isinstance(child, nodes.Element) and "wg-id" in child.get("classes", ())
        else escape(child.astext())
        for child in reference.children
    )
