"""A fingerprint of this package, so that a change of its code or theme makes all pages anew."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path


@cache
def package_fingerprint() -> int:
    """A number that changes with any file of the package."""
    digest = hashlib.blake2b(digest_size=6)
    root = Path(__file__).parents[1]
    for path in sorted(root.rglob("*")):
        if path.suffix == ".pyc" or not path.is_file():
            continue
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return int.from_bytes(digest.digest(), "big")
