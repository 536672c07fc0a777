"""Records in the themes of other projects: a small knowledge base, built once for each theme."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from accessible import contrasts_of
from serving import Lax, serve
from themes_kb import write_project

expect = pytest.importorskip("playwright.sync_api").expect
FOLLOW_THE_READER = ("furo", "pydata_sphinx_theme", "sphinx_book_theme", "wgkb")
"""Themes that are dark where the system is; the others are always light."""
THEMES = (*FOLLOW_THE_READER, "alabaster", "sphinx_rtd_theme")
PAGES = ("gap-analyses/keystone.html", "views.html", "explorer.html")
PARTIAL = {"light": "rgb(111, 74, 0)", "dark": "rgb(243, 204, 120)"}
"""The colour of the word "partial"; its ground is light or dark the other way."""
OURS, LINKS = "[class^=wg-]:not(a, a *)", "a:not(.wg-cell)"
"""Colours of links are the theme's."""
CUT_OFF = """[...document.querySelectorAll('[role=main] [class^=wg-]')].filter(element => {
  const box = element.getBoundingClientRect();
  return box.width && !element.closest('table, .visually-hidden, nav, [class*=sidebar]') &&
    (box.right > innerWidth + 1 || box.left < -1);
}).map(element => element.outerHTML.slice(0, 80))"""
BULLETS = """[...document.querySelectorAll('[class^=wg-] li')].filter(
  item => getComputedStyle(item).listStyleType !== 'none' && !item.closest('.wg-topics')
).map(item => item.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="session")
def themed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The address of the site by its theme."""
    root = tmp_path_factory.mktemp("themes")
    builds = {}
    for theme in THEMES:
        write_project(root / theme, theme)
        command = [sys.executable, "-m", "sphinx", "-q", "-W", root / theme, root / "out" / theme]
        builds[theme] = subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8")
    for theme, build in builds.items():
        errors = build.communicate()[1]
        assert build.returncode == 0, f"{theme}: {errors}"
    for name in ("favicon.ico", "404.html"):  # no theme's business
        (root / "out" / name).touch()
    with serve(root / "out", Lax) as address:
        yield {theme: f"{address}{theme}/" for theme in THEMES}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("theme", THEMES)
def test_records_look_right(
    themed: dict[str, str], open_site: Any, pictures: Path, theme: str, scheme: str
) -> None:
    """Nothing is cut off, lists have no bullets, words can be read, colours are the page's."""
    dark = scheme == "dark" and theme in FOLLOW_THE_READER
    problems = []
    for viewport in ("phone", "desktop"):
        visit = open_site(themed[theme], viewport, scheme, reduced_motion="reduce")
        for address in PAGES:
            visit.go(address)
            name = f"theme-{theme}-{Path(address).stem}-{viewport}-{scheme}.png"
            visit.page.screenshot(path=pictures / name, full_page=True)
            found = visit.page.evaluate(CUT_OFF) + visit.page.evaluate(BULLETS)
            problems += [f"{address} ({viewport}): {text}" for text in found]
            if viewport == "desktop":
                found = contrasts_of(visit.page, OURS, LINKS)
                problems += [f"{address}: {text}" for text in found]
    assert not problems, "\n".join(problems)
    visit.go(PAGES[0])
    chip = visit.page.locator(".wg-record .wg-chip--partial").first
    assert (
        chip.evaluate("chip => getComputedStyle(chip).color")
        == PARTIAL["dark" if dark else "light"]
    )


@pytest.mark.parametrize("theme", THEMES)
def test_scripts_work(themed: dict[str, str], open_site: Any, theme: str) -> None:
    """Matrix in another release, cards, filters and sorting."""
    page = open_site(themed[theme]).page
    page.goto(f"{themed[theme]}views.html")
    cell = page.locator(".wg-matrix tbody .wg-cell").first
    assert "partial" in cell.get_attribute("class")
    width, height = cell.evaluate("cell => [cell.offsetWidth, cell.offsetHeight]")
    assert abs(width - height) < 2, "a cell of the matrix is a square"
    page.locator(".wg-slider input").fill("1")
    assert "missing" in cell.get_attribute("class")
    page.locator(".wg-ref", has_text="KEYSTONE-01").first.hover()
    page.locator(".wg-card", has_text="Tokens need the centre").wait_for()
    page.goto(f"{themed[theme]}explorer.html")
    rows = page.locator(".wg-explorer tbody tr:visible")
    expect(rows).to_have_count(9)
    page.get_by_label("Type").select_option("gap")
    expect(rows).to_have_count(1)
    page.get_by_role("button", name="Show all").click()
    page.get_by_role("button", name="Record").click()
    expect(rows.first).to_contain_text("Ada Lovelace")
