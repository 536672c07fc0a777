"""What a knowledge base remembers beside its records.

* ``data/redirects.toml`` — where moved addresses lead (:mod:`wgkb.files.redirects`);
* ``data/judgements.toml`` — the wording each judgement was made against
  (:mod:`wgkb.files.judgements`);
* ``data/link-moves.toml`` — where whole hosts have moved to (:mod:`wgkb.files.link_moves`);
* ``data/readings/*.toml`` — which claims were read at their sources (:mod:`wgkb.files.readings`);
* ``data/tracked.toml`` — what public trackers said last (:mod:`wgkb.files.tracked`);
* ``summit/*.toml`` — which records make up a summit pack (:mod:`wgkb.files.packs`);
* ``.wgkb/links.json`` — how the links that leave the site were found (:mod:`wgkb.linkcheck`);
* ``.wgkb/history.json`` — what each published change did (:mod:`wgkb.changes.collect`);
* ``_build/summit`` — the summit packs that were made (:mod:`wgkb.files.built_packs`).

The first six belong to the sources.  The others are results, are made by commands of their own
and may be missing: a build only reads them.  Knows nothing of Sphinx.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from wgkb.files.built_packs import Manifest, load_built
from wgkb.files.history import HistoryItem, load_history
from wgkb.files.judgements import Judgements, load_judgements
from wgkb.files.link_moves import Move, load_moves
from wgkb.files.link_status import Health, load_health
from wgkb.files.packs import PackFile, load_packs
from wgkb.files.readings import Ledger, file_of, load_readings
from wgkb.files.redirects import Redirects, load_redirects
from wgkb.files.toml import DataFileError
from wgkb.files.tracked import TrackedState, load_tracked


@dataclass(frozen=True, slots=True)
class ProjectFiles:
    """What the files beside the records say."""

    redirects: Redirects = field(default_factory=Redirects)
    judgements: Judgements = field(default_factory=Judgements)
    moves: tuple[Move, ...] = ()
    readings: Mapping[str, Ledger] = field(default_factory=dict)
    """The ledger of each page, by the name of its file."""
    tracked: Mapping[str, TrackedState] = field(default_factory=dict)
    packs: Mapping[str, PackFile] = field(default_factory=dict)
    health: Health = field(default_factory=Health)
    history: tuple[HistoryItem, ...] = ()
    built: Mapping[str, Manifest] = field(default_factory=dict)

    def readings_of(self, docname: str) -> Ledger:
        """What was read of the page *docname*."""
        return self.readings.get(file_of(docname), {})

    @property
    def sources(self) -> ProjectFiles:
        """The same without results: what belongs to the revision alone."""
        return replace(self, health=Health(), history=(), built={})


def load_project_files(root: Path) -> tuple[ProjectFiles, tuple[DataFileError, ...]]:
    """Read the files below *root*; missing ones count as empty, broken ones are told."""
    packs, broken = load_packs(root)
    readings, unusable = load_readings(root)
    broken += unusable
    values: dict[str, Any] = {"packs": packs, "readings": readings}
    for name, load in (
        ("redirects", load_redirects),
        ("judgements", load_judgements),
        ("moves", load_moves),
        ("tracked", load_tracked),
        ("health", load_health),
        ("history", load_history),
        ("built", load_built),
    ):
        try:
            values[name] = load(root)
        except DataFileError as error:
            broken.append(error)
    return ProjectFiles(**values), tuple(broken)
