"""The bibliography as a plain list, each entry with what cites it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from wgkb.nodes import cited_by

if TYPE_CHECKING:
    from wgkb.graph import Graph


class CitedBy(SphinxPostTransform):
    """Turns citations into items of a list, after sphinxcontrib-bibtex has written them.

    docutils gives citations the role ``doc-biblioentry``, which WAI-ARIA has deprecated, inside
    a ``list`` that may not hold it; a list of HTML needs no roles.
    """

    default_priority = 6  # sphinxcontrib-bibtex: 5
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        docname = self.env.docname
        graph: Graph = self.env.domains["wg"].graph  # type: ignore[attr-defined]
        listed = {reference.anchor: reference for reference in graph.listed_on.get(docname, ())}
        if not listed:
            return
        for block in list(self.document.findall(nodes.container)):
            entries = [child for child in block if isinstance(child, nodes.citation)]
            if not entries or len(entries) != len(block):
                continue
            bibliography = nodes.bullet_list(classes=["wg-bibliography"])
            for citation in entries:
                item = self._item(citation)
                reference = next((listed[i] for i in citation["ids"] if i in listed), None)
                if reference is not None:
                    item += cited_by(key=reference.key)
                bibliography += item
            block.replace_self(bibliography)

    def _item(self, citation: nodes.citation) -> nodes.list_item:
        label, *paragraphs = citation.children
        item = nodes.list_item("", *paragraphs, ids=citation["ids"])
        if paragraphs:
            mark = nodes.inline("", f"[{label.astext()}]", classes=["label"])
            text = nodes.inline("", "", *paragraphs[0].children)
            paragraphs[0].clear()
            paragraphs[0] += [mark, nodes.Text(" "), text]
        return item
