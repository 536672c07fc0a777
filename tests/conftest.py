"""Fixtures of the tests: knowledge bases in folders of their own."""

from __future__ import annotations

import functools
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pybtex.plugin
import pytest
import sphinx.registry
import sphinx.theming
import sphinxcontrib.bibtex.plugin
import warm
from hypothesis import settings
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from kb import Project
from sphinx.jinja2glue import BuiltinTemplateLoader

from wgkb.changes import revisions
from wgkb.summit.pdf import missing

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


@pytest.fixture(scope="session")
def drawing() -> None:
    """Is asked for by what draws PDFs, and so not run where that cannot be."""


def pytest_runtest_setup(item: pytest.Item) -> None:
    """From here, and not from the fixture, pytest tells it once for all tests."""
    if "drawing" in getattr(item, "fixturenames", ()) and (lacking := missing()):
        if os.environ.get("CI"):  # whoever tries the package may lack it; its guard may not
            pytest.fail(lacking, pytrace=False)
        pytest.skip(lacking)


# --- A second build in one process need not do again what cannot have changed ----------------


class _Compiled(BytecodeCache):
    """Templates that an earlier build compiled; Jinja compares the text of each."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(scope="session", autouse=True)
def templates_compiled_once() -> Iterator[None]:
    """A third of a small build would go into compiling the theme's templates."""
    compiled, init = _Compiled(), BuiltinTemplateLoader.init

    def init_with_cache(loader: BuiltinTemplateLoader, *args: object, **options: object) -> None:
        init(loader, *args, **options)  # type: ignore[arg-type]
        loader.environment.bytecode_cache = compiled

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BuiltinTemplateLoader, "init", init_with_cache)
        yield


@pytest.fixture(scope="session", autouse=True)
def entry_points_read_once() -> Iterator[None]:
    """A tenth would go into looking through the metadata of all installed packages."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (sphinx.registry, sphinx.theming, pybtex.plugin):
            patch.setattr(module, "entry_points", functools.cache(module.entry_points))
        bibtex = sphinxcontrib.bibtex.plugin
        patch.setattr(bibtex, "_entry_points", functools.cache(bibtex._entry_points))
        yield


@pytest.fixture(scope="session", autouse=True)
def sphinx_imported_once() -> Iterator[None]:
    """For the many revisions of small knowledge bases that are read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(revisions, "subprocess", _Subprocess())
        yield


class _Subprocess:
    """The module :mod:`subprocess` but for one function."""

    run = staticmethod(warm.run)

    def __getattr__(self, name: str) -> object:
        return getattr(subprocess, name)
