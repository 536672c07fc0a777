"""Packs as a speaker opens them: slides and the offline copy from disk.

They look at the packs that ``make summit`` built, and make the smallest one if it is not there.
"""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent
PACKS = ROOT / "_build" / "summit"
SMALLEST = "boston-2017-today"
NAMES = sorted({SMALLEST, *(path.parent.name for path in PACKS.glob("[!.]*/pack.json"))})


@pytest.fixture(scope="session", params=NAMES)
def pack(request: pytest.FixtureRequest) -> Path:
    """The folder of a pack."""
    folder = PACKS / request.param
    if not (folder / "pack.json").is_file():
        command = [ROOT / ".venv/bin/python", "-m", "wgkb", "summit", request.param]
        subprocess.run(command, cwd=ROOT, check=True)
    return folder


def test_slides_from_disk(pack: Path, open_site: Any, pictures: Path) -> None:
    folder = pack / f"{pack.name}-slides"
    visit = open_site(f"{folder.as_uri()}/", offline=True)
    visit.page.set_viewport_size({"width": 1280, "height": 720})
    visit.go("index.html")
    visit.page.wait_for_function("Reveal.isReady()")
    total = visit.page.evaluate("Reveal.getTotalSlides()")
    assert total > 4
    seen, too_long = set(), []
    for number in range(total):
        place = visit.page.evaluate("JSON.stringify(Reveal.getIndices())")
        seen.add(place)
        overflow = visit.page.evaluate(
            """() => {
              const slide = Reveal.getCurrentSlide();
              const parts = [...slide.querySelectorAll(":not(aside, aside *, .foot)")];
              const end = slide.querySelector(".foot")?.getBoundingClientRect().top ?? innerHeight;
              return parts.some((part) => {
                const box = part.getBoundingClientRect();
                return box.bottom > end || box.right > innerWidth || box.top < 0;
              });
            }"""
        )
        if overflow:
            too_long.append(place)
        if number < 8:
            visit.page.screenshot(path=pictures / f"{pack.name}-slide-{number}.png")
        visit.page.evaluate("Reveal.next()")
    assert len(seen) == total, "not every slide is reached by going on"
    assert not too_long


def test_slides_have_notes_and_print(pack: Path, open_site: Any, tmp_path: Path) -> None:
    folder = pack / f"{pack.name}-slides"
    visit = open_site(f"{folder.as_uri()}/", offline=True)
    visit.go("index.html?print-pdf")
    visit.page.wait_for_function("document.querySelectorAll('.pdf-page').length > 4")
    total = visit.page.evaluate("Reveal.getTotalSlides()")
    assert visit.page.locator(".pdf-page").count() == total
    assert visit.page.locator("section.gap aside.notes").count() > 0
    data = visit.page.pdf(prefer_css_page_size=True, print_background=True)
    assert data.count(b"/Type /Page\n") == total


def test_the_offline_copy_is_searched_from_disk(
    pack: Path, open_site: Any, tmp_path: Path
) -> None:
    with zipfile.ZipFile(pack / f"{pack.name}-offline.zip") as archive:
        archive.extractall(tmp_path)
    home = tmp_path / f"{pack.name}-offline"
    visit = open_site(f"{home.as_uri()}/", offline=True)
    visit.go("search.html?q=message+bus")
    results = visit.page.locator("main a[href*='oslo.messaging']")
    results.first.wait_for()
    results.first.click()
    visit.page.wait_for_url("**/gap-analyses/oslo.messaging.html*")
    assert visit.page.locator("h1").first.inner_text()
