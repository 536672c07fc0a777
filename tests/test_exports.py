"""Exports in the formats of others, read by the programs of those others."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from kb import CONF, Project, pages_of
from lxml import html

from wgkb.model.paths import NEEDS, SUPPORT_MATRIX, TABLE
from wgkb.model.records import RECORD_TYPES
from wgkb.rules.examples import AREA, COMPONENT, GAP, MEETING, REQUIREMENT, USE_CASE

PAGE = Path(__file__).parents[1] / "contributing/exports.rst"
DECISION = """
    ```{decision} D1 [[echo("run")]] 100 %, "so to speak"
    :changes: IDN-01

    We meet in odd weeks.
    ```
"""
HOSTILE = "=HYPERLINK(1&A1, 50 %(title)s, {{ 1 + 1 }})"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Records whose texts mean something to programs that read them; nobody writes into it."""
    project = Project(tmp_path_factory.mktemp("exports") / "kb")
    project.write(pages_of(AREA + REQUIREMENT + COMPONENT + GAP + USE_CASE + MEETING + DECISION))
    second = REQUIREMENT.replace("IDN-01", "IDN-02").replace("priority: must", "priority: may")
    project.write(pages_of(AREA + REQUIREMENT + second.replace("Sign in while cut off", HOSTILE)))
    nova = COMPONENT.replace("keystone", "nova").replace("KEYSTONE", "NOVA")
    project.write(pages_of(nova.replace("Keystone\n    ========", "Nova\n    ====")))
    project.edit("use-cases/retail-store.rst", ":industry: ", ":industry: -1+1, ")
    conf = f'{CONF}\nhtml_baseurl = "https://example.org/wg/"\n'
    project.write({"conf.py": conf})
    return project.build().outdir


def build(folder: Path, conf: str, page: str) -> str:
    """Build a project of others, warnings being errors; return the HTML of its page.

    In a process of its own, for extensions leave much behind.
    """
    (folder / "conf.py").write_text(conf, "utf-8")
    (folder / "index.rst").write_text(page, "utf-8")
    command = [sys.executable, "-m", "sphinx", "-qW", "--keep-going", ".", "_build"]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")
    return (folder / "_build/index.html").read_text("utf-8")


def test_sphinx_needs_loads_the_records(site: Path, tmp_path: Path) -> None:
    """With the settings that our page gives, and every record can be referred to."""
    text = PAGE.read_text("utf-8")
    (settings,) = re.findall(r"(?s)code-block:: python\n\n(.*?)\n(?=\S)", text)
    local = re.sub(r'"json_url": "[^"]*"', f'"json_path": "{site / NEEDS}"', settings)
    conf = 'extensions = ["sphinx_needs"]\nhtml_theme = "basic"\nsmartquotes = False\n'
    conf += textwrap.dedent(local)
    needs = json.loads((site / NEEDS).read_bytes())["versions"]["1"]["needs"]
    rows = "".join(f"* :need:`{name}`\n" for name in needs)
    table = ".. needtable::\n   :style: table\n   :columns: id, title\n"
    page = build(tmp_path, conf, f"Ours\n====\n\n{rows}\n{table}")
    tree = html.document_fromstring(page)
    links = {(link.get("href"), link.text_content()) for link in tree.iter("a")}
    cells = {" ".join(cell.text_content().split()) for cell in tree.iter("td")}
    for name, need in needs.items():
        address = f"https://example.org/wg/go/{name}/"
        assert (address, name) in links
        assert need["title"] in cells
    assert {need["type"] for need in needs.values()} == set(RECORD_TYPES) - {
        "support",
        "action",
        "vote",
    }
    assert "[ [echo(“run”)]] 100 %, “so to speak”" in cells, "a function of sphinx-needs"
    assert needs["KEYSTONE-01"]["links"] == ["IDN-01"]


def test_every_type_has_a_table(site: Path) -> None:
    tables = {
        name: list(csv.reader(io.StringIO((site / TABLE.format(name)).read_bytes().decode())))
        for name in RECORD_TYPES
    }
    assert {len(row) for row in tables["gap"]} == {len(tables["gap"][0])}
    gap = dict(zip(*tables["gap"], strict=True))
    assert gap["id"] == "KEYSTONE-01"
    assert gap["url"] == "gap-analyses/keystone.html#KEYSTONE-01"
    assert gap["history"].startswith("newton — open — ") and "\n" in gap["history"]
    assert len(tables["vote"]) == 1, "a head of columns without rows"
    head, _, second = tables["requirement"]
    assert second[head.index("title")] == f"'{HOSTILE}"
    use_case = dict(zip(*tables["use-case"], strict=True))
    assert use_case["industry"].startswith("'-1+1\n")
    for table in tables.values():
        assert not [cell for row in table for cell in row if cell[:1] in tuple("=+-@\t\r")]


def test_the_matrix_is_embedded_by_a_project_of_openstack(site: Path, tmp_path: Path) -> None:
    (tmp_path / SUPPORT_MATRIX).write_bytes((site / SUPPORT_MATRIX).read_bytes())
    conf = (
        'extensions = ["sphinx_feature_classification.support_matrix"]\nhtml_theme = "basic"\n'
        "smartquotes = False\n"
    )
    page = build(tmp_path, conf, f"Ours\n====\n\n.. support_matrix:: {SUPPORT_MATRIX}\n")
    tree = html.document_fromstring(page)
    head, *rows = [
        [" ".join(cell.text_content().split()) for cell in row.iter("td", "th")]
        for row in tree.xpath("//table[1]//tr")
    ]
    assert head == ["Feature", "Status", "Keystone", "Nova"]
    assert rows == [
        ["IDN-01 Sign in while cut off", "mandatory", "✔", "?"],  # of "partial" too
        [f"IDN-02 {HOSTILE}", "optional", "?", "?"],
    ]
    words = " ".join(tree.text_content().split())
    assert "Keystone: partialNotes: KEYSTONE-01 Tokens need the centre." in words
    assert "unknownNotes: Not applicable." in words
    assert "unknownNotes: Nobody has looked." in words
    assert "https://example.org/wg/go/IDN-01/" in {a.get("href") for a in tree.iter("a")}
