"""Nothing vanishes: where moved pages, anchors and records are now.

``data/redirects.toml`` has one table per kind of address, old = new::

    [pages]                                  # names of pages, without an ending
    "gap-analyses/database" = "gap-analyses/oslo.db"
    [anchors]                                # page#anchor
    "requirements/identity#who" = "requirements/identity#IDN-01"
    [records]                                # ids
    "KEYSTONE-03" = "FEDERATION-09"

Each becomes something that works without a server: a page that leads on, a note at the end of
the old page under the old anchor, a short address ``go/OLD/``.  :mod:`wgkb.checks.vanishing` finds
what needs one.  Knows nothing of Sphinx.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wgkb.files.toml import read_toml
from wgkb.model.findings import did_you_mean

REDIRECTS = "data/redirects.toml"
KINDS = ("pages", "anchors", "records")


@dataclass(frozen=True, slots=True)
class Redirects:
    """Where old addresses lead, by kind."""

    pages: Mapping[str, str] = field(default_factory=dict)
    anchors: Mapping[str, str] = field(default_factory=dict)
    records: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    """Line of each old address, for messages."""

    def line_of(self, old: str) -> int:
        return self.lines.get(old, 1)


def load_redirects(root: Path) -> Redirects:
    """Read the redirects below *root*; a missing file counts as empty.

    :raises DataFileError: the file is broken.
    """
    file = read_toml(root, REDIRECTS)
    tables: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    for kind, entries in file.content.items():
        if kind not in KINDS:
            raise file.error(kind, f"there is no table [{kind}]{did_you_mean(kind, KINDS)}")
        if not isinstance(entries, dict) or not all(
            isinstance(new, str) and new for new in entries.values()
        ):
            raise file.error(kind, f'[{kind}] must hold lines "old" = "new"')
        tables[kind] = entries
    lines = {old: file.line_of(old) for entries in tables.values() for old in entries}
    return Redirects(**tables, lines=lines)


def moved_from(redirects: Redirects, docname: str) -> tuple[tuple[str, str], ...]:
    """The anchors that *docname* had and where each is now, as ``page#anchor``."""
    prefix = f"{docname}#"
    return tuple(
        (old.removeprefix(prefix), new)
        for old, new in sorted(redirects.anchors.items())
        if old.startswith(prefix)
    )
