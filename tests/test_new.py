"""``wgkb new``: a record is started in its place, fails the checks until it is filled in, and
passes them then."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from kb import Project

from wgkb.cli import main
from wgkb.editing.source_scan import next_id, records_of
from wgkb.model.records import FIELDS, RECORD_TYPES

AREA = """
    Identity
    ========

    .. requirement-area::
       :code: IDN

       Who may do what.

    .. requirement:: IDN-01 Sign in while cut off
       :status: withdrawn
       :priority: must
       :origin: stated
       :components: keystone

       A site shall authenticate its users :cite:`lebre2017revising,cherrueau2018edge`.

       :rationale: Because.
       :verification: Try it.

    Conflicts
    ---------

    IDN-04 was given up.
"""

COMPONENT = """
    Keystone
    ========

    .. component::
       :code: KEYSTONE
       :project-status: active

       The identity service :cite:`lebre2017revising`.

       :assumes: One database.

    Gaps
    ----

    What is met
    -----------

    Proposals
    ---------

    None.
"""

MEETING = """
    # Meeting of 7 June

    ```{meeting}
    :start: 2017-06-07 15:00 UTC
    :kind: irc
    :record: full
    :series: Weekly meeting

    A meeting {cite}`lebre2017revising`.
    ```

    ```{action} A1 Send the survey
    :owner: ada-lovelace
    :state: open

    Ada sends it.
    ```

    ```{action} A2 Done
    :owner: ada-lovelace
    :state: done

    Was done.
    ```

    ## Sources and completeness

    All of it.
"""

SCHEDULE = """
    project: Weekly meeting
    meeting_id: weekly
    agenda_url: https://example.org/agenda
    schedule:
      - time: '1500'
        day: Wednesday
        irc: meeting-1
        frequency: weekly
        start_date: 20170607
        skip_dates:
          - {skip_date: 20170614, reason: Summit.}
    chair: Ada Lovelace (ada)
    description: Every week.
