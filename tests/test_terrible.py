"""Everything that can be written wrongly, in one small project, and the whole report on it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from wgkb.rules import RULES

HERE = Path(__file__).parent
EXPECTED = HERE / "terrible" / "expected.txt"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, str]:
    """Exit status and standard error of a strict build, as a contributor runs it."""
    root = tmp_path_factory.mktemp("terrible") / "kb"
    shutil.copytree(HERE / "terrible", root)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "sphinx",
            *["-q", "-b", "html", "-W", "--keep-going", "-n", "-j", "2", ".", "_build"],
        ],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(HERE.parent), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    report = re.sub(r"\x1b\[[0-9;]*m", "", done.stderr)
    return done.returncode, report.replace(f"{root.resolve()}/", "").replace(f"{root}/", "")


def test_whole_report(run: tuple[int, str]) -> None:
    """All findings at once, each with file, line, what would be right, and its rule."""
    status, report = run
    assert report == EXPECTED.read_text("utf-8")
    assert status == 1


def test_form_of_each_line(run: tuple[int, str]) -> None:
    """What a problem matcher needs, and no traceback."""
    for line in filter(None, run[1].splitlines()):
        assert re.fullmatch(r"[\w/.-]+:\d+: WARNING: .+ \[[a-z]+\.[a-z_-]+\]", line), line


def test_every_rule_is_broken(run: tuple[int, str]) -> None:
    """But for those that only advise, which a strict build does not print."""
    reported = set(re.findall(r"\[wg\.([a-z-]+)\]", run[1]))
    rules = {rule.id for rule in RULES.values() if rule.severity == "warning"}
    assert sorted(rules - reported) == []
