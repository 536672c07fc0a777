"""Configuration values that need more than their type."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from sphinx.errors import ConfigError

from wgkb.findings import did_you_mean
from wgkb.meetings.times import build_date
from wgkb.model import FIELDS

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


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
