"""What is noted of a file while it is read, until :mod:`.collect` makes its page of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.environment import BuildEnvironment

    from wgkb.model.findings import Finding
    from wgkb.model.page import Entry, Event, Unread

_KEY = "wg:notes"


@dataclass(slots=True)
class Notes:
    """What rules, directives and roles found in a file."""

    entries: list[tuple[Entry, nodes.Element | None]] = field(default_factory=list)
    """Each record with the node of its title."""
    events: list[tuple[Event, nodes.term]] = field(default_factory=list)
    """Each event that has a title with the node that names it."""
    findings: list[Finding] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    doubtful: set[str] = field(default_factory=set)
    """Words of lines that cannot be read."""
    kind: str = ""
    """The type of the record that the page is, if it is one."""
    open_record: str = ""
    """Type and id of the record whose content is being read."""
    judged_against: str = ""
    """The release that this record is judged against."""
    log_lines: int | None = None
    """How many lines the log of the page has, once they have been counted."""


def notes_of(env: BuildEnvironment) -> Notes:
    """The notes on the file that *env* reads now; Sphinx throws them away after it."""
    notes = env.temp_data.get(_KEY)
    if not isinstance(notes, Notes):
        notes = env.temp_data[_KEY] = Notes()
    return notes
