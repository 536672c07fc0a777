"""``wgkb changes``: what a change does to the records, from files and from git."""

from __future__ import annotations

import fcntl
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from kb import Project, pages_of

from wgkb.changes.collect import collect_history
from wgkb.changes.collect import main as history_main
from wgkb.changes.compare import FieldChange, compare, from_json, load_state, state_from, to_json
from wgkb.changes.revisions import CACHE, READING, records_at
from wgkb.changes.words import FORMATS, field_runs, markdown, text, word_diff
from wgkb.cli import main
from wgkb.files.git import RevisionError
from wgkb.files.history import HISTORY, HistoryItem
from wgkb.rules.examples import AREA, COMPONENT, GAP, MEETING, REQUIREMENT, USE_CASE

ALL = USE_CASE + AREA + REQUIREMENT + COMPONENT + GAP
ACTION = """
    ```{{action}} A{number} Measure it
    :owner: ada-lovelace
    :state: {state}
    :about: IDN-01

    Measure {{cite}}`lebre2017revising`.
    ```
"""
STATEMENT = "A site shall authenticate its users without traffic to other sites."


def git(root: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True)


def commit(root: Path, message: str) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", message)


@pytest.fixture
def repository(project: Project) -> Project:
    """A knowledge base under git, with one commit on ``main``."""
    project.write(pages_of(ALL))
    project.write({".gitignore": "/_build/\n/.wgkb/\n"})
    git(project.root, "init", "-q", "-b", "main")
    commit(project.root, "Begin")
    return project


def wgkb(project: Project, *arguments: str) -> str:
    result = CliRunner().invoke(main, [*arguments, "--root", str(project.root)])
    assert not result.exception or isinstance(result.exception, SystemExit), result.exception
    return result.output


def records(project: Project, name: str) -> Path:
    built = project.build(builder="records", out=f"_build/{name}")
    return built.outdir / "records.json"


def test_from_two_files(project: Project) -> None:
    project.write(pages_of(ALL + MEETING + ACTION.format(number=1, state="open")))
    before = records(project, "before")
    project.edit("requirements/identity.rst", "without traffic", "within 5 s, without traffic")
    project.edit("requirements/identity.rst", ":priority: must", ":priority: should")
    project.edit("gap-analyses/keystone.rst", "partial —", "closed —")
    project.write(
        pages_of(USE_CASE.replace("retail-store", "smart-grid").replace("Retail stores", "Grids"))
    )
    project.edit("use-cases/smart-grid.rst", "=============", "=====")
    after = records(project, "after")

    report = text(compare(load_state(before), load_state(after)))
    assert report == (
        "1 record added, 2 records changed, 1 state moved, 1 cell of the coverage changed, "
        "3 pages touched\n"
        "\n"
        "States\n"
        "  KEYSTONE-01: partial → closed  Tokens need the centre\n"
        "\n"
        "Added\n"
        "  use case smart-grid  Grids\n"
        "\n"
        "Changed\n"
        "  requirement IDN-01  Sign in while cut off — 2 use cases, 1 gap, 1 open action\n"
        "      statement: A site shall authenticate its users {+within 5 s,+} without traffic to "
        "other sites.\n"
        "      priority: [-must-] {+should+}\n"
        "  gap KEYSTONE-01  Tokens need the centre\n"
        "      history: [-ocata: partial — tokens need no shared store any more.-] "
        "{+ocata: closed — tokens need no shared store any more.+}\n"
        "\n"
        "Coverage\n"
        "  keystone × IDN-01: partial → met\n"
        "\n"
        "Pages\n"
        "  changed  gap-analyses/keystone.rst\n"
        "  changed  requirements/identity.rst\n"
        "  changed  use-cases/smart-grid.rst\n"
    )


def test_only_open_actions_count(project: Project) -> None:
    project.write(pages_of(ALL + MEETING + ACTION.format(number=1, state="done")))
    before = load_state(records(project, "before"))
    project.edit("requirements/identity.rst", "without traffic", "without any traffic")
    after = load_state(records(project, "after"))
    (change,) = compare(before, after).records
    assert list(map(str, change.impact)) == ["1 use case", "1 gap"]


