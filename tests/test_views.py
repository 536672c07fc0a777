"""Views are pure functions from a graph to HTML: what they say, that their pictures agree with
their texts, and that nothing a contributor writes becomes markup."""

from __future__ import annotations

import datetime as dt
import re
from html.parser import HTMLParser

import pytest
from docutils import nodes
from hypothesis import given
from hypothesis import strategies as st
from kb import Project, pages_of
from pybtex import database

from wgkb.drawing.pieces import Drawing, Facts, LinkLists, Trace
from wgkb.drawing.to_html import FOLDED, html
from wgkb.graph.facts import dependents_of, facts_of, has_records
from wgkb.graph.gap_history import Run, counts, runs
from wgkb.graph.graph import Graph, Item
from wgkb.model.page import CITE, Entry, Mention, Page, Reference
from wgkb.model.records import (
    RECORD_TYPES,
    Component,
    Coverage,
    Gap,
    GapState,
    HistoryEntry,
    Meeting,
    Record,
    Release,
    Requirement,
    RequirementArea,
    Support,
    Suppression,
    UseCase,
)
from wgkb.rules.examples import AREA, COMPONENT, GAP, REQUIREMENT, USE_CASE
from wgkb.sphinxext.bibliography.style import label
from wgkb.theme.contents import page_contents
from wgkb.views import VIEWS
from wgkb.views.base import Options
from wgkb.views.gap_strip import gap_strip
from wgkb.views.matrix import LETTERS
from wgkb.views.render_cache import RenderCache

HOSTILE = '<script>alert(\'x\')</script>" onmouseover="alert(1)" & {0} %s'
DAY = dt.date(2026, 7, 17)
NAMES = ("Newton", "Ocata", "Pike", "Queens")
RELEASES = [Release(id=name.lower(), name=name, date=DAY) for name in NAMES]
VOID = {"input", "br", "img"}


