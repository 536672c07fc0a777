"""The builder ``records``: reads everything, applies every rule, writes no page.

``python -m sphinx -b records . OUT`` is a build without the writing, so it takes the time of
reading; after the first one only changed files are read.  It leaves what a comparison needs:

* ``records.json`` — the same document that the site publishes;
* ``objects.inv`` — the same inventory of pages and anchors;
* ``links.json`` — every link that leaves the site and where it stands;
* ``trackers.json`` — what gaps that are not closed name in public trackers, and how to ask those;
* ``claims.json`` — the sentences of each page that name a source.
"""

from __future__ import annotations

import gc
import json
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from sphinx.builders.dummy import DummyBuilder
from sphinx.util.inventory import InventoryFile

from wgkb.exports.records import records_document
from wgkb.files.writing import write_if_changed
from wgkb.graph.links import links_document
from wgkb.model.claims import claims_document
from wgkb.model.records import UNMET, Gap
from wgkb.sphinxext.domain import WorkingGroupDomain, domain_of

if TYPE_CHECKING:
    from wgkb.graph.graph import Graph

RECORDS, INVENTORY, LINKS = "records.json", "objects.inv", "links.json"
CLAIMS, TRACKERS = "claims.json", "trackers.json"


class RecordsBuilder(DummyBuilder):
    """Writes the records and nothing else."""

    name = "records"
    epilog = "The records are in %(outdir)s."

    def init(self) -> None:
        # Doctrees are full of cycles and nearly all of them live until the end of this short
        # process: looking for garbage at Python's own pace takes a fifth of its time.
        gc.set_threshold(50_000, 20, 50)

    def get_outdated_docs(self) -> set[str]:
        """No page for its own sake: what was read or shows something new is looked at."""
        return set()

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Address of a page, as the HTML builder gives it."""
        return f"{quote(docname)}.html"

    def finish(self) -> None:
        domain = domain_of(self.env)
        outdir = Path(self.outdir)
        for name, document in (
            (RECORDS, records_document(domain.graph, self.get_target_uri)),
            (LINKS, links_document(domain.graph)),
            (CLAIMS, self._claims(domain)),
            (TRACKERS, self._trackers(domain.graph)),
        ):
            text = json.dumps(document, indent=1, ensure_ascii=False) + "\n"
            write_if_changed(outdir / name, text)
        InventoryFile.dump(outdir / INVENTORY, self.env, self)

    def _trackers(self, graph: Graph) -> dict[str, object]:
        tracked: dict[str, list[str]] = {}
        for gap in graph.of_type(Gap):
            entry = graph.entries[gap.id]
            if gap.history[-1].state in UNMET:
                for name in gap.tracked_by:
                    place = f"{entry.path}:{entry.line_of('tracked-by')}: {gap.id}"
                    tracked.setdefault(name, []).append(place)
        return {"states": self.config.wg_tracker_states, "tracked": tracked}

    def _claims(self, domain: WorkingGroupDomain) -> dict[str, object]:
        """The claims of each page, and the addresses that files of repositories have."""
        return {
            "files": sorted(self.config.wg_source_links.values()),
            "pages": {
                docname: claims_document(page.claims)
                for docname, page in sorted(domain.pages.items())
                if page.claims
            },
        }
