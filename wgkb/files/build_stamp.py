"""The revision and the date that a pack names: what makes it the same in a year."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BuildStamp:
    """From what a pack is built."""

    date: dt.date
    commit: str = ""
    """Empty if the tree is under no version control."""
    changed: bool = False
    """Is the tree another one than that of the commit?"""

    @property
    def words(self) -> str:
        """The revision as pages show it."""
        if not self.commit:
            return "not under version control"
        return f"{self.commit[:12]} with changes" if self.changed else self.commit[:12]
