"""Calendars, the feed, and what the pages of meetings show of time, ledgers and statistics."""

from __future__ import annotations

import datetime as dt
import re

import icalendar
import pytest
import recurring_ical_events
from kb import Built, Project
from lxml import etree
from sphinx.errors import ConfigError

ATOM = {"a": "http://www.w3.org/2005/Atom"}

SERIES = """
    project: Weekly meeting
    meeting_id: weekly
    schedule:
      - time: '1500'
        day: Wednesday
        irc: meeting-1
        frequency: weekly
        start_date: 20170607
        timezone: Europe/Paris
        skip_dates:
          - {skip_date: 20170614, reason: "Summit; all travel."}
    chair: Ada Lovelace
    agenda_url: https://example.org/agenda
    description: Every week, on IRC.
"""

MINUTES = """
    # Meeting of 21 June: ⟨roadmap⟩, and a comma

    ```{meeting}
    :start: 2017-06-21 15:05 Europe/Paris
    :end: 2017-06-21 15:50 Europe/Paris
    :kind: irc
    :record: full
    :series: weekly
    :chair: ada-lovelace
    :attendees: ada-lovelace, grace-hopper

    What we said {cite}`lebre2017revising`.
    ```

    ```{decision} D1 Odd weeks

    We meet in odd weeks.
    ```

    ```{action} A1 Send the survey
    :owner: ada-lovelace
    :due: 2017-07-01
    :state: open

    Ada sends the survey.
    ```
"""

LATER = """
    # Meeting of 28 June

    ```{meeting}
    :start: 2017-06-28 15:00 Europe/Paris
    :kind: irc
    :record: full
    :series: weekly

    More {cite}`cherrueau2018edge`. The survey waits: {action}`2017-06-21-weekly/A1`.
    ```

    ```{decision} D1 Every week
    :supersedes: 2017-06-21-weekly/D1

    We meet every week.
    ```

    ```{action} A1 Old promise
    :owner: grace-hopper
    :state: done
    :closed-in: 2017-06-28-weekly

    Done at once.
    ```
"""

SUMMIT = """
    # Talk at the summit

    ```{meeting}
    :start: 2016-04-26 22:40 America/Chicago
    :kind: talk
    :record: deck
    :place: Austin

    A talk {cite}`lebre2017revising`.
    ```
"""

VAGUE = """
    # Session in May

    ```{meeting}
    :start: 2017-05
    :kind: forum
    :record: mention

    A session {cite}`lebre2017revising`.
    ```
"""

LEDGERS = """
    Ledgers
    =======

    .. action-ledger::

    .. decision-ledger::

    .. meeting-timeline::

    .. meeting-series::

    .. meeting-statistics::
"""

PAGES = {
    "data/schedule.yaml": SERIES,
    "meetings/2016/2016-04-26-summit.md": SUMMIT,
    "meetings/2017/2017-05-session.md": VAGUE,
    "meetings/2017/2017-06-21-weekly.md": MINUTES,
    "meetings/2017/2017-06-28-weekly.md": LATER,
    "ledgers.rst": LEDGERS,
}


def with_meetings(project: Project) -> Project:
    """A group with a weekly series, one skipped slot, and sessions outside of it."""
    project.write(PAGES)
    configure(project, 'html_baseurl = "https://wg.example.org/kb/"\nauthor = "The group"\n')
    return project


def configure(project: Project, text: str) -> None:
    conf = project.root / "conf.py"
    conf.write_text(conf.read_text("utf-8") + text, "utf-8")


