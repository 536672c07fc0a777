"""Sphinx in a process of its own that need not import it anew.

Reading the records of a small revision takes a second, most of it for imports.  A server that has
done them forks for each; it has a single thread, which a process that runs tests has not.
"""

from __future__ import annotations

import multiprocessing
import os
import runpy
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["sphinx.cmd.build", "myst_parser.sphinx_", "wgkb"])


def run(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
    """Do what :func:`subprocess.run` does, for ``python -m sphinx`` by this tree's code."""
    own_code = (Path(options.get("cwd") or ".") / "wgkb").exists()
    if command[:3] != [sys.executable, "-m", "sphinx"] or own_code:
        return subprocess.run(command, **options)
    with tempfile.NamedTemporaryFile() as errors:
        path = errors.name if options["stderr"] == subprocess.PIPE else ""
        process = _FORKS.Process(
            target=_sphinx, args=(command[2:], options["cwd"], options["env"], path)
        )
        process.start()
        process.join()
        said = errors.read().decode("utf-8", "replace")
    return subprocess.CompletedProcess(command, process.exitcode or 0, "", said)


def _sphinx(argv: list[str], folder: Path, environment: dict[str, str], errors: str) -> None:
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.path.insert(0, str(folder))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    if errors:
        os.dup2(os.open(errors, os.O_WRONLY), 2)
    sys.argv = argv
    sys.stdout, sys.stderr = open(1, "w", closefd=False), open(2, "w", closefd=False)  # noqa: SIM115
    runpy.run_module("sphinx", run_name="__main__", alter_sys=True)
