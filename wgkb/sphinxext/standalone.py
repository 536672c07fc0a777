"""What pages show of records, as standard nodes for every builder that writes no site.

The writers of HTML sites meet our own nodes and write them from the graph (:mod:`.visitors`);
those of LaTeX, EPUB, plain text, manual pages, Texinfo and XML never see them.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from wgkb.drawing.nodes import chart, cited_by, dependents, facts, view
from wgkb.graph.people import LIST_VIEW
from wgkb.model.records import Person
from wgkb.site.places import SITES, graph_of, reference
from wgkb.sphinxext.build.records_builder import RecordsBuilder
from wgkb.sphinxext.to_nodes import blocks
from wgkb.views import VIEWS, record
from wgkb.views.person import person_page

if TYPE_CHECKING:
    from wgkb.drawing.pieces import Drawing
    from wgkb.graph.graph import Graph, Item

NO_PAGES = frozenset({*SITES, RecordsBuilder.name})
"""Builders for which nothing need be replaced."""
ONE_PAGE = "#document-"
"""How the builder ``singlehtml`` begins the address of a page."""


class Standalone(SphinxPostTransform):
    """Puts drawings in the place of our nodes."""

    default_priority = 7  # after what cites an entry was put behind it

    def is_supported(self) -> bool:
        return self.env._app.builder.name not in NO_PAGES

    def run(self, **kwargs: Any) -> None:
        graph = graph_of(self.env)
        self._taken: dict[str, set[str]] = {}
        for element in self.document.findall(nodes.Element):
            if ids := element.get("ids"):
                self._taken.setdefault(page_of(element, self.env.docname), set()).update(ids)
        for node in list(self.document.findall(_is_ours)):
            assert isinstance(node, nodes.Element)
            here = page_of(node, self.env.docname)
            section = _section_of(node)
            node.replace_self(self._nodes(_drawing(graph, node), graph, here))
            if isinstance(node, view) and node["view"] == LIST_VIEW:
                section += self._made_pages(graph, here)

    def _made_pages(self, graph: Graph, here: str) -> list[nodes.Node]:
        """The pages below *here* that are made from records, which are no documents."""
        people = [page.main for page in graph.pages.values() if page.parent == here]
        return self._nodes(
            tuple(person_page(graph, one) for one in people if isinstance(one, Person)),
            graph,
            here,
        )

    def _nodes(self, drawing: Drawing, graph: Graph, here: str) -> list[nodes.Node]:
        def refer(item: Item, words: list[nodes.Node]) -> nodes.Node:
            link = reference(self.env._app.builder, graph, here, item, words)
            return nodes.inline("", "", *words) if link is None else link

        made = blocks(drawing, refer, self.config.html_baseurl)
        taken = self._taken.setdefault(here, set())
        for place in filter(_is_place, (e for node in made for e in node.findall(nodes.Element))):
            [anchor] = place["ids"] or ["drawing"]
            names = (f"{anchor}-{number}" if number else anchor for number in count())
            place["ids"] = [next(name for name in names if name not in taken)]
            taken.update(place["ids"])
        return made


def _is_ours(node: nodes.Node) -> bool:
    return isinstance(node, facts | dependents | cited_by | view | chart)


def _is_place(node: nodes.Element) -> bool:
    """Does a writer name it by its id?  Sphinx counts tables that have a title."""
    return isinstance(node, nodes.section) or (
        isinstance(node, nodes.table) and isinstance(node[0], nodes.title)
    )


def _drawing(graph: Graph, node: nodes.Element) -> Drawing:
    if isinstance(node, view):
        return VIEWS[node["view"]].draw(graph, node["options"])
    if isinstance(node, cited_by):
        return record.cited_by(graph, node["key"])
    if isinstance(node, chart):  # the table of its figures follows
        return ()
    found = graph.get(node["record"])
    if found is None:
        return ()
    if isinstance(node, facts):
        return record.facts(graph, found)
    return record.picture(graph, found), record.trace(graph, found)


def _section_of(node: nodes.Node) -> nodes.Element:
    """The section or document in which *node* stands."""
    parent = node.parent
    while not isinstance(parent, nodes.section | nodes.document):
        parent = parent.parent
    return parent


def page_of(node: nodes.Node, root: str) -> str:
    """The page from which *node* was put into the document that begins with page *root*.

    ``sphinx.util.nodes.inline_all_toctrees`` notes it at each section.
    """
    current: nodes.Node | None = node
    while current is not None:
        if isinstance(current, nodes.Element) and "docname" in current:
            return str(current["docname"])
        current = current.parent
    return root


class OnePage(SphinxPostTransform):
    """Makes the anchors of ``singlehtml`` lead somewhere, and each to one place.

    Sphinx 9.0 writes ``#document-page#anchor`` and leaves an id that two pages have as it is.
    """

    builders = ("singlehtml",)
    default_priority = 900  # when all references have been resolved

    def run(self, **kwargs: Any) -> None:
        taken: set[str] = set()
        names: dict[tuple[str, str], str] = {}
        elements = [
            (element, page_of(element, self.env.docname))
            for element in self.document.findall(nodes.Element)
            if element.get("ids") or isinstance(element, nodes.reference)
        ]
        for element, here in elements:
            ids: list[str] = element.get("ids", [])
            for place, anchor in enumerate(ids):
                name = anchor if anchor not in taken else nodes.make_id(f"{here} {anchor}")
                taken.add(name)
                names[here, anchor] = element["ids"][place] = name
        root = self.env.docname
        pages = {root, *(page_of(s, root) for s in self.document.findall(nodes.section))}
        for element, here in elements:
            if "refid" in element:
                element["refid"] = names.get((here, element["refid"]), element["refid"])
            elif (address := element.get("refuri", "")).startswith(ONE_PAGE):
                page, _, anchor = address.removeprefix(ONE_PAGE).partition("#")
                if page not in pages:  # no part of the document
                    element.replace_self(nodes.inline("", "", *element.children))
                elif anchor:
                    element["refuri"] = f"#{names.get((page, anchor), anchor)}"
                elif page == root:
                    element["refuri"] = "#"
