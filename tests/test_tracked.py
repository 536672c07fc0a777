"""What public trackers have of a gap: the field, its links and states, and asking for states."""

from __future__ import annotations

import json

from kb import Project, pages_of

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
