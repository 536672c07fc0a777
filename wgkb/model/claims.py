"""Claims: the sentences of running text that name a source.

A claim is a sentence together with the sources that stand in it or right behind it, before the
next one begins.  It is known by a digest of its words and its sources, so that a mended sentence,
or one with another source, is another claim that nobody has read yet.  Knows nothing of Sphinx.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

SOURCE, CODE = "\N{OBJECT REPLACEMENT CHARACTER}", "\N{INTERLINEAR ANNOTATION ANCHOR}"
"""What stands in a text for a source, and before words in fixed width."""

_ABBREVIATIONS = (
    r"(?:\b(?:[A-Z]|al|approx|ca|cf|ch|Dr|ed|eds|e\.g|etc|fig|Fig|i\.e|Inc|Ltd|Mr|Mrs|Ms|No"
    r"|p|pp|Prof|rev|sec|Sec|St|vol|vs))\Z"
)
_SIGNS = rf"[^\w\s{SOURCE}{CODE}]*"
_END = re.compile(
    rf"(?P<stop>[.!?]){_SIGNS}(?:\s*{SOURCE}[.,;]?)*\s+(?={_SIGNS}(?:{CODE}|[^\W_a-z]))"
)
_MARKS = re.compile(f"[{SOURCE}{CODE}]")


class Claim(NamedTuple):
    """A sentence that names its sources."""

    line: int
    owner: str
    """Id of the record in whose text it stands, or an empty string."""
    text: str
    """Its words, without what names the sources."""
    sources: tuple[str, ...]
    """Keys of the bibliography and addresses, in the order of the text."""

    @property
    def digest(self) -> str:
        """A short name for its words and sources; white space and the order of sources do not
        matter, nor where it stands."""
        value = "\0".join([" ".join(self.text.split()), *sorted(set(self.sources))])
        return hashlib.blake2b(value.encode(), digest_size=6).hexdigest()


Written = tuple[int, str, str, list[str]]
"""A claim as JSON values, which are those of :class:`Claim`."""


class Sentence(NamedTuple):
    """A sentence of a block of text."""

    text: str
    lines_before: int
    sources: tuple[str, ...]


def sentences(text: str, sources: Sequence[str]) -> Iterator[Sentence]:
    """The sentences of a block; each :data:`SOURCE` in *text* stands for the next of *sources*."""
    start = used = 0
    for end in [*_ends(text), len(text)]:
        part = text[start:end]
        count = part.count(SOURCE)
        lead = len(part) - len(part.lstrip())
        words = re.sub(r"\s+([.,;:)])", r"\1", " ".join(_MARKS.sub("", part).split()))
        yield Sentence(
            words, text.count("\n", 0, start + lead), tuple(sources[used : used + count])
        )
        start, used = end, used + count


def _ends(text: str) -> Iterator[int]:
    for match in _END.finditer(text):
        before = text[max(0, match.start() - 12) : match.start()]
        if match["stop"] != "." or not re.search(_ABBREVIATIONS, before):
            yield match.end()


def claims_of(
    text: str, sources: Sequence[str], line: int, owner: str, lead: str = ""
) -> Iterator[Claim]:
    """The claims in a block that begins on *line*; *lead* belongs to each of its sentences."""
    for sentence in sentences(text, sources):
        if sentence.sources:
            words = f"{lead}: {sentence.text}" if lead else sentence.text
            yield Claim(line + sentence.lines_before, owner, words, sentence.sources)


def claims_document(claims: Iterable[Claim]) -> list[Written]:
    """*claims* as JSON values."""
    return [(c.line, c.owner, c.text, list(c.sources)) for c in claims]


def claims_from(document: Iterable[Written]) -> tuple[Claim, ...]:
    """The claims that :func:`claims_document` wrote."""
    return tuple(
        Claim(line, owner, text, tuple(sources)) for line, owner, text, sources in document
    )
