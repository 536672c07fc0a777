"""``wgkb move``: the page or record moves, every reference follows, the old address leads on."""

from __future__ import annotations

import json
import tomllib
from textwrap import dedent

import pytest
from click.testing import CliRunner
from kb import Project, pages_of

from wgkb.cli import main
from wgkb.editing.moving import MoveError, move_page, move_record, rewrite_ids, rewrite_pages
from wgkb.rules.examples import AREA, COMPONENT, GAP, MEETING, REQUIREMENT, USE_CASE

FEDERATION = COMPONENT.replace("keystone.rst", "federation.rst").replace("KEYSTONE", "FEDERATION")
ALL = (
    USE_CASE
    + AREA
    + REQUIREMENT
    + COMPONENT
    + GAP
    + FEDERATION.replace("Keystone\n", "Federation\n").replace("========", "==========")
    + MEETING.replace(
        ":kind: irc", ":kind: irc\n    :discusses: retail-store,\n       KEYSTONE-01"
    )
    + """
    Seen in {uc}`shops <retail-store>` and {gap}`KEYSTONE-01`.

    ```{decision} D1 Go on
    :changes: KEYSTONE-01

    Go on.
    ```
"""
)


def wgkb_move(project: Project, *arguments: str) -> str:
    result = CliRunner().invoke(main, ["move", "--root", str(project.root), *arguments])
    assert not result.exception or isinstance(result.exception, SystemExit), result.exception
    return result.output


def redirects(project: Project) -> dict[str, dict[str, str]]:
    return tomllib.loads((project.root / "data/redirects.toml").read_text("utf-8"))


@pytest.fixture
def kb(project: Project) -> Project:
    project.write(pages_of(ALL))
    return project


def warnings(project: Project) -> set[str]:
    """The warnings without places, which a move may change."""
    lines = project.build().report.splitlines()
    return {line.partition("WARNING: ")[2] for line in lines if "WARNING" in line}


def test_a_page(kb: Project) -> None:
    kb.write({"data/redirects.toml": '# Old ones\n[pages]\n"shops" = "use-cases/retail-store"\n'})
    before = {w.replace("retail-store", "corner-shop") for w in warnings(kb)}
    output = wgkb_move(kb, "use-cases/retail-store.rst", "use-cases/corner-shop")
    assert "move     use-cases/retail-store.rst -> use-cases/corner-shop.rst" in output
    assert "rewrite  meetings/2017/2017-06-07-irc.md" in output
    assert (kb.root / "data/redirects.toml").read_text().startswith("# Old ones\n")
    assert redirects(kb) == {
        "pages": {
            "shops": "use-cases/corner-shop",
            "use-cases/retail-store": "use-cases/corner-shop",
        },
        "records": {"retail-store": "corner-shop"},
    }
    built = kb.build()
    assert warnings(kb) == before
    assert 'url=corner-shop.html"' in built.html("use-cases/retail-store")
    assert 'url=use-cases/corner-shop.html"' in built.html("shops")
    assert "use-cases/corner-shop.html" in built.html("go/retail-store/index")
    assert "../../use-cases/corner-shop.html" in built.html("meetings/2017/2017-06-07-irc")


def test_the_record_of_reading_follows_its_page(kb: Project) -> None:
    """By the name of its file; nobody has to read the sources again."""
    text = 'aa = { read = 2026-11-24, at = "x", verdict = "right" }\n'
    old, new = (kb.root / f"data/readings/use-cases--{n}.toml" for n in ("retail-store", "shops"))
    kb.write({"data/readings/use-cases--retail-store.toml": text})
    wgkb_move(kb, "use-cases/retail-store", "use-cases/shops", "--dry-run")
    assert old.is_file()
    wgkb_move(kb, "use-cases/retail-store", "use-cases/shops")
    assert (old.exists(), new.read_text("utf-8")) == (False, text)


def test_a_redirect_that_is_taken_back_leaves_no_page(kb: Project) -> None:
    wgkb_move(kb, "use-cases/retail-store", "use-cases/corner-shop")
    assert (kb.build().outdir / "use-cases/retail-store.html").exists()
    wgkb_move(kb, "use-cases/corner-shop", "use-cases/retail-store")
    assert redirects(kb)["pages"] == {"use-cases/corner-shop": "use-cases/retail-store"}
    built = kb.build()
    assert "Retail stores" in built.html("use-cases/retail-store")
    (kb.root / "data/redirects.toml").unlink()
    assert not (kb.build().outdir / "use-cases/corner-shop.html").exists()


