"""The parts that pip leaves out unless they are asked for: ``pip install "wgkb[summit]"``.

They are the ``optional-dependencies`` of ``pyproject.toml``.  Knows nothing of Sphinx.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec

EXTRAS = {
    "check": ("codespell_lib", "doc8", "importlinter", "linkcheck", "mypy", "pymarkdown", "ruff"),
    "linkcheck": ("httpx",),
    "search": ("pagefind",),
    "serve": ("sphinx_autobuild",),
    "summit": ("segno", "sphinx_revealjs", "weasyprint"),
}
"""The modules that each extra brings."""


def lacking(modules: Iterable[str]) -> str:
    """One line on the first of *modules* that an extra brings and that is not installed.

    Empty if there is none; other words than such modules may stand among them.
    """
    for module in modules:
        for extra, brought in EXTRAS.items():
            if module in brought and find_spec(module) is None:
                return f'{module} is not installed; it comes with: pip install "wgkb[{extra}]"'
    return ""
