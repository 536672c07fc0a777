"""From minutes to the page of a meeting, in MyST Markdown.

Topics become sections; in each of them notes, links and votes are a list, and decisions and
actions are records.  Everything leads to its line of the log, which is kept beside the page.
Words from the log are inert: see :mod:`wgkb.importers.markdown`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from wgkb.importers.events import NoteKind
from wgkb.importers.markdown import GLUE, argument, block, heading, linked, literal
from wgkb.importers.minutes import Minutes, Note, Topic, Vote
from wgkb.importers.nicks import Nicks
from wgkb.model.records import ATTENDANCE, SOURCES
from wgkb.model.words import counted

MAX_TEXT, MAX_TITLE, MAX_HEADING, MAX_NAME = 1000, 70, 90, 60
"""Characters of a text, of the title of a record, of a heading, of a meeting's name."""
MAX_TOPICS, MAX_ITEMS, MAX_PRESENT = 200, 1000, 200
"""Topics, items and people that a page shows; the log has them all."""
LOG_SUFFIX = ".log.txt"
_SEAL = re.compile(r"\n% Imported, seal ([0-9a-f]{16})\.[^\n]*\n\Z")
_CHANNEL = re.compile(r"[#&+!]{0,2}[\w.+-]{1,64}", re.ASCII)

DECIDED = {NoteKind.AGREED: "", NoteKind.ACCEPTED: "Accepted: ", NoteKind.REJECTED: "Rejected: "}


@dataclass(frozen=True, slots=True)
class About:
    """What the log does not say of a meeting."""

    id: str
    title: str
    series: str = ""
    channel: str = ""
    source: str = ""
    """Public address of the log."""
    discusses: tuple[str, ...] = ()
    """Ids of records that the log names."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page and what somebody has to know to complete it."""

    text: str
    unknown: tuple[str, ...]
    """Nicks of nobody in the list of people, those who said most first."""
    unowned: tuple[int, ...]
    """Lines of the log with an action for which no person could be found."""


def make_page(minutes: Minutes, about: About, nicks: Nicks) -> Page:
    """The page of a meeting."""
    writer = _Writer(minutes, about, nicks)
    body = "\n\n".join(writer.blocks()) + "\n"
    text = f"{body}\n% Imported, seal {_seal(body)}. An edited page is never overwritten.\n"
    return Page(text, writer.unknown(), tuple(writer.unowned))


def is_as_imported(text: str) -> bool:
    """Has nobody edited this page since it was imported?"""
    match = _SEAL.search(text)
    return match is not None and match[1] == _seal(text[: match.start()])


def _seal(body: str) -> str:
    return hashlib.blake2b(body.encode(), digest_size=8).hexdigest()


