"""What a rule is, what it finds, and the register of all rules.

A rule is a generator function.  Its name is its id, its docstring is the rule as people read
it, and its two examples are run by the tests and shown on the generated rules page.  Adding a
rule touches one place: the function.
"""

from __future__ import annotations

import difflib
import inspect
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["warning", "trial", "advice"]
"""Fails a build; will fail one once the content has been mended; never does."""
Stage = Literal["file", "legible", "source", "record", "field", "graph", "suppression"]
"""What a rule looks at: a file that cannot be used, whether its text can be read as it stands,
that text, a record as it was written, a field that is not valid, all records together, or what the
rules before it found."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong, and where: *path* is relative to the source folder."""

    path: str
    line: int
    rule: str
    message: str
    record: str = ""
    """Id of the record that it is about, if any."""
    spoils: tuple[int, int] | None = field(default=None, compare=False)
    """First and last line of its file that cannot be trusted because of it: what else is found
    there only follows from it."""

    def line_as(self, severity: str) -> str:
        """Its line of a report; *severity* is the word after the place, as compilers put it."""
        return f"{self.path}:{self.line}: {severity}: {self.message} [wg.{self.rule}]"

    def __str__(self) -> str:
        return self.line_as("WARNING")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the house."""

    id: str
    summary: str
    stage: Stage
    severity: Severity
    bad: str
    """A small project that breaks it: pages, each after a line ``=== path``."""
    good: str
    """The same project, mended."""
    check: Callable[..., Iterator[Finding]]


RULES: dict[str, Rule] = {}
"""All rules by id, in the order of their modules."""


def rule(
    stage: Stage,
    *,
    bad: str,
    good: str,
    severity: Severity = "warning",
) -> Callable[[Callable[..., Iterator[Finding]]], Callable[..., Iterator[Finding]]]:
    """Register the decorated generator function as a rule."""

    def register(check: Callable[..., Iterator[Finding]]) -> Callable[..., Iterator[Finding]]:
        rule_id = check.__name__.replace("_", "-")
        summary = " ".join((inspect.getdoc(check) or "").split())
        RULES[rule_id] = Rule(
            rule_id,
            summary,
            stage,
            severity,
            textwrap.dedent(bad).strip(),
            textwrap.dedent(good).strip(),
            check,
        )
        return check

    return register


def run(stage: str, subject: Any) -> list[Finding]:
    """Everything that the rules of *stage* find in *subject*."""
    return [
        finding
        for known in list(RULES.values())
        if known.stage == stage
        for finding in known.check(subject)
    ]


def causes(findings: Iterable[Finding]) -> list[Finding]:
    """The *findings* without those that only follow from another one of them."""
    found = list(findings)
    spoilt = spoilt_lines(found)
    return [
        finding
        for finding in found
        if not spoilt(finding.path, finding.line)
        or (finding.spoils and not any(_hides(other, finding) for other in found))
    ]


def _hides(cause: Finding, finding: Finding) -> bool:
    """Does *cause* make all the lines doubtful that *finding* does, and more or from before?"""
    if cause.path != finding.path or not cause.spoils or not finding.spoils:
        return False
    within = cause.spoils[0] <= finding.spoils[0] and finding.spoils[1] <= cause.spoils[1]
    return within and (cause.spoils != finding.spoils or cause.line < finding.line)


def spoilt_lines(findings: Iterable[Finding]) -> Callable[[str, int], bool]:
    """Tells of a path and a line whether one of the *findings* makes it doubtful."""
    ranges: dict[str, list[tuple[int, int]]] = {}
    for finding in findings:
        if finding.spoils:
            ranges.setdefault(finding.path, []).append(finding.spoils)

    def spoilt(path: str, line: int) -> bool:
        return any(first <= line <= last for first, last in ranges.get(path, ()))

    return spoilt


def words_of(text: str) -> frozenset[str]:
    """All words of *text* that may be an id or a key."""
    return frozenset(re.findall(r"\w(?:[\w./-]*\w)?", text))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint at the known word that looks most like *word*, or an empty string."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"; did you mean {close[0]}?" if close else ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file could not be read, at *line* of *path*."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"
