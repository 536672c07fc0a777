"""Which revision and date a pack is made from, and a clone at an earlier revision.

Everything in a pack follows from a commit and a date.  The date is given, or is that of the
commit; the clock is never asked.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wgkb.files.build_stamp import BuildStamp
from wgkb.files.git import RevisionError, commit_of, git
from wgkb.model.times import build_date


def freeze(root: Path, date: dt.date | None, fallback: dt.date) -> BuildStamp:
    """What the tree at *root* is now.

    :param date: given by who builds, or None: then ``SOURCE_DATE_EPOCH``, the day of the commit,
        and *fallback* are tried in this order.
    """
    given = date or build_date(None, os.environ)
    try:
        commit = commit_of(root, "HEAD")
        day = git(root, "log", "-1", "--format=%cs", commit).strip()
        changed = bool(git(root, "status", "--porcelain", "--untracked-files=normal").strip())
    except RevisionError:
        return BuildStamp(given or fallback)
    return BuildStamp(given or dt.date.fromisoformat(day), commit, changed)


@contextmanager
def checkout(root: Path, revision: str) -> Iterator[Path]:
    """A clone of the repository at *revision*, with its history, which is removed at the end.

    :raises RevisionError: git knows no such revision.
    """
    commit = commit_of(root, revision)
    top = Path(git(root, "rev-parse", "--show-toplevel").strip())
    below = root.resolve().relative_to(top.resolve())
    with tempfile.TemporaryDirectory(prefix="wgkb-") as folder:
        clone = Path(folder, "clone")
        quiet = ("git", "-c", "advice.detachedHead=false")
        for command in (
            (*quiet, "clone", "--quiet", "--shared", "--no-checkout", str(top), str(clone)),
            (*quiet, "-C", str(clone), "checkout", "--quiet", "--detach", commit),
        ):
            subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
        yield clone / below
