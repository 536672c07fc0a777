"""What runs on GitHub and OpenDev: valid, pinned, with the least rights, and readable findings."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from wgkb.checks.vanishing import PUBLISHED
from wgkb.exports import RECORDS

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
FORMS = sorted(p for p in (ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml") if p.stem != "config")
READ_ONLY = {"contents": "read"}
DEPLOY = {"pages": "write", "id-token": "write"}


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("github-workflows", WORKFLOWS),
        ("github-issue-forms", FORMS),
        ("github-issue-config", [ROOT / ".github/ISSUE_TEMPLATE/config.yml"]),
        ("dependabot", [ROOT / ".github/dependabot.yml"]),
    ],
)
def test_valid(schema: str, files: list[Path]) -> None:
    """Against the schemas that check-jsonschema ships."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}"]
    result = subprocess.run([*command, *files], capture_output=True, text=True)
    assert files
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_least_rights_and_pins(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text("utf-8"))
    events = workflow[True]  # YAML 1.1 reads the key "on" as a truth value
    assert workflow["permissions"] == {}
    assert "pull_request_target" not in events
    for job in workflow["jobs"].values():
        assert job["permissions"] in (READ_ONLY, DEPLOY)
        assert job["timeout-minutes"] <= 60
        for step in job["steps"]:
            assert step.get("name")
            if "uses" in step:
                assert re.fullmatch(r"actions/[a-z/-]+@[0-9a-f]{40}", step["uses"])
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False
            # what others write (titles, names of branches) must not become a command
            assert "${{" not in step.get("run", "")
    for line in path.read_text("utf-8").splitlines():
        if "uses:" in line:
            assert re.search(r"@[0-9a-f]{40}  # v\d+\.\d+\.\d+$", line), line


def test_every_verb_that_is_run_exists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for path in WORKFLOWS:
        for verb in re.findall(r"\bmake ([a-z-]+)", path.read_text("utf-8")):
            assert re.search(rf"^{verb}:", makefile, re.MULTILINE), verb


def _machine(folder: Path, **programs: str) -> dict[str, str]:
    """The environment of a machine that has *programs*, each a shell script, and little else."""
    scripts = {
        "dirname": 'echo "${1%/*}"',
        "git": ":",
        "python3": ":",
        "chromium": ":",
        **programs,
    }
    for name, script in scripts.items():
        (folder / name).write_text(f"#!{shutil.which('bash')}\n{script}\n", "utf-8")
        (folder / name).chmod(0o755)
    return {"PATH": str(folder)}


