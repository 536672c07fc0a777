"""What makes a folder of pages a site: head matter, and files for robots, scripts and readers.

==================  ==========================================================================
:mod:`.head`        description and addresses of each page, for its head and its foot
:mod:`.made_pages`  pages that are made from data files and have no source
:mod:`.markdown`    the text of each page as Markdown, beside it
:mod:`.outline`     ``sitemap.xml``, ``robots.txt`` and ``llms.txt``
:mod:`.cards`       what search and cards show of each record and reference
:mod:`.search`      the full-text index, made when the site is published
==================  ==========================================================================
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from wgkb.exports import write_if_changed
from wgkb.site import cards, head, markdown, outline
from wgkb.site.navigation import Navigation

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

BUILDERS = frozenset({"html", "dirhtml"})
UNUSED = ("*-stemmer.js", "file.png", "webpack-macros.html")
"""Files that Sphinx and pydata-sphinx-theme put into ``_static`` and that no page asks for."""


def connect(app: Sphinx) -> None:
    """Connect the parts to the events of *app*."""
    app.setup_extension("notfound.extension")
    app.add_config_value("wg_edit_url", "", "html", str)
    app.add_config_value("wg_report_url", "", "html", str)
    app.connect("config-inited", _settings)
    app.connect("html-page-context", head.add)
    app.connect("html-page-context", markdown.write)
    app.connect("build-finished", _write)
    app.add_css_file("tools.css")
    for name in ("site.js", "record-cards.js", "search.js"):
        app.add_js_file(name, loading_method="defer")


def _settings(app: Sphinx, config: Config) -> None:
    """Sphinx's own settings that our templates and scripts need."""
    config.notfound_template = "404.html"
    config.notfound_urls_prefix = urlsplit(config.html_baseurl).path or "/"
    # Cards show the entry; a tooltip would repeat it at each citation.
    config.bibtex_tooltips = False
    # Sphinx's search would fetch each page that it found, which a browser refuses from disk.
    config.html_show_search_summary = False


def _write(app: Sphinx, exception: Exception | None) -> None:
    """Write the files that are about the whole site."""
    if exception is not None or app.builder.name not in BUILDERS:
        return
    graph = app.env.domains["wg"].graph  # type: ignore[attr-defined]
    outdir = Path(app.outdir)
    navigation = Navigation(app.env, graph.pages.values())
    base = app.config.html_baseurl
    files = {
        "llms.txt": outline.llms_txt(app.config.html_title, graph, navigation, app.builder, base),
        "robots.txt": outline.robots_txt(base),
        cards.FILE: cards.records_js(graph, app.builder.get_target_uri),
        cards.REFERENCES: cards.references_js(graph, app.builder.get_target_uri),
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
