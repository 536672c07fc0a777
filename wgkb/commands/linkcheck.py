"""``wgkb linkcheck`` — ask the links that leave the site."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import click

from wgkb.changes.revisions import records_at, records_now
from wgkb.commands.options import root_option
from wgkb.files.git import RevisionError, fork_point, git, main_branch
from wgkb.files.link_moves import Move, load_moves, moved
from wgkb.files.link_status import Answer, Health, Verdict, load_health, save_health
from wgkb.files.toml import DataFileError
from wgkb.graph.links import Link, Place, links_from
from wgkb.linkcheck.checker import Limits, LinkChecker
from wgkb.linkcheck.touched import added_lines, touched
from wgkb.model.words import counted

ARCHIVE = "https://archive.org/wayback/available?url={url}&timestamp={date}"
MOST_COPIES = 50
"""Archived copies looked for in one run."""


@click.command("linkcheck")
@click.option("--all", "everything", is_flag=True, help="Ask all links, not only those due.")
@click.option("--base", help="Revision that the change is compared with (default: main branch).")
@click.option(
    "--changed", is_flag=True, help="Ask only the links that the change adds or touches."
)
@click.option("--deadline", type=float, default=1800, show_default=True, help="Seconds in all.")
@root_option
def command(
    everything: bool, base: str | None, changed: bool, deadline: float, root: Path
) -> None:
    """Ask the links that leave the site, and remember the answers.

    Only a dead link that the change adds or touches makes it fail.
    """
    try:
        moves = load_moves(root)
        links = _links(records_now(root))
        own = _touched(root, links, base)
        if changed and not own:
            click.echo("no link is added or touched, as far as git can tell")
    except (DataFileError, RevisionError) as error:
        raise click.ClickException(str(error)) from None
    limits = Limits(deadline=deadline)
    failed = check(root, links, own, moves, limits, everything=everything, changed=changed)
    sys.exit(int(failed))


def check(
    root: Path,
    links: tuple[Link, ...],
    own: Mapping[str, tuple[Place, ...]],
    moves: tuple[Move, ...],
    limits: Limits,
    *,
    everything: bool = False,
    changed: bool = False,
    archive: str = ARCHIVE,
) -> bool:
    """Ask what is due, keep and print what was learnt; return whether the change fails."""
    today = dt.datetime.now(dt.UTC).date()
    health = load_health(root).only(link.url for link in links)
    urls = [link.url for link in links if not changed or link.url in own]
    due = urls if everything else [u for u in urls if u in own or u in health.due([u], today)]
    click.echo(f"{counted(len(links), 'link')}, {len(due)} of them to ask")
    answers: dict[str, Answer] = {}
    terminal = sys.stderr.isatty()
    with click.progressbar(length=len(due), file=sys.stderr, hidden=not terminal) as bar:

        def note(url: str, answer: Answer) -> None:
            answers[url] = answer
            bar.update(1)

        try:
            online, copies = asyncio.run(_ask(due, health, limits, archive, note))
        except KeyboardInterrupt:
            if any(answer.status for answer in answers.values()):
                save_health(root, health.with_answers(answers, today))
            raise
    if due and not online:
        click.echo("no server at all answered: without a network nothing can be said of links")
        return False
    health = health.with_answers(answers, today).with_archived(copies)
    save_health(root, health)
    dead_own = False
    for link in links:
        known = health.links.get(link.url)
        if known is None:
            continue
        mine = link.url in own
        dead_own |= mine and known.verdict is Verdict.DEAD
        for line in _report(link, own.get(link.url, link.places), health, moves, mine):
            click.echo(line)
    count = Counter(known.verdict for known in health.links.values())
    click.echo(", ".join(f"{count[verdict]} {verdict}" for verdict in Verdict))
    if len(answers) < len(due):
        click.echo(f"{counted(len(due) - len(answers), 'was', 'were')} not asked: time was up")
    return dead_own


async def _ask(
    due: list[str],
    health: Health,
    limits: Limits,
    archive: str,
    note: Callable[[str, Answer], object],
) -> tuple[bool, dict[str, str]]:
    """Ask what is *due*; whether there is a network, and archived copies of what is dead."""
    async with LinkChecker(limits) as asker:
        answers = await asker.ask_all(due, note)
        if not asker.answered:
            witnesses = [u for u, k in health.links.items() if k.alive and u not in answers]
            await asker.ask_all(witnesses[:3])
        if not asker.answered:
            return False, {}
        wanted = {
            url: _day(health, url)
            for url, answer in answers.items()
            if answer.verdict is Verdict.DEAD
            and not (url in health.links and health.links[url].archived)
        }
        some = dict(list(wanted.items())[:MOST_COPIES])
        return True, await asker.archived(some, archive)


def _day(health: Health, url: str) -> str:
    """The last day on which *url* was alive, as the archive writes it."""
    known = health.links.get(url)
    return known.alive.replace("-", "") if known else ""


def _report(
    link: Link, places: tuple[Place, ...], health: Health, moves: tuple[Move, ...], mine: bool
) -> Iterator[str]:
    """The lines about one link: what is wrong and what would be right."""
    known = health.links[link.url]
    elsewhere = moved(link.url, moves)
    if known.verdict is Verdict.DEAD:
        rule, message = "dead-link", f"{link.url} is dead: {known.reason}"
        if known.alive:
            message += f"; last seen alive on {known.alive}"
        if elsewhere and elsewhere[0]:
            message += f"; it may be at {elsewhere[0]}, since {elsewhere[1]}"
        if known.archived:
            message += f"; an archived copy: {known.archived}"
    elif known.verdict is Verdict.MOVED and not (elsewhere and elsewhere[0]):
        rule, message = "moved-link", f"{link.url} has moved to {known.location}"
        message += f" ({known.reason})" if known.reason else ""
    elif elsewhere and elsewhere[0]:
        rule, message = "moved-link", f"{link.url} has moved to {elsewhere[0]}: {elsewhere[1]}"
    elif mine and known.verdict is Verdict.UNKNOWN:
        rule, message = "unknown-link", f"{link.url} could not be checked: {known.reason}"
    else:
        return
    weight = "WARNING" if mine and rule == "dead-link" else "advice"
    printable = "".join(c if c.isprintable() else "�" for c in message)
    for place in places:
        yield f"{place.path}:{place.line}: {weight}: {printable} [wg.{rule}]"


def _links(folder: Path) -> tuple[Link, ...]:
    return links_from(json.loads((folder / "links.json").read_bytes()))


def _touched(
    root: Path, links: tuple[Link, ...], base: str | None
) -> dict[str, tuple[Place, ...]]:
    """The links of the change; without anything to compare with, none."""
    try:
        branch = base or main_branch(root)
        if branch is None:
            return {}
        commit = fork_point(root, branch)
    except RevisionError:
        if base:
            raise
        return {}
    prefix = ("--no-ext-diff", "--src-prefix=a/", "--dst-prefix=b/")  # whatever is configured
    diff = git(root, "diff", "-U0", "--no-color", "--relative", *prefix, commit, "--")
    return touched(links, _links(records_at(root, commit)), added_lines(diff))
