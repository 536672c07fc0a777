"""``.. topics::`` — the bibliography by topic, the first keyword of each entry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, Field

from wgkb.drawing import pieces as p
from wgkb.views.base import Options, view

if TYPE_CHECKING:
    from wgkb.graph.graph import Graph
    from wgkb.model.page import Reference

OTHER = "other"
"""Topic of an entry without keywords."""


def _named(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        topic, _, words = line.partition(":")
        yield topic.strip(), words.strip()


def _checked(text: str) -> str:
    for topic, words in _named(text):
        if not topic or not words:
            raise ValueError(f'holds "{topic or words}", which must be "keyword: words"')
    return text


class TopicsOptions(Options):
    names: Annotated[str, AfterValidator(_checked)] = Field(
        default="", description='Lines of "keyword: words" for topics that need other words.'
    )


@view(TopicsOptions)
def topics(graph: Graph, options: TopicsOptions) -> p.Drawing:
    """A foldable list of the entries of each topic."""
    found: dict[str, list[Reference]] = {}
    for reference in graph.bibliography.values():
        found.setdefault(_topic(reference), []).append(reference)
    names = dict(_named(options.names))

    def in_words(topic: str) -> str:
        return names.get(topic, topic).casefold()

    return p.Box(
        "topics",
        tuple(
            p.Fold(
                f"{names.get(topic, topic.replace('-', ' ').capitalize())} ({len(found[topic])})",
                _entries(graph, found[topic]),
            )
            for topic in sorted(found, key=in_words)
        ),
    )


def _entries(graph: Graph, references: list[Reference]) -> p.Bullets:
    ordered = sorted(references, key=lambda r: (r.label.casefold(), r.key))
    return p.Bullets(tuple((graph.citation(r.key), f" {r.title}") for r in ordered))


def _topic(reference: Reference) -> str:
    keywords = dict(reference.fields).get("keywords", "")
    return keywords.partition(",")[0].strip() or OTHER
