"""Templates of records, made from the model: what ``wgkb new`` writes.

Every field that a record needs stands there and is empty until somebody gives it a value; the
checks name each empty field and section.  What a field takes is said in a comment above.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Mapping, Sequence

from docutils.utils import column_width

from wgkb.model.records import FIELDS, RECORD_TYPES, FieldSpec, Record

WIDTH = 99
EXPECTED = frozenset({"meets", "owner"})
"""Fields that a record can do without, but not for long: rules ask for them."""
PROMPTED = "Fill in each empty field, then delete this comment. The checks name what is missing."


def takes(spec: FieldSpec) -> str:
    """What a field takes, in a sentence or two."""
    if spec.values:
        holds = f"One of: {', '.join(spec.values)}."
    elif spec.link:
        to = " or ".join(RECORD_TYPES[name].type.label for name in spec.link.to) or "any record"
        holds = f"Ids ({to}), separated by commas." if spec.is_list else f"An id ({to})."
    elif spec.is_list and spec.written_as == "option":
        holds = "A list, separated by commas."
    else:
        holds = ""
    return f"{spec.description} {holds}".strip()


def rest_record(model: type[Record], argument: str, values: Mapping[str, str]) -> str:
    """A record in reStructuredText; *argument* is its id and title if it is a section."""
    specs = FIELDS[model.type.name]
    lines = [*_rest_comment(specs), "", f".. {model.type.name}:: {argument}".rstrip()]
    lines += [f"   {line}" for line in _fields(specs, "option", values)]
    if statement := _statement(specs, values):
        lines += ["", *_indented(statement)]
    parts = [f"   {line}" for line in _fields(specs, "part", values)]
    return "\n".join([*lines, *(["", *parts] if parts else [])]) + "\n"


def myst_record(model: type[Record], argument: str, values: Mapping[str, str]) -> str:
    """A record in MyST Markdown."""
    specs = FIELDS[model.type.name]
    lines = [*_myst_comment(specs), "", f"```{{{model.type.name}}} {argument}".rstrip()]
    quoted = {name: _quoted(value) for name, value in values.items()}
    lines += _fields(specs, "option", quoted)
    statement = textwrap.wrap(_statement(specs, values), WIDTH)
    return "\n".join([*lines, "", *statement, "```"]) + "\n"


def _fields(specs: Sequence[FieldSpec], written_as: str, values: Mapping[str, str]) -> list[str]:
    """A line for each field that is written so."""
    return [
        f":{spec.name}: {values.get(spec.name, '')}".rstrip()
        for spec in specs
        if spec.written_as == written_as and _is_shown(spec, values)
    ]


def _statement(specs: Sequence[FieldSpec], values: Mapping[str, str]) -> str:
    return next((values.get(s.name, "") for s in specs if s.written_as == "statement"), "")


def rest_page(model: type[Record], title: str, values: Mapping[str, str]) -> str:
    """A page that is a record, with the sections of its type."""
    blocks = [f"{title}\n{'=' * column_width(title)}\n", rest_record(model, "", values)]
    blocks += [f"{section}\n{'-' * len(section)}\n" for section in model.type.sections]
    return "\n".join(blocks)


def missing(model: type[Record], values: Mapping[str, str]) -> list[str]:
    """Names of what is still to be filled in: fields, then sections."""
    fields = [
        spec.name
        for spec in FIELDS[model.type.name]
        if (spec.required or spec.name in EXPECTED) and not values.get(spec.name)
    ]
    return [*fields, *(f'section "{section}"' for section in model.type.sections)]


def _is_shown(spec: FieldSpec, values: Mapping[str, str]) -> bool:
    return spec.required or spec.name in EXPECTED or bool(values.get(spec.name))


def _quoted(value: str) -> str:
    """A value as MyST reads options: like YAML, where # begins a comment."""
    plain = not any(mark in value for mark in "#:{}[]\"'`&*!|>%@") or value[:1].isdigit()
    return value if plain else json.dumps(value, ensure_ascii=False)


def _guidance(specs: Iterable[FieldSpec]) -> list[str]:
    lines = []
    for spec in specs:
        words = takes(spec)
        if spec.written_as == "statement":
            lines.append(f"opening paragraph: {words or 'What it is, in a sentence or two.'}")
        elif words and spec.name != "suppress":
            needed = "" if spec.required else " (optional)"
            lines.append(f"{spec.name}{needed}: {words}")
    return lines


def _rest_comment(specs: Iterable[FieldSpec]) -> list[str]:
    body = [line for text in (PROMPTED, *_guidance(specs)) for line in _wrapped(text, WIDTH - 3)]
    return ["..", *(f"   {line}" for line in body)]


def _myst_comment(specs: Iterable[FieldSpec]) -> list[str]:
    body = [line for text in (PROMPTED, *_guidance(specs)) for line in _wrapped(text, WIDTH - 2)]
    return [f"% {line}" for line in body]


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, subsequent_indent="  ", break_on_hyphens=False)


def _indented(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="   ", subsequent_indent="   ")
