"""The picture that a record of some types has besides its facts and its trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from wgkb.model import Component, Record, RequirementArea
from wgkb.views.gap_strip import strip_html
from wgkb.views.matrix import CoverageMatrix

if TYPE_CHECKING:
    from wgkb.graph import Graph
    from wgkb.rendering import LinkTo


def picture_html(graph: Graph, record: Record, link_to: LinkTo) -> Markup:
    """The gaps of a component by release, or how the requirements of an area are met."""
    if isinstance(record, Component):
        return strip_html(graph, record, link_to)
    if isinstance(record, RequirementArea):
        return CoverageMatrix.html(graph, {"area": record.id}, link_to)
    return Markup()
