"""The handbook: the book as a PDF."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path

from lxml import html
from markupsafe import Markup

from wgkb.graph.pack_selection import requirements
from wgkb.model.records import Gap
from wgkb.summit import pictures, qr
from wgkb.summit.book import Book, to_html
from wgkb.summit.edition import Edition
from wgkb.summit.pdf import style, write_pdf
from wgkb.summit.site import Element
from wgkb.summit.templating import render

WHITE = " \t\r\n"
"""What HTML takes for white space: no space of a set width, and none that does not break."""
BLOCKS, INLINE = ("dd", "dt", "li", "p", "td"), ("a", "code", "em", "span", "strong")


def write(
    edition: Edition, book: Book, path: Path, progress: Callable[[str], None] | None = None
) -> int:
    """Write the handbook to *path*; return its number of pages."""
    graph, gaps = edition.graph, edition.selection.of_type(Gap)
    page = render(
        "handbook.html",
        **edition.words,
        book=book,
        text=text,
        state=pictures.in_words(gaps),
        picture=pictures.overview(graph, gaps, requirements(graph, edition.selection)),
        timeline=pictures.timeline(graph, gaps),
        qr=qr.svg(edition.address) if edition.address else "",
        style=style("common", "handbook"),
    )
    return write_pdf(page, path, progress)


def text(element: Element) -> Markup:
    """An element as text whose lines WeasyPrint breaks well.

    A line that is just full before the space at its end is broken after its first word
    (WeasyPrint 70), unless that space is an element of its own.  At the end of a block it goes.
    """
    element = copy.deepcopy(element)
    for block in element.iter(*BLOCKS):
        if len(block):
            block[-1].tail = (block[-1].tail or "").rstrip(WHITE)
        else:
            block.text = (block.text or "").rstrip(WHITE)
    for part in list(element.iter(*INLINE)):
        before, parent = part.getprevious(), part.getparent()
        if parent is None or next(part.iterancestors("pre"), None) is not None:
            continue
        words = (parent.text if before is None else before.tail) or ""
        if words == words.rstrip(WHITE):
            continue
        if before is None:
            parent.text = words.rstrip(WHITE)
        else:
            before.tail = words.rstrip(WHITE)
        space = html.Element("span")
        space.text = " "
        part.addprevious(space)
    return to_html(element)
