"""The record of reading: which sentences name a source, and what was read of them."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from kb import Project, pages_of

from wgkb.cli import main
from wgkb.files.readings import Reading, Verdict, file_of, ledger_text, load_readings
from wgkb.files.source_files import SourceFile, content_id, source_file
from wgkb.model.claims import SOURCE, Claim, sentences
from wgkb.rules.examples import AREA, COMPONENT, GAP, MEETING, REQUIREMENT, USE_CASE

S = SOURCE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"One {S}. Two. Three {S}{S}.", [("One.", 1), ("Two.", 0), ("Three.", 2)]),
        (f"One. {S} {S}. Two {S}.", [("One..", 2), ("Two.", 1)]),
        (f"It is 3.5 s in 2026.1 {S}. No more", [("It is 3.5 s in 2026.1.", 1), ("No more", 0)]),
        (
            f"Lebre et al. Measured it, e.g. Nova {S}.",
            [("Lebre et al. Measured it, e.g. Nova.", 1)],
        ),
        (f"A. Lebre said “no.” {S} He left.", [("A. Lebre said “no.”", 1), ("He left.", 0)]),
        (f"Is it so? {S}\nYes!", [("Is it so?", 1), ("Yes!", 0)]),
    ],
)
def test_sources_belong_to_the_sentence_that_they_follow(
    text: str, expected: list[tuple[str, int]]
) -> None:
    names = [str(n) for n in range(text.count(S))]
    found = list(sentences(text, names))
    assert [(s.text, len(s.sources)) for s in found] == expected


@given(st.text(alphabet=f"aA.!? \n“{S}"))
def test_no_source_and_no_word_is_lost(text: str) -> None:
    """Each source belongs to one sentence, in order, and so does each word."""
    names = [str(n) for n in range(text.count(S))]
    found = list(sentences(text, names))
    assert [name for s in found for name in s.sources] == names
    assert "".join("".join(s.text.split()) for s in found) == "".join(text.replace(S, "").split())
    lines = [s.lines_before for s in found]
    assert lines == sorted(lines)


def test_a_digest_knows_words_and_sources_and_not_the_place() -> None:
    claim = Claim(3, "IDN-01", "A site signs  in.", ("b", "a", "b"))
    assert (
        claim._replace(line=9, text="A site\nsigns in.", sources=("a", "b")).digest == claim.digest
    )
    assert claim._replace(text="A site signs out.").digest != claim.digest
    assert claim._replace(sources=("a",)).digest != claim.digest


PAGE = """
    Words
    =====

    Before `a page
    <https://a.example/>`__ :cite:`lebre2017revising`. ``nova`` has
    it. It stands there. :opendev:`nova:a/b.py`
    Without a source.

    .. list-table::

       * - 12 ms
         - Seen. Once.
         - :cite:`cherrueau2018edge`

    .. readings::
    """
ALL = USE_CASE + AREA + REQUIREMENT + COMPONENT + GAP + MEETING


@pytest.fixture
def base(project: Project) -> Project:
    project.write({**pages_of(ALL), "words.rst": PAGE})
    return project


def wgkb(root: Path, *arguments: str) -> str:
    result = CliRunner().invoke(main, ["readings", *arguments, "--root", str(root)])
    assert not isinstance(result.exception, Exception) or isinstance(result.exception, SystemExit)
    return result.output


def test_from_a_list_to_a_page_that_says_how_much_is_read(base: Project) -> None:
    """List, read, mark; then one sentence changes and is unread again."""
    url = "https://opendev.example/openstack/nova/src/HEAD/a/b.py"
    listed = wgkb(base.root, "words").splitlines()
    assert [line for line in listed if not line[:5].strip().isdigit()] == [
        "words: 3 sentences with a source, 0 read, 3 unread",
        "      Before a page.",
        "      < https://a.example/",
        "      < lebre2017revising",
        "      It stands there.",
        f"      < {url}",
        "      12 ms | Seen. Once. | |",
        "      < cherrueau2018edge",
    ]
    assert [line.split()[0] for line in listed if line[:5].strip().isdigit()] == ["4", "6", "11"]
    history = wgkb(base.root, "meetings", "gap-analyses/keystone.rst")
    assert "A meeting." in history and "Seen on a testbed." in history

    marked = wgkb(base.root, "--mark", "words", "6", "--at", "HEAD of 2026-11-24")
    assert "right: words, line 6: It stands there." in marked
    said = wgkb(base.root, "--mark", "words.rst", "11", "--at", "2026-11-24", "--verdict",
                "unreachable", "--note", "behind a wall")  # fmt: skip
    assert "3 sentences with a source, 1 read, 1 unread, 1 out of reach" in said
    assert "Before a page." in (unread := wgkb(base.root, "words", "--unread"))
    assert "It stands there." not in unread

    built = base.build()
    page = built.html("words")
    assert "1 have been read there" in page
    assert "Cherrueau 2018</a>: 1 sentence" in page
    document = json.loads((built.outdir / "api/v1/measures.json").read_text("utf-8"))
    measure = next(m for m in document["measures"] if m["name"] == "read-claims")
    assert measure["done"] == 1

    base.edit("words.rst", "It stands there", "It stands here")
    assert "0 have been read there" in base.build().html("words")
    assert "1 readings dropped" in wgkb(base.root, "--prune")
    assert list(load_readings(base.root)[0]["data/readings/words.toml"]) != []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("word",), "there is no page word with a sentence to read; did you mean words?"),
        (("--mark", "words", "6"), '--mark needs --at "what was read'),
        (("--mark", "words", "--at", "x"), "--mark needs the lines or digests"),
        (("--mark", "words", "7", "--at", "x"), "no sentence with a source begins on line 7"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    arguments: tuple[str, ...], message: str, base: Project
) -> None:
    assert message in wgkb(base.root, *arguments)
    assert not (base.root / "data/readings").exists()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("read = 2026-11-24, at = 'x', verdict = 'rigth'", "unreachable; did you mean right?"),
        ("read = 'today', at = 'x', verdict = 'right'", "read must be a date"),
        ("read = 2026-11-24T10:00:00, at = 'x', verdict = 'right'", "read must be a date"),
        ("read = 2026-11-24, at = ' ', verdict = 'right'", "at must say what was read"),
        ("read = 2026-11-24, at = 'x', verdict = 'right', wo = 1", 'unknown key "wo"'),
        ("read = 2026-11-24, at = 'x', verdict = 'right', files = 'x'", "files a table"),
    ],
)
def test_a_broken_ledger_is_one_finding_at_its_line(
    line: str, message: str, tmp_path: Path
) -> None:
    good = "aa = { read = 2026-11-24, at = 'x', verdict = 'right' }\n"
    path = tmp_path / "data/readings/words.toml"
    path.parent.mkdir(parents=True)
    path.write_text(f"{good}bb = {{ {line} }}\n")
    (path.parent / "other.toml").write_text(good)
    ledgers, wrong = load_readings(tmp_path)
    assert list(ledgers) == ["data/readings/other.toml"]
    assert len(wrong) == 1
    assert str(wrong[0]).startswith("data/readings/words.toml:2: bb")
    assert message in str(wrong[0])


def test_a_ledger_is_written_as_it_is_read(tmp_path: Path) -> None:
    ledger = {
        "b": Reading(dt.date(2026, 11, 24), 'a "quoted" \\ place', Verdict.MENDED),
        "a": Reading(
            dt.date(2026, 1, 2), "x", Verdict.RIGHT, "n\nm", {"https://x.example/": "1f"}
        ),
    }
    path = tmp_path / file_of("a/b")
    path.parent.mkdir(parents=True)
    path.write_text(ledger_text(ledger), "utf-8")
    assert path.name == "a--b.toml"
    assert load_readings(tmp_path) == ({"data/readings/a--b.toml": ledger}, [])
    assert len(path.read_text("utf-8").splitlines()) == 4


PATTERNS = (
    "https://opendev.org/{project}/src/{revision}/{path}",
    "https://opendev.org/{project}/src/{revision}/releasenotes/notes/{path}.yaml",
    "https://review.opendev.org/{path}",
)


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("o/p/src/branch/stable/2026.1/a/b.py", ("o/p", "branch/stable/2026.1", "a/b.py")),
        ("o/p/src/branch/master/a%20b.py#L3", ("o/p", "branch/master", "a b.py")),
        ("o/p/src/tag/1.0/x", ("o/p", "tag/1.0", "x")),
        ("o/p", None),
    ],
)
def test_the_file_of_an_address(address: str, file: tuple[str, str, str] | None) -> None:
    assert source_file(f"https://opendev.org/{address}", PATTERNS) == file


def test_a_file_that_changes_makes_its_sentences_unread(base: Project, tmp_path: Path) -> None:
    """Marked with the content of the file; the branch moves on; prune drops the reading."""

    def git(*arguments: str) -> None:
        subprocess.run(["git", "-C", str(clone), *arguments], check=True, capture_output=True)

    def commit(text: str) -> None:
        (clone / "a").mkdir(exist_ok=True)
        (clone / "a/b.py").write_text(text)
        git("add", "-A")
        git("-c", "user.name=x", "-c", "user.email=x@x.example", "commit", "-qm", "x")

    clone = tmp_path / "clones/openstack/nova"
    clone.mkdir(parents=True)
    git("init", "-qb", "master")
    commit("one")
    name = "nova@branch/master:a/b.py"
    base.edit("words.rst", ":opendev:`nova:a/b.py`", f":opendev:`{name}`")
    folder = str(tmp_path / "clones")
    wgkb(base.root, "--mark", "words", "6", "--at", "master", "--sources", folder)
    assert "0 readings dropped" in wgkb(base.root, "--prune", "--sources", folder)
    commit("two")
    said = wgkb(base.root, "--prune", "--sources", folder)
    assert "words, line 6: unread, since https://opendev.example/openstack/nova/src/" in said
    assert not (base.root / "data/readings/words.toml").exists()
    assert content_id(tmp_path / "clones", SourceFile("../clones/openstack/nova", "x", "a")) == ""