def test_against_a_branch(repository: Project) -> None:
    """The work tree, uncommitted and untracked files and all, against where it left main."""
    root = repository.root
    git(root, "checkout", "-q", "-b", "topic")
    repository.edit("gap-analyses/keystone.rst", "blocking", "high")
    commit(root, "Weigh it anew")
    git(root, "checkout", "-q", "main")
    repository.edit("index.rst", "A working group\n===", "The working group\n=====")
    repository.edit("requirements/identity.rst", ":priority: must", ":priority: may")
    commit(root, "Something else")
    git(root, "checkout", "-q", "topic")
    repository.write(pages_of(MEETING))

    output = wgkb(repository, "changes", "main")
    assert "severity: [-blocking-] {+high+}" in output
    assert "  meeting 2017-06-07-irc  Meeting of 7 June" in output
    assert "added    meetings/2017/2017-06-07-irc.md" in output
    assert "changed  gap-analyses/keystone.rst" in output
    assert "priority" not in output  # that is what main did
    assert "index.rst" not in output
    assert git_is_untouched(root)

    both_ways = wgkb(repository, "changes", "topic", "main", "--format", "json")
    assert {c["id"] for c in json.loads(both_ways)["records"]} == {"IDN-01", "KEYSTONE-01"}


def git_is_untouched(root: Path) -> bool:
    worktrees = subprocess.run(
        ["git", "worktree", "list"], cwd=root, capture_output=True, text=True, check=True
    ).stdout
    return len(worktrees.splitlines()) == 1 and not (root / ".git/index.lock").exists()


def test_revisions_are_read_once(repository: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.edit("gap-analyses/keystone.rst", "blocking", "high")
    first = wgkb(repository, "changes", "HEAD")
    monkeypatch.setattr("wgkb.changes.revisions._take_out", None)  # would fail if it were called
    assert wgkb(repository, "changes", "HEAD") == first


def test_a_revision_is_read_as_if_it_were_alone(repository: Project, tmp_path: Path) -> None:
    """What was read of another revision saves time and changes nothing."""
    root = repository.root
    repository.edit("gap-analyses/keystone.rst", "blocking", "high")
    commit(root, "Weigh it anew")
    (root / "gap-analyses/keystone.rst").unlink()
    (root / "use-cases/retail-store.rst").unlink()
    repository.write({"more.rst": ":orphan:\n\nMore\n====\n"})
    commit(root, "Give up")
    names = ("HEAD~2", "HEAD", "HEAD~1", "HEAD~2")
    found = [tree(records_at(root, name)) for name in names]
    for number, (name, files) in enumerate(zip(names, found, strict=True)):
        clone = tmp_path / str(number)
        git(tmp_path, "clone", "-q", root.as_uri(), str(clone))
        assert tree(records_at(clone, name)) == files
    assert {"links.json", "objects.inv", "records.json"} <= found[0].keys()
    assert len({files["records.json"] for files in found}) == 3


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_only_what_differs_of_a_revision_is_read(repository: Project) -> None:
    root = repository.root
    (root / "wgkb").mkdir()
    for number in range(2):
        repository.write({"wgkb/mark.txt": "1", "more.rst": f":orphan:\n\nM\n=\n\n{number}\n"})
        commit(root, f"Text {number}")
    repository.write({"wgkb/mark.txt": "2"})
    commit(root, "Code")
    place = root / READING
    doctree = place / "doctrees/requirements/identity.doctree"
    records_at(root, "HEAD~2")
    first = doctree.stat().st_mtime_ns
    records_at(root, "HEAD~1")
    assert doctree.stat().st_mtime_ns == first
    assert (place / "doctrees/more.doctree").stat().st_mtime_ns > first
    records_at(root, "HEAD")  # other code takes nothing over
    assert doctree.stat().st_mtime_ns > first

    with (place / "lock").open() as lock:  # somebody else is reading
        fcntl.flock(lock, fcntl.LOCK_EX)
        shutil.rmtree(root / CACHE)
        before = doctree.stat().st_mtime_ns
        assert (records_at(root, "HEAD~2") / "records.json").is_file()
        assert doctree.stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["no-such-branch"], "git knows no revision no-such-branch"),
        (["--", "--upload-pack=x"], "git knows no revision --upload-pack=x"),
        (["gone.json"], "there is no file gone.json"),
    ],
)
def test_what_cannot_be_compared(repository: Project, arguments: list[str], message: str) -> None:
    result = CliRunner().invoke(main, ["changes", "--root", str(repository.root), *arguments])
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert message in result.output
    assert "Traceback" not in result.output


