"""What each published change did, as it was last collected."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HISTORY = ".wgkb/history.json"


@dataclass(frozen=True, slots=True)
class HistoryItem:
    """One change: the commit, when and how it was called, and what it did as a JSON value."""

    commit: str
    date: str
    subject: str
    changes: dict[str, Any]


def load_history(root: Path) -> tuple[HistoryItem, ...]:
    """The history as it was last collected, newest first; a file that is no history is empty."""
    try:
        items = json.loads((root / HISTORY).read_bytes())
        return tuple(HistoryItem(**item) for item in items)
    except (OSError, ValueError, TypeError):
        return ()
