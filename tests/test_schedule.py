"""Series of meetings in yaml2ical's format: slots, mistakes, and what a build is told of time."""

from __future__ import annotations

import datetime as dt
import textwrap
from itertools import islice, pairwise, takewhile
from pathlib import Path

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from kb import Project

from wgkb.files.schedule import WEEKDAYS, WEEKS, Rule, Series, load
from wgkb.model import times

SERIES = """
    project: Weekly meeting
    schedule:
      - time: '1500'
        day: Wednesday
        irc: weekly
        frequency: weekly
        start_date: 20170607
    chair: Ada Lovelace
    description: Every week.
"""


def rule(frequency: str, day: str = "Wednesday", start: str = "20201101", **more: object) -> Rule:
    fields = {"time": "1500", "day": day, "irc": "x", "frequency": frequency, "start_date": start}
    return Rule.model_validate({**fields, **more})


def series(text: str, root: Path) -> Series:
    path = root / "data/schedule.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(textwrap.dedent(text), "utf-8")
    found, mistakes = load(root)
    assert mistakes == ()
    return found[0]


def mistakes(text: str, root: Path) -> list[str]:
    path = root / "data/schedule.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(textwrap.dedent(text).lstrip("\n").encode("utf-8", "surrogateescape"))
    return [f"{m.line}: {m.message}" for m in load(root)[1]]


# --- Slots ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("frequency", "day", "dates"),
    [
        ("weekly", "Wednesday", ["2020-11-04", "2020-11-11", "2020-11-18"]),
        # 2020 has a week 53, after which another odd week follows.
        ("biweekly-odd", "Wednesday",
         ["2020-11-04", "2020-11-18", "2020-12-02", "2020-12-16", "2020-12-30", "2021-01-06"]),
        ("biweekly-even", "Wednesday", ["2020-11-11", "2020-11-25", "2020-12-09", "2020-12-23",
                                        "2021-01-13"]),
        ("quadweekly", "Monday", ["2020-11-23", "2020-12-21", "2021-01-25"]),
        ("quadweekly-week-1", "Monday", ["2020-11-02", "2020-11-30", "2020-12-28", "2021-01-04"]),
        ("quadweekly-alternate", "Monday", ["2020-11-09", "2020-12-07", "2021-01-11"]),
        ("first-monday", "Monday", ["2020-11-02", "2020-12-07", "2021-01-04"]),
        ("third-friday", "Friday", ["2020-11-20", "2020-12-18", "2021-01-15"]),
        ("adhoc", "Monday", []),
    ],
)  # fmt: skip
def test_frequencies(frequency: str, day: str, dates: list[str]) -> None:
    starts = list(islice(rule(frequency, day).starts(), len(dates) or 1))
    assert [f"{start:%Y-%m-%d}" for start in starts] == dates


@given(
    st.sampled_from(list(WEEKS)),
    st.sampled_from(WEEKDAYS),
    st.dates(dt.date(1999, 1, 1), dt.date(2040, 1, 1)),
)
def test_weeks_are_iso_weeks(frequency: str, day: str, start: dt.date) -> None:
    """Each slot is on its day, in a week of its number, and none is left out."""
    cycle, remainder = WEEKS[frequency]
    slots = list(islice(rule(frequency, day, f"{start:%Y%m%d}").starts(), 60))
    assert slots[0].date() >= start
    for slot in slots:
        assert WEEKDAYS[slot.weekday()] == day
        assert slot.isocalendar().week % cycle == remainder
    for earlier, later in pairwise([dt.datetime.combine(start, dt.time(), dt.UTC), *slots]):
        skipped = earlier.date() + dt.timedelta(days=1)
        while skipped < later.date():
            wanted = skipped.isocalendar().week % cycle == remainder
            assert not (wanted and WEEKDAYS[skipped.weekday()] == day and skipped > start)
            skipped += dt.timedelta(days=1)


@given(st.sampled_from([*WEEKS, "first-monday", "adhoc"]), st.dates(dt.date(2000, 1, 1)))
def test_stretches_have_all_slots(frequency: str, start: dt.date) -> None:
    """What calendars are given is what the schedule means, around every long year."""
    until = min(start, dt.date(9000, 1, 1)) + dt.timedelta(days=12 * 366)
    one = rule(frequency, "Monday", f"{min(start, dt.date(9000, 1, 1)):%Y%m%d}")
    expanded = []
    for stretch in one.stretches(until):
        assert stretch.last is not None
        naive = stretch.first.replace(tzinfo=None)
        for slot in rrulestr(stretch.recurrence, dtstart=naive):
            if slot > stretch.last.replace(tzinfo=None):
                break
            expanded.append(slot.date())
    assert expanded == [s.date() for s in takewhile(lambda s: s.date() <= until, one.starts())]


def test_the_historical_series() -> None:
    """Odd weeks from 2016-11-09 to May 2018: 41 slots, none of them claimed as a meeting."""
    (found,), wrong = load(Path(__file__).parent.parent)
    assert wrong == ()
    slots = found.slots(dt.date(2030, 1, 1))
    assert len(slots) == 41
    assert (f"{slots[0].start:%F %H:%M %Z}", f"{slots[-1].start:%F}") == (
        "2016-11-09 15:00 UTC",
        "2018-05-23",
    )
    assert found.held == "unknown"


