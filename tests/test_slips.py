"""One slip in a sound knowledge base, and the one line that tells its cause."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

import pytest
from kb import Project, pages_of

from wgkb.editing import fixing
from wgkb.rules.examples import AREA, COMPONENT, GAP, MEETING, REQUIREMENT, USE_CASE

UC, REQ, GAPS = (
    "use-cases/retail-store.rst",
    "requirements/identity.rst",
    "gap-analyses/keystone.rst",
)
MINUTES = "meetings/2017/2017-06-07-irc.md"
TEXT = "A retail chain."

SLIPS = {
    "indented-less": (UC, "   :actors:", "  :actors:", "record-opening"),
    "indented-more": (UC, "   :actors:", "    :actors:", "record-opening"),
    "no-blank-line": (UC, "IDN-02\n\n   Shops", "IDN-02\n   Shops", "record-opening"),
    "no-first-colon": (UC, ":status: proposed", "status: proposed", "record-opening"),
    "no-second-colon": (UC, ":status: proposed", ":status proposed", "record-opening"),
    "no-break-space": (UC, ":status: ", ":status:\u00a0", "record-opening"),
    "twice": (UC, "   :status:", "   :status: accepted\n   :status:", "record-opening"),
    "blank-between": (UC, "   :status:", "\n   :status:", "record-opening"),
    "blank-before": (MINUTES, "```{meeting}\n", "```{meeting}\n\n", "record-opening"),
    "no-braces": (MINUTES, "```{meeting}", "```meeting", "record-directive"),
    "one-colon": (UC, "use-case::", "use-case:", "record-directive"),
    "one-colon-gap": (GAPS, "gap::", "gap:", "record-directive"),
    "plural": (GAPS, "gap::", "gaps::", "record-directive"),
    "area-spoilt": (REQ, "   :code: IDN\n\n", "   :code: IDN\n", "record-opening"),
    "conflict": (UC, "   :status: proposed\n", "<<<<<<< a\n   :status: proposed\n=======\n"
                 "   :status: accepted\n>>>>>>> b\n", "merge-conflict"),
    "bad-value": (UC, ":status: proposed", ":status: propsed", "bad-value"),
    "bad-time": (MINUTES, "15:00", "15.00", "bad-value"),
    "bad-people": ("data/people.toml", 'name = "Ada', "name = Ada", "data-file"),
    "bad-releases": ("data/releases.toml", 'id = "ocata"', "id = ocata", "data-file"),
    "history-list": (GAPS, "      :newton: open — first described.\n      :ocata:",
                     "\n      - newton: open — first described.\n      - ocata:", "bad-value"),
    "semicolon": (UC, ":needs: IDN-01", ":needs: IDN-01; IDN-02", "dangling-link"),
    "lower-case": (UC, ":needs: ", ":needs: idn-01, ", "dangling-link"),
    "too-low": (UC, "Story\n-----", "Story\n~~~~~", "template-sections"),
    "open-role": (UC, "The link fails", "See :req:`IDN-01 there. The link", "rest-markup"),
    "double-backticks": (UC, TEXT, "See :req:``IDN-01``.", "rest-markup"),
    "glued-role": (UC, TEXT, "See the:req:`IDN-01`.", "rest-markup"),
    "three-points": (UC, TEXT, "... note::\n\n   Text.", "rest-markup"),
    "no-underscore": (UC, TEXT, "See `it <https://example.org>`.", "rest-markup"),
    "markdown-role": (UC, TEXT, "See {req}`IDN-01`.", "foreign-markup"),
    "markdown-fence": (UC, "The link fails on a Saturday.", "```\ncode\n```", "foreign-markup"),
    "latex": (UC, TEXT, "So \\cite{lebre2017revising}.", "foreign-markup"),
    "html": (UC, TEXT, "A <b>retail</b> chain.", "foreign-markup"),
    "rest-link": (MINUTES, "A meeting", "See `it <https://example.org>`__. A meeting",
                  "foreign-markup"),
    "md-open-fence": (MINUTES, "revising`.\n```", "revising`.\n", "unclosed-fence"),
}  # fmt: skip
"""File, what stands there, what is written instead, and the rule whose line tells it."""


@pytest.fixture
def sound(project: Project) -> Project:
    """A knowledge base in which every kind of record leads to another, without a finding."""
    second = REQUIREMENT.replace("IDN-01", "IDN-02")
    project.write(pages_of(USE_CASE + AREA + REQUIREMENT + second + COMPONENT + GAP + MEETING))
    project.edit(UC, ":needs: IDN-01", ":needs: IDN-01, IDN-02")
    project.edit(GAPS, ":fails: IDN-01", ":fails: IDN-01, IDN-02")
    project.edit(UC, TEXT, f"{TEXT} See :meeting:`2017-06-07-irc` and :gap:`KEYSTONE-01`.")
    project.edit(MINUTES, ":attendees:", ":discusses: retail-store\n:attendees:")
    bibliography = project.root / "references.bib"
    bibliography.write_text(bibliography.read_text("utf-8").partition("\n\n")[0] + "\n", "utf-8")
    return project


def report_on(project: Project) -> list[str]:
    return project.build(builder="records").report.splitlines()


def test_there_is_no_finding_without_a_slip(sound: Project) -> None:
    assert report_on(sound) == []


@pytest.mark.parametrize("name", SLIPS)
def test_one_slip_is_one_line(sound: Project, name: str) -> None:
    """What only follows from it is left out, in its file and in others."""
    path, old, new, rule = SLIPS[name]
    if name == "semicolon":
        old, new = ":needs: IDN-01, IDN-02", ":needs: IDN-01; IDN-02"
        sound.edit(UC, TEXT, f"{TEXT} It needs :req:`IDN-01`.")
    sound.edit(path, old, new)
    found = report_on(sound)
    if name == "semicolon":  # the ids are no ids, so nobody needs them
        found = [line for line in found if "unneeded-requirement" not in line]
    assert len(found) == 1, found
    assert re.fullmatch(rf"{re.escape(path)}:\d+: WARNING: .+ \[wg\.{rule}\]", found[0])


def test_windows_files_are_mended(
    sound: Project, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A page with other line ends or a byte order mark is one line, and `make fix` mends it."""
    page = sound.root / UC
    text = page.read_bytes()
    for spoilt in (text.replace(b"\n", b"\r\n"), codecs.BOM_UTF8 + text):
        page.write_bytes(spoilt)
        (found,) = report_on(sound)
        assert found.endswith("[wg.line-endings]")
        assert "make fix" in found
        assert fixing.main(["--root", str(sound.root)]) == 0
        assert page.read_bytes() == text
    assert report_on(sound) == []


