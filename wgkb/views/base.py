"""What a view is, how its options are declared, and the register of all views.

A view is a pure function from the graph and its options to a drawing.  Its name is the name of
its directive, its docstring is what people read about it, and its options are a model that is
declared and checked as those of records are.  Adding a view touches one place: the function.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from wgkb.model.findings import did_you_mean
from wgkb.model.records import FieldSpec, fields_of, from_page

if TYPE_CHECKING:
    from wgkb.drawing.pieces import Drawing
    from wgkb.graph.graph import Graph


class Options(BaseModel):
    """What a directive says; the base of all, and the options of a view that has none."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True, slots=True)
class View:
    """A view over the records."""

    name: str
    summary: str
    options: type[Options]
    draw: Callable[[Graph, Any], Drawing]

    @property
    def specs(self) -> tuple[FieldSpec, ...]:
        """Its options that are written."""
        return fields_of(self.options)


VIEWS: dict[str, View] = {}
"""All views by name."""

Draw = Callable[["Graph", Any], "Drawing"]


def view(options: type[Options] = Options) -> Callable[[Draw], Draw]:
    """Register the decorated function as a view with these *options*."""

    def register(draw: Draw) -> Draw:
        name = draw.__name__.replace("_", "-")
        VIEWS[name] = View(name, " ".join((inspect.getdoc(draw) or "").split()), options, draw)
        return draw

    return register


def _count(text: object) -> int:
    if not str(text).isascii() or not str(text).isdigit() or int(str(text)) == 0:
        raise ValueError("must be a whole number above zero")
    return int(str(text))


Count = Annotated[int, BeforeValidator(_count)]
"""A whole number above zero."""


def read_options(
    view: View, argument: str, written: Mapping[str, str], page: Mapping[str, str]
) -> tuple[Options | None, list[tuple[str, str]]]:
    """The options of *view* as they are *written*, or all that is wrong with them.

    :param argument: what stands behind the name of the directive.
    :param page: values of the fields that nobody writes.
    :returns: the options, or None with a list of the option (empty: the argument) and of what is
        wrong with it.
    """
    by_name = {spec.name: spec for spec in view.specs if spec.written_as == "option"}
    wrong = [(name, _unknown(name, by_name)) for name in written if name not in by_name]
    data: dict[str, Any] = {
        name: value for name, value in page.items() if name in from_page(view.options)
    }
    taker = next((spec for spec in view.specs if spec.written_as == "argument"), None)
    if argument and taker is None:
        wrong.append(("", f'takes no argument, such as "{argument}"'))
    elif argument and taker is not None:
        data[taker.attribute] = argument
    for name, spec in by_name.items():
        if text := written.get(name, "").strip():  # an empty option says nothing
            data[spec.attribute] = _split(text) if spec.is_list else text
    specs = {spec.attribute: spec for spec in view.specs}
    try:
        options = view.options.model_validate(data)
    except ValidationError as error:
        for item in error.errors(include_url=False):
            about = specs.get(str(item["loc"][0])) if item["loc"] else None
            wrong.append(_problem(about, item["type"], item["input"], item["msg"]))
        return None, wrong
    return (None if wrong else options), wrong


def _split(text: str) -> tuple[str, ...]:
    return tuple(item for item in (" ".join(i.split()) for i in text.split(",")) if item)


def _unknown(name: str, known: Mapping[str, object]) -> str:
    hint = did_you_mean(name, known) or (
        f"; known: {', '.join(known)}" if known else "; this view has none"
    )
    return f'unknown option "{name}"{hint}'


def _problem(spec: FieldSpec | None, kind: str, value: Any, message: str) -> tuple[str, str]:
    assert spec is not None  # a view checks its options one by one
    is_argument = spec.written_as == "argument"
    name = "" if is_argument else spec.name
    told = "" if is_argument else f":{spec.name}: "
    if kind == "missing":
        return name, f"needs its argument: {spec.description}" if is_argument else f"needs {told}"
    right = message.removeprefix("Value error, ")
    if kind == "enum":
        right = f"must be one of: {', '.join(spec.values)}{did_you_mean(str(value), spec.values)}"
    return name, f"{told}{right}" if spec.is_list else f'{told}"{value}" {right}'
