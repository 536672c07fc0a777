"""Pages of people: every entry of ``data/people.toml`` is a page below the one that lists them.

Knows nothing of Sphinx.  :mod:`wgkb.site.made_pages` writes them.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import replace

from wgkb.graph import Entry, Page

LIST_VIEW = "people"
"""Name of the view that lists all people."""


def list_page(pages: Iterable[Page]) -> str:
    """Name of the page that lists all people, or an empty string."""
    return min((page.docname for page in pages if page.shows(LIST_VIEW)), default="")


def person_pages(people: Iterable[Entry], pages: Iterable[Page]) -> list[Page]:
    """A page for each of *people* below the list of people, by family name.

    Without a list there are no pages.  A name that one of *pages* has already is left to it;
    rule ``hidden-person`` says so.
    """
    pages = list(pages)
    parent = list_page(pages)
    if not parent:
        return []
    taken = {page.docname for page in pages}
    return [
        Page(name, entry.path, entry.record.title, (replace(entry, docname=name),), parent=parent)
        for entry in sorted(people, key=lambda entry: family_name(entry.record.title))
        if (name := page_name(parent, entry.record.id)) not in taken
    ]


def page_name(parent: str, person: str) -> str:
    """Name of the page of *person*, below the page *parent*."""
    folder = posixpath.dirname(parent) if posixpath.basename(parent) == "index" else parent
    return posixpath.join(folder, person)


def family_name(name: str) -> tuple[str, ...]:
    """Sorts people: the last word of *name*, then the whole of it."""
    return (*name.split()[-1:], name)
