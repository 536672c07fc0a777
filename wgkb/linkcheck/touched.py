"""Which links a change adds or touches: only those can fail it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from wgkb.graph.links import Link, Place


def touched(
    now: Iterable[Link], before: Iterable[Link], added_lines: Mapping[str, str]
) -> dict[str, tuple[Place, ...]]:
    """The places of each link that a change is answerable for.

    A file that had no link to an address and now has one *adds* it; a file that has the address
    on an added line *touches* it.

    :param added_lines: by path, the text of the lines that the change adds.
    """
    had = {(link.url, place.path) for link in before for place in link.places}
    found: dict[str, tuple[Place, ...]] = {}
    for link in now:
        places = tuple(
            place
            for place in link.places
            if (link.url, place.path) not in had or link.url in added_lines.get(place.path, "")
        )
        if places:
            found[link.url] = places
    return found


def added_lines(diff: str) -> dict[str, str]:
    """By path, the lines that a unified diff adds."""
    found: dict[str, list[str]] = {}
    path = ""
    for line in diff.splitlines():
        if match := re.match(r"\+\+\+ b/(.*)", line):
            path = match[1]
        elif line.startswith("+") and not line.startswith("+++") and path:
            found.setdefault(path, []).append(line[1:])
    return {path: "\n".join(lines) for path, lines in found.items()}
