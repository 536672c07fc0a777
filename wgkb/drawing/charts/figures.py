"""Measured figures as a table writes them: the cells of its columns as numbers.

The first column holds what was varied, each further column is a series of what was measured.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wgkb.model.words import counted

APPROXIMATE = "≈"
"""Stands before a number that was read off a plot."""
MAX_SERIES = 6
"""Series that the style sheet can tell apart."""
MAX_ROWS = 60
MAX_DIGITS, MAX_DECIMALS = 12, 6

MINUS = "\N{MINUS SIGN}"

_NUMBER = rf"[-{MINUS}]?([0-9]{{1,3}}(,[0-9]{{3}})+|[0-9]+)(\.[0-9]+)?"
_CELL = re.compile(
    rf"((?P<limit>[<>≤≥])?\s*≈?\s*(?P<number>{_NUMBER})|[–—])(\s*\((?P<remark>.+)\))?"
)
_RIGHT = (
    'write a number such as ≈1,200 or <0.5, or "–" where none was measured; '
    "a remark follows in brackets, the unit stands in the header"
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the table as it is written, and its line."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a table cannot be drawn, at *line*."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Value:
    """A figure: as it is written, and as a number unless none was measured."""

    text: str
    number: float | None
    is_qualified: bool = False
    """Is it only a limit, or does a remark follow it?"""


@dataclass(frozen=True, slots=True)
class Series:
    """A column of figures, one for each row."""

    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """All that a chart shows."""

    title: str
    varied: str
    """What was varied, with its unit: the header of the first column."""
    measured: str
    """What was measured, with its unit."""
    steps: tuple[Value, ...]
    """The values of what was varied, which rise."""
    series: tuple[Series, ...]
    is_logarithmic: bool

    @property
    def numbers(self) -> list[float]:
        """All measured numbers, at least one."""
        values = (value.number for series in self.series for value in series.values)
        return [number for number in values if number is not None]


def faults(header: Sequence[Cell], rows: Sequence[Sequence[Cell]], log: bool) -> Iterator[Fault]:
    """All that is wrong with a table; *log*: it is to be drawn on a logarithmic scale."""
    line = header[0].line if header else 0
    if not 2 <= len(header) <= MAX_SERIES + 1:
        yield Fault(line, f"needs a column of what was varied and 1 to {MAX_SERIES} of figures")
    if not 2 <= len(rows) <= MAX_ROWS:
        yield Fault(line, f"needs 2 to {MAX_ROWS} rows of figures, has {len(rows)}")
    sound = True
    before: float | None = None
    for row in rows:
        if len(row) != len(header):
            yield Fault(
                row[0].line if row else line,
                f"this row has {counted(len(row), 'cell')} where the header has {len(header)}",
            )
        for place, cell in enumerate(row):
            for message in _wrong(cell.text, is_step=place == 0, log=log and place > 0):
                sound = False
                yield Fault(cell.line, message)
        step = value(row[0].text).number if row else None
        if step is not None and before is not None and step <= before:
            yield Fault(row[0].line, f'"{row[0].text}" must be more than in the row above')
        before = step if step is not None else before
    if sound and not any(value(c.text).number is not None for row in rows for c in row[1:]):
        yield Fault(line, "has no figure at all")


def value(text: str) -> Value:
    """The figure that a cell writes; no number if the cell is wrong."""
    match = _CELL.fullmatch(text)
    if match is None or match["number"] is None:
        return Value(text, None)
    plain = match["number"].replace(",", "").replace(MINUS, "-")
    return Value(text, float(plain), bool(match["limit"] or match["remark"]))


def _wrong(text: str, *, is_step: bool, log: bool) -> Iterator[str]:
    match = _CELL.fullmatch(text)
    if match is None:
        yield f'"{_shortened(text)}" is no figure; {_RIGHT}'
    elif match["number"] is None:
        if is_step:
            yield f'"{text}": each row says how much was varied'
    else:
        whole, _, decimals = match["number"].strip(f"-{MINUS}").replace(",", "").partition(".")
        if len(whole) > MAX_DIGITS or len(decimals) > MAX_DECIMALS:
            yield (
                f'"{_shortened(text)}" has more than {MAX_DIGITS} digits before the point or '
                f"{MAX_DECIMALS} behind it; take another unit"
            )
        elif log and not (value(text).number or 0) > 0:
            yield f'"{text}" must be above zero on a logarithmic scale'


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
