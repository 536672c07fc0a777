"""Roles for sources that are files of a public repository, a release note or a review.

``wg_source_links`` in ``conf.py`` names the roles and gives each an address with blanks, for
example ``{"opendev": "https://opendev.org/{project}/src/{revision}/{path}"}``.  The text of the
role is ``project:path``, or one value where the address has only ``{path}``.  A project without
a namespace is one of ``wg_source_namespace``.  A reader sees the project and the file's own name,
``nova cells``; the role is said where it names more than a file, because the address ends with
more than the path or names no project: ``nova release note bp-flavors``, ``review 393899``.

Evidence must not change under a judgement.  ``wg_source_revisions`` says at which revision the
files of a project are read, by patterns of project names of which the first that fits counts,
for example ``{"openstack/*-specs": "branch/master", "*": "branch/stable/{release}"}``.  The blank
is the release that the gap or support around the role is judged against, and ``wg_release`` in
text that judges nothing.  ``project@revision:path`` names another revision, and so does the link.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING
from urllib.parse import quote

from docutils import nodes
from sphinx.util.docutils import ReferenceRole

from wgkb.model.findings import Problem
from wgkb.rules.source import source_link
from wgkb.sphinxext.directives.records import NAMES_A_FILE
from wgkb.sphinxext.notes import notes_of

if TYPE_CHECKING:
    from docutils.nodes import Node, system_message
    from sphinx.application import Sphinx
    from sphinx.config import Config

_FILE = re.compile(
    r"(?P<project>[A-Za-z0-9][\w.-]*(/[\w.-]+)?)(@(?P<revision>\w[\w./-]*))?:(?P<path>.+)",
    re.DOTALL,
)


_PROSE = frozenset({".html", ".inc", ".markdown", ".md", ".org", ".rst", ".tex"})
"""Ends of files that are read as text, and need not be named."""
_SAYS_NOTHING = frozenset({"index", "__init__"})
_TAIL = re.compile(r"-(?=[a-z]*\d)[0-9a-z]{12,}$")
"""What a program put behind a name to make it unique, as reno does with release notes."""


class SourceRole(ReferenceRole):
    """A link to a source outside the site, by a short name of it."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address

    def run(self) -> tuple[list[Node], list[system_message]]:
        if "{project}" not in self.address:
            address = self.address.format(path=quote(self.target))
            return [self._link(address, f"{self._kind} {_base(self.target)}")], []
        match = _FILE.fullmatch(self.target)
        if match is None:
            return self._wrong("must be project:path")
        if match["revision"] and "{revision}" not in self.address:
            return self._wrong(f"names a revision, for which :{self.name}: has no place")
        project, named, path = match["project"], match["revision"], match["path"]
        namespace = self.config.wg_source_namespace
        full = project if "/" in project or not namespace else f"{namespace}/{project}"
        address = self.address.format(
            project=quote(full), revision=quote(named or self._revision(full)), path=quote(path)
        )
        kind = "" if self.address.endswith("{path}") else self._kind
        words = [_base(project), kind, file_name(path), f"({_base(named)})" if named else ""]
        return [self._link(address, " ".join(filter(None, words)))], []

    @property
    def _kind(self) -> str:
        return str(self.name).replace("-", " ")

    def _revision(self, project: str) -> str:
        """The revision at which the files of *project* are read here."""
        release = notes_of(self.env).judged_against or self.config.wg_release
        return revision(self.config.wg_source_revisions, project).format(release=release)

    def _link(self, address: str, text: str) -> nodes.reference:
        reference = nodes.reference(
            self.rawtext,
            self.title if self.has_explicit_title else text,
            refuri=address,
            internal=False,
        )
        if not self.has_explicit_title:
            reference[NAMES_A_FILE] = True
        return reference

    def _wrong(self, what: str) -> tuple[list[Node], list[system_message]]:
        problem = Problem(
            str(self.env.doc2path(self.env.docname, base=False)),
            int(self.get_source_info()[1] or 0),
            f':{self.name}: "{self.target}" {what}',
        )
        notes_of(self.env).findings.extend(source_link(problem))
        return [nodes.inline(self.rawtext, self.title)], []


def file_name(path: str) -> str:
    """The name of a file as it is read aloud: its folder's if its own says nothing; no tail."""
    folder, name = posixpath.split(path.rstrip("/"))
    stem, suffix = posixpath.splitext(name)
    if stem in _SAYS_NOTHING and folder:
        return posixpath.basename(folder)
    return _TAIL.sub("", stem if suffix in _PROSE else name)


def _base(path: str) -> str:
    return posixpath.basename(path.rstrip("/"))


def revision(revisions: Mapping[str, str], project: str) -> str:
    """The first of *revisions* whose pattern fits the name of *project*, or the newest one."""
    return next((r for pattern, r in revisions.items() if fnmatchcase(project, pattern)), "HEAD")


def add_roles(app: Sphinx, config: Config) -> None:
    """Register the roles that ``wg_source_links`` names; connected to ``config-inited``."""
    for name, address in config.wg_source_links.items():
        app.add_role(name, SourceRole(address))
