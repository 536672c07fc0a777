"""The brief: one page for those who have a minute."""

from __future__ import annotations

from pathlib import Path

from wgkb.graph.pack_selection import concerned, requirements, weightiest
from wgkb.model.records import Gap
from wgkb.summit import pictures, qr
from wgkb.summit.edition import Edition
from wgkb.summit.pdf import PdfError, style, write_pdf
from wgkb.summit.templating import render

SIZES = {"a4": "A4", "letter": "letter"}
"""Sizes of paper, by the word in the name of the file."""
POINTS = tuple(points / 5 for points in range(57, 41, -1))
"""Sizes of type, 11.4 to 8.4; the first that makes the brief one page is taken."""


def page(edition: Edition, size: str, points: float) -> str:
    """The brief as HTML; *points* is the size of its type."""
    graph, selection = edition.graph, edition.selection
    gaps = selection.of_type(Gap)
    needed = requirements(graph, selection)
    return render(
        "brief.html",
        **edition.words,
        size=SIZES[size],
        points=points,
        style=style("common", "brief"),
        picture=pictures.overview(graph, gaps, needed),
        state=pictures.in_words(gaps),
        matter=[
            (gap, concerned(graph, gap)) for gap in weightiest(graph, edition.pack, selection)
        ],
        read_on=[(name, graph.item(name)) for name in edition.pack.read_on],
        qr=qr.svg(edition.address) if edition.address else "",
    )


def write(edition: Edition, size: str, path: Path) -> None:
    """Write the brief to *path*.

    :raises PdfError: it is longer than a page.
    """
    for points in POINTS:
        pages = write_pdf(page(edition, size, points), path)
        if pages == 1:
            return
    path.unlink()
    raise PdfError(
        f"{edition.file.path}:1: the brief needs {pages} pages of {SIZES[size]} instead of one;"
        " shorten the question, or narrow the query of a part"
    )
