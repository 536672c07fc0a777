"""Summit packs: what is printed says what the records say, and two builds are the same bytes."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import packs
import pdfplumber
import pypdf
import pytest
from click.testing import CliRunner
from kb import Project
from lxml import etree, html
from packs import ADDRESS, PACK, SYMBOLS

from wgkb.cli import main
from wgkb.drawing.charts.drawing import chart_html
from wgkb.drawing.charts.figures import Figures, Series, value
from wgkb.files import packs as pack
from wgkb.files.build_stamp import BuildStamp
from wgkb.files.built_packs import MANIFEST, OUTPUT
from wgkb.summit import handbook, making, plots, site
from wgkb.summit.pdf import PdfError, write_pdf
from wgkb.summit.revision import checkout, freeze

DAY = dt.date(2026, 7, 17)
FROZEN = BuildStamp(DAY, "0123456789abcdef0123456789abcdef01234567")


@pytest.fixture
def knowledge(project: Project, drawing: None) -> Project:
    """A small knowledge base with one pack."""
    return packs.write(project)


def make(project: Project, output: str = "out/talk") -> Path:
    folder = project.root.parent / output
    file = pack.load(project.root, "talk")
    making.make(project.root, file, FROZEN, folder, lambda line: None)
    return folder


# --- What is printed ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, drawing: None) -> Path:
    """The pack as it was made once; nobody writes into it."""
    return make(packs.write(Project(tmp_path_factory.mktemp("made") / "kb")))


def test_the_handbook_is_the_records_on_paper(made: Path) -> None:
    reader = pypdf.PdfReader(made / "talk-handbook.pdf")
    text = "\n".join(page.extract_text() for page in reader.pages)
    words = " ".join(text.split())
    assert "State & prospects of <identity>, by François Rübsamen and 陈" in words
    assert SYMBOLS in words
    assert "A site shall authenticate its users without traffic to other sites." in words
    assert "Rights do not end at a site" in words
    assert "Revising OpenStack" in words and "revision 0123456789ab" in words
    assert 4 <= len(reader.pages) <= 20
    # Metadata, tags, language
    assert reader.metadata is not None
    assert reader.metadata.author == "Ada Lovelace"
    assert reader.metadata.title == "State & prospects of <identity>, by François Rübsamen and 陈"
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "en" and "/StructTreeRoot" in root
    # Bookmarks: parts, and records below them
    outline = [item for item in reader.outline if not isinstance(item, list)]
    assert [str(item.title) for item in outline][:4] == [
        "Contents",
        "Where it stands",
        "Use cases",
        "Identity",
    ]


def test_links_work_on_paper(made: Path) -> None:
    reader = pypdf.PdfReader(made / "talk-handbook.pdf")
    texts = [" ".join(page.extract_text().split()) for page in reader.pages]
    page_of = {
        name: reader.get_destination_page_number(destination) + 1  # type: ignore[operator]
        for name, destination in reader.named_destinations.items()
    }
    assert {"KEYSTONE-01", "IDN-01", "retail-store", "matrix", "ids"} <= set(page_of)
    # Beside a link stands the number of its target, which stands beside its heading; the contents
    # and the index of ids say on which page.
    number = re.search(r"IDN-01 Sign in while cut off\s*›\s*(\d+)", " ".join(texts))
    assert number is not None
    page = page_of["IDN-01"]
    assert f"{number[1]} IDN-01 Sign in while cut off" in texts[page - 1]
    assert re.search(rf"{number[1]} IDN-01 Sign in while cut off[ .]+{page} ", texts[1])
    assert re.search(rf"IDN-01 {number[1]} Sign in while cut off[ .]+{page} ", texts[-1])
    # What leads elsewhere stands in the list of addresses.
    long = "https://example.com/a/very/long/address/that/goes/on/and/on/and/on"
    assert long in "".join("".join(texts).split())
    uris = {
        annotation.get_object()["/A"]["/URI"]
        for page in reader.pages
        for annotation in page.get("/Annots", ())
        if "/A" in annotation.get_object() and "/URI" in annotation.get_object()["/A"]
    }
    assert long in uris and f"{ADDRESS}go/IDN-01/" in uris
    assert not [uri for uri in uris if not uri.startswith(("https://", "http://"))]


def test_a_chart_needs_no_style_sheet_on_paper() -> None:
    """Each mark and line has its place in numbers, its colour, and a size to be scaled from."""
    series = tuple(Series(name, (value("1"), value("<31.5"))) for name in ("Nova", "Other"))
    figures = Figures("Title", "Delay (ms)", "Time (s)", (value("0"), value("100")), series, False)
    page = html.fragment_fromstring(f"<div>{chart_html(figures)}</div>")
    plots.for_paper(page)
    [area, *keys] = page.xpath(".//svg")
    assert area.get("viewBox") and len(keys) == len(series)
    assert not [v for part in page.iter() for v in part.attrib.values() if v.endswith("%")]
    for part in page.xpath(".//line | .//path"):
        assert part.xpath("ancestor-or-self::*[@stroke]"), html.tostring(part)
    places = {part.get("transform") for part in area.xpath(".//*[path]")}
    assert len(places) == 2, "both series at the same two places"
    assert (
        len({part.get("stroke") for part in area.xpath(".//*[@fill]") if part.get("stroke")}) == 2
    )


def test_lines_are_not_broken_after_their_first_word(tmp_path: Path, drawing: None) -> None:
    """As WeasyPrint does when a line is just full before the space at its end."""
    before, lines = 'The committee listed the group with one task <a href="#x">x</a>', set()
    for text in (before, str(handbook.text(html.fragment_fromstring(f"<p id='x'>{before}</p>")))):
        found = set()
        for tenths in range(2600, 3000, 20):  # a space is nearly twice as wide
            page = (
                "<html lang='en'><title>x</title><style>@page { size: 20cm } p { width:"
                f" {tenths / 10}pt; font: 12pt 'DejaVu Sans' }}</style><p id='x'>{text}</p>"
            )
            write_pdf(page, tmp_path / "x.pdf")
            words = pypdf.PdfReader(tmp_path / "x.pdf").pages[0].extract_text()
            found.add(words.split("\n")[0].strip())
        lines.add("The" in found)
    assert "The" not in found, "a first line of one word"
    assert lines == {True, False}, "WeasyPrint no longer does it: handbook.text may go"


@pytest.mark.parametrize("name", ["handbook", "brief-a4", "brief-letter"])
def test_no_letter_is_missing_or_off_the_page(made: Path, name: str) -> None:
    path = made / f"talk-{name}.pdf"
    with pdfplumber.open(path) as document:
        for page in document.pages:
            for letter in page.chars:
                assert letter["x0"] > 20 and letter["x1"] < page.width - 20, letter
                assert letter["top"] > 15 and letter["bottom"] < page.height - 15, letter
                assert "\ufffd" not in letter["text"] and "(cid" not in letter["text"], letter
    reader = pypdf.PdfReader(path)
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = descendant["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(descriptor), "the font is not embedded"
        for shown in _glyphs(page):
            assert 0 not in shown, "a glyph is missing"


def _glyphs(page: pypdf.PageObject) -> Iterator[list[int]]:
    """The glyphs of each text operator; number 0 is the box for a letter that no font has."""
    contents = page.get_contents()
    for operands, operator in contents.operations if contents is not None else ():
        if operator in (b"TJ", b"Tj"):
            items = operands[0] if operator == b"TJ" else operands
            for item in items:
                if isinstance(item, bytes | str):
                    raw = item if isinstance(item, bytes) else item.encode("utf-16-be")
                    yield [int.from_bytes(raw[n : n + 2]) for n in range(0, len(raw), 2)]


def test_the_brief_is_one_page(made: Path) -> None:
    for size, (width, height) in {"a4": (595.3, 841.9), "letter": (612, 792)}.items():
        reader = pypdf.PdfReader(made / f"talk-brief-{size}.pdf")
        assert len(reader.pages) == 1
        box = reader.pages[0].mediabox
        assert (float(box.width), float(box.height)) == pytest.approx((width, height), abs=0.5)
        text = " ".join(reader.pages[0].extract_text().split())
        assert "Can a site check a token alone, in ≤ 5 ms?" in text
        assert "KEYSTONE-01 Tokens need the centre" in text
        assert "KEYSTONE-02" not in text  # it is closed
        assert f"{ADDRESS}summit/talk.html" in text


def test_a_brief_that_is_too_long_is_refused(knowledge: Project) -> None:
    knowledge.edit("summit/talk.toml", "Can a site", "Can a site " + "or else another one " * 200)
    with pytest.raises(PdfError, match=r"^summit/talk\.toml:1: the brief needs \d pages of A4"):
        make(knowledge)
    assert not (knowledge.root.parent / "out/talk").exists()


def test_a_record_that_is_not_there_is_refused(
    knowledge: Project, capfd: pytest.CaptureFixture[str]
) -> None:
    knowledge.edit("summit/talk.toml", '["retail-store"]', '["retail-stroe"]')
    with pytest.raises(site.SiteError, match="the site has warnings"):
        make(knowledge)
    line = 1 + PACK.strip().splitlines().index('    records = ["retail-store"]')
    said = (
        f"summit/talk.toml:{line}: WARNING: records: there is no record retail-stroe; did you mean"
    )
    assert any(text.startswith(said) for text in capfd.readouterr().err.splitlines())


def test_a_link_without_a_target_is_refused(tmp_path: Path, drawing: None) -> None:
    with pytest.raises(PdfError, match=r"x\.pdf: No anchor #nowhere"):
        write_pdf('<html lang="en"><title>x</title><a href="#nowhere">x</a>', tmp_path / "x.pdf")
    assert not (tmp_path / "x.pdf").exists()


# --- Slides, EPUB, offline copy, citation ---------------------------------------------------


def test_slides_say_it_for_the_wall(made: Path) -> None:
    folder = made / "talk-slides"
    page = html.document_fromstring((folder / "index.html").read_bytes())
    slides = {section.get("id"): section for section in page.iter("section") if section.get("id")}
    assert list(slides) == ["retail-store", "KEYSTONE-01", "KEYSTONE-02"]
    gap = slides["KEYSTONE-01"]
    assert "A site that is cut off cannot check a token." in gap.text_content()
    assert f"{ADDRESS}go/KEYSTONE-01/" in gap.text_content()
    assert "Seen on a testbed" in gap.find_class("notes")[0].text_content()
    rest, myst = page.find_class("text")
    assert "Three sites, one bus." in rest.text_content()
    assert [aside.text_content().strip() for aside in rest.iter("aside")] == [
        "Wait for the laughter."
    ]
    assert [link.get("href") for link in myst.iter("a")] == [
        f"{ADDRESS}requirements/identity.html#IDN-01"
    ]
    assert [aside.text_content().strip() for aside in myst.iter("aside")] == ["Point at the map."]
    for element in page.xpath("//*[@src or (self::link and @href)]"):
        assert (folder / (element.get("src") or element.get("href"))).is_file()
    assert (folder / "reveal/LICENSE").is_file()


def test_the_epub_is_well_formed_and_holds_together(made: Path) -> None:
    with zipfile.ZipFile(made / "talk.epub") as archive:
        assert archive.namelist()[0] == "mimetype"
        assert archive.getinfo("mimetype").compress_type == zipfile.ZIP_STORED
        files = {name: archive.read(name) for name in archive.namelist()}
    pages = {n: etree.fromstring(data) for n, data in files.items() if n.endswith("html")}
    package = etree.fromstring(files["EPUB/package.opf"])
    listed = {f"EPUB/{item.get('href')}" for item in package.iter("{*}item")}
    assert listed == {n for n in files if n.startswith("EPUB/")} - {"EPUB/package.opf"}
    ids = {name: [e.get("id") for e in page.iter() if e.get("id")] for name, page in pages.items()}
    for name, page in pages.items():
        assert len(ids[name]) == len(set(ids[name]))
        lines = page.iter("{*}p", "{*}span", "{*}i")
        assert not [e.tag for line in lines for e in line.iter("{*}ul", "{*}dl", "{*}div")]
        for link in page.iter("{*}a"):
            href = link.get("href")
            if href and not href.startswith("http"):
                target, _, fragment = href.partition("#")
                target = f"EPUB/{target}" if target else name
                assert target in pages and (not fragment or fragment in ids[target]), href
    assert any(SYMBOLS in "".join(page.itertext()) for page in pages.values())


def test_the_offline_copy_is_the_site(made: Path) -> None:
    with zipfile.ZipFile(made / "talk-offline.zip") as archive:
        names = archive.namelist()
    assert {"talk-offline/index.html", "talk-offline/searchindex.js"} <= set(names)
    assert not [name for name in names if "/pagefind/" in name or "doctree" in name]


def test_how_to_cite(made: Path) -> None:
    entry = (made / "talk.bib").read_text("utf-8")
    assert r"title        = {{State \& prospects of <identity>, by François Rübsamen" in entry
    assert f"url          = {{{ADDRESS}summit/talk.html}}" in entry
    cff = (made / "CITATION.cff").read_text("utf-8")
    assert cff.startswith("cff-version: 1.2.0\n")
    assert f"commit: {FROZEN.commit}\n" in cff and "license: CC-BY-4.0\n" in cff


# --- Frozen ---------------------------------------------------------------------------------


def test_two_builds_are_the_same_bytes(knowledge: Project, made: Path) -> None:
    """Of the same knowledge base in two places."""
    one = json.loads((made / MANIFEST).read_text("utf-8"))
    two = json.loads((make(knowledge, "two/talk") / MANIFEST).read_text("utf-8"))
    assert one == two
    assert {"talk-handbook.pdf", "talk.epub", "talk-offline.zip"} <= set(one["files"])


def _git(root: Path, *arguments: str) -> str:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    command = ["git", "-C", str(root), *who, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_a_pack_names_its_revision(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert freeze(project.root, None, DAY).words == "not under version control"
    monkeypatch.setenv("GIT_AUTHOR_DATE", "2026-05-04T12:00:00+0000")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-05-04T12:00:00+0000")
    project.write({"summit/talk.toml": PACK, ".gitignore": "_build/"})
    _git(project.root, "init", "-q")
    _git(project.root, "add", "-A")
    _git(project.root, "commit", "-qm", "x")
    commit = _git(project.root, "rev-parse", "HEAD").strip()
    assert freeze(project.root, None, DAY) == BuildStamp(dt.date(2026, 5, 4), commit)
    assert freeze(project.root, DAY, DAY).date == DAY
    project.edit("summit/talk.toml", "A forum", "Another forum")
    assert freeze(project.root, None, DAY).words == f"{commit[:12]} with changes"
    with checkout(project.root, "HEAD") as clone:
        assert "A forum" in (clone / "summit/talk.toml").read_text("utf-8")
        assert not freeze(clone, None, DAY).changed
    result = CliRunner().invoke(
        main, ["summit", "talk", "--revision", "nope", "--root", str(project.root)]
    )
    assert result.output == "Error: git knows no revision nope\n"


@pytest.mark.slow
def test_a_pack_is_made_again_from_its_revision(
    knowledge: Project, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The same bytes as then, whatever the tree has become and wherever it is."""
    knowledge.write({".gitignore": "_build/\n__pycache__/\n"})
    _git(knowledge.root, "init", "-q")
    _git(knowledge.root, "add", "-A")
    _git(knowledge.root, "commit", "-qm", "x")
    made = {}
    for name, more in (("then", ()), ("now", ("--revision", "HEAD"))):
        folder = tmp_path / name
        arguments = ["summit", "talk", "--root", str(knowledge.root), "--output", str(folder)]
        result = CliRunner().invoke(main, [*arguments, "--date", "2026-07-17", *more])
        assert result.exit_code == 0, result.output + capfd.readouterr().err
        made[name] = json.loads((folder / MANIFEST).read_text("utf-8"))
        knowledge.write({"use-cases/retail-store.rst": "Changed since\n=============\n"})
    assert made["then"] == made["now"]
    assert not made["now"]["changed"]