def test_a_record_to_another_page(kb: Project) -> None:
    output = wgkb_move(kb, "KEYSTONE-01", "FEDERATION-03")
    assert "note     read gap-analyses/federation.rst again" in output
    built = kb.build()
    assert "dangling" not in built.report
    assert "foreign-id" not in built.report
    moved = built.html("gap-analyses/federation")
    assert 'id="FEDERATION-03"' in moved
    old = built.html("gap-analyses/keystone")
    assert '<p id="KEYSTONE-01"><strong>KEYSTONE-01</strong> has moved: ' in old
    assert 'href="federation.html#FEDERATION-03">FEDERATION-03 Tokens need the centre<' in old
    assert 'url=../../gap-analyses/federation.html#FEDERATION-03"' in built.html(
        "go/KEYSTONE-01/index"
    )
    assert json.loads((built.outdir / "go/index.json").read_text())["KEYSTONE-01"] == (
        "gap-analyses/federation.html#FEDERATION-03"
    )
    assert ":changes: FEDERATION-03" in (kb.root / "meetings/2017/2017-06-07-irc.md").read_text(
        "utf-8"
    )
    # an id is never used again, not even for its way back
    assert "is never used again" in wgkb_move(kb, "FEDERATION-03", "KEYSTONE-01")


@pytest.mark.parametrize(("old", "new"), [("KEYSTONE-01", "FEDERATION-09"), ("IDN-01", "IDN-07")])
def test_a_suspect_judgement_stays_suspect(old: str, new: str, kb: Project) -> None:
    """The wording that was judged is remembered under the new id."""
    CliRunner().invoke(main, ["confirm", "--root", str(kb.root), "--new"])
    kb.edit("requirements/identity.rst", "shall", "always shall")
    was = kb.build().report
    assert "was judged against another wording of IDN-01" in was
    assert "rewrite  data/judgements.toml" in wgkb_move(kb, old, new)
    report = kb.build().report
    assert "was judged against another wording of" in report
    assert "does not remember" not in report


def test_the_old_page_is_written_again_when_a_redirect_changes(kb: Project) -> None:
    kb.write(
        {
            "data/redirects.toml": """
                [anchors]
                "gap-analyses/keystone#who" = "gap-analyses/federation"
                """
        }
    )
    assert 'href="federation.html">Federation' in kb.build().html("gap-analyses/keystone")
    kb.edit("data/redirects.toml", "#who", "#whom")
    built = kb.build()
    assert 'id="whom"' in built.html("gap-analyses/keystone")
    assert "gap-analyses/keystone" in built.written
    assert "use-cases/retail-store" not in built.written


PEOPLE = """
    # Two people
    [ada-lovelace] # the first
    name = "Ada Lovelace"
    [[ada-lovelace.roles]]
    role = "chair"
    sources = ["https://example.org/ada-lovelace"]

    [ada-lovelace-2]
    name = "Another Ada"
"""
PACK = """
    title = "ada-lovelace"
    event = "Boston"
    date = 2017-05-10
    question = "Who?"
    speakers = ["ada-lovelace", 'ada-lovelace-2']
    gaps = ["KEYSTONE-01"]
    read-on = ["retail-store", "use-cases/retail-store"]

    [[part]]
    title = "Part"
    records = [
        "KEYSTONE-01",
    ]
"""


@pytest.fixture
def people(kb: Project) -> Project:
    kb.write({"data/people.toml": PEOPLE, "summit/boston.toml": PACK})
    kb.edit(
        "meetings/2017/2017-06-07-irc.md",
        "Seen in",
        "With {person}`ada-lovelace` and {person}`ada-lovelace-2`.\n\n"
        "```{action} A1 Ask\n:owner: ada-lovelace-2, ada-lovelace\n:state: open\n\n"
        "ada-lovelace asks.\n```\n\nSeen in",
    )
    return kb


