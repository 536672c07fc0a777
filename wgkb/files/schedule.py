"""Series of meetings in the format of yaml2ical, and the slots that they give.

The format is described in the README of yaml2ical ("YAML Meeting File").  A file holds one
series; what yaml2ical does not know it passes on unread, so three fields of ours are added:

``ended``
    day or month (ISO) with which the series ended;
``held``
    ``unknown`` says that nobody knows which slots became meetings: then no slot counts as one
    and no minutes are missed;
``timezone`` (of an entry of ``schedule``)
    the IANA zone of ``time``, for groups that meet by local time; UTC without it.

yaml2ical counts odd and even weeks once, at the start, and drifts after a year of 53 weeks.
Here the ISO week number decides, as its README says.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import islice, pairwise, takewhile
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from wgkb.model.findings import Problem, did_you_mean
from wgkb.model.times import days

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ORDINALS = ("first", "second", "third", "fourth")
WEEKS: dict[str, tuple[int, int]] = {
    "weekly": (1, 0),
    "biweekly-odd": (2, 1),
    "biweekly-even": (2, 0),
    "quadweekly": (4, 0),
    "quadweekly-week-1": (4, 1),
    "quadweekly-week-2": (4, 2),
    "quadweekly-week-3": (4, 3),
    "quadweekly-alternate": (4, 2),
}
"""Frequencies by ISO week: every how many weeks, and the remainder of the week's number."""
MONTHS: dict[str, tuple[int, str]] = {
    f"{ordinal}-{day.lower()}": (number, day)
    for number, ordinal in enumerate(ORDINALS, 1)
    for day in WEEKDAYS
}
"""Frequencies by month: the how-manieth of which day."""
FREQUENCIES = (*WEEKS, "adhoc", *MONTHS)
"""All frequencies; ``adhoc`` has no slots."""
LAST_DAY = dt.date(2037, 12, 31)
"""Slots by numbered weeks are given to calendars up to here."""


class Held(StrEnum):
    """What a slot of the past means."""

    EXPECTED = "expected"
    """A meeting, unless it was skipped: its minutes are missed."""
    UNKNOWN = "unknown"
    """Nothing: nobody knows whether there was a meeting."""


def _compact_date(value: object) -> dt.date:
    try:
        return dt.datetime.strptime(str(value), "%Y%m%d").date()
    except ValueError:
        raise ValueError(f"'{value}' must be a date such as 20161109") from None


def _time(value: object) -> dt.time:
    if not isinstance(value, str) or not re.fullmatch(r"([01][0-9]|2[0-3])[0-5][0-9]", value):
        raise ValueError(f"{value!r} must be four digits in quotes, such as '0700'")
    return dt.time(int(value[:2]), int(value[2:]))


def _weekday(value: object) -> str:
    day = str(value).capitalize()
    if day not in WEEKDAYS:
        raise ValueError(f"{value!r} is no day of the week{did_you_mean(day, WEEKDAYS)}")
    return day


def _frequency(value: object) -> str:
    if value not in FREQUENCIES:
        hint = did_you_mean(str(value), FREQUENCIES)
        raise ValueError(f"{value!r} is no frequency of yaml2ical{hint}")
    return str(value)


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{value!r} is not an IANA time zone") from None
    return value


def _day_or_month(value: str) -> str:
    if not re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", value):
        raise ValueError(f"{value!r} must be a day or a month in quotes, such as '2018-05'")
    days(value)
    return value


CompactDate = Annotated[dt.date, BeforeValidator(_compact_date)]
"""A date as yaml2ical writes it: 20161109."""


class SkipDate(BaseModel):
    """A slot that is left out, and why."""

    model_config = ConfigDict(frozen=True)

    skip_date: CompactDate
    reason: str = Field(min_length=1)


