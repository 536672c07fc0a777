"""What a change does to the records: the difference of two ``records.json`` documents.

Lines of text are git's business.  Here a change is records added, removed, renamed or changed,
states that moved, cells of the coverage matrix that got another value, and how many other
records depend on each of them.  Knows nothing of Sphinx or git.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from wgkb.graph.graph import MENTIONED, Graph
from wgkb.model.page import Entry, Page
from wgkb.model.records import RECORD_TYPES, ActionState, Component, Release, Requirement

Kind = Literal["added", "removed", "renamed", "changed"]
NOT_COMPARED = frozenset({"id"})
"""Fields that a renamed record changes by being renamed."""


# --- One side -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One record as ``records.json`` states it; see :mod:`wgkb.exports.records`."""

    type: str
    standing: str
    url: str
    source: str
    fields: dict[str, Any]
    cites: tuple[str, ...] = ()
    linked_from: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        return str(self.fields.get("title", ""))

    @property
    def path(self) -> str:
        """Source file on which it is written."""
        return self.source.rpartition(":")[0]


@dataclass(frozen=True, slots=True)
class State:
    """All records at one point in time."""

    version: int
    records: dict[str, Snapshot]
    releases: tuple[dict[str, Any], ...] = ()


_STATE = TypeAdapter(State)


class NotRecords(ValueError):
    """A document is no ``records.json``; the message says why, in one line."""


def state_from(document: object, name: str) -> State:
    """Read the JSON value *document*, which messages call *name*."""
    try:
        state = _STATE.validate_python(document)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        reason = f"{where}: {first['msg'].lower()}" if where else "it is no object"
        raise NotRecords(f"{name} is no records.json: {reason}") from None
    if state.version != 1:
        raise NotRecords(f"{name} has version {state.version}; only 1 is known")
    return state


def load_state(path: Path) -> State:
    """Read the file *path*."""
    try:
        return state_from(json.loads(path.read_bytes()), str(path))
    except NotRecords:
        raise
    except FileNotFoundError:
        raise NotRecords(f"there is no file {path}") from None
    except (OSError, ValueError) as error:
        raise NotRecords(f"{path} cannot be read as JSON: {error}") from None


def graph_of(state: State) -> Graph:
    """The records of *state* as a graph; those that today's model does not know are left out."""
    entries = []
    for record_id, snapshot in state.records.items():
        model = RECORD_TYPES.get(snapshot.type)
        if model is not None:
            try:
                record = model.model_validate(snapshot.fields)
            except ValidationError:
                continue
            entries.append(Entry(record, record_id, "", snapshot.path, 0))
    releases = []
    for values in state.releases:
        try:
            releases.append(Release.model_validate(values))
        except ValidationError:
            continue
    return Graph([Page("records", "records.json", "", tuple(entries))], (), releases)


# --- The difference -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that has another value; both are JSON values, None where there was none."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Impact:
    """How many records of one kind depend on a record."""

    count: int
    words: str
    """The kind as it is counted, such as "use cases" or "open action"."""

    def __str__(self) -> str:
        return f"{self.count} {self.words}"


