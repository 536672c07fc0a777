"""Fingerprints of this package, so that a change of its code makes anew what came of it.

What was read is kept in Sphinx's environment, what was written in the output folder.  A change
of the theme makes all pages anew and reads none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
RULES_ON_ALL = (
    *("bibliography", "coverage", "history", "links", "meetings"),
    *("packs", "people", "redirects", "suppressions", "trackers", "wording"),
)
"""Modules of rules that look at all records together, which every build does anew."""
NOT_FOR_READING = (
    *("changes", "checks", "commands", "editing", "exports", "linkcheck", "site", "theme"),
    *(f"rules/{name}.py" for name in RULES_ON_ALL),
)
"""Parts of the package that leave nothing in an environment which the next build takes from it:
they look at what was read, write it, or never run in a build."""


@cache
def reading_fingerprint() -> int:
    """A number that changes with any code that a page is read with."""
    others = [Path(name) for name in NOT_FOR_READING]
    return _fingerprint(
        path for path in _files() if not any(path.is_relative_to(other) for other in others)
    )


@cache
def package_fingerprint() -> int:
    """A number that changes with any file of the package."""
    return _fingerprint(_files())


def _files() -> Iterator[Path]:
    paths = (path for path in ROOT.rglob("*") if path.suffix != ".pyc" and path.is_file())
    return (path.relative_to(ROOT) for path in sorted(paths))


def _fingerprint(paths: Iterator[Path]) -> int:
    digest = hashlib.blake2b(digest_size=6)
    for path in paths:
        digest.update(path.as_posix().encode())
        digest.update((ROOT / path).read_bytes())
    return int.from_bytes(digest.digest(), "big")
