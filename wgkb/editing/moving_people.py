"""Moving a person: another id in ``data/people.toml`` and wherever the person is referred to.

Knows nothing of Sphinx.  The id is the name of a table of the file, which is rewritten as text,
since comments and layout are the author's; what the result says is compared with what it must
say, so that an unforeseen way of writing ends in an error and not in a broken file.
"""

from __future__ import annotations

import posixpath
import re
import tomllib
from collections.abc import Mapping

from wgkb.editing.moving import (
    PAGE_ENDINGS,
    MoveError,
    Plan,
    check_slug,
    notes_on_text,
    record_pages,
    rewrite_names,
)
from wgkb.files.registers import PEOPLE
from wgkb.graph.people import LIST_VIEW, page_name

_LIST = re.compile(rf"^(?:\.\. {LIST_VIEW}::|[`~:]{{3,}}\{{{LIST_VIEW}\}})", re.MULTILINE)


def move_person(texts: Mapping[str, str], old: str, new: str) -> Plan:
    """The plan for giving the person *old* the id *new*.

    :param texts: text of every source by its path, :data:`PEOPLE` among them, which has *old*.
    :raises MoveError: the new id is taken or not allowed, or the file is written in a way that
        cannot be rewritten.
    """
    people = tomllib.loads(texts[PEOPLE])
    check_slug(new)
    if new in people:
        raise MoveError(f"{new} is taken: {PEOPLE} has it")
    if new in (pages := record_pages(texts)):
        raise MoveError(f"{new} is taken: {pages[new]}")
    renamed = {old: new}
    edited = {path: rewrite_names(path, text, renamed) for path, text in texts.items()}
    edited[PEOPLE] = _with_table_renamed(texts[PEOPLE], old, new)
    if not _says(edited[PEOPLE], {renamed.get(key, key): v for key, v in people.items()}):
        raise MoveError(f"{PEOPLE} does not write {old} as a table [{old}]; rename it there first")
    redirects = [("records", old, new)]
    if parent := _list_page(texts):
        was, will = page_name(parent, old), page_name(parent, new)
        if taken := [f"{will}{end}" for end in PAGE_ENDINGS if f"{will}{end}" in texts]:
            raise MoveError(f"the page of {new} would hide behind {taken[0]}")
        redirects += [("pages", was, will), ("anchors", f"{parent}#{old}", f"{parent}#{new}")]
    changed = {path: text for path, text in edited.items() if text != texts[path]}
    return Plan(changed, {}, tuple(redirects), tuple(notes_on_text(edited, old)))


def _with_table_renamed(text: str, old: str, new: str) -> str:
    """*text* with *new* in the headers ``[old]``, ``[[old.roles]]`` and the like."""
    header = re.compile(
        rf"""^(\s*\[\[?\s*)(["']?){re.escape(old)}\2(?=\s*[].])""",
        re.MULTILINE,
    )
    return header.sub(lambda match: match[1] + match[2] + new + match[2], text)


def _says(text: str, people: Mapping[str, object]) -> bool:
    try:
        return tomllib.loads(text) == people
    except tomllib.TOMLDecodeError:
        return False


def _list_page(texts: Mapping[str, str]) -> str:
    """Name of the page that lists all people, or an empty string."""
    found = (
        posixpath.splitext(path)[0]
        for path, text in texts.items()
        if path.endswith(PAGE_ENDINGS) and _LIST.search(text)
    )
    return min(found, default="")