@dataclass(frozen=True, slots=True)
class RecordChange:
    """What happened to one record."""

    kind: Kind
    id: str
    type: str
    title: str
    url: str
    path: str
    standing: str
    """Its state now, or its last one."""
    was: str = ""
    """Its state before, if that was another."""
    old_id: str = ""
    fields: tuple[FieldChange, ...] = ()
    impact: tuple[Impact, ...] = ()

    @property
    def label(self) -> str:
        """Its type in running text."""
        model = RECORD_TYPES.get(self.type)
        return model.type.label if model else self.type


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell of the coverage matrix that has another value."""

    requirement: str
    component: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PageChange:
    """A source file that was changed."""

    kind: Kind
    path: str
    old_path: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """All that is different between two states."""

    records: tuple[RecordChange, ...] = ()
    cells: tuple[CellChange, ...] = ()
    pages: tuple[PageChange, ...] = ()
    version: int = field(default=1, kw_only=True)

    def __bool__(self) -> bool:
        return bool(self.records or self.cells or self.pages)

    def of_kind(self, kind: Kind) -> tuple[RecordChange, ...]:
        return tuple(change for change in self.records if change.kind == kind)

    @property
    def moved(self) -> tuple[RecordChange, ...]:
        """Those whose state moved."""
        return tuple(change for change in self.records if change.was)


def compare(
    before: State,
    after: State,
    renamed: Mapping[str, str] | None = None,
    pages: Iterable[PageChange] | None = None,
) -> Changes:
    """What *after* has that *before* had not, and the other way round.

    :param renamed: new id by old id, for records that were given another one.
    :param pages: changed source files, as git tells them; left out, those on which changed
        records stand.
    """
    renamed = {
        old: new
        for old, new in (renamed or {}).items()
        if old in before.records and new in after.records and new not in before.records
    }
    records = sorted(_records(before, after, renamed), key=lambda change: change.id)
    if pages is None:
        paths = {change.path for change in records if change.path}
        pages = [PageChange("changed", path) for path in sorted(paths)]
    return Changes(tuple(records), tuple(_cells(before, after)), tuple(pages))


def _records(before: State, after: State, renamed: Mapping[str, str]) -> Iterator[RecordChange]:
    old_ids = {new: old for old, new in renamed.items()}
    follow = _follower(renamed)
    for record_id in before.records.keys() - after.records.keys() - renamed.keys():
        yield _change("removed", record_id, before.records[record_id], before)
    for record_id, snapshot in after.records.items():
        old_id = old_ids.get(record_id, record_id)
        old = before.records.get(old_id)
        if old is None:
            yield _change("added", record_id, snapshot, after)
            continue
        fields = tuple(_fields(old, snapshot, follow))
        was = old.standing if old.standing != snapshot.standing else ""
        if old_id != record_id:
            yield _change("renamed", record_id, snapshot, after, was, old_id, fields)
        elif fields or was:
            yield _change("changed", record_id, snapshot, after, was, "", fields)


def _change(
    kind: Kind,
    record_id: str,
    snapshot: Snapshot,
    state: State,
    was: str = "",
    old_id: str = "",
    fields: tuple[FieldChange, ...] = (),
) -> RecordChange:
    return RecordChange(
        kind,
        record_id,
        snapshot.type,
        snapshot.title,
        snapshot.url,
        snapshot.path,
        snapshot.standing,
        was,
        old_id,
        fields,
        tuple(impact(record_id, state)),
    )


def _follower(renamed: Mapping[str, str]) -> Callable[[Any], Any]:
    """A function that gives a JSON value the new ids, so that following is no change."""
    if not renamed:
        return lambda value: value
    ids = "|".join(map(re.escape, sorted(renamed, key=len, reverse=True)))
    pattern = re.compile(rf"(?<![\w-])(?:{ids})(?![\w-])")

    def follow(value: Any) -> Any:
        if isinstance(value, str):
            return pattern.sub(lambda match: renamed[match[0]], value)
        if isinstance(value, list):
            return [follow(item) for item in value]
        if isinstance(value, dict):
            return {name: follow(item) for name, item in value.items()}
        return value

    return follow


def _fields(old: Snapshot, new: Snapshot, follow: Callable[[Any], Any]) -> Iterator[FieldChange]:
    before = {**follow(old.fields), "cites": list(old.cites)}
    after = {**new.fields, "cites": list(new.cites)}
    for name in dict.fromkeys([*after, *before]):
        if name not in NOT_COMPARED and before.get(name) != after.get(name):
            yield FieldChange(name.replace("_", "-"), before.get(name), after.get(name))


def impact(record_id: str, state: State) -> Iterator[Impact]:
    """What depends on a record: those that link to it by a field, counted by type.

    Of actions only the open ones count: the others are history.
    """
    snapshot = state.records.get(record_id)
    sources = {
        source
        for label, source in (snapshot.linked_from if snapshot else ())
        if label != MENTIONED and source in state.records
    }
    for name, model in RECORD_TYPES.items():
        found = [source for source in sources if state.records[source].type == name]
        singular, plural = model.type.label, model.type.plural
        if name == "action":
            found = [s for s in found if state.records[s].standing == ActionState.OPEN]
            singular, plural = f"open {singular}", f"open {plural}"
        if found:
            yield Impact(len(found), singular if len(found) == 1 else plural)


def _cells(before: State, after: State) -> Iterator[CellChange]:
    old, new = graph_of(before), graph_of(after)
    for requirement in new.of_type(Requirement):
        if old.get(requirement.id) is None:
            continue
        for component in new.of_type(Component):
            if old.get(component.id) is None:
                continue
            was = old.coverage(requirement.id, component.id).value
            now = new.coverage(requirement.id, component.id).value
            if was is not now:
                yield CellChange(requirement.id, component.id, str(was), str(now))


# --- As JSON --------------------------------------------------------------------------------

_CHANGES = TypeAdapter(Changes)


def to_json(changes: Changes) -> dict[str, Any]:
    """*changes* as a JSON value."""
    document: dict[str, Any] = _CHANGES.dump_python(changes, mode="json")
    return document


def from_json(document: object) -> Changes:
    """The changes that :func:`to_json` wrote.

    :raises ValidationError: it is another document.
    """
    return _CHANGES.validate_python(document)
