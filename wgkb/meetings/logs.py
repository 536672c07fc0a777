"""Logs beside meeting pages: the role that leads to a line, and the log as HTML.

The log of ``meetings/2017/X.md`` is the text file ``meetings/2017/X.log.txt``.  It is published
as ``X.log.html``, where each line has an anchor, and is no page of the site: a log of 10,000
lines costs the reader of the minutes nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from markupsafe import Markup
from sphinx.roles import XRefRole
from sphinx.util.osutil import relative_uri

from wgkb.directives import FINDINGS
from wgkb.importers.text import lines_of, visible
from wgkb.places import SITES
from wgkb.rules.source import Problem, log_line

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from wgkb.graph import Graph

SOURCE_SUFFIX, OUTPUT_SUFFIX = ".log.txt", ".log.html"
ROLE, ALL = "log", "all"
STYLE, ICON = "_static/wgkb/log.css", "_static/wgkb/favicon.svg"
"""The style sheet and the icon of the log."""
_LENGTH = "wg:log-length"

_PAGE = Markup(
    '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    "<title>Log: {title}</title>\n"
    '<link rel="icon" type="image/svg+xml" href="{icon}">\n'
    '<link rel="stylesheet" href="{style}">\n'
    '<body data-pagefind-ignore="all">\n<main>\n<h1>Log: {title}</h1>\n'
    '<p><a href="{address}">Minutes of this meeting</a></p>\n<pre>{lines}</pre>\n'
    "</main>\n</body>\n</html>\n"
)
_LINE = Markup('<span id="l-{0}"><a href="#l-{0}">{0}</a> {1}\n</span>')


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
            env.temp_data.setdefault(FINDINGS, []).extend(findings)
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
    length = env.temp_data.get(_LENGTH)
    if length is None:
        length = len(lines_of(path.read_bytes())) if path.is_file() else 0
        env.temp_data[_LENGTH] = length
    return int(length)


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


def log_pages(graph: Graph, builder: Builder) -> Iterator[tuple[str, str]]:
    """The name and the HTML of each log."""
    for meeting in graph.meetings:
        entry = graph.entries[meeting.id]
        path = Path(builder.srcdir, entry.path).with_suffix(SOURCE_SUFFIX)
        if not path.is_file():
            continue
        name = entry.docname + OUTPUT_SUFFIX
        lines = Markup("").join(
            _LINE.format(number, visible(line))
            for number, line in enumerate(lines_of(path.read_bytes()), 1)
        )
        page = _PAGE.format(
            title=meeting.title,
            address=relative_uri(name, builder.get_target_uri(entry.docname)),
            icon=relative_uri(name, ICON),
            style=relative_uri(name, STYLE),
            lines=lines,
        )
        yield name, str(page)
