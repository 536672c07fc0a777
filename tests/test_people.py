"""A page for each person of ``data/people.toml``, which no source file stands for."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest
from kb import Built, Project, pages_of
from lxml import html

from wgkb.rules.examples import MEETING
from wgkb.site import cards, search

MINUTES = (
    MEETING
    + """
    ```{decision} D1 Odd weeks

    We meet in odd weeks.
    ```

    ```{action} A1 Send the survey
    :owner: ada-lovelace
    :state: open

    Ada sends it to {person}`grace-hopper`.
    ```
"""
)
PEOPLE = """
    [ada-lovelace]
    name = "Ada Lovelace"
    nicks = ["ada", "<b>"]
    summary = "First programmer & <chair>."
    [[ada-lovelace.roles]]
    role = "chair"
    since = "2017-06"
    affiliation = "Analytical Engines"
    sources = [
      "lebre2017revising",
      "https://example.org/chairs",
      "https://example.org/commit/6c37a11cd313ab00404e44015b34d22286fa286c",
    ]

    [grace-hopper]
    name = "Grace Hopper"

    [al]
    name = "Al Aho"
"""


@pytest.fixture
def group(project: Project) -> Project:
    project.write({**pages_of(MINUTES), "data/people.toml": PEOPLE})
    return project


def words(element: html.HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def page(built: Built, name: str) -> html.HtmlElement:
    return html.fromstring(built.html(name))


def test_what_a_page_says(group: Project) -> None:
    """Roles with their sources, meetings, actions and decisions, each a link."""
    built = group.build()
    (article,) = page(built, "people/ada-lovelace").xpath("//article")
    sections = {words(s[0]): words(s) for s in article.xpath(".//section/section")}
    assert list(sections) == [
        "Roles #",
        "Meetings #",
        "Actions #",
        "Decisions of these meetings #",
    ]
    assert "2017-06: chair (Analytical Engines)" in sections["Roles #"]
    assert "Meeting of 7 June 7 June 2017 attendee full" in sections["Meetings #"]
    assert "1 action, 1 open" in sections["Actions #"]
    assert "Odd weeks" in sections["Decisions of these meetings #"]
    assert "First programmer & <chair>." in words(article)
    assert "ada, <b>" in words(article)
    links = {words(a): a.get("href") for a in article.xpath(".//section//a[@href]")}
    assert links["Meeting of 7 June"] == "../meetings/2017/2017-06-07-irc.html"
    assert links["Send the survey"] == "../meetings/2017/2017-06-07-irc.html#A1"
    assert links["example.org/chairs"] == "https://example.org/chairs"
    assert links["example.org/commit/6c37a11…"].endswith("ab00404e44015b34d22286fa286c")
    assert links["Lebre and others 2017"] == "../references.html#lebre2017revising"
    assert links["go/ada-lovelace/"] == "../go/ada-lovelace/index.html"

    (grace,) = page(built, "people/grace-hopper").xpath("//article")
    assert "Named elsewhere # Mentioned in Send the survey" in words(grace)


def test_a_page_like_others(group: Project) -> None:
    """It is found from everywhere where pages with a source are found."""
    conf = group.root / "conf.py"
    text = conf.read_text("utf-8") + 'html_baseurl = "https://wg.example.org/kb/"\n'
    conf.write_text(text + 'wg_edit_url = "https://edit.example/{path}"\n', "utf-8")
    built = group.build()
    listed = page(built, "people")
    assert [words(a) for a in listed.xpath("//article//dt/a")] == [
        "Al Aho",
        "Grace Hopper",
        "Ada Lovelace",
    ]
    # Addresses from before there were pages of people still lead to them.
    assert listed.xpath("//dt[@id='ada-lovelace']/a/@href") == ["people/ada-lovelace.html"]

    ada = page(built, "people/ada-lovelace")
    assert ada.xpath("//meta[@name='description']/@content") == ["First programmer & <chair>."]
    assert ada.xpath("//a[text()='Edit this page']/@href") == [
        "https://edit.example/data/people.toml"
    ]
    assert [words(a) for a in ada.xpath("//nav[@aria-label='Breadcrumb']//a")] == [
        "Home",
        "People",
    ]
    assert ada.xpath("//a[@rel='prev']/@href") == ["grace-hopper.html"]
    assert "Al Aho" in words(ada.xpath("//nav[@aria-label='Section Navigation']")[0])

    minutes = page(built, "meetings/2017/2017-06-07-irc")
    href = minutes.xpath("//a[text()='Grace Hopper']/@href")[0]
    assert urljoin("meetings/2017/x.html", href) == "people/grace-hopper.html"
    assert "people/al.html" in (built.outdir / "sitemap.xml").read_text("utf-8")
    records = cards.read((built.outdir / cards.FILE).read_text("utf-8"))
    assert ("ada-lovelace", "people/ada-lovelace.html") in [(c.id, c.address) for c in records]
    found = {text.address: text.title for text in search.texts(built.outdir)}
    assert found["people/ada-lovelace.html"] == "Ada Lovelace"


def test_a_text_like_others(group: Project) -> None:
    """As Markdown it says what the page says, and it is listed, renewed and removed with it."""
    built = group.build()
    assert page(built, "people/ada-lovelace").xpath("//a[text()='As Markdown']/@href") == [
        "ada-lovelace.html.md"
    ]
    text = (built.outdir / "people/ada-lovelace.html.md").read_text("utf-8")
    assert text == (
        "# Ada Lovelace\n\n"
        "- Nicks on IRC: ada, \\<b\\>\n\n"
        "First programmer \\& \\<chair\\>.\n\n"
        "## Roles\n\n"
        "- 2017-06: chair (Analytical Engines) ([Lebre and others 2017]"
        "(../references.html#lebre2017revising), <https://example.org/chairs>, "
        "<https://example.org/commit/6c37a11cd313ab00404e44015b34d22286fa286c>)\n\n"
        "## Meetings\n\n"
        "- [Meeting of 7 June](../meetings/2017/2017-06-07-irc.html) (full), 7 June 2017: "
        "attendee\n\n"
        "## Actions\n\n"
        "- [Send the survey](../meetings/2017/2017-06-07-irc.html#A1) (open)\n\n"
        "## Decisions of these meetings\n\n"
        "- [Odd weeks](../meetings/2017/2017-06-07-irc.html#D1) (in-force)\n"
    )
    told = (built.outdir / "llms.txt").read_text("utf-8")
    assert "- [Ada Lovelace](people/ada-lovelace.html.md): First programmer & <chair>." in told

    group.edit("data/people.toml", "Analytical Engines", "Difference Engines")
    group.edit("data/people.toml", '[al]\nname = "Al Aho"', "")
    outdir = group.build().outdir
    assert "Difference Engines" in (outdir / "people/ada-lovelace.html.md").read_text("utf-8")
    assert not (outdir / "people/al.html.md").exists()


def test_addresses_of_folders(group: Project) -> None:
    """``dirhtml``, and a list that is the index of a folder."""
    (group.root / "people").mkdir()
    (group.root / "people.rst").rename(group.root / "people/index.rst")
    group.edit("index.rst", "   *\n", "   *\n   people/index\n")
    built = group.build(builder="dirhtml")
    assert (built.outdir / "people/ada-lovelace/index.html").is_file()
    go = (built.outdir / "go/ada-lovelace/index.html").read_text("utf-8")
    assert 'href="../../people/ada-lovelace/"' in go


def test_no_list_no_pages(group: Project) -> None:
    """Without a page that lists people they stay names."""
    (group.root / "people.rst").unlink()
    built = group.build()
    assert not (built.outdir / "people").exists()
    minutes = built.html("meetings/2017/2017-06-07-irc")
    assert "Grace Hopper" in minutes and "grace-hopper" not in minutes
    assert "Traceback" not in built.report


def test_a_file_in_the_way_is_kept(group: Project) -> None:
    group.write({"people/al.rst": ":orphan:\n\nAl\n==\n\nAl's own words.\n"})
    built = group.build()
    assert "own words" in built.html("people/al")
    assert re.search(
        r"data/people.toml:\d+: WARNING: the page of al is not made, because people/al.rst "
        r"has its name; rename that file \[wg.hidden-person\]",
        built.report,
    )


def test_only_what_is_out_of_date_is_written(group: Project) -> None:
    """Also when only a setting or only a data file changed."""
    group.build()
    assert not [name for name in group.build().written if name.startswith("people")]
    group.edit("data/people.toml", "Analytical Engines", "Difference Engines")
    assert {n for n in group.build().written if "/" in n} == {"people/ada-lovelace"}
    assert not [name for name in group.build().written if "/" in name]
    conf = group.root / "conf.py"
    conf.write_text(conf.read_text("utf-8") + 'html_title = "Another"\n', "utf-8")
    assert {"people/ada-lovelace", "people/al"} <= group.build().written
