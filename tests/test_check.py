"""`make check`: each check finds what it is for, and the summary tells the truth."""

from __future__ import annotations

import json
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from wgkb.checks import run_all as check
from wgkb.checks.quality import thresholds
from wgkb.checks.run_all import CHECKS, Check

ROOT = Path(__file__).parents[1]

Files = dict[str, str]
#: Writes files, runs the checks of these names, returns what was printed and the exit status.
Run = Callable[..., tuple[str, int]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run checks in an empty project with the settings of this one; times are left out."""
    for name in ("pyproject.toml", ".codespellignore"):
        shutil.copy(ROOT / name, tmp_path)
    monkeypatch.chdir(tmp_path)

    def run(files: Files, *names: str) -> tuple[str, int]:
        for name, text in files.items():
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text(text, encoding="utf-8")
        status = check.main(names)
        output = capfd.readouterr().out.replace(f"{tmp_path}/", "")
        return re.sub(r" +[0-9]+\.[0-9]$", "", output, flags=re.MULTILINE), status

    return run


def findings(output: str) -> list[str]:
    """What a single check printed between its heading and the summary."""
    return output.partition("\n\ncheck ")[0].splitlines()[1:]


def test_all_run_although_some_fail(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    table = (
        Check("one", "first", ("good",)),
        Check("two", "stops at its first failure", ("good", "bad", "good")),
        Check("longer-name", "runs all the same", ("good", "good")),
        Check("none", "a module that is not there", ("nothing_of_that_name",)),
    )
    monkeypatch.setattr(check, "CHECKS", table)
    modules = {"good.py": "print('fine')", "bad.py": "print('wrong')\nraise SystemExit(3)"}
    assert run(modules) == (
        """\
== one: first
fine
== two: stops at its first failure
fine
wrong
== longer-name: runs all the same
fine
fine
== none: a module that is not there

check        result  seconds
one          ok
two          FAILED
longer-name  ok
none         FAILED
2 passed, 2 failed
""",
        1,
    )
    assert run(modules, "longer-name", "one") == (
        """\
== one: first
fine
== longer-name: runs all the same
fine
fine

check        result  seconds
one          ok
longer-name  ok
2 passed, 0 failed
""",
        0,
    )


def test_advice_stands_at_the_end(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Below the summary, where it hides no error; and only if there was a build to give it."""
    table = (Check("build", "leaves advice", ("good",)), Check("other", "none", ("good",)))
    monkeypatch.setattr(check, "CHECKS", table)
    files = {
        "good.py": "",
        "_build/doctrees/wgkb-advice.txt": "a.rst:3: advice: A: is long [wg.long-sentence]\n",
    }
    output, status = run(files)
    assert output.endswith(
        "\n2 passed, 0 failed\nadvice, which fails nothing: 1 long-sentence\n"
        "make advice lists them\n"
    )
    assert status == 0
    assert run({}, "other")[0].endswith("\n1 passed, 0 failed\n")


def test_a_name_that_is_none(run: Run, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        run({}, "doc8", "spelling", "links")
    assert capfd.readouterr().err.splitlines()[-1] == (
        "python -m wgkb.checks.run_all: error: no such check: links, spelling (--help lists them)"
    )


MEETING = """\
---
orphan: true
---

# A meeting

```{meeting}
:start: 2017-05-10

One {cite}`lebre2017bof`.
```

```{decision} D1 A title
:changes: IDN-02

Text.
```

| a | b |
|---|---|
| a row that is much longer than a line of text may be in this project, {req}`IDN-02` | and more |
"""


#: The settings of a package in which the attic rests on the cellar.
HOUSE = """\
[tool.importlinter]
root_package = "house"

[[tool.importlinter.contracts]]
name = "What is above rests on what is below"
type = "layers"
containers = ["house"]
layers = ["attic", "cellar"]

[tool.mypy]
files = ["house"]
strict = true
"""

#: For each check, a project with faults, and its whole report.
FAULTS: dict[str, tuple[Files, list[str]]] = {
    "doc8": (
        {
            "a.rst": "Title\n=====\n\nblank \n\ttab\nthe end",
            "crlf.rst": "Title \r\n==\r\n",
            "b/c.rst": f"Title\n=====\n\n{'long ' * 20}\n\n.. use-case::\n\n   :req:`IDN-02`\n",
            "tests/bad.rst": "not looked at ",
            "_build/bad.rst": "not looked at ",
            ".venv/bad.rst": "not looked at ",
        },
        [
            'crlf.rst:1: WARNING: 2 lines end as on Windows (CRLF); "make fix" puts that right '
            "[wg.line-endings]",
            "a.rst:6: D000 Definition list ends without a blank line; unexpected unindent.",
            "a.rst:4: D002 Trailing whitespace",
            "a.rst:5: D003 Tabulation used for indentation",
            "a.rst:6: D005 No newline at end of file",
            "b/c.rst:4: D002 Trailing whitespace",
            "b/c.rst:4: D001 Line too long",
        ],
    ),
    "pymarkdown": (
        {
            "meetings/2017/good.md": MEETING,
            "meetings/2017/bad.md": "Title\n\n### Sub\na https://example.org\n```\nx\n```\n\n\n",
        },
        [
            "meetings/2017/bad.md:1:1: MD041: First line in file should be a top level heading "
            "(first-line-heading,first-line-h1)",
            "meetings/2017/bad.md:3:1: MD022: Headings should be surrounded by blank lines. "
            "[Expected: 1; Actual: 0; Below] (blanks-around-headings,blanks-around-headers)",
            "meetings/2017/bad.md:4:3: MD034: Bare URL used (no-bare-urls)",
            "meetings/2017/bad.md:5:1: MD031: Fenced code blocks should be surrounded by blank "
            "lines (blanks-around-fences)",
            "meetings/2017/bad.md:5:1: MD040: Fenced code blocks should have a language specified "
            "(fenced-code-language)",
            "meetings/2017/bad.md:10:1: MD012: Multiple consecutive blank lines "
            "[Expected: 1, Actual: 3] (no-multiple-blanks)",
        ],
    ),
    "codespell": (
        {
            "a.rst": "Teh meeting of the nd hour.\n",
            "meetings/a.md": "It occured.\n",
            ".venv/a.md": "teh\n",
            "_build/a.html": "teh\n",
            "locked.txt": "teh\n",
        },
        ["./a.rst:1: Teh ==> The", "./meetings/a.md:1: occured ==> occurred"],
    ),
    "ruff": (
        {"a.py": "import os\nx = dict()\n", "_build/a.py": "import os\n"},
        [
            "a.py:1:1: I001 [*] Import block is un-sorted or un-formatted",
            "a.py:1:8: F401 [*] `os` imported but unused",
            "a.py:2:5: C408 Unnecessary `dict()` call (rewrite as a literal)",
        ],
    ),
    "format": (
        {"a.py": "x = 'a'\n", "b.py": 'x = "a"\n'},
        ["a.py:1:5: unformatted: File would be reformatted"],
    ),
    "layers": (
        {
            "pyproject.toml": HOUSE,
            "house/__init__.py": "",
            "house/attic.py": "SIZE = 3\n",
            "house/cellar.py": "from house.attic import SIZE\n",
        },
        """
---------
Contracts
---------

Analyzed 3 files, 1 dependencies.
---------------------------------

What is above rests on what is below BROKEN

Contracts: 0 kept, 1 broken.


----------------
Broken contracts
----------------

What is above rests on what is below
------------------------------------

house.cellar is not allowed to import house.attic:

- house.cellar -> house.attic (l.1)

""".splitlines(),
    ),
    "types": (
        {
            "pyproject.toml": HOUSE,
            "house/cellar.py": 'SIZE: int = "3"\n'
            "DEPTH: int = 3  # type: ignore[assignment]\n"
            "def size(room):\n    return 3  # type: ignore\n",
        },
        [
            "house/cellar.py:1: error: Incompatible types in assignment "
            '(expression has type "str", variable has type "int")  [assignment]',
            'house/cellar.py:2: error: Unused "type: ignore" comment  [unused-ignore]',
            "house/cellar.py:3: error: Function is missing a type annotation  [no-untyped-def]",
            'house/cellar.py:4: error: Unused "type: ignore" comment  [unused-ignore]',
        ],
    ),
    "anchors": (
        {"_build/site/index.html": '<a href="#x">'},
        [
            '_build/site/index.html:1: WARNING: link to #x: no such anchor "x" [wg.broken-anchor]',
            "broken links and anchors in _build/site: 1",
        ],
    ),
    "crawl": ({}, ["There is no site in _build/site yet."]),
    "coverage": ({}, ["There are no measures in _build/site yet."]),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_finds_its_faults(run: Run, name: str) -> None:
    files, report = FAULTS[name]
    output, status = run(files, name)
    assert findings(output) == report
    assert status == 1


#: What the package writes for a project that has its records.
MEASURES = json.dumps(
    {
        "measures": [
            {"name": name, "words": "things", "done": 1, "of": 1, "percent": 100}
            for name in thresholds(ROOT)[1]
        ]
    }
)


@pytest.mark.parametrize(
    ("name", "good", "bad", "finding"),
    [
        ("doc8", "a.rst", "b/latin.rst", "a.rst:4: D002 Trailing whitespace"),
        (
            "pymarkdown",
            "meetings/a.md",
            "meetings/2017/latin.md",
            "meetings/a.md:1:1: MD041: First line in file should be a top level heading "
            "(first-line-heading,first-line-h1)",
        ),
    ],
)
def test_a_file_that_is_not_utf_8(run: Run, name: str, good: str, bad: str, finding: str) -> None:
    """It is a line of the report, and keeps no other file from being looked at."""
    for path in (bad, f"tests/{bad}", f"_build/{bad}"):
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(b"Title\n=====\n\nCaf\xe9\n")
    unreadable = (
        f"{bad}:4: WARNING: byte 0xe9 in column 4 is not UTF-8; save the file as UTF-8 "
        "[wg.encoding]"
    )
    output, status = run({good: "Title\n---\n\nblank \n"}, name)
    assert findings(output)[0] == unreadable
    assert finding in findings(output)
    assert "Traceback" not in output
    assert status == 1

    Path(good).unlink()
    assert run({}, name)[1] == 1
    shutil.rmtree(Path(bad).parts[0])
    assert run({}, name)[1] == 0  # there is nothing to look at


def test_a_sound_project_passes(run: Run) -> None:
    files = {
        "conf.py": 'html_theme = "basic"\nexclude_patterns = ["_build"]\n',
        "index.rst": "Home\n====\n\n`Home`_\n\n.. toctree::\n\n   a b\n",
        "a b.rst": "Page\n====\n\n:ref:`search`\n",
        "meetings/a.md": MEETING,
        "_build/site/api/v1/measures.json": MEASURES,
        "pyproject.toml": HOUSE,
        "house/__init__.py": "",
        "house/attic.py": 'from house.cellar import SIZE\n\n__all__ = ["SIZE"]\n',
        "house/cellar.py": "SIZE: int = 3\n",
    }
    output, status = run(files)
    assert status == 0, output
    assert output.splitlines()[-1] == f"{len(CHECKS)} passed, 0 failed"
    assert (
        Path("_build/html/index.html").read_bytes() == Path("_build/site/index.html").read_bytes()
    )


def test_what_a_project_does_not_declare_is_not_held(run: Run) -> None:
    files = {"pyproject.toml": "", "house/cellar.py": "def size(room):\n    return 3\n"}
    output, status = run(files, "layers", "types")
    assert "pyproject.toml has no [tool.importlinter]\n" in output
    assert "pyproject.toml has no [tool.mypy]\n" in output
    assert status == 0


def test_a_build_with_a_warning_is_not_published(run: Run) -> None:
    files = {
        "conf.py": 'html_theme = "basic"\n',
        "index.rst": "Home\n====\n\n:ref:`nowhere`\n\n:doc:`gone`\n",
        "_build/html/index.html": "the last good site",
    }
    assert run(files, "build")[1] == 1
    assert Path("_build/html/index.html").read_text() == "the last good site"
    assert Path("_build/site/index.html").is_file()


def test_make_html_is_the_build_that_is_checked() -> None:
    (build,) = (check for check in CHECKS if check.name == "build")
    recipe = "".join(f"\t@$(BIN)/python -m {command}\n" for command in build.commands)
    assert recipe in (ROOT / "Makefile").read_text()


def test_tox_runs_every_check() -> None:
    words = (ROOT / "tox.ini").read_text().split()
    assert [check.name for check in CHECKS if check.name not in words] == []


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """Another host, and the paths that it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_GET

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.2", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.2:{server.server_port}", asked
        server.shutdown()


def test_crawl(
    run: Run, elsewhere: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, asked = elsewhere
    for proxy in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(proxy, url)
    page = f'<a href="{url}/x">elsewhere</a> <a href="https://example.org/">too</a>'
    files = {
        "_build/site/index.html": f'{page} <a href="a/b.html">page</a> <a href="go/X-1/">to</a>',
        "_build/site/a/b.html": '<img src="../image.svg"> <a href="../a/b.html#nowhere">here</a>',
        "_build/site/go/X-1/index.html": '<meta http-equiv="refresh" content="0; url=../../">',
        "_build/site/image.svg": "<svg/>",
    }
    output, status = run(files, "crawl")
    assert status == 0, output
    assert "6 links in 6 URLs checked. 0 warnings found. 0 errors found." in output

    broken = {
        "_build/site/a/b.html": '<a href="c.html">gone</a>\n<a href="../go/">no index</a>',
        "_build/site/go/X-1/index.html": '<meta http-equiv="refresh" content="0; url=../../d">',
    }
    output, status = run(broken, "crawl")
    assert status == 1
    output = re.sub("http://127.0.0.1:[0-9]+", "SITE", output)
    *found, totals = re.split(r"\n{2,}", "\n".join(findings(output)).strip())
    assert sorted(found) == [
        "Name       `gone'\n"
        "Parent URL SITE/a/b.html, line 1, col 1\n"
        "Real URL   SITE/a/c.html\n"
        "Result     Error: 404 File not found",
        "Name       `no index'\n"
        "Parent URL SITE/a/b.html, line 2, col 1\n"
        "Real URL   SITE/go/\n"
        "Result     Error: 404 The folder has no index.html",
        "Parent URL SITE/go/X-1/, line 1, col 1\n"
        "Real URL   SITE/d\n"
        "Result     Error: 404 File not found",
    ]
    assert "3 errors found." in totals
    assert asked == []
