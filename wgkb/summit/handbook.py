"""The handbook: the book as a PDF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from wgkb.summit.book import Book
from wgkb.summit.edition import Edition
from wgkb.summit.pdf import style, write_pdf
from wgkb.summit.templating import render


def write(
    edition: Edition, book: Book, path: Path, progress: Callable[[str], None] | None = None
) -> int:
    """Write the handbook to *path*; return its number of pages."""
    page = render("handbook.html", **edition.words, book=book, style=style("common", "handbook"))
    return write_pdf(page, path, progress)
