"""Fixtures of the tests: knowledge bases in folders of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from kb import Project

# pytest --hypothesis-profile=long tests/test_import_minutes.py: some minutes of hostile logs.
settings.register_profile("long", max_examples=2000)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An empty knowledge base."""
    return Project(tmp_path / "kb")


@pytest.fixture
def make_project(tmp_path: Path) -> Callable[[str], Project]:
    """Makes more than one."""
    return lambda name: Project(tmp_path / name)
