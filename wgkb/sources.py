"""Roles for sources that are files of a public repository, a release note or a review.

``wg_source_links`` in ``conf.py`` names the roles and gives each an address with two blanks,
for example ``{"opendev": "https://opendev.org/{project}/src/branch/master/{path}"}``.  The
text of the role is ``project:path``, or one value where the address has only ``{path}``.  A
project without a namespace is one of ``wg_source_namespace``.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from docutils import nodes
from sphinx.util.docutils import ReferenceRole

from wgkb.directives import FINDINGS
from wgkb.rules.source import Problem, source_link

if TYPE_CHECKING:
    from docutils.nodes import Node, system_message
    from sphinx.application import Sphinx
    from sphinx.config import Config

_PROJECT = re.compile(r"[A-Za-z0-9][\w.-]*(/[\w.-]+)?")


class SourceRole(ReferenceRole):
    """A link to a source outside the site, by a short name of it."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address

    def run(self) -> tuple[list[Node], list[system_message]]:
        project, colon, path = self.target.partition(":")
        if "{project}" not in self.address:
            project, colon, path = "", ":", self.target
        elif not colon or not _PROJECT.fullmatch(project) or not path:
            problem = Problem(
                str(self.env.doc2path(self.env.docname, base=False)),
                int(self.get_source_info()[1] or 0),
                f':{self.name}: "{self.target}" must be project:path',
            )
            self.env.temp_data.setdefault(FINDINGS, []).extend(source_link(problem))
            return [nodes.inline(self.rawtext, self.title)], []
        namespace = self.config.wg_source_namespace
        full = project if "/" in project or not namespace else f"{namespace}/{project}"
        address = self.address.format(project=quote(full), path=quote(path))
        text = self.title if self.has_explicit_title else self._short(project, path)
        reference = nodes.reference(
            self.rawtext, text, refuri=address, internal=False, classes=["wg-source"]
        )
        if not self.has_explicit_title:
            reference["reftitle"] = self.target
        return [reference], []

    def _short(self, project: str, path: str) -> str:
        """The project and the file's own name: the whole path would break the line."""
        name = posixpath.basename(path.rstrip("/"))
        return f"{posixpath.basename(project)}: {name}" if project else f"{self.name} {name}"


def add_roles(app: Sphinx, config: Config) -> None:
    """Register the roles that ``wg_source_links`` names; connected to ``config-inited``."""
    for name, address in config.wg_source_links.items():
        app.add_role(name, SourceRole(address))
