"""Records in ``objects.inv`` for projects that do not know this package.

Intersphinx finds there only what belongs to a domain that the other project has: everybody has
the standard domain, whose labels ``:ref:`` and ``:any:`` look for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def publish_labels(app: Sphinx) -> Iterator[Any]:
    """Make each record a label, when all pages are resolved and the inventory is to be written.

    Not before: on this site ``:any:`` finds the record itself.  A label of an author stays.
    Connected to ``html-collect-pages``.
    """
    domains = app.env.domains
    labels = domains.standard_domain.labels
    for name, title, _, docname, anchor, _ in domains["wg"].get_objects():
        labels.setdefault(name.lower(), (docname, anchor, title))  # as Sphinx writes labels
    return iter(())