def test_a_person(people: Project) -> None:
    """The id changes in the data file, in fields, roles and packs; all old addresses lead on."""
    output = wgkb_move(people, "ada-lovelace", "ada-king")
    assert output == (
        "rewrite  data/people.toml\n"
        "rewrite  meetings/2017/2017-06-07-irc.md\n"
        "rewrite  summit/boston.toml\n"
        "redirect [records] ada-lovelace -> ada-king\n"
        "redirect [pages] people/ada-lovelace -> people/ada-king\n"
        "redirect [anchors] people#ada-lovelace -> people#ada-king\n"
        "note     data/people.toml still names ada-lovelace in its text\n"
        "note     meetings/2017/2017-06-07-irc.md still names ada-lovelace in its text\n"
        "note     summit/boston.toml still names ada-lovelace in its text\n"
    )
    text = (people.root / "data/people.toml").read_text("utf-8")
    assert "# Two people\n[ada-king] # the first\n" in text
    assert "[[ada-king.roles]]" in text and "\n[ada-lovelace-2]\n" in text
    minutes = (people.root / "meetings/2017/2017-06-07-irc.md").read_text("utf-8")
    assert "With {person}`ada-king` and {person}`ada-lovelace-2`." in minutes
    assert ":owner: ada-lovelace-2, ada-king\n" in minutes
    pack = tomllib.loads((people.root / "summit/boston.toml").read_text("utf-8"))
    assert pack["title"] == "ada-lovelace"  # words are left alone
    assert pack["speakers"] == ["ada-king", "ada-lovelace-2"]

    built = people.build()
    assert "ada-" not in built.report
    assert "Ada Lovelace" in built.html("people/ada-king")
    assert 'url=ada-king.html"' in built.html("people/ada-lovelace")
    assert "people/ada-king.html" in built.html("go/ada-lovelace/index")
    assert 'id="ada-lovelace"' in built.html("people")


def test_a_person_moves_on(people: Project) -> None:
    """Twice moved is still one step from every old address."""
    wgkb_move(people, "ada-lovelace", "ada-byron")
    wgkb_move(people, "ada-byron", "ada-king")
    assert redirects(people)["records"] == {"ada-lovelace": "ada-king", "ada-byron": "ada-king"}
    assert "[wg.bad-redirect]" not in people.build().report


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("ada-lovelace", "ada-lovelace-2", "ada-lovelace-2 is taken: data/people.toml has it"),
        ("ada-lovelace", "keystone", "keystone is taken: gap-analyses/keystone.rst"),
        ("ada-lovelace", "Ada", "lower case"),
        ("ada-lovelace", "in-the-way", "would hide behind people/in-the-way.rst"),
        ("ada-lovelace", "ada-byron", "was the id of another record and is never used again"),
        ("inline", "ada-king", "does not write inline as a table [inline]"),
        ("people/ada-lovelace", "people/ada-king", "wgkb move ada-lovelace ada-king"),
    ],
)
def test_which_people_cannot_be_moved(people: Project, old: str, new: str, message: str) -> None:
    people.write(
        {
            "data/people.toml": "inline = {name = 'I'}\n" + dedent(PEOPLE),
            "people/in-the-way.rst": ":orphan:\n\nX\n=\n",
            "data/redirects.toml": '[records]\n"ada-byron" = "ada-lovelace-2"\n',
        }
    )
    before = (people.root / "data/people.toml").read_bytes()
    output = wgkb_move(people, old, new)
    assert output.startswith("Error: ") and message in output
    assert len(output.splitlines()) == 1
    assert (people.root / "data/people.toml").read_bytes() == before


def test_packs_follow_pages_and_records(people: Project) -> None:
    wgkb_move(people, "use-cases/retail-store", "use-cases/shops")
    wgkb_move(people, "KEYSTONE-01", "FEDERATION-02")
    pack = tomllib.loads((people.root / "summit/boston.toml").read_text("utf-8"))
    assert pack["read-on"] == ["shops", "use-cases/shops"]
    assert pack["gaps"] == ["FEDERATION-02"]