class _Writer:
    """Writes one page."""

    def __init__(self, minutes: Minutes, about: About, nicks: Nicks) -> None:
        self.minutes = minutes
        self.about = about
        self.nicks = nicks
        self.unowned: list[int] = []
        self._headings: Counter[str] = Counter()
        self._numbers: Counter[str] = Counter()
        self._others = [*(nick for nick, _ in minutes.present), *minutes.introduced]
        self._left = MAX_ITEMS

    def blocks(self) -> Iterator[str]:
        """The blocks of the page, between which a line is empty."""
        yield heading(1, literal(self.about.title, MAX_HEADING))
        yield self._meeting()
        for topic in self.minutes.topics[:MAX_TOPICS]:
            yield from self._topic(topic)
        if more := len(self.minutes.topics[MAX_TOPICS:]):
            yield block(
                [f"{counted(more, 'more topic is', 'more topics are')} only in {_log('the log')}."]
            )
        if self.minutes.present:
            yield self._heading(ATTENDANCE)
            yield self._attendance()
        yield self._heading(SOURCES)
        yield self._sources()

    def unknown(self) -> tuple[str, ...]:
        """Nicks that belong to nobody in the list of people."""
        return tuple(nick for nick in self._others if not self.nicks.person(nick))

    # --- Head ---------------------------------------------------------------------------------

    def _meeting(self) -> str:
        minutes = self.minutes
        day = minutes.day.isoformat()
        options = {
            "start": f"{minutes.start:%Y-%m-%d %H:%M} {_zone(minutes)}" if minutes.start else day,
            "end": f"{minutes.end:%Y-%m-%d %H:%M} {_zone(minutes)}" if minutes.end else "",
            "channel": _option(self.about.channel or minutes.channel),
            "kind": "irc",
            "record": _completeness(minutes),
            "series": json.dumps(self.about.series, ensure_ascii=False)
            if self.about.series
            else "",
            "discusses": ", ".join(self.about.discusses),
            "chair": ", ".join(self._people(minutes.chairs)),
            "attendees": ", ".join(self._people(nick for nick, _ in minutes.present)),
        }
        words = ["A meeting on IRC"]
        if minutes.name:
            words.append(f"under the name *{literal(minutes.name, MAX_NAME) or 'none'}*")
        if minutes.chairs:
            words.append(f"with {self._names(minutes.chairs)} in the chair")
        statement = block(
            [" ".join(words) + ".", f"These notes were made from {_log('its log')}."]
        )
        return _directive("meeting", "", options, statement)

    def _people(self, nicks: Iterator[str] | tuple[str, ...]) -> list[str]:
        return sorted({person for nick in nicks if (person := self.nicks.person(nick))})

    def _names(self, nicks: tuple[str, ...]) -> str:
        shown = [literal(nick) for nick in nicks[:MAX_PRESENT]]
        return " and ".join(filter(None, [", ".join(shown[:-1]), shown[-1]]))

    # --- Topics -------------------------------------------------------------------------------

    def _topic(self, topic: Topic) -> Iterator[str]:
        title = literal(topic.title, MAX_HEADING) if topic.line else "Opening"
        yield self._heading(title or "Topic without a title")
        if topic.line:
            yield block([f"Begun at {_at(topic.time, topic.line)}."])
        items = topic.items[: self._left]
        self._left -= len(items)
        listed = [self._item(i) for i in items if isinstance(i, Note) and not _is_record(i)]
        if listed:
            yield "\n".join(listed)
        for item in items:
            if isinstance(item, Vote):
                yield self._vote(item)
            elif _is_record(item):
                yield self._record(item)
        if len(items) < len(topic.items):
            left_out = len(topic.items) - len(items)
            words = counted(left_out, "more note is", "more notes are")
            yield block([f"{words} only in {_log('the log')}."])

    def _item(self, item: Note) -> str:
        text = linked(item.text, MAX_TEXT)
        if item.kind not in (NoteKind.INFO, NoteKind.LINK):
            text = f"{item.kind.value}: {text}"
        return block([_at(item.time, item.line), f"{literal(item.nick)}:", text], "- ")

    def _record(self, note: Note) -> str:
        is_action = note.kind is NoteKind.ACTION
        kind, letter = ("action", "A") if is_action else ("decision", "D")
        self._numbers[letter] += 1
        prefix = DECIDED[note.kind] if note.kind is NoteKind.REJECTED else ""
        title = argument(f"{prefix}{note.text}", MAX_TITLE)
        options = {}
        if is_action:
            named = self.nicks.named_in(note.text, self._others)
            owners = self._people(tuple(named))
            if not owners:
                self.unowned.append(note.line)
            options = {"owner": ", ".join(owners), "state": "open"}
        said = f"{literal(note.nick)}, {_at(note.time, note.line)}"
        if _says_all(title.removeprefix(prefix), note.text):
            verdict = "" if prefix else DECIDED.get(note.kind, "").replace(": ", ".")
            text = block([verdict, f"Noted by {said}."])
        else:
            text = block([DECIDED.get(note.kind, "") + linked(note.text, MAX_TEXT), f"({said})"])
        return _directive(kind, f"{letter}{self._numbers[letter]} {title}", options, text)

    def _vote(self, vote: Vote) -> str:
        self._numbers["V"] += 1
        title = argument(f"{vote.question}?", MAX_TITLE)
        # An answer has no comma: these part the answers of #startvote and of the option.
        tallies = [f"{_short(answer)} {len(voters)}" for answer, voters in vote.results]
        options = {"results": json.dumps(", ".join(tallies), ensure_ascii=False)}
        asked = _at(vote.time, vote.line)
        if _says_all(title, f"{vote.question}?"):
            question = block([f"Asked at {asked}."])
        else:
            question = block([f"{literal(vote.question, MAX_TEXT)}?", f"({asked})"])
        lines = [
            block([f"{literal(_short(answer))}: {self._names(voters)}"], "- ")
            for answer, voters in vote.results
            if voters
        ]
        body = "\n\n".join(filter(None, [question, "\n".join(lines)]))
        return _directive("vote", f"V{self._numbers['V']} {title}", options, body)

    # --- Foot ---------------------------------------------------------------------------------

    def _attendance(self) -> str:
        present = self.minutes.present
        rows = ["| nick | person | lines said |", "|---|---|--:|"]
        for nick, count in present[:MAX_PRESENT]:
            person = self.nicks.person(nick)
            shown = f"{{person}}`{person}`" if person else "–"
            rows.append(f"| {literal(nick)} | {shown} | {count} |")
        if len(present) > MAX_PRESENT:
            rows.append(f"| {len(present) - MAX_PRESENT} more | – | |")
        return "\n".join(rows)

    def _sources(self) -> str:
        minutes = self.minutes
        pieces = []
        if minutes.summary_only:
            pieces.append(
                f"Only {_log('the minutes of the bot')} were read. They do not give what was said."
            )
        else:
            count = len(minutes.log)
            words = f"all {count} lines" if count != 1 else "one line"
            pieces.append(f"The log is kept beside this page, {_log(words)}.")
            if not minutes.has_start:
                pieces.append("It does not have the beginning of the meeting (#startmeeting).")
            if not minutes.has_end:
                pieces.append("It does not have the end of the meeting (#endmeeting).")
        if self.about.source:
            pieces.append(f"It was published at {linked(self.about.source, MAX_TEXT)}.")
        if minutes.start is None:
            pieces.append("In which time zone its clock runs is not known.")
        else:
            pieces.append(f"Times are in {_zone(minutes)}.")
        return block(pieces)

    def _heading(self, words: str) -> str:
        """A heading of the second level that no other one of the page is like."""
        words = words.rstrip(".,;:!") or words
        self._headings[words] += 1
        count = self._headings[words]
        return heading(2, f"{words} ({count})" if count > 1 else words)


