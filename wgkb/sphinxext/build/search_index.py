"""Makes Sphinx's search index the same after an incremental build as after a clean one.

``sphinx.search.IndexBuilder`` (Sphinx 9.0) keeps words whose last page is gone, and does not
load the index entries of pages that are not written again, such as those of a glossary.  Both
are put right on its own tables just before it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from sphinx.util.index_entries import split_index_msg

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def make_whole(app: Sphinx) -> Iterator[Any]:
    """Connected to ``html-collect-pages``, which comes before the index is written."""
    indexer = getattr(app.builder, "indexer", None)
    if indexer is not None:
        for words in (indexer._mapping, indexer._title_mapping):
            for word in [word for word, docnames in words.items() if not docnames]:
                del words[word]
        entries = app.env.domains.index_domain.entries
        indexer._index_entries = {
            docname: _index_entries(entries.get(docname, ()))
            for docname in sorted(indexer._titles)
        }
    return iter(())


def _index_entries(entries: Iterable[tuple[str, str, str, str, str | None]]) -> list[Any]:
    """The index entries of one page in the form that ``IndexBuilder.feed`` gives them."""
    found: set[tuple[str, str, str]] = set()
    for kind, value, target, main, _category in entries:
        try:
            words = split_index_msg(kind, value)
        except ValueError:
            continue
        found |= {(word, target or "", main) for word in words}
    return sorted(found)