TALK = """\
# What KEYSTONE-01 stands for
title = "keystone and retail-store"
event = "A forum"
date = 2026-04-01
question = "What fails?"
speakers = ["ada-lovelace"]
gaps = [
    "KEYSTONE-01",  # the one
]
read-on = ["gap-analyses/keystone", "keystone"]

[[part]]
title = "keystone"
records = ["2017-06-07-irc/D1", "retail-store"]
pages = ["gap-analyses/keystone"]

[[part]]
title = "Gaps"
query = { type = "gap", component = "keystone", state = ["open"], fails = "IDN-01" }
leave-out = ["KEYSTONE-01"]
"""


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        (
            "KEYSTONE-01",
            "KEYSTONE-07",
            {'"KEYSTONE-01",  # the one': '"KEYSTONE-07",  # the one', '["KEYSTONE-01"]': None},
        ),
        ("IDN-01", "IDN-07", {'fails = "IDN-01"': 'fails = "IDN-07"'}),
        ("use-cases/retail-store", "use-cases/shops", {', "retail-store"]': ', "shops"]'}),
        (
            "meetings/2017/2017-06-07-irc",
            "meetings/2017/2017-06-07-channel",
            {"2017-06-07-irc/D1": "2017-06-07-channel/D1"},
        ),
        (
            "gap-analyses/keystone",
            "gap-analyses/identity",
            {
                '"gap-analyses/keystone"': '"gap-analyses/identity"',
                ', "keystone"]': ', "identity"]',
                'component = "keystone"': 'component = "identity"',
            },
        ),
    ],
)
def test_a_pack_follows(old: str, new: str, changes: dict[str, str | None], kb: Project) -> None:
    """Its comments, its titles and its layout stay, and it is as sound as before."""
    kb.write({"summit/talk.toml": TALK})
    before = [line for line in kb.build().report.splitlines() if "summit" in line]
    assert "rewrite  summit/talk.toml" in wgkb_move(kb, old, new)
    wanted = TALK
    for was, will in changes.items():
        assert was in wanted
        wanted = wanted.replace(was, will or was.replace(old, new))
    assert (kb.root / "summit/talk.toml").read_text("utf-8") == wanted
    after = [line for line in kb.build().report.splitlines() if "summit" in line]
    assert after == [line.replace(old, new) for line in before]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'title = "T"\ngaps = [\n', "summit/talk.toml:2: "),
        (b'title = "T"\nevent = "\xff"\n', "summit/talk.toml:2: "),
    ],
)
def test_a_pack_that_cannot_be_read_stops_a_move(
    content: bytes, message: str, kb: Project
) -> None:
    """It says which file and line, and nothing has moved."""
    kb.write({"summit/talk.toml": ""})
    (kb.root / "summit/talk.toml").write_bytes(content)
    assert f"Error: {message}" in wgkb_move(kb, "KEYSTONE-01", "KEYSTONE-07")
    assert "KEYSTONE-07" not in (kb.root / "gap-analyses/keystone.rst").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "leads_on"),
    [
        ("use-cases/retail-store", "use-cases/shops", ()),
        ("gap-analyses/keystone", "gap-analyses/identity", ()),
        ("meetings/2017/2017-06-07-irc", "meetings/2017/2017-06-07-channel", ()),
        ("KEYSTONE-01", "KEYSTONE-07", ("gap-analyses/keystone", "KEYSTONE-07 Tokens need")),
        ("KEYSTONE-01", "FEDERATION-02", ("gap-analyses/keystone", "FEDERATION-02 Tokens need")),
        ("IDN-01", "IDN-07", ("requirements/identity", "IDN-07 ")),
        ("ada-lovelace", "ada-king", ("people", "ada-king Ada Lovelace")),
    ],
)
def test_every_page_is_whole_after(
    old: str, new: str, leads_on: tuple[str, ...], people: Project
) -> None:
    """A reader sees all of each page, and at the old anchor where the record is now."""
    people.build().assert_whole()
    assert "Error" not in wgkb_move(people, old, new)
    built = people.build()
    built.assert_whole()
    if leads_on:
        docname, words = leads_on
        assert f"{old} has moved: {words}" in built.read(docname)


def test_dry_run_changes_nothing(kb: Project) -> None:
    def files() -> dict[str, bytes]:
        return {str(p): p.read_bytes() for p in kb.root.rglob("*") if p.is_file()}

    before = files()
    assert "redirect [records] KEYSTONE-01" in wgkb_move(
        kb, "KEYSTONE-01", "KEYSTONE-07", "--dry-run"
    )
    assert files() == before


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("use-cases/retail-stor", "use-cases/x", "did you mean use-cases/retail-store?"),
        ("use-cases/retail-store", "gap-analyses/keystone", "is taken: gap-analyses/keystone.rst"),
        ("use-cases/retail-store", "about/shop", "belongs into use-cases/"),
        ("use-cases/retail-store", "use-cases/Shop", "is no file name for a record"),
        ("use-cases/retail-store", "../shop", "is outside the knowledge base"),
        ("KEYSTONE-09", "KEYSTONE-10", "did you mean KEYSTONE-01?"),
        ("KEYSTONE-01", "KEYSTONE-S02", "must look like KEYSTONE-01"),
        ("KEYSTONE-01", "NOVA-01", "no page has :code: NOVA"),
        ("IDN-01", "IDN-01", "is taken: requirements/identity.rst"),
    ],
)
def test_what_cannot_be_moved(kb: Project, old: str, new: str, message: str) -> None:
    output = wgkb_move(kb, old, new)
    assert output.startswith("Error: ")
    assert message in output
    assert len(output.splitlines()) == 1
    assert not (kb.root / "data/redirects.toml").exists()


