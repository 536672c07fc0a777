"""The record of reading: which claim was read at its source, when, and what was found.

One file a page, ``data/readings/gap-analyses--glance.toml``, so that people who read different
pages write different files; one line a claim, by the digest of :class:`wgkb.model.claims.Claim`::

    3f2a9c1b5d70 = { read = 2026-11-24, at = "stable/2026.1 of 2026-08-21", verdict = "right" }

A claim without a line has not been read: a sentence that changes has another digest, and its old
line is dropped by ``wgkb readings --prune``.  A file of a repository that was read may be named
with the id of its content (git's blob), by which ``--prune --sources`` sees that it is another
one now.  Knows nothing of Sphinx.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

import tomlkit

from wgkb.files.toml import DataFile, DataFileError, read_toml
from wgkb.model.findings import did_you_mean

READINGS = "data/readings"
_HEAD = 'Which claims were read at their sources. Written by "wgkb readings".'
_KEYS = frozenset({"read", "at", "verdict", "note", "files"})


class Verdict(StrEnum):
    """What a reading found."""

    RIGHT = "right"
    """The source says what the sentence says."""
    MENDED = "mended"
    """It says so now; the sentence was mended."""
    ANALYSIS = "analysis"
    """No source says it; the sentence is marked as analysis of the site."""
    UNREACHABLE = "unreachable"
    """The source could not be read."""


class Reading(NamedTuple):
    """One claim, read."""

    read: dt.date
    at: str
    """What was read: a revision, a date, a file."""
    verdict: Verdict
    note: str = ""
    files: Mapping[str, str] = {}
    """Id of the content of each file of a repository that was read, by its address."""


Ledger = Mapping[str, Reading]
"""The readings of one page, by the digest of the claim."""


def file_of(docname: str) -> str:
    """The file with the readings of the page *docname*."""
    return f"{READINGS}/{docname.replace('/', '--')}.toml"


def load_readings(root: Path) -> tuple[dict[str, Ledger], list[DataFileError]]:
    """All ledgers below *root* by the name of their file, and what is wrong in others."""
    ledgers: dict[str, Ledger] = {}
    wrong = []
    for path in sorted((root / READINGS).glob("*.toml")):
        name = f"{READINGS}/{path.name}"
        try:
            file = read_toml(root, name)
            ledgers[name] = {digest: _reading(file, digest) for digest in file.content}
        except DataFileError as error:
            wrong.append(error)
    return ledgers, wrong


def _reading(file: DataFile, digest: str) -> Reading:
    """:raises DataFileError: the entry is no reading."""
    values = file.content[digest]
    if not isinstance(values, dict):
        raise file.error(digest, f'{digest} must be {{ read = 2026-11-24, at = "…", … }}')
    for key in values.keys() - _KEYS:
        raise file.error(digest, f'{digest}: unknown key "{key}"{did_you_mean(key, _KEYS)}')
    verdict = values.get("verdict")
    if verdict not in set(Verdict):
        hint = did_you_mean(str(verdict), list(Verdict))
        raise file.error(digest, f"{digest}: verdict must be one of: {', '.join(Verdict)}{hint}")
    read, at = values.get("read"), values.get("at")
    if type(read) is not dt.date:
        raise file.error(digest, f"{digest}: read must be a date such as 2026-11-24")
    if not isinstance(at, str) or not at.strip():
        raise file.error(digest, f"{digest}: at must say what was read: a revision or a date")
    note, files = values.get("note", ""), values.get("files", {})
    if not isinstance(note, str) or not _is_texts(files):
        raise file.error(digest, f"{digest}: note must be a text, and files a table of texts")
    return Reading(read, at, Verdict(verdict), note, files)


def _is_texts(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())


def ledger_text(ledger: Ledger) -> str:
    """The file of *ledger*, sorted by digest."""
    document = tomlkit.document()
    document.add(tomlkit.comment(_HEAD))
    document.add(tomlkit.nl())
    for digest, reading in sorted(ledger.items()):
        line = tomlkit.inline_table()
        for key, value in reading._asdict().items():
            if key == "files" and value:
                files = tomlkit.inline_table()
                files.update(sorted(value.items()))
                line[key] = files
            elif value:
                line[key] = str(value) if key == "verdict" else value
        document[digest] = line
    return tomlkit.dumps(document)
