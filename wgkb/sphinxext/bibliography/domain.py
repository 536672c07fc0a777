"""The domain of citations, which lists a whole bibliography without a search."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sphinxcontrib.bibtex.domain import BibtexDomain

if TYPE_CHECKING:
    from docutils import nodes
    from pybtex.database import Entry
    from sphinx.environment import BuildEnvironment
    from sphinxcontrib.bibtex.directives import BibliographyKey

_ALL = ast.dump(ast.parse("True"))
"""The filter that ``:all:`` stands for."""


class CitationDomain(BibtexDomain):
    """sphinxcontrib-bibtex's own, but for the entries of ``.. bibliography:: :all:``.

    sphinxcontrib-bibtex (2.7) goes through all citations of the site for each entry, to know
    which pages cite it; a bibliography that lists everything need not know.
    """

    def get_filtered_entries(
        self, bibliography_key: BibliographyKey
    ) -> Iterable[tuple[str, Entry]]:
        bibliography = self.bibliographies[bibliography_key]
        if ast.dump(bibliography.filter_) != _ALL:
            yield from super().get_filtered_entries(bibliography_key)
            return
        for entry in self.get_entries(bibliography.bibfiles):
            yield bibliography.keyprefix + entry.key, entry

    def resolve_xref(self, *args: Any) -> nodes.Element:  # type: ignore[override]  # handed on as they are
        """The link of a citation, without an anchor: the bibliography lists pages, not places."""
        node: nodes.Element = args[-2]
        node["ids"] = []  # Sphinx would hand them on to the link
        links: nodes.Element = super().resolve_xref(*args)
        links["classes"] = []  # what is around them has one
        return links[0] if len(links) == 1 else links  # type: ignore[return-value]  # none is a text


def citations_of(env: BuildEnvironment) -> BibtexDomain:
    """The domain of citations in *env*, which Sphinx knows as any domain."""
    domain = env.domains["cite"]
    assert isinstance(domain, BibtexDomain)
    return domain