def test_broken_redirects_are_told(kb: Project) -> None:
    kb.write({"data/redirects.toml": "[pages\n"})
    assert wgkb_move(kb, "KEYSTONE-01", "KEYSTONE-02").startswith(
        "Error: data/redirects.toml:1: is not valid TOML"
    )
    assert "data/redirects.toml:1: WARNING: is not valid TOML" in kb.build().report


# --- References -----------------------------------------------------------------------------


def test_only_references_are_rewritten() -> None:
    text = """
.. gap:: NOVA-01 nova is slow
   :fails: nova, IDN-01,
      nova-cells, nova
   :argued-by: nova
   :severity: high

   nova, :component:`nova` and :component:`the nova <nova>`; ``nova``; :term:`nova`.
   {component}`nova` :component:`nova-cells` :wg:component:`nova` :any:`nova`
"""
    assert (
        rewrite_ids(text, {"nova": "compute"})
        == """
.. gap:: NOVA-01 nova is slow
   :fails: compute, IDN-01,
      nova-cells, compute
   :argued-by: nova
   :severity: high

   nova, :component:`compute` and :component:`the nova <compute>`; ``nova``; :term:`nova`.
   {component}`compute` :component:`nova-cells` :wg:component:`compute` :any:`compute`
"""
    )


def test_the_decisions_of_a_meeting_follow_it() -> None:
    text = "{decision}`2017-06-a/D1`\n:supersedes: 2017-06-a/D2, 2017-06-ab/D1\n"
    assert rewrite_ids(text, {"2017-06-a": "2017-06-b"}) == (
        "{decision}`2017-06-b/D1`\n:supersedes: 2017-06-b/D2, 2017-06-ab/D1\n"
    )


@pytest.mark.parametrize(
    ("docname", "text", "expected"),
    [
        ("index", ":doc:`a/old`", ":doc:`b/new`"),
        ("index", ":doc:`words <a/old>`", ":doc:`words <b/new>`"),
        ("index", ":doc:`/a/old` :doc:`a/older`", ":doc:`/b/new` :doc:`a/older`"),
        ("a/x", ":doc:`old` {doc}`old`", ":doc:`../b/new` {doc}`../b/new`"),
        (
            "a/x",
            "[w](old.md#s) [w](https://e.org/old.md)",
            "[w](../b/new.md#s) [w](https://e.org/old.md)",
        ),
        (
            "index",
            ".. toctree::\n   :glob:\n\n   a/old\n   W <a/old>\n\na/old",
            ".. toctree::\n   :glob:\n\n   b/new\n   W <b/new>\n\na/old",
        ),
        (
            "index",
            "```{toctree}\n:hidden:\n\na/old\n```\na/old",
            "```{toctree}\n:hidden:\n\nb/new\n```\na/old",
        ),
    ],
)
def test_references_to_a_page(docname: str, text: str, expected: str) -> None:
    assert rewrite_pages(text, docname, "a/old", "b/new") == expected


def test_the_references_of_the_page_itself() -> None:
    text = ":doc:`x` :doc:`/index` :doc:`old`\n\n.. toctree::\n\n   x\n"
    assert rewrite_pages(text, "b/new", "a/old", "b/new", "a/old") == (
        ":doc:`../a/x` :doc:`/index` :doc:`new`\n\n.. toctree::\n\n   ../a/x\n"
    )


def test_a_block_is_cut_whole() -> None:
    first = ".. gap:: AB-01 One\n   :x: y\n\n   Text.\n\n   :history:\n      :n: open — x\n\n"
    second = ".. gap:: AB-02 Two\n   :x: y\n\n   Text.\n"
    page = "T\n=\n\n.. component::\n   :code: {}\n\n"
    texts = {
        "a.rst": page.format("AB") + first + second + "\nEnd\n---\n",
        "b.rst": page.format("CD") + "\nEnd\n---\n",
    }
    plan = move_record(texts, "AB-01", "CD-01")
    assert plan.texts["a.rst"] == page.format("AB") + second + "\nEnd\n---\n"
    assert plan.texts["b.rst"].count(".. gap:: CD-01 One\n") == 1
    assert ":n: open — x\n" in plan.texts["b.rst"]
    with pytest.raises(MoveError):
        move_page(texts, "a", "b")
