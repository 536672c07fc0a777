"""The bibliography as the graph sees it, and exact findings on broken BibTeX.

``sphinxcontrib-bibtex`` reads the files when the builder starts and lets pybtex raise on the
first syntax error.  While it reads, we let pybtex collect its errors instead, so that all of
them are reported with their lines and the build goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pybtex.errors
from docutils import nodes
from pybtex.richtext import Text
from sphinxcontrib.bibtex.citation_target import parse_citation_targets
from sphinxcontrib.bibtex.domain import BibtexDomain
from sphinxcontrib.bibtex.roles import CiteRole

from wgkb.model.findings import Finding, Problem
from wgkb.model.page import Reference
from wgkb.rules.source import SourceFile, bibtex_syntax, citation_form, encoding
from wgkb.sphinxext.bibliography.domain import citations_of
from wgkb.sphinxext.bibliography.style import label
from wgkb.sphinxext.notes import notes_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

ENCODING = "bibtex_encoding"
"""The setting of sphinxcontrib-bibtex for all its files."""
_Nodes = tuple[list[nodes.Node], list[nodes.system_message]]
_ENTRY = re.compile(r"\s*@\s*\w+\s*[{(]\s*([^\s,]+)\s*,")


class ErrorCollector:
    """Collects what pybtex finds wrong between :meth:`start` and :meth:`stop`."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self._stack = ExitStack()
        self._errors: list[Exception] = []
        self._unreadable: list[Finding] = []

    def start(self, app: Sphinx) -> None:
        """Begin to collect; connected to ``builder-inited`` before sphinxcontrib-bibtex."""
        self._errors = self._stack.enter_context(pybtex.errors.capture())
        self._unreadable = [f for name in app.config.bibtex_bibfiles for f in _not_utf8(app, name)]
        if self._unreadable:  # an encoding in which all bytes mean something
            self._stack.callback(setattr, app.config, ENCODING, getattr(app.config, ENCODING))
            setattr(app.config, ENCODING, "latin-1")

    def stop(self, app: Sphinx) -> None:
        """Turn what was collected into findings; connected after sphinxcontrib-bibtex."""
        self._stack.close()
        self.findings = self._unreadable + [
            finding for error in self._errors for finding in bibtex_syntax(_problem(app, error))
        ]


class TolerantCiteRole(CiteRole):
    """The ``cite`` role; a citation that is not a list of keys is a finding, no traceback."""

    def result_nodes(
        self, document: nodes.document, env: BuildEnvironment, node: nodes.Element, is_ref: bool
    ) -> _Nodes:
        try:
            list(parse_citation_targets(self.target))
        except ValueError:
            path = str(env.doc2path(env.docname, base=False))
            problem = Problem(path, self.get_source_info()[1] or 0, f"{self.rawtext}: not a key")
            notes_of(env).findings.extend(citation_form(problem))
            return [nodes.literal("", self.rawtext)], []
        shown: _Nodes = super().result_nodes(document, env, node, is_ref)  # type: ignore[no-untyped-call]  # Sphinx's
        return shown


def add_roles(app: Sphinx) -> None:
    """Put the tolerant role in the place of sphinxcontrib-bibtex's own."""
    app.add_role("cite", TolerantCiteRole(), override=True)
    for name in BibtexDomain.roles:
        app.add_role_to_domain("cite", name, TolerantCiteRole(), override=True)


def _not_utf8(app: Sphinx, name: str) -> Iterator[Finding]:
    path = Path(app.srcdir, name)
    if path.is_file():
        yield from encoding(SourceFile(name, path.read_bytes()))


def _problem(app: Sphinx, error: Exception) -> Problem:
    root = Path(app.srcdir).resolve()
    files = [root / name for name in app.config.bibtex_bibfiles]
    message = re.sub(r"^syntax error in line \d+: ", "", " ".join(str(error).split()))
    name, line = getattr(error, "filename", None), getattr(error, "lineno", None)
    path = Path(name).resolve() if name else None
    if path is None and (repeated := re.search(r"repeated bibliography entry: (\S+)", message)):
        for file in files:
            lines = _entry_lines(file).get(repeated[1], [])
            if len(lines) > 1:
                path, line = file, lines[1]
    path = path or files[0]
    return Problem(_shown(path, root), line or 1, f"is not valid BibTeX: {message}")


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name


def references(env: BuildEnvironment) -> Iterator[Reference]:
    """All entries of the bibliography, with the place on the site where each is listed."""
    domain = citations_of(env)
    listed = {citation.key: citation for citation in domain.citations}
    data = domain.bibdata
    for path, bib_file in data.bibfiles.items():
        lines = _entry_lines(path)
        shown = _shown(path, Path(env.srcdir).resolve())
        for key in bib_file.keys:
            entry = data.data.entries[key]
            citation = listed.get(entry.key)
            yield Reference(
                key=entry.key,
                label=citation.formatted_entry.label if citation else label(entry),
                title=str(Text.from_latex(entry.fields.get("title", ""))),
                path=shown,
                line=lines.get(entry.key, [1])[0],
                docname=citation.bibliography_key.docname if citation else "",
                anchor=citation.citation_id if citation else "",
                kind=entry.type,
                fields=tuple(sorted((k.lower(), v) for k, v in entry.fields.items())),
                people=sum(len(people) for people in entry.persons.values()),
                text=citation.formatted_entry.text.render_as("plaintext") if citation else "",
            )


def listed_without_files(env: BuildEnvironment) -> set[str]:
    """Pages whose list of references was read when there was no bibliography.

    The directive of sphinxcontrib-bibtex (2.7) keeps which files it lists; a page that knew none
    depends on none, so that Sphinx would not read it again when there is one.
    """
    lists = citations_of(env).bibliographies.items()
    return {key.docname for key, listing in lists if not listing.bibfiles}


def _entry_lines(path: Path) -> dict[str, list[int]]:
    """The lines on which each key is defined."""
    found: dict[str, list[int]] = {}
    if path.is_file():
        for number, text in enumerate(path.read_text("utf-8", "replace").splitlines(), 1):
            if match := _ENTRY.match(text):
                found.setdefault(match[1], []).append(number)
    return found
