"""``.. summit-pack::`` and ``.. summit-packs::`` — packs, and what was built of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from docutils import nodes
from markupsafe import Markup

from wgkb.graph import Item, file_item
from wgkb.nodes import view
from wgkb.rendering import item_html, listed_html
from wgkb.summit import citation
from wgkb.summit.pack import FOLDER, PackErrors
from wgkb.summit.select import select
from wgkb.summit.templating import render
from wgkb.views.base import View
from wgkb.views.table import table_html

if TYPE_CHECKING:
    from wgkb.graph import Graph
    from wgkb.rendering import LinkTo
    from wgkb.summit.built import Built

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


class SummitPack(View):
    """What a pack is for, what it holds, its files, and how to cite it."""

    view_name = "summit-pack"
    required_arguments = 1

    @classmethod
    def node(cls, name: str, author: str) -> view:
        """The view of the pack called *name*; *author* is cited if it has no speaker."""
        options = {"argument": name, "author": author}
        return view(name=f"{cls.view_name} {json.dumps(options, sort_keys=True)}")

    def run(self) -> list[nodes.Node]:
        return [self.node(self.arguments[0], self.config.author)]

    @classmethod
    def html(cls, graph: Graph, options: Mapping[str, str], link_to: LinkTo) -> Markup:
        name = options["argument"]
        file = graph.kept.packs.get(name)
        if file is None:
            return Markup()  # rule data-file or summit-pack says why
        try:
            selection = select(graph, file)
        except PackErrors:
            return Markup()
        built = graph.kept.built.get(name)
        authors = citation.speakers(graph, file.pack) or [options["author"]]
        return render(
            "pack-page.html",
            name=name,
            pack=file.pack,
            built=built,
            speakers=[item_html(graph.item(person), link_to) for person in file.pack.speakers],
            parts=[
                (
                    chosen.part.title,
                    [listed_html(graph.item(record.id), link_to) for record in chosen.records]
                    + [item_html(graph.item(page), link_to) for page in chosen.pages],
                )
                for chosen in selection.parts
            ],
            downloads=list(_downloads(name, built, link_to)) if built else [],
            bibtex=citation.bibtex(
                name,
                file.pack,
                authors,
                built.frozen if built else None,
                built.address if built else "",
            ),
        )


class SummitPacks(View):
    """A table of all packs, the newest first."""

    view_name = "summit-packs"

    @classmethod
    def html(cls, graph: Graph, options: Mapping[str, str], link_to: LinkTo) -> Markup:
        packs = sorted(graph.kept.packs.values(), key=lambda file: file.pack.date, reverse=True)
        rows = [
            [
                Markup('<a href="{}">{}</a>').format(
                    link_to(Item(file.pack.title, docname=f"{FOLDER}/{file.name}")),
                    file.pack.title,
                ),
                file.pack.event,
                Markup('<span class="text-nowrap">{}</span>').format(file.pack.date.isoformat()),
            ]
            for file in packs
        ]
        if not rows:
            return Markup("<p>There is no pack yet.</p>\n")
        return table_html("Packs", ["Title", "For", "Date"], rows)


def _downloads(name: str, built: Built, link_to: LinkTo) -> Iterator[tuple[str, str, str]]:
    """Address, words and size of each file."""
    for pattern, words in DOWNLOADS.items():
        path = pattern.format(name)
        if path in built.files:
            address = link_to(file_item(f"{FOLDER}/{name}/{path}"))
            yield address, words, _size(built.files[path].size)


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} kB"
