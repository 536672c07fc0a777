"""Where a number stands on an axis, and which numbers an axis names."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from wgkb.drawing.charts.figures import MAX_DECIMALS, MINUS

MOST_TICKS = 6
NEAREST = 0.09
"""Least distance of two labels, as a part of the axis: they must not touch on a phone."""


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from *first* to *last*, which are numbers or, on a log scale, powers of ten."""

    first: float
    last: float
    ticks: tuple[float, ...]
    is_logarithmic: bool = False

    def place(self, number: float) -> float:
        """Where *number* stands, from 0 at the beginning of the axis to 1 at its end."""
        at = math.log10(number) if self.is_logarithmic else number
        return (at - self.first) / (self.last - self.first)


def steps(numbers: Sequence[float]) -> Scale:
    """A scale that names the rising *numbers* themselves, as far as there is room."""
    first, last = numbers[0], numbers[-1]
    ticks: list[float] = []
    for number in numbers:
        if not ticks or (number - ticks[-1]) / (last - first) >= NEAREST:
            ticks.append(number)
    return Scale(first, last, tuple(ticks))


def linear(numbers: Sequence[float]) -> Scale:
    """A scale that holds *numbers* and zero, with round ticks."""
    low, high = min(0.0, *numbers), max(0.0, *numbers)
    if high - low < 10.0**-MAX_DECIMALS:  # nearer to zero than a table can write
        high = 1.0
    step = _round_step((high - low) / (MOST_TICKS - 1))
    # A quotient may be too small for a float, and would be zero.
    first = min(math.floor(low / step), -1 if low < 0 else 0)
    last = max(math.ceil(high / step), 1 if high > 0 else 0)
    return Scale(first * step, last * step, tuple(n * step for n in range(first, last + 1)))


def logarithmic(numbers: Sequence[float]) -> Scale:
    """A scale of whole decades that holds *numbers*, all above zero."""
    first = math.floor(math.log10(min(numbers)))
    last = max(math.ceil(math.log10(max(numbers))), first + 1)
    stride = math.ceil((last - first) / MOST_TICKS)
    ticks = [10.0**power for power in range(first, last + 1, stride)]
    return Scale(first, last, tuple(ticks), is_logarithmic=True)


def _round_step(least: float) -> float:
    """The smallest of 1, 2 and 5 times a power of ten that is not below *least*."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= least * 0.999_999)


def words(number: float) -> str:
    """A number as an axis shows it: 0.5, 1,200."""
    return f"{number:,.15g}".replace("-", MINUS)