def test_without_git(project: Project) -> None:
    project.write(pages_of(ALL))
    output = wgkb(project, "changes", "main")
    assert output.startswith("Error: not a git repository")


def test_a_shallow_clone_says_what_to_do(repository: Project, tmp_path: Path) -> None:
    repository.write({"more.rst": ":orphan:\n\nMore\n====\n"})
    commit(repository.root, "More")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", repository.root.as_uri(), str(clone))
    result = CliRunner().invoke(main, ["changes", "--root", str(clone), "HEAD~1"])
    advice = 'this clone is shallow: run "git fetch --unshallow"\n'
    assert result.output == f"Error: git knows no revision HEAD~1; {advice}"
    with pytest.raises(RevisionError, match="only 1 commits are here; this clone is shallow"):
        collect_history(clone)


def test_outside_of_a_knowledge_base(tmp_path: Path) -> None:
    """Nothing is written into a folder that is none."""
    for arguments in (["new", "use-case", "shop", "--title", "Shop"], ["changes", "HEAD"]):
        result = CliRunner().invoke(main, [*arguments, "--root", str(tmp_path)])
        assert result.exit_code == 2
        assert "has no conf.py; run this in the folder of the knowledge base" in result.output
    assert list(tmp_path.iterdir()) == []


def test_a_revision_that_cannot_be_built(repository: Project) -> None:
    repository.edit("conf.py", 'extensions = ["', 'extensions = ["no_such_extension", "')
    commit(repository.root, "Break it")
    repository.edit("conf.py", '"no_such_extension", ', "")
    output = wgkb(repository, "changes", "HEAD")
    assert output.startswith("Error: the records of revision")
    assert len(output.splitlines()) == 1


@pytest.mark.parametrize(
    "document",
    [
        "[]",
        "{}",
        '{"version": 2, "records": {}}',
        '{"version": 1, "records": {"A-01": {"type": "gap"}}}',
        "\0",
        "",
    ],
)
def test_a_file_that_is_no_records(tmp_path: Path, document: str) -> None:
    path = tmp_path / "records.json"
    path.write_text(document)
    result = CliRunner().invoke(main, ["changes", str(path), str(path)])
    assert result.exit_code == 1
    assert len(result.output.splitlines()) == 1
    assert str(path) in result.output


def test_records_of_an_older_model_still_compare() -> None:
    """Fields and types that today's model does not know are compared like any other."""

    def state(**fields: object) -> dict[str, object]:
        record = {
            "type": "vision",
            "standing": "",
            "url": "",
            "source": "a.rst:1",
            "fields": {"title": "T", **fields},
        }
        return {"version": 1, "records": {"V-1": record}}

    changes = compare(state_from(state(old=1), "a"), state_from(state(new=[2]), "b"))
    (change,) = changes.records
    assert change.fields == (FieldChange("new", None, [2]), FieldChange("old", 1, None))
    assert all(render(changes) for render in FORMATS.values())
    assert from_json(json.loads(json.dumps(to_json(changes)))) == changes


def test_a_renamed_record_is_no_loss() -> None:
    """Nor is it a change of those that refer to it that they follow."""

    def state(name: str, title: str) -> dict[str, object]:
        def record(**fields: object) -> dict[str, object]:
            return {"type": "gap", "standing": "", "url": "", "source": "", "fields": fields}

        other = record(title="Other", about=[name, "A-011"], notes=f"See {name}, not A-01-x.")
        return {"version": 1, "records": {name: record(id=name, title=title), "C-01": other}}

    before, after = state_from(state("A-01", "One"), "a"), state_from(state("B-01", "Two"), "b")
    assert len(compare(before, after).records) == 3
    (change,) = compare(before, after, {"A-01": "B-01"}).records
    assert (change.kind, change.old_id, change.id) == ("renamed", "A-01", "B-01")
    assert change.fields == (FieldChange("title", "One", "Two"),)


