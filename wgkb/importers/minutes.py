"""What the minutes of a meeting hold, wherever they come from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from wgkb.importers.events import NoteKind


class LogError(ValueError):
    """A log that cannot be read; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What a log may not say itself."""

    file_name: str = ""
    date: dt.date | None = None
    """Day of its first line."""
    zone: dt.tzinfo | None = None
    """Time zone of its clock."""


@dataclass(frozen=True, slots=True)
class Note:
    """One note: who had it written, when (``HH:MM``, or nothing) and on which line."""

    kind: NoteKind
    text: str
    nick: str
    time: str
    line: int


@dataclass(frozen=True, slots=True)
class Vote:
    """A vote and who chose what."""

    question: str
    results: tuple[tuple[str, tuple[str, ...]], ...]
    time: str
    line: int


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic and what was noted under it; what came before the first has no title."""

    title: str
    time: str
    line: int
    items: tuple[Note | Vote, ...]


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes of one meeting."""

    name: str
    channel: str
    day: dt.date
    start: dt.datetime | None
    """Exact time, if it is known in which zone the clock of the log runs."""
    end: dt.datetime | None
    chairs: tuple[str, ...]
    topics: tuple[Topic, ...]
    present: tuple[tuple[str, int], ...]
    """Who was there, and how many lines each of them said; most lines first."""
    introduced: tuple[str, ...]
    """Who else was named as known (``#nick``)."""
    log: tuple[str, ...]
    """All lines of the log that belong to this meeting."""
    summary_only: bool = False
    """Is the log itself only minutes, without what was said?"""
    has_start: bool = True
    has_end: bool = True