class Html(HTMLParser):
    """What a browser makes of a fragment; complains about tags that do not match."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(markup)
        self.close()
        assert not self.open, f"not closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-3:]}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.text += data

    def having(self, css_class: str) -> list[dict[str, str | None]]:
        return [a for _, a in self.tags if css_class in (a.get("class") or "").split()]


def link_to(item: Item) -> str:
    return f"{item.docname}.html#{item.anchor}"


def area(code: str = "IDN", title: str = "Identity") -> RequirementArea:
    return RequirementArea(id=title.lower(), title=title, summary="Who.", code=code)


def requirement(record_id: str, *components: str, title: str = "Sign in") -> Requirement:
    return Requirement(
        id=record_id,
        title=title,
        statement="A site shall work.",
        status="proposed",
        priority="must",
        origin="stated",
        components=components or ("keystone",),
        rationale="Because.",
        verification="Cut it.",
    )


def component(name: str, title: str = "", **fields: object) -> Component:
    return Component(
        id=name,
        title=title or name.title(),
        summary="A part.",
        code=name.upper(),
        project_status="active",
        assumes="Much.",
        **fields,
    )


def gap(record_id: str, fails: tuple[str, ...], *steps: str, **fields: str) -> Gap:
    """A gap with a history of steps such as ``newton open``."""
    return Gap(
        id=record_id,
        title=fields.get("title", "A gap"),
        statement="It fails.",
        severity="high",
        argued_by=("analysis",),
        judged_against=fields.get("judged_against", "queens"),
        verified=DAY,
        fails=fails,
        evidence="Seen.",
        history=tuple(
            HistoryEntry(release=step.split()[0], state=step.split()[1], reason="so")
            for step in steps
        ),
        closes_when="It works.",
        suppress=(Suppression(rule="x", reason=fields["suppress"]),)
        if "suppress" in fields
        else (),
    )


def support(record_id: str, since: str, *meets: str, **fields: object) -> Support:
    return Support(
        id=record_id,
        title="A support",
        statement="It works.",
        since=since,
        judged_against="queens",
        verified=DAY,
        meets=meets,
        evidence="Seen.",
        **fields,
    )


def use_case(name: str, *needs: str, **fields: object) -> UseCase:
    given = {"title": name.title(), "latency": "not stated", "scale": "ten sites", **fields}
    return UseCase(
        id=name,
        summary="They need it.",
        industry=("retail",),
        actors=("staff",),
        status="proposed",
        evidence="trial",
        autonomy="required",
        needs=needs,
        **given,
    )


def graph_of(*records: Record, **more: object) -> Graph:
    """A graph in which every record has a page, the sections an anchor on it."""
    pages = []
    for place, record in enumerate(records):
        section = record.type.place == "section"
        entry = Entry(record, f"p{place}", record.id if section else "", f"p{place}.rst", 1)
        pages.append(Page(f"p{place}", f"p{place}.rst", record.title, (entry,)))
    more = {"releases": RELEASES, **more}
    return Graph([*pages, *more.pop("pages", ())], **more)  # type: ignore[arg-type, misc]


def small() -> Graph:
    return graph_of(
        area(),
        area("NET", "Network"),
        requirement("IDN-01", "keystone", "nova"),
        requirement("IDN-02", "keystone"),
        requirement("NET-01", "nova"),
        component("keystone"),
        component("nova", not_applicable=("IDN-02",)),
        gap("KEYSTONE-01", ("IDN-01",), "newton open", "pike partial", "queens closed"),
        gap("KEYSTONE-02", ("IDN-01", "IDN-02"), "ocata open"),
        gap("KEYSTONE-03", ("IDN-02",), "newton open", "pike obsolete"),
        support("KEYSTONE-S01", "pike", "IDN-02"),
        support("NOVA-S01", "ocata", "NET-01"),
        use_case("shop", "IDN-01", "NET-01", latency="below 2 s, 20 ms for voice"),
        use_case("farm", "NET-01", latency="10 ms"),
        use_case("attic", "IDN-02"),
    )


def drawn(drawing: Drawing) -> str:
    return str(html(drawing, link_to))


def options_of(name: str, **options: object) -> Options:
    return VIEWS[name].options.model_validate(options)


def view(name: str, graph: Graph, **options: object) -> Html:
    return Html(drawn(VIEWS[name].draw(graph, options_of(name, **options))))


# --- Nothing that is written becomes markup ----------------------------------------------------


def test_hostile_text_stays_text() -> None:
    graph = graph_of(
        area("IDN", "Identity").model_copy(update={"title": HOSTILE}),
        requirement("IDN-01", title=HOSTILE),
        component("keystone", title=HOSTILE),
        gap("KEYSTONE-01", ("IDN-01",), "newton open", title=HOSTILE, suppress=HOSTILE),
        use_case("shop", "IDN-01", title=HOSTILE, scale=HOSTILE, latency=HOSTILE),
        pages=[Page("refs", "refs.rst", HOSTILE)],
        bibliography=[
            Reference(HOSTILE, HOSTILE, HOSTILE, docname="refs", fields=(("keywords", HOSTILE),))
        ],
    )
    record = graph.get("keystone")
    assert isinstance(record, Component)
    shown = {
        name: drawn(VIEWS[name].draw(graph, options_of(name, **options)))
        for name, options in {
            "coverage-matrix": {},
            "counts": {},
            "gap-timeline": {"component": HOSTILE},
            "overview": {},
            "records": {"type": "gap", "caption": HOSTILE},
            "suppressions": {},
            "topics": {},
            "use-case-comparison": {},
        }.items()
    }
    shown["strip"] = drawn(gap_strip(graph, record))
    for record_id in graph.entries:
        facts, links = facts_of(graph, graph.get(record_id)), dependents_of(graph, record_id)  # type: ignore[arg-type]
        shown[record_id] = drawn(
            (
                Facts(tuple(facts), HOSTILE),
                LinkLists(tuple(links)),
                Trace(HOSTILE, tuple(f for f in facts if has_records(f)), tuple(links)),
            )
        )
    for name, markup in shown.items():
        html = Html(markup)
        assert not [tag for tag, _ in html.tags if tag == "script"], name
        assert not [a for _, attrs in html.tags for a in attrs if a.startswith("on")], name
    assert HOSTILE in Html(shown["use-case-comparison"]).text
    assert HOSTILE.lower() in Html(shown["topics"]).text.lower()
    assert HOSTILE in Html(shown["overview"]).text


def test_links_of_a_view_are_those_of_the_page_that_shows_it() -> None:
    """Made once for all pages; a title that imitates an address to be put in stays text."""
    mark = "\N{OBJECT REPLACEMENT CHARACTER}"
    title = f'<a href="{mark}evil#x">'
    graph = graph_of(area(), requirement("IDN-01", title=title))
    options = options_of("records", type="requirement")
    shown = RenderCache(graph)
    for here in ("", "../"):

        def from_here(item: Item, here: str = here) -> str:
            return f"{here}{item.docname}&{item.anchor}"

        text = str(shown.view("records", options, from_here))
        assert f'href="{here}p1&amp;IDN-01"' in text
        assert Html(text).text.count(title) == 1
        assert text.count(mark) == 1


# --- Coverage matrix ---------------------------------------------------------------------------


def replay(changes: str, rank: int) -> Coverage:
    """What the page's script makes of ``data-s``."""
    words = {letter: value for value, letter in LETTERS.items()}
    steps = re.findall(r"(\d+)([a-z])", f"0{changes}")
    return [words[letter] for at, letter in steps if int(at) <= rank][-1]


