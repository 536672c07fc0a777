"""The records as they are in the work tree, and as they were at any revision.

A revision is taken out of git into a folder of its own and read there by its own code with the
builder ``records``: what comes out is what that revision says of itself, depends on nothing but
the commit, and is kept under its id.  The folder keeps what was read, so that of the next revision
only the files that differ are read.  Nothing that git knows is changed on the way.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from wgkb.changes.compare import Kind, PageChange
from wgkb.files.git import RevisionError, _shallow, commit_of, git
from wgkb.files.results import result_file

NOW, CACHE = "_build/records", ".wgkb/revisions"
"""Where the records of the work tree and of revisions are kept."""
READING = "_build/reading"
"""Where revisions are read: with what is built, which no checker takes for a source."""
CODE = "wgkb"
"""The folder of the code that reads a knowledge base which has it beside its pages."""
KEPT = 60
"""Revisions kept, the ones used last."""
SOURCES = (".rst", ".md")


def records_at(root: Path, revision: str) -> Path:
    """The folder with the records of *revision*, read now or found from before."""
    commit = commit_of(root, revision)
    kept = root / CACHE / commit
    if not kept.is_dir():
        with _place(root) as place:
            source, result = place / "source", place / "records"
            doctrees = place / "doctrees"
            if CODE in _take_out(root, commit, source):
                for of_other_code in (result, doctrees):
                    shutil.rmtree(of_other_code, ignore_errors=True)
            env = _without_history(source)
            read_records(source, result, doctrees, f"revision {revision}", env)
            result_file(root, f"{CACHE}/{commit}")
            part = kept.with_name(f"{commit}.{os.getpid()}")
            shutil.copytree(result, part)
            try:
                part.rename(kept)
            except OSError:  # somebody else was faster
                shutil.rmtree(part)
    kept.touch()
    _forget_old(kept.parent)
    return kept


def records_now(root: Path, *, show: bool = False) -> Path:
    """The folder with the records of the work tree; only changed files are read again."""
    result = root / NOW
    doctrees = root / f"{NOW}.doctrees"
    read_records(root, result, doctrees, "the work tree", environment(root), show=show)
    return result


def read_records(
    source: Path,
    result: Path,
    doctrees: Path,
    name: str,
    env: Mapping[str, str],
    *,
    show: bool = False,
) -> None:
    """Run the builder ``records`` on *source*, which messages call *name*."""
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "records", "-j", "auto"]
    build = subprocess.run(
        [*command, "-d", str(doctrees.resolve()), ".", str(result.resolve())],
        cwd=source,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=None if show else subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    if build.returncode or not (result / "records.json").is_file():
        raise RevisionError(f"the records of {name} cannot be read{_reason(build.stderr or '')}")


def _reason(output: str) -> str:
    """What Sphinx says is wrong, without the heading above it and the advice below."""
    lines = [line.strip() for line in re.sub(r"\x1b\[[0-9;]*m", "", output).splitlines()]
    told = [line for line in lines if line and not line.endswith(("rror!", "rror:"))]
    return f": {told[0]}" if told else ""


def environment(source: Path) -> dict[str, str]:
    """The environment in which *source* is read: by its own code, or else by this one."""
    code = (source.resolve(), Path(__file__).resolve().parents[2])
    return os.environ | {"PYTHONPATH": os.pathsep.join(map(str, code))}


def _without_history(source: Path) -> dict[str, str]:
    """That environment for a revision, of which the repository around its folder says nothing."""
    return environment(source) | {"GIT_CEILING_DIRECTORIES": str(source.resolve().parent)}


@contextmanager
def _place(root: Path) -> Iterator[Path]:
    """A folder to read a revision in: that of the one before, or a new one while it is in use."""
    folder = root / READING
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            with tempfile.TemporaryDirectory(prefix="wgkb-") as another:
                yield Path(another)
        else:
            yield folder.resolve()


def _take_out(root: Path, commit: str, target: Path) -> set[str]:
    """Make *target* hold the files of *commit*; return the top folders that are other now."""
    with tempfile.TemporaryDirectory(prefix="wgkb-") as folder:
        _unpack(root, commit, Path(folder))
        return _make_equal(target, Path(folder))


def _make_equal(target: Path, wanted: Path) -> set[str]:
    """Make *target* hold the files of *wanted*, and touch no file that it holds already.

    :returns: the first part of the name of each file that came, went or changed.
    """
    changed = set()
    names = {path.relative_to(wanted) for path in wanted.rglob("*") if not path.is_dir()}
    for path in sorted(target.rglob("*"), reverse=True):
        name = path.relative_to(target)
        if path.is_dir() and not path.is_symlink():
            if not any(path.iterdir()):
                path.rmdir()
        elif name not in names and path.suffix != ".pyc":
            path.unlink()
            changed.add(name.parts[0])
    for name in sorted(names):
        old, new = target / name, wanted / name
        if old.is_file() and not new.is_symlink() and old.read_bytes() == new.read_bytes():
            continue
        old.parent.mkdir(parents=True, exist_ok=True)
        old.unlink(missing_ok=True)
        shutil.copyfile(new, old, follow_symlinks=False)  # with a time of now, as Sphinx needs it
        changed.add(name.parts[0])
    return changed


def _unpack(root: Path, commit: str, target: Path) -> None:
    """Write the files of *commit* below *target*."""
    top = Path(git(root, "rev-parse", "--show-toplevel").strip())
    below = root.resolve().relative_to(top.resolve()).as_posix()
    tree = commit if below == "." else f"{commit}:{below}"
    with tempfile.TemporaryFile() as archive:
        subprocess.run(
            ["git", "-C", str(top), "archive", "--format=tar", tree], stdout=archive, check=True
        )
        archive.seek(0)
        with tarfile.open(fileobj=archive) as tar:
            tar.extractall(target, filter="data")


def _forget_old(folder: Path) -> None:
    kept = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in kept[KEPT:]:
        shutil.rmtree(path, ignore_errors=True)


# --- Files ----------------------------------------------------------------------------------


def changed_pages(root: Path, before: str, after: str = "") -> tuple[PageChange, ...]:
    """Source pages that differ between two revisions (left out: the work tree)."""
    kinds: dict[str, Kind] = {"A": "added", "D": "removed", "R": "renamed"}
    found: list[PageChange] = []
    arguments = ["diff", "--name-status", "-z", "-M", "--relative", before, *filter(None, [after])]
    words = iter(git(root, *arguments, "--").split("\0"))
    for status in words:
        if status:
            old = next(words) if status[0] in "RC" else ""
            kind = kinds.get(status[0], "changed")
            found.append(PageChange(kind, next(words), old if kind == "renamed" else ""))
    if not after:
        found += [PageChange("added", path) for path in untracked(root)]
    return tuple(sorted((p for p in found if p.path.endswith(SOURCES)), key=lambda p: p.path))


def untracked(root: Path) -> list[str]:
    """Files of the work tree that git does not know and does not ignore."""
    listed = git(root, "ls-files", "--others", "--exclude-standard", "-z")
    return [path for path in listed.split("\0") if path]


def changed_files(root: Path, before: str) -> list[str]:
    """Files of the work tree that differ from *before*, those that are gone among them."""
    listed = git(root, "diff", "--name-only", "-z", "--relative", before, "--")
    return sorted({path for path in listed.split("\0") if path} | set(untracked(root)))


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit of the main line."""

    id: str
    date: str
    """When it was committed, as RFC 3339 has it."""
    subject: str


def main_line(root: Path, limit: int) -> list[Commit]:
    """The newest commits of the main line, newest first.

    :raises RevisionError: this is no git repository, or its history is cut off before *limit*.
    """
    listed = git(root, "log", "--first-parent", f"-{limit}", "--format=%H%x00%cI%x00%s")
    commits = [Commit(*line.split("\0", 2)) for line in listed.splitlines()]
    if len(commits) < limit and (advice := _shallow(root)):
        raise RevisionError(f"only {len(commits)} commits are here{advice}")
    return commits
