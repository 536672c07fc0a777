"""``.. summit-pack::`` and ``.. summit-packs::`` — packs, and what was built of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from wgkb.drawing import pieces as p
from wgkb.files.packs import FOLDER, PackErrors, PackFile
from wgkb.graph import pack_citation as citation
from wgkb.graph.graph import Item, file_item
from wgkb.graph.pack_selection import Selection, select
from wgkb.model.records import Argument, FromPage
from wgkb.views.base import Options, view

if TYPE_CHECKING:
    from wgkb.files.built_packs import Manifest
    from wgkb.graph.graph import Graph

DOWNLOADS = {
    "{}-handbook.pdf": "Handbook (PDF)",
    "{}-brief-a4.pdf": "Brief, one page A4 (PDF)",
    "{}-brief-letter.pdf": "Brief, one page Letter (PDF)",
    "{}-slides.zip": "Slides for a browser (reveal.js)",
    "{}.epub": "Handbook for readers of books (EPUB)",
    "{}-offline.zip": "Offline copy of this site, with its search",
    "{}.bib": "How to cite it (BibTeX)",
    "CITATION.cff": "How to cite it (CITATION.cff)",
}
"""What the page of a pack offers: the name of the file, for the name of the pack, and words."""


UNFOLDED = 30
"""Records of a part of a pack that are listed without being asked for."""


class SummitPackOptions(Options):
    pack: Annotated[str, Argument()] = Field(description="the name of the pack")
    author: Annotated[str, FromPage()] = Field(
        default="", description="Who is cited if the pack has no speaker."
    )


@view(SummitPackOptions)
def summit_pack(graph: Graph, options: SummitPackOptions) -> p.Drawing:
    """What a pack is for, what it holds, its files, and how to cite it."""
    name = options.pack
    file = graph.files.packs.get(name)
    if file is None:
        return ()  # rule data-file or summit-pack says why
    try:
        selection = select(graph, file)
    except PackErrors:
        return ()
    built = graph.files.built.get(name)
    authors = citation.speakers(graph, file.pack) or [options.author]
    frozen, address = (built.frozen, built.address) if built else (None, "")
    bibtex = citation.bibtex(name, file.pack, authors, frozen, address)
    words = "The pack is frozen: built again from its revision and for its date, it has the same"
    is_frozen = built is not None and not built.changed and bool(built.revision)
    return (
        p.Paragraph(file.pack.subtitle) if file.pack.subtitle else (),
        p.Terms(tuple(_facts(graph, file, built)), "facts"),
        p.Section("downloads", 2, "Downloads", _downloads(name, built)),
        p.Section("what-it-holds", 2, "What it holds", tuple(_parts(graph, selection))),
        p.Section(
            "how-to-cite",
            2,
            "How to cite it",
            (p.Paragraph(f"{words} bytes.") if is_frozen else (), p.Listing(bibtex)),
        ),
    )


def _facts(graph: Graph, file: PackFile, built: Manifest | None) -> Iterator[p.Term]:
    pack = file.pack
    yield p.Term("For", f"{pack.event}, {pack.place}" if pack.place else pack.event)
    yield p.Term("Date", pack.date.isoformat())
    if pack.speakers:
        yield p.Term("With", p.joined(map(graph.item, pack.speakers)))
    if built:
        revision = p.Span("code", built.frozen.words)
        yield p.Term("Frozen", ("revision ", revision, f", as of {built.date.isoformat()}"))


def _downloads(name: str, built: Manifest | None) -> p.Drawing:
    """A link to each file with its size."""
    items = [
        (
            p.Link(file_item(f"{FOLDER}/{name}/{path}"), words, "download"),
            f", {_size(built.files[path].size)}",
        )
        for pattern, words in DOWNLOADS.items()
        if built and (path := pattern.format(name)) in built.files
    ]
    if items:
        return p.Bullets(tuple(items))
    how = p.Span("code", f"make summit PACK={name}")
    words = "This copy of the site was made without the files of the pack. "
    return p.Paragraph((words, how, " makes them."))


def _parts(graph: Graph, selection: Selection) -> Iterator[p.Fold]:
    for chosen in selection.parts:
        items = [p.listed(graph.item(record.id)) for record in chosen.records]
        items += [graph.item(page) for page in chosen.pages]
        if items:
            title = f"{chosen.part.title} ({len(items)})"
            yield p.Fold(title, p.Bullets(tuple(items)), len(items) <= UNFOLDED)


@view()
def summit_packs(graph: Graph, options: Options) -> p.Drawing:
    """A table of all packs, the newest first."""
    packs = sorted(graph.files.packs.values(), key=lambda file: file.pack.date, reverse=True)
    rows = [
        (
            p.Link(Item(file.pack.title, docname=f"{FOLDER}/{file.name}"), file.pack.title),
            file.pack.event,
            p.Span("whole", file.pack.date.isoformat()),
        )
        for file in packs
    ]
    if not rows:
        return p.Paragraph("There is no pack yet.")
    return p.table(["Title", "For", "Date"], rows, "Packs", "stack")


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} kB"
