"""What a knowledge base remembers beside its records.

* ``data/redirects.toml`` — where moved addresses lead (:mod:`wgkb.data.redirects`);
* ``data/judgements.toml`` — the wording each judgement was made against
  (:mod:`wgkb.data.judgements`);
* ``data/link-moves.toml`` — where whole hosts have moved to (:mod:`wgkb.linkcheck.moves`);
* ``.wgkb/links.json`` — how the links that leave the site were found (:mod:`wgkb.linkcheck`);
* ``.wgkb/history.json`` — what each published change did (:mod:`wgkb.changes.history`).

The first three belong to the sources.  The last two are results, are made by commands of their
own and may be missing: a build only reads them.  Knows nothing of Sphinx.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from wgkb.changes.history import HistoryItem, load_history
from wgkb.data.files import DataFileError
from wgkb.data.judgements import Judgements, load_judgements
from wgkb.data.redirects import Redirects, load_redirects
from wgkb.linkcheck.memory import Health, load_health
from wgkb.linkcheck.moves import Move, load_moves


@dataclass(frozen=True, slots=True)
class Kept:
    """What the files beside the records say."""

    redirects: Redirects = field(default_factory=Redirects)
    judgements: Judgements = field(default_factory=Judgements)
    moves: tuple[Move, ...] = ()
    health: Health = field(default_factory=Health)
    history: tuple[HistoryItem, ...] = ()


def load_kept(root: Path) -> tuple[Kept, tuple[DataFileError, ...]]:
    """Read the files below *root*; missing ones count as empty, broken ones are told."""
    values = {}
    broken = []
    for name, load in (
        ("redirects", load_redirects),
        ("judgements", load_judgements),
        ("moves", load_moves),
        ("health", load_health),
        ("history", load_history),
    ):
        try:
            values[name] = load(root)
        except DataFileError as error:
            broken.append(error)
    return Kept(**values), tuple(broken)
