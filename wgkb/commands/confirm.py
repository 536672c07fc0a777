"""``wgkb confirm`` — confirm judgements against the present wording of their requirements."""

from __future__ import annotations

from pathlib import Path

import click

from wgkb.changes.compare import NotRecords, graph_of, load_state
from wgkb.changes.revisions import records_now
from wgkb.changes.words import as_terminal, word_diff
from wgkb.commands.options import root_option
from wgkb.files.git import RevisionError
from wgkb.files.judgements import JUDGEMENTS, Judgements, judgements_text, load_judgements
from wgkb.files.toml import DataFileError
from wgkb.graph.suspects import Suspect, confirmed, suspects
from wgkb.model.findings import did_you_mean


@click.command("confirm")
@click.argument("ids", nargs=-1)
@click.option("--new", is_flag=True, help="Remember those that are not remembered yet.")
@click.option("--all", "everything", is_flag=True, help="Confirm all suspects.")
@root_option
def command(ids: tuple[str, ...], new: bool, everything: bool, root: Path) -> None:
    """Confirm that judgements hold for the present wording of their requirements.

    IDS are gaps and supports ("KEYSTONE-03": all that it judges) or requirements ("IDN-02": all
    that judge it).  Without any, the suspects are listed with what changed in the wording.
    """
    try:
        known = load_judgements(root)
        graph = graph_of(load_state(records_now(root) / "records.json"))
    except (DataFileError, RevisionError, NotRecords) as error:
        raise click.ClickException(str(error)) from None
    known = Judgements(known.marks, known.wordings, exists=True)
    found = list(suspects(graph.entries, known))
    for name in ids:
        if graph.get(name) is None:
            raise click.ClickException(
                f"there is no record {name}{did_you_mean(name, graph.ids())}"
            )
    chosen = [
        suspect
        for suspect in found
        if everything
        or (new and suspect.is_new)
        or suspect.judgement in ids
        or suspect.requirement in ids
    ]
    if not (ids or new or everything):
        _list(found)
        return
    text = judgements_text(
        confirmed(graph.entries, known, [(s.judgement, s.requirement) for s in chosen])
    )
    path = root / JUDGEMENTS
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    left = len(found) - len(chosen)
    click.echo(f"{len(chosen)} confirmed, {left} left to confirm; {JUDGEMENTS} is written")


def _list(found: list[Suspect]) -> None:
    for suspect in found:
        if not suspect.is_new:
            click.echo(f"{suspect.judgement} about {suspect.requirement}: the wording changed")
            click.echo(f"    {as_terminal(word_diff(suspect.before, suspect.now))}")
    if new := [suspect.judgement for suspect in found if suspect.is_new]:
        click.echo(f'not remembered yet ("wgkb confirm --new" does it): {", ".join(new)}')
    click.echo(f"{len(found)} to confirm" if found else "every judgement is confirmed")
