"""Check what differs from the main branch: ``python -m wgkb.checks.changed [BASE]``.

The quick checks look at the files that changed only; the rules, which look at all records
together, run in a build that reads only changed files and writes no page.  All run at the same
time.  If content differs, what that build has is compared with what the base had, so that nothing
vanishes; the records of a base are read once and kept.  ``make check`` remains the judge.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

from wgkb import extras
from wgkb.changes.revisions import NOW, changed_files, environment, records_at
from wgkb.checks import notices, vanishing
from wgkb.files.git import RevisionError, fork_point, main_branch
from wgkb.files.notices import OF_RECORDS, kept
from wgkb.files.toml import DataFileError
from wgkb.model.words import counted

# The output is caught and printed later; where CI is set, Sphinx would colour it all the same.
BUILD = f"sphinx -q --no-color -b records -j auto -W --keep-going -n -d {NOW}.doctrees . {NOW}"
QUICK = (
    # D000 is what docutils finds, which the build says of each page.
    ("doc8", "wgkb.checks.readable doc8 --quiet --ignore D000 --", ("*.rst",)),
    ("pymarkdown", "wgkb.checks.readable pymarkdown scan --", ("meetings/*.md",)),
    ("codespell", "codespell_lib", ("*.rst", "*.md", "*.py", "*.bib", "*.toml", "*.yaml")),
    ("ruff", "ruff check --quiet --force-exclude --output-format concise", ("*.py",)),
    ("format", "ruff format --check --quiet --force-exclude --output-format concise", ("*.py",)),
)
"""Name of each quick check, what it runs, and the files that it is for."""
NOT_TEXT = ("tests/*", "*/locked.txt", "locked.txt")
"""Files that are wrong on purpose or not written by hand."""


FINISHED = (0, 1)
"""Exit statuses of Sphinx when it got to the end, with warnings or without."""
CODE = ("wgkb/", "tests/", "benchmarks/")
"""Folders without content, which could vanish."""


class Result(NamedTuple):
    """How a check went."""

    name: str
    status: int
    """Exit status: not 0 when the check failed."""
    output: str


def commands(root: Path, files: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Name and arguments of each check for these *files* below *root*."""
    listed = [file for file in sorted(files) if (root / file).is_file()]
    for name, command, patterns in QUICK:
        skipped = () if name in ("ruff", "format") else NOT_TEXT
        own = [
            file
            for file in listed
            if any(fnmatch(file, p) for p in patterns)
            and not any(fnmatch(file, p) for p in skipped)
        ]
        if own:
            plain = (f"./{file}" if file.startswith("-") else file for file in own)
            yield name, [*command.split(), *plain]  # a name that begins with "-" is no option
    yield "records", BUILD.split()


def run(jobs: Iterable[tuple[str, list[str]]], root: Path) -> Iterator[Result]:
    """Run all at the same time; yield how each went, in their order."""
    running = [
        (
            name,
            extras.lacking(arguments)
            or subprocess.Popen(
                [sys.executable, "-m", *arguments],
                cwd=root,
                env=environment(root),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                errors="replace",
            ),
        )
        for name, arguments in jobs
    ]
    for name, process in running:
        if isinstance(process, str):
            yield Result(name, 1, process)
            continue
        output = process.communicate()[0]
        yield Result(name, process.returncode, output)


def vanish(root: Path, base: str, before: Future[Path]) -> Result:
    """Compare what the build of the work tree has with what *base* had *before*."""
    try:
        lines, failed = vanishing.report(root, before.result(), root / NOW, base)
    except (DataFileError, RevisionError) as error:
        return Result("vanish", 2, str(error))
    return Result("vanish", int(failed), "\n".join(lines))


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m wgkb.checks.changed", description="Check what differs from BASE."
    )
    parser.add_argument("base", nargs="?", help="a revision (default: the main branch)")
    parser.add_argument("--root", type=Path, default=Path(), help="folder of the knowledge base")
    options = parser.parse_args(argv)
    try:
        base = options.base or main_branch(options.root)
        fork = fork_point(options.root, base) if base else ""
        files = changed_files(options.root, fork) if base else []
    except RevisionError as error:
        if options.base:
            print(error, file=sys.stderr)
            return 2
        base, fork, files = None, "", []
    if base is None:
        print("there is no main branch to compare with: only the records are checked")
    else:
        print(f"{counted(len(files), 'file differs', 'files differ')} from {base}")
    start = time.monotonic()
    with ThreadPoolExecutor(1) as reading:
        content = any(not file.startswith(CODE) for file in files)
        before = reading.submit(records_at, options.root, fork) if content else None
        results = list(run(commands(options.root, files), options.root))
        finished = results[-1].status in FINISHED
        if base and before and finished:
            results.append(vanish(options.root, base, before))
    failed = _tell(results, time.monotonic() - start)
    lines = kept(options.root / OF_RECORDS) if finished else []
    for line in notices.on_files(lines, files):
        print(line, flush=True)
    return int(failed)


def _tell(results: Sequence[Result], seconds: float) -> bool:
    """Print what the checks that failed have said, and how many did; did any?"""
    failed = [result for result in results if result.status]
    told: set[str] = set()  # two checks may come upon one file that cannot be read
    for result in failed:
        lines = [line for line in result.output.rstrip().splitlines() if line not in told]
        told.update(line for line in lines if ": WARNING: " in line)
        if lines:
            print(f"== {result.name}", *lines, sep="\n", flush=True)
    names = ", ".join(result.name for result in failed) or "none"
    passed = len(results) - len(failed)
    print(f"{passed} passed, {len(failed)} failed ({names}) in {seconds:.1f} s", flush=True)
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