def test_a_deleted_record_is_told_once(sound: Project) -> None:
    """With the places, and not as a slip of the pen in each of them."""
    for name in ("about", "more"):
        sound.write({f"{name}.rst": f"{name}\n=====\n\nSee :req:`IDN-02`.\n"})
    text = (sound.root / REQ).read_text("utf-8")
    (sound.root / REQ).write_text(text[: text.index("\n.. requirement:: IDN-02")], "utf-8")
    (found,) = [line for line in report_on(sound) if "dangling-link" in line]
    assert "IDN-02 does not exist, and " in found
    assert "more.rst:4" in found
    assert "did you mean" not in found
    assert "mark it withdrawn" in found


def test_one_bad_field_hides_no_link(sound: Project) -> None:
    """The links of a record that is not valid are looked at all the same."""
    sound.edit(UC, ":status: proposed", ":status: propsed")
    sound.edit(UC, ":needs: IDN-01,", ":needs: IDN-01, IDN-09,")
    assert [re.search(r"\[.*", line)[0] for line in report_on(sound)] == [  # type: ignore[index]
        "[wg.bad-value]",
        "[wg.dangling-link]",
    ]


def test_messages_of_docutils_look_like_ours(sound: Project) -> None:
    """A path from the root, one line, and the name that was meant."""
    sound.edit(UC, TEXT, "See :requirement:`IDN-01`.\n\n.. nott::\n\n   Text.")
    found = report_on(sound)
    assert f'{UC}:19: ERROR: Unknown interpreted text role "requirement"; write req' in found[0]
    assert f'{UC}:21: ERROR: Unknown directive type "nott"; did you mean note?' in found[1]
    assert len(found) == 2
