"""From MeetBot's text minutes (its ``.txt`` file) to minutes.

They give no line of speech, but what was noted, by whom and when, and who was present.  The
form is that of the class ``Text`` in ``ircmeeting/writers.py``: lists wrapped at 72 columns.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from wgkb.importers.events import NoteKind
from wgkb.importers.minutes import Hints, LogError, Minutes, Note, Topic
from wgkb.importers.text import visible

HEAD, WIDTH = 30, 500
"""The opening is within so many lines, and none of them is longer than so much."""
_STARTED = re.compile(r"Meeting started by (?P<nick>\S+) at (?P<time>.{1,80}?) UTC\.")
_ENDED = re.compile(r"Meeting ended at (?P<time>.{1,80}?) UTC\.")
_CLOCK = re.compile(r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)")
_DATE = re.compile(r"\b(\d{4}-\d{2}-\d{2})\b|(\w{3} +\d{1,2} [\d:]{8} \d{4})")
_TITLE = re.compile(r"(?P<channel>#[^\s:]+)(?:: (?P<name>.*?))?(?: \(\d{4}-\d{2}-\d{2}\))?")
_ITEM = re.compile(
    r"(?:(?P<kind>[A-Z]{2,8}): )?(?P<text>.*)"
    r"\((?P<nick>[^\s,()]{1,64}), (?P<time>\d\d:\d\d):\d\d\)"
)
_PRESENT = re.compile(r"(?P<nick>\S+) \((?P<count>\d{1,9})\)")
_KINDS = {kind.name: kind for kind in NoteKind} | {"VOTE": NoteKind.INFO}
_SUMMARY, _PEOPLE = "meeting summary", "people present (lines said)"


def is_text_minutes(lines: list[str]) -> bool:
    """Does the file open like text minutes?"""
    head = [line[:WIDTH].strip() for line in lines[:HEAD]]
    return any(line.startswith("Meeting started by ") for line in head) and any(
        line.lower() == _SUMMARY for line in head
    )


def read(lines: list[str], hints: Hints) -> Minutes:
    """The minutes in *lines*.

    :raises LogError: they give no date.
    """
    opening = [line[:WIDTH].strip() for line in lines[:HEAD]]
    head = " ".join(opening)
    day = hints.date or _date(f"{head} {hints.file_name}")
    if day is None:
        raise LogError("it gives no date; say on which day the meeting was: --date YYYY-MM-DD")
    started, ended = _STARTED.search(head), _ENDED.search("\n".join(lines))
    start = _time(day, started["time"]) if started else None
    end = _time(day, ended["time"]) if ended else None
    if start and end and end < start:
        end += dt.timedelta(days=1)
    title = next((m for line in opening if (m := _TITLE.fullmatch(line))), None)
    return Minutes(
        name=visible((title and title["name"]) or ""),
        channel=visible(title["channel"]) if title else "",
        day=day,
        start=start,
        end=end,
        chairs=(visible(started["nick"]),) if started else (),
        topics=_topics(lines),
        present=tuple(_present(lines)),
        introduced=(),
        log=tuple(map(visible, lines)),
        summary_only=True,
        has_start=started is not None,
        has_end=ended is not None,
    )


def _date(text: str) -> dt.date | None:
    for match in _DATE.finditer(text):
        try:
            if match[1]:
                return dt.date.fromisoformat(match[1])
            return dt.datetime.strptime(match[2], "%b %d %H:%M:%S %Y").date()
        except ValueError:
            continue
    return None


def _time(day: dt.date, text: str) -> dt.datetime | None:
    match = _CLOCK.search(text)
    if match is None:
        return None
    try:
        time = dt.time(int(match["hour"]), int(match["minute"]), int(match["second"]))
    except ValueError:
        return None
    return dt.datetime.combine(day, time, dt.UTC)


def _bullets(lines: list[str], section: str) -> Iterator[tuple[int, int, str]]:
    """Each item of a section: its line, its indentation, and its text without wraps."""
    inside = False
    item: tuple[int, int, list[str]] | None = None
    for number, line in enumerate(lines, 1):
        bare = line.strip()
        following = lines[number].strip() if number < len(lines) else ""
        if following and set(following) == {"-"}:
            inside = bare.lower() == section
        elif inside and bare.startswith("* "):
            if item:
                yield item[0], item[1], _one_line(item[2])
            item = (number, len(line) - len(line.lstrip()), [bare[2:]])
            continue
        elif inside and item and bare and not set(bare) <= {"-"} and not _ENDED.match(bare):
            item[2].append(bare)
            continue
        if item and (not inside or not bare):
            yield item[0], item[1], _one_line(item[2])
            item = None
    if item:
        yield item[0], item[1], _one_line(item[2])


def _one_line(parts: list[str]) -> str:
    return " ".join(" ".join(parts).split())


def _topics(lines: list[str]) -> tuple[Topic, ...]:
    found: list[tuple[Topic, list[Note]]] = [(Topic("", "", 0, ()), [])]
    for number, margin, text in _bullets(lines, _SUMMARY):
        match = _ITEM.fullmatch(text)
        words = visible(match["text"] if match else text).strip()
        time = match["time"] if match else ""
        kind = match["kind"] if match else None
        if margin == 0 and kind is None:
            found.append((Topic(words, time, number, ()), []))
        else:
            known = _KINDS.get(kind or "INFO")
            if known is None:
                words, known = f"{kind}: {words}", NoteKind.INFO
            nick = visible(match["nick"]) if match else ""
            found[-1][1].append(Note(known, words, nick, time, number))
    return tuple(
        Topic(topic.title, topic.time, topic.line, tuple(notes))
        for topic, notes in found
        if topic.line or notes
    )


def _present(lines: list[str]) -> Iterator[tuple[str, int]]:
    for _, _, text in _bullets(lines, _PEOPLE):
        match = _PRESENT.fullmatch(text)
        if match is not None:
            yield visible(match["nick"]), int(match["count"])
