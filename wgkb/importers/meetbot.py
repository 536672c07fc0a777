"""From events to minutes, as MeetBot would have written them.

Who may do what follows ``ircmeeting/meeting.py``: only chairs set topics, record decisions,
hold votes and undo; everybody else may note the rest.  A log without ``#startmeeting`` does not
say who the chair is; in it, everybody may do everything.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from wgkb.importers.events import (
    Chaired,
    Confirmed,
    Ended,
    Event,
    Introduced,
    Named,
    Noted,
    NoteKind,
    Started,
    Turned,
    Undone,
    Voted,
    VoteEnded,
    VoteOpened,
    read_events,
)
from wgkb.importers.messages import Message, read_messages
from wgkb.importers.minutes import Hints, LogError, Minutes, Note, Topic, Vote
from wgkb.importers.text import visible

DAY = 24 * 3600
QUARTER = 15 * 60
"""Time zones differ by multiples of this many seconds."""
EASTERNMOST = 14 * 3600
"""The largest offset of a time zone (Kiribati)."""
LENGTH = dt.timedelta(hours=1)
"""After this time anybody may end a meeting."""
PROMPT = 4
"""So many messages after ``#startmeeting`` the bot has answered, if it does at all."""
FOR_CHAIRS = frozenset({NoteKind.AGREED, NoteKind.ACCEPTED, NoteKind.REJECTED})
_FILE_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})(?:-(\d{2})[.:](\d{2}))?")
"""Date and time in the name of a MeetBot file; the time is UTC."""


def read(lines: list[str], hints: Hints) -> list[Minutes]:
    """The minutes of each meeting in *lines*; together they have all lines.

    :raises LogError: there is no message in them, or no date.
    """
    chat = read_messages(lines)
    if not chat.messages:
        raise LogError(
            "there is no message in it; a log has lines such as "
            '"15:00:01 <nick> text", "15:00 < nick> text" or "15:00:01 nick | text"'
        )
    parts = _parts(list(read_events(chat.messages)))
    clock = _Clock.of(parts, chat.first_day, hints)
    bounds = [1, *(part[0].message.line for part in parts[1:]), len(lines) + 1]
    found = []
    for part, (first, end) in zip(parts, pairwise(bounds), strict=True):
        log = tuple(visible(line) for line in lines[first - 1 : end - 1])
        found.append(_Secretary(clock, first).minutes(part, log))
    return found


def _parts(events: list[Event]) -> list[list[Event]]:
    """The events of each meeting: a new one starts after an end, or when the bot says so."""
    parts: list[list[Event]] = [[]]
    started = ended = False
    for position, event in enumerate(events):
        if isinstance(event, Started):
            soon = events[position + 1 : position + 1 + PROMPT]
            if ended or (started and any(isinstance(later, Confirmed) for later in soon)):
                parts.append([])
                ended = False
            started = True
        elif isinstance(event, Ended) and started:
            ended = True
        parts[-1].append(event)
    return parts


class _Clock:
    """Turns the clock of a log into real time."""

    def __init__(self, midnight: dt.datetime, *, exact: bool, ahead: int = 0) -> None:
        self._midnight = midnight
        """When the first day of the log began, by its own clock."""
        self.exact = exact
        """Is its time zone known?"""
        self._ahead = ahead
        """By how many seconds the clock is ahead of UTC, if *midnight* is in UTC."""

    @classmethod
    def of(cls, parts: list[list[Event]], first_day: dt.date | None, hints: Hints) -> _Clock:
        """The clock of a log.

        It is set by what the bot says, by the name of the file, or by what the user says.

        :raises LogError: nothing of all that gives a date.
        """
        for event in (event for part in parts for event in part):
            if isinstance(event, Confirmed):
                return cls._set(event.message.clock, event.when)
        name = _FILE_NAME.search(hints.file_name)
        try:
            named = dt.date.fromisoformat(name[1]) if name else None
        except ValueError:
            named = None
        if named and name and name[2] and int(name[2]) < 24 and int(name[3]) < 60:
            begin = next((e for e in parts[0] if isinstance(e, Started)), parts[0][0])
            when = dt.datetime.combine(named, dt.time(int(name[2]), int(name[3])), dt.UTC)
            return cls._set(begin.message.clock, when)
        day = hints.date or first_day or named
        if day is None:
            raise LogError("it gives no date; say on which day it begins: --date YYYY-MM-DD")
        midnight = dt.datetime.combine(day, dt.time(), hints.zone or dt.UTC)
        return cls(midnight, exact=hints.zone is not None)

    @classmethod
    def _set(cls, seconds: int | None, when: dt.datetime) -> _Clock:
        """The clock that shows *seconds* at the time *when*."""
        if seconds is None:
            return cls(when, exact=True)
        of_day = when.hour * 3600 + when.minute * 60 + when.second
        ahead = round((seconds - of_day) % DAY / QUARTER) * QUARTER
        if ahead > EASTERNMOST:
            ahead -= DAY
        begin = when - dt.timedelta(seconds=seconds - ahead)
        nearest = (begin + dt.timedelta(hours=12)).date()
        midnight = dt.datetime.combine(nearest, dt.time(), dt.UTC)
        return cls(midnight, exact=True, ahead=ahead)

    def time(self, message: Message) -> dt.datetime:
        """When *message* was said; without times in the log, when the log began."""
        if message.clock is None:
            return self._midnight
        # Added as wall-clock time, so that a change of the clock during the log does no harm.
        return self._midnight + dt.timedelta(seconds=message.clock - self._ahead)

    def words(self, message: Message) -> str:
        """The time of day of *message*, or nothing if the log has no times."""
        return "" if message.clock is None else f"{self.time(message):%H:%M}"


