"""`make check-changed`, `make fix` and the coverage gate, as a contributor meets them."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from kb import Project, pages_of
from test_changes import commit, git

from wgkb.checks import changed as check_changed
from wgkb.checks import notices as advice
from wgkb.checks import quality
from wgkb.editing import fixing
from wgkb.files.link_moves import Move
from wgkb.graph import measures
from wgkb.rules.examples import AREA, COMPONENT, GAP, REQUIREMENT, USE_CASE

ROOT = Path(__file__).parents[1]


@pytest.fixture
def repository(project: Project) -> Project:
    """A knowledge base under git without a finding, with the settings of this one."""
    project.write(pages_of(USE_CASE + AREA + REQUIREMENT + COMPONENT + GAP))
    project.edit("index.rst", "   meetings/*/*\n", "")
    bibliography = project.root / "references.bib"
    bibliography.write_text(bibliography.read_text("utf-8").partition("\n\n")[0] + "\n", "utf-8")
    project.write({".gitignore": "/_build/\n/.wgkb/\n", "old.rst": "Old   \n===\n\nteh\n"})
    for name in ("pyproject.toml", ".codespellignore"):
        shutil.copy(ROOT / name, project.root)
    git(project.root, "init", "-q", "-b", "main")
    commit(project.root, "Begin")
    git(project.root, "switch", "-q", "-c", "topic")
    return project


def run(project: Project, capfd: pytest.CaptureFixture[str]) -> tuple[int, str]:
    status = check_changed.main(["--root", str(project.root)])
    output = capfd.readouterr().out
    return status, re.sub(r" in [0-9.]+ s$", "", output.strip(), flags=re.MULTILINE)


def test_only_what_differs_is_looked_at(
    repository: Project, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(repository, capfd) == (0, "0 files differ from main\n1 passed, 0 failed (none)")

    repository.edit("requirements/identity.rst", "Who may do what", "Who may do teh thing")
    repository.edit("gap-analyses/keystone.rst", ":fails: IDN-01", ":fails: IDN-09")
    repository.write({"new.py": "import os\n", "-n.rst": "Title\n=====\n\nTrailing.\n"})
    status, output = run(repository, capfd)
    assert status == 1
    assert "4 files differ from main" in output
    assert "requirements/identity.rst:7: teh ==> the" in output
    assert ": WARNING: gap KEYSTONE-01: :fails: IDN-09 does not exist" in output
    assert "new.py:1:8: F401" in output
    assert "old.rst" not in output  # main is to blame for it
    assert output.splitlines()[-1] == "3 passed, 3 failed (codespell, ruff, records)"


def test_a_file_that_is_not_utf_8(repository: Project, capfd: pytest.CaptureFixture[str]) -> None:
    (repository.root / "latin.rst").write_bytes(b"Caf\xe9\n====\n")
    status, output = run(repository, capfd)
    assert status == 1
    assert output.startswith("1 file differs from main\n== doc8\nlatin.rst:1: WARNING: byte 0xe9")
    assert output.count("latin.rst:1: WARNING: byte 0xe9") == 1  # the records say the same
    assert "Traceback" not in output


def test_a_record_that_is_gone_needs_a_redirect(
    repository: Project, capfd: pytest.CaptureFixture[str]
) -> None:
    page = repository.root / "gap-analyses/keystone.rst"
    text = page.read_text("utf-8")
    page.write_text(text.partition(".. gap::")[0], "utf-8")
    status, output = run(repository, capfd)
    assert status == 1
    assert (
        "== vanish\ndata/redirects.toml:1: WARNING: the record KEYSTONE-01 was published and is "
        "gone; put it back and mark it withdrawn or obsolete, or, if it has another id now, run "
        '"wgkb move" or add under [records]: "KEYSTONE-01" = "…" [wg.vanished-address]\n'
        "compared with main: 1 address would vanish\n"
    ) in output

    page.write_text(text.replace("KEYSTONE-01", "KEYSTONE-02"), "utf-8")
    redirects = (
        '[records]\n"KEYSTONE-01" = "KEYSTONE-02"\n'
        '[anchors]\n"gap-analyses/keystone#KEYSTONE-01" = "gap-analyses/keystone#KEYSTONE-02"\n'
    )
    repository.write({"data/redirects.toml": redirects})
    assert run(repository, capfd)[1].endswith("failed (none)")


def test_what_is_gone_is_not_looked_for_after_a_build_that_broke_off(
    repository: Project, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(repository, capfd)[0] == 0
    (repository.root / "gap-analyses/keystone.rst").unlink()
    repository.edit("conf.py", "nitpicky", "raise SystemError\nnitpicky")
    status, output = run(repository, capfd)
    assert status == 1
    assert "1 failed (records)" in output


def test_advice_is_told_last_and_fails_nothing(
    repository: Project, capfd: pytest.CaptureFixture[str]
) -> None:
    """The lines of what differs; of the rest, how many there are."""
    long = " ".join(["word"] * 41)
    repository.edit("requirements/identity.rst", ":rationale: ", f":rationale: A {long}. ")
    commit(repository.root, "Speak at length")
    git(repository.root, "branch", "-f", "main")
    repository.edit("gap-analyses/keystone.rst", ":closes-when: ", f":closes-when: A {long}. ")
    status, output = run(repository, capfd)
    assert status == 0
    first, summary, head, line = output.splitlines()
    assert first == "1 file differs from main"
    assert summary.endswith("0 failed (none)")
    counts = "1 on files that differ, 1 on others (make advice lists all)"
    assert head == f"advice, which fails nothing: {counts}"
    assert line.startswith("gap-analyses/keystone.rst:")
    assert ": advice: KEYSTONE-01: the sentence" in line

    assert advice.main(["--root", str(repository.root)]) == 0
    listed = capfd.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in listed] == [
        "gap-analyses/keystone.rst",
        "requirements/identity.rst",
        "advice, which fails nothing",
    ]
    assert listed[-1].endswith(": 2 long-sentence")


def test_advice_without_a_build(project: Project, capfd: pytest.CaptureFixture[str]) -> None:
    assert advice.main(["--root", str(project.root)]) == 2
    assert "There is no finished build yet." in capfd.readouterr().err


def test_a_summary_of_advice_counts_each_rule() -> None:
    lines = [
        "a.rst:1: advice: A: too long [wg.long-sentence]",
        "a.rst:2: trial: A: vague [wg.weak-word]",
        "a.rst:3: advice: A: too long [wg.long-sentence]",
    ]
    assert advice.summary(lines) == [
        "on trial, to fail later: 1 weak-word",
        "advice, which fails nothing: 2 long-sentence",
        "make advice lists them",
    ]
    assert advice.summary([]) == []


def test_files_that_are_gone_differ(
    repository: Project, capfd: pytest.CaptureFixture[str]
) -> None:
    (repository.root / "old.rst").unlink()
    status, output = run(repository, capfd)
    assert status == 1
    assert output.startswith("1 file differs from main\n== vanish\n")
    assert "the page old was published and is gone" in output
    assert output.endswith("\n1 passed, 1 failed (vanish)")


def test_without_git(project: Project, capfd: pytest.CaptureFixture[str]) -> None:
    project.write(pages_of(AREA))
    status, output = run(project, capfd)
    assert "there is no main branch to compare with" in output
    assert status == 1
    assert "[wg.uncited-reference]" in output
    assert check_changed.main(["--root", str(project.root), "main"]) == 2


# --- Fixing ---------------------------------------------------------------------------------

MOVE = Move("https://git.example/{project}", "https://code.example/{project}", "it moved")


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("`a <https://git.example/x/y>`__\n", "`a <https://code.example/x/y>`__\n"),
        ("See http://git.example/x/y.\n", "See https://code.example/x/y.\n"),
        ("  url = {https://git.example/x/y},\n", "  url = {https://code.example/x/y},\n"),
        ("[a](https://git.example/x/y), b\n", "[a](https://code.example/x/y), b\n"),
        ("https://git.example.org/x/y\n", "https://git.example.org/x/y\n"),
        ("https://git.example/x/y/z\n", "https://git.example/x/y/z\n"),
        ("a  \n\nb\t\r\n\n\n", "a\n\nb\n"),
        ("a", "a\n"),
        ("", ""),
    ],
)
def test_mended(text: str, better: str) -> None:
    assert fixing.mended(text, [MOVE]) == better
    assert fixing.mended(better, [MOVE]) == better


def test_fix_leaves_alone_what_is_no_content(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = b"wrong  \nhttps://git.example/x/y\n"
    move = f'[[move]]\nold = "{MOVE.old}"\nnew = "{MOVE.new}"\nwhy = "it moved"\n'
    project.write({"data/link-moves.toml": move})
    for name in ("about/a.rst", "tests/b.rst", "_build/c.rst", "about/d.txt"):
        (project.root / name).parent.mkdir(exist_ok=True)
        (project.root / name).write_bytes(bad)
    (project.root / "about/e.rst").write_bytes(b"\xff  \n")
    assert fixing.main(["--root", str(project.root)]) == 0
    assert capsys.readouterr().out == "mended about/a.rst\n"
    assert (project.root / "about/a.rst").read_text() == "wrong\nhttps://code.example/x/y\n"
    assert (project.root / "tests/b.rst").read_bytes() == bad
    assert (project.root / "data/link-moves.toml").read_text() == move


# --- The gate -------------------------------------------------------------------------------


def gate(project: Project, site: Path, table: str) -> int:
    (project.root / "pyproject.toml").write_text(f"[tool.wgkb.coverage]\n{table}\n")
    return quality.main([str(site), "--root", str(project.root)])


def test_gate_and_dashboard_read_the_same_numbers(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    other = REQUIREMENT.replace("IDN-01", "IDN-02").replace(":cite:`lebre2017revising`", "so")
    project.write(pages_of(USE_CASE + AREA + REQUIREMENT + other + COMPONENT + GAP))
    project.write({"state.rst": "State\n=====\n\n.. measures::\n"})
    built = project.build()
    published = json.loads((built.outdir / measures.MEASURES).read_text())["measures"]
    shares = {m["name"]: (m["done"], m["of"]) for m in published}
    assert shares == {
        "traced-requirements": (1, 2),
        "assessed-cells": (1, 2),
        "cited-records": (4, 5),
        "fresh-judgements": (1, 1),
        "read-claims": (0, 4),
    }
    page = " ".join(re.sub(r"<[^>]+>", " ", built.html("state")).split())
    assert "Records that cite a source 4 5 80.0 %" in page

    assert gate(project, built.outdir, "cited-records = 80\ntraced-requirements = 50.0") == 0
    assert gate(project, built.outdir, "assessed-cells = 1\ncited-records = 80.1") == 1
    assert (
        "pyproject.toml:3: WARNING: cited-records is 80 %, less than 80.1 %: 4 of 5 records that "
        "cite a source [wg.coverage-gate]"
    ) in capsys.readouterr().out
    assert gate(project, built.outdir, "cited-record = 1") == 1
    assert "is no measure; did you mean cited-records?" in capsys.readouterr().out
    assert gate(project, built.outdir, 'cited-records = "all"') == 2
    assert gate(project, built.outdir, "") == 0
    assert gate(project, project.root, "cited-records = 1") == 1
    assert "There are no measures" in capsys.readouterr().out


def test_the_threshold_of_nothing() -> None:
    assert measures.Measure("x", "things", 0, 0).percent == 100
    assert measures.Measure("x", "things", 9999, 10000).percent == 99.9
