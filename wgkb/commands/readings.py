"""``wgkb readings`` — list the sentences that name a source, and record what was read."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from wgkb.changes.revisions import records_now
from wgkb.commands.options import root_option
from wgkb.files.git import RevisionError
from wgkb.files.readings import (
    READINGS,
    Ledger,
    Reading,
    Verdict,
    file_of,
    ledger_text,
    load_readings,
)
from wgkb.files.source_files import content_id, source_file
from wgkb.files.writing import write_if_changed
from wgkb.graph.reading_progress import Progress, progress
from wgkb.model.claims import Claim, claims_from
from wgkb.model.findings import did_you_mean

SHORTEST = 6
"""Characters of a digest from which on it is not taken for the number of a line."""
SOURCE_ENDINGS = re.compile(r"\.(rst|md)$")


@dataclass(frozen=True)
class Work:
    """The claims of a knowledge base and what was read of them."""

    root: Path
    pages: Mapping[str, tuple[Claim, ...]]
    ledgers: Mapping[str, Ledger]
    patterns: tuple[str, ...]
    """Addresses of files in repositories, with blanks."""

    def ledger(self, page: str) -> Ledger:
        return self.ledgers.get(file_of(page), {})

    def progress(self, page: str) -> Progress:
        return progress(self.pages[page], self.ledger(page))

    def write(self, page: str, ledger: Ledger) -> None:
        """Write the ledger of a page; an empty one goes away."""
        path = self.root / file_of(page)
        if ledger:
            write_if_changed(path, ledger_text(ledger))
        else:
            path.unlink(missing_ok=True)


@click.command("readings")
@click.argument("names", nargs=-1)
@click.option("--unread", is_flag=True, help="List only what has not been read.")
@click.option("--mark", "page", metavar="PAGE", help="Record the reading of sentences of PAGE.")
@click.option("--at", help="What was read: a revision, a date, a file.")
@click.option(
    "--verdict",
    type=click.Choice([str(verdict) for verdict in Verdict]),
    default=str(Verdict.RIGHT),
    show_default=True,
)
@click.option("--note", default="", help="What somebody who reads it again should know.")
@click.option("--prune", is_flag=True, help="Drop readings of sentences that are others now.")
@click.option(
    "--sources",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of clones (openstack/glance …): remember, or compare, the content of files.",
)
@root_option
def command(
    names: tuple[str, ...],
    unread: bool,
    page: str | None,
    at: str | None,
    verdict: str,
    note: str,
    prune: bool,
    sources: Path | None,
    root: Path,
) -> None:
    """List the sentences that name a source, and record what was read.

    \b
    NAMES are pages or folders; with --mark they are lines or digests of sentences of PAGE:
      wgkb readings gap-analyses/glance --unread
      wgkb readings --mark gap-analyses/glance 33 35 3f2a9c --at "stable/2026.1 of 2026-08-21"
      wgkb readings --mark gap-analyses/glance 40 --at 2026-11-24 --verdict unreachable
      wgkb readings --prune
    """
    work = _work(root)
    if page is not None:
        if not at or not at.strip():
            raise click.UsageError('--mark needs --at "what was read: a revision or a date"')
        if not names:
            raise click.UsageError("--mark needs the lines or digests of what was read")
        today = dt.datetime.now(dt.UTC).date()
        _mark(work, _page(work, page), names, Reading(today, at, Verdict(verdict), note), sources)
    elif prune:
        _prune(work, _pages(work, names), sources, everything=not names)
    else:
        _list(work, _pages(work, names), unread, in_full=bool(names))


def _work(root: Path) -> Work:
    try:
        document = json.loads((records_now(root) / "claims.json").read_bytes())
    except RevisionError as error:
        raise click.ClickException(str(error)) from None
    ledgers, wrong = load_readings(root)
    if wrong:
        raise click.ClickException("\n".join(map(str, wrong)))
    pages = {name: claims_from(claims) for name, claims in document["pages"].items()}
    return Work(root, pages, ledgers, tuple(document["files"]))


def _page(work: Work, name: str) -> str:
    """The page that somebody calls *name*, which may be its file."""
    page = SOURCE_ENDINGS.sub("", name.removeprefix("./"))
    if page not in work.pages:
        hint = did_you_mean(page, work.pages)
        raise click.ClickException(f"there is no page {page} with a sentence to read{hint}")
    return page


def _pages(work: Work, names: tuple[str, ...]) -> list[str]:
    """The pages of *names*, those below folders among them; all if there is no name."""
    found = []
    for name in names:
        below = [page for page in work.pages if page.startswith(f"{name.rstrip('/')}/")]
        found += below or [_page(work, name)]
    return found if names else list(work.pages)


# --- Listing --------------------------------------------------------------------------------


def _list(work: Work, pages: list[str], unread: bool, *, in_full: bool) -> None:
    total = Progress()
    for page in pages:
        found = work.progress(page)
        total += found
        if unread and not found.unread:
            continue
        click.echo(f"{page}: {_counts(found)}")
        for line in _lines(work, page, unread) if in_full else ():
            click.echo(line)
    if len(pages) != 1:
        click.echo(f"{len(pages)} pages: {_counts(total)}")


def _counts(found: Progress) -> str:
    counts = f"{found.claims} sentences with a source, {found.read} read, {found.unread} unread"
    return f"{counts}, {found.unreachable} out of reach" if found.unreachable else counts


def _lines(work: Work, page: str, unread: bool) -> Iterator[str]:
    ledger = work.ledger(page)
    for claim in work.pages[page]:
        reading = ledger.get(claim.digest)
        if unread and reading is not None:
            continue
        state = f"{reading.verdict} ({reading.read}, {reading.at})" if reading else "unread"
        yield f"{claim.line:5} {claim.digest}  {state}  {claim.owner}".rstrip()
        yield f"      {claim.text}"
        yield from (f"      < {source}" for source in dict.fromkeys(claim.sources))
        if reading and reading.note:
            yield f"      ({reading.note})"


# --- Marking --------------------------------------------------------------------------------


def _mark(
    work: Work, page: str, names: tuple[str, ...], reading: Reading, sources: Path | None
) -> None:
    chosen = [claim for name in names for claim in _chosen(work, page, name)]
    ledger = dict(work.ledger(page))
    for claim in dict.fromkeys(chosen):
        files = _files(work, claim, sources) if sources else {}
        ledger[claim.digest] = reading._replace(files=files)
        click.echo(f"{reading.verdict}: {page}, line {claim.line}: {_short(claim.text)}")
    work.write(page, ledger)
    found = progress(work.pages[page], ledger)
    click.echo(f"{page}: {_counts(found)}; {file_of(page)} is written")


def _chosen(work: Work, page: str, name: str) -> list[Claim]:
    """The claims that *name*, a line or the beginning of a digest, means."""
    claims = work.pages[page]
    if len(name) < SHORTEST:
        found = [claim for claim in claims if str(claim.line) == name]
    else:
        found = [claim for claim in claims if claim.digest.startswith(name)]
    if not found:
        raise click.ClickException(
            f"no sentence with a source begins on line {name} of {page}, and no digest begins so"
        )
    if len({claim.digest for claim in found}) > 1:
        digests = ", ".join(dict.fromkeys(claim.digest for claim in found))
        raise click.ClickException(f"{name} means several sentences; name one of {digests}")
    return found


def _files(work: Work, claim: Claim, folder: Path) -> dict[str, str]:
    """The content of the files that *claim* names, as far as *folder* has them."""
    ids = {source: _content(work, source, folder) for source in claim.sources}
    return {source: content for source, content in ids.items() if content}


def _content(work: Work, source: str, folder: Path) -> str:
    file = source_file(source, work.patterns)
    return content_id(folder, file) if file else ""


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:60].rpartition(" ")[0] + " …"


# --- Pruning --------------------------------------------------------------------------------


def _prune(work: Work, pages: list[str], sources: Path | None, *, everything: bool) -> None:
    dropped = 0
    for page in pages:
        ledger = work.ledger(page)
        claims = {claim.digest: claim for claim in work.pages[page]}
        kept = {}
        for digest, reading in ledger.items():
            changed = _changed(work, reading, sources) if sources else []
            if digest not in claims:
                click.echo(f"{page}: {digest} is no sentence of it any more")
            elif changed:
                place = f"{page}, line {claims[digest].line}"
                click.echo(f"{place}: unread, since {', '.join(changed)} changed")
            else:
                kept[digest] = reading
        dropped += len(ledger) - len(kept)
        if len(kept) < len(ledger):
            work.write(page, kept)
    for name in work.ledgers.keys() - set(map(file_of, work.pages)) if everything else ():
        click.echo(f"{name} belongs to no page with a sentence to read")
        dropped += len(work.ledgers[name])
        (work.root / name).unlink()
    click.echo(f"{dropped} readings dropped from {READINGS}")


def _changed(work: Work, reading: Reading, folder: Path) -> list[str]:
    """The files that were read and have other content now; those that are not here count not."""
    return [
        source
        for source, content in reading.files.items()
        if (now := _content(work, source, folder)) and now != content
    ]
