"""``wgkb changes`` — say what a change does to the records."""

from __future__ import annotations

from pathlib import Path

import click

from wgkb.changes.compare import Changes, NotRecords, State, compare, load_state
from wgkb.changes.revisions import changed_pages, records_at, records_now
from wgkb.changes.words import FORMATS
from wgkb.commands.options import root_option
from wgkb.files.git import RevisionError, commit_of, fork_point
from wgkb.files.redirects import load_redirects
from wgkb.files.toml import DataFileError


@click.command("changes")
@click.argument("base")
@click.argument("head", required=False)
@click.option(
    "--format", "format_", type=click.Choice(list(FORMATS)), default="text", show_default=True
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write into this file instead of the terminal.",
)
@root_option
def command(base: str, head: str | None, format_: str, output: Path | None, root: Path) -> None:
    """Say what a change does to the records, not to the lines.

    BASE and HEAD are git revisions or records.json files.  Without HEAD the work tree is
    compared with the point where it left BASE: "wgkb changes main" is what the branch does.
    """
    try:
        changes = _changes(root, base, head)
    except (NotRecords, RevisionError, DataFileError) as error:
        raise click.ClickException(str(error)) from None
    rendered = FORMATS[format_](changes)
    if output is None:
        click.echo(rendered, nl=False)
    else:
        output.write_text(rendered, "utf-8")


def _changes(root: Path, base: str, head: str | None) -> Changes:
    if _is_file(base) or (head and _is_file(head)):
        before = _state(root, base)
        after = load_state(records_now(root) / "records.json") if not head else _state(root, head)
        return compare(before, after, load_redirects(root).records)
    if head:
        before_commit, after_commit = commit_of(root, base), commit_of(root, head)
        after = _state(root, after_commit)
    else:
        before_commit, after_commit = fork_point(root, base), ""
        after = load_state(records_now(root) / "records.json")
    return compare(
        _state(root, before_commit),
        after,
        load_redirects(root).records,
        changed_pages(root, before_commit, after_commit),
    )


def _is_file(name: str) -> bool:
    return name.endswith(".json") or Path(name).is_file()


def _state(root: Path, name: str) -> State:
    return load_state(Path(name) if _is_file(name) else records_at(root, name) / "records.json")
