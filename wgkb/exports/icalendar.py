"""``meetings.ics`` and ``calendars/<series>.ics`` — meetings for calendar programs (RFC 5545).

A series of the schedule is a recurring event.  A slot that was skipped is an instance with
status CANCELLED, a slot with a page is an instance that points at its minutes; both keep the
UID of the series and name their slot (section 3.8.4.4).  Other meetings are events of their
own.  A series of which nobody knows whether it met gives no events: a journal entry says what
it was (section 3.6.3).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from urllib.parse import urljoin

import icalendar

from wgkb.exports.records import AddressOf
from wgkb.files.schedule import Held, Series, Slot, Stretch, slug
from wgkb.graph import meetings as diary
from wgkb.graph.graph import Graph
from wgkb.model import times
from wgkb.model.identity import permanent_uuid, plain
from wgkb.model.paths import CALENDAR, CALENDARS
from wgkb.model.records import Meeting, instant

MEDIA_TYPE = "text/calendar"

Component = icalendar.Event | icalendar.Journal


def calendars(graph: Graph, address_of: AddressOf, project: str, base_url: str) -> dict[str, str]:
    """The calendar files by their names.

    :param project: name of the knowledge base; it is part of what UIDs are made from.
    :param base_url: address of the site, or an empty string: then events have no links.
    """
    writer = _Writer(graph, address_of, project, base_url)
    by_series = {
        series.id: (series.project, list(writer.series(series))) for series in graph.schedule
    }
    single = []
    for meeting in graph.meetings:
        if diary.series_of(graph, meeting) is not None:
            continue
        event = writer.meeting(meeting)
        single.append(event)
        if meeting.series:
            by_series.setdefault(slug(meeting.series), (meeting.series, []))[1].append(event)
    files = {
        f"{CALENDARS}/{name}.ics": _file(project, name, title, components)
        for name, (title, components) in by_series.items()
    }
    scheduled = [component for series in graph.schedule for component in by_series[series.id][1]]
    files[CALENDAR] = _file(project, CALENDAR, project, [*scheduled, *single])
    return files


class _Writer:
    """Makes components; holds what all of them need."""

    def __init__(self, graph: Graph, address_of: AddressOf, project: str, base_url: str) -> None:
        self.graph = graph
        self.address_of = address_of
        self.project = project
        self.base_url = base_url
        self._stretches: dict[tuple[str, int], list[Stretch]] = {}

    def series(self, series: Series) -> Iterator[Component]:
        """The components of a series: its rules, and the instances that differ from them."""
        if series.held is Held.UNKNOWN:
            yield self._journal(series)
            for meeting in diary.meetings_of(self.graph, series):
                yield self.meeting(meeting)
            return
        for number, rule in enumerate(series.schedule):
            for stretch in self._stretches_of(series, number):
                yield self._recurring(Slot(series, rule, stretch.first, ""), stretch)
        meetings = diary.meetings_of(self.graph, series)
        skipped = [skip.skip_date for rule in series.schedule for skip in rule.skip_dates]
        last = max((*skipped, *(times.days(m.start)[1] for m in meetings)), default=dt.date.min)
        # A day more, since the days of a slot and of its meeting may differ by their zones.
        until = last + dt.timedelta(days=1)
        placed = set()
        for slot, held in diary.by_slot(self.graph, series, until):
            if held is not None and held.id not in placed:
                placed.add(held.id)
                yield self.meeting(held, slot)
            elif slot.skipped:
                yield self._cancelled(slot)
        for meeting in meetings:
            if meeting.id not in placed:
                yield self.meeting(meeting)

    def meeting(self, meeting: Meeting, slot: Slot | None = None) -> icalendar.Event:
        """The event of a meeting page; an instance of its series if it was in a *slot*."""
        name = meeting.id if slot is None else self._name(slot)
        begin, end = _span(meeting)
        if slot is not None and not isinstance(begin, dt.datetime):
            begin, end = slot.start, slot.end
        url = self._url(meeting)
        unknown = "" if len(meeting.start) > len("2016-04") else " (day not known)"
        return icalendar.Event.new(
            uid=permanent_uuid(self.project, name),
            stamp=times.moment(meeting.start),
            recurrence_id=_utc_or_zone(slot.start) if slot else None,
            start=_utc_or_zone(begin),
            end=_utc_or_zone(end) if end else None,
            summary=plain(meeting.title) + unknown,
            description=self._description(meeting, url),
            location=plain(meeting.place or meeting.channel) or None,
            categories=[str(meeting.kind)],
            status=icalendar.STATUS.CONFIRMED,
            transparency=None if isinstance(begin, dt.datetime) else icalendar.TRANSP.TRANSPARENT,
            url=url,
        )

    def _recurring(self, first: Slot, stretch: Stretch) -> icalendar.Event:
        event = self._slot_event(first, plain(first.series.project))
        recurrence = icalendar.vRecur.from_ical(stretch.recurrence)
        if stretch.last is not None:
            recurrence["UNTIL"] = [stretch.last.astimezone(dt.UTC)]
        event.add("rrule", recurrence)
        return event

    def _cancelled(self, slot: Slot) -> icalendar.Event:
        event = self._slot_event(slot, f"Cancelled: {plain(slot.series.project)}")
        event["RECURRENCE-ID"] = event["DTSTART"]
        event.add("status", "CANCELLED")
        event.add("sequence", 1)
        event.add("comment", plain(slot.skipped))
        return event

    def _slot_event(self, slot: Slot, summary: str) -> icalendar.Event:
        series = slot.series
        lines = [plain(series.description), f"Chair: {plain(series.chair)}"]
        if series.agenda_url:
            lines.append(f"Agenda: {plain(series.agenda_url)}")
        return icalendar.Event.new(
            uid=permanent_uuid(self.project, self._name(slot)),
            stamp=dt.datetime.combine(slot.rule.start_date, dt.time(), dt.UTC),
            start=_utc_or_zone(slot.start),
            end=_utc_or_zone(slot.end),
            summary=summary,
            description="\n".join(lines),
            location=f"#{plain(slot.rule.irc)}",
            url=series.project_url or None,
        )

    def _journal(self, series: Series) -> icalendar.Journal:
        rules = "; ".join(f"{rule.words}, from {rule.start_date}" for rule in series.schedule)
        end = f", until {series.ended}" if series.ended else ""
        first = min((rule.start_date for rule in series.schedule), default=dt.date(1970, 1, 1))
        words = (
            f"A series of slots: {rules}{end}. It is not known which of them became meetings, so "
            "none is listed as one."
        )
        return icalendar.Journal.new(
            uid=permanent_uuid(self.project, series.id),
            stamp=dt.datetime.combine(first, dt.time(), dt.UTC),
            start=first,
            summary=f"{plain(series.project)}{' (ended)' if series.ended else ''}",
            description=words,
        )

    def _name(self, slot: Slot) -> str:
        """What the UID of a slot is made from: that of the first rule is that of the series.

        Instances of a recurring event have its UID, so each stretch has one.
        """
        number = slot.series.schedule.index(slot.rule)
        stretches = self._stretches_of(slot.series, number)
        place = next((n for n, stretch in enumerate(stretches) if stretch.has(slot.start)), 0)
        name = f"{slot.series.id} {number + 1}" if number else slot.series.id
        return f"{name} from {stretches[place].first.date()}" if place else name

    def _stretches_of(self, series: Series, number: int) -> list[Stretch]:
        key = (series.id, number)
        if key not in self._stretches:
            self._stretches[key] = series.schedule[number].stretches(series.last_day)
        return self._stretches[key]

    def _description(self, meeting: Meeting, url: str | None) -> str:
        chairs = [self.graph.item(person).text for person in meeting.chair]
        lines = [plain(meeting.summary)]
        if chairs:
            lines.append(f"Chair: {plain(', '.join(chairs))}")
        lines.append(f"What is known of it: {meeting.record}")
        if url:
            lines.append(f"Minutes: {url}")
        return "\n".join(lines)

    def _url(self, meeting: Meeting) -> str | None:
        if not self.base_url:
            return None
        address = self.address_of(self.graph.entries[meeting.id].docname)
        return urljoin(self.base_url.rstrip("/") + "/", address)


def _span(meeting: Meeting) -> tuple[dt.date, dt.date | None]:
    """Start and end; of all days that are meant where the time is not known (end exclusive)."""
    begin = instant(meeting.start)
    end = instant(meeting.end) if meeting.end else None
    if begin is not None:
        return begin, end if end and end > begin else None
    first, last = times.days(meeting.start)
    if meeting.end:
        last = max(last, times.days(meeting.end)[1])
    return first, last + dt.timedelta(days=1)


def _utc_or_zone(when: dt.date) -> dt.date:
    """Zones that are UTC by another name become UTC, which needs no VTIMEZONE."""
    if isinstance(when, dt.datetime) and when.tzname() == "UTC":
        return when.astimezone(dt.UTC)
    return when


def _file(project: str, name: str, title: str, components: Iterable[Component]) -> str:
    calendar = icalendar.Calendar.new(
        prodid="-//wgkb//meetings//EN",
        uid=permanent_uuid(project, name),
        name=plain(title),
        subcomponents=list(components),  # its own: time zones are added to it
    )
    starts = [component.decoded("DTSTART") for component in calendar.subcomponents]
    years = [start.year for start in starts]
    if years:
        endless = any("RRULE" in component for component in calendar.subcomponents)
        calendar.add_missing_timezones(
            first_date=dt.date(min(years), 1, 1),
            last_date=dt.date(max(max(years) + 1, 2038 if endless else 0), 1, 1),
        )
        # The library adds them in the order of a set.
        calendar.subcomponents.sort(key=lambda component: str(component.get("TZID", "~")))
    return str(calendar.to_ical(), "utf-8")
