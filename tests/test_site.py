"""The files that make a folder of pages a site, and what each page says about itself."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from hypothesis import given
from hypothesis import strategies as st
from kb import CONF, Built, Project, pages_of
from lxml import html
from markdown_it import MarkdownIt

from wgkb.files.last_commit import last_changes
from wgkb.graph.facets import facets
from wgkb.graph.graph import Graph
from wgkb.rules.examples import AREA, COMPONENT, GAP, MEETING, REQUIREMENT, USE_CASE
from wgkb.site import cards, search
from wgkb.site.head import DESCRIPTION_LENGTH, description, without_inline_styles
from wgkb.site.markdown import to_markdown
from wgkb.site.outline import robots_txt

RECORDS = pages_of(AREA + REQUIREMENT + COMPONENT + GAP + USE_CASE)
LOG = {"meetings/2017/2017-06-07-irc.log.txt": "15:00 <ada> <b>hello</b>\n15:01 <grace> hi\n"}
EXPLORER = {"explorer.rst": "All records\n===========\n\n.. explorer::\n"}
PLACE = "https://example.org/wg/"
CONF_OF_PLACE = f'''
html_baseurl = "{PLACE}"
wg_edit_url = "https://example.org/edit/{{path}}"
wg_report_url = "https://example.org/new?title={{path}}"
'''


@pytest.fixture
def built(project: Project) -> Built:
    """A site whose place is known, with a record of most types."""
    minutes = pages_of(MEETING)
    project.write({**RECORDS, **minutes, **LOG, **EXPLORER, "conf.py": CONF + CONF_OF_PLACE})
    return project.build()


def commit(root: Path, day: str, message: str = "x") -> None:
    stamp = f"{day}T12:00:00+0000"
    env = {**os.environ, "GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp}
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    for command in (["add", "-A"], [*who, "commit", "-qm", message]):
        subprocess.run(["git", "-C", str(root), *command], check=True, env=env)


# --- Last change


def test_the_last_change_of_each_file_comes_from_history(tmp_path: Path) -> None:
    site = tmp_path / "docs"
    (site / "a folder").mkdir(parents=True)
    for name in ("old.rst", "new.rst", "a folder/naïve.rst"):
        (site / name).write_text("1")
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    commit(tmp_path, "2016-04-26")
    (site / "new.rst").write_text("2")
    commit(tmp_path, "2017-05-10", "changes new.rst\n\nold.rst")
    (site / "old.rst").write_text("not committed")
    paths = ["old.rst", "new.rst", "a folder/naïve.rst", "never.rst", "../docs/old.rst"]
    assert last_changes(site, paths) == {
        "old.rst": "2016-04-26",
        "new.rst": "2017-05-10",
        "a folder/naïve.rst": "2016-04-26",
    }
    # The only commit of a shallow clone would pass for the last change of every file.
    shallow = tmp_path / "shallow"
    clone = ["git", "clone", "-q", "--depth=1", tmp_path.as_uri(), str(shallow)]
    subprocess.run(clone, check=True)
    assert last_changes(shallow / "docs", paths) == {}


def test_no_history_gives_no_dates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert last_changes(tmp_path, ["a.rst"]) == {}
    monkeypatch.setenv("PATH", str(tmp_path))  # no git either
    assert last_changes(tmp_path, ["a.rst"]) == {}


def test_a_commit_makes_its_page_new_and_no_other(project: Project) -> None:
    project.write(RECORDS)
    subprocess.run(["git", "init", "-q", str(project.root)], check=True)
    (project.root / ".gitignore").write_text("_build*\n")
    commit(project.root, "2016-04-26")
    assert '<time datetime="2016-04-26">' in project.build().html("people")
    project.edit("people.rst", "People\n", "Persons\n")
    project.edit("people.rst", "======\n", "=======\n")
    project.build()
    commit(project.root, "2017-05-10")
    after = project.build()
    assert '<time datetime="2017-05-10">' in after.html("people")
    assert '<time datetime="2016-04-26">' in after.html("use-cases/retail-store")
    assert "use-cases/retail-store" not in after.written


# --- Head and foot


def test_pages_say_what_they_are(built: Built) -> None:
    page = built.html("use-cases/retail-store")
    assert f'<link rel="canonical" href="{PLACE}use-cases/retail-store.html" />' in page
    assert f'<meta property="og:url" content="{PLACE}use-cases/retail-store.html" />' in page
    (text,) = re.findall(r'<meta name="description" content="([^"]+)" />', page)
    assert 0 < len(text) <= DESCRIPTION_LENGTH
    assert 'href="https://example.org/edit/use-cases/retail-store.rst"' in page
    assert not (built.outdir / "_static/webpack-macros.html").exists()
    assert 'href="https://example.org/new?title=use-cases%2Fretail-store.rst"' in page
    assert 'href="retail-store.html.md"' in page
    assert 'href="../_static/wgkb/favicon.svg"' in page


def test_nothing_is_inline(built: Built) -> None:
    """So that a server may send a strict Content-Security-Policy."""
    assert (built.outdir / "meetings/2017/2017-06-07-irc.log.html").is_file()
    for path in built.outdir.rglob("*.html"):
        if "_static" not in path.parts:
            page = path.read_text("utf-8")
            found = re.findall(r'<style|<script(?![^>]* src=)| style="| on[a-z]+="', page)
            assert not found, path


def test_widths_of_tables_are_attributes() -> None:
    body = '<table class="a" style="width: 100%"><col style="width: 33.3%" /></table>'
    shown = '<p>style="width: 5%"</p><code>&lt;col style="width: 1%"&gt;</code>'
    assert without_inline_styles(body + shown) == (
        '<table class="a" width="100%"><col width="33.3%" /></table>' + shown
    )


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=600))
def test_a_description_is_short_and_one_line(text: str) -> None:
    doctree = publish_doctree("")
    doctree += nodes.section("", nodes.title("", "Title"), nodes.paragraph("", text))
    told = description(doctree)
    assert len(told) <= DESCRIPTION_LENGTH and "\n" not in told


# --- Files for machines


def test_sitemap_robots_and_llms(built: Built) -> None:
    tree = ElementTree.fromstring((built.outdir / "sitemap.xml").read_text("utf-8"))
    places = [element.text for element in tree.iter() if element.tag.endswith("}loc")]
    assert f"{PLACE}gap-analyses/keystone.html" in places and places == sorted(places)
    assert f"Sitemap: {PLACE}sitemap.xml" in (built.outdir / "robots.txt").read_text("utf-8")
    told = (built.outdir / "llms.txt").read_text("utf-8")
    assert told.startswith("# ")
    for address in re.findall(rf"\({PLACE}([^)]+)\)", told):
        assert (built.outdir / address).is_file(), address


def test_an_unknown_place_makes_no_sitemap(project: Project) -> None:
    project.write({**RECORDS, "conf.py": CONF + CONF_OF_PLACE})
    outdir = project.build().outdir
    project.write({"conf.py": CONF})
    project.build()
    assert not (outdir / "sitemap.xml").exists()
    assert robots_txt("") == "User-agent: *\nAllow: /\n"


def test_the_page_of_unknown_addresses_has_whole_addresses(built: Built) -> None:
    page = (built.outdir / "404.html").read_text("utf-8")
    assert 'data-content_root="/wg/"' in page
    local = [a for a in re.findall(r'(?:href|src)="([^"#]+)"', page) if "://" not in a]
    assert local and all(address.startswith("/wg/") for address in local), local


def test_the_text_of_a_removed_page_goes(project: Project) -> None:
    project.write({**RECORDS, "extra.rst": "Extra\n=====\n\nText.\n"})
    outdir = project.build().outdir
    assert (outdir / "extra.html.md").read_text("utf-8") == "# Extra\n\nText.\n"
    (project.root / "extra.rst").unlink()
    project.build()
    assert not (outdir / "extra.html.md").exists()


# --- Markdown


def markdown(source: str) -> str:
    return to_markdown(publish_doctree(source), Graph([]), lambda item: item.docname)


def test_markdown_means_what_the_page_says() -> None:
    source = """
