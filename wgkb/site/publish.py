"""Publish a finished build: ``python -m wgkb.site.publish BUILD PUBLISHED``.

Sphinx writes into a folder that may be half done, or wrong; readers look at another one.
This makes the second equal to the first and touches only what differs:

* a file is replaced in one step, so nobody meets half a page;
* a file whose bytes are the same keeps its time, so caches stay valid;
* what the build no longer has is removed; no link is followed on the way.
"""

from __future__ import annotations

import argparse
import filecmp
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path


def publish(build: Path, published: Path) -> tuple[int, int]:
    """Make *published* equal to *build*; return how many files were written and removed.

    A :exc:`ValueError` says why *build* cannot be published; then nothing was changed.
    """
    build, published = build.resolve(), published.resolve()
    if build.is_relative_to(published) or published.is_relative_to(build):
        raise ValueError(f"{build} and {published} overlap")
    if not (build / "index.html").is_file():
        raise ValueError(f"{build} is not a finished site: it has no index.html")
    for folder, folders, files in os.walk(build):
        for path in (Path(folder, name) for name in folders + files):
            if path.is_symlink():
                raise ValueError(f"{path} is a symbolic link; a published site holds none")
    published.mkdir(parents=True, exist_ok=True)
    return mirror(build, published)


NOT_PUBLISHED = frozenset({".buildinfo.bak"})
"""What Sphinx keeps for itself: the settings of the build before."""


def mirror(source: Path, target: Path) -> tuple[int, int]:
    written = removed = 0
    # Pages come last, so that their style sheets and images are there before them.
    found = (path for path in source.iterdir() if path.name not in NOT_PUBLISHED)
    entries = sorted(found, key=lambda path: (path.suffix == ".html", path.name))
    for entry in entries:
        twin = target / entry.name
        if twin.is_symlink() or twin.is_dir() != entry.is_dir():
            removed += _remove(twin)
        if entry.is_dir():
            twin.mkdir(exist_ok=True)
            below = mirror(entry, twin)
            written, removed = written + below[0], removed + below[1]
        elif not _same(entry, twin):
            _replace(entry, twin)
            written += 1
    wanted = {entry.name for entry in entries}
    removed += sum(_remove(path) for path in target.iterdir() if path.name not in wanted)
    return written, removed


def _same(source: Path, target: Path) -> bool:
    """Whether *target* has the size and the time, or else the bytes, of *source*."""
    if not target.exists():
        return False
    new, old = source.stat(), target.stat()
    same_time = (new.st_size, new.st_mtime_ns) == (old.st_size, old.st_mtime_ns)
    return same_time or filecmp.cmp(source, target, shallow=False)


def _replace(source: Path, target: Path) -> None:
    fresh = target.with_name(f".{target.name}.new")
    _remove(fresh)  # what an interrupted run may have left
    shutil.copy2(source, fresh)
    fresh.replace(target)


def _remove(path: Path) -> int:
    """Remove a file, a link (not what it leads to) or a folder; return the number of files."""
    if path.is_dir() and not path.is_symlink():
        count = sum(len(files) for _, _, files in os.walk(path))
        shutil.rmtree(path)
        return count
    existed = path.is_symlink() or path.exists()
    path.unlink(missing_ok=True)
    return int(existed)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m wgkb.site.publish", description=publish.__doc__
    )
    parser.add_argument("build", type=Path, help="the folder a builder wrote")
    parser.add_argument("published", type=Path, help="the folder that readers look at")
    options = parser.parse_args(argv)
    try:
        written, removed = publish(options.build, options.published)
    except ValueError as error:
        print(f"not published: {error}", file=sys.stderr)
        return 1
    index = options.published.resolve() / "index.html"
    print(f"{written} files written, {removed} removed. The site: {index.as_uri()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
