"""Put right in the sources what a program can: ``python -m wgkb.editing.fixing``.

* links to places that are known to have moved (``data/link-moves.toml``) get the new address;
* blanks at the end of a line and blank lines at the end of a file go; a last newline comes;
* line ends of Windows and a byte order mark go.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from wgkb.files.link_moves import MOVES, Move, load_moves, moved
from wgkb.files.toml import DataFileError

ENDINGS = (".rst", ".md", ".bib", ".toml")
FOLDERS = (
    "about",
    "contributing",
    "data",
    "gap-analyses",
    "meetings",
    "requirements",
    "use-cases",
)
"""Where content is; files at the top are content too."""
_URL = re.compile(r"https?://[^\s<>\"'`{}|\\^]*[^\s<>\"'`{}|\\^.,;:!?)\]]")


def mended(text: str, moves: Iterable[Move]) -> str:
    """*text* with all that can be put right put right; nothing else is changed."""
    moves = tuple(moves)

    def now(match: re.Match[str]) -> str:
        found = moved(match[0], moves)
        return found[0] if found and found[0] else match[0]

    text = text.removeprefix("\ufeff")
    lines = [line.rstrip(" \t\r") for line in _URL.sub(now, text).split("\n")]
    return "\n".join(lines).rstrip("\n") + "\n" if text else text


def sources(root: Path) -> Iterator[Path]:
    """The files that hold content, but for the table of moves itself."""
    for path in sorted(root.iterdir()):
        if path.is_dir() and path.name in FOLDERS:
            yield from (p for p in sorted(path.rglob("*")) if p.suffix in ENDINGS)
        elif path.suffix in ENDINGS and path.is_file():
            yield path


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m wgkb.editing.fixing", description="Put right what a program can."
    )
    parser.add_argument("--root", type=Path, default=Path(), help="folder of the knowledge base")
    root: Path = parser.parse_args(argv).root
    try:
        moves = load_moves(root)
    except DataFileError as error:
        print(error, file=sys.stderr)
        return 2
    for path in sources(root):
        if path.relative_to(root).as_posix() == MOVES:
            continue
        try:
            text = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            continue  # rule encoding says so
        better = mended(text, moves)
        if better != text:
            path.write_bytes(better.encode())
            print(f"mended {path.relative_to(root)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