def _says_all(title: str, text: str) -> bool:
    """Does *title* say all of *text*, and is there no link in it that only the text can have?"""
    return title == " ".join(text.split()) and "://" not in title


def _short(answer: str) -> str:
    return answer if len(answer) <= MAX_NAME else f"{answer[: MAX_NAME - 1]}…"


def _is_record(note: Note) -> bool:
    return note.kind is NoteKind.ACTION or note.kind in DECIDED


def _completeness(minutes: Minutes) -> str:
    if minutes.summary_only:
        return "minutes"
    return "full" if minutes.has_start and minutes.has_end else "partial"


def _zone(minutes: Minutes) -> str:
    return str(getattr(minutes.start.tzinfo, "key", "UTC")) if minutes.start else ""


def _option(channel: str) -> str:
    """A channel as a quoted option: MyST would take # for the beginning of a comment."""
    return f'"{channel}"' if _CHANNEL.fullmatch(channel) else ""


def _at(time: str, line: int) -> str:
    """A link to a line of the log."""
    words = time or f"line{GLUE}{line}"
    return f"{{log}}`{words}{GLUE}<{line}>`"


def _log(words: str) -> str:
    """A link to the whole log."""
    return f"{{log}}`{words.replace(' ', GLUE)}{GLUE}<all>`"


def _directive(name: str, argument: str, options: dict[str, str], body: str) -> str:
    lines = [f"```{{{name}}} {argument}".rstrip()]
    lines += [f":{option}: {value}" for option, value in options.items() if value]
    return "\n".join([*lines, "", body, "```"])
