"""People and releases from the data files, and exactly what is wrong in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from pydantic import BaseModel, ValidationError

from wgkb.files import schedule
from wgkb.files.project import ProjectFiles, load_project_files
from wgkb.files.toml import DataFile, DataFileError, read_toml
from wgkb.model.findings import Problem, did_you_mean, words_of
from wgkb.model.page import Entry
from wgkb.model.records import Person, Release

PEOPLE, RELEASES = "data/people.toml", "data/releases.toml"


@dataclass(frozen=True, slots=True)
class Data:
    """What the data files say."""

    people: tuple[Entry, ...] = ()
    releases: tuple[Release, ...] = ()
    schedule: tuple[schedule.Series, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Why files, or parts of them, could not be read."""
    doubtful: frozenset[str] = frozenset()
    """Words of the files of people and releases with findings."""
    files: ProjectFiles = ProjectFiles()  # noqa: RUF009 (it is frozen)


def load(root: Path) -> Data:
    """Read the data files below *root*; a missing file counts as empty."""
    problems: list[Problem] = []
    people = [
        Entry(person, "", "", PEOPLE, line)
        for person, line in _people(_table(root, PEOPLE, problems), problems)
    ]
    table = _table(root, RELEASES, problems)
    releases = list(_releases(table, problems))
    for earlier, later in pairwise(releases):
        if later.date < earlier.date:
            line = table.line_matching(rf"""id\s*=\s*["']{re.escape(later.id)}["']""")
            message = f"{later.id} ({later.date}) stands after {earlier.id} ({earlier.date})"
            problems.append(Problem(RELEASES, line, f"{message}; oldest first"))
    series, mistakes = schedule.load(root)
    problems += mistakes
    files, broken = load_project_files(root)
    for error in broken:
        problems.append(Problem(error.path, error.line, error.reason))
    broken_registers = {PEOPLE, RELEASES} & {problem.path for problem in problems}
    doubtful = frozenset(
        word
        for name in broken_registers
        for word in words_of((root / name).read_text("utf-8", "replace"))
    )
    return Data(tuple(people), tuple(releases), series, tuple(problems), doubtful, files)


def _table(root: Path, name: str, problems: list[Problem]) -> DataFile:
    try:
        return read_toml(root, name)
    except DataFileError as error:
        problems.append(Problem(error.path, error.line, error.reason))
        return DataFile(name, {})


def _people(table: DataFile, problems: list[Problem]) -> Iterator[tuple[Person, int]]:
    for name, fields in table.content.items():
        line = table.line_matching(rf"\[\s*\"?{re.escape(name)}\"?\s*\]")
        if not isinstance(fields, dict):
            problems.append(Problem(table.path, 1, f"{name}: must be a table: [{name}]"))
            continue
        values = dict(fields)
        values["id"], values["title"] = name, values.pop("name", "")
        try:
            yield Person.model_validate(values), line
        except ValidationError as error:
            problems.extend(_problems(table.path, line, f"person {name}", Person, error))


def _releases(table: DataFile, problems: list[Problem]) -> Iterator[Release]:
    for number, fields in enumerate(table.content.get("release", ())):
        try:
            yield Release.model_validate(fields)
        except ValidationError as error:
            line = table.line_matching(r"\[\[\s*release\s*\]\]", number)
            problems.extend(_problems(table.path, line, f"release {number + 1}", Release, error))


def _problems(
    path: str, line: int, name: str, model: type[BaseModel], error: ValidationError
) -> Iterator[Problem]:
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
        yield Problem(path, line, f"{name}: {message}")
