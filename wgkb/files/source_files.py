"""Which content a file of a public repository has, by the clones of a folder.

Sources are addresses such as ``https://opendev.org/openstack/glance/src/branch/stable/2026.1/F``,
made from the patterns of ``wg_source_links``.  Clones lie below one folder by the names of their
projects: ``FOLDER/openstack/glance``.  Nothing is fetched.  Knows nothing of Sphinx.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

_KIND = re.compile(r"^(branch|tag|commit)/")


class SourceFile(NamedTuple):
    """A file of a repository at a revision."""

    project: str
    revision: str
    path: str


def source_file(address: str, patterns: Iterable[str]) -> SourceFile | None:
    """The file that *address* leads to by one of *patterns*, or None.

    The revision ends where the rest of the pattern, or of the address, can begin; of those that
    are possible :func:`content_id` takes the first that the clone knows.
    """
    for pattern in patterns:
        head, between, tail = pattern.partition("{project}")
        middle, revision, rest = tail.partition("{revision}/")
        if not (between and revision and "{path}" in rest):
            continue
        before, _, after = rest.partition("{path}")
        match = re.fullmatch(
            f"{re.escape(head)}(?P<project>[^/]+/[^/]+){re.escape(middle)}"
            rf"(?P<revision>(?:branch/(?:stable|unmaintained|feature)/|branch/|tag/|commit/)[^/]+)/"
            f"(?P<path>{re.escape(before)}.+{re.escape(after)})",
            address.partition("#")[0],
        )
        if match:
            return SourceFile(*map(unquote, match.group("project", "revision", "path")))
    return None


def content_id(folder: Path, file: SourceFile) -> str:
    """The id (git's blob) of the content of *file* in its clone below *folder*.

    An empty string says that there is no such clone, revision or file.
    """
    clone = folder / file.project
    if ".." in file.project.split("/") or not clone.is_dir():
        return ""
    name = _KIND.sub("", file.revision)
    for reference in (
        f"refs/remotes/origin/{name}",
        f"refs/heads/{name}",
        f"refs/tags/{name}",
        name,
    ):
        found = subprocess.run(
            ["git", "-C", str(clone), "rev-parse", "--verify", "--quiet", "--end-of-options",
             f"{reference}:{file.path}"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if found.returncode == 0:
            return found.stdout.strip()[:12]
    return ""
