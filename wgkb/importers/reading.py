"""From the bytes of a log to the minutes of the meetings in it."""

from __future__ import annotations

from wgkb.importers import meetbot, textminutes
from wgkb.importers.minutes import Hints, Minutes
from wgkb.importers.text import lines_of


def read_log(data: bytes, hints: Hints) -> list[Minutes]:
    """The minutes of each meeting in a log, in their order.

    :raises LogError: there is no message in it, or no date.
    """
    lines = lines_of(data)
    if textminutes.is_text_minutes(lines):
        return [textminutes.read(lines, hints)]
    return meetbot.read(lines, hints)
