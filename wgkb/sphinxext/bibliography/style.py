"""How the bibliography looks: author-year labels, and entries that show what they have.

pybtex's own styles raise when an entry lacks a field.  Entries of this bibliography have only
the fields that a source confirms, so every field is optional here.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pybtex.plugin
from pybtex.style import FormattedEntry
from pybtex.style.formatting import BaseStyle
from pybtex.style.labels import BaseLabelStyle
from pybtex.style.sorting import BaseSortingStyle
from pybtex.style.template import (
    field,
    first_of,
    href,
    join,
    names,
    optional,
    optional_field,
    sentence,
    tag,
    words,
)

if TYPE_CHECKING:
    from pybtex.database import Entry
    from sphinxcontrib.bibtex.domain import Citation


def label(entry: Entry) -> str:
    """Author and year, as citations in running text show them.

    Where there is no author or no year, ``label`` says it better; biblatex has the field for that
    (The biblatex Package, section 2.2.2).
    """
    people = entry.persons.get("author") or entry.persons.get("editor") or []
    surnames = [" ".join([*p.prelast_names, *p.last_names]) or str(p) for p in people]
    surnames = [_plain(name) for name in surnames]
    if entry.fields.get("label") and not (surnames and entry.fields.get("year")):
        return _plain(entry.fields["label"])
    if not surnames:
        who = _plain(entry.fields.get("organization", entry.key))
    elif len(surnames) == 1:
        who = surnames[0]
    elif len(surnames) == 2 and surnames[1] != "others":
        who = f"{surnames[0]} and {surnames[1]}"
    else:
        who = f"{surnames[0]} and others"
    return f"{who} {entry.fields.get('year', 'n.d.')}"


def _plain(name: str) -> str:
    """A name without the braces and the backslashes of BibTeX: ``{Cloud\\&Heat}``."""
    return re.sub(r"[{}]|\\(?=[&%$#_])", "", name)


class AuthorYearLabels(BaseLabelStyle):  # type: ignore[misc]  # pybtex has no types
    """Labels such as "Lebre 2017"; entries of one author and year get a, b, c."""

    def format_labels(self, sorted_entries: list[Entry]) -> Iterator[str]:
        labels = [label(entry) for entry in sorted_entries]
        wanted = Counter(labels)
        given: Counter[str] = Counter()
        for text in labels:
            given[text] += 1
            yield text + _letters(given[text]) if wanted[text] > 1 else text


def _letters(number: int) -> str:
    """1 → a, 26 → z, 27 → aa."""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


_DATE = words[optional_field("month"), field("year")]
_WHERE = first_of[
    optional[words["In", tag("em")[field("booktitle")]]],
    optional[tag("em")[field("journal")]],
    optional_field("howpublished"),
    "",
]
_NUMBERS = join(sep=", ")[
    optional[words["vol.", field("volume")]],
    optional[words["no.", field("number")]],
    optional[
        words["pp.", field("pages", apply_func=lambda text: text.replace("--", "–"), raw=True)]
    ],
]
_ENTRY = join(sep=" ")[
    optional[sentence[names("author", sep=", ", sep2=" and ", last_sep=" and ")]],
    optional[sentence[field("title")]],
    sentence[
        _WHERE,
        optional_field("type"),
        first_of[
            optional_field("institution"),
            optional_field("school"),
            optional_field("organization"),
            optional_field("publisher"),
            "",
        ],
        _NUMBERS,
        optional_field("address"),
        first_of[optional[_DATE], "no date"],
    ],
    optional[sentence[field("note")]],
    optional[
        words[
            "doi:",
            href(join["https://doi.org/", field("doi", raw=True)])[field("doi", raw=True)],
        ]
    ],
    optional[href(field("url", raw=True))[field("url", raw=True)]],
]


class ByLabel(BaseSortingStyle):  # type: ignore[misc]  # pybtex has no types
    """The order in which readers look for a label, whoever it names: accents do not count."""

    def sorting_key(self, entry: Entry) -> tuple[str, str]:
        who = unicodedata.normalize("NFKD", label(entry)).casefold()
        return re.sub(r"[^\w\s]", "", who), entry.fields.get("title", "")


class WorkingGroupStyle(BaseStyle):  # type: ignore[misc]  # pybtex has no types
    """Entries in the order of their labels, for all entry types alike."""

    default_name_style = "plain"
    default_label_style = AuthorYearLabels
    default_sorting_style = ByLabel

    def format_entry(self, label: str, entry: Entry, bib_data: Any = None) -> FormattedEntry:
        old_entry, old = _FORMATTED.get(entry.key, (None, None))
        if old is not None and old.label == label and old_entry == entry:
            return old
        context = {"entry": entry, "style": self, "bib_data": bib_data}
        new = FormattedEntry(entry.key, _ENTRY.format_data(context), label)
        if "crossref" not in entry.fields:  # what it takes from another entry is not compared
            _FORMATTED[entry.key] = (entry, new)
        return new


_FORMATTED: dict[str, tuple[Entry, FormattedEntry]] = {}
"""Entries as they were last formatted: sphinxcontrib-bibtex has all of them formatted in each
build, at some milliseconds an entry."""


def remember(citations: Iterable[Citation]) -> None:
    """Take over what the last build formatted, from the *citations* in its environment."""
    _FORMATTED.update(
        (citation.entry.key, (citation.entry, citation.formatted_entry))
        for citation in citations
        if "crossref" not in citation.entry.fields
    )


def register() -> None:
    """Make the style known to pybtex as ``wg``."""
    pybtex.plugin.register_plugin("pybtex.style.formatting", "wg", WorkingGroupStyle, force=True)
    # It is asked for at each citation and for each entry, and pybtex goes through all installed
    # packages for it (10 ms) unless it is registered by hand.
    backends, name = "pybtex.backends", "plaintext"
    plaintext = pybtex.plugin.find_plugin(backends, name)
    pybtex.plugin.register_plugin(backends, name, plaintext, force=True)
