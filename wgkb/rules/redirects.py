"""Rules on what is remembered beside the records: redirects and moved addresses."""

from __future__ import annotations

from collections.abc import Iterator

from wgkb.files.link_moves import moved
from wgkb.files.redirects import REDIRECTS
from wgkb.graph.graph import Graph
from wgkb.graph.links import links_of
from wgkb.model.findings import Finding, did_you_mean, rule
from wgkb.rules.examples import AREA, REQUIREMENT

_REDIRECT = """
    === data/redirects.toml
    [pages]
    "requirements/people" = "requirements/identity"
"""
_MOVES = """
    === data/link-moves.toml
    [[move]]
    old = "https://git.openstack.org/{project}"
    new = "https://opendev.org/{project}"
    why = "the repositories moved"
"""
_LINK = """
       :notes: See `the code <https://opendev.org/openstack/keystone>`__.
"""


@rule(
    "graph",
    bad=AREA + _REDIRECT.replace("requirements/identity", "requirements/identity-2"),
    good=AREA + _REDIRECT,
)
def bad_redirect(graph: Graph) -> Iterator[Finding]:
    """A redirect leads from an address that is free to a page or record that exists, at once."""
    redirects = graph.files.redirects
    anchors = {f"{e.docname}#{e.anchor}" for e in graph.entries.values() if e.anchor}
    known = {
        "pages": (redirects.pages, set(graph.pages)),
        "anchors": (redirects.anchors, anchors),
        "records": (redirects.records, set(graph.entries)),
    }
    for kind, (table, existing) in known.items():
        for old, new in table.items():
            if old in existing:
                problem = f"{old} still exists, so nobody would be led on"
            elif new in table:
                problem = f"{old} leads to {new}, which leads on; write {table[new]}"
            elif kind == "anchors":
                if old.partition("#")[0] not in graph.pages:
                    problem = f"{old}: the page is gone; redirect the page under [pages]"
                elif new.partition("#")[0] not in graph.pages:
                    problem = f"{old} leads to {new}, which does not exist"
                else:
                    continue
            elif new.partition("#")[0] not in existing:
                problem = f"{old} leads to {new}, which does not exist"
                problem += did_you_mean(new, existing)
            else:
                continue
            yield Finding(REDIRECTS, redirects.line_of(old), "bad-redirect", problem)


@rule(
    "graph",
    bad=AREA + REQUIREMENT + _LINK.replace("opendev.org", "git.openstack.org") + _MOVES,
    good=AREA + REQUIREMENT + _LINK + _MOVES,
)
def moved_link(graph: Graph) -> Iterator[Finding]:
    """No link leads to an address that is known to have moved (``data/link-moves.toml``)."""
    for link in links_of(graph):
        found = moved(link.url, graph.files.moves)
        if found is None:
            continue
        new, why = found
        instead = f"write {new}" if new else "name an archived copy"
        for place in link.places:
            yield Finding(place.path, place.line, "moved-link", f"{link.url}: {why}; {instead}")
