"""What a reader gets: records from both markups, links in all directions, sound HTML."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import jsonschema
import pytest
from kb import Built, Project, pages_of
from lxml import etree, html

from wgkb.rules.examples import AREA, COMPONENT, GAP, MEETING, REQUIREMENT, USE_CASE

SOUND = USE_CASE + AREA + REQUIREMENT + COMPONENT + GAP + MEETING

GAP_IN_MYST = """
    === gap-analyses/keystone.md
    # Keystone

    ```{component}
    :code: KEYSTONE
    :project-status: active

    The identity service {cite}`lebre2017revising`.

    :assumes: One shared database.
    ```

    ````{gap} KEYSTONE-01 Tokens need the centre
    :severity: blocking
    :argued-by: lebre2017revising
    :judged-against: 2026.1
    :verified: 2026-07-17
    :fails: IDN-01

    A site that is cut off cannot check a token.

    :evidence:
      :test: Seen on a testbed {cite}`lebre2017revising`.
    :history:
       :newton: open — first described.
       :ocata: partial — tokens need no shared store any more.
    :closes-when: A site checks tokens alone.
    ````
"""


def records(built: object) -> dict[str, dict[str, object]]:
    path = built.outdir / "api/v1/records.json"  # type: ignore[attr-defined]
    return json.loads(path.read_text("utf-8"))["records"]


def words(page: str) -> list[str]:
    """The text of a page's article."""
    article = html.fromstring(page).xpath("//article")[0]
    return " ".join(article.text_content().split()).split()


def test_rest_and_myst_are_the_same(make_project: Callable[[str], Project]) -> None:
    """The same record in reST and in MyST: same fields, same words, same links."""
    rest, myst = make_project("rest"), make_project("myst")
    rest.write(pages_of(USE_CASE + AREA + REQUIREMENT + COMPONENT + GAP))
    myst.write(pages_of(USE_CASE + AREA + REQUIREMENT + GAP_IN_MYST))
    built = rest.build(), myst.build()
    one, other = (records(b) for b in built)
    for record_id in ("keystone", "KEYSTONE-01"):
        del one[record_id]["source"], other[record_id]["source"]
    assert one == other
    assert words(built[0].html("gap-analyses/keystone")) == words(
        built[1].html("gap-analyses/keystone")
    )


def test_links_lead_both_ways(project: Project) -> None:
    """A link is shown on both ends, with the title and the state of the other."""
    project.write(pages_of(SOUND))
    built = project.build()
    requirement = html.fromstring(built.html("requirements/identity"))
    section = requirement.get_element_by_id("IDN-01")
    hrefs = {a.get("href"): a for a in section.iter("a")}
    assert "../use-cases/retail-store.html" in hrefs
    assert (
        "Tokens need the centre"
        in hrefs["../gap-analyses/keystone.html#KEYSTONE-01"].text_content()
    )
    dependents = section.text_content()
    assert re.search(r"Failed by.*Tokens need the centre\s+partial", dependents, re.DOTALL)
    assert re.search(r"Needed by.*Retail stores", dependents, re.DOTALL)
    use_case = html.fromstring(built.html("use-cases/retail-store"))
    assert use_case.xpath("//a[contains(@href, 'identity.html#IDN-01')]")


def test_short_addresses(project: Project) -> None:
    """Every record has an address of its own that leads to it."""
    project.write(pages_of(SOUND + "\n    ```{decision} D1 Odd weeks\n    We meet.\n    ```\n"))
    built = project.build()
    pages = {
        "KEYSTONE-01": "../../gap-analyses/keystone.html#KEYSTONE-01",
        "retail-store": "../../use-cases/retail-store.html",
        "2017-06-07-irc/D1": "../../../meetings/2017/2017-06-07-irc.html#D1",
        "ada-lovelace": "../../people/ada-lovelace.html",
    }
    for record_id, target in pages.items():
        page = html.parse(built.outdir / "go" / record_id / "index.html")
        assert page.xpath("string(//meta[@http-equiv='refresh']/@content)") == f"0; url={target}"
        assert page.xpath("string(//a/@href)") == target


