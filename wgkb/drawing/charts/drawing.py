"""The picture of measured figures: lines and marks in SVG, with axes and a legend.

Places are given in per cent and text in the size of the page, so that the picture fits a phone,
a wide screen and paper without being drawn anew.  Colours come from the style sheet; a series is
told from others by its mark and its kind of line as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from markupsafe import Markup

from wgkb.drawing.charts.figures import APPROXIMATE, Figures, Series
from wgkb.drawing.charts.scales import Scale, linear, logarithmic, steps, words

MARKS = (
    "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
    "M-4-4h8v8h-8z",
    "M0-5L5 4H-5z",
    "M0-5.5L5 0 0 5.5-5 0z",
    "M0 5L5-4H-5z",
    "M-5-1.5h3.5V-5h3v3.5H5v3H1.5V5h-3V1.5H-5z",
)
"""Outline of the mark of each series, in pixels around its place."""


def chart_html(figures: Figures) -> Markup:
    """The chart; the table of the same figures follows it on the page."""
    across = steps([step.number for step in figures.steps if step.number is not None])
    up = (logarithmic if figures.is_logarithmic else linear)(figures.numbers)
    series = Markup("\n").join(
        _series(place, one, figures, across, up) for place, one in enumerate(figures.series)
    )
    return Markup(
        '<figure class="wg-chart wg-plot"><p class="wg-plot__measured">{measured}{log}</p>\n'
        '<div class="wg-plot__area"><svg role="img"><title>{title}</title><desc>{measured} by '
        "{varied}: a line for each of {names}. The table below holds the numbers.</desc>\n"
        "{axes}\n{series}</svg></div>\n"
        '<p class="wg-plot__varied">{varied}</p>{legend}</figure>\n'
    ).format(
        measured=figures.measured,
        log=", logarithmic scale" if figures.is_logarithmic else "",
        title=figures.title or figures.measured,
        varied=figures.varied,
        names=", ".join(one.name for one in figures.series),
        axes=_axes(across, up),
        series=series,
        legend=_legend(figures),
    )


def _percent(part: float) -> str:
    return f"{round(part * 100, 1):g}%"


def _axes(across: Scale, up: Scale) -> Markup:
    lines, labels = [], []
    for tick in up.ticks:
        y = _percent(1 - up.place(tick))
        base = Markup(' class="wg-plot__base"') if tick == 0 and up.first < 0 else ""
        lines.append(Markup('<line x2="100%" y1="{0}" y2="{0}"{1}/>').format(y, base))
        labels.append(Markup('<text class="wg-plot__up" y="{}">{}</text>').format(y, words(tick)))
    for tick in across.ticks:
        labels.append(
            Markup('<text class="wg-plot__across" x="{}" y="100%">{}</text>').format(
                _percent(across.place(tick)), words(tick)
            )
        )
    return Markup('<g class="wg-plot__grid">{}</g><g aria-hidden="true">{}</g>').format(
        Markup("").join(lines), Markup("").join(labels)
    )


def _series(place: int, series: Series, figures: Figures, across: Scale, up: Scale) -> Markup:
    points = [
        None
        if step.number is None or value.number is None
        else (_percent(across.place(step.number)), _percent(1 - up.place(value.number)))
        for step, value in zip(figures.steps, series.values, strict=True)
    ]
    lines = Markup("").join(
        Markup('<line x1="{}" y1="{}" x2="{}" y2="{}"/>').format(*start, *end)
        for start, end in pairwise(points)
        if start and end
    )
    marks = Markup("").join(
        Markup('<svg x="{}" y="{}"{}><path d="{}"><title>{}, {}: {}</title></path></svg>').format(
            *point,
            Markup(' class="wg-plot__qualified"') if value.is_qualified else "",
            MARKS[place],
            series.name,
            step.text,
            value.text,
        )
        for point, step, value in zip(points, figures.steps, series.values, strict=True)
        if point
    )
    return Markup('<g class="wg-series wg-series--{}">{}{}</g>').format(place + 1, lines, marks)


def _legend(figures: Figures) -> Markup:
    entries = [
        Markup(
            '<li><svg class="wg-key wg-series wg-series--{}" aria-hidden="true">'
            '<line x2="100%" y1="50%" y2="50%"/><svg x="50%" y="50%"><path d="{}"/></svg></svg>'
            " {}</li>"
        ).format(place + 1, MARKS[place], series.name)
        for place, series in enumerate(figures.series)
    ]
    values = [value for series in figures.series for value in series.values]
    entries += [
        Markup("<li>{}</li>").format(note) for note in _notes(value.text for value in values)
    ]
    if any(value.is_qualified and value.number is not None for value in values):
        entries.append(Markup("<li>hollow: a limit or a remark, see the table</li>"))
    return Markup('<ul class="wg-legend">{}</ul>').format(Markup("").join(entries))


def _notes(texts: Iterable[str]) -> list[str]:
    return [f"{APPROXIMATE} read off a plot"] if any(APPROXIMATE in text for text in texts) else []
