"""What cites each entry of the bibliography; in HTML the bibliography is a plain list."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from wgkb.drawing.nodes import cited_by
from wgkb.site.places import SITES, graph_of


class CitedBy(SphinxPostTransform):
    """Adds to each citation what cites it, after sphinxcontrib-bibtex has written them.

    In HTML citations become items of a list: docutils gives them the role ``doc-biblioentry``,
    which WAI-ARIA has deprecated, inside a ``list`` that may not hold it; a list needs no roles.
    """

    default_priority = 6  # sphinxcontrib-bibtex: 5

    def run(self, **kwargs: Any) -> None:
        graph = graph_of(self.env)
        builder = self.env._app.builder
        if builder.name in SITES and self.env.docname not in graph.listed_on:
            return  # other builders put pages together
        listed = {ref.anchor: ref.key for ref in graph.bibliography.values() if ref.anchor}
        is_html = builder.format == "html"
        for block in list(self.document.findall(nodes.container)):
            entries = [child for child in block if isinstance(child, nodes.citation)]
            if not entries or len(entries) != len(block):
                continue
            bibliography = nodes.bullet_list(classes=["wg-bibliography"])
            for citation in entries:
                entry: nodes.Element = _item(citation) if is_html else citation
                entry += [cited_by(key=listed[i]) for i in citation["ids"] if i in listed]
                bibliography += entry if is_html else []
            if is_html:
                block.replace_self(bibliography)


def _item(citation: nodes.citation) -> nodes.list_item:
    label, *paragraphs = citation.children
    item = nodes.list_item("", *paragraphs, ids=citation["ids"])
    if paragraphs and isinstance(first := paragraphs[0], nodes.Element):
        mark = nodes.inline("", f"[{label.astext()}]", classes=["label"])
        text = nodes.inline("", "", *first.children)
        first.clear()
        first += [mark, nodes.Text(" "), text]
    return item