"""

INDEX = """
    A working group
    ===============

    .. toctree::
       :glob:

       */*
       */*/*
       *
"""

PAGES = {
    "index.rst": INDEX,
    "requirements/identity.rst": AREA,
    "gap-analyses/keystone.rst": COMPONENT,
    "meetings/2017/2017-06-07-weekly.md": MEETING,
    "data/schedule.yaml": SCHEDULE,
}


@pytest.fixture
def group(project: Project) -> Project:
    project.write(PAGES)
    assert project.build().report == ""
    return project


def new(project: Project, *arguments: str, answers: str | None = None) -> Result:
    ask = "--no-ask" if answers is None else "--ask"
    return CliRunner().invoke(
        main, ["new", "--root", str(project.root), ask, *arguments], input=answers
    )


def rules(report: str) -> list[str]:
    return sorted(set(re.findall(r"\[wg\.([a-z-]+)\]", report)))


# --- Started, filled in, passed -------------------------------------------------------------

CASES = {
    "use-case": (
        ["use-case", "retail-store", "--title", "Retail stores"],
        "use-cases/retail-store.rst",
        {
            ":industry:": ":industry: retail",
            ":actors:": ":actors: staff",
            ":evidence:": ":evidence: proposed",
            ":scale:": ":scale: 1,800 stores",
            ":latency:": ":latency: not stated",
            ":autonomy:": ":autonomy: required",
            ":needs:": ":needs: IDN-01\n\n   Shops :cite:`lebre2017revising`.",
            "---": "---\n\nSome text.",
        },
    ),
    "requirement": (
        ["requirement", "--on", "identity", "--title", "Hold only local data"],
        "requirements/identity.rst",
        {
            ":status: proposed": ":status: withdrawn",
            ":priority:": ":priority: may",
            ":origin:": ":origin: stated",
            ":components:": ":components: keystone\n\n   A site shall hold local data only.",
            ":rationale:": ":rationale: Because :cite:`lebre2017revising`.",
            ":verification:": ":verification: Look.",
        },
    ),
    "gap": (
        ["gap", "--on", "keystone", "--title", "Tokens need the centre"],
        "gap-analyses/keystone.rst",
        {
            ":severity:": ":severity: high",
            ":argued-by:": ":argued-by: analysis",
            ":judged-against:": ":judged-against: 2026.1",
            ":verified:": ":verified: 2026-07-17",
            ":fails:": ":fails: IDN-01\n\n   A site cannot check a token.",
            ":evidence:": ":evidence: Seen :cite:`lebre2017revising`.",
            ":history:": ":history:\n      :newton: open — first described.",
            ":closes-when:": ":closes-when: It can.",
        },
    ),
    "support": (
        ["support", "--on", "keystone", "--title", "Tokens without a store"],
        "gap-analyses/keystone.rst",
        {
            ":since:": ":since: ocata",
            ":judged-against:": ":judged-against: 2026.1",
            ":verified:": ":verified: 2026-07-17",
            ":meets:": ":meets: IDN-01\n\n   It works.",
            ":evidence:": ":evidence: Seen :cite:`lebre2017revising`.",
        },
    ),
    "requirement-area": (
        ["requirement-area", "storage", "--title", "Storage"],
        "requirements/storage.rst",
        {":code:": ":code: STO\n\n   Where data is kept."},
    ),
    "component": (
        ["component", "nova", "--title", "Nova", "--set", "code=NOVA"],
        "gap-analyses/nova.rst",
        {
            ":project-status:": ":project-status: active\n\n   Compute :cite:`lebre2017revising`.",
            ":assumes:": ":assumes: A message bus.",
        },
    ),
    "decision": (
        ["decision", "--on", "2017-06-07-weekly", "--title", "Meet every week"],
        "meetings/2017/2017-06-07-weekly.md",
        {"```{decision} D1 Meet every week": "```{decision} D1 Meet every week\n\nWe meet."},
    ),
    "action": (
        ["action", "--on", "2017-06-07-weekly", "--title", "Write the minutes"],
        "meetings/2017/2017-06-07-weekly.md",
        {":owner:": ":owner: grace-hopper",
         ":state: open\n\n```": ":state: open\n\nShe writes.\n```"},
    ),
    "vote": (
        ["vote", "--on", "2017-06-07-weekly", "--title", "Shall we meet every week?"],
        "meetings/2017/2017-06-07-weekly.md",
        {":results:": ":results: Yes 2, No 1\n\nShall we meet every week?"},
    ),
    "meeting": (
        ["meeting"],
        "meetings/2017/2017-06-21-weekly.md",
        {":chair: ada-lovelace": ":chair: ada-lovelace\n\nThe next one.",
         "completeness": "completeness\n\nThis agenda."},
    ),
}  # fmt: skip


def fill_in(text: str, values: dict[str, str]) -> str:
    """*text* with each empty field and section filled in."""
    for old, filled in values.items():
        if old == "---":
            text = re.sub(r"(?m)^(-{4,})$", r"\1\n\nSome text.", text)
        elif "\n" in old:
            assert old in text
            text = text.replace(old, filled)
        else:
            text, count = re.subn(rf"(?m)^( *){re.escape(old)}$", rf"\1{filled.lstrip()}", text)
            text = text if count else text.replace(old, filled)
    return text


@pytest.mark.parametrize("kind", CASES)
def test_fails_until_it_is_filled_in(kind: str, group: Project) -> None:
    arguments, path, values = CASES[kind]
    result = new(group, *arguments)
    assert result.exit_code == 0, result.output
    place = re.match(r"(.+):(\d+): (\S+)", result.output)
    assert place is not None
    assert place[1] == path
    file = group.root / path
    before = group.build().report
    # Each gap that was named is a finding in the file that was written.
    assert all(line.startswith(path) for line in before.splitlines() if "WARNING" in line), before
    model = RECORD_TYPES[kind]
    for name in result.output.partition("to fill in: ")[2].strip().split(", "):
        spec = next((s for s in FIELDS[kind] if s.name == name), None)
        if spec is None:  # a section: see below
            continue
        if spec.written_as == "statement":
            assert f"needs an opening paragraph (its {name})" in before
        elif spec.name != "owner":
            named = rf"{model.type.label} (\S+/)?{place[3]}: needs :{name}:"
            assert re.search(named, before), before
    text = fill_in(file.read_text("utf-8"), values)
    file.write_text(text, "utf-8")
    after = group.build().report
    accepted = {"unassessed-requirement", "unneeded-requirement"}  # that is other people's work
    assert set(rules(after)) <= accepted, after
    # Nothing but style is left: no line is too long, and no blank is at its end.
    assert all(len(line) <= 99 and line == line.rstrip() for line in text.splitlines())


def test_each_section_is_asked_for(group: Project) -> None:
    arguments, path, values = CASES["use-case"]
    assert 'section "Real deployments"' in new(group, *arguments).output
    file = group.root / path
    fields = {old: filled for old, filled in values.items() if old != "---"}
    file.write_text(fill_in(file.read_text("utf-8"), fields), "utf-8")
    report = group.build().report
    for section in RECORD_TYPES["use-case"].type.sections:
        assert f'the section "{section}" is empty; say at least what is not known' in report


def test_every_type_can_be_started() -> None:
    assert {*CASES, "person"} == set(RECORD_TYPES)


# --- Ids and places -------------------------------------------------------------------------


def test_ids_are_not_used_again(group: Project) -> None:
    """IDN-04 is named in a text only: it was given up, and the next is IDN-05."""
    assert ": IDN-05\n" in new(group, "requirement", "--on", "identity", "--title", "X").output
    group.write({"data/redirects.toml": '[records]\nKEYSTONE-07 = "KEYSTONE-01"\n'})
    assert ": KEYSTONE-08\n" in new(group, "gap", "--on", "keystone", "--title", "X").output
    assert ": KEYSTONE-09\n" in new(group, "gap", "--on", "keystone", "--title", "X").output
    support = new(group, "support", "--on", "keystone", "--title", "X").output
    assert ": KEYSTONE-S01\n" in support
    assert next_id(["A1", "A9", "A10"], "A", 1) == "A11"


def test_places(group: Project) -> None:
    new(group, "requirement", "--on", "identity", "--title", "New")
    for title in ("One", "Two"):
        new(group, "gap", "--on", "keystone", "--title", title)
    new(group, "support", "--on", "keystone", "--title", "Met")
    new(group, "decision", "--on", "2017-06-07-weekly", "--title", "Dec")
    new(group, "action", "--on", "2017-06-07-weekly", "--title", "Act")

    def outline(name: str) -> list[str]:
        """Its records and headings, in their order."""
        text = (group.root / name).read_text("utf-8")
        form = r"(?m)^\.\. \w+:: [A-Z]\S+|^```\{\w+\} \S+|^## .+|^[A-Z].*(?=\n[-=]{4})"
        return re.findall(form, text)

    assert outline("requirements/identity.rst") == [
        "Identity", ".. requirement:: IDN-01", ".. requirement:: IDN-05", "Conflicts",
    ]  # fmt: skip
    assert outline("gap-analyses/keystone.rst") == [
        "Keystone", "Gaps", ".. gap:: KEYSTONE-01", ".. gap:: KEYSTONE-02", "What is met",
        ".. support:: KEYSTONE-S01", "Proposals",
    ]  # fmt: skip
    assert outline("meetings/2017/2017-06-07-weekly.md") == [
        "```{action} A1", "```{action} A2", "```{action} A3", "```{decision} D1",
        "## Sources and completeness",
    ]  # fmt: skip


def test_guidance_comes_from_the_model(group: Project) -> None:
    new(group, "gap", "--on", "keystone", "--title", "X", "--set", "severity=low")
    text = (group.root / "gap-analyses/keystone.rst").read_text("utf-8")
    assert "   severity: One of: blocking, high, medium, low.\n" in text
    assert (
        "   fails: Requirements that fail because of it. Ids (requirement), separated by" in text
    )
    assert "   :severity: low\n   :argued-by:\n" in text


def test_asking(group: Project) -> None:
    """In a terminal it asks for what was not given; Enter leaves a field empty."""
    answers = "keystone\nTokens need the centre\nhigh\n\n2026.1\n\nIDN-01\n"
    result = new(group, "gap", answers=answers)
    assert result.exit_code == 0, result.output
    assert "severity — One of: blocking, high, medium, low." in result.output
    text = (group.root / "gap-analyses/keystone.rst").read_text("utf-8")
    assert (
        ".. gap:: KEYSTONE-01 Tokens need the centre\n   :severity: high\n   :argued-by:\n"
        "   :judged-against: 2026.1\n   :verified:\n   :fails: IDN-01\n"
    ) in text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["gap", "--title", "X"], "say the component on whose page it stands"),
        (["gap", "--on", "keyston", "--title", "X"], "keyston; did you mean keystone?"),
        (["gap", "--on", "keystone"], "say the title"),
        (["gap", "--on", "keystone", "--set", "severty=x"], "no field severty; did you mean"),
        (["component", "k", "--title", "K", "--set", "code=KEYSTONE"], "KEYSTONE belongs to"),
        (["component", "keystone", "--title", "K"], "gap-analyses/keystone.rst exists already"),
        (["use-case", "../up", "--title", "K"], "is no file name"),
        (["person", "ada-lovelace", "--title", "Ada"], "is in data/people.toml already"),
        (["use-case", "k", "--title", "K", "--set", "needs"], "must be FIELD=VALUE"),
        (["gip"], "gap"),
    ],
)  # fmt: skip
def test_one_clear_line(arguments: list[str], words: str, group: Project) -> None:
    before = {path: path.read_bytes() for path in group.root.glob("[a-z]*/*.*")}
    result = new(group, *arguments)
    assert result.exit_code == 2
    assert words in result.output
    assert "Traceback" not in result.output
    assert {path: path.read_bytes() for path in group.root.glob("[a-z]*/*.*")} == before