def test_matrix_holds_every_release() -> None:
    graph = small()
    cells = view("coverage-matrix", graph).having("wg-cell")
    components = ["keystone", "nova"]
    pairs = [(r.id, c) for r in graph.of_type(Requirement) for c in components]
    assert len(cells) == len(pairs)
    for cell, (record_id, name) in zip(cells, pairs, strict=True):
        now = graph.coverage(record_id, name)
        assert f"wg-cell--{now.value}" in str(cell["class"])
        for rank, release in enumerate(graph.releases):
            value = replay(str(cell.get("data-s") or LETTERS[now.value]), rank)
            assert value is graph.coverage(record_id, name, release).value, (record_id, release)
        assert ("href" in cell) == bool(now.because), "a judged cell leads to its judgement"


def test_matrix_counts() -> None:
    html = view("coverage-matrix", small())
    # IDN-01: Keystone has an open and a closed gap, nobody looked at Nova.
    assert "IDN-01" in html.text
    assert re.search(r"Identity\s*0/3", html.text)
    assert re.search(r"Network\s*1/1", html.text)
    totals = html.text[html.text.index("Totals of every release") :]
    assert re.search(r"Newton0022", totals)  # met, partial, missing, unknown
    assert re.search(r"Queens1111", totals)


def test_what_is_met_in_part_is_no_more_than_partial() -> None:
    part = {"meets_in_part": ("IDN-01",), "limits": "Not all."}
    graph = graph_of(
        area(),
        requirement("IDN-01", "keystone", "nova"),
        component("keystone"),
        component("nova"),
        support("KEYSTONE-S01", "newton", **part),
        support("NOVA-S01", "newton", **part),
        support("NOVA-S02", "pike", "IDN-01"),
    )
    values = {
        (name, release): graph.coverage("IDN-01", name, release).value
        for name in ("keystone", "nova")
        for release in ("ocata", "queens")
    }
    assert values == {
        ("keystone", "ocata"): Coverage.PARTIAL,
        ("keystone", "queens"): Coverage.PARTIAL,
        ("nova", "ocata"): Coverage.PARTIAL,
        ("nova", "queens"): Coverage.MET,
    }
    standings = [graph.standing(record) for record in graph.of_type(Support)]
    assert standings == ["partial", "partial", "met"]


def test_matrix_of_an_area_leaves_out_whom_it_does_not_concern() -> None:
    html = view("coverage-matrix", small(), area="network")
    assert "Nova" in html.text and "Keystone" not in html.text
    assert "IDN-01" not in html.text
    assert not view("coverage-matrix", Graph([]), area="nowhere").text, "a finding says why"


def test_matrix_without_releases_has_no_slider() -> None:
    graph = small()
    graph = Graph(graph.pages.values())
    assert not view("coverage-matrix", graph).having("wg-slider")


# --- Gaps over time ----------------------------------------------------------------------------


def test_runs_join_steps_of_one_state_and_end_where_somebody_looked() -> None:
    graph = small()
    history = ("newton open", "ocata open", "nowhere closed", "pike partial", "queens closed")
    record = gap("KEYSTONE-09", ("IDN-01",), *history)
    assert runs(graph, record, 2) == [Run(0, 1, GapState.OPEN), Run(2, 2, GapState.PARTIAL)]


