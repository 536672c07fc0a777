"""Puts the search index of Pagefind in order, so that two of the same texts are the same bytes.

Pagefind (1.5.2) keeps filters and their values in hash tables whose order is random, and names
files by what is in them.  A file is gzip around a signature and CBOR, as its source
``pagefind/src/output`` has it; a ``pf_filter`` holds its name and for each value the pages, and
``pf_meta`` the version, pages, parts of the index, and filters with the names of their files.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import cbor2

ENTRY = "pagefind-entry.json"
_SIGNATURE = b"pagefind_dcd"
_FILTERS = 3
"""Place of the filters in ``pf_meta``."""


def put_in_order(index: Path) -> None:
    """Sort the filters of *index* and their values, and rename the files that differ then.

    :raises ValueError: the files are not those that this version of Pagefind writes.
    """
    entry = json.loads((index / ENTRY).read_bytes())
    for language, about in sorted(entry["languages"].items()):
        path = index / f"pagefind.{about['hash']}.pf_meta"
        meta = _read(path)
        meta[_FILTERS] = sorted(
            [name, _filter(index / "filter" / f"{file}.pf_filter", language)]
            for name, file in meta[_FILTERS]
        )
        about["hash"] = _name(meta, language)
        path.unlink()
        _write(meta, index / f"pagefind.{about['hash']}.pf_meta")
    entry["languages"] = dict(sorted(entry["languages"].items()))
    text = json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
    (index / ENTRY).write_text(text, "utf-8")


def _filter(path: Path, language: str) -> str:
    """Put one filter in order; return the new name of its file."""
    name, values = _read(path)
    ordered = [name, sorted(values)]
    path.unlink()
    file = _name(ordered, language)
    _write(ordered, path.with_name(f"{file}.pf_filter"))
    return file


def _read(path: Path) -> Any:
    data = gzip.decompress(path.read_bytes())
    if not data.startswith(_SIGNATURE):
        raise ValueError(f"{path.name} is no file of Pagefind")
    return cbor2.loads(data.removeprefix(_SIGNATURE))


def _write(content: Any, path: Path) -> None:
    path.write_bytes(gzip.compress(_SIGNATURE + cbor2.dumps(content), mtime=0))


def _name(content: Any, language: str) -> str:
    return f"{language}_{hashlib.sha1(cbor2.dumps(content)).hexdigest()[:10]}"
