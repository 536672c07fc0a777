"""What a reader downloads: the pages of records, and our own style and script."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from wgkb.model.records import EvidenceKind

KIB = 1024
PAGE = 16 * KIB
"""Compressed HTML of a page with its records, navigation and all."""
RECORDS = 12
"""A page that holds more records than this may weigh more than :data:`PAGE`."""
RECORD = 1.7 * KIB
"""What each record of such a page may weigh, compressed, its share of the frame and all."""
FRAME = 4 * KIB
"""Head, navigation and foot of a page, compressed; measured: 3.4 to 3.9 KiB."""
LINK = 18.5
"""Bytes of markup that a page may have, compressed, for each link of its article: its own tag and
its share of the tags around it.  Measured: 18.3 at most, where the words of many sources are short
and do not repeat what their addresses say."""
PIECE = 10
"""Bytes of markup, compressed, for each piece of evidence: its kind and its text stand apart."""
OURS = 30 * KIB
"""Our style sheets and scripts together, compressed; half of it for each of the two."""
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Article(HTMLParser):
    """The text of the article of a page, and the numbers of its links and pieces of evidence."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.depth = 0
        self.links = 0
        self.pieces = len(re.findall(f"<dt>(?:{'|'.join(EvidenceKind)})</dt>", page))
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
    """16 KiB, but for pages of very many records; what is not words has a bound on every page."""
    heavy = []
    pages = Counter(record["url"].partition("#")[0] for record in records.values())
    for address, count in sorted(pages.items()):
        page = (site / address).read_text("utf-8")
        article = Article(page)
        weight, words = compressed(page), compressed(" ".join(article.text.split()))
        allowed = PAGE if count <= RECORDS else RECORD * count
        if weight > allowed:
            heavy.append(f"{address}, {count} records: {weight} bytes, {allowed:.0f} allowed")
        markup = FRAME + LINK * article.links + PIECE * article.pieces
        if weight - words > markup:
            heavy.append(
                f"{address}: {weight - words} bytes besides its words, {markup:.0f} allowed"
            )
    assert not heavy, "\n".join(heavy)


@pytest.mark.parametrize("kind", ["css", "js"])
def test_style_and_script_of_ours_keep_to_their_budget(site: Path, kind: str) -> None:
    static = site / "_static"
    records = set(static.glob(f"wgkb/*.{kind}")) - {static / "wgkb/elsewhere.css"}
    theme = Path(__file__).parents[2] / "wgkb/theme/wgkb/static"
    ours = {*records, *(static / path.name for path in theme.glob(f"*.{kind}"))}
    assert ours and sum(compressed(path.read_text("utf-8")) for path in ours) < OURS / 2
