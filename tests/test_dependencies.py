"""``pyproject.toml``: each import has its line, each line is imported or run."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from wgkb.extras import EXTRAS

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RUNTIME = PROJECT["project"]["dependencies"]
OPTIONAL = PROJECT["project"]["optional-dependencies"]
GROUPS = PROJECT["dependency-groups"]
NO_MODULE = {"pystemmer", "tzdata"}
"""What Sphinx and Python themselves take."""
CHOSEN_IN_CONF = {"myst-parser", "sphinx-design"}
RUN_BY_NAME = {"pagefind": "pagefind", "sphinx-autobuild": "sphinx_autobuild"} | {
    "codespell": "codespell_lib",
    "doc8": "doc8",
    "linkchecker": "linkcheck",
    "mypy": "mypy",
    "pymarkdownlnt": "pymarkdown",
    "ruff": "ruff",
}
"""The modules that commands run by their name."""
OTHER_NAME = {"import-linter": "importlinter"}


def names(lines: Iterable[object]) -> set[str]:
    """The packages that requirements name."""
    return {
        re.match(r"[A-Za-z0-9._-]+", line)[0].lower().replace("_", "-")
        for line in lines
        if isinstance(line, str)
    }


def imported(folder: str) -> Iterator[str]:
    """The packages that the code below *folder* imports, but its own and those of Python."""
    packages = packages_distributions()
    paths = (ROOT / folder).rglob("*.py")
    for path in (path for path in paths if ".venv" not in path.parts):
        for node in ast.walk(ast.parse(path.read_bytes())):
            modules = []
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                modules = [node.module or ""]
            for module in modules:
                top = module.partition(".")[0]
                if module.startswith("sphinxcontrib.bibtex"):  # a folder of many packages
                    yield "sphinxcontrib-bibtex"
                elif top not in sys.stdlib_module_names and top in packages:
                    yield packages[top][0].lower().replace("_", "-")


def test_each_import_has_its_line_and_each_line_its_import() -> None:
    used = set(imported("wgkb")) - {"wgkb"} | {"pydata-sphinx-theme", "sphinx-notfound-page"}
    optional = names(line for lines in OPTIONAL.values() for line in lines)
    used |= optional & {"sphinx-revealjs"}  # only its files are used
    assert used - optional == names(RUNTIME) - NO_MODULE
    assert optional - RUN_BY_NAME.keys() - CHOSEN_IN_CONF == used & optional
    tests = set(imported("tests")) - {"wgkb"}
    everything = names(RUNTIME) | optional | names(GROUPS["test"]) | names(GROUPS["browser"])
    assert tests <= everything
    by_name = {"pytest-cov", "pytest-xdist", "sphinx-feature-classification", "sphinx-needs"}
    by_command = {"check-jsonschema", *by_name}
    assert names(GROUPS["test"]) - by_command <= tests


def test_extras_name_their_modules() -> None:
    """So that a command that lacks one can say which extra brings it."""
    modules = {
        name: (RUN_BY_NAME | OTHER_NAME).get(name, name.replace("-", "_"))
        for name in names(line for lines in OPTIONAL.values() for line in lines)
    }
    for extra, brought in EXTRAS.items():
        assert {modules[name] for name in names(OPTIONAL[extra])} == set(brought)
