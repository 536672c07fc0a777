"""Where records stand in the source files, found without building them.

Enough to number a new record, to put it beside its like, and to know which actions are open.
What is wrong with a record is the business of the checks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from wgkb.model.records import RECORD_TYPES

ENDINGS = (".rst", ".md")
FOLDERS = tuple(sorted({m.type.folder for m in RECORD_TYPES.values() if m.type.folder}))
_NAMES = "|".join(RECORD_TYPES)
_REST = re.compile(rf"(?P<indent> *)\.\. (?:wg:)?(?P<name>{_NAMES})::(?: +(?P<argument>.*))?")
_MYST = re.compile(
    rf"(?P<fence>`{{3,}}|~{{3,}}|:{{3,}})\{{(?:wg:)?(?P<name>{_NAMES})\}}(?: +(?P<argument>.*))?"
)
_OPTION = re.compile(r" *:(?P<name>[a-z][a-z-]*):(?: +(?P<value>.*))?")
NUMBERED = re.compile(r"\b[A-Z][A-Z0-9]{1,30}-S?[0-9]{2}\b")
"""Ids of requirements, gaps and supports in any text."""


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A record as it stands in a file."""

    kind: str
    """Name of its type."""
    argument: str
    """What follows the directive: the id and the title of a record in a page."""
    path: Path
    start: int
    """Number of its first line, from 0."""
    end: int
    """Number of the first line behind it."""
    options: Mapping[str, str]

    @property
    def page(self) -> str:
        """Name of its page."""
        return self.path.stem

    @property
    def id(self) -> str:
        kind = RECORD_TYPES[self.kind].type
        local = self.argument.partition(" ")[0]
        if kind.place == "page":
            return self.page
        return f"{self.page}/{local}" if kind.page == "meeting" else local


def source_files(root: Path) -> list[Path]:
    """All files in which records may stand, in a fixed order."""
    return sorted(
        path
        for folder in FOLDERS
        for path in (root / folder).rglob("*")
        if path.suffix in ENDINGS and path.is_file()
    )


def records_in(root: Path) -> list[SourceRecord]:
    """All records below *root*."""
    return [
        record
        for path in source_files(root)
        for record in records_of(path, path.read_text("utf-8", "replace"))
    ]


def records_of(path: Path, text: str) -> Iterator[SourceRecord]:
    """The records in the *text* of one file."""
    lines = text.split("\n")
    form, end_of = (_MYST, _end_of_fence) if path.suffix == ".md" else (_REST, _end_of_block)
    for number, line in enumerate(lines):
        match = form.fullmatch(line.rstrip())
        if match is not None:
            end = end_of(lines, number, match)
            options = dict(_options(lines[number + 1 : end]))
            argument = (match["argument"] or "").strip()
            yield SourceRecord(match["name"], argument, path, number, end, options)


def _end_of_fence(lines: list[str], number: int, match: re.Match[str]) -> int:
    fence = match["fence"]
    for end in range(number + 1, len(lines)):
        closing = lines[end].strip()
        if closing.startswith(fence) and not closing.strip(fence[0]):
            return end + 1
    return len(lines)


def _end_of_block(lines: list[str], number: int, match: re.Match[str]) -> int:
    margin = len(match["indent"])
    end = number + 1
    for place in range(number + 1, len(lines)):
        line = lines[place]
        if line.strip():
            if len(line) - len(line.lstrip()) <= margin:
                break
            end = place + 1
    return end


def _options(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The options at the beginning of a directive."""
    for line in lines:
        match = _OPTION.fullmatch(line.rstrip())
        if match is not None:
            yield match["name"], (match["value"] or "").strip()
        elif not line.strip():
            return


def used_ids(root: Path) -> frozenset[str]:
    """All numbered ids that any source or data file names.

    An id that was given up still stands in a redirect or in some text; it is never used again.
    """
    found: set[str] = set()
    for path in (*source_files(root), *sorted((root / "data").glob("*.toml"))):
        found.update(NUMBERED.findall(path.read_text("utf-8", "replace")))
    return frozenset(found)


def next_id(used: Iterable[str], prefix: str, digits: int = 2) -> str:
    """The id after the highest of those *used* that begin with *prefix*."""
    form = re.compile(rf"{re.escape(prefix)}([0-9]+)")
    numbers = [int(match[1]) for word in used if (match := form.fullmatch(word))]
    return f"{prefix}{max(numbers, default=0) + 1:0{digits}d}"


def insertion(
    lines: list[str], records: list[SourceRecord], kind: str, headings: Iterable[str]
) -> int:
    """Line of a page before which a new record of *kind* is put.

    Behind the last of its kind; else behind one of the *headings*; else behind the record that
    the page is.
    """
    same = [record.end for record in records if record.kind == kind]
    if same:
        return max(same)
    for heading in headings:
        for number, line in enumerate(lines):
            if line.lstrip("# ").strip() == heading:
                underlined = number + 1 < len(lines) and set(lines[number + 1]) in ({"-"}, {"~"})
                return number + (2 if underlined else 1)
    return records[0].end if records else len(lines)
