"""Doctree nodes that stand for what is only known when all pages have been read."""

from __future__ import annotations

from docutils import nodes


class facts(nodes.General, nodes.Element):
    """The fields of a record; attribute ``record`` is its id."""


class dependents(nodes.General, nodes.Element):
    """What links to a record; attribute ``record`` is its id."""


class chart(nodes.General, nodes.Element):
    """A picture of measured figures; attribute ``figures`` holds them."""


class view(nodes.General, nodes.Element):
    """A view over records; ``name`` is the view and ``options`` what its directive says."""
