"""Logs beside meeting pages: the role that leads to a line, and the log as HTML.

The log of ``meetings/2017/X.md`` is the text file ``meetings/2017/X.log.txt``.  It is published
as ``X.log.html``, where each line has an anchor, and is no page of the site: a log of 10,000
lines costs the reader of the minutes nothing.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.roles import XRefRole
from sphinx.util.osutil import relative_uri

from wgkb.exports.logs import OUTPUT_SUFFIX, SOURCE_SUFFIX
from wgkb.importers.text import lines_of
from wgkb.model.findings import Problem
from wgkb.rules.source import log_line
from wgkb.site.places import SITES
from wgkb.sphinxext.notes import notes_of

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


ROLE, ALL = "log", "all"


class LogRole(XRefRole):
    """``:log:`15:01 <12>``` leads to line 12 of the page's log, ``:log:`it <all>``` to its top."""

    def process_link(
        self,
        env: BuildEnvironment,
        refnode: Element,
        has_explicit_title: bool,
        title: str,
        target: str,
    ) -> tuple[str, str]:
        path = Path(env.doc2path(env.docname)).with_suffix(SOURCE_SUFFIX)
        env.note_dependency(str(path))
        problem = _problem(target, _length(env, path), path.name)
        if problem:
            findings = log_line(
                Problem(
                    str(env.doc2path(env.docname, base=False)),
                    int(self.get_source_info()[1] or 0),
                    problem,
                )
            )
            notes_of(env).findings.extend(findings)
        return title if has_explicit_title else f"line {target}", target


def digest(env: BuildEnvironment) -> str:
    """A digest of the log beside the page that is read, which is read anew when the log changes.

    Empty if there is no log.
    """
    path = Path(env.doc2path(env.docname)).with_suffix(SOURCE_SUFFIX)
    if not path.is_file():
        return ""
    env.note_dependency(str(path))
    return hashlib.blake2b(path.read_bytes(), digest_size=12).hexdigest()


def _length(env: BuildEnvironment, path: Path) -> int:
    """How many lines the log of the page has; 0 if there is none.  Counted once for a page."""
    notes = notes_of(env)
    if notes.log_lines is None:
        notes.log_lines = len(lines_of(path.read_bytes())) if path.is_file() else 0
    return notes.log_lines


def _problem(target: str, length: int, name: str) -> str:
    if not length:
        return f'there is no log "{name}" beside this page'
    if target == ALL or (re.fullmatch(r"[1-9][0-9]{0,8}", target) and int(target) <= length):
        return ""
    return f'{name} has no line "{target}"; it has lines 1 to {length}'


def resolve(builder: Builder, docname: str, target: str, contnode: Element) -> Element:
    """The link to a line of the log of *docname*; only its words where there is no HTML."""
    if builder.name not in SITES:
        return contnode
    address = relative_uri(builder.get_target_uri(docname), docname + OUTPUT_SUFFIX)
    fragment = "" if target == ALL else f"#l-{target}"
    return nodes.reference(
        "", "", contnode, internal=True, refuri=address + fragment, classes=["wg-log"]
    )
