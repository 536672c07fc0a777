"""Fixtures of the tests: knowledge bases in folders of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from kb import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An empty knowledge base."""
    return Project(tmp_path / "kb")


@pytest.fixture
def make_project(tmp_path: Path) -> Callable[[str], Project]:
    """Makes more than one."""
    return lambda name: Project(tmp_path / name)
