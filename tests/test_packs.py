"""Pack files: what they choose, what is wrong in them, and the page of each pack."""

from __future__ import annotations

import subprocess
import sys

import packs
import pytest
from click.testing import CliRunner
from kb import Project
from lxml import html
from packs import LIST, PACK, RECORDS, SLIDES

from wgkb.cli import main
from wgkb.files import packs as pack
from wgkb.graph import pack_selection as select
from wgkb.graph.pack_citation import bibtex


@pytest.fixture
def knowledge(project: Project) -> Project:
    """A small knowledge base with one pack."""
    return packs.write(project)


# --- Pack files -----------------------------------------------------------------------------


BAD_PACK = """
    titel = "A talk"
    event = ""
    date = "soon"
    question = "Why?"
    gaps = ["A-01", "A-02", "A-03", "A-04"]
    licence = "CC BY 4.0 & more"

    [[part]]
    title = "Gaps"
    order = "size"
    query = { type = "gap", state = 3 }

    [[part]]
    title = "Without end"
    recrods = ["retail-store"]

    [[part]]
    records = "retail-store"
"""


def test_all_that_is_wrong_in_a_pack_file_is_said_at_its_line(project: Project) -> None:
    project.write({**RECORDS, "summit/talk.toml": BAD_PACK, "summit/index.rst": LIST})
    report = project.build().report
    said = [line for line in report.splitlines() if "summit/talk.toml" in line]
    assert said == [
        f"summit/talk.toml:{line}: WARNING: {reason} [wg.data-file]"
        for line, reason in (
            (1, 'unknown key "titel"; did you mean title?'),
            (2, "event: string should have at least 1 character"),
            (3, "date: must be a date such as 2026-04-01, without quotes"),
            (5, "gaps: tuple should have at most 3 items after validation, not 4"),
            (6, "licence: string should match pattern '^[A-Za-z0-9.+-]*$'"),
            (10, "order: \"size\" must be 'as-written', 'severity' or 'id'"),
            (11, "state: input should be a valid tuple"),
            (15, 'unknown key "recrods"; did you mean records?'),
            (17, "part 3 needs title"),
            (18, "records: input should be a valid tuple"),
        )
    ]


WRONG_NAMES = """
    title = "A talk"
    event = "A forum"
    date = 2026-07-17
    question = "Why?"
    speakers = ["ada-lovelac"]
    gaps = ["KEYSTONE-1"]
    read-on = ["keystone", "peeple"]

    [[part]]
    title = "Cases"
    records = ["retail-store", "retail-shop"]
    slides = ["yours"]
    pages = ["people"]

    [[part]]
    title = "Gaps"
    query = { type = ["gap", "gpa"], severity = "lo", fails = "IDN-99" }

    [[part]]
    title = "More gaps"
    query = { type = "gap", state = "withdrawn", since = "newton" }

    [[part]]
    title = "All of them"
    query = { state = "open" }

    [[part]]
    title = "None"
    query = { type = "gap", severity = "medium", component = "keystone" }
    leave-out = ["KEYSTONE-02"]

    [[part]]
    title = "Nothing"
"""


def test_all_that_a_pack_names_must_exist(project: Project) -> None:
    files = {"summit/talk.toml": WRONG_NAMES, "summit/index.rst": LIST, "ours.rst": SLIDES}
    project.write({**RECORDS, **files})
    report = project.build().report
    said = [line for line in report.splitlines() if "summit/talk.toml" in line]
    assert said == [
        f"summit/talk.toml:{line}: WARNING: {reason} [wg.summit-pack]"
        for line, reason in (
            (5, "speakers: there is no person ada-lovelac; did you mean ada-lovelace?"),
            (6, "gaps: there is no gap KEYSTONE-1; did you mean KEYSTONE-01?"),
            (7, "read-on: there is no record or page peeple; did you mean people?"),
            (11, "records: there is no record retail-shop; did you mean retail-store?"),
            (12, "slides: there is no page yours; did you mean ours?"),
            (17, "query: fails: there is no record IDN-99; did you mean IDN-01?"),
            (17, "query: severity: there is no value lo; did you mean low?"),
            (17, "query: type: there is no record type gpa; did you mean gap?"),
            (
                21,
                "query: state: there is no state withdrawn; there are active, closed, full,"
                " obsolete, open, partial, proposed",
            ),
            (
                21,
                'query: unknown condition "since"; there are type, state, component, area,'
                " links-to, linked-from, suppress, severity, argued-by, judged-against, verified,"
                " fails, tracked-by",
            ),
            (
                25,
                "query: needs a type, one of use-case, requirement-area, requirement, component,"
                " gap, support, meeting, decision, action, vote",
            ),
            (29, "query: no record meets all of its conditions"),
            (30, "leave-out: the query does not find KEYSTONE-02"),
            (32, "the part is empty: it needs records, a query, pages or slides"),
        )
    ]