def test_local_time_follows_the_clock(tmp_path: Path) -> None:
    text = SERIES.replace("start_date: 20170607", "start_date: 20171018\n"
                          "        timezone: Europe/Paris\n        duration: 90")  # fmt: skip
    slots = series(text, tmp_path).slots(dt.date(2017, 11, 2))
    assert [f"{slot.start.astimezone(dt.UTC):%m-%d %H:%M}" for slot in slots] == [
        "10-18 13:00",
        "10-25 13:00",
        "11-01 14:00",
    ]
    assert f"{slots[0].end:%H:%M}" == "16:30"


def test_skipped_and_ended(tmp_path: Path) -> None:
    text = SERIES.replace(
        "start_date: 20170607",
        "start_date: 20170607\n        skip_dates:\n"
        "          - {skip_date: 20170614, reason: Summit.}",
    )
    found = series(text + "    ended: '2017-06'\n", tmp_path)
    slots = found.slots(dt.date(2020, 1, 1))
    assert [(f"{slot.start:%d}", slot.skipped) for slot in slots] == [
        ("07", ""),
        ("14", "Summit."),
        ("21", ""),
        ("28", ""),
    ]


def test_one_file_for_each_series(tmp_path: Path) -> None:
    series(SERIES, tmp_path)
    folder = tmp_path / "data/schedule"
    folder.mkdir()
    (folder / "b.yaml").write_text(textwrap.dedent(SERIES).replace("Weekly", "Other"))
    assert [s.id for s in load(tmp_path)[0]] == ["weekly-meeting", "other-meeting"]


# --- Mistakes -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("'1500'", "1500", "3: schedule.1.time: 1500 must be four digits in quotes"),
        ("'1500'", "'2561'", "3: schedule.1.time: '2561' must be four digits"),
        ("Wednesday", "Wendesday", "4: schedule.1.day: 'Wendesday' is no day of the week; did you "
                                   "mean Wednesday?"),
        ("frequency: weekly", "frequency: biweekly", "6: schedule.1.frequency: 'biweekly' is no "
                                                     "frequency of yaml2ical; did you mean"),
        ("20170607", "2017-06-07", "7: schedule.1.start_date: '2017-06-07' must be"),
        ("        start_date: 20170607\n", "", "3: schedule.1.start_date: field required"),
        ("    chair: Ada Lovelace\n", "", "1: chair: field required"),
        ("    chair:", "    ended: May\n    chair:", "8: ended: 'May' must be a day or a month"),
        ("    chair:", "    held: maybe\n    chair:", "8: held: 'maybe' must be 'expected' or"),
        ("project: Weekly meeting", "project: [", "is not valid YAML"),
        ("project: Weekly meeting", "project: \udcff", "1: is not UTF-8"),
        ("Weekly meeting", "!!python/object/apply:os.system [x]", "is not valid"),
        ("frequency: weekly", "frequency: first-monday", "3: schedule.1: day is Wednesday, but"),
        ("20170607", "20170607\n        timezone: Mars/X", "8: schedule.1.timezone: 'Mars/X' is "
                                                          "not an IANA time zone"),
    ],
)  # fmt: skip
def test_mistakes(old: str, new: str, message: str, tmp_path: Path) -> None:
    assert old in SERIES
    found = mistakes(SERIES.replace(old, new), tmp_path)
    assert any(message in line for line in found), found


@pytest.mark.parametrize("text", ["", "[]", "just words", "- a\n- b"])
def test_no_table(text: str, tmp_path: Path) -> None:
    assert mistakes(text, tmp_path)


def test_a_mistake_is_a_finding_of_the_build(project: Project) -> None:
    project.write(
        {"data/schedule.yaml": SERIES.replace("weekly\n        start", "daily\n        start")}
    )
    report = project.build().report
    assert "data/schedule.yaml:6: WARNING: schedule.1.frequency: 'daily' is no" in report
    assert "[wg.data-file]" in report


# --- Times in words, and the date of the build ----------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2016-04-26 16:40 America/Chicago", "2016-04-26 18:10 America/Chicago",
         "Tue 26 April 2016, 16:40 CDT, 21:40 UTC – 18:10 CDT, 23:10 UTC"),
        ("2016-12-26 16:40 America/Chicago", "2016-12-27 01:00 Europe/Paris",
         "Mon 26 December 2016, 16:40 CST, 22:40 UTC – Tue 27 December 2016, 01:00 CET, "
         "00:00 UTC"),
        ("2017-05-22 17:30 America/Vancouver", "", "Mon 22 May 2017, 17:30 PDT, "
                                                   "Tue 23 May 2017, 00:30 UTC – "),
        ("2018-07-17 14:00 Etc/UTC", "2018-07-17 15:00 UTC", "Tue 17 July 2018, 14:00 UTC – "
                                                             "15:00 UTC"),
        ("2017-03-30", "2017-03-31", "Thu 30 March 2017, time not known – Fri 31 March 2017"),
        ("2017-05", "", "May 2017, day not known – "),
    ],
)  # fmt: skip
def test_times_in_words(start: str, end: str, words: str) -> None:
    begun = ", ".join(times.start_words(start))
    ended = ", ".join(times.end_words(end, start)) if end else ""
    assert f"{begun} – {ended}" == words


def test_date_of_the_build() -> None:
    day = dt.date(2026, 4, 1)
    assert times.build_date("2026-04-01", {"SOURCE_DATE_EPOCH": "0"}) == day
    assert times.build_date(day, {}) == day
    assert times.build_date(None, {"SOURCE_DATE_EPOCH": "1775001600"}) == day
    assert times.build_date("", {}) is None
    for setting, environ in (("April", {}), ("", {"SOURCE_DATE_EPOCH": "soon"})):
        with pytest.raises(ValueError, match="must be"):
            times.build_date(setting, environ)
