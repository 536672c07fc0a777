r"""From messages to events: what each message means to MeetBot.

Commands are those of MeetBot 0.1.4 and its forks (``ircmeeting/meeting.py``: a message that
matches ``#(\w+)[ \t]*(.*)`` is a command, one that begins with an address is a link).  This
module only reads; who may give a command is decided in :mod:`wgkb.importers.minutes`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from wgkb.importers.messages import MONTHS, Message


class NoteKind(Enum):
    """What a note in the minutes is, in the words in which it is introduced."""

    INFO = ""
    IDEA = "Idea"
    HELP = "Help wanted"
    LINK = "Link"
    AGREED = "Agreed"
    ACCEPTED = "Accepted"
    REJECTED = "Rejected"
    ACTION = "Action"


NOTES = {
    "info": NoteKind.INFO,
    "idea": NoteKind.IDEA,
    "help": NoteKind.HELP,
    "halp": NoteKind.HELP,
    "link": NoteKind.LINK,
    "agreed": NoteKind.AGREED,
    "agree": NoteKind.AGREED,
    "accepted": NoteKind.ACCEPTED,
    "accept": NoteKind.ACCEPTED,
    "rejected": NoteKind.REJECTED,
    "reject": NoteKind.REJECTED,
    "action": NoteKind.ACTION,
}
"""Commands that write into the minutes."""

_COMMAND = re.compile(r"#(\w+)[ \t]*(.*)", re.DOTALL)
_ADDRESS = re.compile(r"(?:https?|irc|ftp|ssh)://|mailto:")
_STARTED = re.compile(
    r"Meeting started [A-Z][a-z]{2} (?P<month>[A-Z][a-z]{2}) {1,2}(?P<day>\d{1,2}) "
    r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d) (?P<year>\d{4}) UTC"
)
"""What the bot says first; the time is ``time.asctime`` in its time zone, by default UTC."""
_QUESTION = re.compile(r"(?P<question>.*)\?\s*(?P<choices>.*)", re.DOTALL)
_CHOICE = re.compile(r"[^\w+-]+")
_NICKS = re.compile(r"[, \t]+")
MAX_OPTIONS = 100
"""Options of a vote; more are no vote."""


@dataclass(frozen=True, slots=True)
class Event:
    """What a message means; the message itself says who, when and where in the log."""

    message: Message


@dataclass(frozen=True, slots=True)
class Speech(Event):
    """Nothing that the bot minds."""


@dataclass(frozen=True, slots=True)
class Started(Event):
    """``#startmeeting NAME``."""

    name: str


@dataclass(frozen=True, slots=True)
class Confirmed(Event):
    """The bot says that the meeting has started, and when."""

    when: dt.datetime


@dataclass(frozen=True, slots=True)
class Ended(Event):
    """``#endmeeting``."""


@dataclass(frozen=True, slots=True)
class Named(Event):
    """``#meetingname NAME``."""

    name: str


@dataclass(frozen=True, slots=True)
class Turned(Event):
    """``#topic TITLE``."""

    title: str


@dataclass(frozen=True, slots=True)
class Noted(Event):
    """A command that writes a note into the minutes, or a bare address."""

    kind: NoteKind
    text: str


@dataclass(frozen=True, slots=True)
class Undone(Event):
    """``#undo``: the last thing in the minutes is taken back."""


@dataclass(frozen=True, slots=True)
class Chaired(Event):
    """``#chair NICK …`` or ``#unchair NICK …``."""

    nicks: tuple[str, ...]
    takes_over: bool


@dataclass(frozen=True, slots=True)
class Introduced(Event):
    """``#nick NICK …``: somebody counts as known without having spoken."""

    nicks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VoteOpened(Event):
    """``#startvote QUESTION? OPTION, …``; MeetBot takes Yes and No if no option is given."""

    question: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Voted(Event):
    """``#vote OPTION``."""

    option: str


@dataclass(frozen=True, slots=True)
class VoteEnded(Event):
    """``#endvote``."""


def read_events(messages: Iterable[Message]) -> Iterator[Event]:
    """What each of *messages* means, one event for each."""
    expecting = False
    for message in messages:
        if expecting and (when := _started(message.text)) is not None:
            expecting = False
            yield Confirmed(message, when)
            continue
        event = _event(message)
        expecting = expecting or isinstance(event, Started)
        yield event


def _started(text: str) -> dt.datetime | None:
    match = _STARTED.match(text)
    if match is None:
        return None
    try:
        day = dt.date(int(match["year"]), MONTHS.get(match["month"], 0), int(match["day"]))
        time = dt.time(int(match["hour"]), int(match["minute"]), int(match["second"]))
        return dt.datetime.combine(day, time, dt.UTC)
    except ValueError:
        return None


def _event(message: Message) -> Event:
    if message.act:
        return Speech(message)
    if _ADDRESS.match(message.text):
        return Noted(message, NoteKind.LINK, message.text)
    match = _COMMAND.match(message.text)
    if match is None:
        return Speech(message)
    command, argument = match[1].lower(), match[2].strip()
    nicks = tuple(filter(None, _NICKS.split(argument)))
    if command in NOTES:
        return Noted(message, NOTES[command], argument)
    match command:
        case "startmeeting":
            return Started(message, argument)
        case "endmeeting":
            return Ended(message)
        case "meetingname":
            return Named(message, argument)
        case "topic":
            return Turned(message, argument)
        case "undo":
            return Undone(message)
        case "chair" | "unchair":
            return Chaired(message, nicks, command == "chair")
        case "nick":
            return Introduced(message, nicks)
        case "startvote":
            return _vote(message, argument)
        case "vote":
            return Voted(message, argument)
        case "endvote":
            return VoteEnded(message)
        case _:
            return Speech(message)


def _vote(message: Message, argument: str) -> Event:
    match = _QUESTION.match(argument)
    if match is None:
        return Speech(message)
    options = tuple(dict.fromkeys(filter(None, _CHOICE.split(match["choices"]))))
    if len(options) > MAX_OPTIONS:
        return Speech(message)
    return VoteOpened(message, match["question"].strip(), options or ("Yes", "No"))
