"""Where whole hosts have moved to: a table of data, ``data/link-moves.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from wgkb.files.toml import read_toml

MOVES = "data/link-moves.toml"
BLANKS = {
    "project": r"[\w.-]+/[\w.-]+",
    "name": r"[\w.-]+",
    "number": r"[0-9]+",
    "path": r"[^?#]+",
    "branch": r"[\w./-]+",
    "rest": r".*",
}
"""What each blank of an address stands for."""
_BLANK = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Move:
    """A form of address and where such addresses are now; *new* is empty if they are gone."""

    old: str
    new: str
    why: str

    def apply(self, url: str) -> str | None:
        """The address where *url* is now, or None if this move is not about it."""
        match = _pattern(self.old).fullmatch(url)
        if match is None:
            return None
        return _BLANK.sub(lambda blank: match[blank[1]], self.new)


def _pattern(form: str) -> re.Pattern[str]:
    """*form* as a pattern; "https" takes "http" too, and a slash at the end is free."""
    pattern, end = "", 0
    for blank in _BLANK.finditer(form):
        pattern += re.escape(form[end : blank.start()])
        pattern += f"(?P<{blank[1]}>{BLANKS[blank[1]]})"
        end = blank.end()
    pattern += re.escape(form[end:]) + "/?"
    return re.compile(pattern.replace("https://", "https?://", 1))


def load_moves(root: Path) -> tuple[Move, ...]:
    """Read the table below *root*; a missing file counts as empty.

    :raises DataFileError: the file is broken.
    """
    file = read_toml(root, MOVES)
    found = []
    for fields in file.content.get("move", ()):
        old, new, why = (fields.get(name, "") for name in ("old", "new", "why"))
        if not old or not why or not all(isinstance(v, str) for v in (old, new, why)):
            raise file.error("move", "each [[move]] needs old and why, and new unless it is gone")
        for blank in _BLANK.findall(old + new):
            if blank not in BLANKS or f"{{{blank}}}" not in old:
                known = ", ".join(BLANKS)
                raise file.error("move", f"{old}: unknown blank {{{blank}}}; known: {known}")
        found.append(Move(old, new, why))
    return tuple(found)


def moved(url: str, moves: Iterable[Move]) -> tuple[str, str] | None:
    """Where *url* is now and why, or None; the new address is empty if it is gone."""
    for move in moves:
        new = move.apply(url)
        if new is not None and new != url:
            return new, move.why
    return None
