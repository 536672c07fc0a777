"""Slides for reveal.js, which work from disk: a folder with ``index.html``.

Each use case and each gap of the pack has a slide; its evidence and history are in the speaker's
notes (key ``S``).  Slides written by hand are pages of the site: each section is one, and what is
in a container with the class ``notes`` is for the speaker.  ``index.html?print-pdf`` prints them.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from wgkb.graph.gap_history import runs
from wgkb.graph.graph import Graph
from wgkb.graph.pack_selection import concerned, requirements
from wgkb.model.records import Coverage, Gap, Record, UseCase
from wgkb.summit import pictures, qr, vendor
from wgkb.summit.book import to_html
from wgkb.summit.edition import Edition
from wgkb.summit.pdf import STYLES
from wgkb.summit.site import Element, Site
from wgkb.summit.templating import render


@dataclass(frozen=True, slots=True)
class GapSlide:
    """What a slide says of a gap."""

    gap: Gap
    strip: Markup
    fails: tuple[str, ...]
    cases: int
    notes: Markup
    kind: str = "gap"


@dataclass(frozen=True, slots=True)
class CaseSlide:
    """What a slide says of a use case."""

    case: UseCase
    met: tuple[tuple[Coverage, int], ...]
    """Its requirements by the worst that a component does about each."""
    notes: Markup
    kind: str = "case"


@dataclass(frozen=True, slots=True)
class TextSlide:
    """A slide written by hand."""

    html: Markup
    kind: str = "text"


Slide = GapSlide | CaseSlide | TextSlide


def write(edition: Edition, folder: Path) -> None:
    """Write the slides into *folder*, with all that they need."""
    site, selection = edition.site, edition.selection
    parts = [
        (
            chosen.part.title,
            [record for record in chosen.records if isinstance(record, Gap)],
            [*_written(site, chosen.part.slides), *_made(site, chosen.records)],
        )
        for chosen in selection.parts
    ]
    folder.mkdir(parents=True, exist_ok=True)
    for name in (*vendor.REVEAL, *vendor.FONTS):
        target = folder / "reveal" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(vendor.folder() / name, target)
    for name in ("common.css", "slides.css", "slides.js"):
        shutil.copyfile(STYLES / name, folder / name)
    gaps = selection.of_type(Gap)
    page = render(
        "slides.html",
        **edition.words,
        parts=[
            (title, pictures.in_words(gaps) if gaps else "", slides)
            for title, gaps, slides in parts
            if slides
        ],
        state=pictures.in_words(gaps),
        picture=pictures.overview(site.graph, gaps, requirements(site.graph, selection)),
        timeline=pictures.timeline(site.graph, gaps),
        read_on=[site.graph.item(name) for name in edition.pack.read_on],
        qr=qr.svg(edition.address) if edition.address else "",
    )
    (folder / "index.html").write_text(page, "utf-8")


def _made(site: Site, records: tuple[Record, ...]) -> Iterator[Slide]:
    for record in records:
        if isinstance(record, Gap):
            yield GapSlide(
                record,
                _strip(site.graph, record),
                tuple(f"{i} {site.graph.item(i).text}" for i in record.fails),
                len(concerned(site.graph, record)),
                _notes(site, record),
            )
        elif isinstance(record, UseCase):
            yield CaseSlide(record, _met(site.graph, record), _notes(site, record))


def _strip(graph: Graph, gap: Gap) -> Markup:
    """The states of a gap as one bar, which stands where it does among all releases."""
    names = [release.name for release in graph.releases.values()]
    if not names:
        return Markup()
    last = graph.release_order.get(gap.judged_against, len(names) - 1)
    spans = runs(graph, gap, last)
    if not spans:
        return Markup()
    bars = Markup("").join(
        Markup('<rect fill="{}" x="{}" width="{}" height="1"/>').format(
            pictures.FILLS[run.state], run.first, run.last - run.first + 1
        )
        for run in spans
    )
    words = ", ".join(f"{run.state} from {names[run.first]}" for run in spans)
    return Markup(
        '<div class="strip"><svg viewBox="0 0 {} 1" preserveAspectRatio="none" role="img">'
        "<title>{}</title>{}</svg><p><span>{}</span><span>{}</span><span>{}</span></p></div>"
    ).format(last + 1, words, bars, names[0], words, names[last])


def _met(graph: Graph, case: UseCase) -> tuple[tuple[Coverage, int], ...]:
    order = (Coverage.MISSING, Coverage.PARTIAL, Coverage.UNKNOWN, Coverage.MET)
    found = dict.fromkeys(order, 0)
    for name in case.needs:
        requirement = graph.get(name)
        components = getattr(requirement, "components", ())
        values = {graph.coverage(name, component).value for component in components}
        worst = next((value for value in order if value in values), None)
        if worst is not None:
            found[worst] += 1
    return tuple((value, count) for value, count in found.items() if count)


# --- Texts of the site ----------------------------------------------------------------------


def _notes(site: Site, record: Record) -> Markup:
    """What stands behind a record: its parts, or the first section of its page."""
    element = site.text(record.id)
    docname = site.graph.entries[record.id].docname
    parts = [part for part in element.iter("dl") if "wg-parts" in (part.get("class") or "")]
    found = parts or list(element.iterchildren("section"))[:2]
    for part in found:
        _for_slides(site, part, docname)
    return Markup("\n").join(to_html(part) for part in found)


def _written(site: Site, docnames: tuple[str, ...]) -> Iterator[Slide]:
    for docname in docnames:
        article = site.article(docname)
        for section in list(article.iterchildren("section")) or [article]:
            _for_slides(site, section, docname)
            yield TextSlide(Markup("").join(to_html(child) for child in section))


def _for_slides(site: Site, element: Element, docname: str) -> None:
    """Links lead to the published site; headings and notes are as reveal.js has them."""
    for link in list(element.iter("a")):
        place = site.place(docname, link.get("href", ""))
        address = link.get("href", "") if place is None else site.link_out(*place)
        if address:
            link.set("href", address)
        else:
            link.drop_tag()
    for part in list(element.iter()):
        part.attrib.pop("id", None)
        if part.tag == "section":  # to reveal.js it would be a slide
            part.tag = "div"
        elif part.tag in ("h1", "h2", "h3", "h4"):
            part.tag = "h2"
        elif part.tag == "div" and "notes" in (part.get("class") or "").split():
            part.tag = "aside"
            part.set("class", "notes")
