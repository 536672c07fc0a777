"""The charts of measured figures for paper and EPUB readers.

On the site a chart (:mod:`wgkb.drawing.charts`) has places in per cent, and looks from a style
sheet.  Neither WeasyPrint nor many a reader takes a style sheet to a picture or a nested picture
to its place, so here the same marks get numbers and colours of their own.
"""

from __future__ import annotations

from wgkb.summit.site import Element

WIDTH, HEIGHT = 600, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 26, 8, 22
_KEY = (30, 10)
_GRID, _BASE, _TEXT, _GROUND = "#d1d5da", "#868e97", "#48566b", "#ffffff"
_SERIES = (
    ("#0b5cad", None),
    ("#b3470e", "7 4"),
    ("#0f7d63", "2 4"),
    ("#8b2f8f", "10 3 2 3"),
    ("#6b6f00", "4 2"),
    ("#50565e", "12 6"),
)
"""Colour and dashes of each series: those of the site's light theme."""


def for_paper(element: Element) -> None:
    """Give each chart and each key of its legend in *element* a size, places and colours."""
    for chart in element.find_class("wg-plot"):
        for picture in chart.xpath(".//div[contains(@class, 'wg-plot__area')]/svg"):
            box = (-_LEFT, -_TOP, WIDTH + _LEFT + _RIGHT, HEIGHT + _TOP + _BOTTOM)
            _draw(picture, (WIDTH, HEIGHT), box)
        for key in chart.find_class("wg-key"):
            _draw(key, _KEY, (0, 0, *_KEY))
            _dress(key)


def _draw(picture: Element, size: tuple[int, int], box: tuple[int, ...]) -> None:
    picture.set("viewBox", " ".join(map(str, box)))
    picture.set("width", str(box[2]))
    picture.set("height", str(box[3]))
    for part in picture.iterdescendants():
        for name, value in part.attrib.items():
            if value.endswith("%") and name in ("x", "x1", "x2", "y", "y1", "y2"):
                whole = size[0] if name.startswith("x") else size[1]
                part.set(name, f"{float(value[:-1]) / 100 * whole:g}")
    for nested in list(picture.iterdescendants("svg")):  # a mark, at its place
        nested.tag = "g"
        place = nested.attrib.pop("x", "0"), nested.attrib.pop("y", "0")
        nested.set("transform", f"translate({place[0]} {place[1]})")
    for text in picture.iterdescendants("text"):
        text.set("fill", _TEXT)
        text.set("font-size", "13")
        text.set("font-family", "Source Sans Pro, sans-serif")
        if text.get("class") == "wg-plot__up":
            text.set("text-anchor", "end")
            text.set("x", "-9")
            text.set("dy", "4")
        else:
            text.set("text-anchor", "middle")
            text.set("dy", "18")
    for line in picture.xpath("./g[@class='wg-plot__grid']/line"):
        line.set("x1", "0")
        line.set("stroke", _BASE if line.get("class") else _GRID)
    for group in picture.iterdescendants("g"):
        _dress(group)


def _dress(series: Element) -> None:
    """Set the colour and the dashes of a series, if the element is one."""
    number = (series.get("class") or "").rpartition("wg-series--")[2]
    if not number.isdigit():
        return
    colour, dashes = _SERIES[int(number) - 1]
    series.set("stroke", colour)
    series.set("fill", colour)
    for line in series.iterdescendants("line"):
        line.set("stroke-width", "2")
        if dashes:
            line.set("stroke-dasharray", dashes)
    for mark in series.xpath(".//*[@class='wg-plot__qualified']/path"):
        mark.set("fill", _GROUND)
        mark.set("stroke-width", "1.5")
