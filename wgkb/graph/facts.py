"""What a record shows of itself and of what it links to, as labelled lists."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from wgkb.files.tracked import address_of
from wgkb.graph import meetings
from wgkb.graph.graph import ANALYSIS, MENTIONED, Graph, Item, definition_anchor
from wgkb.model.records import (
    FIELDS,
    Meeting,
    Record,
)

NEIGHBOUR = "neighbour"
"""Name of the facts that lead to the meeting before and after."""


CHIPS = frozenset(
    ["autonomy", "evidence", "priority", "project-status", "record", "severity", "state", "status"]
)
"""Fields whose word is shown as a chip."""


RELEASE_FIELDS = frozenset({"judged-against", "since"})


HIDDEN = frozenset({"suppress"})
"""Fields that are for the people who write, not for those who read."""


SHORT_LIST = 6
"""A list of links that is longer stands in the trace only, below the text of its record."""


class Fact(NamedTuple):
    """A labelled list of values."""

    label: str
    items: tuple[Item, ...]
    name: str = ""


def has_records(fact: Fact) -> bool:
    """Does the fact lead to other records or pages, as back-links do, and not to sources?"""
    return any(
        (item.docname and not item.anchor and not item.is_outside) or item.target
        for item in fact.items
    )


def facts_of(graph: Graph, record: Record) -> list[Fact]:
    """The fields of *record*, with what it links to as it stands now."""
    facts = []
    if (standing := graph.standing(record)) and not _names_its_standing(record):
        facts.append(Fact("State", (Item(standing, standing),), "standing"))
    for spec in FIELDS[record.type.name]:
        value = getattr(record, spec.attribute)
        if spec.written_as != "option" or spec.name in HIDDEN or value in ((), "", None):
            continue
        if spec.link:
            items = tuple(graph.item(target) for target in value)
        elif spec.name == "argued-by":
            items = tuple(
                Item("analysis of this knowledge base") if key == ANALYSIS else graph.citation(key)
                for key in value
            )
        elif spec.name == "tracked-by":
            items = tuple(_tracked(graph, tracked) for tracked in value)
        elif spec.values and spec.name in CHIPS:
            items = (_word(graph, spec.name, str(value)),)
        elif spec.name in RELEASE_FIELDS and value in graph.releases:
            items = (Item(graph.releases[value].name),)
        elif spec.is_list:
            items = tuple(Item(text) for text in value)
        elif spec.name in ("start", "end") and isinstance(record, Meeting):
            items = tuple(Item(text) for text in meetings.time_words(record, spec.name))
        else:
            items = (Item(str(value)),)
        facts.append(Fact(spec.name.replace("-", " ").capitalize(), items, spec.name))
    if kind := getattr(record, "strongest_evidence", None):
        facts.append(Fact("Strongest evidence", (Item(kind, kind),), "strongest-evidence"))
    if found := graph.suspects.get(record.id):
        items = tuple(graph.item(suspect.requirement) for suspect in found)
        facts.append(Fact("Suspect: the wording changed", items, "suspect"))
    if isinstance(record, Meeting):
        for label, neighbour in meetings.neighbours(graph, record):
            facts.append(Fact(label, (graph.item(neighbour.id),), NEIGHBOUR))
    return facts


def _word(graph: Graph, field_name: str, word: str) -> Item:
    """A word of a field as a chip, which leads to what it means if that is defined."""
    if graph.defined_on and word in graph.definitions.get(field_name, ()):
        anchor = definition_anchor(field_name, word)
        return Item(word, word, docname=graph.defined_on, anchor=anchor)
    return Item(word, word)


def _tracked(graph: Graph, tracked: str) -> Item:
    """An entry of a public tracker, with what that said last."""
    known = graph.files.tracked.get(tracked)
    words = f"{tracked} ({known.state}, seen {known.seen})" if known else tracked
    return Item(words, docname=address_of(graph.trackers, tracked))


def dependents_of(graph: Graph, record_id: str) -> list[Fact]:
    """What links to the record, grouped by how, in a fixed order."""
    groups: dict[str, list[str]] = defaultdict(list)
    for link in graph.back_links.get(record_id, ()):
        if link.source not in groups[link.label]:
            groups[link.label].append(link.source)
    labels = sorted(groups, key=lambda label: (label == MENTIONED, label))
    return [
        Fact(label, tuple(graph.item(source) for source in sorted(groups[label])))
        for label in labels
    ]


def _names_its_standing(record: Record) -> bool:
    """Does one of its fields say its standing, so that no extra fact is needed?"""
    return any(
        spec.written_as == "option" and getattr(record, spec.attribute) == record.standing
        for spec in FIELDS[record.type.name]
    )
