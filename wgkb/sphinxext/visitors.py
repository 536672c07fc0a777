"""How the HTML writer shows what is only known when all pages have been read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from wgkb.drawing.charts.drawing import chart_html
from wgkb.drawing.nodes import chart, cited_by, dependents, facts, view
from wgkb.drawing.to_html import LinkTo, html
from wgkb.site.places import graph_of, links_from
from wgkb.sphinxext.domain import domain_of
from wgkb.views import record

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


def add_nodes(app: Sphinx) -> None:
    """Register our nodes; :mod:`.standalone` leaves none of them to other writers."""
    for node, visit in (
        (facts, visit_facts),
        (dependents, visit_dependents),
        (cited_by, visit_cited_by),
        (view, visit_view),
        (chart, visit_chart),
    ):
        app.add_node(node, html=(visit, depart_nothing))


def visit_facts(self: HTML5Translator, node: nodes.Element) -> None:
    """Write the fields of a record."""
    graph = graph_of(self.builder.env)
    if found := graph.get(node["record"]):
        self.body.append(html(record.facts(graph, found), _link_to(self)))


def visit_dependents(self: HTML5Translator, node: nodes.Element) -> None:
    """Write how a record hangs together with others."""
    domain = domain_of(self.builder.env)
    if found := domain.graph.get(node["record"]):
        link_to = _link_to(self)
        self.body.append(domain.shown.picture(found.id, link_to))
        self.body.append(html(record.trace(domain.graph, found), link_to))


def visit_cited_by(self: HTML5Translator, node: nodes.Element) -> None:
    """Write what cites an entry of the bibliography."""
    graph = graph_of(self.builder.env)
    self.body.append(html(record.cited_by(graph, node["key"]), _link_to(self)))


def visit_view(self: HTML5Translator, node: nodes.Element) -> None:
    """Write a view over the records."""
    shown = domain_of(self.builder.env).shown
    self.body.append(shown.view(node["view"], node["options"], _link_to(self)))


def visit_chart(self: HTML5Translator, node: nodes.Element) -> None:
    """Write the picture of the table that follows."""
    self.body.append(chart_html(node["figures"]))


def depart_nothing(self: HTML5Translator, node: nodes.Element) -> None:
    """These nodes write all they have on the way in."""


def _link_to(translator: HTML5Translator) -> LinkTo:
    return links_from(translator.builder, translator.builder.current_docname)
