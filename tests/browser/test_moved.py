"""A page from which a record moved away: the group's own site has none yet."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from accessible import problems_of
from serving import serve

TESTS = Path(__file__).parent.parent
BUILD = """
import sys
from pathlib import Path

sys.path.insert(0, sys.argv[1])
from kb import Project, pages_of

from wgkb.cli import main
from wgkb.rules.examples import AREA, COMPONENT, GAP, REQUIREMENT, SUPPORT

project = Project(Path(sys.argv[2]))
project.write(pages_of(AREA + REQUIREMENT + COMPONENT + GAP + SUPPORT))
main(["move", "--root", sys.argv[2], "KEYSTONE-01", "KEYSTONE-28"], standalone_mode=False)
project.build()
"""
"""Run by the Python of the site, which has Sphinx; that of these tests has not."""


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the site."""
    folder = tmp_path_factory.mktemp("moved") / "kb"
    python = TESTS.parent / ".venv/bin/python"
    subprocess.run([python, "-c", BUILD, TESTS, folder], check=True)
    with serve(folder / "_build/html") as address:
        yield address


def test_the_old_address_leads_to_the_record(moved: str, open_site: Any, pictures: Path) -> None:
    """Its page is whole, tells where the record is now, and leads there."""
    visit = open_site(moved)
    visit.go("gap-analyses/keystone.html#KEYSTONE-01")
    page = visit.page
    page.screenshot(path=pictures / "moved.png", full_page=True)
    headings = page.locator(".bd-article :is(h1, h2)")
    assert [" ".join(text.split()).rstrip("#") for text in headings.all_inner_texts()] == [
        "Keystone",
        "KEYSTONE-28 Tokens need the centre",
        "KEYSTONE-S01 Tokens are short",
    ]
    assert "<" not in page.locator(".bd-article").inner_text()
    assert not problems_of(page, "light")
    note = page.locator(":target")
    assert note.inner_text().startswith("KEYSTONE-01 has moved: ")
    note.get_by_role("link").click()
    page.wait_for_url("**/keystone.html#KEYSTONE-28")
    assert page.locator(":target").is_visible()
