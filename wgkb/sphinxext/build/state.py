"""What a build must remember for the next one and Sphinx does not.

Sphinx warns about a page when it reads or writes it, so a second build of a wrong page is
silent.  And a build that was interrupted leaves pages that look up to date, as one by other
code does.  A small file beside the doctrees remembers which pages had warnings, whether the build
reached its end, and the fingerprint of the code that wrote the pages.
"""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FILE_NAME = "wgkb-memory.json"


class BuildState:
    """Pages to look at again, between one build and the next."""

    def __init__(self, app: Sphinx, code: int) -> None:
        self._app = app
        self._code = code
        self._path = Path(app.doctreedir) / FILE_NAME
        self._warned: set[str] = set()
        stored = self._load()
        self.again: set[str] = set(stored["warned"])
        """Pages with warnings in the last build."""
        self.world: str = stored["world"]
        """What the outputs of the last build were made from besides pages, as a digest.  Not in
        the environment, which Sphinx stores only when a document is read or written."""
        self.up_to_date: bool = stored["finished_by"] == code
        """Did the last build reach its end, and was it by the code of this one?"""

    def _load(self) -> dict[str, Any]:
        try:
            stored = json.loads(self._path.read_text("utf-8"))
            return {
                "warned": list(stored["warned"]),
                "finished_by": stored["finished_by"],
                "world": stored["world"],
            }
        except (OSError, ValueError, KeyError, TypeError):
            return {"warned": [], "finished_by": None, "world": ""}

    def begin(self) -> None:
        """Note that a build is under way."""
        self._store(finished_by=None, warned=self.again)

    def end(self, world: str) -> None:
        """Note that the build reached its end, from which *world*, and what it warned about."""
        self._store(finished_by=self._code, warned=self._warned, world=world)

    def note(self, record: logging.LogRecord) -> None:
        """Note the page that a warning of Sphinx is about."""
        if getattr(record, "type", "") == "wg":
            return  # our own findings are stored and reported in every build
        location = getattr(record, "location", None)
        docname = None
        if isinstance(location, tuple) and location:
            docname = location[0]
        elif isinstance(location, nodes.Node):
            source = next((n.source for n in _ancestors(location) if n.source), None)
            docname = self._app.env.path2doc(source) if source else None
        elif isinstance(location, str):
            docname = self._app.env.path2doc(location.partition(":")[0])
        if docname:
            self._warned.add(docname)

    def _store(self, *, finished_by: int | None, warned: set[str], world: str = "") -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        content = {"finished_by": finished_by, "warned": sorted(warned), "world": world}
        self._path.write_text(json.dumps(content), "utf-8")


class FirstLine(logging.Filter):
    """Says of a warning about a page as a whole that it is about the first line of the page.

    Sphinx names no line then, and what looks for ``path:line`` would miss the warning.  Comes
    after the filter of Sphinx that puts locations into words, ``sphinx.util.logging``.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        location = getattr(record, "location", None)
        if isinstance(location, str) and not re.search(r":\d+$", location):
            record.location = f"{location.rstrip(':')}:1"
        return True


class NoteWarnings(logging.Handler):
    """Hands each warning of Sphinx to a :class:`BuildState`."""

    def __init__(self, memory: BuildState) -> None:
        super().__init__(logging.WARNING)
        self.memory = memory

    def emit(self, record: logging.LogRecord) -> None:
        self.memory.note(record)


def _ancestors(node: nodes.Node) -> list[nodes.Node]:
    found = []
    current: nodes.Node | None = node
    while current is not None:
        found.append(current)
        current = current.parent
    return found
