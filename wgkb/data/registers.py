"""People and releases from the data files, and exact findings on what is wrong in them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from wgkb.data.kept import Kept, load_kept
from wgkb.findings import Finding, did_you_mean, words_of
from wgkb.graph import Entry
from wgkb.meetings import schedule
from wgkb.model import Person, Release
from wgkb.rules.source import Problem, data_file

PEOPLE, RELEASES = "data/people.toml", "data/releases.toml"


@dataclass(frozen=True, slots=True)
class Data:
    """What the data files say."""

    people: tuple[Entry, ...] = ()
    releases: tuple[Release, ...] = ()
    schedule: tuple[schedule.Series, ...] = ()
    findings: tuple[Finding, ...] = ()
    doubtful: frozenset[str] = frozenset()
    """Words of the files of people and releases with findings."""
    kept: Kept = Kept()  # noqa: RUF009 (it is frozen)


def load(root: Path) -> Data:
    """Read the data files below *root*; a missing file counts as empty."""
    findings: list[Finding] = []
    people = [
        Entry(person, "", "", PEOPLE, line)
        for person, line in _people(_table(root, PEOPLE, findings), findings)
    ]
    table = _table(root, RELEASES, findings)
    releases = list(_releases(table, findings))
    for earlier, later in pairwise(releases):
        if later.date < earlier.date:
            line = table.line_of(rf"""id\s*=\s*["']{re.escape(later.id)}["']""")
            message = f"{later.id} ({later.date}) stands after {earlier.id} ({earlier.date})"
            findings.extend(data_file(Problem(RELEASES, line, f"{message}; oldest first")))
    series, mistakes = schedule.load(root)
    for mistake in mistakes:
        findings.extend(data_file(Problem(mistake.path, mistake.line, mistake.message)))
    kept, broken = load_kept(root)
    for error in broken:
        findings.extend(data_file(Problem(error.path, error.line, error.reason)))
    broken_registers = {PEOPLE, RELEASES} & {finding.path for finding in findings}
    doubtful = frozenset(
        word
        for name in broken_registers
        for word in words_of((root / name).read_text("utf-8", "replace"))
    )
    return Data(tuple(people), tuple(releases), series, tuple(findings), doubtful, kept)


@dataclass(frozen=True, slots=True)
class _Table:
    path: str
    content: dict[str, Any]
    lines: tuple[str, ...]

    def line_of(self, pattern: str, number: int = 0) -> int:
        """Line of the match of *pattern* with this *number*, for messages."""
        hits = [n for n, text in enumerate(self.lines, 1) if re.match(pattern, text)]
        return hits[number] if number < len(hits) else 1


def _table(root: Path, name: str, findings: list[Finding]) -> _Table:
    path = root / name
    if not path.is_file():
        return _Table(name, {}, ())
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return _Table(name, tomllib.loads(text), tuple(text.splitlines()))
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        findings.extend(data_file(Problem(name, line, "is not UTF-8; save the file as UTF-8")))
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        message = re.sub(r"\s*\(at .*\)$", "", str(error))
        line = int(place[1]) if place else len(text.splitlines())
        findings.extend(data_file(Problem(name, line, f"is not valid TOML: {message}")))
    return _Table(name, {}, ())


def _people(table: _Table, findings: list[Finding]) -> Iterator[tuple[Person, int]]:
    for name, fields in table.content.items():
        line = table.line_of(rf"\[\s*\"?{re.escape(name)}\"?\s*\]")
        if not isinstance(fields, dict):
            findings.extend(
                data_file(Problem(table.path, 1, f"{name}: must be a table: [{name}]"))
            )
            continue
        values = dict(fields)
        values["id"], values["title"] = name, values.pop("name", "")
        try:
            yield Person.model_validate(values), line
        except ValidationError as error:
            findings.extend(_findings(table.path, line, f"person {name}", Person, error))


def _releases(table: _Table, findings: list[Finding]) -> Iterator[Release]:
    for number, fields in enumerate(table.content.get("release", ())):
        try:
            yield Release.model_validate(fields)
        except ValidationError as error:
            line = table.line_of(r"\[\[\s*release\s*\]\]", number)
            findings.extend(_findings(table.path, line, f"release {number + 1}", Release, error))


def _findings(
    path: str, line: int, name: str, model: type[BaseModel], error: ValidationError
) -> Iterator[Finding]:
    known = ["name" if field == "title" else field for field in model.model_fields]
    for item in error.errors(include_url=False):
        steps = ["name" if step == "title" else str(step) for step in item["loc"]]
        where = ".".join(steps)
        if item["type"] == "extra_forbidden":
            message = f'unknown field "{where}"{did_you_mean(steps[-1], known)}'
        elif item["type"] in ("missing", "string_too_short"):
            message = f"needs {where}"
        elif item["type"].startswith("date"):
            message = f"{where}: must be a date such as 2026-04-01"
        elif item["type"] == "string_pattern_mismatch":
            message = f'{where}: "{item["input"]}" must be lower case, with hyphens or points'
        else:
            message = f"{where}: {item['msg'][0].lower()}{item['msg'][1:]}"
        yield from data_file(Problem(path, line, f"{name}: {message}"))
