"""Doctree nodes that stand for what is only known when all pages have been read."""

from __future__ import annotations

from docutils import nodes


class facts(nodes.General, nodes.Element):
    """The fields of a record; attribute ``record`` is its id."""


class dependents(nodes.General, nodes.Element):
    """What links to a record; attribute ``record`` is its id.

    With ``closing``, it stands behind all sections of its page.
    """


class cited_by(nodes.General, nodes.Element):
    """What cites an entry of the bibliography; attribute ``key`` is that of the entry."""


class chart(nodes.General, nodes.Element):
    """A picture of measured figures; attribute ``figures`` holds them."""


class view(nodes.General, nodes.Element):
    """A view over records: ``view`` is its name, and ``options`` what its directive says."""
