"""Every kind of page: accessible, within its width, silent, and kept as a picture."""

from __future__ import annotations

import pytest
from accessible import problems_of, too_wide
from serving import Lax, serve

SCREENS = 3
"""How many screens of a page its picture shows."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", ["phone", "tablet", "desktop"])
def test_every_kind_of_page(open_site, served, kinds_of_page, pictures, viewport, scheme):
    visit = open_site(served, viewport, scheme, reduced_motion="reduce")
    problems = []
    for kind, address in kinds_of_page.items():
        visit.go(address)
        page = visit.page
        size = page.viewport_size
        page.screenshot(
            path=pictures / f"{kind}-{viewport}-{scheme}.png",
            full_page=True,
            clip={"x": 0, "y": 0, "width": size["width"], "height": size["height"] * SCREENS},
        )
        if viewport != "tablet":  # it has the layout of one of the others
            problems += [f"{address}: {problem}" for problem in problems_of(page, scheme)]
        problems += [f"{address}: {problem}" for problem in too_wide(page)]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", ["phone", "desktop"])
def test_open_search_and_open_card(open_site, served, kinds_of_page, pictures, viewport, scheme):
    visit = open_site(served, viewport, scheme, reduced_motion="reduce")
    page = visit.page
    visit.go(kinds_of_page["use-case"])
    page.keyboard.press("/")
    page.keyboard.type("isolated site")
    page.locator(".wg-hit").first.wait_for()
    page.screenshot(path=pictures / f"search-dialog-{viewport}-{scheme}.png")
    problems = problems_of(page, scheme)
    page.keyboard.press("Escape")
    link = page.locator(".bd-article a.wg-ref[href*='requirements/']").first
    link.scroll_into_view_if_needed()
    link.hover()
    page.get_by_role("tooltip").wait_for()
    page.screenshot(path=pictures / f"card-{viewport}-{scheme}.png")
    problems += problems_of(page, scheme)
    assert not problems, "\n".join(problems)


def test_opened_from_disk_no_page_complains(open_site, on_disk, kinds_of_page):
    visit = open_site(on_disk)
    for address in kinds_of_page.values():
        visit.go(address)


def test_the_narrowest_phone_need_not_move_a_page_sideways(open_site, on_disk, site):
    """WCAG 2.2, 1.4.10: 320 pixels."""
    visit = open_site(on_disk, "phone")
    visit.page.set_viewport_size({"width": 320, "height": 700})
    problems = []
    for path in sorted(site.glob("[!_g]*/**/*.html")):
        visit.go(path.relative_to(site).as_posix())
        problems += [f"{path.relative_to(site)}: {problem}" for problem in too_wide(visit.page)]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_without_script_has_the_way_on_and_coloured_links(open_site, on_disk, scheme):
    visit = open_site(on_disk, "phone", scheme, java_script_enabled=False)
    page = visit.page
    visit.go("about/how-to-cite.html")
    assert not page.locator(".sidebar-toggle:visible").count()
    page.locator(".wg-sidebar a", has_text="Charter").click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("Charter")
    colour = "link => getComputedStyle(link).color"
    link, text = page.locator(".bd-article p a").first, page.locator(".bd-article p").first
    assert link.evaluate(colour) != text.evaluate(colour)
    page.locator(".wg-header a", has_text="Glossary").click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("Glossary")


def test_a_source_is_heard_as_one(open_site, on_disk):
    visit = open_site(on_disk)
    visit.go("index.html")
    assert (
        ", source: [" in visit.page.locator(".bd-article p:has(.wg-sources)").first.aria_snapshot()
    )


def test_colours_are_the_readers_choice_and_last(open_site, address):
    """System, light, dark: the choice holds on the next page, from its first paint."""
    visit = open_site(address, scheme="dark")
    visit.go("index.html")
    theme = "document.documentElement.dataset.theme"
    assert visit.page.evaluate(theme) == "dark"
    button = visit.page.locator(".wg-mode")
    button.focus()
    visit.page.keyboard.press("Enter")
    assert visit.page.evaluate(theme) == "light"
    visit.go("glossary.html")
    assert visit.page.evaluate(theme) == "light"


def test_an_unknown_address_gets_a_page_with_working_links(open_site, served):
    visit = open_site(served)
    visit.page.goto(f"{served}no/such/page.html")
    assert visit.page.get_by_role("heading", level=1).inner_text() == "No such page"
    visit.complaints.clear()  # the browser's own line about the 404
    visit.page.locator(".wg-search-page input").first.fill("keystone")
    visit.page.locator(".wg-search-page .wg-hit").first.wait_for()
    visit.page.locator(".bd-article ul a", has_text="Glossary").click()
    visit.page.wait_for_load_state()
    assert visit.page.get_by_role("heading", level=1).inner_text() != "No such page"


def test_the_keyboard_reaches_everything(open_site, served, kinds_of_page):
    """From the first Tab (skip link) on, each stop can be seen."""
    visit = open_site(served)
    visit.go(kinds_of_page["requirement"])
    page = visit.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main-content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(
        "document.getElementById('main-content').contains(document.activeElement)"
    )
    for _ in range(40):
        page.keyboard.press("Tab")
        box = page.evaluate(
            "(({x, y, width, height}) => [x, y, width, height])"
            "(document.activeElement.getBoundingClientRect())"
        )
        assert box[2] > 0 and box[3] > 0, page.evaluate("document.activeElement.outerHTML")


def test_the_way_around_on_a_phone_by_keyboard(open_site, served, kinds_of_page):
    """The two buttons of the header open the sidebars; Escape closes them, and focus returns."""
    visit = open_site(served, "phone")
    visit.go(kinds_of_page["gap"])
    page = visit.page
    for label, link in (("Site navigation", "Use cases"), ("On this page", "Gaps")):
        button = page.get_by_role("button", name=label)
        button.focus()
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("link", name=link, exact=True).wait_for()
        page.keyboard.press("Escape")
        dialog.wait_for(state="hidden")
        assert button.evaluate("button => button === document.activeElement"), label


# --- Do these tests notice what is wrong?

BAD = """<!doctype html><html lang="en"><title>Bad</title><style>p { color: #ccc }</style>
<main><h1>Bad</h1><p style="background: #fff">Who can read this?</p>
<img src="http://127.0.0.1:9/seen.png" alt=""></main>
<script>console.error("oh no")</script>"""


def test_a_bad_page_is_noticed(open_site, tmp_path):
    (tmp_path / "bad.html").write_text(BAD)
    (tmp_path / "404.html").write_text("no icon")
    with serve(tmp_path) as home:
        visit = open_site(home)
        visit.go("bad.html")
        visit.page.wait_for_timeout(200)
        complaints = "\n".join(visit.complaints)
        visit.complaints.clear()
    for part in ("inline style", "inline script", "127.0.0.1:9/seen.png"):
        assert part in complaints
    with serve(tmp_path, Lax) as home:
        visit = open_site(home)
        visit.go("bad.html")
        problems = problems_of(visit.page, "dark")
        complaints = "\n".join(visit.complaints)
        visit.complaints.clear()
    assert any(problem.startswith("color-contrast") for problem in problems)
    assert "oh no" in complaints
    assert "request to another place: http://127.0.0.1:9/seen.png" in complaints
