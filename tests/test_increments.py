"""After any edit, an incremental build equals a clean build byte for byte, and writes no more
pages than the edit touches."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from kb import Project, pages_of, write
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import SphinxError

from wgkb.rules import RULES
from wgkb.rules.examples import AREA, COMPONENT, GAP, MEETING, REQUIREMENT, USE_CASE
from wgkb.site import search
from wgkb.site.publish import publish
from wgkb.sphinxext.bibliography import style
from wgkb.sphinxext.build import fingerprint
from wgkb.sphinxext.build.events import Build

SUPPORT = """
    .. support:: KEYSTONE-S01 Tokens need no store
       :since: ocata
       :meets: IDN-02
       :judged-against: 2026.1
       :verified: 2026-07-17

       Tokens need no shared store.

       :evidence: Seen :cite:`cherrueau2018edge`.
       :limits: Users need one.
"""
SECOND_AREA = """
    === requirements/control-plane.rst
    Control plane
    =============

    .. requirement-area::
       :code: CTL

       What drives the sites.
""" + REQUIREMENT.replace("IDN-01", "CTL-01").replace("Sign in", "Go on")
SECOND_COMPONENT = (
    COMPONENT.replace("keystone", "nova")
    .replace("KEYSTONE", "NOVA")
    .replace("Keystone\n    ========", "Nova\n    ====")
)
MINUTES = (
    MEETING
    + """
    ```{decision} D1 Odd weeks
    :changes: IDN-01

    We meet in odd weeks.
    ```

    ```{action} A1 Look at tokens
    :owner: ada-lovelace
    :state: open
    :about: KEYSTONE-01

    Ada looks, see {gap}`KEYSTONE-01`.
    ```
"""
)
VIEWS = """
    === views.rst
    Views
    =====

    .. records:: gap

    .. records:: action

    .. coverage-matrix::

    .. counts::

    .. overview::

    .. gap-timeline::

    .. use-case-comparison::

    .. topics::

    .. suppressions::
"""
PROSE = """
    === prose.rst
    Prose
    =====

    See :req:`IDN-02`, :uc:`retail-store`, :person:`ada-lovelace`, :doc:`views` and :doc:`plain`.

    === plain.rst
    Plain
    =====

    This page refers to nothing.
"""


def knowledge_base(project: Project) -> Project:
    """One record of each type, linked to each other."""
    project.write(
        pages_of(
            USE_CASE
            + AREA
            + REQUIREMENT
            + REQUIREMENT.replace("IDN-01", "IDN-02").replace("Sign in", "Validate")
            + SECOND_AREA
            + COMPONENT
            + GAP
            + SUPPORT
            + SECOND_COMPONENT
            + MINUTES
            + VIEWS
            + PROSE
        )
    )
    return project


def tree(folder: Path) -> dict[str, bytes]:
    """All files below *folder* by name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".buildinfo.bak"  # Sphinx's, of the last settings
    }


def assert_equal(one: Path, other: Path) -> None:
    """Both folders hold the same files with the same bytes."""
    left, right = tree(one), tree(other)
    assert sorted(left) == sorted(right)
    differing = [name for name in left if left[name] != right[name]]
    assert differing == []


def move(project: Project, old: str, new: str) -> None:
    (project.root / old).rename(project.root / new)


def move_gap(project: Project) -> None:
    """Take the gap from one file to another (where its id is foreign, a finding)."""
    page = project.root / "gap-analyses/keystone.rst"
    text = page.read_text("utf-8")
    start, end = text.index(".. gap::"), text.index(".. support::")
    page.write_text(text[:start] + text[end:], "utf-8")
    other = project.root / "gap-analyses/nova.rst"
    other.write_text(other.read_text("utf-8") + "\n" + text[start:end], "utf-8")


def delete(name: str, start: str, end: str = "") -> Callable[[Project], None]:
    """Delete the text from *start* up to *end*, or the rest of the file."""

    def edit(project: Project) -> None:
        path = project.root / name
        text = path.read_text("utf-8")
        first = text.index(start)
        last = text.index(end, first + 1) if end else len(text)
        path.write_text(text[:first] + text[last:], "utf-8")

    return edit


def replace(name: str, old: str, new: str) -> Callable[[Project], None]:
    return lambda project: project.edit(name, old, new)


def rewrite(name: str, *texts: str) -> Callable[[Project], None]:
    """Put words before each of *texts*, wherever it stands."""

    def edit(project: Project) -> None:
        path = project.root / name
        content = path.read_text("utf-8")
        for text in texts:
            assert text in content
            content = content.replace(text, f"In other words: {text}")
        path.write_text(content, "utf-8")

    return edit


