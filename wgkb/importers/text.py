"""From the bytes of a log to its lines: nothing is left out, and nothing is active.

Characters that cannot be seen or that change how others are shown become escapes such as
``\\u202e``; bytes that are not UTF-8 become ``\\xff``.
"""

from __future__ import annotations

import html
import re

_LINE_END = re.compile(r"\r\n|\n|\r")
"""Ends of lines in a file; ``str.splitlines`` also splits at characters that people type."""

_FORMATTING = re.compile(
    r"\x03(?:\d{1,2}(?:,\d{1,2})?)?|\x1b\[[\d;]{0,20}m|[\x01\x02\x0f\x11\x16\x1d-\x1f]"
)
"""Colours and weights of IRC clients (https://modern.ircdocs.horse/formatting) and terminals."""

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Control characters, direction overrides, zero-width characters, tags, broken bytes."""

_HTML = re.compile(r"\s*(?:<!doctype\s+html|<html|<pre)", re.IGNORECASE)
_BODY = re.compile(r"<(pre|body)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)


def lines_of(data: bytes) -> list[str]:
    """The lines of a log file, as they are kept; of an HTML log, the text of its lines."""
    text = data.decode("utf-8-sig", "surrogateescape")
    if _HTML.match(text):
        text = _text_of_html(text)
    lines = _LINE_END.split(text)
    while lines and not lines[-1]:
        lines.pop()
    return lines


def visible(text: str) -> str:
    """*text* with an escape in place of each character that could not be seen."""
    return _UNSEEN.sub(_escape, text)


def unformatted(text: str) -> str:
    """*text* without colours and weights, for reading what it says."""
    return _FORMATTING.sub("", text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if 0xDC80 <= code <= 0xDCFF:  # how ``surrogateescape`` stands for a byte
        code -= 0xDC00
    width, letter = (2, "x") if code <= 0xFF else (4, "u") if code <= 0xFFFF else (8, "U")
    return f"\\{letter}{code:0{width}x}"


def _text_of_html(text: str) -> str:
    """The text of an HTML log of MeetBot, which has one line of HTML per message."""
    body = _BODY.search(text)
    if body is not None:
        start = body.end()
        end = text.lower().rfind(f"</{body[1].lower()}")
        text = text[start : end if end > start else None].lstrip("\r\n")
    return html.unescape(_TAG.sub("", text))
