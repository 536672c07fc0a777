"""``wgkb import-minutes`` — turn an IRC log into a minutes page."""

from __future__ import annotations

import datetime as dt
import difflib
import sys
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from itertools import chain, count
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from wgkb.commands.options import root_option
from wgkb.editing.source_scan import NUMBERED, records_in
from wgkb.files import registers as data
from wgkb.files.schedule import Series, slug
from wgkb.importers.minutes import Hints, LogError, Minutes
from wgkb.importers.nicks import Nicks
from wgkb.importers.page import LOG_SUFFIX, About, Page, is_as_imported, make_page
from wgkb.importers.reading import read_log
from wgkb.model.records import Meeting, Person
from wgkb.model.times import short

DIFFERS, WRONG = 1, 2
"""Exit status: a page was edited and is left alone; there is nothing to import."""
SHOWN_NICKS = 50


class ImportFailed(click.ClickException):
    """Nothing was imported."""

    exit_code = WRONG


class Zone(click.ParamType[ZoneInfo]):
    """An IANA time zone."""

    name = "zone"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> ZoneInfo:
        try:
            return ZoneInfo(str(value))
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self.fail(f"{value!r} is not an IANA time zone", param, ctx)


@dataclass(frozen=True, slots=True)
class _Options:
    """What the user says of all meetings of the log."""

    series: str
    slug: str
    channel: str
    source: str


@click.command("import-minutes")
@click.argument("log", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), help="Day on which the log begins.")
@click.option("--timezone", "zone", type=Zone(), help="Time zone of the log's clock.")
@click.option("--series", default="", help="Series to which the meeting belongs.")
@click.option("--slug", "name", default="", help="End of the id: 2017-06-07-SLUG.")
@click.option("--channel", default="", help="Channel in which it was.")
@click.option("--source", default="", help="Public address of the log.")
@root_option
def command(
    log: str,
    date: dt.datetime | None,
    zone: ZoneInfo | None,
    series: str,
    name: str,
    channel: str,
    source: str,
    root: Path,
) -> None:
    """Turn an IRC log into a minutes page.

    LOG is a log of MeetBot (.log.txt, .log.html), its text minutes, or a log as irssi, weechat
    and other clients show it, also quoted in a mail; - reads it from the standard input.  The
    log is kept beside the page.  A page that somebody edited is never overwritten: the
    difference is shown, and the exit status is 1.
    """
    known = data.load(root)
    for problem in known.problems:
        click.echo(problem, err=True)
    if known.problems:
        raise ImportFailed("nothing was imported: put the data files right first")
    options = _Options(series, name, channel, source)
    hints = Hints(Path(log).name, date.date() if date else None, zone)
    try:
        with click.open_file(log, "rb") as file:
            found = read_log(file.read(), hints)
    except LogError as error:
        raise ImportFailed(f"{log}: {error}") from None
    people = [entry.record for entry in known.people if isinstance(entry.record, Person)]
    nicks = Nicks(people)
    counts: Counter[str] = Counter()
    edited = False
    unknown: Counter[str] = Counter()
    ids = {record.id for record in records_in(root)}
    for minutes in found:
        about = _about(minutes, options, known.schedule, counts)
        about = replace(about, discusses=_named(minutes, ids))
        page = make_page(minutes, about, nicks)
        edited |= not _store(root, about, minutes, page)
        unknown.update(page.unknown)
        if page.unowned:
            lines = ", ".join(map(str, page.unowned))
            click.echo(f"  actions without an owner, on these lines of the log: {lines}", err=True)
    if unknown:
        _show_unknown(list(unknown), {person.id for person in people})
    if edited:
        sys.exit(DIFFERS)


def _about(
    minutes: Minutes, options: _Options, schedule: Sequence[Series], counts: Counter[str]
) -> About:
    """Id, title and place of a meeting, from the log, the schedule and the options."""
    called = options.series or minutes.name
    series = next((series for series in schedule if series.is_called(called)), None)
    title = series.project if series else options.series or minutes.name or "IRC meeting"
    end = slug(options.slug or (series.id if series else "") or called or minutes.channel)
    meeting_id = f"{minutes.day.isoformat()}-{end[:60].strip('-') or 'irc'}"
    counts[meeting_id] += 1
    if counts[meeting_id] > 1:
        meeting_id += f"-{counts[meeting_id]}"
    rooms = {rule.irc for rule in series.schedule} if series else set()
    return About(
        id=meeting_id,
        title=f"{title}, {short(minutes.day.isoformat())}",
        series=series.project if series else options.series,
        channel=options.channel or (f"#{rooms.pop()}" if len(rooms) == 1 else ""),
        source=options.source,
    )


def _named(minutes: Minutes, ids: Set[str]) -> tuple[str, ...]:
    """The numbered records that the log names."""
    words = {word for line in minutes.log for word in NUMBERED.findall(line)}
    return tuple(sorted(words & ids))


def _store(root: Path, about: About, minutes: Minutes, page: Page) -> bool:
    """Write the page and its log; False if a person's work is in the way."""
    folder = root / Meeting.type.folder / about.id[:4]
    path, log_path = folder / f"{about.id}.md", folder / f"{about.id}{LOG_SUFFIX}"
    shown = path.relative_to(root).as_posix()
    log = "".join(f"{line}\n" for line in minutes.log)
    if log_path.exists() and log_path.read_bytes() != log.encode():
        raise ImportFailed(
            f"{log_path.relative_to(root).as_posix()} holds another log; give this meeting an id "
            "of its own with --slug"
        )
    if path.exists():
        present = path.read_bytes().decode("utf-8", "replace")
        if present == page.text and log_path.exists():
            click.echo(f"{shown}: unchanged", err=True)
            return True
        if present != page.text and not is_as_imported(present):
            click.echo(f"{shown}: was edited and is left alone; the import differs:", err=True)
            click.echo(_difference(shown, present, page.text), nl=False)
            return False
    word = "written anew" if path.exists() else "written"
    folder.mkdir(parents=True, exist_ok=True)
    log_path.write_bytes(log.encode())
    path.write_bytes(page.text.encode())
    click.echo(f"{shown}: {word}", err=True)
    return True


def _difference(name: str, present: str, imported: str) -> str:
    lines = difflib.unified_diff(
        present.splitlines(keepends=True),
        imported.splitlines(keepends=True),
        f"{name} (as it is)",
        f"{name} (as imported)",
    )
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def _show_unknown(nicks: list[str], taken: set[str]) -> None:
    """Tables for ``people.toml``, to complete; a nick alone is nobody's name.

    :param taken: ids of the people that it has already.
    """
    click.echo(f"  nicks of nobody in {data.PEOPLE}; whom you know, add there:", err=True)
    for nick in nicks[:SHOWN_NICKS]:
        name = slug(nick) or "somebody"
        names = chain([name], (f"{name}-{number}" for number in count(2)))
        person = next(name for name in names if name not in taken)
        taken = taken | {person}
        quoted = nick.replace("\\", "\\\\").replace('"', '\\"')
        click.echo(f'\n[{person}]\nname = "?"\nnicks = ["{quoted}"]', err=True)
    if len(nicks) > SHOWN_NICKS:
        click.echo(f"\n  … and {len(nicks) - SHOWN_NICKS} more", err=True)