def test_a_pack_file_that_is_not_toml(project: Project) -> None:
    project.write({"summit/index.rst": LIST, "summit/talk.toml": PACK.replace("date = ", "date ")})
    report = project.build().report
    assert "summit/talk.toml:3: WARNING: is not valid TOML: " in report


def test_a_pack_that_is_not_there(project: Project) -> None:
    project.write({"summit/talk.toml": PACK})
    result = CliRunner().invoke(main, ["summit", "tlak", "--root", str(project.root)])
    assert result.exit_code == 1
    assert result.output == ("summit/tlak.toml:1: there is no such pack; did you mean talk?\n")
    assert CliRunner().invoke(main, ["summit", "--root", str(project.root)]).output == "talk\n"
    result = CliRunner().invoke(main, ["summit", "../talk", "--root", str(project.root)])
    assert "small letters, digits and hyphens only" in result.output


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('type = "gap"', ["KEYSTONE-01", "KEYSTONE-02"]),
        ('type = "gap", state = ["open", "partial"]', ["KEYSTONE-01"]),
        ('type = "gap", severity = "low"', ["KEYSTONE-02"]),
        (
            'type = "gap", fails = "identity", component = "keystone"',
            ["KEYSTONE-01", "KEYSTONE-02"],
        ),
        ('type = ["gap", "requirement"], links-to = "KEYSTONE-01"', ["KEYSTONE-02"]),
        ('type = "requirement", linked-from = "retail-store"', ["IDN-01"]),
        ('type = "use-case", needs = "identity", autonomy = "required"', ["retail-store"]),
    ],
)
def test_a_query_finds(knowledge: Project, query: str, found: list[str]) -> None:
    knowledge.edit(
        "summit/talk.toml",
        'type = ["requirement-area", "requirement", "component", "gap"]',
        query,
    )
    graph = knowledge.build(builder="records").app.env.domains["wg"].graph
    knowledge.edit("summit/talk.toml", 'records = ["retail-store"]\n', "")
    selection = select.select(graph, pack.load(knowledge.root, "talk"))
    assert [record.id for record in selection.parts[1].records] == found


# --- Pages ----------------------------------------------------------------------------------


def test_each_pack_has_a_page(knowledge: Project) -> None:
    built = knowledge.build()
    assert not built.report
    assert 'href="talk.html"' in built.html("summit/index")
    page = html.document_fromstring(built.html("summit/talk"))
    text = " ".join(page.text_content().split())
    assert "State & prospects of <identity>" in text
    assert "make summit PACK=talk" in text and "@misc{talk," in text
    for link in page.xpath("//article//a[@href]/@href"):
        target = link.partition("#")[0]
        assert not target or (built.outdir / "summit" / target).is_file(), link


def test_pages_need_nothing_that_draws(knowledge: Project) -> None:
    """``make html`` works where there is no Pango, without which WeasyPrint cannot be loaded."""
    program = "import sys; sys.modules['weasyprint'] = None; from sphinx.cmd.build import main; "
    command = [sys.executable, "-c", f"{program}sys.exit(main(['-qW', '.', '_build/html']))"]
    result = subprocess.run(command, cwd=knowledge.root, capture_output=True, text=True)
    assert (result.returncode, result.stderr) == (0, "")
    assert (knowledge.root / "_build/html/summit/talk.html").is_file()


def test_a_pack_that_comes_is_listed(knowledge: Project) -> None:
    knowledge.build()
    knowledge.write({"summit/other.toml": PACK.replace("State &", "Other")})
    assert 'href="other.html"' in knowledge.build().html("summit/index")


def test_a_page_follows_the_records_of_its_pack(knowledge: Project) -> None:
    knowledge.build()
    knowledge.edit("gap-analyses/keystone.rst", "Tokens need the centre", "Tokens need a centre")
    assert "Tokens need a centre" in knowledge.build().html("summit/talk")


def test_a_title_cannot_break_out_of_bibtex(project: Project) -> None:
    project.write({"summit/talk.toml": PACK.replace("State &", r"}} \\input{x} % ")})
    file = pack.load(project.root, "talk")
    entry = bibtex("talk", file.pack, ["A {group}"], None, "")
    assert entry.count("{") - entry.count(r"\{") == entry.count("}") - entry.count(r"\}")
    assert r"\textbackslash{}input\{x\} \%" in entry
