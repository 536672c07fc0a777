"""The Sphinx domain ``wg``: what was read, roles, references and the inventory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.domains import Domain, ObjType
from sphinx.roles import XRefRole

from wgkb.drawing.states import JUDGING
from wgkb.drawing.to_html import has_shown_id
from wgkb.files import last_commit as last_change
from wgkb.files import registers as data
from wgkb.graph.graph import Graph
from wgkb.graph.people import person_pages
from wgkb.model.page import Entry, Page
from wgkb.model.records import RECORD_TYPES
from wgkb.site.places import reference
from wgkb.sphinxext.bibliography import reading as bibliography
from wgkb.sphinxext.directives import reference as generated
from wgkb.sphinxext.directives import views
from wgkb.sphinxext.directives.chart import Chart
from wgkb.sphinxext.directives.event import EventDirective
from wgkb.sphinxext.directives.records import DIRECTIVES
from wgkb.sphinxext.roles import log as logs
from wgkb.views.render_cache import RenderCache

if TYPE_CHECKING:
    from collections.abc import Set

    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


class WorkingGroupDomain(Domain):
    """Records of a working group.

    The environment keeps, per file, one frozen :class:`~wgkb.model.page.Page`.  The graph over all
    of them is built anew when they have been read and is never stored.
    """

    name = "wg"
    label = "Working group"
    data_version = 1
    initial_data = {"pages": {}, "shown": {}, "data": data.Data()}  # noqa: RUF012
    object_types = {  # noqa: RUF012
        name: ObjType(model.type.label, model.type.role) for name, model in RECORD_TYPES.items()
    }
    roles = {  # noqa: RUF012
        **{model.type.role: XRefRole() for model in RECORD_TYPES.values()},
        logs.ROLE: logs.LogRole(innernodeclass=nodes.inline),
    }
    directives = {  # noqa: RUF012
        **DIRECTIVES,
        **views.DIRECTIVES,
        **generated.DIRECTIVES,
        "chart": Chart,
        "event": EventDirective,
    }

    unreadable: frozenset[str] = frozenset()
    """Words of files that were left out because they cannot be read."""
    _graph: Graph | None = None
    _shown: RenderCache | None = None

    @property
    def pages(self) -> dict[str, Page]:
        """What each source file says, by its name."""
        pages: dict[str, Page] = self.data["pages"]
        return pages

    @property
    def graph(self) -> Graph:
        """All records together; call :meth:`refresh` after reading."""
        if self._graph is None:
            self._graph = self._build_graph()
        return self._graph

    @property
    def shown(self) -> RenderCache:
        """What the views over the graph show."""
        if self._shown is None:
            self._shown = RenderCache(self.graph)
        return self._shown

    def refresh(self) -> Graph:
        """Build the graph anew from what is stored now."""
        self._graph = self._shown = None
        return self.graph

    def load_data(self) -> data.Data:
        """Read the data files anew."""
        loaded = self.data["data"] = data.load(Path(self.env.srcdir))
        return loaded

    def _build_graph(self) -> Graph:
        stored: data.Data = self.data["data"]
        made = person_pages(stored.people, self.pages.values())
        placed = {entry.record.id for page in made for entry in page.entries}
        pages = [*self.pages.values(), *made]
        return Graph(
            pages,
            [entry for entry in stored.people if entry.record.id not in placed],
            stored.releases,
            bibliography.references(self.env),
            last_change.last_changes(Path(self.env.srcdir), {page.path for page in pages}),
            schedule=stored.schedule,
            date=self.env.config.wg_date,
            files=stored.files,
            trackers=self.env.config.wg_trackers,
            definitions=self.env.config.wg_definitions,
            doubtful=stored.doubtful | self.unreadable,
        )

    # --- Storage, per document

    def clear_doc(self, docname: str) -> None:
        self.pages.pop(docname, None)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        for docname in docnames:
            if page := otherdata["pages"].get(docname):
                self.pages[docname] = page

    # --- References

    def resolve_xref(  # type: ignore[override]  # Sphinx puts any element there
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> nodes.reference | Element:
        """A link with the record's id, title and state.

        An unknown target keeps its text: rule ``dangling-link`` has reported it already.
        """
        if typ == logs.ROLE:
            return logs.resolve(builder, fromdocname, target, contnode)
        item = self.graph.item(target)
        record = self.graph.get(target)
        if record is None or self.role_for_objtype(record.type.name) != typ:
            return contnode
        if node["refexplicit"]:
            return reference(builder, self.graph, fromdocname, item, [contnode]) or contnode
        children: list[nodes.Node] = []
        if record.type.page and record.type.page != "meeting":
            children += [nodes.inline("", target, classes=["wg-id"]), nodes.Text(" ")]
        children.append(nodes.Text(item.text))
        link = reference(builder, self.graph, fromdocname, item, children)
        if link is None or item.standing not in JUDGING:
            return link or contnode
        chip = nodes.inline("", item.standing, classes=["wg-chip", f"wg-chip--{item.standing}"])
        return nodes.inline("", "", link, nodes.Text("\N{NO-BREAK SPACE}"), chip)

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> list[tuple[str, nodes.reference]]:
        """The record of this id, for ``:any:``."""
        record = self.graph.get(target)
        if record is None:
            return []
        item = self.graph.item(target)
        link = reference(builder, self.graph, fromdocname, item, [contnode])
        return [(f"wg:{record.type.role}", link)] if link is not None else []

    def get_objects(self) -> Iterable[tuple[str, str, str, str, str, int]]:
        """All records, for ``objects.inv`` and the search."""
        for entry in self._placed():
            record = entry.record
            shown = has_shown_id(self.graph.item(record.id))
            title = f"{record.id} {record.title}" if shown else record.title
            yield record.id, title, record.type.name, entry.docname, entry.anchor, 1

    def _placed(self) -> Iterator[Entry]:
        return (entry for entry in self.graph.entries.values() if entry.docname)


def domain_of(env: BuildEnvironment) -> WorkingGroupDomain:
    """Our domain in *env*, which Sphinx knows as any domain."""
    domain = env.domains["wg"]
    assert isinstance(domain, WorkingGroupDomain)
    return domain
