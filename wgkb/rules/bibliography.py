"""Rules on the style of the bibliography."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from wgkb.graph.graph import Graph
from wgkb.model.findings import Finding, did_you_mean, rule
from wgkb.model.page import Reference

_ENTRY = """
    === references.bib
    @inproceedings{lebre2017revising,
      author = {Lebre, Adrien and Pastor, Jonathan and Simonet, Anthony},
      title = {Revising {OpenStack} to Operate {Fog/Edge} Infrastructures},
      booktitle = {IC2E},
      year = {2017},
      doi = {10.1109/IC2E.2017.35}
    }

    @inproceedings{cherrueau2018edge,
      author = {Cherrueau, Ronan-Alexandre},
      title = {Edge Computing Resource Management System},
      booktitle = {HotEdge},
      year = {2018}
    }
"""

NEEDED = {
    "article": ("journal",),
    "inproceedings": ("booktitle",),
    "incollection": ("booktitle",),
    "phdthesis": ("school",),
    "mastersthesis": ("school",),
    "techreport": ("institution",),
    "book": ("publisher",),
}
"""Fields that an entry type needs beside author, title and year; after BibTeX's own manual
(O. Patashnik, "BibTeXing", 1988, section 3.1)."""
UNDATED = frozenset({"online", "misc"})
"""Entry types that may have no year: a page often says none, and shows "no date"."""
WHO = ("organization", "institution", "publisher", "howpublished")
"""Fields that may stand for an author."""

_DOI = re.compile(r"10\.[0-9]{4,9}/\S+")
"""The form of a DOI name: DOI Handbook, section 2.2 (prefix and suffix)."""
_INNER_CAPITAL = re.compile(r"\b[A-Za-z0-9-]*[A-Za-z0-9][A-Z][A-Za-z0-9-]*\b")


def _finding(reference: Reference, name: str, message: str) -> Finding:
    return Finding(reference.path, reference.line, name, f"{reference.key}: {message}")


@rule("graph", bad=_ENTRY.replace("booktitle = {IC2E},", ""), good=_ENTRY)
def missing_bibliography_field(graph: Graph) -> Iterator[Finding]:
    """An entry says who, what, when, and where it appeared."""
    for reference in graph.bibliography.values():
        fields = dict(reference.fields)
        when = () if reference.kind in UNDATED else ("year",)
        needed = ("title", *when, *NEEDED.get(reference.kind, ()))
        missing = [name for name in needed if not fields.get(name, "").strip()]
        if not reference.people and not any(fields.get(name) for name in WHO):
            missing.insert(0, "author")
        if missing:
            yield _finding(
                reference,
                "missing-bibliography-field",
                f"needs {', '.join(missing)} (it is an entry of type {reference.kind})",
            )


KNOWN = (
    frozenset(NEEDED)
    | UNDATED
    | {
        *("booklet", "conference", "inbook", "manual", "proceedings", "unpublished"),
        *("dataset", "software", "thesis"),
    }
)
"""Entry types: those of BibTeX (the same manual, section 3.1) and a few of biblatex."""


@rule("graph", bad=_ENTRY.replace("@inproceedings{cherr", "@inproceding{cherr"), good=_ENTRY)
def entry_type(graph: Graph) -> Iterator[Finding]:
    """An entry is of a type that BibTeX or biblatex knows."""
    for reference in graph.bibliography.values():
        if reference.kind not in KNOWN:
            hint = did_you_mean(reference.kind, KNOWN) or "; write misc, or online for a page"
            yield _finding(reference, "entry-type", f"there is no type @{reference.kind}{hint}")


@rule("graph", bad=_ENTRY.replace("cherrueau2018edge", "edge1"), good=_ENTRY)
def bibliography_key(graph: Graph) -> Iterator[Finding]:
    """A key is a name of who wrote it, the year (or nd) and a word of the title, in small letters:
    lebre2017revising."""
    for reference in graph.bibliography.values():
        fields = dict(reference.fields)
        year = fields.get("year", "")
        if year and not re.fullmatch("[0-9]{4}", year):
            message = f"{year!r} is no year; write four digits, and the month in a field month"
            yield _finding(reference, "bibliography-key", message)
        elif not any(_fits(reference, split) for split in _YEAR.finditer(reference.key)):
            right = year or "nd"
            yield _finding(
                reference,
                "bibliography-key",
                f"the key is no name, {right} and word of the title, such as "
                f"{_suggested(reference, right)}",
            )


_YEAR = re.compile(r"(?=([0-9]{4}|nd))")


def _fits(reference: Reference, split: re.Match[str]) -> bool:
    """Do the name and the year fit the entry, if the year of its key is at *split*?"""
    fields = dict(reference.fields)
    name = _letters(reference.key[: split.start()])
    words = " ".join([reference.label, reference.text, *fields.values()])
    initials = "".join(word[0] for word in re.findall(r"\w+", fields.get("author", "") or words))
    known = bool(name) and (name in _letters(words) or name in _letters(initials))
    return known and split[1] in (
        fields.get("year", split[1]),
        "nd" if "year" not in fields else "",
    )


def _suggested(reference: Reference, year: str) -> str:
    who = _letters(reference.label.partition(" ")[0])
    words = [w for w in re.findall(r"\w+", reference.title.lower()) if w not in _ARTICLES]
    return f"{who}{year}{_letters(words[0]) if words else 'word'}"


_ARTICLES = frozenset(["a", "an", "the", "on", "of"])


def _letters(text: str) -> str:
    """The letters and digits of *text*, small and without accents."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]", "", plain)


