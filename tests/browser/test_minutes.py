"""Minutes that were imported, and the log beside them: the group's own site has none."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from accessible import problems_of, too_wide
from serving import serve

TESTS = Path(__file__).parent.parent
BUILD = """
import sys
from pathlib import Path

sys.path.insert(0, sys.argv[1])
from kb import Project

from wgkb.cli import main

project = Project(Path(sys.argv[2]))
main(["import-minutes", "--root", sys.argv[2], sys.argv[3]], standalone_mode=False)
project.build()
"""
"""Run by the Python of the site, which has Sphinx; that of these tests has not."""
MINUTES = "meetings/2017/2017-06-07-a-name-that-is-too-long-for-one-line-of-a-telephone"
LOG = f"{MINUTES}.log.html"
NAME = "a_name_that_is_too_long_for_one_line_of_a_telephone"
TALK = f"""\
15:00:00 <ada> #startmeeting {NAME}
15:00:01 <bot> Meeting started Wed Jun  7 15:00:00 2017 UTC.  The chair is ada.
15:01:00 <ada> #link https://example.org/{"an_address_without_a_break_" * 9}
15:02:00 <ada> #topic What next?
15:02:30 <somebody_unknown> {"h" * 300}mm
15:03:00 <ada> #action ada to ask {"a long question " * 20}
15:04:00 <ada> #agreed we go on
15:05:00 <ada> #startvote Every week? Yes, No
15:05:10 <somebody_unknown> #vote No
15:05:20 <ada> #vote Yes
15:05:30 <ada> #endvote
15:06:00 <ada> #endmeeting
"""


@pytest.fixture(scope="session")
def minutes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a site with the minutes of one log."""
    folder = tmp_path_factory.mktemp("minutes")
    log = folder / "talk.log.txt"
    log.write_text(TALK, "utf-8")
    python = TESTS.parent / ".venv/bin/python"
    subprocess.run([python, "-c", BUILD, TESTS, folder / "kb", log], check=True)
    with serve(folder / "kb/_build/html") as address:
        yield address


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", ["phone", "tablet", "desktop"])
def test_minutes_and_log(
    minutes: str, open_site: Any, pictures: Path, viewport: str, scheme: str
) -> None:
    """Accessible, within their width, and nothing on them lies over something else."""
    visit = open_site(minutes, viewport, scheme, reduced_motion="reduce")
    problems = []
    for kind, address in (("minutes", f"{MINUTES}.html"), ("log", LOG)):
        visit.go(address)
        page = visit.page
        page.screenshot(path=pictures / f"{kind}-{viewport}-{scheme}.png", full_page=True)
        found = [*problems_of(page, scheme), *too_wide(page)]
        problems += [f"{kind}: {problem}" for problem in found]
    assert not problems, "\n".join(problems)


def test_a_short_address_copies_itself(minutes: str, open_site: Any) -> None:
    visit = open_site(minutes, permissions=["clipboard-read", "clipboard-write"])
    visit.go(f"{MINUTES}.html")
    link = visit.page.locator(".wg-go a").first
    address = link.evaluate("link => link.href").removesuffix("index.html")
    link.click()
    visit.page.get_by_text("Copied").wait_for()
    assert visit.page.evaluate("navigator.clipboard.readText()") == address
    assert visit.page.url.endswith(f"{MINUTES}.html")


def test_a_time_leads_to_its_line(minutes: str, open_site: Any) -> None:
    visit = open_site(minutes)
    visit.go(f"{MINUTES}.html")
    visit.page.locator("a.wg-log", has_text="15:04").first.click()
    visit.page.wait_for_url(f"**/{LOG}#l-7")
    line = visit.page.locator(":target")
    assert line.inner_text().strip().endswith("#agreed we go on")
    visit.page.get_by_role("link", name="Minutes of this meeting").click()
    visit.page.wait_for_url(f"**/{MINUTES}.html")
