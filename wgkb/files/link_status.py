"""What is known of each link from one run to the next, in ``.wgkb/links.json``."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from wgkb.files.results import result_file

HEALTH = ".wgkb/links.json"
AGAIN_AFTER = {"alive": 7, "moved": 7, "dead": 1, "unknown": 1}
"""Days after which a link is asked again."""


class Verdict(StrEnum):
    """What an answer means for a reader who follows the link."""

    ALIVE = "alive"
    MOVED = "moved"
    """Alive at another address, for good."""
    DEAD = "dead"
    UNKNOWN = "unknown"
    """Rate-limited, refused, timed out …: a reader may well get through."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking for an address."""

    verdict: Verdict
    reason: str = ""
    status: int = 0
    """HTTP status code of the last answer; 0 without one."""
    location: str = ""
    """Where it is now, if it has moved for good."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a link; dates are ISO 8601, empty for never."""

    verdict: Verdict
    reason: str = ""
    status: int = 0
    location: str = ""
    asked: str = ""
    alive: str = ""
    """The last day on which it was seen alive."""
    since: str = ""
    """The first day of the present verdict."""
    archived: str = ""
    """Address of an archived copy."""

    def age(self, today: dt.date) -> int:
        """Days since it was asked."""
        return (today - dt.date.fromisoformat(self.asked)).days if self.asked else 10**6


@dataclass(frozen=True, slots=True)
class Health:
    """All that is known, by address."""

    links: Mapping[str, Known] = field(default_factory=dict)

    def due(self, urls: Iterable[str], today: dt.date) -> list[str]:
        """Those of *urls* that are to be asked today."""
        return [
            url
            for url in urls
            if url not in self.links
            or self.links[url].age(today) >= AGAIN_AFTER[self.links[url].verdict]
        ]

    def with_answers(self, answers: Mapping[str, Answer], today: dt.date) -> Health:
        """The same with what was learnt today."""
        links = dict(self.links)
        day = today.isoformat()
        for url, answer in answers.items():
            before = links.get(url)
            same = before is not None and before.verdict is answer.verdict
            seen = answer.verdict in (Verdict.ALIVE, Verdict.MOVED)
            links[url] = Known(
                **{name: getattr(answer, name) for name in Answer.__dataclass_fields__},
                asked=day,
                alive=day if seen else (before.alive if before else ""),
                since=before.since if before and same else day,
                archived=before.archived if before and not seen else "",
            )
        return Health(links)

    def with_archived(self, copies: Mapping[str, str]) -> Health:
        """The same with addresses of archived copies."""
        links = dict(self.links)
        for url, copy in copies.items():
            links[url] = replace(links[url], archived=copy)
        return Health(links)

    def only(self, urls: Iterable[str]) -> Health:
        """What is known of *urls*; the rest is forgotten."""
        return Health({url: self.links[url] for url in sorted(urls) if url in self.links})


def load_health(root: Path) -> Health:
    """What the last run left below *root*; a file that cannot be used counts as missing."""
    try:
        document: dict[str, Any] = json.loads((root / HEALTH).read_bytes())
        return Health({url: _known(fields) for url, fields in document["links"].items()})
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Health()


def _known(fields: dict[str, Any]) -> Known:
    """:raises ValueError, TypeError, KeyError: *fields* are not those of a link."""
    known = Known(**{**fields, "verdict": Verdict(fields["verdict"])})
    for day in filter(None, (known.asked, known.alive, known.since)):
        dt.date.fromisoformat(day)
    return known


def save_health(root: Path, health: Health) -> None:
    """Keep *health* below *root* for the next run."""
    path = result_file(root, HEALTH)
    document = {"links": {url: asdict(known) for url, known in sorted(health.links.items())}}
    part = path.with_suffix(".part")
    part.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", "utf-8")
    part.replace(path)
