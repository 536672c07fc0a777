"""The page of each pack on the site.

A pack file is a source file like any other: Sphinx reads it by a parser of its own, so that its
page has a place in the contents, is searched and is built anew like any other page.  What was
built of the pack (:mod:`wgkb.files.built_packs`) is copied beside it, to be downloaded.
"""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.parsers import Parser

from wgkb.drawing.nodes import view
from wgkb.files.built_packs import OUTPUT
from wgkb.files.packs import FOLDER
from wgkb.site.places import SITES, graph_of
from wgkb.views.summit import DOWNLOADS, SummitPackOptions

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config


def connect(app: Sphinx) -> None:
    """Make pack files sources of *app*, and offer what was built of them."""
    app.add_source_parser(PackParser)
    app.add_source_suffix(".toml", PackParser.supported[0])
    app.connect("config-inited", leave_out_other_tables)
    app.connect("build-finished", copy_downloads)


def leave_out_other_tables(app: Sphinx, config: Config) -> None:
    """TOML files elsewhere are no pages; connected to ``config-inited``."""
    config.exclude_patterns += ["*.toml", "data/**.toml"]


class PackParser(Parser):
    """Reads a pack file: its title, its question, and the view of the pack.

    What is wrong in it was found when the data files were read (:mod:`wgkb.files.project`).
    """

    supported = ("summit-pack",)

    def parse(self, inputstring: str, document: nodes.document) -> None:
        env = document.settings.env
        name = Path(env.docname).name
        try:
            content = tomllib.loads(inputstring)
        except tomllib.TOMLDecodeError:
            content = {}
        title = str(content.get("title", name))
        section = nodes.section("", nodes.title("", title), ids=["pack"], names=["pack"])
        section += nodes.paragraph("", str(content.get("question", "")), classes=["wg-statement"])
        section += view(
            view="summit-pack", options=SummitPackOptions(pack=name, author=env.config.author)
        )
        document += section


def copy_downloads(app: Sphinx, exception: Exception | None) -> None:
    """Copy what was built of each pack beside its page, and remove what is gone."""
    if exception is not None or app.builder.name not in SITES:
        return
    kept = graph_of(app.env).files
    for name in kept.packs:
        built = kept.built.get(name)
        for pattern in DOWNLOADS:
            path = pattern.format(name)
            source, target = (
                Path(app.srcdir, OUTPUT, name, path),
                Path(app.outdir, FOLDER, name, path),
            )
            if built is None or path not in built.files:
                target.unlink(missing_ok=True)
            elif not _same(source, target):
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, target)


def _same(source: Path, target: Path) -> bool:
    if not target.is_file():
        return False
    new, old = source.stat(), target.stat()
    return (new.st_size, new.st_mtime_ns) == (old.st_size, old.st_mtime_ns)
