"""Check the internal links of a built site: ``python -m wgkb.checks.anchors SITE``.

Every link of a page or a style sheet into the site must lead to a file of exactly that name, and
its fragment to an anchor of that page; no page may use an id twice. Links to other hosts are not
looked at. Each finding is one line::

    a.html:7: WARNING: link to b.html#xy: no such anchor "xy" (page has "xyz") [wg.broken-anchor]
"""

from __future__ import annotations

import argparse
import posixpath
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from lxml import etree

from wgkb.model.findings import Finding

#: Attributes that hold one URL …
URL_ATTRIBUTES = ("href", "xlink:href", "src", "data", "poster", "action", "formaction")
#: … and those with a list of them, each with a size after it.
SET_ATTRIBUTES = ("srcset", "imagesrcset")
#: Where the instant redirect of a ``<meta http-equiv="refresh">`` leads.
REFRESH = re.compile(r"""\s*[\d.]+\s*[;,]\s*url\s*=\s*["']?([^"']*)""", re.IGNORECASE)
CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
CSS_URL = re.compile(
    r"""(?:url\(\s*|@import\s+) (?: "([^"]*)" | '([^']*)' | ([^\s"')]+) )""", re.VERBOSE
)
#: HTML in here is no page: it belongs to a theme's scripts or templates.
STATIC = "_static/"
#: What lets a browser scroll to a text rather than to an anchor.
TEXT_FRAGMENT = ":~:"


class Page(NamedTuple):
    """What a file links to, and its anchors, each with the lines where it stands."""

    links: list[tuple[int, str]]
    anchors: dict[str, list[int]]


def check(site: Path) -> list[Finding]:
    """Return everything that is wrong with the internal links of *site*, in order."""
    names = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
    pages = {}
    for name in names:
        if name.endswith(".css"):
            pages[name] = _read_style(site / name)
        elif name.endswith(".html") and not name.startswith(STATIC):
            pages[name] = _read_page(site / name)
    return sorted(set(_Checker(site, frozenset(names), pages).findings()))


def _read_page(path: Path) -> Page:
    links: list[tuple[int, str]] = []
    anchors: dict[str, list[int]] = defaultdict(list)
    root = etree.fromstring(path.read_bytes() or b"<p>", etree.HTMLParser(encoding="utf-8"))
    for element in root.iter(etree.Element):
        line = element.sourceline
        for name, value in element.items():
            if name == "id":
                anchors[value].append(line)
            elif name in URL_ATTRIBUTES:
                links.append((line, value))
            elif name in SET_ATTRIBUTES:
                links += [(line, part.split()[0]) for part in value.split(",") if part.strip()]
            elif name == "style":
                links += [(line, url) for _, url in _css_urls(value)]
        if element.tag == "a" and "name" in element.attrib:
            anchors.setdefault(element.get("name"), [])
        elif element.tag == "meta" and element.get("http-equiv", "").lower() == "refresh":
            links += [(line, url) for url in REFRESH.findall(element.get("content", ""))]
        elif element.tag == "style":
            links += [(line + below, url) for below, url in _css_urls(element.text or "")]
    return Page(links, anchors)


def _read_style(path: Path) -> Page:
    text = path.read_text(encoding="utf-8", errors="replace")
    return Page([(1 + below, url) for below, url in _css_urls(text)], {})


def _css_urls(text: str) -> Iterator[tuple[int, str]]:
    """Yield each URL of a style sheet and the number of lines above it."""
    text = CSS_COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text)
    for match in CSS_URL.finditer(text):
        yield text.count("\n", 0, match.start()), "".join(match.groups(default=""))


class _Checker:
    """The files and the pages of one site, and where their links lead."""

    def __init__(self, site: Path, files: frozenset[str], pages: dict[str, Page]) -> None:
        self.site = site
        self.files = files
        self.pages = pages
        self.similar: dict[tuple[str, str], list[str]] = {}

    def findings(self) -> Iterator[Finding]:
        """Yield what is wrong, file by file."""
        for name, page in self.pages.items():
            path = (self.site / name).as_posix()
            for anchor, lines in page.anchors.items():
                for line in lines[1:]:
                    message = f'id "{anchor}" stands on line {lines[0]} already'
                    yield Finding(path, line, "duplicate-anchor", message)
            for line, url in page.links:
                if problem := self.problem(name, url.strip()):
                    message, rule = problem
                    yield Finding(path, line, rule, f"link to {url.strip()}: {message}")

    def problem(self, name: str, url: str) -> tuple[str, str] | None:
        """Say what is wrong with the link to *url* in the file *name*, and by which rule."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return "not a URL", "broken-link"
        if parts.scheme or parts.netloc:
            return None
        target = name
        if path := unquote(parts.path):
            folder = "" if path.startswith("/") else posixpath.dirname(name)
            target = posixpath.normpath(posixpath.join(folder, path.lstrip("/")))
            if target == ".." or target.startswith("../"):
                return "leads out of the site", "outside-link"
            if target not in self.files or path.endswith("/"):
                wanted, target = target, posixpath.normpath(f"{target}/index.html")
                if target not in self.files:
                    return self.missing_file(name, wanted), "broken-link"
        anchor = parts.fragment.partition(TEXT_FRAGMENT)[0]
        if target not in self.pages or anchor.lower() in ("", "top"):
            return None
        anchors = self.pages[target].anchors
        if anchor in anchors or (anchor := unquote(anchor)) in anchors:
            return None
        offer = _offer("page has", self.near(anchor, target, anchors))
        return f'no such anchor "{anchor}"{offer}', "broken-anchor"

    def missing_file(self, name: str, wanted: str) -> str:
        """Say that *wanted*, to which the file *name* links, is not there, and what is."""
        if any(file.startswith(f"{wanted}/") for file in self.files):
            return "the folder has no index.html"
        start = posixpath.dirname(name) or "."
        near = [posixpath.relpath(file, start) for file in self.near(wanted, "", self.files)]
        return "no such file" + _offer("there is", near)

    def near(self, word: str, place: str, known: Iterable[str]) -> list[str]:
        """Return what is much like *word* among the names *known* in a *place*."""
        if (word, place) not in self.similar:  # a broken link in a footer is on every page
            self.similar[word, place] = get_close_matches(word, known, cutoff=0.7)
        return self.similar[word, place]


def _offer(what: str, words: Sequence[str]) -> str:
    """Return, in brackets, the *words* that may have been meant, or nothing if there are none."""
    listed = ", ".join(f'"{word}"' for word in words)
    return f" ({what} {listed})" if words else ""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status: 1 when there are findings."""
    parser = argparse.ArgumentParser(
        prog="python -m wgkb.checks.anchors",
        description="Check the internal links of a built site.",
    )
    parser.add_argument("site", type=Path, help="the folder of the built site")
    site = parser.parse_args(argv).site
    if not (site / "index.html").is_file():
        print(f"{site} is not a built site: it has no index.html", file=sys.stderr)
        return 2
    findings = check(site)
    print(*findings, sep="\n", end="\n" * bool(findings))
    print(f"broken links and anchors in {site}: {len(findings)}")
    return int(bool(findings))


if __name__ == "__main__":
    sys.exit(main())