class Rule(BaseModel):
    """One entry of ``schedule``: when and where the meetings of a series are."""

    model_config = ConfigDict(frozen=True)

    time: Annotated[dt.time, BeforeValidator(_time)]
    day: Annotated[str, BeforeValidator(_weekday)]
    irc: str
    frequency: Annotated[str, BeforeValidator(_frequency)]
    start_date: CompactDate
    """Optional in yaml2ical, which takes the current day: a build may not."""
    duration: int = Field(default=60, gt=0, le=24 * 60)
    skip_dates: tuple[SkipDate, ...] = ()
    timezone: Annotated[str, AfterValidator(_zone)] = "UTC"

    @model_validator(mode="after")
    def _same_day(self) -> Rule:
        if self.frequency in MONTHS and MONTHS[self.frequency][1] != self.day:
            raise ValueError(f"day is {self.day}, but frequency is {self.frequency}")
        return self

    def starts(self) -> Iterator[dt.datetime]:
        """When each meeting begins, without end, with the zone of the rule."""
        zone = ZoneInfo(self.timezone)
        for day in self._days():
            yield dt.datetime.combine(day, self.time, zone)

    def _days(self) -> Iterator[dt.date]:
        ahead = (WEEKDAYS.index(self.day) - self.start_date.weekday()) % 7
        day = self.start_date + dt.timedelta(days=ahead)
        if self.frequency in WEEKS:
            cycle, remainder = WEEKS[self.frequency]
        elif self.frequency in MONTHS:
            number = MONTHS[self.frequency][0]
        else:
            return
        while day.year < dt.MAXYEAR:
            if self.frequency in WEEKS:
                matches = day.isocalendar().week % cycle == remainder
            else:
                matches = (day.day - 1) // 7 + 1 == number
            if matches:
                yield day
            day += dt.timedelta(days=7)

    def stretches(self, until: dt.date | None) -> list[Stretch]:
        """The slots up to *until* in stretches that recur evenly, for calendar programs.

        A rule by numbered weeks recurs evenly until a year of 53 weeks ends.  RFC 5545 could
        say it in one rule (BYWEEKNO), but programs read that wrongly at the turn of a year;
        python-dateutil does.
        """
        if self.frequency in MONTHS:
            number, day = MONTHS[self.frequency]
            recurrence = f"FREQ=MONTHLY;BYDAY={number}{day[:2].upper()}"
        else:
            cycle = WEEKS.get(self.frequency, (1, 0))[0]
            interval = f";INTERVAL={cycle}" if cycle > 1 else ""
            recurrence = f"FREQ=WEEKLY{interval};BYDAY={self.day[:2].upper()}"
        is_even = self.frequency not in WEEKS or cycle == 1
        if until is None and is_even:
            return [Stretch(recurrence, first, None) for first in islice(self.starts(), 1)]
        last_day = until or LAST_DAY
        starts = list(takewhile(lambda start: start.date() <= last_day, self.starts()))
        breaks = [
            place
            for place, (one, other) in enumerate(pairwise(starts), 1)
            if not is_even and (other.date() - one.date()).days != 7 * cycle
        ]
        bounds = [0, *breaks, len(starts)]
        return [
            Stretch(recurrence, starts[first], starts[end - 1])
            for first, end in pairwise(bounds)
            if end > first
        ]

    @property
    def words(self) -> str:
        """The rule as people say it: "Wednesday 15:00 UTC, biweekly-odd"."""
        return f"{self.day} {self.time:%H:%M} {self.timezone}, {self.frequency}"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Slots that recur evenly."""

    recurrence: str
    """Recurrence rule of RFC 5545, section 3.3.10, without its end."""
    first: dt.datetime
    last: dt.datetime | None
    """Start of the last slot, or None if it goes on."""

    def has(self, start: dt.datetime) -> bool:
        """Is *start*, which begins a slot of the same rule, in this stretch?"""
        return self.first <= start and (self.last is None or start <= self.last)


@dataclass(frozen=True, slots=True)
class Slot:
    """One time at which a series may meet."""

    series: Series
    rule: Rule
    start: dt.datetime
    skipped: str
    """Why it is left out; empty if it is not."""

    @property
    def end(self) -> dt.datetime:
        # In UTC, since an addition in local time may step over a change of the clock.
        end = self.start.astimezone(dt.UTC) + dt.timedelta(minutes=self.rule.duration)
        return end.astimezone(self.start.tzinfo)


class Series(BaseModel):
    """A series of meetings."""

    model_config = ConfigDict(frozen=True)

    path: str
    """File that it was read from."""
    project: str = Field(min_length=1)
    schedule: tuple[Rule, ...]
    chair: str
    description: str
    meeting_id: str = ""
    agenda_url: str = ""
    project_url: str = ""
    ended: Annotated[str, AfterValidator(_day_or_month)] = ""
    held: Held = Held.EXPECTED

    @property
    def id(self) -> str:
        """Name of its calendar file."""
        return slug(self.meeting_id or self.project)

    @property
    def last_day(self) -> dt.date | None:
        """The last day on which it can meet, or None if it goes on."""
        return days(self.ended)[1] if self.ended else None

    def is_called(self, name: str) -> bool:
        """Is *name*, as a page or a bot gives it, the name of this series?"""
        return bool(name) and slug(name) in (slug(self.project), slug(self.meeting_id))

    def slots(self, until: dt.date) -> list[Slot]:
        """All slots that begin on or before *until*, in the order of time."""
        last = min(until, self.last_day or until)
        found = []
        for rule in self.schedule:
            skipped = {skip.skip_date: skip.reason for skip in rule.skip_dates}
            for start in takewhile(lambda s: s.date() <= last, rule.starts()):
                found.append(Slot(self, rule, start, skipped.get(start.date(), "")))
        return sorted(found, key=lambda slot: slot.start)


@lru_cache(maxsize=4096)
def slug(name: str) -> str:
    """*name* in lower case without accents; all that is no letter or digit becomes a hyphen."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def load(root: Path) -> tuple[tuple[Series, ...], tuple[Problem, ...]]:
    """Read ``data/schedule.yaml`` and ``data/schedule/*.yaml`` below *root*."""
    folder = root / "data"
    series: list[Series] = []
    mistakes: list[Problem] = []
    for path in (folder / "schedule.yaml", *sorted((folder / "schedule").glob("*.yaml"))):
        if path.is_file():
            found = _read(path.read_bytes(), path.relative_to(root).as_posix())
            if isinstance(found, Series):
                series.append(found)
            else:
                mistakes += found
    return tuple(series), tuple(mistakes)