class _Secretary:
    """Writes the minutes of one meeting."""

    def __init__(self, clock: _Clock, first_line: int) -> None:
        self.clock = clock
        self.first_line = first_line
        self.name = ""
        self.chairs: dict[str, bool] = {}
        self.everybody = True
        self.bots: set[str] = set()
        self.start: Message | None = None
        self.end: Message | None = None
        self.items: list[Topic | Note | Vote] = []
        self.said: Counter[str] = Counter()
        self.introduced: dict[str, None] = {}
        self.question = ""
        self.options: tuple[str, ...] = ()
        self.votes: dict[str, str] = {}

    def minutes(self, events: Sequence[Event], log: tuple[str, ...]) -> Minutes:
        """The minutes that *events* give."""
        begin = next((n for n, e in enumerate(events) if isinstance(e, Started)), None)
        self.everybody = begin is None
        self.start = events[begin].message if begin is not None else None
        for event in events[begin or 0 :]:
            self.said[event.message.nick] += 1
            self._take(event)
            if self.end is not None:
                break
        first = self.start or events[0].message
        exact = self.clock.exact
        end = self.end if exact and self.end and self.end.clock is not None else None
        present = [pair for pair in self.said.items() if pair[0] not in self.bots]
        return Minutes(
            name=visible(self.name),
            channel="",
            day=self.clock.time(first).date(),
            start=self.clock.time(first) if exact else None,
            end=self.clock.time(end) if end else None,
            chairs=tuple(visible(nick) for nick, now in self.chairs.items() if now),
            topics=_by_topic(self.items),
            present=tuple(
                (visible(nick), count)
                for nick, count in sorted(present, key=lambda p: (-p[1], p[0].casefold(), p[0]))
            ),
            introduced=tuple(map(visible, self.introduced)),
            log=log,
            has_start=begin is not None,
            has_end=self.end is not None,
        )

    def _may(self, message: Message) -> bool:
        return self.everybody or self.chairs.get(message.nick, False)

    def _take(self, event: Event) -> None:
        message = event.message
        match event:
            case Started(name=name):
                if message is self.start:
                    self.chairs[message.nick] = True
                    self.name = name
            case Confirmed():
                self.bots.add(message.nick)
            case Noted(kind=kind, text=text):
                if kind not in FOR_CHAIRS or self._may(message):
                    self.items.append(
                        Note(kind, visible(text), visible(message.nick), *self._where(message))
                    )
            case Introduced(nicks=nicks):
                self.introduced.update(dict.fromkeys(nicks))
            case Voted(option=option):
                self._vote(message.nick, option)
            case Ended():
                if self._may(message) or self._overran(message):
                    self.end = message
            case _:
                if self._may(message):
                    self._take_from_chair(event)

    def _take_from_chair(self, event: Event) -> None:
        match event:
            case Named(name=name):
                self.name = name
            case Turned(title=title):
                self.items.append(Topic(visible(title), *self._where(event.message), ()))
            case Undone():
                if self.items:
                    self.items.pop()
            case Chaired(nicks=nicks, takes_over=takes_over):
                for nick in nicks:
                    self.chairs[nick] = takes_over
            case VoteOpened(question=question, options=options):
                if not self.options:
                    self.question, self.options, self.votes = question, options, {}
            case VoteEnded():
                if self.options:
                    self.items.append(self._result(event.message))
                    self.options = ()

    def _where(self, message: Message) -> tuple[str, int]:
        return self.clock.words(message), message.line - self.first_line + 1

    def _overran(self, message: Message) -> bool:
        if self.start is None or message.clock is None:
            return True
        return self.clock.time(message) - self.clock.time(self.start) >= LENGTH

    def _vote(self, nick: str, option: str) -> None:
        """Only options of the vote count, and of each nick only the last."""
        known = {o.casefold(): o for o in self.options}
        if (chosen := known.get(option.casefold())) is not None:
            self.votes.pop(nick, None)
            self.votes[nick] = chosen

    def _result(self, message: Message) -> Vote:
        voters: dict[str, list[str]] = {option: [] for option in self.options}
        for nick, option in self.votes.items():
            voters[option].append(nick)
        return Vote(
            visible(self.question),
            tuple((visible(o), tuple(map(visible, nicks))) for o, nicks in voters.items()),
            *self._where(message),
        )


def _by_topic(items: Sequence[Topic | Note | Vote]) -> tuple[Topic, ...]:
    """Each topic with what was noted until the next; a command without words notes nothing."""
    topics = [Topic("", "", 0, ())]
    notes: list[list[Note | Vote]] = [[]]
    for item in items:
        if isinstance(item, Topic):
            topics.append(item)
            notes.append([])
        elif isinstance(item, Vote) or item.text:
            notes[-1].append(item)
    return tuple(
        replace(topic, items=tuple(own))
        for topic, own in zip(topics, notes, strict=True)
        if topic.line or own
    )
