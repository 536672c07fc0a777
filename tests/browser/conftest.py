"""Real Chromium over the built site: ``make test-browser``.

The tests ask for what a reader does and sees.  They run on the site that ``make html`` published
(or on the folder that ``WGKB_SITE`` names), once served as strictly as a server can and once
opened from disk.  Pictures of every kind of page are left in ``_build/browser``.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from serving import NoWasm, serve

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SITE = Path(os.environ.get("WGKB_SITE", ROOT / "_build" / "html")).resolve()
PICTURES = Path(os.environ.get("WGKB_PICTURES", ROOT / "_build" / "browser"))
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
VIEWPORTS = {"phone": (390, 844), "tablet": (768, 1024), "desktop": (1440, 900)}


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """These tests need a browser and a built site: they run when they are asked for by name."""
    asked = [Path(arg.partition("::")[0]).resolve() for arg in config.args]
    return None if any(path.is_relative_to(HERE) for path in asked) else True


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser of this machine."""
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.exit(
            "the browser tests need Chromium: apt-get install chromium fonts-dejavu-core "
            "fonts-liberation, or say where it is with CHROMIUM=/path/to/it",
            returncode=1,
        )
    return program


@pytest.fixture(scope="session")
def pictures() -> Path:
    """The folder for pictures of pages."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    return PICTURES


@pytest.fixture(scope="session")
def site() -> Path:
    """The folder of the site."""
    if not (SITE / "index.html").is_file():
        pytest.exit(f"there is no site in {SITE}: run make html first", returncode=1)
    return SITE


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """Address of the site on a server of this machine."""
    with serve(site) as address:
        yield address


@pytest.fixture
def served_without_wasm(site: Path) -> Iterator[str]:
    """The same, on a server that lets no WebAssembly run."""
    with serve(site, NoWasm) as address:
        yield address


@pytest.fixture(scope="session")
def on_disk(site: Path) -> str:
    """Address of the site as files."""
    return f"{site.as_uri()}/"


@pytest.fixture(params=["served", "on disk"])
def address(request: pytest.FixtureRequest, served: str, on_disk: str) -> str:
    """Address of the site, in both ways."""
    return served if request.param == "served" else on_disk


@pytest.fixture(scope="session")
def records(site: Path) -> dict[str, dict[str, Any]]:
    """The records of the site that have a place on it."""
    document = json.loads((site / "api/v1/records.json").read_text("utf-8"))
    return {name: record for name, record in document["records"].items() if record["url"]}


@pytest.fixture(scope="session")
def kinds_of_page(records: dict[str, dict[str, Any]], site: Path) -> dict[str, str]:
    """One address for each kind of page."""
    first = {}
    for record in records.values():
        first.setdefault(record["type"], record["url"].partition("#")[0])
    pages = {
        "home": "index.html",
        "explorer": "explorer.html",
        "search": "search.html",
        "references": "references.html",
        "glossary": "glossary.html",
        "index": "genindex.html",
        "use-cases": "use-cases/index.html",
        "requirements": "requirements/index.html",
        "gap-analyses": "gap-analyses/index.html",
        "meetings": "meetings/index.html",
        "schedule": "meetings/recurring-irc.html",
        "actions": "meetings/actions.html",
        "about": "about/index.html",
        "reading-path": "about/reading-paths/operator.html",
        "rules": "contributing/rules.html",
        "record-fields": "contributing/record-fields.html",
        "what-changed": "contributing/what-changed.html",
        "link-health": "contributing/link-health.html",
        **{kind: first[kind] for kind in ("use-case", "requirement", "gap", "meeting", "person")},
    }
    return {kind: page for kind, page in pages.items() if (site / page).is_file()}


@dataclass
class Visit:
    """A page in the browser, and what went wrong on it."""

    page: Any
    home: str
    complaints: list[str] = field(default_factory=list)

    def go(self, address: str) -> None:
        """Open a page of the site and wait until its scripts have run."""
        self.page.goto(self.home + address)  # returns at `load`: deferred scripts have run

    def note(self, request: Any) -> None:
        if not request.url.startswith((self.home, "data:", "blob:")):
            self.complaints.append(f"request to another place: {request.url}")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Any]:
    """Chromium itself, which makes no request of its own."""
    api = pytest.importorskip("playwright.sync_api")
    quiet = ["--disable-background-networking", "--disable-component-update", "--no-first-run"]
    with api.sync_playwright() as playwright:
        options = {"executable_path": chromium, "args": [*quiet, "--disable-gpu"]}
        # Chromium refuses to run as root, as CI often does, unless its sandbox is off.
        launched = playwright.chromium.launch(**options, chromium_sandbox=os.geteuid() != 0)
        yield launched
        launched.close()


@pytest.fixture
def open_site(browser: Any) -> Iterator[Any]:
    """Open a tab on the site; at the end, no page may have complained."""
    visits: list[Visit] = []

    def open_(home: str, viewport: str = "desktop", scheme: str = "light", **more: Any) -> Visit:
        width, height = VIEWPORTS[viewport]
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, **more
        )
        visit = Visit(context.new_page(), home)
        visit.page.set_default_timeout(8000)
        visit.page.on("request", visit.note)
        visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
        visit.page.on(
            "console",
            lambda message: (
                message.type in ("error", "warning")
                and visit.complaints.append(f"{message.text} ({message.location.get('url', '')})")
            ),
        )
        visits.append(visit)
        return visit

    yield open_
    for visit in visits:
        visit.page.context.close()
    complaints = dict.fromkeys(line for visit in visits for line in visit.complaints)
    assert not complaints, "\n".join(complaints)