def test_hostile_words() -> None:
    """What a contributor writes cannot become markup, a mention or a control sequence."""
    title = "<script>alert(1)</script> | @everyone [x](javascript:y) `z` **b**\x1b[2J\n::error::"
    record = {
        "type": "gap",
        "standing": "open",
        "url": "",
        "source": "",
        "fields": {"title": title},
    }
    empty = state_from({"version": 1, "records": {}}, "a")
    changes = compare(empty, state_from({"version": 1, "records": {"A`|-01": record}}, "b"))

    shown = text(changes)
    assert "\x1b" not in shown
    assert not any(line.startswith("::") for line in shown.splitlines())

    shown = markdown(changes)
    assert r"\<script\>" in shown
    assert "@everyone" not in shown
    assert r"\[x\]\(javascript:y\)" in shown
    assert "`A -01`" in shown
    assert not any(line.startswith("::") for line in shown.splitlines())


def test_differences_of_words() -> None:
    runs = word_diff(STATEMENT, STATEMENT.replace("users", "users and services"))
    assert [run.text for run in runs if run.kind == "new"] == ["and services"]
    runs = field_runs(FieldChange("components", ["nova", "glance"], ["glance", "cinder"]))
    assert [(run.kind, run.text) for run in runs] == [("gone", "nova"), ("new", "cinder")]
    runs = field_runs(FieldChange("needs", ["a", "b"], ["b", "a"]))
    assert [run.text for run in runs] == ["in another order"]
    long = " ".join(f"w{n}" for n in range(200))
    runs = word_diff(long, long.replace("w100", "new"))
    assert len(" ".join(run.text for run in runs)) < 120


# --- History --------------------------------------------------------------------------------


def test_topics_and_links_of_minutes_in_words(project: Project) -> None:
    project.write(pages_of(ALL + MEETING))
    before = load_state(records(project, "before"))
    minutes = project.root / "meetings/2017/2017-06-07-irc.md"
    topic = "\n## The bus\n\nSee [the plan](https://example.org/plan).\n"
    minutes.write_text(minutes.read_text("utf-8") + topic, "utf-8")
    shown = text(compare(before, load_state(records(project, "after"))))
    assert "topics: {+“The bus”+}" in shown
    assert "links: {+the plan <https://example.org/plan>+}" in shown


def test_history(repository: Project) -> None:
    """The page and the feed come from git, and only changes to records are told."""
    root = repository.root
    repository.edit("gap-analyses/keystone.rst", "partial —", "closed —")
    commit(root, "Close it <b>")
    repository.edit("index.rst", "toctree::", "toctree::\n   :hidden:")
    commit(root, "Only looks")
    items, problems = collect_history(root)
    assert not problems
    assert [item.subject for item in items] == ["Only looks", "Close it <b>"]

    assert history_main(["--root", str(root)]) == 0
    repository.write({"changes.rst": "Changes\n=======\n\n.. what-changed::\n"})
    built = repository.build()
    page = built.html("changes")
    assert "Close it &lt;b&gt;" in page
    assert "Only looks" not in page
    assert "<del>ocata: partial" in page
    feed = (built.outdir / "changes.atom").read_text("utf-8")
    assert feed.count("<entry>") == 1
    assert f"changes.html#change-{items[1].commit[:12]}" in feed
    assert "changes" not in repository.build().written  # nothing new

    (root / HISTORY).unlink()
    again = repository.build()
    assert "No history has been collected" in again.html("changes")
    assert not (again.outdir / "changes.atom").exists()


def test_history_of_a_broken_file(repository: Project) -> None:
    path = repository.root / HISTORY
    path.parent.mkdir()
    for rubbish in ("", "{}", '[{"commit": 1}]', json.dumps([vars_of(HistoryItem)])):
        path.write_text(rubbish)
        items, _ = collect_history(repository.root)
        assert items == []  # one commit has none before it


def vars_of(_: object) -> dict[str, object]:
    return {"commit": "0" * 40, "date": "x", "subject": "<", "changes": {"records": 1}}
