"""Judgements whose requirement reads otherwise than when they were made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from wgkb.files.judgements import Judgements, fingerprint
from wgkb.model.page import Entry
from wgkb.model.records import Gap, Requirement, Support


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


def judged(entries: Mapping[str, Entry]) -> Iterator[tuple[str, str, str]]:
    """Each judgement, each requirement that it is about, and that one's present wording."""
    for kind in (Gap, Support):
        for entry in entries.values():
            if isinstance(entry.record, kind):
                for target in entry.record.judges:
                    judges = entries.get(target)
                    if judges is not None and isinstance(judges.record, Requirement):
                        yield entry.record.id, target, " ".join(judges.record.statement.split())


def suspects(entries: Mapping[str, Entry], judgements: Judgements) -> Iterator[Suspect]:
    """The judgements to be confirmed, those that nobody has remembered yet among them."""
    if not judgements.exists:
        return
    for judgement, requirement, wording in judged(entries):
        mark = judgements.marks.get((judgement, requirement), "")
        if mark != fingerprint(wording):
            before = judgements.wordings.get(mark, "(not kept)") if mark else ""
            yield Suspect(judgement, requirement, before, wording)


def confirmed(
    entries: Mapping[str, Entry], judgements: Judgements, which: Iterable[tuple[str, str]]
) -> Judgements:
    """The judgements with those of *which* made against the present wording.

    What no record needs any more is left out.
    """
    wanted = set(which)
    marks, wordings = {}, {}
    for judgement, requirement, wording in judged(entries):
        pair = (judgement, requirement)
        mark = fingerprint(wording) if pair in wanted else judgements.marks.get(pair)
        if mark:
            marks[pair] = mark
            wordings[mark] = wording if pair in wanted else judgements.wordings.get(mark, wording)
    return Judgements(marks, wordings, True)
