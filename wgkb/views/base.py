"""What a view is, and how its directive becomes a node."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from wgkb.nodes import view

if TYPE_CHECKING:
    from markupsafe import Markup

    from wgkb.graph import Graph, Item
    from wgkb.rendering import LinkTo

VIEWS: dict[str, type[View]] = {}
"""All views by name."""


class View(SphinxDirective):
    """A directive that shows records; subclasses say how in :meth:`html`."""

    view_name: ClassVar[str]

    def __init_subclass__(cls) -> None:
        VIEWS[cls.view_name] = cls

    @classmethod
    def html(cls, graph: Graph, options: Mapping[str, str], link_to: LinkTo) -> Markup:
        """The view as HTML; *options* is what the directive says."""
        raise NotImplementedError

    @classmethod
    def words(cls, graph: Graph, options: Mapping[str, str]) -> list[str | Item]:
        """The view as a sentence with links, where no HTML is written; most have none."""
        return []

    @staticmethod
    def options_from(name: str) -> dict[str, str]:
        """The options that :meth:`run` put into the name of the node."""
        return json.loads(name.partition(" ")[2] or "{}")  # type: ignore[no-any-return]

    def run(self) -> list[nodes.Node]:
        options = {name: str(value) for name, value in self.options.items()}
        if self.arguments:
            options["argument"] = self.arguments[0]
        name = f"{self.view_name} {json.dumps(options, sort_keys=True)}"
        return [view(name=name)]
