"""A judgement is suspect when the wording of its requirement changes, until it is confirmed."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from kb import Project, pages_of

from wgkb.cli import main
from wgkb.rules.examples import AREA, COMPONENT, GAP, REQUIREMENT, SUPPORT, USE_CASE

SUPPORT_OF_TWO = SUPPORT.replace(":meets: IDN-01", ":meets: IDN-01, IDN-02")
SECOND = REQUIREMENT.replace("IDN-01", "IDN-02").replace("authenticate", "authorise")


@pytest.fixture
def kb(project: Project) -> Project:
    pages = USE_CASE + AREA + REQUIREMENT + SECOND + COMPONENT + GAP + SUPPORT_OF_TWO
    project.write(pages_of(pages))
    return project


def confirm(kb: Project, *arguments: str) -> str:
    result = CliRunner().invoke(main, ["confirm", "--root", str(kb.root), *arguments])
    assert not result.exception or isinstance(result.exception, SystemExit), result.exception
    return result.output


def test_from_suspect_to_confirmed(kb: Project) -> None:
    assert "unremembered" not in kb.build().report  # no file: nothing is remembered
    assert "3 to confirm" in confirm(kb)
    assert not (kb.root / "data/judgements.toml").exists()
    assert confirm(kb, "--new").startswith("3 confirmed, 0 left")
    assert "-judgement]" not in kb.build().report

    kb.edit("requirements/identity.rst", "authenticate its users", "identify its users")
    built = kb.build()
    assert built.report.count("[wg.suspect-judgement]") == 2
    assert "KEYSTONE-01 was judged against another wording of IDN-01" in built.report
    assert "Suspect" in built.html("gap-analyses/keystone")
    listed = confirm(kb)
    assert "A site shall [-authenticate-] {+identify+} its users without traffic" in listed

    assert confirm(kb, "KEYSTONE-01").startswith("1 confirmed, 1 left")
    assert kb.build().report.count("[wg.suspect-judgement]") == 1
    assert confirm(kb, "IDN-01").startswith("1 confirmed, 0 left")
    assert "suspect-judgement" not in kb.build().report
    assert "Suspect" not in kb.build().html("gap-analyses/keystone")


def test_white_space_is_no_change_and_what_is_gone_is_forgotten(kb: Project) -> None:
    confirm(kb, "--new")
    before = (kb.root / "data/judgements.toml").read_text("utf-8")
    kb.edit("requirements/identity.rst", "its users without", "its\n   users   without")
    assert "suspect-judgement" not in kb.build().report
    confirm(kb, "--new")
    assert (kb.root / "data/judgements.toml").read_text("utf-8") == before
    kb.edit("gap-analyses/keystone.rst", ":meets: IDN-01, IDN-02", ":meets: IDN-02")
    confirm(kb, "--new")
    after = (kb.root / "data/judgements.toml").read_text("utf-8")
    assert "KEYSTONE-S01" in after
    assert after.count("IDN-01 =") == before.count("IDN-01 =") - 1


def test_a_new_gap_is_asked_for(kb: Project) -> None:
    confirm(kb, "--new")
    second = GAP.replace("KEYSTONE-01", "KEYSTONE-02")
    kb.write(pages_of(COMPONENT + GAP + second + SUPPORT_OF_TWO))
    report = kb.build().report
    assert 'judged; run "wgkb confirm --new" (or "make fix") [wg.unremembered-judgement]' in report
    assert confirm(kb, "--new").startswith("1 confirmed, 0 left")
    assert "unremembered" not in kb.build().report


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[KEYSTONE-01", "1: WARNING: is not valid TOML"),
        ("\n[KEYSTONE-01]\nIDN-01 = 7", "1: WARNING: [KEYSTONE-01] must hold texts"),
        ("wordings = 3", "1: WARNING: [wordings] must hold texts"),
    ],
)
def test_a_broken_file(kb: Project, content: str, message: str) -> None:
    kb.write({"data/judgements.toml": content})
    assert f"data/judgements.toml:{message}" in kb.build().report
    assert confirm(kb, "--new").startswith("Error: data/judgements.toml:1: ")


def test_an_unknown_id(kb: Project) -> None:
    assert "there is no record KEYSTON-01; did you mean KEYSTONE-01?" in confirm(kb, "KEYSTON-01")


def test_what_is_met_in_part_is_a_judgement_like_any_other(kb: Project) -> None:
    path = "gap-analyses/keystone.rst"
    kb.edit(path, ":meets: IDN-01, IDN-02", ":meets: IDN-01\n   :meets-in-part: IDN-02")
    kb.edit(path, "Tokens fit into a header.", "Tokens fit.\n\n   :limits: Most of them.")
    assert confirm(kb, "--new").startswith("3 confirmed, 0 left")
    kb.edit("requirements/identity.rst", "authorise its users", "sort its users")
    line = (kb.root / path).read_text("utf-8").split(":meets-in-part:")[0].count("\n") + 1
    report = kb.build().report
    assert f"{path}:{line}: WARNING: KEYSTONE-S01 was judged against another wording" in report
    kb.edit(path, ":code: KEYSTONE", ":code: KEYSTONE\n   :not-applicable: IDN-02")
    assert "KEYSTONE-S01 meets in part IDN-02, which keystone says" in kb.build().report
    assert "Met in part by" in kb.build().html("requirements/identity")
