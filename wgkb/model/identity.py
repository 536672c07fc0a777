"""Permanent names of meetings for other programs, and text that any of them can read."""

from __future__ import annotations

import re
import uuid

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold (section 2.2); it has no business in a calendar either."""


def permanent_uuid(project: str, name: str) -> uuid.UUID:
    """A UUID of the thing called *name* in *project* that no build and no address changes.

    RFC 7986, section 5.3, asks for UUIDs in calendars; RFC 4287, section 4.2.6, for permanent
    ids in feeds.
    """
    return uuid.uuid5(uuid.NAMESPACE_OID, f"wgkb\n{project}\n{name}")


def plain(text: str) -> str:
    """*text* on one line, without characters that XML cannot hold."""
    return " ".join(_NOT_XML.sub("", text).split())
