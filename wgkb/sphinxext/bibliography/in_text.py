"""How running text names its sources: ``[Lebre 2016; nova cells]``, one form for all of them.

Citations and the roles of :mod:`wgkb.sphinxext.roles.sources` name what a sentence rests on and
are no part of it, so each stands in brackets, and those beside each other in one pair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinxcontrib.bibtex.plugin import register_plugin
from sphinxcontrib.bibtex.style.referencing import BracketStyle
from sphinxcontrib.bibtex.style.referencing.label import LabelReferenceStyle

from wgkb.sphinxext.directives.records import NAMES_A_FILE

CLASS = "wg-sources"
SEPARATOR = "; "
_BETWEEN = re.compile(r"\s*[,;]?\s*")
"""What may stand between two sources of one pair of brackets."""


@dataclass
class BareReferenceStyle(LabelReferenceStyle):
    """sphinxcontrib-bibtex's labels without its brackets: :class:`InBrackets` writes them."""

    bracket_parenthetical: BracketStyle = field(
        default_factory=lambda: BracketStyle(left="", right="", sep=SEPARATOR)
    )


def register() -> None:
    """Make the style known to sphinxcontrib-bibtex as ``wg``."""
    group = "sphinxcontrib.bibtex.style.referencing"
    register_plugin(group, "wg", BareReferenceStyle, force=True)


class InBrackets(SphinxTransform):
    """Puts sources into brackets, neighbours into one pair; ``(source)`` has no second pair."""

    default_priority = 800  # all roles have run, and quotes are as they stay

    def apply(self, **kwargs: Any) -> None:
        parents = {id(node.parent): node.parent for node in self.document.findall(_is_source)}
        for parent in parents.values():
            for first, last in reversed(list(_runs(parent))):
                _bracket(parent, first, last)


def _is_source(node: nodes.Node) -> bool:
    if isinstance(node, addnodes.pending_xref):
        return (node.get("refdomain"), node["reftype"]) == ("cite", "p")
    return isinstance(node, nodes.reference) and NAMES_A_FILE in node


def _runs(parent: nodes.Element) -> Iterator[tuple[int, int]]:
    """First and last place of each row of sources below *parent*."""
    first, *others = [place for place, child in enumerate(parent.children) if _is_source(child)]
    last = first
    for place in others:
        between = "".join(child.astext() for child in parent.children[last + 1 : place])
        if not _BETWEEN.fullmatch(between):
            yield first, last
            first = place
        last = place
    yield first, last


def _bracket(parent: nodes.Element, first: int, last: int) -> None:
    sources = [child for child in parent.children[first : last + 1] if _is_source(child)]
    brackets = nodes.inline("", "[", classes=[CLASS])
    for source in sources:
        brackets += [source, nodes.Text(SEPARATOR)]
    brackets[-1] = nodes.Text("]")
    parent[first : last + 1] = [brackets]
    around = [*parent.children[max(0, first - 1) : first], *parent.children[first + 1 : first + 2]]
    if len(around) == 2 and all(isinstance(node, nodes.Text) for node in around):
        opening, closing = (node.astext() for node in around)
        if opening.endswith("(") and closing.startswith(")"):
            parent.replace(around[0], nodes.Text(opening[:-1]))
            parent.replace(around[1], nodes.Text(closing[1:]))
