"""A build of the site, and the text of each page and record from it."""

from __future__ import annotations

import copy
import os
import posixpath
import sys
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TypeAlias
from urllib.parse import unquote, urljoin

from lxml import html
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.console import nocolor
from sphinx.util.docutils import docutils_namespace, patch_docutils

from wgkb.files.build_stamp import BuildStamp
from wgkb.files.packs import FOLDER
from wgkb.graph.graph import Graph, Item

Element: TypeAlias = html.HtmlElement
_PARSER = html.HTMLParser(encoding="utf-8")
_NOT_FOR_PAPER = (
    ".//*[self::script or self::form or contains(@class, 'headerlink')"
    " or contains(@class, 'wg-needs-script') or contains(@class, 'wg-trace')"
    " or self::details[contains(@class, 'wg-more')]"
    " or contains(@class, 'visually-hidden') or contains(@class, 'wg-explorer')]"
)


class SiteError(Exception):
    """The site cannot be built; the message says why, in one line."""


class Site:
    """A finished site and the records behind it."""

    def __init__(self, app: Sphinx) -> None:
        self.folder = Path(app.outdir)
        self.graph: Graph = app.env.domains["wg"].graph  # type: ignore[attr-defined]  # any domain, to Sphinx
        self.project: str = app.config.project
        self.author: str = app.config.author
        self.licence: str = app.config.copyright
        self.language: str = app.config.language or "en"
        base: str = app.config.html_baseurl
        self.base = base if not base or base.endswith("/") else f"{base}/"
        """Address of the published site, with a slash at the end; empty if it is not known."""
        self._uri = {name: app.builder.get_target_uri(name) for name in app.env.found_docs}
        self._articles: dict[str, Element] = {}

    # --- Addresses

    def address(self, item: Item) -> str:
        """The address of an item from the root of the site, which begins with a slash."""
        fragment = f"#{item.anchor}" if item.anchor else ""
        return f"/{self._uri.get(item.docname, item.docname)}{fragment}"

    @cached_property
    def _docname(self) -> dict[str, str]:
        return {uri: name for name, uri in self._uri.items()}

    @cached_property
    def _record(self) -> dict[tuple[str, str], str]:
        return {(e.docname, e.anchor): id_ for id_, e in self.graph.entries.items() if e.docname}

    def place(self, docname: str, href: str) -> tuple[str, str] | None:
        """Page and anchor to which *href* on a page leads, or None: it leaves the site."""
        target = urljoin(f"https://site.invalid/{self._uri[docname]}", href)
        if not target.startswith("https://site.invalid/"):
            return None
        path, _, fragment = target.removeprefix("https://site.invalid/").partition("#")
        if path.startswith("go/"):
            entry = self.graph.entries.get(unquote(posixpath.dirname(path)).removeprefix("go/"))
            if entry is not None:
                return entry.docname, entry.anchor
        return self._docname.get(path, path), unquote(fragment)

    def record_at(self, docname: str, anchor: str) -> str:
        """Id of the record at a place, or an empty string."""
        return self._record.get((docname, anchor), "")

    def link_out(self, docname: str, anchor: str) -> str:
        """The full address of a place on the published site; empty if that is not known."""
        if not self.base:
            return ""
        fragment = f"#{anchor}" if anchor else ""
        return f"{self.base}{self._uri.get(docname, docname)}{fragment}"

    def short_address(self, record_id: str) -> str:
        return f"{self.base}go/{record_id}/"

    def pack_address(self, name: str) -> str:
        """The address of the page of a pack."""
        return f"{self.base}{self._uri[f'{FOLDER}/{name}']}"

    # --- Texts

    def article(self, docname: str) -> Element:
        """The text of a page: its outermost section, for the caller to change."""
        if docname not in self._articles:
            path = self.folder / self._uri[docname]
            if path.is_dir():
                path /= "index.html"
            page = html.document_fromstring(path.read_bytes(), parser=_PARSER)
            article = page.find_class("bd-article")[0]
            for element in article.xpath(_NOT_FOR_PAPER):
                if element.getparent() is not None:
                    element.drop_tree()
            self._articles[docname] = article.find("section")
        return copy.deepcopy(self._articles[docname])

    def text(self, record_id: str) -> Element:
        """The text of a record: its section, or its page without the records on it."""
        entry = self.graph.entries[record_id]
        article = self.article(entry.docname)
        if entry.anchor:
            return article.get_element_by_id(entry.anchor)
        kept = entry.record.type.name == "meeting"  # decisions and actions belong to its text
        for section in () if kept else article.find_class("wg-record"):
            section.drop_tree()
        _drop_empty_sections(article)
        return article


def _drop_empty_sections(element: Element) -> None:
    """Drop sections of which only the heading is left."""
    for section in reversed(list(element.iter("section"))):
        if section is not element and all(
            child.tag in ("h1", "h2", "h3", "h4", "h5", "h6", "span") for child in section
        ):
            section.drop_tree()


def build(root: Path, work: Path, frozen: BuildStamp) -> Site:
    """Build the site of *root* below *work*; only what changed is written again.

    What the site shows follows from the revision and the date alone.

    :raises SiteError: Sphinx refuses, or warns of anything; why has been printed.
    """
    if not sys.stderr.isatty():
        nocolor()  # as sphinx-build does: a finding begins with its path and line
    settings = {"wg_date": frozen.date.isoformat(), "wg_edit_url": "", "wg_report_url": ""}
    with patch_docutils(str(root)), docutils_namespace():
        try:
            app = Sphinx(
                root,
                root,
                work / "site",
                work / "doctrees",
                "html",
                confoverrides=settings,
                status=None,
                warning=sys.stderr,
                warningiserror=True,
                parallel=os.cpu_count() or 1,
            )
            data = app.env.domains["wg"].data
            data["data"] = replace(data["data"], files=data["data"].files.sources)
            app.build()
        except SphinxError as error:
            raise SiteError(f"the site cannot be built: {str(error).splitlines()[0]}") from None
        if app.statuscode:
            raise SiteError("the site has warnings")
        return Site(app)