@pytest.fixture
def group(project: Project) -> Project:
    """For tests that change it."""
    return with_meetings(project)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """For tests that only look; neither the machine nor the configuration gives a date."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SOURCE_DATE_EPOCH", raising=False)
        return with_meetings(Project(tmp_path_factory.mktemp("feeds") / "kb")).build()


def calendar(built: Built, name: str = "meetings.ics") -> icalendar.Calendar:
    data = (built.outdir / name).read_bytes()
    # RFC 5545, section 3.1: CRLF, and no line is longer than 75 octets.
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 and b"\n" not in line for line in data.split(b"\r\n"))
    return icalendar.Calendar.from_ical(data)


def events(found: icalendar.Calendar, start: str, end: str) -> list[icalendar.Event]:
    between = recurring_ical_events.of(found).between(
        dt.datetime.fromisoformat(start), dt.datetime.fromisoformat(end)
    )
    return sorted(between, key=lambda event: event.start.isoformat())


# --- Calendars ------------------------------------------------------------------------------


def test_what_a_calendar_program_shows(built: Built) -> None:
    found = calendar(built)
    shown = [
        (
            f"{event.start.astimezone(dt.UTC):%m-%d %H:%M}",
            str(event["SUMMARY"]),
            str(event.get("STATUS", "")),
            str(event.get("URL", "")),
        )
        for event in events(found, "2017-06-01", "2017-07-06")
    ]
    page = "https://wg.example.org/kb/meetings/2017/"
    assert shown == [
        ("06-07 13:00", "Weekly meeting", "", ""),
        ("06-14 13:00", "Cancelled: Weekly meeting", "CANCELLED", ""),
        ("06-21 13:05", "Meeting of 21 June: ⟨roadmap⟩, and a comma", "CONFIRMED",
         f"{page}2017-06-21-weekly.html"),
        ("06-28 13:00", "Meeting of 28 June", "CONFIRMED", f"{page}2017-06-28-weekly.html"),
        ("07-05 13:00", "Weekly meeting", "", ""),
    ]  # fmt: skip
    # Local time goes on across the change of the clock.
    (winter,) = events(found, "2017-11-01", "2017-11-02")
    assert winter.start.astimezone(dt.UTC).hour == 14


def test_parts_of_the_standard(built: Built) -> None:
    """What RFC 5545 asks for: required properties, zones, one UID for a series."""
    found = calendar(built)
    assert {"VERSION", "PRODID"} <= set(found)
    zones = {str(zone["TZID"]) for zone in found.walk("VTIMEZONE")}
    assert zones == {"America/Chicago", "Europe/Paris"}
    for event in found.walk("VEVENT"):
        assert {"UID", "DTSTAMP", "DTSTART"} <= set(event)
        assert event["DTSTART"].params.get("TZID", "America/Chicago") in zones
    series = [event for event in found.walk("VEVENT") if "Weekly" in event["SUMMARY"]]
    uid = {str(event["UID"]) for event in series}
    assert len(uid) == 1
    instances = [e for e in found.walk("VEVENT") if str(e["UID"]) in uid and "RECURRENCE-ID" in e]
    assert [f"{event['RECURRENCE-ID'].dt:%d %H:%M}" for event in instances] == [
        "14 15:00",
        "21 15:00",
        "28 15:00",
    ]
    assert "Summit; all travel." in str(instances[0]["COMMENT"])


def test_what_is_not_known_is_not_made_exact(built: Built) -> None:
    found = calendar(built)
    (session,) = [e for e in found.walk("VEVENT") if "Session" in e["SUMMARY"]]
    assert str(session["SUMMARY"]) == "Session in May (day not known)"
    assert (session.start, session.end) == (dt.date(2017, 5, 1), dt.date(2017, 6, 1))
    (talk,) = [e for e in found.walk("VEVENT") if "Talk" in e["SUMMARY"]]
    assert talk.start.isoformat() == "2016-04-26T22:40:00-05:00"
    assert "DTEND" not in talk  # no source says when it ended


def test_one_file_for_each_series(group: Project) -> None:
    built = group.build()
    assert [path.name for path in (built.outdir / "calendars").iterdir()] == ["weekly.ics"]
    names = {str(e["SUMMARY"]) for e in calendar(built, "calendars/weekly.ics").walk("VEVENT")}
    assert "Talk at the summit" not in names
    assert "Meeting of 28 June" in names
    (group.root / "data/schedule.yaml").unlink()
    for name in ("2017-06-21-weekly", "2017-06-28-weekly"):
        group.edit(f"meetings/2017/{name}.md", ":series: weekly\n", "")
    assert not list((group.build().outdir / "calendars").iterdir())


def test_unclaimed_slots_are_no_events(group: Project) -> None:
    """A series that ended, of which nobody knows which slots became meetings."""
    group.edit("data/schedule.yaml", "chair:", "ended: '2017-12'\nheld: unknown\nchair:")
    built = group.build()
    found = calendar(built)
    assert [f"{e.start:%m-%d}" for e in events(found, "2017-06-01", "2018-06-01")] == [
        "06-21",
        "06-28",
    ]
    (journal,) = found.walk("VJOURNAL")
    assert str(journal["SUMMARY"]) == "Weekly meeting (ended)"
    assert "not known which" in str(journal["DESCRIPTION"])
    assert "missing-minutes" not in built.report
    assert "which slots were used is not known" in built.html("ledgers")


@pytest.mark.parametrize("frequency", ["biweekly-odd", "quadweekly-week-1"])
def test_numbered_weeks_after_a_long_year(frequency: str, project: Project) -> None:
    """2020 has 53 weeks: calendar programs show what the schedule means."""
    text = SERIES.replace("frequency: weekly", f"frequency: {frequency}")
    text = text.replace("start_date: 20170607", "start_date: 20200901")
    project.write({"data/schedule.yaml": text})
    found = calendar(project.build())
    shown = events(found, "2020-12-01", "2021-03-01")
    cycle = 2 if "bi" in frequency else 4
    day, expected = dt.date(2020, 12, 2), []
    while day < dt.date(2021, 3, 1):
        if day.isocalendar().week % cycle == 1:
            expected.append(day)
        day += dt.timedelta(days=7)
    assert [event.start.date() for event in shown] == expected


def test_same_uids_and_bytes_in_every_build(built: Built, group: Project) -> None:
    names = ("meetings.ics", "calendars/weekly.ics", "meetings.atom")
    group.edit("meetings/2017/2017-06-28-weekly.md", "# Meeting of 28 June", "# Another title")
    other = group.build(parallel=2)
    uids = {str(event["UID"]) for event in calendar(built).walk("VEVENT")}
    assert {str(event["UID"]) for event in calendar(other).walk("VEVENT")} == uids
    group.edit("meetings/2017/2017-06-28-weekly.md", "# Another title", "# Meeting of 28 June")
    again = group.build()
    for name in names:
        assert (again.outdir / name).read_bytes() == (built.outdir / name).read_bytes()


def test_hostile_titles_do_not_end_a_line(group: Project) -> None:
    title = "END:VCALENDAR; \\n X-A:1, ]]> </title> & \u2028 é" + "ü" * 100
    group.edit("meetings/2017/2017-05-session.md", "# Session in May", f"# {title}")
    built = group.build()
    found = calendar(built)
    assert len(list(found.walk("VCALENDAR"))) == 1
    assert any("ü" * 100 in str(event["SUMMARY"]) for event in found.walk("VEVENT"))
    root = etree.fromstring((built.outdir / "meetings.atom").read_bytes())
    assert any(
        "]]> </title>" in t for t in root.xpath("//a:entry/a:title/text()", namespaces=ATOM)
    )


# --- The feed -------------------------------------------------------------------------------


def test_feed(built: Built) -> None:
    """What RFC 4287 asks of a feed and of its entries."""
    root = etree.fromstring((built.outdir / "meetings.atom").read_bytes())

    def values(path: str) -> list[str]:
        return [str(value) for value in root.xpath(path, namespaces=ATOM)]

    assert values("a:link[@rel='self']/@href") == ["https://wg.example.org/kb/meetings.atom"]
    assert values("a:author/a:name/text()") == ["The group"]
    assert values("a:updated/text()") == ["2017-06-28T13:00:00+00:00"]
    assert values("a:entry/a:title/text()") == [
        "Meeting of 28 June",
        "Meeting of 21 June: ⟨roadmap⟩, and a comma",
        "Session in May",
        "Talk at the summit",
    ]
    for field in ("id", "title", "updated", "link", "summary"):
        assert len(root.xpath(f"a:entry[a:{field}]", namespaces=ATOM)) == 4
    ids = values("//a:id/text()")
    assert len(set(ids)) == 5
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", name) for name in ids)
    summary = values("a:entry[2]/a:summary/text()")[0]
    assert summary.startswith("Wed 21 June 2017, 15:05 CEST, 13:05 UTC. What we said.")
    assert "1 decision; 1 action" in summary


def test_no_meetings_no_feed(project: Project) -> None:
    built = project.build()
    assert not (built.outdir / "meetings.atom").exists()
    assert not calendar(built).walk("VEVENT")


# --- Pages ----------------------------------------------------------------------------------


def text(html: str) -> str:
    """The words of a page's article."""
    article = html[html.index("<article") : html.index("</article")]
    return " ".join(re.sub(r"<[^>]*>", " ", article).split())


