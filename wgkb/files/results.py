"""The folder ``.wgkb``, in which results of commands are kept from one run to the next."""

from __future__ import annotations

from pathlib import Path

FOLDER = ".wgkb"


def result_file(root: Path, name: str) -> Path:
    """The path of *name*, which begins with :data:`FOLDER`, below *root*, ready to be written.

    The folder says itself that git shall ignore it, as pytest's cache does, so that no project
    has to.
    """
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    ignore = root / FOLDER / ".gitignore"
    if not ignore.exists():
        ignore.write_text("# Made by wgkb: results that it makes again.\n*\n", "utf-8")
    return path