def _read(content: bytes, path: str) -> Series | list[Problem]:
    try:
        tree = yaml.compose(content.decode("utf-8"), Loader=yaml.SafeLoader)
        fields = yaml.safe_load(content) or {}
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return [Problem(path, line, "is not UTF-8; save the file as UTF-8")]
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return [Problem(path, line, f"is not valid YAML: {error.problem}")]
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        message = str(error).partition("\n")[0] or "nested too deeply"
        return [Problem(path, 1, f"is not valid YAML: {message}")]
    if not isinstance(fields, dict):
        return [Problem(path, 1, "must be a table of fields, such as project: Name")]
    try:
        return Series.model_validate({**fields, "path": path})
    except ValidationError as error:
        return [
            Problem(path, _line(tree, item["loc"]), f"{_where(item['loc'])}: {_message(item)}")
            for item in error.errors(include_url=False)
        ]


def _where(steps: tuple[int | str, ...]) -> str:
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in steps)


def _message(item: Any) -> str:
    if item["type"] == "enum":
        return f"{item['input']!r} must be {item['ctx']['expected']}"
    return str(item["msg"]).removeprefix("Value error, ").replace("Field", "field", 1)


def _line(node: yaml.Node | None, steps: tuple[int | str, ...]) -> int:
    """Line of the value at *steps*, or of the nearest thing around it."""
    line = 1
    for step in steps:
        if isinstance(node, yaml.MappingNode):
            pair = next((pair for pair in node.value if pair[0].value == step), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            if step >= len(node.value):
                break
            node = node.value[step]
            line = node.start_mark.line + 1
    return line