IDENTITY, KEYSTONE = "requirements/identity.rst", "gap-analyses/keystone.rst"
MEETING_PAGE, RETAIL = "meetings/2017/2017-06-07-irc.md", "use-cases/retail-store.rst"

EDITS: dict[str, Callable[[Project], None]] = {
    "nothing": lambda project: None,
    "use case: title": replace(RETAIL, "Retail stores\n===", "Shops of all kinds\n====="),
    "use case: state": replace(RETAIL, ":status: proposed", ":status: accepted"),
    "use case: links": replace(RETAIL, ":needs: IDN-01", ":needs: IDN-02"),
    "use case: citation": replace(RETAIL, "A retail chain.", "Chains :cite:`cherrueau2018edge`."),
    "use case: rename the file": lambda p: move(p, RETAIL, "use-cases/shop.rst"),
    "use case: delete": lambda p: (p.root / RETAIL).unlink(),
    "area: title": replace(IDENTITY, "Identity\n====", "Who is who\n======"),
    "requirement: title": replace(IDENTITY, "Validate while", "Check tokens while"),
    "requirement: state": replace(IDENTITY, ":status: proposed", ":status: accepted"),
    "requirement: links": replace(IDENTITY, ":components: keystone", ":components: nova"),
    "requirement: delete": delete(IDENTITY, ".. requirement:: IDN-02"),
    "requirement: delete a file": lambda p: (p.root / "requirements/control-plane.rst").unlink(),
    "component: title": replace(KEYSTONE, "Keystone\n========", "Keystone, the service\n======"),
    "component: state": replace(KEYSTONE, "project-status: active", "project-status: mixed"),
    "gap: title": replace(KEYSTONE, "Tokens need the centre", "Tokens come from afar"),
    "gap: state": replace(KEYSTONE, ":ocata: partial", ":ocata: closed"),
    "gap: links": replace(KEYSTONE, ":fails: IDN-01", ":fails: IDN-01, CTL-01"),
    "gap: move to another file": move_gap,
    "gap: delete": delete(KEYSTONE, ".. gap::", ".. support::"),
    "use case: texts": rewrite(RETAIL, "Shops that go on", "Three servers"),
    "area: text": rewrite("requirements/control-plane.rst", "What drives"),
    "requirement: texts": rewrite(IDENTITY, "People work on", "Cut the link", "A site shall"),
    "component: texts": rewrite(KEYSTONE, "The identity service", "One shared"),
    "gap: texts": rewrite(
        KEYSTONE, "A site that is cut", "Seen on a testbed", "first described", "A site checks"
    ),
    "support: texts": rewrite(KEYSTONE, "Tokens need no shared", "Users need one"),
    "meeting: texts": rewrite(MEETING_PAGE, "A meeting {cite}", "We meet in", "Ada looks"),
    "gap: who argues": replace(KEYSTONE, "argued-by: lebre2017revising", "argued-by: analysis"),
    "support: links": replace(KEYSTONE, ":meets: IDN-02", ":meets: IDN-01"),
    "support: extent": replace(KEYSTONE, ":meets: IDN-02", ":meets-in-part: IDN-02"),
    "support: delete": delete(KEYSTONE, ".. support::"),
    "meeting: title": replace(MEETING_PAGE, "# Meeting of 7 June", "# A meeting in June"),
    "meeting: links": replace(MEETING_PAGE, ":attendees: ada", ":chair: ada"),
    "meeting: rename the file": lambda p: move(
        p, MEETING_PAGE, "meetings/2017/2017-06-07-weekly.md"
    ),
    "decision: title": replace(MEETING_PAGE, "Odd weeks\n", "Every other week\n"),
    "decision: delete": delete(MEETING_PAGE, "```{decision}", "```{action}"),
    "action: state": replace(MEETING_PAGE, ":state: open", ":state: done"),
    "action: links": replace(MEETING_PAGE, ":about: KEYSTONE-01", ":about: IDN-02"),
    "person: name": replace("data/people.toml", "Ada Lovelace", "Ada King"),
    "person: role": replace("data/people.toml", 'role = "chair"', 'role = "founder"'),
    "person: delete": delete("data/people.toml", "[grace-hopper]"),
    "person: rename the list": lambda p: move(p, "people.rst", "persons.rst"),
    "person: new": lambda p: p.edit(
        "data/people.toml", "[grace-hopper]", '[alan]\nname = "Alan"\n\n[grace-hopper]'
    ),
    "releases: name": replace("data/releases.toml", 'name = "2026.1"', 'name = "Gazpacho"'),
    "bibliography: year": replace("references.bib", "year = {2017}", "year = {2016}"),
    "bibliography: title": replace("references.bib", "{Revising ", "{Rethinking "),
    "bibliography: new entry": lambda p: p.edit(
        "references.bib",
        "@inproceedings{cherr",
        "@misc{new2020,title={N}}\n\n@inproceedings{cherr",
    ),
    "page: title": replace("plain.rst", "Plain\n=====", "Plain text\n=========="),
    "page: rename the file": lambda p: move(p, "plain.rst", "very-plain.rst"),
    "site: address": lambda p: p.edit(
        "conf.py", "nitpicky", 'html_baseurl = "https://example.org/wg/"\nnitpicky'
    ),
    "site: title": lambda p: p.edit("conf.py", "nitpicky", 'html_title = "A site"\nnitpicky'),
    "page: new": lambda p: p.write({"new.rst": "New\n===\n\nSee :gap:`KEYSTONE-01`.\n"}),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The knowledge base after its first build; tests work on copies."""
    project = knowledge_base(Project(tmp_path_factory.mktemp("built") / "kb"))
    project.build()
    return project.root


@pytest.fixture
def copy(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A copy of the built knowledge base in the place where it was built.

    Sphinx keeps absolute names of source files, so the copy takes the place of the original.
    """
    kept = tmp_path / "kept"
    shutil.copytree(built, kept)
    project = Project.__new__(Project)
    project.root = built
    yield project
    shutil.rmtree(built)
    shutil.copytree(kept, built)


@pytest.mark.parametrize("edit", sorted(EDITS))
def test_incremental_equals_clean(
    edit: str, copy: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Site, exports and search index are the same as from an empty folder, and so is the
    report."""
    EDITS[edit](copy)
    incremental = copy.build()
    monkeypatch.setattr(style, "_FORMATTED", {})  # what the first build left in this process
    clean = copy.build(out="_build/clean")
    assert_equal(incremental.outdir, clean.outdir)
    assert sorted(incremental.report.splitlines()) == sorted(clean.report.splitlines())


def test_what_is_published_is_the_same(copy: Project) -> None:
    """All that ``make html`` leaves for readers, by its own steps after Sphinx, search included;
    from an index that was made of other texts, and from none."""
    published = copy.root / "_build/html-published", copy.root / "_build/clean-published"
    search.write(copy.build().outdir)
    for name in ("use case: texts", "gap: state", "page: new"):
        EDITS[name](copy)
    for out, target in zip(("html", "clean"), published, strict=True):
        site = copy.build(out=f"_build/{out}").outdir
        assert search.write(site)
        publish(site, target)
    assert_equal(*published)
    assert not search.write(copy.root / "_build/html"), "nothing changed"


ALWAYS = {"genindex", "search", "404"}
"""Pages that belong to no source and are written in every build."""


@pytest.mark.parametrize(
    ("edit", "pages"),
    [
        ("nothing", set()),
        ("person: new", {"people/alan", "people/ada-lovelace", "people/grace-hopper"}),
        ("person: role", {"people/ada-lovelace"}),
        ("gap: texts", {"gap-analyses/keystone"}),
        ("use case: state", {"use-cases/retail-store", "requirements/identity", "prose"}),
        (
            "gap: state",
            {
                "gap-analyses/keystone",
                "requirements/identity",
                "views",
                "meetings/2017/2017-06-07-irc",
            },
        ),
        (
            "action: state",
            {
                "meetings/2017/2017-06-07-irc",
                "gap-analyses/keystone",
                "views",
                "people/ada-lovelace",
            },
        ),
    ],
)
def test_writes_no_more_than_needed(edit: str, pages: set[str], copy: Project) -> None:
    """Only pages that show what was edited are written again."""
    EDITS[edit](copy)
    written = copy.build().written - ALWAYS
    assert written - {"people", "index"} == pages - {"people", "index"}


def test_serial_and_parallel_builds_are_the_same(copy: Project) -> None:
    serial = copy.build(out="_build/serial", parallel=1)
    parallel = copy.build(out="_build/parallel", parallel=2)
    assert_equal(serial.outdir, parallel.outdir)


def test_an_interrupted_build_is_made_whole(copy: Project) -> None:
    """Pages that were not written because the build broke off are written by the next one."""
    copy.edit(KEYSTONE, ":ocata: partial", ":ocata: closed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sphinx.builders.html.StandaloneHTMLBuilder.write_doc", _break)
        with pytest.raises(KeyboardInterrupt):
            copy.build()
    incremental = copy.build()
    clean = copy.build(out="_build/clean")
    assert_equal(incremental.outdir, clean.outdir)


@pytest.mark.parametrize("parallel", [1, 2])
def test_a_page_that_was_not_written_fails_the_build(parallel: int, copy: Project) -> None:
    """Sphinx can lose the error of a writing process; the old page is not taken for the new."""
    copy.edit("plain.rst", "nothing.", "nothing at all.")
    write = StandaloneHTMLBuilder.write_doc

    def write_all_but_one(builder: StandaloneHTMLBuilder, docname: str, doctree: object) -> None:
        if docname != "plain":
            write(builder, docname, doctree)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StandaloneHTMLBuilder, "write_doc", write_all_but_one)
        with pytest.raises(SphinxError, match=r"1 of the pages .* plain\.html among them"):
            copy.build(parallel=parallel)
    assert "nothing at all" in copy.build().html("plain")


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder in the place of the package, for fingerprints."""
    root = tmp_path / "package"
    names = ("model.py", "theme/style.css", "linkcheck/asking.py", "rules/links.py")
    write(root, dict.fromkeys((*names, "rules/source.py"), "old"))
    monkeypatch.setattr(fingerprint, "ROOT", root)
    _forget_fingerprints()
    yield root
    _forget_fingerprints()


def _forget_fingerprints() -> None:
    fingerprint.reading_fingerprint.cache_clear()
    fingerprint.package_fingerprint.cache_clear()


@pytest.mark.parametrize(
    ("changed", "builder", "reads", "writes"),
    [
        ("", "html", False, False),
        ("model.py", "html", True, True),
        ("theme/style.css", "html", False, True),
        ("model.py", "records", True, False),
        ("theme/style.css", "records", False, False),
        ("linkcheck/asking.py", "records", False, False),
        ("rules/links.py", "records", False, False),
        ("rules/source.py", "records", True, False),
    ],
)
def test_other_code_makes_anew_what_came_of_it(
    changed: str, builder: str, reads: bool, writes: bool, copy: Project, package: Path
) -> None:
    """Other code that reads: all is read and written again; other code that only writes: all is
    written again, the exports too."""
    copy.build(out="_build/coded", builder=builder)
    if changed:
        (package / changed).write_text("new")
    _forget_fingerprints()
    records = copy.root / "_build/coded/api/v1/records.json"
    if builder == "html":
        records.write_text("old")
    with pytest.MonkeyPatch.context() as patch:
        read: set[str] = set()
        patch.setattr(Build, "check_source", lambda build, app, docname, text: read.add(docname))
        again = copy.build(out="_build/coded", builder=builder)
    assert read == (set(again.app.env.found_docs) if reads else set())
    if builder == "html":
        every_page = set(again.app.env.domains["wg"].graph.pages)  # those without a source too
        assert again.written - ALWAYS == (every_page if writes else set())
        assert (records.read_text() != "old") == writes


def test_rules_that_leave_nothing_in_an_environment() -> None:
    """They look at all records together; the findings of others are kept with their pages."""
    stages: dict[str, set[str]] = {}
    for rule in RULES.values():
        stages.setdefault(rule.check.__module__.rpartition(".")[2], set()).add(rule.stage)
    on_all = {name for name, found in stages.items() if found <= {"graph", "suppression"}}
    assert set(fingerprint.RULES_ON_ALL) == on_all


def test_pages_made_from_code_are_read_again_when_it_changes(project: Project) -> None:
    pages = {"rules": "Rules\n=====\n\n.. rule-list::\n"}
    pages["commands"] = "Commands\n========\n\n.. command-list::\n"
    project.write({f"{name}.rst": text for name, text in pages.items()})
    env = project.build(builder="dummy").app.env
    for name in pages:
        modules = {str(p) for p in (fingerprint.ROOT / name).glob("*.py")}
        assert modules
        assert modules <= set(map(str, env.dependencies[name]))


def _break(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_second_build_is_as_strict_as_the_first(copy: Project) -> None:
    """Warnings of Sphinx and findings of ours come again until their cause is gone."""
    copy.edit("plain.rst", "nothing.", "nothing but :doc:`nowhere` and |this|.")
    copy.edit(KEYSTONE, ":fails: IDN-01", ":fails: IDN-77")
    first = copy.build().report
    second = copy.build().report
    assert "unknown document: 'nowhere'" in first
    assert "IDN-77 does not exist" in first
    assert sorted(second.splitlines()) == sorted(first.splitlines())
    copy.edit("plain.rst", "nothing but :doc:`nowhere` and |this|.", "nothing.")
    assert "nowhere" not in copy.build().report
