"""Every builder of Sphinx: no warning, and what records show is in the output of each."""

from __future__ import annotations

import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from kb import Built, Project, pages_of

from wgkb.checks.anchors import main as check_anchors
from wgkb.graph.facts import dependents_of, facts_of
from wgkb.model.records import Person
from wgkb.rules.examples import AREA, COMPONENT, GAP, MEETING, REQUIREMENT, USE_CASE

VIEWS = """
    === views.rst
    Views
    =====

    They show what records say :cite:`cherrueau2018edge`.

    .. overview::

    .. counts::

    .. coverage-matrix::

    .. gap-timeline::

    .. records:: gap

    .. explorer::

    .. use-case-comparison::

    .. meeting-timeline::

    .. meeting-series::

    .. meeting-statistics::

    .. action-ledger::

    .. decision-ledger::

    .. topics::

    .. newest-changes::

    .. measures::

    .. suppressions::

    .. link-health::

    .. what-changed::

    .. timeline::

    .. summit-packs::

    .. list-table:: Bounds as they are printed :cite:`lebre2017revising`

       * - 10 ms
         - 20 ms

    .. chart::
       :measured: Time (s)

       ============== =====
       Round trip, ms Nova
       ============== =====
       0              ≈15
       100            42
       ============== =====
"""
GROUP = (
    MEETING
    + """
    ```{decision} D1 Meet every week
    We meet.
    ```

    ```{action} A1 Write it down
    :owner: ada-lovelace
    :state: open

    Write it down.
    ```
"""
)
SETTINGS = 'latex_engine = "xelatex"\nversion = "1"\n'
"""Letters such as ≈ are for XeTeX, and an EPUB has a version."""


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = Project(tmp_path_factory.mktemp("builders") / "kb")
    project.write(pages_of(USE_CASE + AREA + REQUIREMENT + COMPONENT + GAP + GROUP + VIEWS))
    conf = (project.root / "conf.py").read_text("utf-8")
    project.write({"conf.py": conf + SETTINGS})
    return project


@pytest.fixture(scope="module")
def build(knowledge: Project) -> Callable[[str], Built]:
    """The build of the knowledge base by a builder, once; it has no warning."""
    done: dict[str, Built] = {}

    def build(builder: str) -> Built:
        if builder not in done:
            done[builder] = knowledge.build(out=f"_build/{builder}", builder=builder)
            assert done[builder].report == ""
        return done[builder]

    return build


def text_of(outdir: Path) -> str:
    """All words of the output, without tags, marks of the writers, hyphens and spaces."""
    texts = [
        path.read_text("utf-8", "replace")
        for path in sorted(outdir.rglob("*"))
        if path.suffix in (".html", ".xhtml", ".tex", ".txt", ".1", ".texi", ".xml")
        and "_static" not in path.parts
    ]
    return squeezed(re.sub(r"<[^<>]*>", "", " ".join(texts)))


def squeezed(text: str) -> str:
    """What all writers leave as it is: letters and digits."""
    text = re.sub(r"\\[a-z]+", "", text.replace("\\(hy", "").replace("&#x27;", ""))
    return re.sub(r"[^0-9a-z]", "", text.lower())


WRITERS = ("html", "dirhtml", "singlehtml", "epub", "latex", "text", "man", "texinfo", "xml")


@pytest.mark.parametrize("builder", WRITERS)
def test_every_fact_of_every_record_is_told(build: Callable[[str], Built], builder: str) -> None:
    built = build(builder)
    graph = built.app.env.domains["wg"].graph  # type: ignore[attr-defined]
    text = text_of(built.outdir)

    for entry in graph.entries.values():
        is_person = isinstance(entry.record, Person)  # whose page has words of its own
        facts = [] if is_person else facts_of(graph, entry.record)
        for fact in (*facts, *dependents_of(graph, entry.record.id)):
            assert is_person or squeezed(fact.label) in text, fact
            for item in fact.items:
                has_id = item.docname and item.anchor and item.target[:1].isupper()
                assert squeezed(item.target if has_id else item.text) in text, fact
    for words in (
        "Nicks on IRC",
        "chair",
        "Cited by",  # in the bibliography
        "Gaps that are not closed, by component and area",
        "Requirement by component",
        "Totals of every release",
        "1 action, 1 open",
        "1 decision, 0 superseded",
        "State of each gap by release",
        "open from Newton",
        "use cases side by side",
    ):
        assert squeezed(words) in text, (builder, words)


def test_one_page_has_no_broken_link(build: Callable[[str], Built]) -> None:
    """In ``singlehtml`` pages share their anchors, and people have no pages of their own."""
    assert check_anchors([str(build("singlehtml").outdir)]) == 0


def test_epub_links_lead_into_it(build: Callable[[str], Built]) -> None:
    built = build("epub")
    [book] = built.outdir.glob("*.epub")
    with zipfile.ZipFile(book) as packed:
        names = {Path(name).name for name in packed.namelist()}
        pages = {
            name: ET.fromstring(packed.read(name))
            for name in packed.namelist()
            if name.endswith(".xhtml")
        }
    ids = {name: {e.get("id") for e in page.iter()} for name, page in pages.items()}
    for name, page in pages.items():
        for link in page.iter("{http://www.w3.org/1999/xhtml}a"):
            address = link.get("href", "")
            if "://" in address or address.startswith("mailto:"):
                continue
            target, _, anchor = address.partition("#")
            inside = next((n for n in pages if n.endswith(Path(target or name).name)), None)
            assert inside, (name, address, names)
            assert not anchor or anchor in ids[inside], (name, address)
    assert not any("search" in name or name.endswith(".md") for name in names)


def test_xml_has_standard_nodes_only(build: Callable[[str], Built]) -> None:
    page = (build("xml").outdir / "views.xml").read_text("utf-8")
    assert "<table" in page
    assert not re.search(r"<(view|facts|dependents|cited_by|chart)\b", page)


@pytest.mark.parametrize("builder", ["gettext", "linkcheck", "pseudoxml", "changes", "dummy"])
def test_other_builders_have_nothing_to_say(
    build: Callable[[str], Built], builder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "sphinx.builders.linkcheck.HyperlinkAvailabilityChecker.check", lambda *_: iter(())
    )
    build(builder)


@pytest.mark.skipif(not shutil.which("latexmk"), reason="needs TeX Live with XeTeX and latexmk")
def test_latex_is_a_pdf(build: Callable[[str], Built]) -> None:
    outdir = build("latex").outdir
    done = subprocess.run(
        ["latexmk", "-pdfxe", "-interaction=nonstopmode", "-halt-on-error", "-silent"],
        cwd=outdir,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    assert list(outdir.glob("*.pdf"))