Title
=====

A *word*, **two** and ``code * here`` or ````a``b````, a `link <https://example.org/a>`_ and
2 * 3 * 4 <b>.

- one

  more of one
- two

1. first
2. second

term
   What it means.

.. note:: Mind.

::

   <literal> *as it is*

+-----+-------+
| A   | B     |
+=====+=======+
| a|b | *c*   |
+-----+-------+
"""
    text = markdown(source)
    html = MarkdownIt("commonmark").enable("table").render(text)
    for part in (
        "<em>word</em>",
        "<strong>two</strong>",
        "<code>code * here</code>",
        '<a href="https://example.org/a">link</a>',
        "2 * 3 * 4 &lt;b&gt;.",
        "<p>more of one</p>",
        "<ol>\n<li>first</li>",
        "<strong>term</strong>",
        "<blockquote>\n<p><strong>Note</strong></p>\n<p>Mind.</p>",
        "&lt;literal&gt; *as it is*\n",
        "<td>a|b</td>",
        "<td><em>c</em></td>",
    ):
        assert part in html, f"{part!r} is not in\n{html}"


@given(st.text(alphabet="ab *_`[]<>|\\#-+1.)!&;:~=\n", max_size=60))
def test_markdown_keeps_running_text(text: str) -> None:
    """Whatever a paragraph says, a reader of the Markdown sees the same words."""
    document = publish_doctree("")
    document += nodes.paragraph("", text)
    written = to_markdown(document, Graph([]), lambda item: "")
    rendered = MarkdownIt("commonmark").render(written)
    words = re.sub(r"</?p>", "", rendered)
    for entity, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        words = words.replace(entity, letter)
    assert "<" not in re.sub(r"</?p>", "", rendered)
    assert words.split() == text.split()


# --- Explorer, cards and search


def test_records_are_filtered_by_what_they_hang_on(built: Built) -> None:
    graph = built.app.env.domains["wg"].graph
    by_id = facets(graph)
    assert by_id["retail-store"].areas == ("identity",)
    assert by_id["KEYSTONE-01"].components == ("keystone",)
    assert by_id["KEYSTONE-01"].areas == ("identity",)
    assert by_id["identity"].areas == ("identity",)
    assert by_id["KEYSTONE-01"].releases == tuple(
        step.release for step in graph.get("KEYSTONE-01").history
    )
    page = built.html("explorer")
    rows = re.findall(r"<tr data-type=", page)
    assert len(rows) == sum(bool(entry.docname) for entry in graph.entries.values())
    assert '<option value="gap">gap (1)</option>' in page
    assert "explorer.js" in page and "explorer.js" not in built.html("people")


def test_cards_are_a_script_that_reads_back(built: Built) -> None:
    text = (built.outdir / cards.FILE).read_text("utf-8")
    assert text.startswith("wgRecords([") and text.endswith("]);\n")
    read = {card.id: card for card in cards.read(text)}
    gap = read["KEYSTONE-01"]
    assert gap.address == "gap-analyses/keystone.html#KEYSTONE-01"
    assert gap.type == "gap" and gap.areas == ["identity"] and gap.summary


def test_the_index_is_of_records_and_made_once(built: Built) -> None:
    site = built.outdir
    found = {text.address: text for text in search.texts(site)}
    gap = found["gap-analyses/keystone.html#KEYSTONE-01"]
    assert gap.title.startswith("KEYSTONE-01 ")
    assert gap.content not in found["gap-analyses/keystone.html"].content
    assert not any(address.startswith(("go/", "404")) for address in found)
    assert search.write(site) > 0
    entry = json.loads((site / "pagefind/pagefind-entry.json").read_text("utf-8"))
    assert entry["languages"]["en"]["page_count"] == len(found)
    times = {path: path.stat().st_mtime_ns for path in (site / "pagefind").rglob("*")}
    assert search.write(site) == 0
    assert times == {path: path.stat().st_mtime_ns for path in (site / "pagefind").rglob("*")}


def test_an_unfinished_site_gets_no_index(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert search.main([str(tmp_path)]) == 1
    assert capsys.readouterr().err.startswith("no search index: ")


def test_meetings_are_in_the_order_of_time_everywhere(project: Project) -> None:
    """In the sidebar, in the lists, in the picture and from page to page, not by file name."""
    times = {
        "2017-05-10-a": "2017-05-10 17:20 America/New_York",
        "2017-05-10-b": "2017-05-10 14:40 America/New_York",
        "2017-05-c": "2017-05",
    }
    project.write(
        {
            f"meetings/2017/{name}.rst": f"""
                Meeting {name[-1]}
                =========

                .. meeting::
                   :start: {start}
                   :kind: call
                   :record: full

                   It was :cite:`lebre2017revising`.
                """
            for name, start in times.items()
        }
    )
    index = (
        "\n.. records:: meeting\n\n.. meeting-timeline::\n\n.. toctree::\n   :glob:\n\n   */*\n"
    )
    project.write({"meetings/index.rst": f"Meetings\n========\n{index}"})
    project.edit("index.rst", "meetings/*/*", "meetings/index")
    built = project.build()
    page = built.html("meetings/2017/2017-05-10-b")
    (sidebar,) = html.fromstring(page).find_class("wg-sidebar")
    expected = ["Meeting c", "Meeting b", "Meeting a"]
    assert re.findall(r"Meeting \w", sidebar.text_content()) == expected
    text = built.read("meetings/index")
    assert re.findall(r"Meeting [abc]", text)[:6] == expected * 2
    links = re.findall(r'<link rel="(next|prev)" title="([^"]*)" href="([^"]*)"', page)
    assert sorted(links) == [
        ("next", "Meeting a", "2017-05-10-a.html"),
        ("prev", "Meeting c", "2017-05-c.html"),
    ]