def test_head_of_a_meeting(built: Built) -> None:
    talk = text(built.html("meetings/2016/2016-04-26-summit"))
    assert "Start Tue 26 April 2016, 22:40 CDT, Wed 27 April 2016, 03:40 UTC" in talk
    assert "Next meeting Session in May" in talk
    assert "Previous meeting" not in talk
    session = text(built.html("meetings/2017/2017-05-session"))
    assert "Start May 2017, day not known" in session
    assert "Previous meeting Talk at the summit" in session
    assert "Next meeting Meeting of 21 June" in session


def test_a_new_meeting_in_between_renews_its_neighbours(group: Project) -> None:
    group.build()
    group.write({"meetings/2017/2017-06-01-call.md": VAGUE.replace("2017-05", "2017-06-01")
                 .replace("Session in May", "A call")})  # fmt: skip
    built = group.build()
    assert "Next meeting A call" in text(built.html("meetings/2017/2017-05-session"))
    assert {"meetings/2017/2017-05-session", "meetings/2017/2017-06-21-weekly"} <= built.written


EDITS = {
    "title": ("meetings/2017/2017-06-21-weekly.md", "# Meeting of 21 June", "# Other title"),
    "start": ("meetings/2017/2017-06-28-weekly.md", "06-28 15:00", "06-29 11:00"),
    "state": ("meetings/2017/2017-06-21-weekly.md", ":state: open", ":state: dropped"),
    "attendees": ("meetings/2017/2017-06-21-weekly.md", ", grace-hopper", ""),
    "supersedes": ("meetings/2017/2017-06-28-weekly.md", ":supersedes: 2017-06-21-weekly/D1", ""),
    "mention": ("meetings/2017/2017-06-28-weekly.md", "{action}`2017-06-21-weekly/A1`", "no"),
    "schedule": ("data/schedule.yaml", "day: Wednesday", "day: Thursday"),
    "person": ("data/people.toml", "Ada Lovelace", "Ada King"),
    "log": ("meetings/2017/2017-06-21-weekly.log.txt", "hello", "good evening"),
}


