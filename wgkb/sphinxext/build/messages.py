"""The warnings of Sphinx, docutils and MyST, told as our own findings are.

Each gets a place relative to the source folder, ``path:line``, and one line.  Those on lines that
a finding of ours makes doubtful are left out: they only follow from it.  Where an unknown
directive or role is named, the known one that looks most like it is named too.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.logging import WarningStreamHandler, get_node_location

from wgkb.model.findings import did_you_mean
from wgkb.model.records import RECORD_TYPES

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_UNKNOWN = re.compile(
    r"(?i:unknown) (?P<what>directive|interpreted text role)\D*?[\"'](?P<name>.+?)[\"']"
)
_COMMON = ("code-block", "figure", "image", "list-table", "note", "toctree", "warning")
_ROLES = {name: model.type.role for name, model in RECORD_TYPES.items()}


class Messages(logging.Filter):
    """Stands before Sphinx's own filters of warnings."""

    def __init__(self, app: Sphinx) -> None:
        super().__init__()
        self._app = app
        self._spoilt: Callable[[str, int], bool] = lambda path, line: False
        self._held: list[tuple[logging.Handler, logging.LogRecord]] | None = None
        for handler in logging.getLogger("sphinx").handlers:
            if isinstance(handler, WarningStreamHandler):
                self._handler = handler
                handler.filters.insert(0, self)

    def hold(self) -> None:
        """Keep what comes back, while pages are read, until their findings are known."""
        self._held = []

    def release(self, spoilt: Callable[[str, int], bool] = lambda path, line: False) -> None:
        """Tell what was kept.

        :param spoilt: tells of a path and a line whether a finding makes it doubtful.
        """
        held, self._held, self._spoilt = self._held or [], None, spoilt
        for handler, record in held:
            handler.handle(record)

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "type", "") == "wg":
            return True
        if self._held is not None:
            self._held.append((self._handler, record))
            return False
        place = self._place(getattr(record, "location", None))
        if place is not None:
            path, line = place
            record.location = f"{path}:{line}"
            if self._spoilt(path, line):
                return False
        if isinstance(record.msg, str):
            first = record.msg.partition("\n\n")[0]  # behind it, docutils repeats the source
            hint = self._hint(record.getMessage())
            record.msg = " ".join(first.split()).removesuffix("." if hint else "") + hint
        return True

    def _place(self, location: object) -> tuple[str, int] | None:
        """Path and line of the *location* of a message, if it is in a file below the sources."""
        if isinstance(location, nodes.Node):
            location = get_node_location(location)
        if isinstance(location, tuple):
            docname, line = location
            if not docname:
                return None
            return str(self._app.env.doc2path(docname, base=False)), int(line or 1)
        if not isinstance(location, str) or not location:
            return None
        name, _, number = location.partition(":")
        if not number and ":" not in location and location in self._app.project.docnames:
            return str(self._app.env.doc2path(location, base=False)), 1
        path = Path(name)
        root = Path(self._app.srcdir)
        shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else name
        return shown, int(number) if number.isdigit() else 1

    def _hint(self, message: str) -> str:
        match = _UNKNOWN.search(message)
        if match is None:
            return ""
        name = match["name"].rpartition(":")[2].lower()
        if match["what"] == "directive":
            return did_you_mean(name, [*self._app.env.domains["wg"].directives, *_COMMON])
        if name in _ROLES:
            return f"; write {_ROLES[name]}"
        return did_you_mean(name, [*_ROLES.values(), "cite", "doc", "term", "ref"])