def test_another_project_links_to_records(make_project: Callable[[str], Project]) -> None:
    """``objects.inv`` works from a second project with intersphinx."""
    first, second = make_project("first"), make_project("second")
    first.write(pages_of(SOUND))
    first.build()
    second.write({"page.rst": "Page\n====\n\nSee :external:wg:gap:`KEYSTONE-01`.\n"})
    second.edit("conf.py", '"wgkb"]', '"wgkb", "sphinx.ext.intersphinx"]')
    with (second.root / "conf.py").open("a") as conf:
        inventory = first.root / "_build/html/objects.inv"
        conf.write(
            f"intersphinx_mapping = {{'kb': ('https://kb.example/', {str(inventory)!r})}}\n"
        )
    built = second.build()
    assert "page.rst" not in built.report
    link = html.fromstring(built.html("page")).xpath("//article//p/a")[0]
    assert link.get("href") == "https://kb.example/gap-analyses/keystone.html#KEYSTONE-01"


def test_records_are_found_from_a_project_without_wgkb(
    make_project: Callable[[str], Project],
) -> None:
    """It knows only the standard domain; an id that says something is shown."""
    first, second = make_project("first"), make_project("second")
    first.write(pages_of(SOUND))
    first.edit("index.rst", "A working group\n", ".. _IDN-02:\n\nA working group\n")
    first.write({"own.rst": "Own\n===\n\nOn this site: :any:`IDN-01`.\n"})
    built = first.build()
    assert "more than one target" not in built.report, built.report
    shutil.rmtree(second.root)
    inventory = str(first.root / "_build/html/objects.inv")
    conf = f"""
        extensions = ["sphinx.ext.intersphinx"]
        nitpicky = True
        intersphinx_mapping = {{"kb": ("https://kb.example/", {inventory!r})}}
        """
    text = """
        Plain
        =====

        :any:`IDN-01`, :external+kb:ref:`KEYSTONE-01`, :any:`kb:retail-store`,
        :ref:`IDN-02`, :ref:`2017-06-07-irc`, :ref:`as I call it <kb:idn-01>`.
        """
    second.write({"conf.py": conf, "index.rst": text})
    plain = second.build()
    assert plain.report == ""
    links = html.fromstring(plain.html("index")).xpath("//a[contains(@class, 'external')]")
    place = "https://kb.example/"
    assert [(link.text_content(), link.get("href").removeprefix(place)) for link in links] == [
        ("IDN-01 Sign in while cut off", "requirements/identity.html#IDN-01"),
        ("KEYSTONE-01 Tokens need the centre", "gap-analyses/keystone.html#KEYSTONE-01"),
        ("Retail stores", "use-cases/retail-store.html"),
        ("A working group", "index.html#idn-02"),
        ("Meeting of 7 June", "meetings/2017/2017-06-07-irc.html"),
        ("as I call it", "requirements/identity.html#IDN-01"),
    ]


@pytest.mark.parametrize("parallel", [1, 2])
def test_html_is_sound(project: Project, parallel: int) -> None:
    """No id twice, no heading level skipped, headings and lists where they belong."""
    project.write(pages_of(SOUND))
    built = project.build(parallel=parallel)
    for path in built.outdir.rglob("*.html"):
        page = html.parse(path).getroot()
        ids = Counter(page.xpath("//@id"))
        assert [i for i, count in ids.items() if count > 1] == [], path
        levels = [int(h.tag[1]) for h in page.xpath("//main//*[self::h1 or self::h2 or self::h3]")]
        assert all(after - before <= 1 for before, after in pairwise(levels))
        for parent in page.xpath("//dl"):
            children = {child.tag for child in parent if isinstance(child.tag, str)}
            assert children <= {"dt", "dd", "div"}, (path, children)


def test_hostile_text_is_escaped(project: Project) -> None:
    """What a source file says is never markup in the page."""
    attack = '<script>alert("x")</script> & "quoted"'
    project.write(
        pages_of(
            SOUND.replace("Tokens need the centre", f"Tokens {attack}")
            .replace(":actors: store staff", f":actors: {attack}")
            .replace("Retail stores\n    =============", f"Retail {attack}\n    {'=' * 60}")
        )
    )
    project.edit("data/people.toml", 'name = "Ada Lovelace"', f"name = '''Ada {attack}'''")
    project.edit("data/people.toml", 'role = "chair"', f"role = '''chair {attack}'''")
    built = project.build()
    for path in built.outdir.rglob("*.html"):
        page = path.read_text("utf-8")
        assert 'alert("x")</script>' not in page, path
    assert "Tokens &lt;script&gt;" in built.html("requirements/identity")


