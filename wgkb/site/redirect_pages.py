"""Redirects in the built site: pages that lead on, and notes for old anchors.

For Sphinx's events ``html-page-context`` and ``build-finished``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from markupsafe import Markup
from sphinx.util.osutil import relative_uri

from wgkb.exports.short_addresses import redirect_page
from wgkb.files.redirects import Redirects, moved_from
from wgkb.files.writing import write_if_changed
from wgkb.site.places import file_of, graph_of

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from wgkb.graph.graph import Graph

INDEX = "api/v1/redirects.json"
"""What the site redirects; the next build removes from it what it redirects no more."""
_NOTES = Markup('<aside class="wg-moved" aria-label="Moved">\n{}\n</aside>\n')
_NOTE = Markup('<p id="{0}"><strong>{0}</strong> has moved: <a href="{1}">{2}</a></p>')


def add_notes(
    app: Sphinx, docname: str, template: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Tell those who come to an old anchor of a page where it is now."""
    graph = graph_of(app.env)
    moved = moved_from(graph.files.redirects, docname) if docname in graph.pages else ()
    notes = [
        _NOTE.format(anchor, _from(_uri(app.builder, docname), target), _words(graph, new))
        for anchor, new in moved
        if (target := _target(app.builder, graph, new))
    ]
    if notes and "body" in context:
        joined = Markup("\n").join(notes)
        # Not with a plus: the body is HTML in a plain str, which Markup would escape.
        context["body"] = f"{context['body']}{_NOTES.format(joined)}"


def _words(graph: Graph, new: str) -> str:
    page, _, anchor = new.partition("#")
    record = graph.get(anchor)
    return f"{anchor} {record.title}" if record else graph.pages[page].title


def write_pages(app: Sphinx, exception: Exception | None) -> None:
    """Write a page at each old address and remove those of the last build."""
    if exception is not None:
        return
    outdir = Path(app.outdir)
    graph = graph_of(app.env)
    files = _pages(app.builder, graph, graph.files.redirects)
    for name in _written(outdir) - files.keys() - {_file(app.builder, d) for d in graph.pages}:
        (outdir / name).unlink(missing_ok=True)
    for name, text in files.items():
        write_if_changed(outdir / name, text)
    if files or (outdir / INDEX).exists():
        write_if_changed(outdir / INDEX, json.dumps(sorted(files), indent=1) + "\n")


def _pages(builder: Builder, graph: Graph, redirects: Redirects) -> dict[str, str]:
    """The files, by name."""
    files = {}
    for old, new in sorted(redirects.pages.items()):
        target = _target(builder, graph, new)
        if old in graph.pages or not target or not _is_inside(old):
            continue  # rule bad-redirect has said so
        address = _from(_uri(builder, old), target)
        files[_file(builder, old)] = redirect_page(f"{old} has moved", address)
    return files


def _is_inside(docname: str) -> bool:
    return not docname.startswith("/") and ".." not in docname.split("/")


def _written(outdir: Path) -> set[str]:
    """The redirecting pages of the last build."""
    try:
        names = json.loads((outdir / INDEX).read_bytes())
        return {name for name in names if _is_inside(name)}
    except (OSError, ValueError, AttributeError, TypeError):
        return set()


def _target(builder: Builder, graph: Graph, new: str) -> str:
    """The address of a page or ``page#anchor`` from the root, or an empty string."""
    page, hash_, anchor = new.partition("#")
    if page not in graph.pages:
        return ""
    return _uri(builder, page) + hash_ + quote(anchor)


def _from(page: str, target: str) -> str:
    """The way from *page* to *target*, its fragment kept, which Sphinx would drop."""
    address, hash_, fragment = target.partition("#")
    return relative_uri(page, address) + hash_ + fragment


def _file(builder: Builder, docname: str) -> str:
    """The output file of a page, relative to the output folder."""
    return file_of(builder, docname).relative_to(builder.outdir).as_posix()


def _uri(builder: Builder, docname: str) -> str:
    return builder.get_target_uri(docname)
