"""What a reader downloads: the pages of records, and our own style and script."""

from __future__ import annotations

import gzip
from html.parser import HTMLParser
from pathlib import Path

import pytest

KIB = 1024
PAGE = 15 * KIB
"""Compressed HTML of a page of records, navigation and all."""
FRAME = 4.5 * KIB
"""Head, navigation and foot of a page, compressed; measured: 4.0 to 4.3 KiB."""
LINK = 20
"""Bytes of markup that a page may have, compressed, for each link of its article: its own tag and
its share of the tags around it.  Measured: 17 at most."""
OURS = 30 * KIB
"""Our style sheets and scripts together, compressed; half of it for each of the two."""
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Article(HTMLParser):
    """The text and the number of links of the article of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.depth = 0
        self.links = 0
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.depth:
            self.depth += tag not in VOID
            self.links += tag == "a" and dict(attrs).get("class") != "headerlink"
        elif tag == "article":
            self.depth = 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element of SVG, which opens nothing."""

    def handle_endtag(self, tag: str) -> None:
        self.depth -= self.depth > 0

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.text += data


def compressed(text: str) -> int:
    return len(gzip.compress(text.encode(), 9))


def test_pages_of_records_keep_to_their_budget(site: Path, records) -> None:
    """15 KiB, unless the words alone take more than half of that; the markup has its own bound.

    Nobody is to cut an argument short for the sake of a number.
    """
    heavy = []
    for address in sorted({record["url"].partition("#")[0] for record in records.values()}):
        page = (site / address).read_text("utf-8")
        article = Article(page)
        weight, words = compressed(page), compressed(" ".join(article.text.split()))
        bound = FRAME + LINK * article.links
        if weight - words > bound:
            heavy.append(f"{address}: {weight - words} bytes besides its words, {bound} allowed")
        if weight > PAGE and words < PAGE / 2:
            heavy.append(f"{address}: {weight} bytes, of which {words} are its words")
    assert not heavy, "\n".join(heavy)


@pytest.mark.parametrize("kind", ["css", "js"])
def test_style_and_script_of_ours_keep_to_their_budget(site: Path, kind: str) -> None:
    theme = Path(__file__).parents[2] / "wgkb/theme/wgkb/static"
    ours = [site / "_static" / path.name for path in theme.glob(f"*.{kind}")]
    assert ours and sum(compressed(path.read_text("utf-8")) for path in ours) < OURS / 2
