"""What a build must remember for the next one and Sphinx does not.

Sphinx warns about a page when it reads or writes it, so a second build of a wrong page is
silent.  And a build that was interrupted leaves pages that look up to date, as one by other
code does.  A small file beside the doctrees remembers which pages had warnings, whether the build
reached its end, and the fingerprint of the code that wrote the pages.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FILE_NAME = "wgkb-memory.json"


class Memory:
    """Pages to look at again, between one build and the next."""

    def __init__(self, app: Sphinx, code: int) -> None:
        self._app = app
        self._code = code
        self._path = Path(app.doctreedir) / FILE_NAME
        self._warned: set[str] = set()
        stored = self._load()
        self.again: set[str] = set(stored["warned"])
        """Pages with warnings in the last build."""
        self.up_to_date: bool = stored["finished_by"] == code
        """Did the last build reach its end, and was it by the code of this one?"""

    def _load(self) -> dict[str, Any]:
        try:
            stored = json.loads(self._path.read_text("utf-8"))
            return {"warned": list(stored["warned"]), "finished_by": stored["finished_by"]}
        except (OSError, ValueError, KeyError, TypeError):
            return {"warned": [], "finished_by": None}

    def begin(self) -> None:
        """Note that a build is under way."""
        self._store(finished_by=None, warned=self.again)

    def end(self) -> None:
        """Note that the build reached its end, and what it warned about."""
        self._store(finished_by=self._code, warned=self._warned)

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

    def _store(self, *, finished_by: int | None, warned: set[str]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        content = {"finished_by": finished_by, "warned": sorted(warned)}
        self._path.write_text(json.dumps(content), "utf-8")


class NoteWarnings(logging.Handler):
    """Hands each warning of Sphinx to a :class:`Memory`."""

    def __init__(self, memory: Memory) -> None:
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
