"""What each published change did to the records, from git's history.

``python -m wgkb.changes.collect`` walks the main line, compares the records of each commit with
those of the one before (:mod:`wgkb.changes.compare`, the code behind ``wgkb changes``) and keeps
the answers in ``.wgkb/history.json``, from which the page "what changed" and the Atom feed are
made.  Each commit is read once.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path

from pydantic import ValidationError

from wgkb.changes.compare import Changes, from_json
from wgkb.files.history import HISTORY, HistoryItem, load_history
from wgkb.files.results import result_file
from wgkb.model.words import counted

LENGTH = 30
"""Changes kept."""


def collect_history(root: Path, length: int = LENGTH) -> tuple[list[HistoryItem], list[str]]:
    """The newest changes, and what could not be read, a line each.

    :raises RevisionError: this is no git repository.
    """
    from wgkb.changes.compare import NotRecords, compare, load_state, to_json
    from wgkb.changes.revisions import changed_pages, main_line, records_at
    from wgkb.files.git import RevisionError
    from wgkb.files.redirects import load_redirects

    known = {item.commit: item for item in load_history(root)}
    renamed = load_redirects(root).records
    commits = main_line(root, length + 1)
    items, problems = [], []
    for commit, before in pairwise(commits):
        item = known.get(commit.id)
        if item is None:
            pages = changed_pages(root, before.id, commit.id)
            try:
                old, new = (
                    load_state(records_at(root, c.id) / "records.json") for c in (before, commit)
                )
            except (RevisionError, NotRecords) as error:
                problems.append(str(error))
                continue
            changes = compare(old, new, renamed, pages)
            item = HistoryItem(commit.id, commit.date, commit.subject, to_json(changes))
        items.append(item)
    return items, problems


def readable(history: tuple[HistoryItem, ...]) -> list[tuple[HistoryItem, Changes]]:
    """The changes that did something to the records; others are of no interest to readers."""
    found = []
    for item in history:
        try:
            changes = from_json(item.changes)
        except ValidationError:
            continue
        if changes.records or changes.cells:
            found.append((item, changes))
    return found


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status."""
    from wgkb.files.git import RevisionError
    from wgkb.files.toml import DataFileError

    parser = argparse.ArgumentParser(
        prog="python -m wgkb.changes.collect", description="Collect what the newest changes did."
    )
    parser.add_argument("--length", type=int, default=LENGTH, help="changes to keep")
    parser.add_argument("--root", type=Path, default=Path(), help="folder of the knowledge base")
    options = parser.parse_args(argv)
    try:
        items, problems = collect_history(options.root, options.length)
    except (RevisionError, DataFileError) as error:
        print(f"no history: {error}", file=sys.stderr)
        return 1
    for problem in problems:
        print(f"left out: {problem}", file=sys.stderr)
    path = result_file(options.root, HISTORY)
    path.write_text(json.dumps([asdict(item) for item in items], indent=1) + "\n", "utf-8")
    print(f"{counted(len(items), 'change')} in {HISTORY}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
