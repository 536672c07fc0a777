"""Charts of measured figures: the picture says what its table says, whatever is written there."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from kb import Project
from lxml import html

from wgkb.drawing.charts.drawing import chart_html
from wgkb.drawing.charts.figures import MAX_SERIES, Cell, Figures, Series, faults, value
from wgkb.drawing.charts.scales import Scale, linear, logarithmic, words

HOSTILE = '<script>alert(\'x\')</script>" onmouseover="alert(1)" & {0} %s'

PAGE = """
    Page
    ====

    .. chart::
       :measured: Time to create a VM (s)

       .. list-table:: Time by delay
          :header-rows: 1

          * - Round trip (ms)
            - Nova
            - Other
          * - 0
            - ≈15
            - –
          * - 100
            - 24 (with errors)
            - – (all failed)
          * - 200
            - <31.5
            - 1,200
"""


def drawn(figures: Figures) -> html.HtmlElement:
    return html.fromstring(str(chart_html(figures)))


def marks(chart: html.HtmlElement, place: int) -> list[tuple[float, float]]:
    """Place of each mark of a series in per cent, across and up."""
    return [
        (float(mark.get("x").rstrip("%")), 100 - float(mark.get("y").rstrip("%")))
        for mark in chart.xpath(f"./div/svg/g[{place + 3}]/svg")
    ]


def figures_of(*columns: list[str], steps: list[str], log: bool = False) -> Figures:
    return Figures(
        title="Title",
        varied="Delay (ms)",
        measured="Time (s)",
        steps=tuple(map(value, steps)),
        series=tuple(
            Series(f"series {n}", tuple(map(value, column))) for n, column in enumerate(columns)
        ),
        is_logarithmic=log,
    )


@given(st.data(), st.booleans())
def test_every_figure_stands_where_it_belongs(data: st.DataObject, log: bool) -> None:
    least = 0.001 if log else -1e11
    number = st.floats(least, 1e11).map(lambda x: round(x, 3)).filter(lambda x: not log or x > 0)
    count = data.draw(st.integers(2, 12))
    steps = sorted(
        data.draw(st.sets(st.integers(-(10**9), 10**9), min_size=count, max_size=count))
    )
    columns = data.draw(
        st.lists(
            st.lists(st.none() | number, min_size=count, max_size=count).filter(
                lambda column: any(x is not None for x in column)
            ),
            min_size=1,
            max_size=MAX_SERIES,
        )
    )
    texts = [["–" if x is None else f"{x:,.3f}" for x in column] for column in columns]
    figures = figures_of(*texts, steps=[str(step) for step in steps], log=log)
    rows = [[Cell(t, 1) for t in row] for row in zip(map(str, steps), *texts, strict=True)]
    assert not list(faults([Cell("x", 1)] * (len(columns) + 1), rows, log))

    chart = drawn(figures)
    placed = []
    for place, column in enumerate(columns):
        points = marks(chart, place)
        numbers = [x for x in column if x is not None]
        assert len(points) == len(numbers), "a mark for each figure, none for a gap"
        assert all(0 <= x <= 100 and 0 <= y <= 100 for x, y in points)
        across = [x for x, _ in points]
        assert across == sorted(across)
        placed += list(zip(numbers, (y for _, y in points), strict=True))
    placed.sort()
    heights = [height for _, height in placed]
    assert heights == sorted(heights), "more stands higher"


@given(st.lists(st.floats(-1e12, 1e12), min_size=1, max_size=20))
@example([5e-324])
@example([-5e-324, 5e-324])
@example([5e-324, -6.0])
def test_a_linear_scale_is_round_and_holds_zero(numbers: list[float]) -> None:
    scale = linear(numbers)
    assert scale.first <= min(0, *numbers) and max(0, *numbers) <= scale.last
    assert 2 <= len(scale.ticks) <= 8
    assert any(abs(tick) < 1e-9 * max(1, abs(scale.last)) for tick in scale.ticks)


@given(st.lists(st.floats(1e-6, 1e12), min_size=1, max_size=20))
def test_a_logarithmic_scale_holds_whole_decades(numbers: list[float]) -> None:
    scale = logarithmic(numbers)
    assert all(-1e-9 <= scale.place(number) <= 1 + 1e-9 for number in numbers)
    assert 2 <= len(scale.ticks) <= 7


def test_axes_name_numbers_as_people_write_them() -> None:
    assert [words(x) for x in (0.1 + 0.2, 1e12, -5.0, 0)] == [
        "0.3",
        "1,000,000,000,000",
        "\N{MINUS SIGN}5",
        "0",
    ]
    assert linear([0.07, 0.3]).ticks == pytest.approx((0, 0.1, 0.2, 0.3))
    assert linear([-3, 14]).ticks == (-5, 0, 5, 10, 15)
    assert linear([0]) == Scale(0.0, 1.0, linear([1]).ticks)


def test_a_line_stops_where_nothing_was_measured() -> None:
    chart = drawn(figures_of(["1", "2", "–", "4", "5"], steps=["0", "1", "2", "3", "4"]))
    lines = chart.xpath("./div/svg/g[3]/line")
    assert [(line.get("x1"), line.get("x2")) for line in lines] == [("0%", "25%"), ("75%", "100%")]


def test_hostile_labels_stay_text() -> None:
    figures = Figures(
        title=HOSTILE,
        varied=HOSTILE,
        measured=HOSTILE,
        steps=(value("1"), value("2")),
        series=(Series(HOSTILE, (value("1"), value(f"2 ({HOSTILE})"))),),
        is_logarithmic=False,
    )
    chart = drawn(figures)
    assert not chart.xpath(".//script") and not chart.xpath(".//@onmouseover")
    assert chart.xpath("string(./div/svg/title)") == HOSTILE
    assert chart.xpath("string(./div/svg//path/title)") == f"{HOSTILE}, 1: 1"


def test_the_table_stays_a_table_and_keeps_its_marks(project: Project) -> None:
    project.write({"page.rst": PAGE})
    built = project.build()
    assert "page.rst" not in built.report
    page = html.fromstring(built.html("page"))
    [chart] = page.find_class("wg-plot")
    assert [mark.text for mark in chart.xpath("./div/svg//path/title")] == [
        "Nova, 0: ≈15",
        "Nova, 100: 24 (with errors)",
        "Nova, 200: <31.5",
        "Other, 200: 1,200",
    ]
    assert len(chart.find_class("wg-plot__qualified")) == 2, "a limit and a remark"
    legend = chart.find_class("wg-legend")[0].text_content()
    assert "read off a plot" in legend and "hollow" in legend
    assert not chart.xpath(".//@style"), "a strict Content-Security-Policy forbids it"
    [table] = page.find_class("wg-figures")
    cells = [cell.text_content().strip() for cell in table.xpath(".//tbody//td")]
    assert cells[1::3] == ["≈15", "24 (with errors)", "<31.5"]
    assert [i for i in page.xpath("//article//*") if i in (chart, table)] == [chart, table]
    markdown = (built.outdir / "page.html.md").read_text("utf-8")
    assert "| 100 | 24 (with errors) | – (all failed) |" in markdown
    text = project.build(out="_build/text", builder="text")
    assert "24 (with errors)" in (text.outdir / "page.txt").read_text("utf-8")


def test_a_chart_in_markdown(project: Project) -> None:
    table = "| Delay | Time |\n|---|---|\n| 0 | 1 |\n| 5 | ≈2 |\n"
    project.root.joinpath("page.md").write_text(
        f"# Page\n\n```{{chart}}\n:measured: Time (s)\n:scale: log\n\n{table}```\n", "utf-8"
    )
    built = project.build()
    assert "page.md" not in built.report
    assert re.search(r"Time \(s\), logarithmic scale", built.html("page"))


def test_a_wrong_table_is_shown_without_a_picture(project: Project) -> None:
    project.write({"page.rst": PAGE.replace("1,200", "plenty")})
    lines = (project.root / "page.rst").read_text("utf-8").splitlines()
    [at] = [number for number, line in enumerate(lines, 1) if "plenty" in line]
    finding = f'page.rst:{at}: WARNING: chart: "plenty" is no figure'
    built = project.build()
    assert finding in built.report
    assert "plenty" in built.html("page") and "wg-plot" not in built.html("page")
    # A build that reads nothing says it again.
    assert finding in project.build().report