@pytest.mark.parametrize(
    ("steps", "releases"),
    [(("nowtn open",), RELEASES), (("newton open", "ocata closed"), [])],
)
def test_a_history_of_which_no_release_is_known_is_drawn_as_nothing(
    steps: tuple[str, ...], releases: list[Release]
) -> None:
    """Rule unknown-release says what is wrong; the views show what there is."""
    record = gap("KEYSTONE-01", ("IDN-01",), *steps)
    graph = graph_of(component("keystone"), record, releases=releases)
    assert runs(graph, record, len(releases) - 1) == []
    assert not Html(drawn(gap_strip(graph, graph.of_type(Component)[0]))).having("wg-fill--open")
    assert view("gap-timeline", graph).text.strip() == "No gap has a history yet."


@given(
    st.lists(
        st.lists(
            st.tuples(st.sampled_from([n.lower() for n in NAMES]), st.sampled_from(GapState)),
            min_size=1,
            unique_by=lambda step: step[0],
        )
    )
)
def test_counts_agree_with_the_graph(histories: list[list[tuple[str, GapState]]]) -> None:
    order = [release.id for release in RELEASES]
    gaps = [
        gap(
            f"KEYSTONE-{number:02}",
            ("IDN-01",),
            *(f"{r} {s}" for r, s in sorted(steps, key=lambda step: order.index(step[0]))),
        )
        for number, steps in enumerate(histories[:90])
    ]
    graph = graph_of(*gaps)
    for rank, row in enumerate(counts(graph, gaps)):
        for state, count in row.items():
            assert count == sum(graph.gap_state(g, order[rank]) is state for g in gaps)


def test_timeline_draws_what_its_table_says() -> None:
    html = view("gap-timeline", small())
    bars = [a for tag, a in html.tags if tag == "rect" and a.get("y") is not None]
    assert "Newton20 0 0".replace(" ", "") in html.text  # two gaps, both open
    drawn = sum(int(str(bar["height"])) for bar in bars)
    assert drawn == 2 + 3 + 3 + 3
    assert "No gap has a history" in view("gap-timeline", Graph([])).text


def test_strip_says_in_words_what_it_draws() -> None:
    graph = small()
    record = graph.get("keystone")
    assert isinstance(record, Component)
    text = Html(drawn(gap_strip(graph, record))).text
    assert "open from Newton, partial from Pike, closed from Queens" in text
    assert text.count("KEYSTONE-0") == 3
    other = graph.get("nova")
    assert isinstance(other, Component)
    assert not gap_strip(graph, other), "no gaps, no picture"


# --- Overview, comparison, topics --------------------------------------------------------------


def test_overview_counts_what_is_not_closed() -> None:
    html = view("overview", small())
    cells = html.having("wg-cell")
    assert [str(c["class"]).rpartition("--")[2] for c in cells] == [
        "missing",  # Keystone × Identity: KEYSTONE-02 is open
        "not-applicable",
        "unknown",  # Nova × Identity: nobody has looked
        "met",
    ]
    assert cells[0]["href"] == "p8.html#KEYSTONE-02"
    assert re.search(r"1 gap, missing", html.text)


def test_counts_link_to_lists_that_exist() -> None:
    graph = small()
    graph.pages["use-cases/index"] = Page("use-cases/index", "use-cases/index.rst", "Use cases")
    html = view("counts", graph)
    assert [a["href"] for tag, a in html.tags if tag == "a"] == ["use-cases/index.html#"]
    assert "Of the gaps: 1 open 1 closed 1 obsolete" in " ".join(html.text.split())


def test_comparison_sorts_by_meaning() -> None:
    html = view("use-case-comparison", small())
    rows = html.text.split("ten sites")
    assert rows[0].rstrip().endswith("Atticretail"), "in the order of the titles"
    latencies = [a["data-sort"] for tag, a in html.tags if tag == "td" and "data-sort" in a]
    attic, farm, shop = latencies[0], latencies[3], latencies[6]
    assert (float(str(farm)), float(str(shop))) == (10.0, 20.0)
    assert float(str(attic)) > 1000, "what is not stated comes last"
    assert re.search(r"trial\s*2\s*1", html.text), "Shop: two requirements, one gap"


@pytest.mark.parametrize("name", ["gap", "support", "meeting", "person", "use-case"])
def test_one_is_not_many(name: str) -> None:
    kind = RECORD_TYPES[name].type
    assert kind.counted(1) == f"1 {kind.label}"
    assert kind.counted(0) == f"0 {kind.plural}"
    assert kind.counted(12) == f"12 {kind.plural}"


