"""What makes a folder of pages a site: head matter, and files for robots, scripts and readers.

==================  ==========================================================================
:mod:`.head`        description and addresses of each page, for its head and its foot
:mod:`.generated_pages`  pages that are made from data files and have no source
:mod:`.markdown`    the text of each page as Markdown, beside it
:mod:`.outline`     ``sitemap.xml``, ``robots.txt`` and ``llms.txt``
:mod:`.cards`       what search and cards show of each record and reference
:mod:`.search`      the full-text index, made when the site is published
==================  ==========================================================================
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wgkb.files.writing import write_if_changed
from wgkb.site import cards, head, markdown, outline, redirect_pages
from wgkb.site.navigation import Navigation
from wgkb.site.places import SITES, graph_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

STATIC = Path(__file__).parent / "static"
"""Style sheets and scripts of records; they come into ``_static/wgkb`` in every theme."""
LOOKS = SITES | {"singlehtml"}
"""Builders whose pages take their looks from there."""
UNUSED = ("*-stemmer.js", "file.png", "webpack-macros.html")
"""Files that Sphinx and pydata-sphinx-theme put into ``_static`` and that no page asks for."""


def connect(app: Sphinx) -> None:
    """What pages with records need in any theme: their looks, scripts and cards."""
    app.add_config_value("wg_edit_url", "", "html", str)
    app.add_config_value("wg_report_url", "", "html", str)
    # Before the theme, whose script comes after these.
    app.connect("builder-inited", _connect_pages, 400)


def _connect_pages(app: Sphinx) -> None:
    """Connect what belongs to the pages of a site to the events of *app*."""
    if app.builder.name in LOOKS:
        _bring_static(app)
    if app.builder.name not in SITES:
        return
    app.connect("html-page-context", head.add)
    app.connect("html-page-context", redirect_pages.add_notes)
    app.connect("build-finished", _write_cards)
    app.connect("build-finished", redirect_pages.write_pages)
    # Classic scripts: browsers refuse modules when a site is opened from disk.
    for name in ("records.js", "record-cards.js"):
        app.add_js_file(f"wgkb/{name}", loading_method="defer")


def connect_whole(app: Sphinx) -> None:
    """What a site has only if its theme is ours, which links to it: text of pages, and files for
    robots.  A site with another theme has its own ways to such files."""
    app.connect("html-page-context", markdown.write)
    app.connect("build-finished", _write_about_site)


def _bring_static(app: Sphinx) -> None:
    # Not before the builder compares settings: where a package is installed is none.
    app.config.html_static_path.append(str(STATIC))
    app.add_css_file("wgkb/records.css")


def _write_cards(app: Sphinx, exception: Exception | None) -> None:
    """Write what cards and search load when a reader first asks for it."""
    if exception is not None:
        return
    graph = graph_of(app.env)
    address_of = app.builder.get_target_uri
    outdir = Path(app.outdir)
    write_if_changed(outdir / cards.FILE, cards.records_js(graph, address_of))
    write_if_changed(outdir / cards.REFERENCES, cards.references_js(graph, address_of))


def _write_about_site(app: Sphinx, exception: Exception | None) -> None:
    """Write the files that are about the whole site."""
    if exception is not None:
        return
    graph = graph_of(app.env)
    outdir = Path(app.outdir)
    navigation = Navigation(app.env, graph)
    base = app.config.html_baseurl
    files = {
        "llms.txt": outline.llms_txt(app.config.html_title, graph, navigation, app.builder, base),
        "robots.txt": outline.robots_txt(base),
    }
    if base:  # a sitemap names absolute addresses only
        files["sitemap.xml"] = outline.sitemap_xml(graph, app.builder, base)
    else:
        (outdir / "sitemap.xml").unlink(missing_ok=True)
    for name, text in files.items():
        write_if_changed(outdir / name, text)
    markdown.remove_orphans(app.builder, graph.pages)
    for path in (path for name in UNUSED for path in (outdir / "_static").glob(name)):
        path.unlink()
