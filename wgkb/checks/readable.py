"""Run a checker of text on the files that are text: ``python -m wgkb.checks.readable NAME …``.

doc8 ends in a traceback at a file that is not UTF-8, pymarkdown in an error that names no file;
both leave the other files unread.  Here each such place is a line of the report, in the words of
the rule ``encoding``, and the checker gets the rest::

    python -m wgkb.checks.readable doc8 --quiet -- .
"""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path, PurePath

from wgkb.rules import run
from wgkb.rules.source import SourceFile

ENDINGS = {"doc8": (".rst", ".txt"), "pymarkdown": (".md",)}
"""The files that each checker looks at in a folder."""
ALWAYS = {
    "doc8": (),
    # Page metadata is MyST's; a row of a table cannot be broken, however long it is.
    "pymarkdown": ("--enable-extensions", "front-matter", "--disable-rules", "md013"),
}
"""Options that our pages need, whatever the settings of the project say."""
NOT_OURS = ("_build", ".git", ".tox", ".venv", ".wgkb")
"""Folders with no text of the knowledge base, whatever its settings say."""


def files_in(
    paths: Sequence[str], endings: tuple[str, ...], left_out: Collection[str]
) -> Iterator[str]:
    """The files among *paths*, and those in folders among them that have one of *endings*.

    A path that is not there counts as an empty folder: a knowledge base may have no meetings yet.
    """
    skipped = [PurePath(name) for name in left_out]

    def counts(path: PurePath) -> bool:
        return not any(path.is_relative_to(other) for other in skipped)

    for given in paths:
        if not Path(given).is_dir():
            if Path(given).is_file() and counts(PurePath(given)):
                yield given
            continue
        for folder, folders, names in os.walk(given):
            place = PurePath(folder)
            folders[:] = sorted(name for name in folders if counts(place / name))
            for name in sorted(names):
                if name.endswith(endings) and counts(place / name):
                    yield str(place / name)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status: 1 when there are findings."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] not in ENDINGS or "--" not in words:
        names = "|".join(ENDINGS)
        print(f"usage: python -m wgkb.checks.readable {names} OPTION … -- PATH …", file=sys.stderr)
        return 2
    middle = words.index("--")
    checker, *options = words[:middle]
    found, readable = [], []
    for name in files_in(words[middle + 1 :], ENDINGS[checker], _left_out(Path())):
        wrong = run("legible", SourceFile(name, Path(name).read_bytes()))
        found += wrong
        if not wrong:
            readable.append(name)
    for finding in found:
        print(finding)
    sys.stdout.flush()
    status = 0
    if readable:
        command = [sys.executable, "-m", checker, *ALWAYS[checker], *options, *readable]
        status = subprocess.run(command).returncode
    return int(bool(found or status))


def _left_out(root: Path) -> list[str]:
    """What is no text or not ours, among it what the settings of doc8 leave out."""
    path = root / "pyproject.toml"
    settings = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
    return [*NOT_OURS, *settings.get("tool", {}).get("doc8", {}).get("ignore-path", [])]


if __name__ == "__main__":
    sys.exit(main())
