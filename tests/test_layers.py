"""What a part of the package brings with it when it is imported."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

LOAD = """
import importlib, pkgutil, sys
package = importlib.import_module("wgkb." + sys.argv[1])
for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    importlib.import_module(module.name)
print(*sys.modules)
"""
BELOW = {
    "model": set(),
    "files": {"model"},
    "graph": {"files", "model"},
    "changes": {"files", "graph", "model"},
    "rules": {"files", "graph", "model"},
}
"""What each part may load of the package beside itself."""


@pytest.mark.parametrize("part", BELOW)
def test_a_part_loads_what_is_below_it_and_no_sphinx(part: str) -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", LOAD, part], capture_output=True, text=True, check=True
    ).stdout.split()
    of_ours = {name.split(".")[1] for name in loaded if name.startswith("wgkb.")}
    assert of_ours - {part} <= BELOW[part]
    assert not {"sphinx", "docutils"} & set(loaded)


def test_each_folder_says_what_belongs_there() -> None:
    spec = find_spec("wgkb")
    assert spec is not None and spec.origin is not None
    for package in Path(spec.origin).parent.rglob("__init__.py"):
        assert package.read_text("utf-8").startswith('"""'), package


def test_each_type_that_is_not_checked_says_why() -> None:
    """mypy itself asks for the code and finds those that are not needed."""
    spec = find_spec("wgkb")
    assert spec is not None and spec.origin is not None
    silenced = [
        line
        for module in Path(spec.origin).parent.rglob("*.py")
        for line in module.read_text("utf-8").splitlines()
        if "# type: ignore" in line
    ]
    assert silenced
    assert [line for line in silenced if not re.search(r"ignore\[[a-z-]+\]  # \w", line)] == []