def test_incremental_equals_clean(group: Project) -> None:
    """Whatever of a meeting is edited, all that shows it is made anew: each edit after another."""
    group.edit("meetings/2017/2017-06-21-weekly.md", "What we said", "{log}`It <1>`. What we said")
    group.write({"meetings/2017/2017-06-21-weekly.log.txt": "15:05 <ada> hello"})
    group.build()
    for number, edit in enumerate(EDITS):
        group.edit(*EDITS[edit])
        incremental = shown(group.build())
        clean = shown(group.build(out=f"_build/clean{number}"))
        assert incremental.keys() == clean.keys(), edit
        assert [name for name in clean if incremental[name] != clean[name]] == [], edit


def shown(built: Built) -> dict[str, bytes]:
    """What readers and machines get, by name."""
    return {
        path.relative_to(built.outdir).as_posix(): path.read_bytes()
        for path in built.outdir.rglob("*.*")
        if path.suffix in (".html", ".ics", ".atom", ".json")
    }


def rows(html: str, caption: str) -> list[list[str]]:
    """The cells of the table with this caption."""
    table = next(t for t in re.findall(r"<table.*?</table>", html, re.DOTALL) if caption in t)
    return [
        [text(f"<article{cell}</article>").lstrip("> ") for cell in cells]
        for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
        if (cells := re.findall(r"<t[hd][^>]*(>.*?)</t[hd]>", row, re.DOTALL))
    ]


