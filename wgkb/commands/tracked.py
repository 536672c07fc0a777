"""``wgkb tracked`` — ask public trackers how far they are with what gaps name."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from wgkb.changes.revisions import records_now
from wgkb.commands.options import root_option
from wgkb.files.git import RevisionError
from wgkb.files.toml import DataFileError
from wgkb.files.tracked import TRACKED, TrackedState, load_tracked, tracked_text
from wgkb.files.writing import write_if_changed
from wgkb.linkcheck.checker import Limits, LinkChecker
from wgkb.linkcheck.trackers import questions, state_of


@click.command("tracked")
@click.option("--deadline", type=float, default=1800, show_default=True, help="Seconds in all.")
@root_option
def command(deadline: float, root: Path) -> None:
    """Ask public trackers how far they are with what gaps name in tracked-by.

    What they say is kept in data/tracked.toml and shown with the gap.  Nothing makes it fail.
    """
    try:
        before = load_tracked(root)
        document = json.loads((records_now(root) / "trackers.json").read_bytes())
    except (DataFileError, RevisionError) as error:
        raise click.ClickException(str(error)) from None
    update(root, before, document, Limits(deadline=deadline))


def update(
    root: Path, before: Mapping[str, TrackedState], document: Mapping[str, Any], limits: Limits
) -> None:
    """Ask, keep what is learnt below *root*, and print it; *document* is ``trackers.json``."""
    gaps: dict[str, list[str]] = document["tracked"]
    asked = questions(gaps, document["states"])
    today = dt.datetime.now(dt.UTC).date()
    known = {name: state for name, state in before.items() if name in gaps}
    learnt = asyncio.run(_ask(asked, limits))
    for name, (state, over) in sorted(learnt.items()):
        known[name] = TrackedState(state, today, over)
    if known or before:
        write_if_changed(root / TRACKED, tracked_text(known))
    for name in asked.keys() - learnt.keys():
        click.echo(f"{name}: no state could be read")
    for name, now in sorted(known.items()):
        for place in gaps[name] if now.over else ():
            click.echo(f'{place}: {name} is "{now.state}", the gap is not closed')
    click.echo(f"{len(gaps)} tracked, {len(learnt)} of {len(asked)} that can be asked answered")


async def _ask(asked: Mapping[str, Sequence[str]], limits: Limits) -> dict[str, tuple[str, bool]]:
    found = {}
    wanted: dict[str, list[tuple[str, str]]] = {}
    for name, (form, url) in asked.items():
        wanted.setdefault(url, []).append((name, form))

    def note(url: str, body: bytes) -> None:
        for name, form in wanted[url]:
            if state := state_of(form, body):
                found[name] = state

    async with LinkChecker(limits) as asker:
        await asker.bodies(wanted, note)
    return found
