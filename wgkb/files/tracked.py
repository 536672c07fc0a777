"""What public trackers said last about the reports, plans and changes that gaps name.

``data/tracked.toml`` is written by ``wgkb tracked``, which a nightly job may run; a build only
reads it.  One line for each id, so that two branches seldom collide::

    "launchpad:1795922" = { state = "Fix Released", seen = 2026-11-24, over = true }

*over* says that the tracker has nothing more to do about it.  Knows nothing of Sphinx.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import tomlkit

from wgkb.files.toml import read_toml

TRACKED = "data/tracked.toml"
_HEAD = 'What trackers said last. Written by "wgkb tracked": do not edit by hand.'


class TrackedState(NamedTuple):
    """The state of one id, in the tracker's own words."""

    state: str
    seen: dt.date
    """The day on which the tracker said so."""
    over: bool
    """Is it done, or given up, there?"""


def load_tracked(root: Path) -> dict[str, TrackedState]:
    """What is known of each id; a missing file counts as empty.

    :raises DataFileError: the file is broken.
    """
    file = read_toml(root, TRACKED)
    found = {}
    for name, values in file.content.items():
        match values:
            case {"state": str(state), "seen": dt.date() as seen, "over": bool(over)}:
                found[name] = TrackedState(state, seen, over)
            case _:
                raise file.error(
                    name, f'{name} must be {{ state = "…", seen = 2026-11-24, over = false }}'
                )
    return found


def tracked_text(states: Mapping[str, TrackedState]) -> str:
    """The file, sorted by id."""
    document = tomlkit.document()
    document.add(tomlkit.comment(_HEAD))
    document.add(tomlkit.nl())
    for name, known in sorted(states.items()):
        line = tomlkit.inline_table()
        line.update(known._asdict())
        document[name] = line
    return tomlkit.dumps(document)


def address_of(trackers: Mapping[str, str], tracked: str) -> str:
    """The address that a reader follows, or an empty string if there is no such tracker."""
    tracker, _, name = tracked.partition(":")
    return trackers[tracker].replace("{id}", quote(name)) if tracker in trackers else ""
