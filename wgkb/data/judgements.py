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
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import tomlkit

from wgkb.data.files import read_toml

if TYPE_CHECKING:
    from wgkb.graph import Graph

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


class Suspect(NamedTuple):
    """A judgement whose requirement reads otherwise than when it was made."""

    judgement: str
    requirement: str
    before: str
    """The remembered wording; empty if none was remembered yet."""
    now: str

    @property
    def is_new(self) -> bool:
        return not self.before


def fingerprint(wording: str) -> str:
    """A short name for a wording; white space does not matter."""
    return hashlib.blake2b(" ".join(wording.split()).encode(), digest_size=6).hexdigest()


def judged(graph: Graph) -> Iterator[tuple[str, str, str]]:
    """Each judgement, each requirement that it is about, and that one's present wording."""
    from wgkb.model import Gap, Requirement, Support

    for record in (*graph.of_type(Gap), *graph.of_type(Support)):
        for target in record.judges:
            requirement = graph.get(target)
            if isinstance(requirement, Requirement):
                yield record.id, target, " ".join(requirement.statement.split())


def suspects(graph: Graph, judgements: Judgements) -> Iterator[Suspect]:
    """The judgements to be confirmed, those that nobody has remembered yet among them."""
    if not judgements.exists:
        return
    for judgement, requirement, wording in judged(graph):
        mark = judgements.marks.get((judgement, requirement), "")
        if mark != fingerprint(wording):
            before = judgements.wordings.get(mark, "(not kept)") if mark else ""
            yield Suspect(judgement, requirement, before, wording)


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


def confirmed(
    graph: Graph, judgements: Judgements, which: Iterable[tuple[str, str]]
) -> Judgements:
    """The judgements with those of *which* made against the present wording.

    What no record needs any more is left out.
    """
    wanted = set(which)
    marks, wordings = {}, {}
    for judgement, requirement, wording in judged(graph):
        pair = (judgement, requirement)
        mark = fingerprint(wording) if pair in wanted else judgements.marks.get(pair)
        if mark:
            marks[pair] = mark
            wordings[mark] = wording if pair in wanted else judgements.wordings.get(mark, wording)
    return Judgements(marks, wordings, True)


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
