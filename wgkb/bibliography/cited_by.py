"""The bibliography as a plain list, each entry with what cites it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode

if TYPE_CHECKING:
    from wgkb.graph import Graph, Item


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
                names = graph.cited_by.get(reference.key, ()) if reference else ()
                citing = [found for name in names if (found := graph.item(name)).docname]
                if citing:
                    item += self._paragraph(citing)
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

    def _paragraph(self, items: list[Item]) -> nodes.paragraph:
        paragraph = nodes.paragraph("", "Cited by ", classes=["wg-cited-by"])
        for place, item in enumerate(items):
            words = item.target if item.target[:1].isupper() else item.text
            paragraph += [nodes.Text(", ")] if place else []
            link = make_refnode(
                self.env._app.builder,
                self.env.docname,
                item.docname,
                item.anchor,
                nodes.Text(words),
            )
            if words == item.target:
                link["classes"].append("wg-id")
            paragraph += link
        return paragraph
