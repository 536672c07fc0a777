"""The site for a memory stick: an archive that is the same for the same site.

Pages work from disk as they are, search included: its index there is a script
(:mod:`wgkb.sphinxext.build.search_index`).
"""

from __future__ import annotations

import zipfile
from pathlib import Path

FIRST = (1980, 1, 1, 0, 0, 0)
"""The earliest time that the format knows (APPNOTE.TXT, 4.4.6)."""
REGULAR_FILE = 0o100644
UNIX = 3


def write_zip(folder: Path, path: Path) -> None:
    """Write all below *folder* into the archive *path*, in a folder called as the archive.

    Time, rights and order of the entries are fixed.
    """
    with zipfile.ZipFile(path, "w") as archive:
        for source in sorted(p for p in folder.rglob("*") if p.is_file()):
            name = f"{path.stem}/{source.relative_to(folder).as_posix()}"
            archive.writestr(compressed(name), source.read_bytes())


def compressed(name: str) -> zipfile.ZipInfo:
    """A compressed entry of an archive that says nothing of the machine it was made on."""
    info = zipfile.ZipInfo(name, FIRST)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = REGULAR_FILE << 16
    info.create_system = UNIX
    return info
