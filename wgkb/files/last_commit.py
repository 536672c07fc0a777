"""When each file was last changed, from one ``git log`` for the whole site.

Only commit dates are used, so that two builds of one commit say the same.  Where there is no
history to read — no git, an unpacked archive, or a shallow clone, whose oldest commit would pass
for the last change of every file — there are no dates, and pages show none.
"""

from __future__ import annotations

import subprocess
from collections.abc import Collection
from pathlib import Path

_GIT = ("git", "-c", "core.quotePath=false", "-c", "log.showSignature=false", "--no-pager")
"""The settings of a reader's git must not decide what is read."""
_COMMIT = "\x01"
"""Begins the line of a commit; no name of a file does."""


def last_changes(root: Path, paths: Collection[str]) -> dict[str, str]:
    """For each of *paths* (relative to *root*) the day of its last commit, as YYYY-MM-DD.

    A path that was never committed is left out.
    """
    if not paths or not _has_whole_history(root):
        return {}
    command = [*_GIT, "log", "--relative", "--name-only", f"--format={_COMMIT}%cs", "HEAD", "--"]
    missing = set(paths)
    found: dict[str, str] = {}
    day = ""
    with subprocess.Popen(
        command,
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        errors="replace",
    ) as log:
        assert log.stdout is not None
        for line in log.stdout:
            text = line.rstrip("\n")
            if text.startswith(_COMMIT):
                day = text.removeprefix(_COMMIT)
            elif text in missing:
                missing.remove(text)
                found[text] = day
                if not missing:
                    log.terminate()  # older commits have nothing to add
                    break
    return found


def _has_whole_history(root: Path) -> bool:
    command = [*_GIT, "rev-parse", "--is-shallow-repository"]
    try:
        answer = subprocess.run(command, cwd=root, capture_output=True, text=True)
    except OSError:
        return False  # no git on this machine
    return answer.stdout.strip() == "false"
