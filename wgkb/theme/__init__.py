"""The theme ``wgkb``: pydata-sphinx-theme with navigation in constant time and our own looks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from wgkb.site.navigation import Navigation
from wgkb.theme.contents import page_contents

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

NAME = "wgkb"
HERE = Path(__file__).parent / NAME

PYDATA_INLINE = "DOCUMENTATION_OPTIONS."
"""How the inline scripts begin that pydata-sphinx-theme puts on every page."""


def connect(app: Sphinx) -> None:
    """Register the theme and give its templates their navigation."""
    app.setup_extension("pydata_sphinx_theme")
    app.add_html_theme(NAME, str(HERE))
    navigator = _Navigator()
    app.connect("config-inited", _follow_the_reader)
    app.connect("builder-inited", _set_up_builder)
    app.connect("env-updated", navigator.renew, 950)
    # pydata-sphinx-theme, at 500, leaves out the parts of a page that turn out empty.
    app.connect("html-page-context", navigator.add, 400)
    app.connect("html-page-context", _lighten, 900)


def _follow_the_reader(app: Sphinx, config: Config) -> None:
    """Colours are those of the reader's system, unless the configuration says otherwise.

    A page names no mode: pydata-sphinx-theme knows none called "auto", and has no colours for it
    where no script puts another in its place.
    """
    config.html_context.setdefault("default_mode", "")


def _set_up_builder(app: Sphinx) -> None:
    theme = getattr(app.builder, "theme", None)
    if theme is not None and theme.name == NAME:
        # The indentation of templates is for those who write them, not for those who load pages.
        environment = app.builder.templates.environment  # type: ignore[attr-defined]
        environment.trim_blocks = environment.lstrip_blocks = True
        # Classic scripts: browsers refuse modules when a site is opened from disk.
        app.add_js_file("wgkb.js", loading_method="defer")


class _Navigator:
    """Holds the navigation of one build for the templates."""

    def __init__(self) -> None:
        self._navigation: Navigation | None = None

    def renew(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Read the tree of pages anew."""
        self._navigation = Navigation(env, env.domains["wg"].graph.pages.values())

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
            wg_before=before,
            wg_after=after,
            wg_section=sidebar.section.docname if sidebar else "",
            wg_contents=page_contents(toc) if toc is not None else "",
        )
        if sidebar is None or not sidebar.siblings:
            context["sidebars"] = []


def _lighten(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Leave out what the page does not use: inline scripts, and sphinx-design without its use."""
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