def test_ledgers_without_a_date(built: Built) -> None:
    html = built.html("ledgers")
    assert rows(html, "2 actions, 1 open") == [
        ["Action", "Owner", "State", "Opened in", "Due", "Mentioned in", "Closed in"],
        ["Send the survey", "Ada Lovelace", "open", "Meeting of 21 June: ⟨roadmap⟩, and a comma",
         "1 July 2017", "Meeting of 28 June", "–"],
        ["Old promise", "Grace Hopper", "done", "Meeting of 28 June", "–", "–",
         "Meeting of 28 June"],
    ]  # fmt: skip
    first, second = "Odd weeks", "Every week"
    assert [row[:2] + row[3:] for row in rows(html, "2 decisions, 1 superseded")[1:]] == [
        [second, "in force", first, "–", "–"],
        [first, "superseded", "–", second, "–"],
    ]
    assert "overdue" not in built.report
    assert "overdue" not in html


def test_ages_are_those_of_the_date_given(group: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    group.build()
    configure(group, 'wg_date = "2017-07-02"\n')
    built = group.build()
    assert "ledgers" in built.written
    assert not any(name.startswith("meetings/") for name in built.written)  # they show no age
    (head, survey, *_) = rows(built.html("ledgers"), "open on 2 July 2017")
    assert survey[head.index("Age")] == "11 days"
    assert survey[head.index("Due")] == "1 July 2017 overdue"
    assert "was due on 2017-07-01 and is open on 2017-07-02" in built.report

    configure(group, "wg_date = None\n")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1498694400")  # 2017-06-29
    assert "8\u00a0days" in group.build().html("ledgers")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1498089600")  # 2017-06-22
    assert "1\u00a0day<" in group.build().html("ledgers")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1497916800")  # 2017-06-20: nobody has promised yet
    (head, survey, *_) = rows(group.build().html("ledgers"), "open on 20 June 2017")
    assert survey[head.index("Age")] == "–"


def test_missing_minutes(built: Built) -> None:
    """07 June has no page; the skipped slot is not missed, nor one after the last meeting."""
    line = (
        "data/schedule.yaml:1: WARNING: Weekly meeting: there is no meeting page for 2017-06-07; "
    )
    assert line in built.report


def test_wrong_date_is_one_line(group: Project) -> None:
    configure(group, 'wg_date = "soon"\n')
    with pytest.raises(ConfigError, match="wg_date: 'soon' must be a date such as 2026-04-01"):
        group.build()


def test_statistics_and_timeline(built: Built) -> None:
    html = built.html("ledgers")
    table = rows(html, "4 meetings and sessions with a record")
    assert [row[0] for row in table[1:]] == [
        "2016, quarter 2",
        "2016, quarter 3",
        "2016, quarter 4",
        "2017, quarter 1",
        "2017, quarter 2",
    ]
    assert table[-1][1:] == ["3", "–", "2.0 on average, in 1 of the meetings"]
    words = text(html)
    assert "2 actions: 1 open, 1 done, 0 dropped. 1 of them was closed" in words
    assert "A long bar says that only the month is known" in words
    months = re.findall(r'<rect class="wg-fill--obsolete" x="(\d+)" width="([\d.]+)"', html)
    assert months == [("486", "31")]  # May 2017, counted from the first of January 2016


def test_links_to_calendars(built: Built) -> None:
    html = built.html("ledgers")
    for name in ("meetings.ics", "meetings.atom", "calendars/weekly.ics"):
        assert f'href="{name}"' in html
        assert (built.outdir / name).is_file()
