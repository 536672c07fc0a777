"""The handbook: the book as a PDF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from wgkb.model import Gap
from wgkb.summit import pictures, qr
from wgkb.summit.book import Book
from wgkb.summit.edition import Edition
from wgkb.summit.pdf import style, write_pdf
from wgkb.summit.select import requirements
from wgkb.summit.templating import render


def write(
    edition: Edition, book: Book, path: Path, progress: Callable[[str], None] | None = None
) -> int:
    """Write the handbook to *path*; return its number of pages."""
    graph, gaps = edition.graph, edition.selection.of_type(Gap)
    page = render(
        "handbook.html",
        **edition.words,
        book=book,
        state=pictures.in_words(gaps),
        picture=pictures.overview(graph, gaps, requirements(graph, edition.selection)),
        timeline=pictures.timeline(graph, gaps),
        qr=qr.svg(edition.address) if edition.address else "",
        style=style("common", "handbook"),
    )
    return write_pdf(page, path, progress)
