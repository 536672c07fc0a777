"""Reading small TOML and JSON files that people or programs may have broken."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class DataFileError(ValueError):
    """A data file cannot be used: *path*, *line* and the reason; its text is all three."""

    def __init__(self, path: str, line: int, reason: str) -> None:
        super().__init__(f"{path}:{line}: {reason}")
        self.path, self.line, self.reason = path, line, reason


@dataclass(frozen=True, slots=True)
class DataFile:
    """A TOML file: its path from the root, what it says, and its lines."""

    path: str
    content: dict[str, Any]
    lines: tuple[str, ...] = ()

    def line_of(self, key: str) -> int:
        """The first line that sets *key* or opens its table; 1 if there is none."""
        pattern = re.compile(rf"\s*\[*\s*[\"']?{re.escape(key)}[\"']?\s*(\]|=)")
        return next((n for n, line in enumerate(self.lines, 1) if pattern.match(line)), 1)

    def line_matching(self, pattern: str, number: int = 0) -> int:
        """The line of the match of *pattern* with this *number*; 1 if there is none."""
        hits = [n for n, text in enumerate(self.lines, 1) if re.match(pattern, text)]
        return hits[number] if number < len(hits) else 1

    def error(self, key: str, reason: str) -> DataFileError:
        return DataFileError(self.path, self.line_of(key), reason)


def read_toml(root: Path, name: str) -> DataFile:
    """Read *name* below *root*; a missing file counts as empty.

    :raises DataFileError: it is not UTF-8 or not TOML 1.0.
    """
    path = root / name
    if not path.is_file():
        return DataFile(name, {})
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
        return DataFile(name, tomllib.loads(text), tuple(text.splitlines()))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise DataFileError(name, line, "is not UTF-8; save the file as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+), column \d+\)", str(error))
        reason = re.sub(r"\s*\(at .*\)$", "", str(error))
        line = int(place[1]) if place else max(1, len(text.splitlines()))
        raise DataFileError(name, line, f"is not valid TOML: {reason}") from None
