"""The book as an EPUB 3 (https://www.w3.org/TR/epub-33/).

Not Sphinx's own builder: this has the same texts, links and lists as the handbook, holds the
chosen records only, and is the same file for the same book.
"""

from __future__ import annotations

import copy
import zipfile
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html
from markupsafe import Markup

from wgkb.model.identity import permanent_uuid
from wgkb.summit.book import Book
from wgkb.summit.edition import Edition
from wgkb.summit.offline import FIRST, compressed
from wgkb.summit.pdf import STYLES
from wgkb.summit.site import Element
from wgkb.summit.templating import render

_CASE = {"viewbox": "viewBox", "preserveaspectratio": "preserveAspectRatio"}
"""Attributes of SVG whose case HTML does not keep."""
_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf"
 media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


@dataclass(slots=True)
class Chapter:
    """A file of the EPUB."""

    name: str
    title: str
    elements: list[Element]
    children: list[tuple[str, str]]
    """Id and title of what the contents list below it."""
    part: bool = False

    @property
    def has_svg(self) -> bool:
        """The manifest says so (EPUB 3.3, section 5.6.2.3)."""
        return any(next(element.iter("svg"), None) is not None for element in self.elements)

    def below(self, every: list[Chapter]) -> list[Chapter]:
        """The chapters of this part."""
        later = every[every.index(self) + 1 :]
        return list(takewhile(lambda chapter: not chapter.part, later))


def chapters(book: Book) -> list[Chapter]:
    """A file for the head of each part, for each page with its records, and for the lists."""
    found: list[Chapter] = []
    for part in book.parts:
        heading = _fragment(Markup('<h1 id="{}">{}</h1>').format(part.id, part.title))
        found.append(Chapter(f"{part.id}.xhtml", part.title, [heading], [], part=True))
        for entry in part.entries:
            if entry.level == 2:
                name = f"c{len(found):03}.xhtml"
                found.append(Chapter(name, _title(entry.id, entry.title), [], []))
            else:
                found[-1].children.append((entry.id, _title(entry.id, entry.title)))
            found[-1].elements.append(copy.deepcopy(entry.element))
    if book.matrix is not None:
        found.append(_list("matrix", "Coverage", [copy.deepcopy(book.matrix)]))
    if book.bibliography:
        entries = [copy.deepcopy(element) for element in book.bibliography]
        found.append(_list("bibliography", "Bibliography", entries))
    if book.addresses:
        items = [
            _fragment(
                Markup('<p id="address-{0}">{0}. <a href="{1}">{1}</a></p>').format(
                    a.number, a.href
                )
            )
            for a in book.addresses.values()
        ]
        found.append(_list("addresses", "Addresses", items))
    return found


def _list(name: str, title: str, elements: list[Element]) -> Chapter:
    heading = _fragment(Markup("<h1>{}</h1>").format(title))
    return Chapter(f"{name}.xhtml", title, [heading, *elements], [], part=True)


def _title(id_: str, title: str) -> str:
    return f"{id_} {title}" if id_[:1].isupper() else title


def _fragment(text: Markup) -> Element:
    return lxml_html.fragment_fromstring(str(text))


def write(edition: Edition, book: Book, path: Path) -> None:
    """Write the EPUB to *path*."""
    found = chapters(book)
    where = {
        element.get("id"): chapter.name
        for chapter in found
        for top in chapter.elements
        for element in top.iter()
        if element.get("id")
    }
    site, frozen = edition.site, edition.frozen
    name = f"{edition.name}\n{frozen.commit}\n{frozen.date.isoformat()}"
    context = {
        **edition.words,
        "chapters": found,
        "identifier": permanent_uuid(site.project, name).urn,
    }
    entries: list[tuple[str, str]] = [
        ("META-INF/container.xml", _CONTAINER),
        ("EPUB/package.opf", render("package.opf", **context)),
        ("EPUB/nav.xhtml", render("nav.xhtml", **context)),
        ("EPUB/title.xhtml", render("title.xhtml", **context)),
        ("EPUB/style.css", (STYLES / "epub.css").read_text("utf-8")),
    ]
    for chapter in found:
        body = "\n".join(_xhtml(element, chapter.name, where) for element in chapter.elements)
        page = render("chapter.xhtml", title=chapter.title, body=Markup(body), site=site)
        entries.append((f"EPUB/{chapter.name}", page))
    with zipfile.ZipFile(path, "w") as archive:
        # The type comes first and is not compressed (EPUB 3.3, section 4.2.2, "OCF ZIP").
        archive.writestr(zipfile.ZipInfo("mimetype", FIRST), "application/epub+zip")
        for name, text in entries:
            archive.writestr(compressed(name), text.encode())


def _xhtml(element: Element, name: str, where: dict[str, str]) -> str:
    """An element as XML, with links to the files of the EPUB."""
    for part in element.iter():
        if not isinstance(part.tag, str):
            continue
        href = part.get("href", "")
        if href.startswith("#"):
            target = where.get(href[1:])
            if target is None:
                del part.attrib["href"]
            elif target != name:
                part.set("href", target + href)
        for attribute in list(part.attrib):
            if attribute in _CASE:
                part.set(_CASE[attribute], part.attrib.pop(attribute))
            elif attribute in ("width", "align") and part.tag in ("col", "table", "td", "th"):
                del part.attrib[attribute]
        if part.tag == "svg":
            part.set("xmlns", "http://www.w3.org/2000/svg")
    text: str = etree.tostring(element, encoding="unicode", method="xml", with_tail=False)
    return text