def test_person_in_a_broken_file(group: Project) -> None:
    group.write({"data/people.toml": "[[["})
    result = new(group, "person", "--title", "Zoë")
    assert result.exit_code == 2
    assert "data/people.toml:1: is not valid TOML" in result.output
    assert (group.root / "data/people.toml").read_text() == "[[[\n"


def test_person(group: Project) -> None:
    result = new(group, "person", "--title", 'Zoë "Z" Ångström', "--set", "nicks=zoe, zoe_away")
    assert result.output.startswith("data/people.toml:")
    assert "zoe-z-angstrom" in result.output
    html = group.build().html("people/zoe-z-angstrom")
    assert "Zoë &#34;Z&#34; Ångström" in html
    assert "zoe, zoe_away" in html


# --- Meetings -------------------------------------------------------------------------------


def test_next_meeting(group: Project) -> None:
    """The slot after the last page of the series that is not skipped, and what is open."""
    result = new(group, "meeting")
    assert result.output.startswith("meetings/2017/2017-06-21-weekly.md:1: 2017-06-21-weekly\n")
    text = (group.root / "meetings/2017/2017-06-21-weekly.md").read_text("utf-8")
    assert text.startswith("# Weekly meeting, 21 June 2017\n")
    options = text[text.index("```{meeting}") :].partition("\n\n")[0]
    assert options == (
        "```{meeting}\n:start: 2017-06-21 15:00 UTC\n:end: 2017-06-21 16:00 UTC\n"
        ':channel: "#meeting-1"\n:kind: irc\n:record: agenda\n:series: Weekly meeting\n'
        ":chair: ada-lovelace"
    )
    assert "The agenda is kept at <https://example.org/agenda>.\n" in text
    assert "- {action}`2017-06-07-weekly/A1`, {person}`ada-lovelace`\n" in text
    assert "/A2" not in text  # that one is done
    assert new(group, "meeting").output.startswith("meetings/2017/2017-06-28-weekly.md")
    again = new(group, "meeting", "--date", "2017-06-21")
    assert (again.exit_code, "exists already" in again.output) == (2, True)
    # Seen from the action: it is mentioned in the meeting to which it was carried.
    group.build()


