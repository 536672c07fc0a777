"""The chosen texts put together as one book, which the PDF and the EPUB share.

The texts are those of the built site.  What is made for a screen is left out; each link gets
what works on paper: inside of the book the number of its target, for records and pages are
numbered as the paragraphs of a law are; else the short address of a record, or the number of an
address in a list at the end.  Numbers of pages would do as well, but a layout that has one beside
each link has to be done three times.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import html
from markupsafe import Markup

from wgkb.drawing.pieces import Facts
from wgkb.drawing.to_html import html as drawn
from wgkb.graph.facts import SHORT_LIST, dependents_of, facts_of, has_records
from wgkb.graph.graph import MENTIONED
from wgkb.graph.pack_selection import Chosen, Selection, requirements
from wgkb.model.records import Record, Requirement, RequirementArea
from wgkb.summit import pictures, plots
from wgkb.summit.site import Element, Site

_HEADING = re.compile(r"h[1-6]")
BELOW = "--"
"""Stands in the book between the id of a record or page and that of a place on it."""
MORE = "wg-facts more"
"""Class of the facts that the site shows in a picture, and a book as lines."""


@dataclass(slots=True)
class Entry:
    """A record or a page in the book."""

    id: str
    level: int
    """Level of its heading: 2 for a page, 3 for a record that stands on the page before."""
    title: str
    element: Element
    docname: str
    number: int
    record: Record | None = None


@dataclass(slots=True)
class BookPart:
    """A part of the book."""

    id: str
    title: str
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Address:
    """An address outside of the site, as the list at the end numbers it."""

    number: int
    href: str


class Book:
    """The parts, what they cite, where they lead, and the ids in them."""

    def __init__(self, site: Site, selection: Selection) -> None:
        self.site = site
        self.addresses: dict[str, Address] = {}
        self._cited: set[str] = set()
        self._places: dict[tuple[str, str], str] = {}
        self._numbers: dict[str, int] = {}
        self.parts = [
            BookPart(f"part-{number}", chosen.part.title, list(self._entries(chosen)))
            for number, chosen in enumerate(selection.parts, 1)
            if chosen.records or chosen.pages
        ]
        for key, reference in site.graph.bibliography.items():
            self._places[reference.docname, reference.anchor] = f"ref-{key}"
        self.matrix = self._picture(requirements(site.graph, selection))
        for part in self.parts:
            for entry in part.entries:
                self._place_links(entry.element, entry.docname)
        self.bibliography = list(self._bibliography())
        self._drop_unused_ids()
        for entry in self.entries:
            _flatten(entry.element)

    @property
    def entries(self) -> Iterator[Entry]:
        return (entry for part in self.parts for entry in part.entries)

    @property
    def matrix_html(self) -> Markup:
        return Markup() if self.matrix is None else to_html(self.matrix)

    @property
    def bibliography_html(self) -> list[Markup]:
        return [to_html(element) for element in self.bibliography]

    @property
    def index(self) -> list[Entry]:
        """The records of the book by their ids."""
        return sorted((e for e in self.entries if e.record), key=lambda entry: entry.id)

    # --- Texts

    def _entries(self, chosen: Chosen) -> Iterator[Entry]:
        graph = self.site.graph
        page = ""
        for record in chosen.records:
            where = graph.entries[record.id]
            element = self.site.text(record.id)
            if not where.anchor:
                page = where.docname
            level = 3 if where.anchor and where.docname == page else 2
            self._add_facts(element, record)
            yield self._entry(record.id, level, record.title, element, where.docname, record)
        for docname in chosen.pages:
            title = graph.pages[docname].title
            element = self.site.article(docname)
            yield self._entry(docname.replace("/", "-"), 2, title, element, docname)

    def _entry(
        self,
        id_: str,
        level: int,
        title: str,
        element: Element,
        docname: str,
        record: Record | None = None,
    ) -> Entry:
        anchor = self.site.graph.entries[record.id].anchor if record else ""
        own = element.attrib.pop("id", "")
        self._places[docname, anchor] = id_
        self._places.setdefault((docname, own), id_)
        for part in element.iter():
            if name := part.get("id"):
                part.set("id", f"{id_}{BELOW}{name}")
                self._places[docname, name] = f"{id_}{BELOW}{name}"
        element.set("id", id_)
        element.tag = "section"
        _for_paper(element, level)
        number = self._numbers[id_] = len(self._numbers) + 1
        _head(element, number)
        return Entry(id_, level, title, element, docname, number, record)

    def _add_facts(self, element: Element, record: Record) -> None:
        """What links to the record, and its long lists of links, by id below the other facts."""
        graph, link_to = self.site.graph, self.site.address
        for picture in element.find_class("wg-matrix"):
            picture.drop_tree()
        long = [
            fact
            for fact in facts_of(graph, record)
            if has_records(fact) and len(fact.items) > SHORT_LIST
        ]
        dependents = [fact for fact in dependents_of(graph, record.id) if fact.label != MENTIONED]
        more = drawn(Facts((*long, *dependents)), link_to)
        if isinstance(record, RequirementArea):
            rows = [r for r in graph.of_type(Requirement) if r.id.startswith(f"{record.code}-")]
            more += pictures.matrix(graph, rows, link_to)
        if not more:
            return
        after = next(iter(element.find_class("wg-facts")), element[0])
        for place, extra in enumerate(html.fragments_fromstring(str(more).strip()), 1):
            extra.tail = None
            if extra.tag == "dl":
                extra.set("class", MORE)
            after.getparent().insert(after.getparent().index(after) + place, extra)

    def _picture(self, rows: list[Requirement]) -> Element | None:
        drawn = pictures.matrix(self.site.graph, rows, self.site.address)
        if not drawn:
            return None
        element = html.fragment_fromstring(str(drawn).strip())
        self._place_links(element, self.site.graph.entries[rows[0].id].docname)
        return element

    # --- Links

    def _place_links(self, element: Element, docname: str) -> None:
        here = element.get("id", "")
        for link in list(element.iter("a")):
            href = link.get("href")
            if href is None:
                link.drop_tag()
                continue
            for name in ("title", "target", "rel"):
                link.attrib.pop(name, None)
            place = self.site.place(docname, href)
            if place is None:
                self._number(link, href)
            elif inside := self._places.get(place):
                self._point(link, inside, here)
            else:
                self._lead_out(link, *place)

    def _point(self, link: Element, id_: str, here: str) -> None:
        if id_ == here:  # the short address of a record, on the record itself
            link.set("class", "self")
            link.set("href", self.site.short_address(id_))
            return
        link.set("href", f"#{id_}")
        if id_.startswith("ref-"):
            self._cited.add(id_.removeprefix("ref-"))
            link.set("class", "cite")
        else:
            is_id = "wg-id" in (link.get("class") or "").split()
            link.set("class", "in wg-id" if is_id else "in")
            entry, _, _ = id_.partition(BELOW)
            if entry != here:
                link.set("data-see", str(self._numbers[entry]))

    def _number(self, link: Element, href: str) -> None:
        """A link that leaves the site: the number of its address follows it."""
        if href.startswith("mailto:"):
            return
        address = self.addresses.setdefault(href, Address(len(self.addresses) + 1, href))
        link.set("class", "external")
        mark = html.fragment_fromstring(
            f'<a class="mark" href="#address-{address.number}">{address.number}</a>'
        )
        mark.tail, link.tail = link.tail, None
        link.addnext(mark)

    def _lead_out(self, link: Element, docname: str, anchor: str) -> None:
        """A link to a place on the site that the book does not hold."""
        record_id = self.site.record_at(docname, anchor)
        is_id = "wg-id" in (link.get("class") or "").split()
        if record_id and not is_id and not link.find_class("wg-id"):
            short = html.fragment_fromstring('<span class="go"></span>')
            short.text = f"go/{record_id}/"
            short.tail, link.tail = link.tail, None
            link.addnext(short)
        address = self.site.link_out(docname, anchor)
        link.set("class", "out wg-id" if is_id else "out")
        if address:
            link.set("href", address)
        else:
            link.tag = "span"
            del link.attrib["href"]

    def _bibliography(self) -> Iterator[Element]:
        """The entries that are cited, as the page of references has them."""
        graph = self.site.graph
        docname = next((r.docname for r in graph.bibliography.values() if r.docname), "")
        if not docname or not self._cited:
            return
        keys = {reference.anchor: key for key, reference in graph.bibliography.items()}
        for element in self.site.article(docname).iter():
            key = keys.get(element.get("id", ""))
            if key not in self._cited:
                continue
            element.tag = "div"
            element.set("class", "citation")
            for part in element.find_class("wg-cited-by"):
                part.drop_tree()
            for link in element.iter("a"):
                link.set("class", "external")
            element.set("id", f"ref-{key}")
            element.tail = None
            yield element

    def _drop_unused_ids(self) -> None:
        """Ids that nothing leads to cost time in each layout."""
        elements = [entry.element for entry in self.entries]
        used = {
            link.get("href", "").removeprefix("#")
            for element in elements
            for link in element.iter("a")
        }
        for element in elements:
            for part in element.iterdescendants():
                if part.get("id") and part.get("id") not in used:
                    del part.attrib["id"]


def _head(element: Element, number: int) -> None:
    """Put its number before the heading of a record or page."""
    heading = next(part for part in element.iter() if _HEADING.fullmatch(str(part.tag)))
    mark = html.fragment_fromstring(f'<span class="number">{number}\u2002</span>')
    mark.tail, heading.text = heading.text, None
    heading.insert(0, mark)


def to_html(element: Element) -> Markup:
    """An element as text; what follows it is left out."""
    return Markup(html.tostring(element, encoding="unicode", with_tail=False))


def _flatten(element: Element) -> None:
    """Drop elements that change nothing on paper; each costs time in each layout."""
    for facts in element.find_class("wg-facts"):
        below = (facts.getparent().get("class") or "").split()
        _as_lines(facts, joined="wg-record" in below and facts.get("class") != MORE)
    for part in list(element.iter("span", "p")):
        classes = (part.get("class") or "").split()
        parent = part.getparent()
        if part.tag == "span":
            plain = not classes or classes[0] in ("wg-sources", "pre")
        else:  # the only paragraph of an item
            plain = parent is not None and parent.tag in ("dd", "li", "td") and len(parent) == 1
        if plain and part is not element and not part.get("id"):
            part.drop_tag()


def _as_lines(facts: Element, joined: bool) -> None:
    """Write the facts of a record as lines, or all of them joined to one paragraph."""
    if facts.find(".//ul") is not None:
        return
    facts.tag = "div"
    line: Element | None = None
    for fact in list(facts):
        label, value = fact
        facts.remove(fact)
        label.tag, value.tag = "i", "span"
        if line is None or not joined:
            line = html.Element("p")
            facts.append(line)
        else:
            line[-1].tail = " · "
        label.tail = "\u2002"
        line.extend((label, value))
        value.tail = None


def _for_paper(element: Element, level: int) -> None:
    """Open what is folded, and move all headings to the level of the text in the book."""
    for folded in element.xpath(".//details[ancestor::figure[contains(@class, 'wg-chart')]]"):
        folded.drop_tree()
    for folded in list(element.iter("details")):
        folded.tag = "div"
        for summary in folded.findall("summary"):
            summary.tag = "p"
            summary.set("class", "folded")
    for part in element.iter():
        if isinstance(part.tag, str) and _HEADING.fullmatch(part.tag):
            depth = 0
            for parent in part.iterancestors("section"):
                if parent is element:
                    break
                depth += 1
            part.tag = f"h{min(6, level + depth)}"
    for mark in element.iter("rect"):  # not every reader applies a style sheet to a picture
        state = (mark.get("class") or "").rpartition("--")[2]
        mark.set("fill", pictures.FILLS.get(state, pictures.FILLS["obsolete"]))
    plots.for_paper(element)
    for name in ("tabindex", "role", "aria-label"):
        for part in element.xpath(f".//*[@{name}]"):
            if part.tag != "svg":
                del part.attrib[name]
