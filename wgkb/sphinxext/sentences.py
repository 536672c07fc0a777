"""The claims of a page, taken from its doctree when it has been read."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx import addnodes
from sphinxcontrib.bibtex.citation_target import parse_citation_targets

from wgkb.model.claims import CODE, SOURCE, Claim, claims_of
from wgkb.sphinxext.bibliography.in_text import CLASS
from wgkb.sphinxext.directives.records import NAMES_A_FILE
from wgkb.sphinxext.roles import log as logs


def claims(node: nodes.Element, owner: str, line: int, lead: str = "") -> Iterator[Claim]:
    """The claims below *node* in the text of *owner*; *line* is that of the nearest block.

    A row of a table is one sentence, since a source in one of its cells is that of the others.
    """
    for child in node.children:
        if not isinstance(child, nodes.Element):
            continue
        here = child.line or line
        if isinstance(child, nodes.row):
            yield from _of_row(child, owner, here)
        elif isinstance(child, nodes.paragraph | nodes.caption | nodes.attribution):
            yield from claims_of(*_flat(child), here, owner, lead)
        elif isinstance(child, nodes.definition_list_item) and "wg-history" in node["classes"]:
            yield from claims(child, owner, here, child[0].astext())
        else:
            yield from claims(child, child.get("wg_record", owner), here, lead)


def _of_row(row: nodes.row, owner: str, line: int) -> Iterator[Claim]:
    text, sources = _flat(row)
    if sources:
        first = next((p.line for p in row.findall(nodes.paragraph) if p.line), line)
        whole = next(iter(claims_of(text.replace("\n", " "), sources, first, owner)))
        words = " ".join(text.replace(SOURCE, "").replace(CODE, "").split())
        yield whole._replace(text=words, sources=tuple(sources))


def _flat(block: nodes.Element) -> tuple[str, list[str]]:
    """The text of *block* with a mark for each source, and the sources."""
    sources: list[str] = []
    return "".join(_parts(block, sources)), sources


def _parts(node: nodes.Node, sources: list[str]) -> Iterator[str]:
    if isinstance(node, nodes.Text):
        yield str(node).replace(SOURCE, "").replace(CODE, "")
        return
    if not isinstance(node, nodes.Element) or isinstance(node, nodes.Invisible | nodes.raw):
        return
    named = list(_named(node))
    sources += named
    if named and (isinstance(node, addnodes.pending_xref) or NAMES_A_FILE in node):
        yield SOURCE * len(named) + "\n" * node.rawsource.count("\n")
        return
    if CLASS in node["classes"]:  # its brackets are not of the sentence
        yield from (
            part
            for child in node.children[:]
            if not isinstance(child, nodes.Text)
            for part in _parts(child, sources)
        )
        return
    if isinstance(node, nodes.literal):
        yield CODE
    inner = "".join(part for child in node.children for part in _parts(child, sources))
    yield inner + SOURCE * len(named)
    if isinstance(node, nodes.reference):  # its address may stand on a line of its own
        yield "\n" * (node.rawsource.count("\n") - inner.count("\n"))
    if isinstance(node, nodes.entry):
        yield " | "


def _named(node: nodes.Element) -> Iterator[str]:
    """The sources that *node* names."""
    if isinstance(node, addnodes.pending_xref):
        if node["refdomain"] == "cite":
            yield from (c.key for c in parse_citation_targets(node["reftarget"]))
        elif node["refdomain"] == "wg" and node["reftype"] == logs.ROLE:
            yield f"{logs.ROLE}:{node['reftarget']}"
    elif isinstance(node, nodes.reference) and not node.get("internal"):
        address = node.get("refuri", "")
        if "://" in address:
            yield address
