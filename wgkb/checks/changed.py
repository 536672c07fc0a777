"""Check what differs from the main branch: ``python -m wgkb.checks.changed [BASE]``.

The quick checks look at the files that changed only; the rules, which look at all records
together, run in a build that reads only changed files and writes no page.  All run at the same
time.  ``make check`` remains the judge.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path

from wgkb.changes.revisions import (
    NOW,
    RevisionError,
    changed_files,
    environment,
    fork_point,
    main_branch,
)

# The output is caught and printed later; where CI is set, Sphinx would colour it all the same.
BUILD = f"sphinx -q --no-color -b records -j auto -W --keep-going -n -d {NOW}.doctrees . {NOW}"
QUICK = (
    ("doc8", "doc8 --quiet", ("*.rst",)),
    ("pymarkdown", "pymarkdown scan", ("meetings/*.md",)),
    ("codespell", "codespell_lib", ("*.rst", "*.md", "*.py", "*.bib", "*.toml", "*.yaml")),
    ("ruff", "ruff check --quiet --force-exclude --output-format concise", ("*.py",)),
    ("format", "ruff format --check --quiet --force-exclude --output-format concise", ("*.py",)),
)
"""Name of each quick check, what it runs, and the files that it is for."""
NOT_TEXT = ("tests/*", "*/locked.txt", "locked.txt")
"""Files that are wrong on purpose or not written by hand."""


def commands(root: Path, files: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Name and arguments of each check for these *files* below *root*.

    What is not UTF-8 is left to the records, which say where; doc8 ends in a traceback at it.
    """
    listed = [file for file in sorted(files) if _is_text(root / file)]
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


def _is_text(path: Path) -> bool:
    try:
        path.read_bytes().decode()
    except (FileNotFoundError, UnicodeDecodeError):
        return False
    return True


def run(jobs: Sequence[tuple[str, list[str]]], root: Path) -> int:
    """Run all at the same time, print each one's output in order; return how many failed."""
    start = time.monotonic()
    running = [
        (
            name,
            subprocess.Popen(
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
    failed = []
    for name, process in running:
        output = process.communicate()[0]
        if process.returncode:
            failed.append(name)
            print(f"== {name}\n{output.rstrip()}", flush=True)
    names = ", ".join(failed) or "none"
    passed = len(jobs) - len(failed)
    print(f"{passed} passed, {len(failed)} failed ({names}) in {time.monotonic() - start:.1f} s")
    return len(failed)


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
        files = changed_files(options.root, fork_point(options.root, base)) if base else []
    except RevisionError as error:
        if options.base:
            print(error, file=sys.stderr)
            return 2
        base, files = None, []
    if base is None:
        print("there is no main branch to compare with: only the records are checked")
    else:
        print(f"{len(files)} {'file differs' if len(files) == 1 else 'files differ'} from {base}")
    return min(1, run(list(commands(options.root, files)), options.root))


if __name__ == "__main__":
    sys.exit(main())
