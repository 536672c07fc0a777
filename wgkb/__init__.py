"""A working group's knowledge base as a Sphinx extension: ``extensions = ["wgkb"]``.

This module wires the parts together and does nothing else.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Connect the domain, its nodes and what happens at each stage of a build."""
    from wgkb import directives, nodes, rendering, settings, site, sources, theme
    from wgkb.bibliography import in_text
    from wgkb.bibliography import reading as bibliography
    from wgkb.bibliography.cited_by import CitedBy
    from wgkb.bibliography.domain import CitationDomain
    from wgkb.build import events as build
    from wgkb.build.fingerprint import reading_fingerprint
    from wgkb.build.records_builder import RecordsBuilder
    from wgkb.domain import WorkingGroupDomain
    from wgkb.site import redirect_pages
    from wgkb.summit import pages as summit_pages

    app.setup_extension("sphinxcontrib.bibtex")
    app.add_domain(CitationDomain, override=True)
    bibliography.add_roles(app)
    app.add_config_value("wg_source_links", {}, "env", dict)
    app.add_config_value("wg_source_namespace", "", "env", str)
    app.add_config_value("wg_source_revisions", {}, "env", dict)
    app.add_config_value("wg_release", "", "env", str)
    app.add_config_value("wg_date", None, "", (str, dt.date, type(None)))
    app.add_domain(WorkingGroupDomain)
    app.add_builder(RecordsBuilder)
    for node, visit in (
        (nodes.facts, rendering.visit_facts),
        (nodes.dependents, rendering.visit_dependents),
        (nodes.cited_by, rendering.visit_cited_by),
        (nodes.view, rendering.visit_view),
        (nodes.chart, rendering.visit_chart),
    ):
        skip = (rendering.skip, None)
        app.add_node(
            node,
            html=(visit, rendering.depart_nothing),
            latex=skip,
            text=skip,
            man=skip,
            texinfo=skip,
        )
    app.add_transform(in_text.InBrackets)
    app.add_transform(directives.LinksLast)
    app.add_post_transform(CitedBy)
    app.connect("config-inited", settings.resolve_date)
    app.connect("config-inited", sources.add_roles)
    build.connect(app)
    theme.connect(app)
    site.connect(app)
    redirect_pages.connect(app)
    summit_pages.connect(app)
    return {
        "version": __version__,
        "env_version": reading_fingerprint(),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
