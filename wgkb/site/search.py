"""The full-text index: ``python -m wgkb.site.search SITE`` after the pages have been built.

Pagefind is given a small page for each record and for each page without its records, so that a
result leads to the record and can be filtered by its type and area.  Texts are taken from the
built pages, and what they are from ``_cards/records.js`` beside them.

The index is made when the site is published, and only if the texts changed.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from lxml import html
from markupsafe import Markup

from wgkb import extras
from wgkb.site.cards import FILE, Card, read
from wgkb.site.publish import mirror
from wgkb.site.search_order import ENTRY, put_in_order

FOLDER = "pagefind"
STAMP = "made-from.txt"
"""Holds a digest of the texts from which the index was made."""
NEEDED = frozenset({"pagefind.js", "pagefind-worker.js", ENTRY})
NEEDED_SUFFIXES = frozenset({".pagefind", ".pf_meta", ".pf_index", ".pf_fragment", ".pf_filter"})
"""What our script loads; Pagefind's own user interfaces are left out."""

_ARTICLE = ("//article[contains(@class, 'bd-article')]", "//*[@role='main']")
_NO_TEXT = (
    ".//*[self::script or self::style or self::nav or self::form"
    " or contains(@class, 'headerlink') or contains(@class, 'visually-hidden')"
    " or contains(@class, 'wg-explorer') or contains(@class, 'wg-page-info')"
    " or contains(@class, 'wg-trace') or contains(@class, 'wg-go')]"
)
_PAGE = Markup(
    '<!doctype html>\n<html lang="en"><title>{title}</title>\n'
    "<body data-pagefind-body>\n{filters}"
    '<h1 data-pagefind-meta="title">{title}</h1>\n'
    '<p data-pagefind-meta="address[id]" id="{address}">{content}</p>\n'
)
_FILTER = Markup('<span data-pagefind-filter="{}[id]" id="{}"></span>\n')


class Text(NamedTuple):
    """What can be found: a record, or a page without its records."""

    address: str
    """From the root of the site."""
    title: str
    content: str


def write(site: Path) -> int:
    """Write the index of *site* into it; return how many files changed.

    :raises FileNotFoundError: *site* is not a finished build.
    :raises RuntimeError: Pagefind failed; the message is its own.
    :raises ValueError: Pagefind wrote other files than it used to.
    """
    if not (site / "index.html").is_file():
        raise FileNotFoundError(f"{site} is not a finished site: it has no index.html")
    rows = (site / FILE).read_text("utf-8") if (site / FILE).is_file() else ""
    by_address = {card.address: card for card in read(rows)}
    pages = [_page(text, by_address.get(text.address)) for text in texts(site)]
    stamp = _stamp(pages)
    target = site / FOLDER
    if (target / STAMP).is_file() and (target / STAMP).read_text("utf-8") == stamp:
        return 0
    with tempfile.TemporaryDirectory() as folder:
        source, index = Path(folder, "site"), Path(folder, "index")
        source.mkdir()
        for number, page in enumerate(pages):
            (source / f"{number:05}.html").write_text(page, "utf-8")
        _run_pagefind(source, index)
        put_in_order(index)
        for path in [path for path in index.rglob("*") if path.is_file()]:
            if path.name not in NEEDED and path.suffix not in NEEDED_SUFFIXES:
                path.unlink()
        (index / STAMP).write_text(stamp, "utf-8")
        target.mkdir(exist_ok=True)
        written, removed = mirror(index, target)
    return written + removed


def texts(site: Path) -> Iterator[Text]:
    """All that can be found on the pages of *site*, in the order of their addresses."""
    for path in sorted(site.rglob("*.html")):
        address = path.relative_to(site).as_posix()
        if not address.startswith(("go/", "_", "404")):
            yield from _texts_of_page(address, path.read_bytes())


def _texts_of_page(address: str, page: bytes) -> Iterator[Text]:
    tree = html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))
    # Sphinx's own themes mark the text with a role, pydata-sphinx-theme's part of that with a tag.
    article = next((found[0] for path in _ARTICLE if (found := tree.xpath(path))), None)
    if article is None:
        return
    for element in article.xpath(_NO_TEXT):
        element.drop_tree()
    for section in article.xpath(".//section[contains(@class, 'wg-record')][@id]"):
        title = _title(section) or section.get("id")
        yield Text(f"{address}#{section.get('id')}", title, _content(section))
        section.drop_tree()
    if title := _title(article):
        yield Text(address, title, _content(article))


def _title(element: html.HtmlElement) -> str:
    """Take the first heading out of *element* and return its text."""
    heading = next(element.iter("h1", "h2", "h3", "h4"), None)
    if heading is None:
        return ""
    title = _words(heading)
    heading.drop_tree()
    return title


def _content(element: html.HtmlElement) -> str:
    """The text of *element*, its facts last: an excerpt shall show sentences first."""
    facts = element.xpath(".//dl[contains(@class, 'wg-facts')]")
    words = [_words(fact) for fact in facts]
    for fact in facts:
        fact.drop_tree()
    return " ".join([_words(element), *words])


def _words(element: html.HtmlElement) -> str:
    """The text of *element*; elements that touch do not run their words together."""
    return " ".join(" ".join(element.itertext()).split())


def _page(text: Text, card: Card | None) -> str:
    """The small page that Pagefind reads; see "Setting up filters" in its documentation."""
    facets = [("type", card.type if card else "page")]
    facets += [("area", area) for area in card.areas] if card else []
    spans = Markup("").join(_FILTER.format(name, value) for name, value in facets)
    return str(_PAGE.format(**text._asdict(), filters=spans))


def _stamp(pages: Sequence[str]) -> str:
    digest = hashlib.blake2b(version("pagefind").encode(), digest_size=16, person=b"in order")
    for page in pages:
        digest.update(page.encode())
    return digest.hexdigest() + "\n"


def _run_pagefind(source: Path, index: Path) -> None:
    command = [sys.executable, "-m", "pagefind", "--site", str(source)]
    command += ["--output-path", str(index), "--include-characters=-_"]
    answer = subprocess.run(command, capture_output=True, text=True)
    if answer.returncode:
        raise RuntimeError((answer.stderr or answer.stdout).strip())


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m wgkb.site.search", description="Make the search index of a built site."
    )
    parser.add_argument("site", type=Path, help="the folder that a builder wrote")
    site = parser.parse_args(argv).site
    try:
        if line := extras.lacking(["pagefind"]):
            raise RuntimeError(line)
        write(site)
    except (FileNotFoundError, RuntimeError, ValueError) as error:
        print(f"no search index: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
