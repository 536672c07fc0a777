"""Configuration values that need more than their type."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import ConfigError

from wgkb.model.findings import did_you_mean
from wgkb.model.records import FIELDS
from wgkb.model.times import build_date

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


def let_captions_cite(app: Sphinx, config: Config) -> None:
    """Let the caption of a table hold a citation in LaTeX; connected to ``config-inited``.

    Sphinx (9.0) writes ``\\hyperlink`` for it, which breaks where LaTeX moves its argument.
    """
    elements = config.latex_elements
    robust = r"\usepackage{etoolbox}\AtBeginDocument{\robustify\hyperlink}"
    elements["preamble"] = f"{elements.get('preamble', '')}\n{robust}\n"


def resolve_date(app: Sphinx, config: Config) -> None:
    """Make ``wg_date`` a date or None; connected to ``config-inited``."""
    try:
        config.wg_date = build_date(config.wg_date, os.environ)
    except ValueError as error:
        raise ConfigError(str(error)) from None


def check_definitions(app: Sphinx, config: Config) -> None:
    """See that ``wg_definitions`` names words of fields; connected to ``config-inited``."""
    words: dict[str, set[str]] = {}
    for spec in (spec for specs in FIELDS.values() for spec in specs if spec.values):
        words.setdefault(spec.name, set()).update(map(str, spec.values))
    for name, meanings in config.wg_definitions.items():
        if name not in words:
            hint = did_you_mean(name, words)
            raise ConfigError(f"wg_definitions: no field {name} holds one of some words{hint}")
        if not isinstance(meanings, Mapping):
            raise ConfigError(f"wg_definitions: {name} must say what each of its words means")
        for word in meanings:
            if word not in words[name]:
                hint = did_you_mean(word, words[name])
                raise ConfigError(f"wg_definitions: {word} is no word of the field {name}{hint}")


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
        config.bibtex_reference_style = "wg"
    # The rules unknown-citation and unlisted-citation say it better.
    config.suppress_warnings = [*config.suppress_warnings, "bibtex.key_not_found"]
