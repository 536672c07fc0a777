"""``wgkb new`` — start a new record from its template."""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import click
from pydantic import TypeAdapter, ValidationError

from wgkb.commands.options import root_option
from wgkb.editing import templates
from wgkb.editing.source_scan import (
    SourceRecord,
    insertion,
    next_id,
    records_in,
    records_of,
    used_ids,
)
from wgkb.files import registers as data
from wgkb.files.registers import Data
from wgkb.files.schedule import Series, Slot, slug
from wgkb.model.findings import did_you_mean
from wgkb.model.records import (
    FIELDS,
    RECORD_TYPES,
    SOURCES,
    Meeting,
    MeetingKind,
    Person,
    Record,
    Slug,
)
from wgkb.model.times import days, moment, short

LETTERS = {"decision": "D", "action": "A", "vote": "V"}
HEADINGS = {
    "gap": ("Gaps",),
    "support": ("What is met",),
}
"""Sections of a page in which records of a type stand."""
DEFAULTS = {
    "use-case": {"status": "proposed"},
    "requirement": {"status": "proposed"},
    "action": {"state": "open"},
}
_SLUG: TypeAdapter[str] = TypeAdapter(Slug)


class CannotStart(click.ClickException):
    """The record was not started; the message says why."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Request:
    """What the user wants, as far as it was said."""

    root: Path
    model: type[Record]
    name: str
    title: str
    page: str
    series: str
    date: dt.date | None
    values: dict[str, str]
    ask: bool

    def asked(self, question: str, given: str = "") -> str:
        """What was *given*, or what the user answers.

        :raises CannotStart: nothing was given and nobody can be asked.
        """
        if given:
            return given
        if not self.ask:
            raise CannotStart(f"say the {question}; nobody is there to be asked")
        return str(click.prompt(question.capitalize())).strip()


@click.command("new")
@click.argument("type_", metavar="TYPE", type=click.Choice(list(RECORD_TYPES)))
@click.argument("name", required=False, default="")
@click.option("--title", default="", help="Its title.")
@click.option("--on", "page", default="", help="Page on which it stands, such as keystone.")
@click.option("--series", default="", help="Series of a meeting, as in the schedule.")
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), help="Day of a meeting.")
@click.option("--set", "fields", multiple=True, metavar="FIELD=VALUE", help="Fill in a field.")
@click.option("--ask/--no-ask", default=None, help="Ask for what is missing (in a terminal).")
@root_option
def command(
    type_: str,
    name: str,
    title: str,
    page: str,
    series: str,
    date: dt.datetime | None,
    fields: tuple[str, ...],
    ask: bool | None,
    root: Path,
) -> None:
    """Start a new record: find its id, and write its template into the right place.

    NAME is the file name of a record that is a page (retail-store), or the id of a person; all
    other ids are found.  A new meeting gets the time, the channel and the agenda of its series,
    and the actions that are still open.
    """
    model = RECORD_TYPES[type_]
    request = Request(
        root=root,
        model=model,
        name=name,
        title=" ".join(title.split()),
        page=page,
        series=series,
        date=date.date() if date else None,
        values=DEFAULTS.get(type_, {}) | _values(model, fields),
        ask=sys.stdin.isatty() if ask is None else ask,
    )
    start = _STARTS.get(type_) or (_page if model.type.place == "page" else _section)
    start(request)


def _values(model: type[Record], fields: tuple[str, ...]) -> dict[str, str]:
    known = [spec.name for spec in FIELDS[model.type.name]]
    values = {}
    for text in fields:
        name, equals, value = text.partition("=")
        if not equals:
            raise CannotStart(f"--set {text}: must be FIELD=VALUE")
        if name not in known:
            hint = did_you_mean(name, known) or f"; known: {', '.join(known)}"
            raise CannotStart(f"--set {text}: a {model.type.label} has no field {name}{hint}")
        values[name] = " ".join(value.split())
    return values


def _complete(request: Request) -> dict[str, str]:
    """The values, with those that the user gives when asked; Enter leaves one empty."""
    values = dict(request.values)
    if request.ask:
        for spec in FIELDS[request.model.type.name]:
            if spec.required and spec.written_as == "option" and not values.get(spec.name):
                words = f"{spec.name} — {templates.takes(spec)}".rstrip(" —")
                values[spec.name] = click.prompt(words, default="", show_default=False).strip()
    return values


# --- Records that are pages -----------------------------------------------------------------


def _page(request: Request) -> None:
    kind = request.model.type
    name = request.asked("file name, such as retail-store", request.name)
    _check_slug(name, f"{name!r} is no file name: lower case letters, digits and hyphens")
    path = request.root / kind.folder / f"{name}.rst"
    if path.exists():
        raise CannotStart(f"{_shown(request, path)} exists already")
    title = request.asked("title", request.title)
    values = _complete(request)
    code = values.get("code", "")
    taken = {record.options.get("code"): record for record in records_in(request.root)}
    if code and code in taken:
        raise CannotStart(f"the code {code} belongs to {_shown(request, taken[code].path)}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(templates.rest_page(request.model, title, values), "utf-8")
    _report(request, name, path, 1, values)


# --- Records that are sections --------------------------------------------------------------


def _section(request: Request) -> None:
    kind = request.model.type
    records = records_in(request.root)
    pages = {record.page: record for record in records if record.kind == kind.page}
    label = RECORD_TYPES[kind.page].type.label
    name = request.asked(f"{label} on whose page it stands", request.page)
    if name not in pages:
        hint = did_you_mean(name, pages) or f"; start it with: wgkb new {kind.page}"
        raise CannotStart(f"there is no {label} {name}{hint}")
    path = pages[name].path
    text = path.read_text("utf-8")
    own = list(records_of(path, text))
    record_id = _next_id(request, pages[name], own)
    title = request.asked("title", request.title)
    values = _complete(request)
    write = templates.myst_record if path.suffix == ".md" else templates.rest_record
    record = write(request.model, f"{record_id} {title}", values)
    lines = text.rstrip("\n").split("\n")
    line = _place(lines, own, kind.name)
    before = _trimmed_end(lines[:line])
    after = _trimmed_start(lines[line:])
    new = [*before, "", *record.rstrip("\n").split("\n"), *(["", *after] if after else [])]
    path.write_text("\n".join(new) + "\n", "utf-8")
    _report(request, record_id, path, len(before) + 2, values)


def _next_id(request: Request, page: SourceRecord, own: list[SourceRecord]) -> str:
    kind = request.model.type.name
    if kind in LETTERS:
        used = [record.argument.partition(" ")[0] for record in own]
        return next_id(used, LETTERS[kind], digits=1)
    code = page.options.get("code", "")
    if not code:
        raise CannotStart(f"{_shown(request, page.path)} has no :code: to begin the id with")
    return next_id(used_ids(request.root), f"{code}-{'S' if kind == 'support' else ''}")


def _place(lines: list[str], own: list[SourceRecord], kind: str) -> int:
    """Line before which the record is put; in a meeting, before its closing section."""
    if kind in LETTERS and not any(record.kind == kind for record in own):
        for number, line in enumerate(lines):
            if line.lstrip("# ") == SOURCES:
                return number
        return len(lines)
    return insertion(lines, own, kind, HEADINGS.get(kind, ()))


def _trimmed_end(lines: list[str]) -> list[str]:
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines


def _trimmed_start(lines: list[str]) -> list[str]:
    while lines and not lines[0].strip():
        lines = lines[1:]
    return lines


# --- Meetings -------------------------------------------------------------------------------


def _meeting(request: Request) -> None:
    """The page of the next meeting: its slot, its agenda, and the actions that are open."""
    known = data.load(request.root)
    records = records_in(request.root)
    series = _series(request, known)
    values = dict(request.values)
    slot = _slot(request, series, records) if series else None
    values = _from_slot(slot, known) | values if slot else values
    if not values.get("start"):
        day = request.date.isoformat() if request.date else ""
        values["start"] = request.asked("day of the meeting (--date)", day)
    values = {"record": "agenda"} | values
    if series is None and request.series:
        values.setdefault("series", request.series)
    end = request.name or (series.id if series else slug(request.series)) or "meeting"
    day = values["start"][:10]
    name = end if re.match(r"\d{4}-\d{2}", end) else f"{day}-{slug(end)}"
    try:
        (first, _), month = days(values["start"]), len(values["start"]) == len("2016-04")
    except ValueError:
        raise CannotStart(f"start: {values['start']!r} is no date such as 2017-06-07") from None
    when = short(values["start"][:7] if month else first.isoformat())
    title = request.title or f"{series.project if series else 'Meeting'}, {when}"
    path = request.root / Meeting.type.folder / day[:4] / f"{name}.md"
    if path.exists():
        raise CannotStart(f"{_shown(request, path)} exists already")
    path.parent.mkdir(parents=True, exist_ok=True)
    values = _complete(replace(request, values=values))
    actions = _open_actions(records, values)
    path.write_text(_meeting_page(title, values, series, actions), "utf-8")
    _report(request, name, path, 1, values)


def _series(request: Request, known: Data) -> Series | None:
    if request.series:
        return next((s for s in known.schedule if s.is_called(request.series)), None)
    going_on = [series for series in known.schedule if not series.ended]
    return going_on[0] if len(going_on) == 1 else None


def _slot(request: Request, series: Series, records: list[SourceRecord]) -> Slot | None:
    """The slot of the day that was asked for, else the first after the last page of the series."""
    if request.date is not None:
        slots = series.slots(request.date)
        return slots[-1] if slots and slots[-1].start.date() == request.date else None
    pages = [
        days(record.options["start"])[1]
        for record in records
        if record.kind == "meeting"
        and series.is_called(record.options.get("series", "").strip("\"'"))
        and re.match(r"\d{4}-\d{2}", record.options.get("start", ""))
    ]
    last = max(pages, default=dt.date.min)
    until = max(last, *(rule.start_date for rule in series.schedule)) + dt.timedelta(days=70)
    later = (s for s in series.slots(until) if s.start.date() > last and not s.skipped)
    slot = next(later, None)
    if slot is None:
        end = f"it ended in {series.ended}" if series.ended else "it has no slot soon"
        raise CannotStart(f"{series.project}: {end}; give the day with --date")
    return slot


def _from_slot(slot: Slot, known: Data) -> dict[str, str]:
    chair = slot.series.chair.casefold()
    people = [entry.record for entry in known.people if isinstance(entry.record, Person)]
    chairs = [
        person.id
        for person in people
        if person.title.casefold() in chair
        or any(re.search(rf"\({re.escape(nick)}\)", chair, re.IGNORECASE) for nick in person.nicks)
    ]
    return {
        "start": f"{slot.start:%Y-%m-%d %H:%M} {slot.rule.timezone}",
        "end": f"{slot.end:%Y-%m-%d %H:%M} {slot.rule.timezone}",
        "channel": f"#{slot.rule.irc}",
        "kind": MeetingKind.IRC.value,
        "series": slot.series.project,
        "chair": ", ".join(chairs),
    }


def _open_actions(records: list[SourceRecord], values: Mapping[str, str]) -> list[SourceRecord]:
    """The open actions of earlier meetings of the series, those of the oldest meeting first."""
    meetings = {record.page: record for record in records if record.kind == "meeting"}
    series = slug(values.get("series", ""))
    found = []
    for action in records:
        meeting = meetings.get(action.page)
        if action.kind != "action" or action.options.get("state") != "open" or meeting is None:
            continue
        try:
            opened = moment(meeting.options.get("start", ""))
            if (
                opened < moment(values["start"])
                and slug(meeting.options.get("series", "")) == series
            ):
                found.append((opened, action.start, action))
        except ValueError:
            continue
    return [action for *_, action in sorted(found, key=lambda item: item[:2])]


def _meeting_page(
    title: str, values: Mapping[str, str], series: Series | None, actions: list[SourceRecord]
) -> str:
    blocks = [f"# {title}\n", templates.myst_record(Meeting, "", values), "## Agenda\n"]
    if series is not None and series.agenda_url:
        blocks.append(f"The agenda is kept at <{series.agenda_url}>.\n")
    if actions:
        owned = [
            "- {action}`"
            + action.id
            + "`"
            + "".join(
                f", {{person}}`{owner.strip()}`"
                for owner in action.options.get("owner", "").split(",")
                if owner.strip()
            )
            for action in actions
        ]
        blocks.append("Actions that are still open:\n")
        blocks.append("\n".join(owned) + "\n")
    blocks.append(f"## {SOURCES}\n")
    return "\n".join(blocks)


# --- People ---------------------------------------------------------------------------------


def _person(request: Request) -> None:
    title = request.asked("name of the person", request.title)
    name = request.name or slug(title)
    _check_slug(name, f"{name!r} is no id: lower case letters, digits and hyphens")
    path = request.root / data.PEOPLE
    for problem in data.load(request.root).problems:
        if problem.path == data.PEOPLE:
            raise CannotStart(str(problem))
    text = path.read_text("utf-8") if path.exists() else ""
    if re.search(rf'(?m)^\[\s*"?{re.escape(name)}"?\s*\]', text):
        raise CannotStart(f"{name} is in {data.PEOPLE} already")
    nicks = [nick.strip() for nick in request.values.get("nicks", "").split(",") if nick.strip()]
    lines = [f"[{name}]", f"name = {_toml(title)}"]
    if nicks:
        lines.append(f"nicks = [{', '.join(map(_toml, nicks))}]")
    if summary := request.values.get("summary", ""):
        lines.append(f"summary = {_toml(summary)}")
    start = text.rstrip("\n")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text((f"{start}\n\n" if start else "") + "\n".join(lines) + "\n", "utf-8")
    line = start.count("\n") + 3 if start else 1
    click.echo(f"{data.PEOPLE}:{line}: {name}")
    click.echo("  add what a public source says of them, as [[" + name + ".roles]]")


def _toml(text: str) -> str:
    """A basic string of TOML 1.0; such strings are those of JSON."""
    return json.dumps(text, ensure_ascii=False)


_STARTS: dict[str, Callable[[Request], None]] = {"meeting": _meeting, "person": _person}
"""What starts records that are not like the others of their place."""


# --- Messages -------------------------------------------------------------------------------


def _check_slug(value: str, message: str) -> None:
    try:
        _SLUG.validate_python(value)
    except ValidationError:
        raise CannotStart(message) from None


def _shown(request: Request, path: Path) -> str:
    return path.relative_to(request.root).as_posix()


def _report(
    request: Request, record_id: str, path: Path, line: int, values: Mapping[str, str]
) -> None:
    click.echo(f"{_shown(request, path)}:{line}: {record_id}")
    gaps = templates.missing(request.model, values)
    if gaps:
        click.echo(f"  to fill in: {', '.join(gaps)}")
