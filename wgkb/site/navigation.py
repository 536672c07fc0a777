"""The navigation of a page, in constant time: section, neighbours, way up.

pydata-sphinx-theme resolves the global toctree for every page, which costs most of a large
build.  Here the toctree is read once; each page gets plain lists of titles and addresses.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from wgkb.graph.graph import Graph

WINDOW = 40
"""Pages of one level that a sidebar shows at most, those around the current page."""


class Stop(NamedTuple):
    """A page as navigation shows it."""

    docname: str
    title: str


class Sidebar(NamedTuple):
    """The current section: its own page, and the pages around the current one."""

    section: Stop
    siblings: tuple[Stop, ...]
    hidden: int
    """Siblings left out, because a level has more than :data:`WINDOW` pages."""
    parent: Stop
    children: tuple[Stop, ...]


class Navigation:
    """The tree of pages as toctrees state it, read once after all files have been read.

    Pages that are made from data come below their parents, after its toctrees.  Meetings that
    stand beside each other are in the order of time, as in every list of them.
    """

    def __init__(self, env: BuildEnvironment, graph: Graph) -> None:
        made = [page for page in graph.pages.values() if page.parent]
        rank = {graph.entries[name].docname: rank for name, rank in graph.meeting_rank.items()}
        self.root: str = env.config.root_doc
        self.titles = {name: title.astext() for name, title in env.titles.items()}
        self.titles |= {page.docname: page.title for page in made}
        self.children: dict[str, list[str]] = {}
        self.parent: dict[str, str] = {}
        self.order: list[str] = []
        includes = {
            name: [child for child in children if child in self.titles]
            for name, children in env.toctree_includes.items()
        }
        for page in made:
            includes.setdefault(page.parent, []).append(page.docname)
        todo = [self.root]
        seen = {self.root}
        while todo:
            docname = todo.pop()
            self.order.append(docname)
            own = [child for child in includes.get(docname, ()) if child not in seen]
            own = list(dict.fromkeys(own))
            in_time = iter(sorted(filter(rank.__contains__, own), key=rank.__getitem__))
            own = [next(in_time) if child in rank else child for child in own]
            seen.update(own)
            self.children[docname] = own
            for child in own:
                self.parent[child] = docname
            todo.extend(reversed(own))

    @cached_property
    def _position(self) -> dict[str, int]:
        return {docname: place for place, docname in enumerate(self.order)}

    @cached_property
    def _rank(self) -> dict[str, int]:
        """Place of each page among its siblings."""
        return {
            child: place
            for children in self.children.values()
            for place, child in enumerate(children)
        }

    def stop(self, docname: str) -> Stop:
        return Stop(docname, self.titles.get(docname, docname))

    @cached_property
    def sections(self) -> tuple[Stop, ...]:
        """The pages directly below the root, for the header."""
        return tuple(self.stop(child) for child in self.children.get(self.root, ()))

    def way_up(self, docname: str) -> tuple[Stop, ...]:
        """The pages above *docname*, from the root down."""
        way: list[Stop] = []
        current = self.parent.get(docname)
        while current is not None:
            way.insert(0, self.stop(current))
            current = self.parent.get(current)
        return tuple(way)

    def neighbours(self, docname: str) -> tuple[Stop | None, Stop | None]:
        """The page before and the page after *docname* in reading order."""
        place = self._position.get(docname)
        if place is None:
            return None, None
        before = self.order[place - 1] if place > 0 else None
        after = self.order[place + 1] if place + 1 < len(self.order) else None
        return (
            self.stop(before) if before else None,
            self.stop(after) if after else None,
        )

    def sidebar(self, docname: str) -> Sidebar | None:
        """What the sidebar of *docname* shows, or None outside all sections."""
        way = self.way_up(docname)
        if docname == self.root or docname not in self._position or not way:
            return None
        parent = way[-1].docname
        if parent == self.root:
            siblings, hidden, above = self._window(docname, docname)
            own: tuple[Stop, ...] = ()
        else:
            siblings, hidden, above = self._window(parent, docname)
            own = tuple(self.stop(c) for c in self.children[docname][:WINDOW])
        section = way[1] if len(way) > 1 else self.stop(docname)
        return Sidebar(section, siblings, hidden, self.stop(above), own)

    def _window(self, parent: str, current: str) -> tuple[tuple[Stop, ...], int, str]:
        level = self.children.get(parent, [])
        first = 0
        if len(level) > WINDOW:
            middle = self._rank[current] if parent != current else 0
            first = max(0, min(middle - WINDOW // 2, len(level) - WINDOW))
        shown = level[first : first + WINDOW]
        return tuple(self.stop(child) for child in shown), len(level) - len(shown), parent

    def shown_on(self, docname: str) -> tuple[object, ...]:
        """All that the navigation shows on *docname*, to compare."""
        return (
            self.sections,
            self.way_up(docname),
            self.neighbours(docname),
            self.sidebar(docname),
        )
