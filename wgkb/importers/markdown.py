"""Words of other people as MyST Markdown that shows them and does nothing else.

CommonMark 0.31 lets a backslash before any ASCII punctuation take its meaning away (section
2.4).  Within a line that is done to all characters that can begin markup in CommonMark or in an
extension of MyST; at the beginning of a line to those that can begin a block.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from urllib.parse import quote, urlsplit

WIDTH = 99
GLUE = "\x00"
"""A space at which a line is not broken; :func:`block` makes it one."""

_ACTIVE = re.compile(r"[\\`*_\[\]<>{}$~&|^]|(?<=:)/(?=/)")
"""What begins markup; the slash of an address, for parsers that make links of addresses."""
_URL = re.compile(r"https?://[^\s<>\"`]+")
_MAX_URL = 2000


def literal(text: str, limit: int = 0) -> str:
    """*text* on one line, inert; cut after *limit* characters if that is not 0."""
    return _inert(_cut(" ".join(text.split()), limit))


def linked(text: str, limit: int) -> str:
    """The same, but with web addresses as links; one that would be cut is none."""
    words = " ".join(text.split())
    shown: list[str] = []
    end = 0
    for match in _URL.finditer(words[:limit]):
        url = match[0].rstrip(").,;:!?'")
        if _is_sound(url) and match.end() < limit:
            shown += [_inert(words[end : match.start()]), f"<{_quoted(url)}>"]
            end = match.start() + len(url)
    return "".join(shown) + _inert(_cut(words[end:], limit - end))


def _cut(words: str, limit: int) -> str:
    return f"{words[: limit - 1].rstrip()}…" if limit and len(words) > limit else words


def _inert(words: str) -> str:
    return _ACTIVE.sub(r"\\\g<0>", words)


def _is_sound(url: str) -> bool:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    return host[:1].isalnum() and len(url) <= _MAX_URL


def _quoted(url: str) -> str:
    """*url* with escapes for all that RFC 3986 does not allow in one."""
    return quote(url, safe="%/:?#[]@!$&'()*+,;=~-._")


def heading(level: int, text: str) -> str:
    """A heading; *text* is inert already."""
    # A row of # at the end would count as the closing mark of the heading.
    words = re.sub(r"#(?=#*$)", r"\\#", text)
    return f"{'#' * level} {words}".rstrip()


def block(pieces: Iterable[str], first: str = "", indent: str = "") -> str:
    """A paragraph or list item of inert *pieces*, wrapped; *first* is its bullet."""
    text = " ".join(filter(None, pieces))
    lines = textwrap.wrap(
        text, WIDTH - len(indent or first), break_long_words=False, break_on_hyphens=False
    )
    harmless = [_harmless(line).replace(GLUE, " ") for line in lines]
    rest = indent or " " * len(first)
    return "\n".join(
        (first if number == 0 else rest) + line for number, line in enumerate(harmless)
    )


def _harmless(line: str) -> str:
    """*line* without a beginning that would make it a block of another kind."""
    number = re.match(r"\d{1,9}(?=[.)])", line)
    if number is not None:
        return f"{number[0]}\\{line[number.end() :]}"
    begins = line[:1] and line[0] in "#>+-=:%("
    return f"\\{line}" if begins or line.startswith(".. ") else line


def argument(text: str, limit: int) -> str:
    """*text* as the argument of a directive, which MyST takes as it stands.

    Only a backtick must not be in the line that opens a directive (section 4.5).
    """
    return _cut(" ".join(text.split()).replace("`", "'"), limit)
