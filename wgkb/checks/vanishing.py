"""Nothing vanishes: what a published site had and a new build has not.

``python -m wgkb.checks.vanishing`` compares the records and the inventory of the work tree with
those of the site as it was last published (a folder with its ``records.json`` and
``objects.inv``), or, when none is at hand, of the main branch.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sphinx.util.inventory import InventoryFile

from wgkb.changes.revisions import records_at, records_now
from wgkb.files.git import RevisionError, fork_point, main_branch
from wgkb.files.notices import doubtful_in
from wgkb.files.redirects import REDIRECTS, Redirects, load_redirects
from wgkb.files.toml import DataFileError
from wgkb.model.findings import Finding, did_you_mean
from wgkb.model.words import counted

PUBLISHED = "_build/published"
"""Where the workflow ``check`` puts the records and the inventory of the live site."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Everything of a build that somebody may have a link to."""

    pages: frozenset[str]
    anchors: frozenset[str]
    """``page#anchor``"""
    records: frozenset[str]


def addresses_in(folder: Path) -> Addresses:
    """The addresses of a build, from its ``objects.inv`` and ``records.json``.

    :raises RevisionError: one of the two is missing or broken.
    """
    records_file = next(
        (p for p in (folder / "api/v1/records.json", folder / "records.json") if p.is_file()),
        folder / "records.json",
    )
    try:
        document: dict[str, Any] = json.loads(records_file.read_bytes())
        records = {str(record_id): str(r["url"]) for record_id, r in document["records"].items()}
        inventory = InventoryFile.loads((folder / "objects.inv").read_bytes(), uri="")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RevisionError(f"{folder} holds no finished build: {error}") from None
    urls = [item.uri for objects in inventory.data.values() for item in objects.values()]
    urls += [url for url in records.values() if url]
    split = [url.partition("#") for url in urls]
    return Addresses(
        frozenset(_page(page) for page, _, _ in split),
        frozenset(f"{_page(page)}#{anchor}" for page, _, anchor in split if anchor),
        frozenset(records),
    )


def _page(address: str) -> str:
    page = address.removesuffix(".html")
    return page.removesuffix("/index") if page.endswith("/index") else page.rstrip("/")


def vanished(
    old: Addresses, new: Addresses, redirects: Redirects, unread: Collection[str] = ()
) -> Iterator[Finding]:
    """What *old* had, *new* has not, and no redirect catches.

    :param unread: ids that stand in what *new* could not read; other findings say why.
    """
    gone_pages = old.pages - new.pages
    known_pages = {_page(page) for page in redirects.pages}
    for page in sorted(gone_pages - known_pages):
        if page.rpartition("/")[2] in unread:
            continue
        yield _finding(f"the page {page} was published and is gone;", "pages", page, new.pages)
    for record in sorted(old.records - new.records - redirects.records.keys() - set(unread)):
        yield _finding(
            f"the record {record} was published and is gone; put it back and mark it withdrawn or "
            "obsolete, or, if it has another id now,",
            "records",
            record,
            new.records,
        )
    caught = {_anchor(anchor) for anchor in redirects.anchors}
    for anchor in sorted(old.anchors - new.anchors - caught):
        page, _, name = anchor.partition("#")
        if page not in gone_pages and name not in old.records and name not in unread:
            yield _finding(
                f"the anchor {anchor} was published and is gone;", "anchors", anchor, new.anchors
            )


def _anchor(address: str) -> str:
    page, _, anchor = address.partition("#")
    return f"{_page(page)}#{anchor}"


def _finding(message: str, kind: str, old: str, known: frozenset[str]) -> Finding:
    near = did_you_mean(old, known).removeprefix("; did you mean ").removesuffix("?")
    return Finding(
        REDIRECTS,
        1,
        "vanished-address",
        f'{message} run "wgkb move" or add under [{kind}]: "{old}" = "{near or "…"}"',
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status: 1 when something would vanish."""
    parser = argparse.ArgumentParser(
        prog="python -m wgkb.checks.vanishing",
        description="Name what was published and cannot be reached any more.",
    )
    parser.add_argument("--new", type=Path, help="folder of the new build (default: read it now)")
    parser.add_argument("--old", type=Path, help=f"folder of the old one (default: {PUBLISHED})")
    parser.add_argument("--root", type=Path, default=Path(), help="folder of the knowledge base")
    options = parser.parse_args(argv)
    root: Path = options.root
    try:
        old, name = _published(root, options.old)
        if old is None:
            print(f"nothing to compare with: {name}")
            return 0
        new = options.new or records_now(root)
        lines, failed = report(root, old, new, name)
    except (DataFileError, RevisionError) as error:
        print(error, file=sys.stderr)
        return 2
    print(*lines, sep="\n")
    return int(failed)


def report(root: Path, old: Path, new: Path, name: str) -> tuple[list[str], bool]:
    """A line for each address of *old* that *new* lacks, a last one that counts them; any?

    :param name: what the last line calls the old build.
    :raises DataFileError: ``data/redirects.toml`` is broken.
    :raises RevisionError: a build is missing or broken.
    """
    unread = doubtful_in(new)
    found = list(vanished(addresses_in(old), addresses_in(new), load_redirects(root), unread))
    gone = counted(len(found), "address", "addresses")
    return [*map(str, found), f"compared with {name}: {gone} would vanish"], bool(found)


def _published(root: Path, given: Path | None) -> tuple[Path | None, str]:
    """The folder to compare with, or None, and what messages call it."""
    if given is not None:
        return given, str(given)
    if (root / PUBLISHED / "objects.inv").is_file():
        return root / PUBLISHED, "the published site"
    try:
        branch = main_branch(root)
        if branch is None:
            return None, "there is no published site and no main branch"
        return records_at(root, fork_point(root, branch)), branch
    except RevisionError as error:
        return None, str(error)


if __name__ == "__main__":
    sys.exit(main())
