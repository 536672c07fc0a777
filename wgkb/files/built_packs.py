"""What was built of a pack: ``pack.json``, which says from what, and which files there are.

:data:`OUTPUT` holds the packs that were made; the site offers their files.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from importlib.metadata import version
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from wgkb.files.build_stamp import BuildStamp
from wgkb.files.toml import DataFileError

OUTPUT, MANIFEST = "_build/summit", "pack.json"
PRINTING = ("weasyprint", "sphinx-revealjs", "segno")
"""Packages on which the bytes of a pack depend, besides the code of the revision."""


class File(BaseModel):
    """One file of a pack."""

    model_config = ConfigDict(frozen=True)

    size: int
    sha256: str


class Manifest(BaseModel):
    """What ``pack.json`` says."""

    model_config = ConfigDict(frozen=True)

    name: str
    revision: str
    """The commit; empty if the tree is under no version control."""
    changed: bool
    """Was the tree another one than that of the commit?"""
    date: dt.date
    address: str
    """Of the published site; empty if it was not known."""
    made_with: dict[str, str]
    """Version of each package that draws."""
    files: dict[str, File]

    @property
    def frozen(self) -> BuildStamp:
        return BuildStamp(self.date, self.revision, self.changed)


def write_manifest(folder: Path, name: str, frozen: BuildStamp, address: str) -> Manifest:
    """Write ``pack.json`` for all the files below *folder*."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    built = Manifest(
        name=name,
        revision=frozen.commit,
        changed=frozen.changed,
        date=frozen.date,
        address=address,
        made_with={package: version(package) for package in PRINTING},
        files={path.relative_to(folder).as_posix(): _file(path) for path in paths},
    )
    (folder / MANIFEST).write_text(built.model_dump_json(indent=1) + "\n", "utf-8")
    return built


def _file(path: Path) -> File:
    data = path.read_bytes()
    return File(size=len(data), sha256=hashlib.sha256(data).hexdigest())


def load_built(root: Path) -> dict[str, Manifest]:
    """What was built of each pack of the knowledge base at *root*, by name.

    :raises DataFileError: a manifest is broken.
    """
    found = {}
    for path in sorted((root / OUTPUT).glob(f"*/{MANIFEST}")):
        try:
            built = Manifest.model_validate_json(path.read_bytes())
        except ValidationError:
            shown = path.relative_to(root).as_posix()
            reason = f"is not what make summit wrote; make the pack {path.parent.name} again"
            raise DataFileError(shown, 1, reason) from None
        found[path.parent.name] = built
    return found