def test_records_file_is_valid(project: Project) -> None:
    """``records.json`` validates against the schema that is published beside it."""
    project.write(pages_of(SOUND))
    folder = project.build().outdir / "api/v1"
    schema = json.loads((folder / "records.schema.json").read_text("utf-8"))
    document = json.loads((folder / "records.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(document)
    gap = document["records"]["KEYSTONE-01"]
    assert gap["fields"]["history"][-1]["state"] == gap["standing"] == "partial"
    assert document["records"]["IDN-01"]["linked_from"] == [
        ["Failed by", "KEYSTONE-01"],
        ["Needed by", "retail-store"],
    ]

    document["records"]["KEYSTONE-01"]["fields"]["severity"] = "enormous"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(document)


def test_minutes_have_topics_and_links(project: Project) -> None:
    """Both are read from the sections of the page; nobody writes them a second time."""
    talk = """
    See [the agenda](https://example.org/agenda) first.

    ## Sources

    Of *energy*. <https://example.org/a> [again](https://example.org/a) {log}`no log <1>`

    ```{decision} D1 Go on

    As [the survey](https://example.org/survey?a=1&b=2) says; {doc}`../../index`.
    ```

    ### A part

    [Mail](mailto:ada@example.org) or [files](ftp://example.org/x).

    ## Attendance

    Is low, see [list](https://example.org/list).

    ## Attendance (2)

    [Ada](https://example.org/ada)

    ## Sources and completeness

    [The log](https://example.org/log)
    """
    project.write(pages_of(MEETING + talk))
    built = project.build()
    folder = built.outdir / "api/v1"
    document = json.loads((folder / "records.json").read_text("utf-8"))
    schema = json.loads((folder / "records.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(document)
    fields = document["records"]["2017-06-07-irc"]["fields"]
    assert [topic["title"] for topic in fields["topics"]] == ["Sources", "Attendance"]
    page = html.fromstring(built.html("meetings/2017/2017-06-07-irc"))
    for topic in fields["topics"]:
        assert topic["title"] in page.get_element_by_id(topic["anchor"])[0].text_content()
    assert [(link["topic"], link["words"], link["url"]) for link in fields["links"]] == [
        ("", "the agenda", "https://example.org/agenda"),
        ("Sources", "https://example.org/a", "https://example.org/a"),
        ("Sources", "again", "https://example.org/a"),
        ("Sources", "the survey", "https://example.org/survey?a=1&b=2"),
        ("Sources", "files", "ftp://example.org/x"),
        ("Attendance", "list", "https://example.org/list"),
    ]


def test_topics_are_not_written(project: Project) -> None:
    project.write(pages_of(MEETING.replace(":kind: irc", ":kind: irc\n    :topics: Energy")))
    report = project.build().report
    assert re.search(r'unknown [a-z]+ "topics".*\[wg.unknown-field\]', report)


def test_generated_reference_pages(project: Project) -> None:
    """The pages on fields and rules come from the code."""
    project.write(
        {
            "fields.rst": "Fields\n======\n\n.. record-fields::\n",
            "rules.rst": "Rules\n=====\n\n.. rule-list::\n",
        }
    )
    built = project.build()
    fields = html.fromstring(built.html("fields"))
    rows = fields.get_element_by_id("record-gap").xpath(".//tbody/tr")
    names = [row.xpath("string(td[1])").strip() for row in rows]
    assert {"severity", "argued-by", "history", "fails"} <= set(names)
    severity = next(row for row in rows if row.xpath("string(td[1])").strip() == "severity")
    assert "blocking, high, medium, low" in etree.tostring(severity, encoding="unicode")
    rule = html.fromstring(built.html("rules")).get_element_by_id("rule-one-shall")
    assert len(rule.find_class("highlight")) == 2


def links_of(built: Built, docname: str, query: str) -> list[tuple[str, str]]:
    [place] = html.fromstring(built.html(docname)).xpath(query)
    return [(link.get("href"), link.text_content()) for link in place.find_class("external")]


def test_source_links(project: Project) -> None:
    """A short name of a source becomes its address; nothing in it can leave that address."""
    project.write(
        {
            "page.rst": """
                Page
                ====

                See :opendev:`keystone:doc/a b.rst`, :opendev:`x/trio2o:README.rst`, :review:`1`
                and :opendev:`this <nova:a"><script>>`.
                """
        }
    )
    assert links_of(project.build(), "page", "//article//p[1]") == [
        ("https://opendev.example/openstack/keystone/src/HEAD/doc/a%20b.rst", "keystone a b"),
        ("https://opendev.example/x/trio2o/src/HEAD/README.rst", "trio2o README"),
        ("https://review.example/1", "review 1"),
        ("https://opendev.example/openstack/nova/src/HEAD/a%22%3E%3Cscript%3E", "this"),
    ]


def test_sources_stand_in_brackets_neighbours_in_one_pair(project: Project) -> None:
    project.write(pages_of(AREA + REQUIREMENT + USE_CASE))
    project.write(
        {
            "page.rst": """
                Page
                ====

                One :cite:`lebre2017revising` :opendev:`nova:x/cells.rst`, two
                (:cite:`lebre2017revising,cherrueau2018edge`), three (:opendev:`nova:m.py` and
                :release-note:`nova:bp-flavors-37ce3bcd1356cf1b`). Four :opendev:`a word <nova:w>`
                :opendev:`nova:doc/index.rst`, :review:`12`: five.
                """
        }
    )
    [text] = html.fromstring(project.build().html("page")).xpath("//article//p[1]")
    assert " ".join(text.text_content().split()) == (
        "One [Lebre and others 2017; nova cells], two "
        "[Cherrueau 2018; Lebre and others 2017], three ([nova m.py] and "
        "[nova release note bp-flavors]). Four a word [nova doc; review 12]: five."
    )


def test_words_come_before_links_and_a_state_that_judges_nothing_is_not_told(
    project: Project,
) -> None:
    project.write(pages_of(AREA + REQUIREMENT + USE_CASE))
    project.write({"page.rst": "Page\n====\n\nSee :uc:`retail-store`.\n"})
    built = project.build()
    page = built.html("use-cases/retail-store")
    assert page.rindex("<h2>") < page.index('<figure class="wg-trace"')
    [text] = html.fromstring(built.html("page")).xpath("//article//p[1]")
    assert text.text_content() == "See Retail stores."


def test_a_summary_leaves_out_names_of_files(project: Project) -> None:
    """It is shown in lists and on slides, where neither a citation nor a file can be asked."""
    project.write(pages_of(AREA + REQUIREMENT + USE_CASE))
    page, says = "use-cases/retail-store.rst", "Shops that go on selling"
    project.edit(page, says, f":opendev:`Told: <a/b:c>` {says} :opendev:`x/specs:b.rst`")
    record = project.build().app.env.domains["wg"].graph.get("retail-store")
    assert record.summary == f"Told: {says} while the link is down."


def test_a_source_is_read_at_the_release_that_is_judged(project: Project) -> None:
    source = ":opendev:`keystone:a.rst`"
    page = pages_of(COMPONENT + GAP)["gap-analyses/keystone.rst"]
    page = page.replace("One shared database.", f"One shared database {source}.")
    page = page.replace("Seen on a testbed", f"Seen {source} :opendev:`x/specs:b.rst`")
    page = page.replace("first described.", "first :opendev:`nova@tag/14.0.0:c.rst`.")
    project.write(pages_of(AREA + REQUIREMENT + USE_CASE))
    project.write({"gap-analyses/keystone.rst": page})
    project.edit("gap-analyses/keystone.rst", "judged-against: 2026.1", "judged-against: 2025.2")
    conf = project.root / "conf.py"
    conf.write_text(
        conf.read_text()
        + 'wg_release = "2026.1"\n'
        + 'wg_source_revisions = {"x/*": "branch/main", "*": "branch/stable/{release}"}\n'
    )
    built = project.build()
    start = "https://opendev.example/openstack"
    assert "source-link" not in built.report
    assert links_of(built, "gap-analyses/keystone", "//article") == [
        (f"{start}/keystone/src/branch/stable/2026.1/a.rst", "keystone a"),
        (f"{start}/keystone/src/branch/stable/2025.2/a.rst", "keystone a"),
        ("https://opendev.example/x/specs/src/branch/main/b.rst", "specs b"),
        (f"{start}/nova/src/tag/14.0.0/c.rst", "nova c (14.0.0)"),
    ]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (":opendev:`keystone`", '"keystone" must be project:path'),
        (":opendev:`keystone@:a`", '"keystone@:a" must be project:path'),
        (":opendev:`../x@main:a`", '"../x@main:a" must be project:path'),
        (":github:`a/b@main:c`", "names a revision, for which :github: has no place"),
    ],
)
def test_a_wrong_name_of_a_source_is_a_finding(project: Project, text: str, what: str) -> None:
    project.write({"page.rst": f"Page\n====\n\nSee {text}.\n"})
    assert re.search(rf"^page.rst:4: WARNING: .*{re.escape(what)}", project.build().report, re.M)
