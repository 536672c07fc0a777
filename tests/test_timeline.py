"""Dated events in the text of a page, and the picture over them."""

from __future__ import annotations

import pytest
from kb import Project
from lxml import html

from wgkb.model import times

HISTORY = """
    History
    =======

    .. timeline::

    Beginnings
    ----------

    .. event:: 2018-12 Paper <em>

       A paper :cite:`lebre2017revising`.

    .. event:: 2017-05-08/2017-05-11 Summit

       Four sessions.

    .. event:: 2017-05-09

       Only in the text.

    .. event:: 2019/2021 Summit

       Another one.
"""


def test_picture_is_its_own_text(project: Project) -> None:
    """Each row has its words and its date and leads to the entry; entries keep their citations."""
    project.write({"history.rst": HISTORY})
    built = project.build()
    page = html.fromstring(built.html("history"))
    rows = page.xpath("//figure//li[@class='wg-row']")
    words = [[part.text_content() for part in row.xpath("a|span")] for row in rows]
    assert words == [
        ["Summit", "8–11 May 2017"],
        ["Paper <em>", "December 2018"],
        ["Summit", "2019–2021"],
    ]
    targets = [row.xpath("a/@href")[0].removeprefix("#") for row in rows]
    entries = [page.get_element_by_id(target) for target in targets]
    assert [entry.text_content() for entry in entries] == [
        "8–11 May 2017: Summit",
        "December 2018: Paper <em>",
        "2019–2021: Summit",
    ]
    assert "9 May 2017" in page.text_content()
    assert page.xpath("//dd//a[contains(@href, 'references.html#lebre2017revising')]")
    # Days from the first of January 2017; an exact time and a vague one differ.
    (first, *_, last) = [row.xpath("svg/rect")[0] for row in rows]
    assert (first.get("x"), first.get("class")) == ("127", "wg-fill--closed")
    assert (last.get("x"), last.get("width"), last.get("class")) == (
        "730", "1096", "wg-fill--obsolete",
    )  # fmt: skip


def test_page_without_events(project: Project) -> None:
    project.write({"history.rst": "History\n=======\n\n.. timeline::\n"})
    assert "No event has a date and a title" in project.build().html("history")


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("2017", "2017"),
        ("2017-05", "May 2017"),
        ("2017-05-08", "8 May 2017"),
        ("2017-05/2017-06", "May – June 2017"),
        ("2016-12-30/2017-01-02", "30 Dec 2016 – 2 Jan 2017"),
    ],
)
def test_periods(when: str, words: str) -> None:
    assert times.period_words(when).replace("\N{THIN SPACE}", " ") == words


@pytest.mark.parametrize(
    "when",
    [
        "",
        "May",
        "2017-13",
        "2017-02-30",
        "2017/2016",
        "2017/2018-05",
        "0000",
        "2017-5",
        "\u0662" * 4,
    ],
)
def test_no_periods(when: str) -> None:
    with pytest.raises(ValueError, match=f'"{when}"'):
        times.period(when)
