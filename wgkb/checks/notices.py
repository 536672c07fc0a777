"""Findings that fail nothing: advice, and what rules on trial find.

A build leaves them in a file beside its doctrees; checks end with how many there are.
``python -m wgkb.checks.notices`` lists those of the last build.  Knows nothing of Sphinx.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Sequence
from pathlib import Path

from wgkb.files.notices import _LINE, FILE_NAME, OF_RECORDS, OF_SITE, kept, summary


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
        prog="python -m wgkb.checks.notices",
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