def test_views_of_one_record_count_it() -> None:
    graph = graph_of(component("keystone"), gap("KEYSTONE-01", ("IDN-01",), "newton open"))
    assert view("records", graph, type="gap").text.startswith("1 gap\n")
    meeting = Meeting(
        id="2017-05-a", title="M", summary="It.", start="2017-05", kind="irc", record="full"
    )
    graph = graph_of(meeting)
    assert view("meeting-timeline", graph).text.startswith("1 meeting. ")
    assert view("meeting-statistics", graph).text.startswith("1 meeting or session with a record")
    assert "1 record\n" in view("explorer", graph).text
    assert "1 links" not in view("link-health", graph).text


def test_meetings_are_listed_in_order_of_time() -> None:
    """In that in which a page leads to the next one, whatever their ids are."""
    times = {
        "2017-05-10-a": "2017-05-10 17:20 America/New_York",
        "2017-05-10-b": "2017-05-10 14:40 America/New_York",
        "2017-05-c": "2017-05",
    }
    meetings = [
        Meeting(
            id=name, title=f"<{name}>", summary="It was.", start=start, kind="irc", record="full"
        )
        for name, start in times.items()
    ]
    shown = view("records", graph_of(*meetings), type="meeting", columns=("kind",)).text
    assert re.findall(r"<(2017[^>]*)>", shown) == ["2017-05-c", "2017-05-10-b", "2017-05-10-a"]


def test_topics_are_first_keywords() -> None:
    entries = [
        Reference("a", "A 2017", "One", fields=(("keywords", "db-consistency, wan"),)),
        Reference("b", "B 2018", "Two"),
    ]
    html = view("topics", Graph([], bibliography=entries))
    assert re.search(r"Db consistency \(1\)\s*A 2017 One", html.text)
    html = view("topics", Graph([], bibliography=entries), names="db-consistency: Zebras\nx: y")
    assert re.search(r"Other \(1\)\s*B 2018 Two\s*Zebras \(1\)\s*A 2017 One", html.text)
    assert re.search(r"Other \(1\)\s*B 2018 Two", html.text)


# --- Trace -------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [0, 1, FOLDED, FOLDED + 1, 40])
def test_trace_shows_each_link_once_and_folds_a_picture_of_many(count: int) -> None:
    needs = [requirement(f"IDN-{number:02}") for number in range(1, count + 1)]
    names = [record.id for record in needs] or ["IDN-99"]
    graph = graph_of(*needs, use_case("shop", *names))
    links = [fact for fact in facts_of(graph, graph.get("shop")) if has_records(fact)]  # type: ignore[arg-type]
    markup = drawn(Trace("shop", tuple(links), tuple(dependents_of(graph, "shop"))))
    html = Html(markup)
    for name in names if count else ():
        assert html.text.count(name) == 1
    assert markup.count("<li>") == count
    assert markup.startswith("<details") == (count > FOLDED)
    assert (f"{count} links of shop" in html.text) == (count > FOLDED)
    assert "style=" not in markup, "a strict Content-Security-Policy forbids it"


def test_sources_are_no_part_of_a_trace() -> None:
    entry = Reference("lebre", "Lebre 2017", "Revising", docname="refs", anchor="lebre")
    record = gap("KEYSTONE-01", ("IDN-01",), "newton open").model_copy(
        update={"argued_by": ("lebre",)}
    )
    graph = graph_of(requirement("IDN-01"), record, bibliography=[entry])
    labels = [fact.label for fact in facts_of(graph, record) if has_records(fact)]
    assert labels == ["Fails"]
    facts = Html(drawn(Facts(tuple(facts_of(graph, record)))))
    assert {"class": "wg-ref", "href": "refs.html#lebre"} in [attrs for _, attrs in facts.tags]
    assert "Lebre 2017" in facts.text and "IDN-01" in facts.text


# --- Newest changes ----------------------------------------------------------------------------


def test_newest_pages_come_first_and_say_what_they_hold() -> None:
    records = (
        component("nova"),
        *(use_case(name, "IDN-01") for name in ("shop", "farm", "attic")),
    )
    days = {"p0.rst": "2018-05-21", "p1.rst": "2017-05-10", "p2.rst": "2018-05-21", "no.rst": "x"}
    graph = graph_of(*records, changed=days)
    shown = view("newest-changes", graph).text
    assert "21 May 2018" in shown and shown.count("2018") == 1, "a day is said once"
    places = [shown.index(name) for name in ("21 May", "Farm", "Nova", "10 May 2017", "Shop")]
    assert places == sorted(places)
    assert "Attic" not in shown, "when it changed is not known"
    assert "Farm use case" in shown
    cut = view("newest-changes", graph, limit="1").text
    assert "Farm" in cut and "and 1 more" in cut and "Nova" not in cut and "2017" not in cut