# --- On the site ----------------------------------------------------------------------------


def test_the_page_offers_what_was_built(knowledge: Project) -> None:
    knowledge.build()
    folder = make(knowledge, f"{knowledge.root.name}/{OUTPUT}/talk")
    built = knowledge.build()
    page = built.html("summit/talk")
    assert 'href="talk/talk-handbook.pdf"' in page and "0123456789ab" in page
    offered = built.outdir / "summit/talk/talk-handbook.pdf"
    assert offered.read_bytes() == (folder / "talk-handbook.pdf").read_bytes()
    (folder / MANIFEST).unlink()
    assert "talk-handbook.pdf" not in knowledge.build().html("summit/talk")
    assert not offered.exists()


def test_without_an_address_there_is_no_code(knowledge: Project, made: Path) -> None:
    assert 'class="qr"' in (made / "talk-slides/index.html").read_text("utf-8")
    knowledge.edit("conf.py", f'html_baseurl = "{ADDRESS}"', "")
    folder = make(knowledge)
    assert 'class="qr"' not in (folder / "talk-slides/index.html").read_text("utf-8")
    brief = pypdf.PdfReader(folder / "talk-brief-a4.pdf").pages[0].extract_text()
    assert "Where to read on" in brief and "Handbook, slides and sources" not in brief


def test_texts_of_pages_are_not_shared(knowledge: Project) -> None:
    """Whoever takes a text from the site may change it."""
    built = site.build(knowledge.root, knowledge.root.parent / "work", FROZEN)
    built.text("KEYSTONE-01").clear()
    assert "cut off" in built.text("KEYSTONE-01").text_content()
    assert not re.search("KEYSTONE-01.*Seen on", built.text("keystone").text_content())


def test_a_record_that_moved_is_in_the_pack(knowledge: Project) -> None:
    """The page that leads on from its old anchor is whole, on paper as on the site."""
    move = ["move", "--root", str(knowledge.root), "KEYSTONE-01", "KEYSTONE-28"]
    assert CliRunner().invoke(main, move).exit_code == 0
    built = site.build(knowledge.root, knowledge.root.parent / "work", FROZEN)
    assert "A site that is cut off cannot check" in built.text("KEYSTONE-28").text_content()
    assert "The identity service" in built.text("keystone").text_content()
