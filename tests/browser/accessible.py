"""What axe-core says of a page, and whether it fits the window."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

axe = pytest.importorskip("axe_playwright_python")
AXE = (Path(axe.__file__).parent / "axe.min.js").read_text("utf-8")
RULES = {
    "light": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    # The same elements in other colours.
    "dark": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}


def too_wide(page: Any) -> list[str]:
    """What to say if a reader had to move the page sideways."""
    width, inner = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    return [f"is {width} pixels wide, {inner} are there"] if width > inner else []


def problems_of(page: Any, scheme: str) -> list[str]:
    """What axe-core finds wrong with the page as it is now."""
    page.evaluate(AXE)
    # Without `preload`: axe would put copies of the style sheets into the page, which the policy
    # refuses; only its rule on orientation looks into them.
    return _run(page, "document", RULES[scheme])


def contrasts_of(page: Any, within: str, without: str) -> list[str]:
    """What cannot be read, by axe-core, of what two selectors name and leave out."""
    page.evaluate(AXE)
    return _run(page, f"{{include: [[{within!r}]], exclude: [[{without!r}]]}}", RULES["dark"])


def _run(page: Any, context: str, rules: dict[str, Any]) -> list[str]:
    result = page.evaluate(
        f"""rules => axe.run({context}, {{
          runOnly: rules, resultTypes: ["violations"], preload: false,
        }})""",
        rules,
    )
    return [
        f"{found['id']}: {found['help']}: {', '.join(map(str, node['target']))}: "
        f"{node['failureSummary']}"
        for found in result["violations"]
        for node in found["nodes"][:4]
    ]
