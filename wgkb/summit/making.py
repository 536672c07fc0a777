"""Making a pack, in order: the site, the book, and what is printed from it.

A pack is written into a folder of its own, which takes the place of the old one at the end.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from wgkb.files.build_stamp import BuildStamp
from wgkb.files.built_packs import Manifest, write_manifest
from wgkb.files.packs import PackFile
from wgkb.graph import pack_citation as citation
from wgkb.graph.pack_selection import select
from wgkb.summit import brief, epub, handbook, offline, slides
from wgkb.summit.book import Book
from wgkb.summit.edition import Edition
from wgkb.summit.pdf import PdfError, missing
from wgkb.summit.revision import checkout
from wgkb.summit.site import build

WORK = ".work"
"""Folder beside the packs for the site and its doctrees, which all packs share."""
EVERY = 25
"""Pages after which the progress of a handbook is told."""

Tell = Callable[[str], None]


def make(root: Path, file: PackFile, frozen: BuildStamp, output: Path, tell: Tell) -> Manifest:
    """Make the pack of *file* from the tree at *root* into the folder *output*.

    :raises SiteError: the site cannot be built; why has been printed.
    :raises PdfError: this machine cannot draw PDFs, or the brief is too long.
    """
    if lacking := missing():
        raise PdfError(lacking)  # now, and not after the site has been built
    with _step(tell, "site"):
        site = build(root, output.parent / WORK, frozen)
    if not site.base:
        tell("SITE_URL is not set: there is no QR code, and links do not leave the pack")
    edition = Edition(site, file, select(site.graph, file), frozen)
    part = output.with_name(f"{output.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    _write(edition, part, tell)
    built = write_manifest(part, file.name, frozen, edition.address)
    shutil.rmtree(output, ignore_errors=True)
    part.rename(output)
    return built


def _write(edition: Edition, folder: Path, tell: Tell) -> None:
    """Write each file of the pack."""
    name = edition.name
    for size in brief.SIZES:
        with _step(tell, f"brief, {size}"):
            brief.write(edition, size, folder / f"{name}-brief-{size}.pdf")
    with _step(tell, "slides"):
        slides.write(edition, folder / f"{name}-slides")
        offline.write_zip(folder / f"{name}-slides", folder / f"{name}-slides.zip")
    with _step(tell, "book"):
        book = Book(edition.site, edition.selection)
    with _step(tell, "EPUB"):
        epub.write(edition, book, folder / f"{name}.epub")
    with _step(tell, "handbook"):
        handbook.write(edition, book, folder / f"{name}-handbook.pdf", _page_teller(tell))
    with _step(tell, "offline copy"):
        offline.write_zip(edition.site.folder, folder / f"{name}-offline.zip")
    with _step(tell, "citation"):
        about = (edition.pack, edition.authors, edition.frozen, edition.address)
        (folder / f"{name}.bib").write_text(citation.bibtex(name, *about), "utf-8")
        (folder / "CITATION.cff").write_text(citation.citation_cff(*about), "utf-8")


def make_from_revision(
    root: Path, name: str, revision: str, arguments: list[str], output: Path
) -> None:
    """Make a pack from a clone at *revision*, by the code of that revision.

    :param arguments: further ones for the command line there.
    :raises RevisionError: git knows no such revision.
    :raises SystemExit: the pack cannot be made; the reason was printed.
    """
    with checkout(root, revision) as clone:
        command = [sys.executable, "-m", "wgkb", "summit", name, "--root", str(clone)]
        command += ["--output", str(output.resolve()), *arguments]
        code = (clone, Path(__file__).resolve().parents[2])  # its own, or else this one
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, code))}
        result = subprocess.run(command, cwd=clone, env=environment, stdin=subprocess.DEVNULL)
    if result.returncode:
        raise SystemExit(result.returncode)


@contextmanager
def _step(tell: Tell, name: str) -> Iterator[None]:
    """Say what is under way, and in the end how long it took."""
    start = time.monotonic()
    tell(f"{name} …")
    yield
    tell(f"{name}: {time.monotonic() - start:.1f} s")


def _page_teller(tell: Tell) -> Tell:
    """Tells steps of WeasyPrint, such as "Step 5 - Creating layout - Page 50"."""

    def page(message: str) -> None:
        found = re.search(r"Page (\d+)", message)
        if found is None:
            tell(f"  {message.rpartition(' - ')[2]}")
        elif int(found[1]) % EVERY == 0:
            tell(f"  page {found[1]}")

    return page
