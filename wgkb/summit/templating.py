"""The templates of a pack: Jinja2 with escaping."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from wgkb.drawing.states import WORDS
from wgkb.drawing.to_html import chip

TEMPLATES = Path(__file__).parent / "templates"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.globals.update(chip=chip, words=WORDS)
    return environment


def render(template: str, /, **context: object) -> str:
    """The template of this name, filled in."""
    return _environment().get_template(template).render(context)
