"""From a record as somebody wrote it to a record of the model, or to exact findings.

Knows nothing of Sphinx: the directive hands over a :class:`Draft`, pydantic validates it, and
each validation error becomes a finding of the record rules at the line of the field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from wgkb.model.findings import Finding, run
from wgkb.model.page import Unread
from wgkb.model.records import FIELDS, FieldSpec, Record


@dataclass(frozen=True, slots=True)
class Draft:
    """A record as it was written, before validation."""

    model: type[Record]
    argument: str
    """Text behind the directive's name."""
    page_id: str
    """File name of the page, without its ending."""
    page_title: str
    """Title of the page if the directive stands directly under it, else an empty string."""
    options: Mapping[str, str]
    statement: str
    """Text of the opening paragraphs."""
    parts: Mapping[str, Any]
    """Text of each named field; history and evidence are lists of their entries."""
    path: str
    line: int
    lines: Mapping[str, int] = field(default_factory=dict)
    """Line of each option and part."""
    inside: str = ""
    """Id of the record in whose content it stands, if any."""

    @property
    def id(self) -> str:
        """Its id, which may be malformed."""
        if self.model.type.place == "page":
            return self.page_id
        local = self.argument.partition(" ")[0]
        return f"{self.page_id}/{local}" if self.model.type.page == "meeting" else local

    @property
    def title(self) -> str:
        if self.model.type.place == "page":
            return self.page_title
        return self.argument.partition(" ")[2].strip()

    @property
    def specs(self) -> tuple[FieldSpec, ...]:
        return FIELDS[self.model.type.name]

    @property
    def name(self) -> str:
        """How messages name it: "gap KEYSTONE-03"."""
        return f"{self.model.type.label} {self.id}".strip()

    def unread(self) -> Unread:
        """What it would link to, if it is not valid."""
        links = {
            spec.name: _split(self.options[spec.name])
            for spec in self.specs
            if spec.is_list and spec.name in self.options and spec.name != "suppress"
        }
        return Unread(
            self.id, self.name, self.model.type.name, links, self.path, self.line, dict(self.lines)
        )

    def finding(self, rule: str, message: str, *places: str) -> Finding:
        """A finding at the first of *places* (options and parts) whose line is known."""
        line = next((self.lines[name] for name in places if name in self.lines), self.line)
        return Finding(self.path, line, rule, f"{self.name}: {message}")


@dataclass(frozen=True, slots=True)
class FieldError:
    """One pydantic error: the draft, the field, pydantic's error type and the input."""

    draft: Draft
    spec: FieldSpec | None
    """The field, or None for the id and the title."""
    attribute: str
    kind: str
    value: Any
    message: str
    entry: int | None = None
    """Number of the entry in a nested list, from 0, if it is about one."""

    def finding(self, rule: str, message: str) -> Finding:
        """A finding at the line of the field, or of the entry of its list."""
        name = self.spec.name if self.spec else ""
        line_name = name if self.entry is None else f"{name}:{self.entry}"
        return self.draft.finding(rule, message, line_name, name)


def validate(draft: Draft) -> tuple[Record | None, list[Finding]]:
    """The record that *draft* describes, or None, and all that is wrong with it."""
    findings = run("record", draft)
    data: dict[str, Any] = {"id": draft.id, "title": draft.title}
    for spec in draft.specs:
        if spec.written_as == "statement":
            data[spec.attribute] = draft.statement
        elif spec.written_as == "part" and spec.name in draft.parts:
            data[spec.attribute] = draft.parts[spec.name]
        elif draft.options.get(spec.name, "").strip():  # an empty option says nothing
            text = draft.options[spec.name]
            if spec.name == "suppress":
                data[spec.attribute] = _suppressions(text)
            else:
                data[spec.attribute] = _split(text) if spec.is_list else " ".join(text.split())
    try:
        record = draft.model.model_validate(data)
    except ValidationError as error:
        for field_error in _field_errors(draft, error):
            findings += run("field", field_error)
        return None, findings
    return (None if draft.inside else record), findings


def _split(text: str) -> tuple[str, ...]:
    return tuple(item for item in (" ".join(i.split()) for i in text.split(",")) if item)


def _suppressions(text: str) -> tuple[dict[str, str], ...]:
    """Each line "rule — reason"; a line without a rule id continues the reason."""
    found: list[dict[str, str]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        rule, dash, reason = line.partition(" — ")
        if dash or not found:
            found.append({"rule": rule.strip().removeprefix("wg."), "reason": reason.strip()})
        else:
            found[-1]["reason"] += f" {line}"
    return tuple(found)


def _field_errors(draft: Draft, error: ValidationError) -> Iterator[FieldError]:
    by_attribute = {spec.attribute: spec for spec in draft.specs}
    items = error.errors(include_url=False)
    nested = {item["loc"][0] for item in items if len(item["loc"]) > 1}
    seen = set()
    for item in items:
        attribute = str(item["loc"][0]) if item["loc"] else ""
        entry = item["loc"][1] if len(item["loc"]) > 2 else None
        if (attribute, entry, item["msg"]) in seen:
            continue
        if attribute in nested and len(item["loc"]) == 1:
            continue  # an entry of the list is wrong; that the list is short follows from it
        seen.add((attribute, entry, item["msg"]))
        yield FieldError(
            draft,
            by_attribute.get(attribute),
            attribute,
            item["type"],
            item["input"],
            item["msg"],
            entry if isinstance(entry, int) else None,
        )
