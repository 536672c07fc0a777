"""What public trackers have of a gap: the field, its links and states, and asking for states."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from pathlib import Path

import pytest
from kb import Project, pages_of
from test_linkcheck import FAST, Server, serving

from wgkb.commands import tracked as tracked_command
from wgkb.commands.tracked import update
from wgkb.files.tracked import TrackedState, load_tracked
from wgkb.linkcheck.checker import Limits
from wgkb.linkcheck.trackers import state_of
from wgkb.rules.examples import AREA, COMPONENT, GAP, MEETING, REQUIREMENT, SUPPORT, USE_CASE

ALL = USE_CASE + AREA + REQUIREMENT + COMPONENT + GAP + SUPPORT + MEETING
OVER = """
    "launchpad:1795922" = { state = "Fix <Released>", seen = 2026-11-24, over = true }
    """


def tracked(names: str) -> dict[str, str]:
    return pages_of(
        ALL.replace(":severity: blocking", f":severity: blocking\n       :tracked-by: {names}")
    )


def test_trackers_are_linked_with_their_last_known_state(project: Project) -> None:
    """Links to other sites, no part of the trace; a new state writes the page again."""
    project.write(tracked("launchpad:1795922, review:393899, story:a b"))
    assert ':tracked-by: "story:a b" must be the name' in project.build(builder="dummy").report
    project.write(tracked("launchpad:1795922, story:2003153/<x>"))
    built = project.build()
    page = built.html("gap-analyses/keystone")
    first = '<a class="reference external" href="https://bugs.example/1795922">launchpad:1795922'
    assert f"<dt>Tracked by</dt><dd>{first}</a>, " in page
    assert (
        'href="https://stories.example/#!/story/2003153/%3Cx%3E">story:2003153/&lt;x&gt;' in page
    )
    assert page.count("bugs.example") == 1

    project.write({"data/tracked.toml": OVER})
    again = project.build()
    page = again.html("gap-analyses/keystone")
    assert f"{first} (Fix &lt;Released&gt;, seen 2026-11-24)</a>" in page
    twin = (again.outdir / "gap-analyses/keystone.html.md").read_text("utf-8")
    assert "(https://bugs.example/1795922)" in twin
    assert "and KEYSTONE-01 is still partial; read what changed" in again.advice
    records = json.loads((built.outdir / "api/v1/records.json").read_text("utf-8"))["records"]
    found = records["KEYSTONE-01"]["fields"]["tracked_by"]
    assert found == ["launchpad:1795922", "story:2003153/<x>"]


def test_a_broken_file_of_states_is_one_finding(project: Project) -> None:
    project.write(pages_of(ALL))
    project.write({"data/tracked.toml": '"launchpad:1" = { state = "New", seen = "today" }\n'})
    report = project.build(builder="dummy").report
    assert 'data/tracked.toml:1: WARNING: launchpad:1 must be { state = "…"' in report


@pytest.mark.parametrize(
    ("form", "body", "state"),
    [
        (
            "launchpad",
            '{"entries": [{"status": "Fix Released", "is_complete": true}, '
            '{"status": "Fix Released", "is_complete": true}]}',
            ("Fix Released", True),
        ),
        (
            "launchpad",
            '{"entries": [{"status": "Won\'t Fix", "is_complete": true}, '
            '{"status": "New", "is_complete": false}]}',
            ("Won't Fix, New", False),
        ),
        ("launchpad", '{"entries": []}', None),
        ("gerrit", ')]}\'\n{"status": "MERGED"}', ("MERGED", True)),
        ("gerrit", '{"status": "NEW"}', ("NEW", False)),
        ("storyboard", '{"status": "invalid"}', ("invalid", True)),
        ("storyboard", '{"status": "active"}', ("active", False)),
        ("storyboard", '{"status": "a\\u001b[2J\\nb"}', ("a [2J b", False)),
        ("storyboard", json.dumps({"status": "x" * 99}), ("x" * 60, False)),
        ("storyboard", "<html>", None),
        ("storyboard", "[" * 100_000, None),
        ("storyboard", "[1]", None),
        ("gerrit", '{"status": ["MERGED"]', None),
    ],
)
def test_states_of_trackers(form: str, body: str, state: tuple[str, bool] | None) -> None:
    """What each interface says, and what is no answer of it."""
    assert state_of(form, body.encode()) == state


BODIES = {
    "/bugs/1/bug_tasks": '{"entries": [{"status": "Fix Released", "is_complete": true}]}',
    "/changes/2": ')]}\'\n{"status": "NEW"}',
}


def test_what_trackers_say_is_kept_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bug that is done beside an open gap; a server that fails forgets nothing."""

    async def answer(server: Server, path: str, writer: asyncio.StreamWriter) -> None:
        server.say(writer, 200 if path in BODIES else 404, body=BODIES.get(path, "no"))

    async def ask(
        asked: dict[str, tuple[str, str]], limits: Limits
    ) -> dict[str, tuple[str, bool]]:
        async with serving() as server:
            here = {name: (form, server.url(path)) for name, (form, path) in asked.items()}
            found = await real(here, limits)
            assert max(server.asked.values()) == 1
            assert server.most_at_once == 1
            return found

    real = tracked_command._ask
    monkeypatch.setattr(tracked_command, "_ask", ask)
    monkeypatch.setattr(Server, "answer", answer)
    day = dt.date(2020, 1, 1)
    before = {
        "story:3": TrackedState("active", day, False),
        "story:9": TrackedState("gone from all gaps", day, True),
    }
    document = {
        "states": {
            "launchpad": ["launchpad", "/bugs/{id}/bug_tasks"],
            "review": ["gerrit", "/changes/{id}"],
            "story": ["storyboard", "/stories/{id}"],
        },
        "tracked": {
            "launchpad:1": ["a.rst:3: NOVA-01", "b.rst:4: NOVA-02"],
            "review:2": ["a.rst:3: NOVA-01"],
            "story:3": ["a.rst:3: NOVA-01"],
            "spec:x": ["a.rst:3: NOVA-01"],
        },
    }
    update(tmp_path, before, document, FAST)
    assert capsys.readouterr().out.splitlines() == [
        "story:3: no state could be read",
        'a.rst:3: NOVA-01: launchpad:1 is "Fix Released", the gap is not closed',
        'b.rst:4: NOVA-02: launchpad:1 is "Fix Released", the gap is not closed',
        "4 tracked, 2 of 3 that can be asked answered",
    ]
    today = dt.datetime.now(dt.UTC).date()
    assert load_tracked(tmp_path) == {
        "launchpad:1": TrackedState("Fix Released", today, True),
        "review:2": TrackedState("NEW", today, False),
        "story:3": TrackedState("active", day, False),
    }
