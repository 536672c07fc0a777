"""What a file says, taken from its doctree when it has been read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinxcontrib.bibtex.citation_target import parse_citation_targets

from wgkb.drawing.nodes import view
from wgkb.model.page import CITE, SOURCE, Entry, Heading, Mention, Page, ViewCall
from wgkb.model.records import RECORD_TYPES, Meeting
from wgkb.sphinxext.minutes import with_topics_and_links
from wgkb.sphinxext.notes import notes_of
from wgkb.sphinxext.roles import log as logs
from wgkb.sphinxext.sentences import claims

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

STD, TOCTREE = "std:", "toctree"
"""Kinds of mention that only matter for knowing which pages show what of others."""

ROLE_TYPES = {model.type.role: name for name, model in RECORD_TYPES.items()}


def page(env: BuildEnvironment, doctree: nodes.document) -> Page:
    """The page of *doctree*, with the records that its directives noted."""
    notes = notes_of(env)
    entries = tuple(_completed(entry, title, doctree) for entry, title in notes.entries)
    main = next((e.record.id for e in entries if not e.anchor), "")
    title = next(iter(doctree.findall(nodes.title)), None)
    return Page(
        docname=env.docname,
        path=str(env.doc2path(env.docname, base=False)),
        title=title.astext() if title is not None else env.docname,
        entries=entries,
        mentions=tuple(_mentions(doctree, main, 0)),
        headings=tuple(_headings(doctree)),
        claims=tuple(claims(doctree, main, 0)),
        subheadings=dict(_subheadings(doctree)),
        findings=tuple(notes.findings),
        kind=notes.kind,
        events=tuple(
            replace(event, title=term.astext().partition(": ")[2]) for event, term in notes.events
        ),
        doubtful=frozenset(notes.doubtful),
        unread=tuple(notes.unread),
        log=logs.digest(env),
        views=tuple(
            ViewCall(node["view"], node["options"], node.line or 0)
            for node in doctree.findall(view)
        ),
    )


def _completed(entry: Entry, title: nodes.Element | None, doctree: nodes.document) -> Entry:
    """*entry* with what its record takes from its page.

    Its title is that which the page shows, *title*: in it, quotes are curly by now.
    """
    record = entry.record
    if title is not None:
        local = f"{record.id.rpartition('/')[2]} " if entry.anchor else ""
        shown = " ".join(title.astext().removeprefix(local).split())
        record = record.model_copy(update={"title": shown})
    if isinstance(record, Meeting):
        record = with_topics_and_links(record, doctree)
    return replace(entry, record=record)


def _mentions(node: nodes.Element, owner: str, line: int) -> Iterator[Mention]:
    """All references below *node* in the text of *owner*; *line* is that of the nearest block."""
    for child in node.children:
        if not isinstance(child, nodes.Element):
            continue
        here = child.line or line
        if isinstance(child, addnodes.pending_xref):
            yield from _reference(child, owner, here)
        elif isinstance(child, nodes.reference):
            if not child.get("internal") and "://" in child.get("refuri", ""):
                yield Mention(owner, SOURCE, child["refuri"], here)
        elif isinstance(child, addnodes.toctree):
            for docname in child["includefiles"]:
                yield Mention(owner, TOCTREE, docname, here)
        else:
            yield from _mentions(child, child.get("wg_record", owner), here)


def _reference(xref: addnodes.pending_xref, owner: str, line: int) -> Iterator[Mention]:
    domain, kind, target = xref["refdomain"], xref["reftype"], xref["reftarget"]
    if xref.get("intersphinx"):
        return  # it leads to another project, where intersphinx looks it up
    if domain == "wg" and kind == logs.ROLE:
        yield Mention(owner, SOURCE, target, line)
    elif domain == "wg" and kind in ROLE_TYPES:
        yield Mention(owner, ROLE_TYPES[kind], target, line)
    elif domain == "cite":
        for citation in parse_citation_targets(target):
            yield Mention(owner, CITE, citation.key, line)
    elif domain == "std" and not xref.get("refexplicit"):
        yield Mention(owner, STD + kind, target, line)


def _headings(doctree: nodes.document) -> Iterator[Heading]:
    """The sections directly below the page's title, those of records left out."""
    top = next((child for child in doctree.children if isinstance(child, nodes.section)), None)
    for child in top.children if top is not None else ():
        if isinstance(child, nodes.section) and "wg_record" not in child:
            title = child[0]
            yield Heading(title.astext(), title.line or child.line or 0, len(child) == 1)


def _subheadings(doctree: nodes.document) -> Iterator[tuple[str, int]]:
    """The titles of the sections below those, with their lines."""
    for section in doctree.findall(nodes.section):
        above = section.parent.parent if section.parent is not None else None
        if isinstance(above, nodes.section) and "wg_record" not in section:
            title = section[0]
            yield title.astext(), title.line or section.line or 0
