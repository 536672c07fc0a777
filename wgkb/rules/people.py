"""Rules on the pages of people."""

from __future__ import annotations

from collections.abc import Iterator

from wgkb.graph.graph import Graph
from wgkb.graph.people import list_page, page_name
from wgkb.model.findings import Finding, rule
from wgkb.model.records import Person

_PAGE = """
    === people/ada.rst
    :orphan:

    Ada
    ===

    Ada wrote this page herself.
"""
_PERSON = """
    === data/people.toml
    [ada]
    name = "Ada Lovelace"
"""


@rule("graph", bad=_PAGE + _PERSON, good=_PAGE + _PERSON.replace("[ada]", "[ada-lovelace]"))
def hidden_person(graph: Graph) -> Iterator[Finding]:
    """No file has the name of a page that is made for a person."""
    parent = list_page(graph.pages.values())
    for person in graph.of_type(Person):
        page = graph.pages.get(page_name(parent, person.id))
        if page is not None and not page.parent:
            yield graph.entries[person.id].finding(
                "hidden-person",
                f"the page of {person.id} is not made, because {page.path} has its name; "
                "rename that file",
            )
