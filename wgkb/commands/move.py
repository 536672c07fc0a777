"""``wgkb move`` — move a page, a record or a person and leave a redirect."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from pathlib import Path

import click
import tomlkit
from tomlkit.exceptions import TOMLKitError

from wgkb.commands.options import root_option
from wgkb.editing.moving import MoveError, Plan, is_pack, is_record_id, move_page, move_record
from wgkb.editing.moving_people import move_person
from wgkb.files.judgements import JUDGEMENTS, judgements_text, load_judgements, renamed
from wgkb.files.readings import file_of
from wgkb.files.redirects import KINDS, REDIRECTS, load_redirects
from wgkb.files.registers import PEOPLE
from wgkb.files.toml import DataFileError, read_toml
from wgkb.rules.source import SourceFile, encoding

LEFT_OUT = ("_build", "tests", "benchmarks", "wgkb", "node_modules")
"""Folders that hold no content; those whose name begins with a dot are left out too."""
SOURCES = (".rst", ".md")


@click.command("move")
@click.argument("old")
@click.argument("new")
@click.option("--dry-run", is_flag=True, help="Say what would be done and change nothing.")
@root_option
def command(old: str, new: str, dry_run: bool, root: Path) -> None:
    """Move a page or a record, rewrite what refers to it and leave a redirect.

    \b
    OLD and NEW are names of pages, or ids of records or people:
      wgkb move use-cases/retail-store use-cases/shops
      wgkb move KEYSTONE-03 FEDERATION-09
      wgkb move ada-lovelace ada-king
    """
    try:
        redirects = load_redirects(root)
        texts = _texts(root)
        people = read_toml(root, PEOPLE).content
        if is_record_id(old) or old in people:
            if new in redirects.records:
                raise MoveError(f"{new} was the id of another record and is never used again")
            plan = (move_person if old in people else move_record)(texts, old, new)
        elif posixpath.basename(old) in people:
            hint = f"wgkb move {posixpath.basename(old)} {posixpath.basename(new)}"
            raise MoveError(f"{old} is made from {PEOPLE}; move the person: {hint}")
        else:
            plan = move_page(texts, old, new)
        ledgers = _ledgers(root, plan)
        data = {
            REDIRECTS: _redirects_text(root, plan),
            **_judgements(root, plan),
            **{new: (root / old).read_text("utf-8") for old, new in ledgers.items()},
        }
    except (MoveError, DataFileError, TOMLKitError) as error:
        raise click.ClickException(str(error)) from None
    for source, target in plan.renames.items():
        click.echo(f"move     {source} -> {target}")
    for path in sorted(plan.texts.keys() - set(plan.renames.values())):
        click.echo(f"rewrite  {path}")
    if JUDGEMENTS in data:
        click.echo(f"rewrite  {JUDGEMENTS}")
    for table, before, after in plan.redirects:
        click.echo(f"redirect [{table}] {before} -> {after}")
    if not dry_run:
        _carry_out(root, plan, data)
        for ledger in ledgers:
            (root / ledger).unlink()
    for note in plan.notes:
        click.echo(f"note     {note}")


def _texts(root: Path) -> dict[str, str]:
    """The text of every file of the knowledge base that may refer to a page or a record.

    :raises MoveError: one of them is not UTF-8.
    """
    found = {}
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        name = "/".join(parts)
        if (
            (path.suffix in SOURCES or name == PEOPLE or is_pack(name))
            and path.is_file()
            and not (parts[0] in LEFT_OUT or any(part.startswith(".") for part in parts))
        ):
            data = path.read_bytes()
            for finding in encoding(SourceFile(name, data)):
                raise MoveError(f"{name}:{finding.line}: {finding.message}")
            found[name] = data.decode("utf-8")
    return found


def _redirects_text(root: Path, plan: Plan) -> str:
    """``data/redirects.toml`` with the new entries, its comments and order kept."""
    path = root / REDIRECTS
    document = tomlkit.parse(path.read_text("utf-8")) if path.is_file() else tomlkit.document()
    for kind in KINDS:
        for table, old, new in plan.redirects:
            if table != kind:
                continue
            if kind not in document:
                document.add(kind, tomlkit.table())
            entries = document[kind]
            for earlier, target in entries.items():
                if target == old:
                    entries[earlier] = new  # one step from every old address
            entries[old] = new
            if new in entries:
                del entries[new]  # it came back to where it had been
    return tomlkit.dumps(document)


def _judgements(root: Path, plan: Plan) -> dict[str, str]:
    """``data/judgements.toml`` by its path, if a judgement has another id after the move.

    Without it, the wording that was judged would be forgotten, and a suspect with it.
    """
    judgements = load_judgements(root)
    ids = {old: new for table, old, new in plan.redirects if table == "records"}
    moved = renamed(judgements, ids)
    return {JUDGEMENTS: judgements_text(moved)} if moved != judgements else {}


def _ledgers(root: Path, plan: Plan) -> dict[str, str]:
    """New place by old place of each record of reading whose page moves."""
    moved = {
        file_of(source.rpartition(".")[0]): file_of(target.rpartition(".")[0])
        for source, target in plan.renames.items()
    }
    return {old: new for old, new in moved.items() if old != new and (root / old).is_file()}


def _carry_out(root: Path, plan: Plan, data: Mapping[str, str]) -> None:
    for path, text in {**plan.texts, **data}.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())
    for source in plan.renames:
        (root / source).unlink()
