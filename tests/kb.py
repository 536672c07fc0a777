"""Small knowledge bases on disk and real builds of them."""

from __future__ import annotations

import io
import re
import textwrap
from dataclasses import dataclass
from pathlib import Path

from lxml import html
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from wgkb.files.notices import kept

CONF = """
extensions = ["myst_parser", "wgkb"]
primary_domain = "wg"
source_suffix = {".rst": "restructuredtext", ".md": "markdown"}
project = "A working group"
copyright = "nobody"
nitpicky = True
myst_enable_extensions = ["fieldlist"]
wg_source_links = {
    "opendev": "https://opendev.example/{project}/src/{revision}/{path}",
    "release-note": "https://opendev.example/{project}/src/{revision}/notes/{path}.yaml",
    "github": "https://github.example/{project}/{path}",
    "review": "https://review.example/{path}",
}
wg_source_namespace = "openstack"
wg_trackers = {
    "launchpad": "https://bugs.example/{id}",
    "review": "https://review.example/{id}",
    "story": "https://stories.example/#!/story/{id}",
}
html_theme = "wgkb"
exclude_patterns = ["_build"]
templates_path = []  # pydata-sphinx-theme appends to it, in one process even to Sphinx's default
"""

BASE = {
    "conf.py": CONF,
    "index.rst": """
        A working group
        ===============

        .. toctree::
           :glob:

           use-cases/*
           requirements/*
           gap-analyses/*
           meetings/*/*
           *
        """,
    "references.rst": """
        References
        ==========

        .. bibliography::
           :all:
        """,
    "references.bib": """
        @inproceedings{lebre2017revising,
          author = {Lebre, Adrien and Pastor, Jonathan and Simonet, Anthony},
          title = {Revising {OpenStack}},
          booktitle = {IC2E},
          year = {2017}
        }

        @inproceedings{cherrueau2018edge,
          author = {Cherrueau, Ronan-Alexandre},
          title = {Edge Computing Resource Management System},
          booktitle = {HotEdge},
          year = {2018}
        }
        """,
    "people.rst": """
        People
        ======

        .. people::
        """,
    "data/people.toml": """
        [ada-lovelace]
        name = "Ada Lovelace"
        nicks = ["ada"]
        [[ada-lovelace.roles]]
        role = "chair"
        sources = ["lebre2017revising"]

        [grace-hopper]
        name = "Grace Hopper"
        """,
    "data/releases.toml": "\n".join(
        f'[[release]]\nid = "{id_}"\nname = "{id_.capitalize()}"\ndate = {date}\n'
        for id_, date in (
            ("mitaka", "2016-04-07"),
            ("newton", "2016-10-06"),
            ("ocata", "2017-02-22"),
            ("2025.1", "2025-04-02"),
            ("2025.2", "2025-10-01"),
            ("2026.1", "2026-04-01"),
        )
    ),
}


def pages_of(example: str) -> dict[str, str]:
    """The files of a rule's example: each after a line ``=== path``.  A path named twice, or
    text before the first path, goes on with the file before."""
    files: dict[str, str] = {}
    for chunk in re.split(r"(?m)^=== ", "\n" + textwrap.dedent(example)):
        if chunk.strip():
            path, _, text = chunk.partition("\n")
            files[path.strip()] = files.get(path.strip(), "") + text
    return files


def write(root: Path, files: dict[str, str]) -> None:
    """Write *files* below *root*, without the indentation they have in the test."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        body = textwrap.dedent(text).lstrip("\n").rstrip() + "\n"
        path.write_bytes(body.encode("utf-8", "surrogateescape"))


def _plain(warnings: io.StringIO) -> str:
    """What was warned of, without colours."""
    return re.sub(r"\x1b\[[0-9;]*m", "", warnings.getvalue())


@dataclass
class Built:
    """A finished build."""

    app: Sphinx
    outdir: Path
    report: str
    """All warnings, a line each, without colours."""
    written: set[str]
    """Names of the pages that were written."""
    advice: str = ""
    """What was found that fails no build."""

    def html(self, docname: str) -> str:
        return (self.outdir / f"{docname}.html").read_text("utf-8")

    def read(self, docname: str) -> str:
        """The words of a page as a reader sees them, on one line."""
        (article,) = html.fromstring(self.html(docname)).find_class("bd-article")
        return " ".join(article.text_content().split())

    def assert_whole(self) -> None:
        """Each page shows its title and the titles of its records, and none shows HTML."""
        graph = self.app.env.domains["wg"].graph  # type: ignore[attr-defined]
        for page in graph.pages.values():
            text = self.read(page.docname)
            source = re.search(r"</?[a-z][a-z0-9]*[ >]|&(?:[a-z]+|#[0-9]+);", text)
            assert source is None, f"{page.docname} shows {text[source.start() :][:60]}"
            for title in (page.title, *(e.record.title for e in page.entries)):
                assert title in text, f"{page.docname} does not show {title!r}"


class Project:
    """A knowledge base in a folder of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        write(root, BASE)

    def write(self, files: dict[str, str]) -> None:
        write(self.root, files)

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace *old*, which must be there."""
        path = self.root / name
        text = path.read_text("utf-8")
        assert old in text, f"{old!r} is not in {name}"
        path.write_text(text.replace(old, new), "utf-8")

    def build(
        self, *, out: str = "_build/html", builder: str = "html", parallel: int = 1
    ) -> Built:
        """Build in this process; the environment of the last build in *out* is used again."""
        warnings = io.StringIO()
        written: set[str] = set()
        outdir = self.root / out
        with patch_docutils(self.root), docutils_namespace():
            app = Sphinx(
                self.root,
                self.root,
                outdir,
                outdir.with_name(outdir.name + ".doctrees"),
                builder,
                status=None,
                warning=warnings,
                parallel=parallel,
            )
            app.connect("html-page-context", lambda a, page, t, c, d: written.add(page))
            try:
                app.build()
            except SphinxError as error:
                error.add_note(_plain(warnings))
                raise
        report = _plain(warnings)
        advice = "\n".join(kept(app.doctreedir))
        return Built(app, outdir, report, written, advice)
