"""One edition of a pack: its file, the records it chooses, and the site and revision behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wgkb.files.build_stamp import BuildStamp
from wgkb.files.packs import Pack, PackFile
from wgkb.graph import pack_citation as citation
from wgkb.graph.graph import Graph
from wgkb.graph.pack_selection import Selection
from wgkb.summit.site import Site


@dataclass(frozen=True, slots=True)
class Edition:
    """All that whoever prints a pack needs to know."""

    site: Site
    file: PackFile
    selection: Selection
    frozen: BuildStamp

    @property
    def name(self) -> str:
        return self.file.name

    @property
    def pack(self) -> Pack:
        return self.file.pack

    @property
    def graph(self) -> Graph:
        return self.site.graph

    @property
    def authors(self) -> list[str]:
        """The speakers, or else the author of the site."""
        return citation.speakers(self.graph, self.pack) or [self.site.author]

    @property
    def address(self) -> str:
        """Full address of the page of the pack; empty if that of the site is not known."""
        return self.site.pack_address(self.name) if self.site.base else ""

    @property
    def words(self) -> dict[str, Any]:
        """What every template takes."""
        return {
            "address": self.address,
            "authors": self.authors,
            "frozen": self.frozen,
            "pack": self.pack,
            "site": self.site,
            "speakers": citation.speakers(self.graph, self.pack),
        }
