"""The theme ``wgkb``: pydata-sphinx-theme with navigation in constant time and our own looks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from markupsafe import escape

from wgkb.site import connect_whole
from wgkb.site.navigation import Navigation, Stop
from wgkb.site.places import SITES, graph_of
from wgkb.theme.contents import page_contents

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

NAME, PYDATA = "wgkb", "pydata_sphinx_theme"
HERE = Path(__file__).parent / NAME

PYDATA_INLINE = "DOCUMENTATION_OPTIONS."
"""How the inline scripts begin that pydata-sphinx-theme puts on every page."""


def connect(app: Sphinx) -> None:
    """Make the theme known; what it needs is loaded only for a site that uses it."""
    app.add_html_theme(NAME, str(HERE))
    app.connect("config-inited", _follow_the_theme)


def _follow_the_theme(app: Sphinx, config: Config) -> None:
    if config.html_theme == NAME:
        _set_up_own(app, config)
    else:
        app.add_css_file("wgkb/elsewhere.css", priority=490)  # records.css comes after it


def _set_up_own(app: Sphinx, config: Config) -> None:
    app.setup_extension(PYDATA)
    app.setup_extension("notfound.extension")
    config.notfound_template = "404.html"
    config.notfound_urls_prefix = urlsplit(config.html_baseurl).path or "/"
    # Colours are those of the reader's system, unless the configuration says otherwise.  A page
    # names no mode: pydata-sphinx-theme knows none called "auto", and has no colours for it where
    # no script puts another in its place.
    config.html_context.setdefault("default_mode", "")
    # Cards show the entry; a tooltip would repeat it at each citation.
    config.bibtex_tooltips = False
    # Sphinx's search would fetch each page that it found, which a browser refuses from disk.
    config.html_show_search_summary = False
    app.connect("builder-inited", _connect_own)


def _connect_own(app: Sphinx) -> None:
    theme = getattr(app.builder, "theme", None)
    if theme is None:
        return
    if theme.name != NAME:
        _disconnect_pydata(app)
        return
    navigator = _Navigator()
    app.connect("env-updated", navigator.renew, 950)
    # pydata-sphinx-theme, at 500, leaves out the parts of a page that turn out empty.
    app.connect("html-page-context", navigator.add, 400)
    app.connect("html-page-context", _lighten, 900)
    # The indentation of templates is for those who write them, not for those who load pages.
    environment = app.builder.templates.environment
    environment.trim_blocks = environment.lstrip_blocks = True
    # A classic script: browsers refuse modules when a site is opened from disk.
    app.add_js_file("search.js", loading_method="defer")
    if app.builder.name in SITES:
        connect_whole(app)


def _disconnect_pydata(app: Sphinx) -> None:
    """Take pydata-sphinx-theme (0.24) from pages of another theme, such as those of an EPUB.

    It looks at each page for its own options, and ends the build when there are none; it has set
    two for the whole build already.
    """
    for option in ("icon_links", "logo"):
        getattr(app.builder, "theme_options", {}).pop(option, None)
    for event in ("html-page-context", "build-finished"):
        for listener in list(app.events.listeners[event]):
            if listener.handler.__module__.startswith(PYDATA):
                app.disconnect(listener.id)


class _Navigator:
    """Holds the navigation of one build for the templates."""

    def __init__(self) -> None:
        self._navigation: Navigation | None = None

    def renew(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Read the tree of pages anew."""
        self._navigation = Navigation(env, graph_of(env))

    def add(
        self,
        app: Sphinx,
        pagename: str,
        templatename: str,
        context: dict[str, Any],
        doctree: nodes.document | None,
    ) -> None:
        """Give a page its sections, its sidebar, its way up, its neighbours and its contents."""
        if self._navigation is None:
            self.renew(app, app.env)
        navigation = self._navigation
        assert navigation is not None
        before, after = navigation.neighbours(pagename)
        sidebar = navigation.sidebar(pagename)
        toc = app.env.tocs.get(pagename)
        context.update(
            wg_sections=navigation.sections,
            wg_way_up=navigation.way_up(pagename),
            wg_sidebar=sidebar,
            prev=_link(app, pagename, before),
            next=_link(app, pagename, after),
            wg_before=before,
            wg_after=after,
            wg_section=sidebar.section.docname if sidebar else "",
            wg_contents=page_contents(toc) if toc is not None else "",
        )
        if sidebar is None or not sidebar.siblings:
            context["sidebars"] = []


def _link(app: Sphinx, here: str, stop: Stop | None) -> dict[str, str] | None:
    """What Sphinx's templates show of a neighbour; theirs are in the order of file names."""
    if stop is None:
        return None
    address = app.builder.get_relative_uri(here, stop.docname)
    return {"link": address, "title": str(escape(stop.title))}


def _lighten(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Leave out what the page does not use: inline scripts, and sphinx-design without its use."""
    if pagename == app.config.notfound_pagename:  # it is shown at any address
        context["content_root"] = app.config.notfound_urls_prefix
    # pydata-sphinx-theme would look through the whole toctree; our sidebar is there or it is not.
    context["suppress_sidebar_toctree"] = lambda **_: False
    # Nobody asked for the words that were searched for to be marked on the page that was found.
    unused = ["sphinx_highlight"]
    if "sd-" not in context.get("body", ""):
        unused += ["sphinx-design", "design-tabs"]
    context["script_files"] = [
        script
        for script in context["script_files"]
        if not str(script.attributes.get("body") or "").startswith(PYDATA_INLINE)
        and not any(name in str(script.filename) for name in unused)
    ]
    context["css_files"] = [
        style
        for style in context["css_files"]
        if not any(name in str(style.filename) for name in unused)
    ]
