"""Nothing that was published vanishes without a redirect."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from kb import Project, pages_of
from test_changes import commit, git

from wgkb.checks.vanishing import main
from wgkb.rules.examples import AREA, COMPONENT, GAP, REQUIREMENT, USE_CASE

ALL = (
    USE_CASE
    + AREA
    + REQUIREMENT
    + COMPONENT
    + GAP
    + "\n    .. _cells:\n\n    Cells\n    -----\n\n    Words.\n"
)


@pytest.fixture
def kb(project: Project) -> Project:
    project.write(pages_of(ALL))
    return project


def vanishing(kb: Project, *arguments: str) -> int:
    return main(["--root", str(kb.root), *arguments])


def compare(kb: Project, old: Path) -> int:
    new = kb.build(builder="records", out="_build/new").outdir
    return vanishing(kb, "--old", str(old), "--new", str(new))


def test_what_vanished(kb: Project, capsys: pytest.CaptureFixture[str]) -> None:
    old = kb.build(out="_build/published").outdir  # a site as it is published
    assert compare(kb, old) == 0
    (kb.root / "use-cases/retail-store.rst").unlink()
    kb.edit("requirements/identity.rst", "IDN-01", "IDN-02")
    kb.edit("gap-analyses/keystone.rst", ".. _cells:\n", "")
    capsys.readouterr()

    assert compare(kb, old) == 1
    lines = capsys.readouterr().out.splitlines()
    assert all(line.startswith("data/redirects.toml:1: WARNING: the ") for line in lines[:-1])
    assert [line.partition("the ")[2].partition(" was published")[0] for line in lines[:-1]] == [
        "page use-cases/retail-store",
        "record IDN-01",
        "record retail-store",
        "anchor gap-analyses/keystone#cells",
    ]
    assert '[records]: "IDN-01" = "IDN-02"' in lines[1]
    assert lines[-1].endswith("4 addresses would vanish")

    kb.write(
        {
            "data/redirects.toml": """
                [pages]
                "use-cases/retail-store" = "requirements/identity"
                [anchors]
                "gap-analyses/keystone#cells" = "gap-analyses/keystone"
                [records]
                "IDN-01" = "IDN-02"
                "retail-store" = "IDN-02"
                """
        }
    )
    assert compare(kb, old) == 0
    built = kb.build()
    assert "bad-redirect" not in built.report
    assert "requirements/identity.html" in built.html("use-cases/retail-store")


def test_the_main_branch_is_compared_when_no_site_is_at_hand(
    kb: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert vanishing(kb) == 0
    assert "nothing to compare with" in capsys.readouterr().out

    kb.write({".gitignore": "/_build/\n/.wgkb/\n"})
    git(kb.root, "init", "-q", "-b", "main")
    commit(kb.root, "Begin")
    kb.edit("requirements/identity.rst", "IDN-01", "IDN-02")
    assert vanishing(kb) == 1
    assert "the record IDN-01 was published and is gone" in capsys.readouterr().out

    # What is really published comes before that.
    kb.edit("requirements/identity.rst", "IDN-02", "IDN-01")
    published = kb.build(builder="records", out="_build/published").outdir
    assert vanishing(kb) == 0
    assert "compared with the published site" in capsys.readouterr().out
    shutil.rmtree(published)


def test_a_folder_that_is_no_site(kb: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert vanishing(kb, "--old", str(kb.root)) == 2
    assert "holds no finished build" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("redirects", "finding"),
    [
        ('[pages]\n"index" = "people"', "2: WARNING: index still exists"),
        ('[pages]\n"old" = "peple"', "2: WARNING: old leads to peple, which does not exist; did"),
        ('[pages]\n"a" = "b"\n"b" = "people"', "2: WARNING: a leads to b, which leads on"),
        ('[records]\n"IDN-01" = "ada-lovelace"', "2: WARNING: IDN-01 still exists"),
        ('[anchors]\n"gone#x" = "people"', "2: WARNING: gone#x: the page is gone"),
        ('[anchor]\n"a#b" = "c"', "1: WARNING: there is no table [anchor]; did you mean anchors?"),
        ("[pages]\na = 1", '1: WARNING: [pages] must hold lines "old" = "new"'),
    ],
)
def test_bad_redirects(kb: Project, redirects: str, finding: str) -> None:
    kb.write({"data/redirects.toml": redirects})
    assert f"data/redirects.toml:{finding}" in kb.build(builder="records").report


def test_a_hostile_redirect_stays_in_the_site(kb: Project) -> None:
    kb.write(
        {
            "data/redirects.toml": """
                [pages]
                "../../escaped" = "people"
                "/tmp/escaped" = "people"
                "a\\"><script>" = "people"
                [anchors]
                "people#\\"><script>" = "index"
                """
        }
    )
    built = kb.build()
    assert not list(kb.root.parent.rglob("escaped*"))
    assert "<script>has" not in built.html('a"><script>')
    assert '"><script>' not in built.html("people")