def _run_ci(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [shutil.which("bash"), ROOT / ".ci/run"]
    return subprocess.run(command, env=environment, capture_output=True, text=True)


def test_ci_runs_every_verb_even_when_one_fails(tmp_path: Path) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    ran = _run_ci(_machine(tmp_path, make='echo "made $1"; [ "$1" != test ]'))
    assert ran.returncode == 1
    verbs = re.findall(r"^made (.*)", ran.stdout, re.MULTILINE)
    assert verbs == ["test", "check", "test-browser"]
    assert all(re.search(rf"^{verb}:", makefile, re.MULTILINE) for verb in verbs)
    assert ran.stdout.endswith("== FAILED: make test\n")


def test_ci_installs_the_browser_or_goes_on_without(tmp_path: Path) -> None:
    environment = _machine(tmp_path, make='echo "made $1"', **{"apt-get": 'echo "$*"; exit 100'})
    assert "install" not in _run_ci(environment).stdout
    (tmp_path / "chromium").unlink()
    ran = _run_ci(environment)
    assert (
        "install -qq --no-install-recommends chromium fonts-dejavu-core fonts-liberation\n"
        in ran.stdout
    )
    assert "== could not install: chromium fonts-dejavu-core fonts-liberation\n" in ran.stdout
    assert "made test-browser\n" in ran.stdout


def test_browser_tests_say_what_they_need(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pytest", "--confcutdir=tests/browser", "tests/browser"]
    environment = {"PATH": str(tmp_path)}
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert ran.returncode == 1
    assert (
        "need Chromium: apt-get install chromium fonts-dejavu-core fonts-liberation, or"
        in ran.stdout
    )
    assert "Traceback" not in ran.stdout + ran.stderr


LACKING = """
import cffi

dlopen = cffi.FFI.dlopen


def lacking(self, name, *flags):
    if "{}" in str(name):
        raise OSError(f"cannot load library {{name!r}}: no such file")
    return dlopen(self, name, *flags)


cffi.FFI.dlopen = lacking
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("part", "library"),
    [("pango", "libpango-1.0-0"), ("harfbuzz-subset", "libharfbuzz-subset")],
)
def test_a_machine_that_cannot_draw(part: str, library: str, tmp_path: Path) -> None:
    """Tests of PDFs say once what is missing and what brings it; in CI they fail."""
    (tmp_path / "lacking.py").write_text(LACKING.format(part), "utf-8")
    packages = re.findall(r"(?m)^[a-z][a-z0-9.-]*", (ROOT / "bindep.txt").read_text("utf-8"))
    line = f"PDFs cannot be drawn without {library}; it comes with: apt install "
    line += " ".join(packages)
    assert " ".join(packages) in (ROOT / "README.rst").read_text("utf-8")

    def run(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        environment = {k: v for k, v in os.environ.items() if k != "CI"} | more
        environment["PYTHONPATH"] = str(tmp_path)
        command = [sys.executable, "-c", f"import lacking, sys, {arguments[0]} as run; sys.exit("]
        command[-1] += f"run.main({list(arguments[1:])}))"
        return subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
        )

    some = "link_without_a_target or brief_is_one_page"
    tests = ("pytest", "-o", f"cache_dir={tmp_path}/cache", "tests/test_summit.py", "-k", some)
    ran = run(*tests, COLUMNS="400")
    assert ran.returncode == 0, ran.stdout
    assert ran.stdout.count(line) == 1 and "2 skipped" in ran.stdout
    ran = run(*tests, CI="true", COLUMNS="400")
    assert ran.returncode == 1
    assert line in ran.stdout and "2 errors" in ran.stdout
    ran = run("wgkb.cli", "summit", "boston-2017-today")
    assert (ran.returncode, ran.stdout, ran.stderr) == (1, "", f"Error: {line}\n")


def test_the_published_site_is_taken_to_where_it_is_looked_for(tmp_path: Path) -> None:
    """The script of the workflow, with a command "curl" that has one site and lacks another."""
    workflow = yaml.safe_load((ROOT / ".github/workflows/check.yml").read_text("utf-8"))
    (step,) = (s for s in workflow["jobs"]["check"]["steps"] if "curl" in s.get("run", ""))
    curl = tmp_path / "bin/curl"
    curl.parent.mkdir()
    curl.write_text(
        'for last; do if [ "$option" = --output ]; then target=$last; fi; option=$last; done\n'
        'mkdir -p "$(dirname "$target")" && cp "${last#https://}" "$target"\n'
    )
    curl.chmod(0o755)
    site, published = tmp_path / "site", tmp_path / PUBLISHED
    for name in (RECORDS, "objects.inv"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text("")

    def take() -> set[str]:
        subprocess.run(
            ["bash", "-e", "-c", step["run"]],
            cwd=tmp_path,
            env={"SITE": "https://site", "PATH": f"{curl.parent}:{os.environ['PATH']}"},
            check=True,
            capture_output=True,
        )
        return {p.relative_to(published).as_posix() for p in published.rglob("*") if p.is_file()}

    assert take() == {RECORDS, "objects.inv"}
    (site / RECORDS).unlink()
    assert take() == set()  # not one without the other


def test_zuul_runs_environments_of_tox() -> None:
    tox = (ROOT / "tox.ini").read_text("utf-8")
    items = yaml.safe_load((ROOT / "zuul.d/project.yaml").read_text("utf-8"))
    jobs = {item["job"]["name"]: item["job"] for item in items if "job" in item}
    (project,) = (item["project"] for item in items if "project" in item)
    assert (
        project["check"]["jobs"]
        == project["gate"]["jobs"]
        == [
            "wgkb-tox-linters",
            "wgkb-tox-docs",
            "wgkb-tox-py3",
        ]
    )
    for name in project["check"]["jobs"]:
        environment = jobs[name].get("vars", {}).get("tox_envlist", name.rpartition("-")[2])
        assert f"{environment}" in tox


@pytest.mark.parametrize("hook", ["doc8", "pymarkdown", "codespell", "ruff-check", "ruff-format"])
def test_pre_commit_runs_the_quick_checks(hook: str) -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    hooks = {h["id"]: h for repo in config["repos"] for h in repo["hooks"]}
    command = hooks[hook]["entry"].removeprefix(".venv/bin/python -m ").split(" --")[0]
    assert f'"{command}' in (ROOT / "wgkb/checks/run_all.py").read_text("utf-8")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "gap-analyses/nova.rst:12: WARNING: gap NOVA-01: needs :fails: [wg.missing-field]",
            ("gap-analyses/nova.rst", "12", "gap NOVA-01: needs :fails:", "wg.missing-field"),
        ),
        (
            "/home/runner/work/kb/kb/index.rst:4: WARNING: unknown document: 'x' [ref.doc]",
            ("index.rst", "4", "unknown document: 'x'", "ref.doc"),
        ),
        (
            "\x1b[31mindex.rst:4: WARNING: bad [toc.not_readable]\x1b[39;49;00m",
            ("index.rst", "4", "bad", "toc.not_readable"),
        ),
        ("about/a.rst:7: D001 Line too long", ("about/a.rst", "7", "D001 Line too long", None)),
        ("wgkb/a.py:1:8: F401 unused", ("wgkb/a.py", "1", "F401 unused", None)),
        ("./about/a.rst:3: teh ==> the", ("./about/a.rst", "3", "teh ==> the", None)),
        (
            "meetings/2017/a.md:1:1: MD041: First line",
            ("meetings/2017/a.md", "1", "MD041: First line", None),
        ),
        (
            "page.rst:3: WARNING: https://a.example/ is dead: gone (410) [wg.dead-link]",
            ("page.rst", "3", "https://a.example/ is dead: gone (410)", "wg.dead-link"),
        ),
        ("check        result  seconds", None),
        ("   12 passed, 0 failed", None),
        ("== build: the site", None),
        ("tests/test_a.py::test_b PASSED", None),
    ],
)
def test_problem_matcher(line: str, expected: tuple[str | None, ...] | None) -> None:
    """The pattern is JavaScript's, and uses nothing that Python reads otherwise."""
    document = json.loads((ROOT / ".github/problem-matcher.json").read_text("utf-8"))
    (pattern,) = document["problemMatcher"][0]["pattern"]
    match = re.match(pattern["regexp"], line)
    assert (match and match.groups()) == expected