def test_meeting_outside_of_the_schedule(group: Project) -> None:
    result = new(group, "meeting", "summit", "--date", "2017-05-08", "--set", "kind=forum",
                 "--series", "Sessions", "--title", "Forum session")  # fmt: skip
    text = (group.root / "meetings/2017/2017-05-08-summit.md").read_text("utf-8")
    assert result.exit_code == 0
    assert ":start: 2017-05-08\n:kind: forum\n:record: agenda\n:series: Sessions\n" in text
    assert "{action}" not in text  # nothing was open then


def test_series_that_ended(group: Project) -> None:
    group.edit("data/schedule.yaml", "chair:", "ended: '2017-06-14'\nchair:")
    result = new(group, "meeting", "--series", "weekly")
    assert result.exit_code == 2
    assert "Weekly meeting: it ended in 2017-06-14; give the day with --date" in result.output


def test_records_are_found_where_they_stand() -> None:
    text = "# T\n\n````{meeting}\n:start: 2017-06\n\n```{action} A1 x\n:state: open\n```\n````\n"
    found = list(records_of(Path("meetings/2017/m.md"), text))
    assert [(r.kind, r.id, r.start, r.end) for r in found] == [
        ("meeting", "m", 2, 9),
        ("action", "m/A1", 5, 8),
    ]
