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
    from wgkb import site, theme
    from wgkb.sphinxext import pack_pages as summit_pages
    from wgkb.sphinxext import settings, visitors
    from wgkb.sphinxext.bibliography import in_text
    from wgkb.sphinxext.bibliography import reading as bibliography
    from wgkb.sphinxext.bibliography.cited_by import CitedBy
    from wgkb.sphinxext.bibliography.domain import CitationDomain
    from wgkb.sphinxext.build import events as build
    from wgkb.sphinxext.build.fingerprint import reading_fingerprint
    from wgkb.sphinxext.build.inventory import publish_labels
    from wgkb.sphinxext.build.records_builder import RecordsBuilder
    from wgkb.sphinxext.directives.records import LinksLast
    from wgkb.sphinxext.domain import WorkingGroupDomain
    from wgkb.sphinxext.roles import sources
    from wgkb.sphinxext.standalone import OnePage, Standalone

    app.setup_extension("sphinxcontrib.bibtex")
    app.add_domain(CitationDomain, override=True)
    bibliography.add_roles(app)
    app.add_config_value("wg_source_links", {}, "env", dict)
    app.add_config_value("wg_source_namespace", "", "env", str)
    app.add_config_value("wg_source_revisions", {}, "env", dict)
    app.add_config_value("wg_release", "", "env", str)
    app.add_config_value("wg_trackers", {}, "", dict)
    app.add_config_value("wg_tracker_states", {}, "", dict)
    app.add_config_value("wg_definitions", {}, "", dict)
    app.add_config_value("wg_date", None, "", (str, dt.date, type(None)))
    app.add_domain(WorkingGroupDomain)
    app.add_builder(RecordsBuilder)
    visitors.add_nodes(app)
    app.add_transform(in_text.InBrackets)
    app.add_transform(LinksLast)
    app.add_post_transform(CitedBy)
    app.add_post_transform(Standalone)
    app.add_post_transform(OnePage)
    app.connect("config-inited", settings.resolve_date)
    app.connect("config-inited", settings.check_definitions)
    app.connect("config-inited", settings.choose_bibliography)
    app.connect("config-inited", settings.leave_out_output)
    app.connect("html-collect-pages", publish_labels)
    app.connect("config-inited", settings.let_captions_cite)
    app.connect("config-inited", sources.add_roles)
    build.connect(app)
    theme.connect(app)
    site.connect(app)
    summit_pages.connect(app)
    return {
        "version": __version__,
        "env_version": reading_fingerprint(),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
