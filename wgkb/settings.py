"""Configuration values that need more than their type."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import ConfigError

from wgkb.meetings.times import build_date

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


def resolve_date(app: Sphinx, config: Config) -> None:
    """Make ``wg_date`` a date or None; connected to ``config-inited``."""
    try:
        config.wg_date = build_date(config.wg_date, os.environ)
    except ValueError as error:
        raise ConfigError(str(error)) from None


BIBLIOGRAPHY = "references.bib"
"""The bibliography of a project that says nothing of one, if it has the file."""


def leave_out_output(app: Sphinx, config: Config) -> None:
    """What is built below the sources is no source; connected to ``config-inited``."""
    output = Path(app.outdir)
    if output.is_relative_to(app.srcdir):
        own = output.relative_to(app.srcdir).as_posix()
        config.exclude_patterns = [*config.exclude_patterns, "_build", own]


def choose_bibliography(app: Sphinx, config: Config) -> None:
    """Fill in what sphinxcontrib-bibtex must be told; connected to ``config-inited``.

    It ends the build of a project without ``bibtex_bibfiles``, and its own style ends it at an
    entry that lacks a field.
    """
    if config.bibtex_bibfiles is None:
        found = (Path(app.confdir) / BIBLIOGRAPHY).is_file()
        config.bibtex_bibfiles = [BIBLIOGRAPHY] if found else []
        config.bibtex_default_style = "wg"
        config.bibtex_cite_id = "{key}"
    # The rules unknown-citation and unlisted-citation say it better.
    config.suppress_warnings = [*config.suppress_warnings, "bibtex.key_not_found"]
