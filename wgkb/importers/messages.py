"""From lines to messages: who said what, when, and on which line of the log.

The formats: MeetBot (``15:00:01 <nick> text``, ``15:00:01 * nick text``), the same without
times, irssi (``15:00 <@nick> text``), weechat, as shown (``15:00:01 nick | text``) and as
stored (``2017-06-07 15:00:01⇥nick⇥text``), hexchat (``Jun 07 15:00:01 <nick>⇥text``) and
supybot (``2017-06-07T15:00:01 <nick> text``); each also quoted (``> ``), indented, or wrapped
by a mail program.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from wgkb.importers.text import unformatted

WRAPPED_AT = 60
"""A line is the rest of the one before only if that is at least this long."""
HALF_A_DAY = 12 * 3600
MANY = 0.8
"""Share of the lines that must be quoted for the log to be a quoted one."""

MONTHS = {
    "Jan": 1, "Feb": 2, "Mar": 3, "Apr": 4, "May": 5, "Jun": 6,
    "Jul": 7, "Aug": 8, "Sep": 9, "Oct": 10, "Nov": 11, "Dec": 12,
}  # fmt: skip

_STAMP = (
    r"[\[(]?(?:(?P<date>\d{4}-\d\d-\d\d)[T ]|[A-Z][a-z]{2} {1,2}\d{1,2} )?"
    r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?"
    r"(?:[.,]\d{1,6})?(?:Z|[+-]\d\d:?\d\d)?[\])]?"
)
_NICK = r"[@+%&~! ]?(?P<nick>[^\s<>|]{1,64})"
_FORMS = tuple(
    re.compile(form, re.ASCII | re.DOTALL)
    for form in (
        rf"(?:{_STAMP}[ \t]*)?<{_NICK}>[ \t]?(?P<text>.*)",
        rf"{_STAMP}[ \t]+(?P<act>\*)[ \t]+{_NICK}(?:[ \t](?P<text>.*))?",
        rf"{_STAMP}\t{_NICK}\t(?P<text>.*)",
        rf"{_STAMP}[ \t]+{_NICK}[ \t]+\|(?:[ \t](?P<text>.*))?",
    )
)
_SERVICE = frozenset({"-->", "<--", "--", "-!-", "=!="})
"""What stands in place of a nick where a client speaks for itself."""
_REST = re.compile(r"[ \t]*\|[ \t](?P<text>.*)", re.DOTALL)
"""A wrapped line in weechat's columns: without time and nick."""
_QUOTE = re.compile(r"(?:[ \t]{0,8}>[ \t]?){1,8}")
_DAY_LINE = re.compile(
    r"-{2,3} (?:Log opened|Day changed)(?: to)? [A-Z][a-z]{2},? "
    r"(?:(?P<month>[A-Z][a-z]{2}) (?P<day>\d{1,2})|(?P<day2>\d{1,2}) (?P<month2>[A-Z][a-z]{2}))"
    r"(?: \d\d:\d\d:\d\d)? (?P<year>\d{4})"
)


@dataclass(frozen=True, slots=True)
class Message:
    """One thing that was said."""

    line: int
    """Number of its first line in the log, from 1."""
    nick: str
    text: str
    clock: int | None
    """Seconds on the clock of the log since the beginning of its first day, if it has times."""
    act: bool = False
    """Was it said with ``/me``?"""


@dataclass(frozen=True, slots=True)
class Chat:
    """All that was said, and the first day of the log where the log names it."""

    messages: tuple[Message, ...]
    first_day: dt.date | None


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that begins something: a message, or a day."""

    number: int
    match: re.Match[str] | None
    """The message; None if the line only names a day."""
    day: dt.date | None

    @property
    def seconds(self) -> int | None:
        """Time of day, if it has one."""
        if self.match is None or (hour := _group(self.match, "hour")) == "":
            return None
        minute, second = self.match["minute"], _group(self.match, "second")
        return int(hour) * 3600 + int(minute) * 60 + int(second or 0)


def read_messages(lines: list[str]) -> Chat:
    """The messages in *lines*."""
    bare = [unformatted(line) for line in _without_margin(lines)]
    begun = list(_begun(bare))
    if any(line.seconds is not None for line in begun):
        # Where messages have times, a line without one is the rest of another.
        begun = [line for line in begun if line.match is None or line.seconds is not None]
    messages: list[Message] = []
    first_day: dt.date | None = None
    days, today, before = 0, None, 0
    for place, line in enumerate(begun, 1):
        end = begun[place].number if place < len(begun) else len(bare) + 1
        if line.day is not None:
            if today is None:
                first_day = line.day - dt.timedelta(days=days)
            elif line.day > today:
                days += (line.day - today).days
                before = 0
            today = line.day
        if line.match is None:
            continue
        seconds = line.seconds
        if seconds is not None:
            if seconds < before - HALF_A_DAY:  # midnight
                days += 1
                today = today + dt.timedelta(days=1) if today else None
            before = seconds
        nick = line.match["nick"]
        if nick not in _SERVICE:
            text = " ".join([_group(line.match, "text"), *_rests(bare, line.number, end)])
            clock = None if seconds is None else days * 86400 + seconds
            act = nick == "*" or bool(_group(line.match, "act"))
            if nick == "*":  # weechat has the nick in the text then
                nick, _, text = text.strip().partition(" ")
            messages.append(Message(line.number, nick, text.strip(), clock, act))
    return Chat(tuple(messages), first_day)


def _without_margin(lines: list[str]) -> list[str]:
    """*lines* without quotation marks or indentation that all of them have."""
    written = [line for line in lines if line.strip()]
    quoted = sum(line.lstrip(" \t").startswith(">") for line in written)
    if written and quoted >= MANY * len(written):
        lines = [_QUOTE.sub("", line, count=1) for line in lines]
        written = [line for line in lines if line.strip()]
    margin = min((len(line) - len(line.lstrip(" \t")) for line in written), default=0)
    return [line[margin:] for line in lines]


def _begun(lines: list[str]) -> Iterator[_Line]:
    for number, line in enumerate(lines, 1):
        if line.startswith("--") and (match := _DAY_LINE.match(line)) is not None:
            yield _Line(number, None, _day(match))
            continue
        for form in _FORMS:
            if (match := form.fullmatch(line)) is not None:
                yield _Line(number, match, _date(_group(match, "date")))
                break


def _rests(lines: list[str], number: int, end: int) -> Iterator[str]:
    """The lines that go on with the message on line *number*, up to the line *end*."""
    for before, line in pairwise(lines[number - 1 : end - 1]):
        columns = _REST.fullmatch(line)
        if columns is not None:
            yield columns["text"].strip()
        elif line.strip() and (line[0] in " \t" or len(before) >= WRAPPED_AT):
            yield line.strip()
        else:
            return


def _group(match: re.Match[str], name: str) -> str:
    """A group that not every form has."""
    return match.groupdict().get(name) or ""


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _day(match: re.Match[str]) -> dt.date | None:
    month = MONTHS.get(match["month"] or match["month2"], 0)
    try:
        return dt.date(int(match["year"]), month, int(match["day"] or match["day2"]))
    except ValueError:
        return None