@rule(
    "graph",
    bad=_ENTRY.replace("{10.1109", "{https://doi.org/10.1109"),
    good=_ENTRY,
)
def doi_form(graph: Graph) -> Iterator[Finding]:
    """A DOI stands in the field of its own, as a bare name: 10.1109/IC2E.2017.35."""
    for reference in graph.bibliography.values():
        fields = dict(reference.fields)
        doi = fields.get("doi")
        if doi is not None and not _DOI.fullmatch(doi):
            bare = re.search(r"10\.[0-9]{4,9}/\S+", doi)
            right = f"write {bare[0]}" if bare else "it begins with 10. and has a slash"
            yield _finding(reference, "doi-form", f"{doi!r} is no bare DOI; {right}")
        elif match := re.match(r"https?://(?:dx\.)?doi\.org/(.+)", fields.get("url", "")):
            if doi is None:
                message = f"the address is a DOI; write doi = {{{match[1]}}}"
            else:
                message = "url repeats the doi; leave it out or name another copy"
            yield _finding(reference, "doi-form", message)


@rule("graph", bad=_ENTRY.replace("{OpenStack}", "OpenStack"), good=_ENTRY)
def unprotected_capital(graph: Graph) -> Iterator[Finding]:
    """Names and abbreviations in a title are in braces, so that no style writes them small."""
    for reference in graph.bibliography.values():
        title = _without_braces(dict(reference.fields).get("title", ""))
        words = dict.fromkeys(_INNER_CAPITAL.findall(title))
        if words:
            shown = ", ".join(f"{{{word}}}" for word in words)
            yield _finding(reference, "unprotected-capital", f"in the title, write {shown}")


def _without_braces(title: str) -> str:
    """*title* without what stands in braces."""
    depth, kept = 0, []
    for character in title:
        depth += (character == "{") - (character == "}")
        kept.append(character if depth == 0 and character != "}" else " ")
    return "".join(kept)


@rule(
    "graph",
    bad=_ENTRY.replace("year = {2018}", "year = {2018},\n      doi = {10.1109/ic2e.2017.35}"),
    good=_ENTRY,
)
def duplicate_work(graph: Graph) -> Iterator[Finding]:
    """A work has one key: no two entries have one DOI, one address, or one author and title."""
    seen: dict[tuple[str, ...], Reference] = {}
    for reference in graph.bibliography.values():
        fields = dict(reference.fields)
        title = re.sub(r"[^a-z0-9]+", "", fields.get("title", "").lower())
        marks: list[tuple[str, ...]] = []
        if title:
            marks.append(("title", title, reference.label.rstrip("abcdefghij")))
        for name in ("doi", "url"):
            if value := fields.get(name, "").lower().rstrip("/"):
                marks.append((name, value))
        firsts = [seen[mark] for mark in marks if mark in seen]
        for mark in marks:
            seen.setdefault(mark, reference)
        if firsts:
            yield _finding(
                reference,
                "duplicate-work",
                f"is the same work as {firsts[0].key} ({firsts[0].path}:{firsts[0].line}); "
                "keep one and cite that",
            )
