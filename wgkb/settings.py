"""Configuration values that need more than their type."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sphinx.errors import ConfigError

from wgkb.meetings.times import build_date

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