def test_a_page_of_many_records_counts_them() -> None:
    records = (
        component("nova"),
        gap("NOVA-01", ("IDN-01",), "newton open"),
        support("NOVA-S01", "pike", "IDN-01"),
    )
    entries = tuple(
        Entry(r, "nova", "" if r.id == "nova" else r.id, "nova.rst", 1) for r in records
    )
    graph = Graph(
        [Page("gaps/nova", "nova.rst", "Nova", entries)], changed={"nova.rst": "2018-05-21"}
    )
    assert "Nova component, 1 gap, 1 support" in view("newest-changes", graph).text


def test_without_a_history_nothing_is_said_to_be_new() -> None:
    assert "not known" in view("newest-changes", small()).text


# --- Contents of a page, bibliography ----------------------------------------------------------


def entry(
    anchor: str, *words: nodes.Node, below: tuple[nodes.list_item, ...] = ()
) -> nodes.list_item:
    item = nodes.list_item("", nodes.paragraph("", "", nodes.reference("", "", *words)))
    item[0][0]["anchorname"] = anchor
    if below:
        item += nodes.bullet_list("", *below)
    return item


def test_contents_leave_out_the_title_of_the_page() -> None:
    deep = entry("#deep", nodes.Text("Too deep"))
    third = entry("#third", nodes.Text("Third"), below=(deep,))
    record = entry(
        "#IDN-01",
        nodes.inline("", "IDN-01", classes=["wg-id"]),
        nodes.Text(f" {HOSTILE}"),
        below=(third,),
    )
    toc = nodes.bullet_list("", entry("", nodes.Text("The page"), below=(record,)))
    html = Html(str(page_contents(toc)))
    assert "The page" not in html.text and "Too deep" not in html.text
    assert f"IDN-01 {HOSTILE}" in html.text
    assert [a["href"] for tag, a in html.tags if tag == "a"] == ["#IDN-01", "#third"]
    assert not page_contents(nodes.bullet_list("", entry("", nodes.Text("Alone"))))


def test_bibliography_says_what_cites_it(project: Project) -> None:
    project.write(pages_of(USE_CASE + AREA + REQUIREMENT + COMPONENT + GAP))
    built = project.build()
    page = (built.outdir / "references.html").read_text("utf-8")
    listed = page[page.index('id="lebre2017revising"') :]
    listed = listed[: listed.index("</li>")]
    assert "Cited by" in listed
    assert 'href="requirements/identity.html#IDN-01"' in listed
    assert ">Retail stores</a>" in listed, "a page is named by its title"

    page = (built.outdir / "requirements" / "identity.html").read_text("utf-8")
    assert 'href="../go/IDN-01/index.html"' in page
    assert (built.outdir / "go" / "IDN-01" / "index.html").is_file()


def test_graph_knows_which_page_lists_an_entry() -> None:
    page = Page("p", "p.rst", "P", mentions=(Mention("", CITE, "a", 1),))
    graph = Graph([page], bibliography=[Reference("a", "A", "One", docname="refs", anchor="a")])
    assert [reference.key for reference in graph.listed_on["refs"]] == ["a"]
    assert graph.cited_by["a"] == ["p"]


def test_a_label_has_no_marks_of_bibtex() -> None:
    """Some names need a brace or a backslash in BibTeX, and no reader wants to see it."""
    author = database.Person(last=r"{Cloud\&Heat Technologies}")
    entry = database.Entry("misc", {"year": "2015"}, {"author": [author]})
    assert label(entry) == "Cloud&Heat Technologies 2015"
    assert label(database.Entry("misc", {"organization": r"{R\&D}"})) == "R&D n.d."


def test_a_label_that_is_given_says_what_author_and_year_cannot() -> None:
    given = {"label": "{OpenStack} wiki: edge images", "organization": "Wiki"}
    author = {"author": [database.Person(last="Huang")]}
    assert label(database.Entry("online", given)) == "OpenStack wiki: edge images"
    assert label(database.Entry("online", given, author)) == "OpenStack wiki: edge images"
    assert label(database.Entry("online", {**given, "year": "2017"}, author)) == "Huang 2017"
