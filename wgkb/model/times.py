"""Times as people read them, and the date for which a build is made.

A time is written as exactly as its source gives it (:data:`.records.When`): to the minute with an
IANA time zone, to the day, or to the month.  Whoever shows it must not make it more exact.  Words
come from Babel, in English: ``strftime`` follows the locale of the machine.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping

from babel.dates import format_date, format_interval

from wgkb.model.records import instant

LOCALE = "en_GB"


def build_date(setting: object, environ: Mapping[str, str]) -> dt.date | None:
    """The date for which ages are computed, or None: then no ages are shown.

    :param setting: the configuration value ``wg_date``: a date, or its ISO form.
    :param environ: the environment.  Without a setting, ``SOURCE_DATE_EPOCH`` counts, which
        continuous integration sets to the time of the last commit
        (https://reproducible-builds.org/specs/source-date-epoch/).
    :raises ValueError: one of them is no date.
    """
    if isinstance(setting, dt.date):
        return setting
    if setting:
        try:
            return dt.date.fromisoformat(str(setting))
        except ValueError:
            raise ValueError(f"wg_date: {setting!r} must be a date such as 2026-04-01") from None
    if seconds := environ.get("SOURCE_DATE_EPOCH"):
        try:
            return dt.datetime.fromtimestamp(int(seconds), dt.UTC).date()
        except (ValueError, OverflowError, OSError):
            raise ValueError(
                f"SOURCE_DATE_EPOCH: {seconds!r} must be a number of seconds since 1970"
            ) from None
    return None


def days(when: str) -> tuple[dt.date, dt.date]:
    """The first and the last day that *when* may mean; a month or a year gives all of its days."""
    year = int(when[:4])
    if len(when) == len("2016"):
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    month = int(when[5:7])
    if len(when) == len("2016-04"):
        last = calendar.monthrange(year, month)[1]
        return dt.date(year, month, 1), dt.date(year, month, last)
    day = dt.date(year, month, int(when[8:10]))
    return day, day


def moment(when: str) -> dt.datetime:
    """The earliest time in UTC that *when* may mean; for sorting and for time stamps."""
    exact = instant(when)
    if exact is not None:
        return exact.astimezone(dt.UTC)
    return dt.datetime.combine(days(when)[0], dt.time(), dt.UTC)


_PERIOD = re.compile(
    r"(?P<first>[0-9]{4}(-[0-9]{2}){0,2})(/(?P<last>[0-9]{4}(-[0-9]{2}){0,2}))?", re.ASCII
)
_SKELETONS = {len("2016"): "y", len("2016-04"): "yMMMM", len("2016-04-26"): "yMMMMd"}
"""What a date of this length shows; see "Date Field Symbol Table" in Unicode's UTS 35, part 4."""


def period(when: str) -> tuple[dt.date, dt.date]:
    """The first and the last day of a year, a month or a day, or from one to another.

    :param when: such as ``2017``, ``2017-05``, ``2017-05-08``, ``2017-05-08/2017-05-11``; the
        slash is that of ISO 8601.
    :raises ValueError: it is none of these, or ends before it begins.
    """
    match = _PERIOD.fullmatch(when)
    first, last = (match["first"], match["last"] or match["first"]) if match else ("", "")
    if match is None or len(first) != len(last):
        raise ValueError(
            f'"{when}" must be a date such as 2017, 2017-05 or 2017-05-08, '
            "or two of one kind, such as 2017-05-08/2017-05-11"
        )
    try:
        begin, end = days(first)[0], days(last)[1]
    except ValueError:
        raise ValueError(f'"{when}" is no date of the calendar') from None
    if end < begin:
        raise ValueError(f'"{when}" ends before it begins')
    return begin, end


def period_words(when: str) -> str:
    """*when* in words: "May 2017", "8–11 May 2017".

    :raises ValueError: as :func:`period`.
    """
    begin, end = period(when)
    first, slash, _ = when.partition("/")
    if not slash:
        return short(first)
    return str(format_interval(begin, end, _SKELETONS[len(first)], locale=LOCALE))


def to_the_day(when: str) -> bool:
    """Does *when*, a date or a period, say the days?"""
    return len(when.partition("/")[0]) >= len("2016-04-26")


def start_words(when: str) -> tuple[str, ...]:
    """*when* in words: local time and UTC, or what is not known of it."""
    exact = instant(when)
    if exact is not None:
        return (f"{_day(exact)}, {_clock(exact)}", *_in_utc(exact))
    first, last = days(when)
    if first != last:
        return (format_date(first, "MMMM y", LOCALE), "day not known")
    return (_day(first), "time not known")


def end_words(when: str, start: str) -> tuple[str, ...]:
    """*when*, as the end of what began at *start*; on the same day only the time."""
    exact, begin = instant(when), instant(start)
    if exact is None:
        return start_words(when)[:1]
    if begin is not None and begin.date() == exact.date():
        return (_clock(exact), *_in_utc(exact))
    return (f"{_day(exact)}, {_clock(exact)}", *_in_utc(exact))


def short(when: str) -> str:
    """The day, the month or the year alone: "26 April 2016"."""
    form = {len("2016"): "y", len("2016-04"): "MMMM y"}.get(len(when), "d MMMM y")
    return format_date(days(when)[0], form, LOCALE)


def _day(day: dt.date) -> str:
    return format_date(day, "EEE d MMMM y", LOCALE)


def _clock(exact: dt.datetime) -> str:
    """The time of day with the name that the zone has then, such as CDT, CST or +03."""
    return f"{exact:%H:%M} {exact.tzname()}"


def _in_utc(exact: dt.datetime) -> tuple[str, ...]:
    if exact.tzname() == "UTC":
        return ()
    utc = exact.astimezone(dt.UTC)
    day = "" if utc.date() == exact.date() else f"{_day(utc)}, "
    return (f"{day}{_clock(utc)}",)
