"""The wording of the requirement that each judgement was made against.

A gap says that a requirement fails, a support that it is met.  Both were said about a sentence;
when the sentence changes, the judgement is *suspect* until somebody has read both and confirms
it with ``wgkb confirm``.  ``data/judgements.toml`` remembers the sentence, not only a checksum
of it, so that the person who confirms sees what changed::

    [wordings]
    "5f0c51f2" = "A site shall authenticate its users without traffic to other sites."

    [KEYSTONE-01]
    IDN-01 = "5f0c51f2"

Why a file of its own and not a field of the record: the command writes it, nobody reads it in
a page, and two people who confirm different gaps change different lines.  A knowledge base
without the file remembers nothing and has no suspects.  Knows nothing of Sphinx.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import tomlkit

from wgkb.files.toml import read_toml

JUDGEMENTS = "data/judgements.toml"
WORDINGS = "wordings"
_HEAD = """\
The wording of the requirement that each judgement was made against.
Written by "wgkb confirm": do not edit by hand.\
"""


@dataclass(frozen=True, slots=True)
class Judgements:
    """What was remembered."""

    marks: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Fingerprint of the wording by the ids of the judgement and of the requirement."""
    wordings: Mapping[str, str] = field(default_factory=dict)
    """Wording by its fingerprint."""
    exists: bool = False
    """Is there a file at all?"""

    def wording(self, judgement: str, requirement: str) -> str:
        """The wording that *judgement* was made against, or an empty string."""
        return self.wordings.get(self.marks.get((judgement, requirement), ""), "")


def fingerprint(wording: str) -> str:
    """A short name for a wording; white space does not matter."""
    return hashlib.blake2b(" ".join(wording.split()).encode(), digest_size=6).hexdigest()


# --- The file -------------------------------------------------------------------------------


def load_judgements(root: Path) -> Judgements:
    """Read the file below *root*.

    :raises DataFileError: the file is broken.
    """
    file = read_toml(root, JUDGEMENTS)
    marks = {}
    for name, entries in file.content.items():
        if not isinstance(entries, dict) or not all(isinstance(v, str) for v in entries.values()):
            raise file.error(name, f'[{name}] must hold texts; "wgkb confirm" writes it')
        if name != WORDINGS:
            marks.update({(name, target): mark for target, mark in entries.items()})
    return Judgements(marks, file.content.get(WORDINGS, {}), (root / JUDGEMENTS).is_file())


def renamed(judgements: Judgements, ids: Mapping[str, str]) -> Judgements:
    """The judgements after records got other ids: new id by old id."""
    marks = {
        (ids.get(judgement, judgement), ids.get(requirement, requirement)): mark
        for (judgement, requirement), mark in judgements.marks.items()
    }
    return replace(judgements, marks=marks)


def judgements_text(judgements: Judgements) -> str:
    """The file: sorted, so that two people who confirm different things do not collide."""
    document = tomlkit.document()
    for line in _HEAD.splitlines():
        document.add(tomlkit.comment(line))
    wordings = tomlkit.table()
    for mark, wording in sorted(judgements.wordings.items()):
        wordings[mark] = wording
    document.add(tomlkit.nl())
    document.add(WORDINGS, wordings)
    for (judgement, requirement), mark in sorted(judgements.marks.items()):
        if judgement not in document:
            document.add(tomlkit.nl())
            document.add(judgement, tomlkit.table())
        document[judgement][requirement] = mark
    return tomlkit.dumps(document)
