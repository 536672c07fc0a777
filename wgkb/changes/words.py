"""Changes as people read them: in a terminal, in a pull request, on a page of the site."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final, Literal, NamedTuple

from wgkb.changes.compare import Changes, FieldChange, Kind, RecordChange, to_json
from wgkb.model.words import counted

LIMIT = 200
"""Records shown in one group: a job summary holds 1 MiB, and nobody reads on."""
CONTEXT = 6
"""Words shown around a changed word."""
SAME: Final = "same"
GONE: Final = "gone"
NEW: Final = "new"
CUT: Final = "cut"


class Run(NamedTuple):
    """Some words of a changed text and whether they are the same, gone, new or left out."""

    kind: Literal["same", "gone", "new", "cut"]
    text: str


def word_diff(before: str, after: str) -> list[Run]:
    """The difference of two texts, word by word, long unchanged stretches cut."""
    old, new = re.findall(r"\S+", before), re.findall(r"\S+", after)
    runs: list[Run] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for operation, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        if operation == "equal":
            runs += _cut(old[from_old:to_old], first=from_old == 0, last=to_old == len(old))
            continue
        if to_old > from_old:
            runs.append(Run(GONE, " ".join(old[from_old:to_old])))
        if to_new > from_new:
            runs.append(Run(NEW, " ".join(new[from_new:to_new])))
    return runs


def _cut(words: list[str], *, first: bool, last: bool) -> Iterator[Run]:
    head = [] if first else words[:CONTEXT]
    tail = [] if last else words[-CONTEXT:]
    if len(words) <= len(head) + len(tail) + 1:
        yield Run(SAME, " ".join(words))
        return
    if head:
        yield Run(SAME, " ".join(head))
    yield Run(CUT, "…")
    if tail:
        yield Run(SAME, " ".join(tail))


def field_runs(change: FieldChange) -> list[Run]:
    """The change of a field: a text word by word, a list item by item."""
    before, after = change.before, change.after
    if isinstance(before, list | tuple) or isinstance(after, list | tuple):
        old, new = _items(before), _items(after)
        gone = [Run(GONE, item) for item in old if item not in new]
        fresh = [Run(NEW, item) for item in new if item not in old]
        return [*gone, *fresh] or [Run(CUT, "in another order")]
    old_text, new_text = _text(before), _text(after)
    if " " in old_text and " " in new_text:
        return word_diff(old_text, new_text)
    return [run for run in (Run(GONE, old_text), Run(NEW, new_text)) if run.text]


def _items(value: Any) -> list[str]:
    return [_text(item) for item in value or ()]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        if value.keys() >= {"release", "state", "reason"}:
            return f"{value['release']}: {value['state']} — {value['reason']}"
        if value.keys() == {"kind", "text"}:
            return f"{value['kind'] or 'no kind'}: {value['text']}"
        if value.keys() >= {"url", "words"}:
            return " ".join(f"{value['words']} <{value['url']}>".split())
        if value.keys() >= {"title", "anchor"}:
            return f"“{value['title']}”"
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return " ".join(str(value).split())


def summary(changes: Changes) -> str:
    """One line with the numbers."""
    parts = []
    kinds: tuple[Kind, ...] = ("added", "removed", "renamed", "changed")
    for kind in kinds:
        if found := changes.of_kind(kind):
            parts.append(f"{counted(len(found), 'record')} {kind}")
    for things, one, many in (
        (changes.moved, "state moved", "states moved"),
        (changes.cells, "cell of the coverage changed", "cells of the coverage changed"),
        (changes.pages, "page touched", "pages touched"),
    ):
        if things:
            parts.append(counted(len(things), one, many))
    return ", ".join(parts) or "no record changed"


GROUPS: tuple[tuple[Kind, str], ...] = (
    ("removed", "Removed"),
    ("renamed", "Renamed"),
    ("added", "Added"),
    ("changed", "Changed"),
)


def impact_words(change: RecordChange) -> str:
    """What depends on the record, in words."""
    return ", ".join(map(str, change.impact))


# --- A terminal -----------------------------------------------------------------------------

_IN_TEXT = {GONE: "[-{}-]", NEW: "{{+{}+}}", SAME: "{}", CUT: "{}"}
"""The notation of ``git diff --word-diff``."""


def as_terminal(runs: list[Run]) -> str:
    """A difference of words on one line."""
    return _printable(" ".join(_IN_TEXT[run.kind].format(run.text) for run in runs))


def text(changes: Changes) -> str:
    """For a terminal: no colours, no line that a control character could change."""
    return "\n".join(_printable(line) for line in _text_lines(changes)) + "\n"


def _text_lines(changes: Changes) -> Iterator[str]:
    yield summary(changes)
    if changes.moved:
        yield "\nStates"
        for change in changes.moved:
            yield f"  {change.id}: {change.was} → {change.standing}  {change.title}"
    for kind, title in GROUPS:
        found = changes.of_kind(kind)
        if not found:
            continue
        yield f"\n{title}"
        for change in found[:LIMIT]:
            name = f"{change.old_id} → {change.id}" if change.old_id else change.id
            depends = f" — {impact_words(change)}" if change.impact else ""
            yield f"  {change.label} {name}  {change.title}{depends}"
            for field in change.fields:
                yield f"      {field.name}: {as_terminal(field_runs(field))}"
        yield from _more(found, "  ")
    if changes.cells:
        yield "\nCoverage"
        for cell in changes.cells[:LIMIT]:
            yield f"  {cell.component} × {cell.requirement}: {cell.before} → {cell.after}"
        yield from _more(changes.cells, "  ")
    if changes.pages:
        yield "\nPages"
        for page in changes.pages[:LIMIT]:
            was = f" (was {page.old_path})" if page.old_path else ""
            yield f"  {page.kind:8} {page.path}{was}"
        yield from _more(changes.pages, "  ")


def _more(things: tuple[object, ...], indent: str) -> Iterator[str]:
    if len(things) > LIMIT:
        yield f"{indent}… and {len(things) - LIMIT} more"


def _printable(line: str) -> str:
    head = "\n" if line.startswith("\n") else ""
    return head + "".join(c if c.isprintable() else "�" for c in line.removeprefix("\n"))


# --- A pull request -------------------------------------------------------------------------

_IN_MARKDOWN = {GONE: "~~{}~~", NEW: "**{}**", SAME: "{}", CUT: "{}"}


def markdown(changes: Changes) -> str:
    """GitHub-flavoured Markdown, for a comment or a job summary."""
    return "\n".join(_markdown_lines(changes)) + "\n"


def _markdown_lines(changes: Changes) -> Iterator[str]:
    yield f"**What this change does to the records:** {summary(changes)}."
    if changes.moved:
        yield from _heading("States that moved")
        yield "| record | before | now |\n|---|---|---|"
        for change in changes.moved:
            name = f"{code(change.id)} {plain(change.title)}"
            yield f"| {name} | {plain(change.was)} | {plain(change.standing)} |"
    for kind, title in GROUPS:
        found = changes.of_kind(kind)
        if not found:
            continue
        yield from _heading(title)
        for change in found[:LIMIT]:
            was = f" (was {code(change.old_id)})" if change.old_id else ""
            depends = f" — **{impact_words(change)}**" if change.impact else ""
            yield f"- {change.label} {code(change.id)}{was} {plain(change.title)}{depends}"
            for field in change.fields:
                runs = (_IN_MARKDOWN[r.kind].format(plain(r.text)) for r in field_runs(field))
                yield f"  - *{plain(field.name)}:* {' '.join(runs)}"
        yield from _more(found, "- ")
    if changes.cells:
        yield from _heading("Coverage")
        yield "| requirement | component | before | now |\n|---|---|---|---|"
        for cell in changes.cells[:LIMIT]:
            yield (
                f"| {code(cell.requirement)} | {code(cell.component)} "
                f"| {plain(cell.before)} | {plain(cell.after)} |"
            )
        yield from (f"\n{line}" for line in _more(changes.cells, ""))
    if changes.pages:
        yield from _heading("Pages")
        for page in changes.pages[:LIMIT]:
            was = f" (was {code(page.old_path)})" if page.old_path else ""
            yield f"- {page.kind} {code(page.path)}{was}"
        yield from _more(changes.pages, "- ")


def _heading(title: str) -> Iterable[str]:
    return ("", f"### {title}", "")


def plain(words: str) -> str:
    """*words* as they are: no markup, no link, no mention of a user, on one line.

    Backslash escapes: CommonMark 0.31, section 2.4; an ``@`` would call a user on GitHub.
    """
    words = " ".join(words.split())
    words = re.sub(r"([\\`*_{}\[\]()<>#+!|~&-])", r"\\\1", words)
    return words.replace("@", "@\N{WORD JOINER}")


def code(words: str) -> str:
    """*words* as code; backticks and bars, which could end it, are left out."""
    words = re.sub(r"[`|\s]+", " ", words).strip()
    return f"`{words}`"


# --- A program ------------------------------------------------------------------------------


def as_json(changes: Changes) -> str:
    """JSON text; the form is that of :class:`wgkb.changes.compare.Changes`."""
    return json.dumps(to_json(changes), indent=1, ensure_ascii=False) + "\n"


FORMATS = {"text": text, "markdown": markdown, "json": as_json}
"""How changes can be written."""
