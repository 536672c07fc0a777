"""How much of a knowledge base has been read at its sources.  Knows nothing of Sphinx."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from wgkb.files.readings import Ledger, Verdict
from wgkb.model.claims import Claim


class Progress(NamedTuple):
    """Counts of claims."""

    claims: int = 0
    read: int = 0
    """Read at the source, and right now."""
    unreachable: int = 0
    """Whose source could not be read; neither read nor unread."""
    sources: tuple[str, ...] = ()
    """The sources of those, a name for each claim that waits for it."""

    @property
    def unread(self) -> int:
        return self.claims - self.read - self.unreachable

    def __add__(self, other: object) -> Progress:
        """Both together."""
        if not isinstance(other, Progress):
            return NotImplemented
        return Progress(
            self.claims + other.claims,
            self.read + other.read,
            self.unreachable + other.unreachable,
            self.sources + other.sources,
        )


def progress(claims: Iterable[Claim], ledger: Ledger) -> Progress:
    """How far the reading of *claims* has got by *ledger*."""
    read = 0
    waiting: list[Claim] = []
    claims = tuple(claims)
    for claim in claims if ledger else ():
        reading = ledger.get(claim.digest)
        if reading is None:
            continue
        if reading.verdict is Verdict.UNREACHABLE:
            waiting.append(claim)
        else:
            read += 1
    names = tuple(sorted(name for claim in waiting for name in dict.fromkeys(claim.sources)))
    return Progress(len(claims), read, len(waiting), names)
