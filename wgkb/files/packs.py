"""A pack file, ``summit/<name>.toml``: what it says, and exactly where it is wrong.

Knows nothing of the records that the file names; :mod:`wgkb.graph.pack_selection` does.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic import ValidationError as Invalid

from wgkb.files.toml import DataFile, DataFileError, read_toml
from wgkb.model.findings import did_you_mean

FOLDER = "summit"
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Order = Literal["as-written", "severity", "id"]


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


Words = Annotated[tuple[Text, ...], BeforeValidator(_as_list), Field(min_length=1)]
"""One word or a list of words."""


class _Table(BaseModel):
    """Keys are written with hyphens."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=lambda name: name.replace("_", "-")
    )


class Part(_Table):
    """A part of the pack: a part of the handbook, a column of the slides."""

    title: Text
    records: tuple[Text, ...] = ()
    """Ids of records, in the order in which they are shown."""
    query: dict[str, Words] = {}
    """Conditions that all must hold; see :mod:`wgkb.graph.pack_selection`."""
    order: Order = "as-written"
    """Of what the query finds: as the pages have it, by severity, or by id."""
    leave_out: tuple[Text, ...] = ()
    """Ids of records that the query finds and the part does not show."""
    pages: tuple[Text, ...] = ()
    """Pages that are no records, such as ``about/history``."""
    slides: tuple[Text, ...] = ()
    """Pages whose sections are slides written by hand."""


class Pack(_Table):
    """What a pack file says."""

    title: Text
    event: Text
    date: dt.date
    """Day of the session."""
    question: Text
    """What the session asks, in one sentence."""
    subtitle: str = ""
    place: str = ""
    speakers: tuple[Text, ...] = ()
    """Ids of people."""
    gaps: Annotated[tuple[Text, ...], Field(max_length=3)] = ()
    """The gaps of the brief; if none are named, the weightiest of the selection."""
    read_on: tuple[Text, ...] = ()
    """Records and pages at which the brief and the slides point in the end."""
    licence: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.+-]*$")] = ""
    """SPDX identifier of the licence, for ``CITATION.cff``."""
    part: Annotated[tuple[Part, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class PackFile:
    """A pack, and the lines of its file for messages."""

    name: str
    path: str
    lines: tuple[str, ...]
    pack: Pack

    def error(
        self, reason: str, key: str, part: int | None = None, value: str = ""
    ) -> DataFileError:
        """What is wrong with *key* (in the part of this number), or with one of its values."""
        return DataFileError(self.path, _line_of(self.lines, key, part, value), reason)


class PackErrors(ValueError):
    """A pack cannot be built; the text is one line ``path:line: reason`` for each error."""

    def __init__(self, errors: list[DataFileError]) -> None:
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = tuple(errors)


def names(root: Path) -> list[str]:
    """Names of all packs below *root*."""
    return sorted(path.stem for path in (root / FOLDER).glob("*.toml"))


def load(root: Path, name: str) -> PackFile:
    """Read the pack called *name*.

    :raises PackErrors: there is none, or its file is not one.
    """
    path = f"{FOLDER}/{name}.toml"
    if not NAME.fullmatch(name):
        reason = "a name has small letters, digits and hyphens only"
        raise PackErrors([DataFileError(path, 1, reason)])
    if not (root / path).is_file():
        known = names(root)
        hint = did_you_mean(name, known) or (f"; there are {', '.join(known)}" if known else "")
        raise PackErrors([DataFileError(path, 1, f"there is no such pack{hint}")])
    try:
        file = read_toml(root, path)
    except DataFileError as error:
        raise PackErrors([error]) from None
    try:
        return PackFile(name, path, file.lines, Pack.model_validate(file.content))
    except Invalid as invalid:
        raise PackErrors(list(_explained(file, invalid))) from None


def load_packs(root: Path) -> tuple[dict[str, PackFile], list[DataFileError]]:
    """All packs below *root* by name, and what is wrong in the files that are none."""
    packs: dict[str, PackFile] = {}
    wrong: list[DataFileError] = []
    for name in names(root):
        try:
            packs[name] = load(root, name)
        except PackErrors as error:
            wrong += error.errors
    return packs, wrong


def _explained(file: DataFile, invalid: Invalid) -> Iterator[DataFileError]:
    """Each error as one line, at the key that it is about."""
    errors = invalid.errors(include_url=False)
    misspelt = {
        (*error["loc"][:-1], did_you_mean(str(error["loc"][-1]), _keys(error["loc"])))
        for error in errors
        if error["type"] == "extra_forbidden"
    }
    for error in errors:
        key = next(step for step in reversed(error["loc"]) if isinstance(step, str))
        if (
            error["type"] == "missing"
            and (*error["loc"][:-1], f"; did you mean {key}?") in misspelt
        ):
            continue  # that it is misspelt has been said
        if error["type"] == "too_short" and file.content.get(key):
            continue  # parts that are wrong do not count
        part = _part(error["loc"])
        value = error["input"] if isinstance(error["input"], str) else ""
        at = "" if error["type"] == "missing" else key
        line = _line_of(file.lines, at, part, value)
        yield DataFileError(file.path, line, _reason(error, key, part))


def _part(loc: tuple[int | str, ...]) -> int | None:
    """The number of the part that an error is about."""
    return loc[1] if len(loc) > 1 and loc[0] == "part" and isinstance(loc[1], int) else None


def _keys(loc: tuple[int | str, ...]) -> list[str]:
    """What could have been written at the place of an error."""
    model: type[BaseModel] = Pack if _part(loc) is None else Part
    return [field.alias or name for name, field in model.model_fields.items()]


def _reason(error: Any, key: str, part: int | None) -> str:
    match error["type"]:
        case "missing":
            return f"{'the pack' if part is None else f'part {part + 1}'} needs {key}"
        case "extra_forbidden":
            return f'unknown key "{key}"{did_you_mean(key, _keys(error["loc"]))}'
        case "date_type" | "date_from_datetime_parsing" | "date_parsing":
            return f"{key}: must be a date such as 2026-04-01, without quotes"
        case "literal_error":
            return f'{key}: "{error["input"]}" must be {error["ctx"]["expected"]}'
    return f"{key}: {error['msg'][0].lower()}{error['msg'][1:]}"


def _line_of(lines: tuple[str, ...], key: str, part: int | None, value: str) -> int:
    """The line of *value* of *key*, or else of *key*, or else of its part; 1 if there is none."""
    first, last = _range(lines, part)
    setting = re.compile(rf"(^|[{{,])\s*[\"']?{re.escape(key)}[\"']?\s*=")
    at = next((n for n in range(first, last) if key and setting.search(lines[n])), None)
    if at is None:
        return min(first + 1, max(1, len(lines)))
    if value:
        quoted = re.compile(rf"[\"']{re.escape(value)}[\"']")
        at = next((n for n in range(at, last) if quoted.search(lines[n])), at)
    return at + 1


def _range(lines: tuple[str, ...], part: int | None) -> tuple[int, int]:
    """The lines of a part, with its head, or those before the first part."""
    heads = [n for n, text in enumerate(lines) if re.match(r"\s*\[\[\s*part\s*\]\]", text)]
    if part is None or part >= len(heads):
        return 0, heads[0] if heads else len(lines)
    return heads[part], heads[part + 1] if part + 1 < len(heads) else len(lines)
