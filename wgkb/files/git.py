"""What git says of a knowledge base; nothing that git knows is changed."""

from __future__ import annotations

import subprocess
from pathlib import Path


class RevisionError(Exception):
    """A revision cannot be read; the message says why, in one line."""


def git(root: Path, *arguments: str) -> str:
    """What git prints for a command that changes nothing.

    :raises RevisionError: git is missing or refuses; the message is its first line.
    """
    try:
        result = subprocess.run(
            ["git", "-C", str(root), "-c", "core.quotePath=false", *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
    except FileNotFoundError:
        raise RevisionError("git is not installed") from None
    if result.returncode:
        said = (result.stderr.strip() or "git refuses").splitlines()[0]
        raise RevisionError(said.removeprefix("fatal: "))
    return result.stdout


def commit_of(root: Path, revision: str) -> str:
    """The id of the commit that *revision* names."""
    try:
        return git(
            root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
        ).strip()
    except RevisionError as error:
        if str(error) != "git refuses":
            raise
        raise RevisionError(f"git knows no revision {revision}{_shallow(root)}") from None


def fork_point(root: Path, revision: str) -> str:
    """The newest commit that the work tree has in common with *revision*."""
    commit = commit_of(root, revision)
    try:
        return git(root, "merge-base", commit, "HEAD").strip()
    except RevisionError as error:
        if str(error) != "git refuses":
            raise
        raise RevisionError(
            f"{revision} and the work tree have no commit in common{_shallow(root)}"
        ) from None


def _shallow(root: Path) -> str:
    """What to do when this clone has not the whole history; else nothing."""
    if git(root, "rev-parse", "--is-shallow-repository").strip() != "true":
        return ""
    return '; this clone is shallow: run "git fetch --unshallow"'


def main_branch(root: Path) -> str | None:
    """The branch that changes are proposed to, or None if there is none to compare with."""
    for name in ("origin/main", "origin/master", "main", "master"):
        try:
            return name if commit_of(root, name) else None
        except RevisionError:
            continue
    return None
