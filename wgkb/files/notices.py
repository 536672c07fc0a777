"""What a build leaves beside its doctrees for the checks: notices, and words in doubt.

A notice is a finding that fails nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from wgkb.model.findings import RULES, Finding

FILE_NAME = "wgkb-advice.txt"


OF_SITE, OF_RECORDS = Path("_build/doctrees"), Path("_build/records.doctrees")
"""Where the builds of ``make html`` and of ``make check-changed`` leave theirs."""


HEADINGS = {"trial": "on trial, to fail later", "advice": "advice, which fails nothing"}


_LINE = re.compile(r"(?P<path>.+?):\d+: (?P<severity>\w+): .*\[wg\.(?P<rule>[a-z-]+)\]")


DOUBTFUL = "wgkb-doubtful.txt"
"""Where a build leaves, beside its doctrees, the words of what it could not read."""


def line_of(finding: Finding) -> str:
    """How a *finding* that fails nothing is told."""
    return finding.line_as(RULES[finding.rule].severity)


def keep(doctrees: Path, lines: Iterable[str]) -> None:
    """Leave the *lines* of a build beside its *doctrees*."""
    (doctrees / FILE_NAME).write_text("".join(f"{line}\n" for line in lines), "utf-8")


def forget(doctrees: Path) -> None:
    """Take away what an earlier build left there."""
    (doctrees / FILE_NAME).unlink(missing_ok=True)


def kept(doctrees: Path) -> list[str]:
    """The lines that the last build left beside its *doctrees*; none if there was no build."""
    try:
        return (doctrees / FILE_NAME).read_text("utf-8").splitlines()
    except OSError:
        return []


def summary(lines: Sequence[str]) -> list[str]:
    """How many there are of each rule, and how to see them; nothing if there are none."""
    told = []
    for severity, heading in HEADINGS.items():
        rules = Counter(m["rule"] for m in map(_LINE.fullmatch, lines) if m and m[2] == severity)
        if rules:
            told.append(f"{heading}: {', '.join(f'{n} {rule}' for rule, n in rules.items())}")
    return [*told, "make advice lists them"] if told else []


def doubtful_in(build: Path) -> frozenset[str]:
    """The ids in what a build could not read, from the file beside its doctrees; none if a build
    is from elsewhere."""
    for doctrees in (build.with_name(f"{build.name}.doctrees"), build.with_name("doctrees")):
        with suppress(OSError):
            return frozenset((doctrees / DOUBTFUL).read_text("utf-8").split())
    return frozenset()
