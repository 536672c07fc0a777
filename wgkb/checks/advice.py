"""Findings that fail nothing: advice, and what rules on trial find.

A build leaves them in a file beside its doctrees; checks end with how many there are.
``python -m wgkb.checks.advice`` lists those of the last build.  Knows nothing of Sphinx.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from wgkb.findings import RULES, Finding

FILE_NAME = "wgkb-advice.txt"
OF_SITE, OF_RECORDS = Path("_build/doctrees"), Path("_build/records.doctrees")
"""Where the builds of ``make html`` and of ``make check-changed`` leave theirs."""
HEADINGS = {"trial": "on trial, to fail later", "advice": "advice, which fails nothing"}
_LINE = re.compile(r"(?P<path>.+?):\d+: (?P<severity>\w+): .*\[wg\.(?P<rule>[a-z-]+)\]")


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


def on_files(lines: Sequence[str], files: Collection[str]) -> list[str]:
    """Those of *lines* that are about one of *files*, below how many there are in all."""
    if not lines:
        return []
    own = [line for line in lines if (m := _LINE.fullmatch(line)) and m["path"] in files]
    elsewhere = len(lines) - len(own)
    counts = f"{len(own)} on files that differ, {elsewhere} on others"
    return [f"advice, which fails nothing: {counts} (make advice lists all)", *own]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status, which advice does not change."""
    parser = argparse.ArgumentParser(
        prog="python -m wgkb.checks.advice",
        description="List what the last build found that fails nothing.",
    )
    parser.add_argument("--root", type=Path, default=Path(), help="folder of the knowledge base")
    root: Path = parser.parse_args(argv).root
    files = [
        path for folder in (OF_SITE, OF_RECORDS) if (path := root / folder / FILE_NAME).is_file()
    ]
    if not files:
        print("There is no finished build yet.", file=sys.stderr)
        return 2
    lines = kept(max(files, key=lambda path: path.stat().st_mtime_ns).parent)
    print(*lines, *(summary(lines)[:-1] or ["There is no advice."]), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
