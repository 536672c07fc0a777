"""The state of an entry in a public tracker, from what the tracker's interface answers.

``wg_tracker_states`` in ``conf.py`` names, for each tracker that can be asked, the form of its
answers (a key of :data:`FORMS`) and the address to ask.  The forms:

* Launchpad, ``/1.0/bugs/N/bug_tasks``: https://launchpad.net/+apidoc/1.0.html, "bug_task";
* Gerrit, ``/changes/N``: its REST API documentation, "Output Format" and "ChangeInfo";
* StoryBoard, ``/api/v1/stories/N``: its REST API documentation, "Story".

Answers come from outside: what has another form is no state.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

LONGEST = 60
"""Characters of a state; longer ones are cut."""

State = tuple[str, bool]
"""The state in the tracker's words, and whether nothing more is to be done there."""


def _launchpad(document: Any) -> State:
    tasks = document["entries"]
    states = dict.fromkeys(str(task["status"]) for task in tasks)
    return ", ".join(states), bool(tasks) and all(task["is_complete"] is True for task in tasks)


def _gerrit(document: Any) -> State:
    return str(document["status"]), document["status"] in ("MERGED", "ABANDONED")


def _storyboard(document: Any) -> State:
    return str(document["status"]), document["status"] in ("merged", "invalid")


FORMS: Mapping[str, Callable[[Any], State]] = {
    "launchpad": _launchpad,
    "gerrit": _gerrit,
    "storyboard": _storyboard,
}
_GUARD = b")]}'"
"""What Gerrit puts before its JSON."""


def questions(
    tracked: Iterable[str], states: Mapping[str, Sequence[str]]
) -> dict[str, tuple[str, str]]:
    """For each of *tracked* that can be asked, the form of the answer and the address to ask."""
    found = {}
    for name in tracked:
        tracker, _, number = name.partition(":")
        if tracker in states:
            form, address = states[tracker]
            found[name] = form, address.replace("{id}", quote(number, safe=""))
    return found


def state_of(form: str, body: bytes) -> State | None:
    """The state that an answer gives, or None if it gives none."""
    try:
        text, over = FORMS[form](json.loads(body.removeprefix(_GUARD)))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    words = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return (words[:LONGEST], over) if words else None
