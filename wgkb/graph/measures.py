"""How far the knowledge base has got, in numbers that a change must not let fall.

The same numbers are shown by ``.. measures::``, published as ``api/v1/measures.json`` and held
against the thresholds of ``[tool.wgkb.coverage]`` in ``pyproject.toml`` by
``python -m wgkb.checks.quality SITE``.  Knows nothing of Sphinx.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from wgkb.graph.graph import Graph
from wgkb.graph.reading_progress import Progress, progress
from wgkb.model.records import Coverage, Requirement, Status

MEASURES = "api/v1/measures.json"
SETTINGS = "pyproject.toml"
MAX_AGE = 3
"""Releases after which a judgement is old (as rule ``old-judgement`` has it)."""


@dataclass(frozen=True, slots=True)
class Measure:
    """*done* of *of* things are as they should be."""

    name: str
    words: str
    done: int
    of: int

    @property
    def percent(self) -> float:
        """Share in percent, rounded down to a tenth, so that 100 means all."""
        return int(1000 * self.done / self.of) / 10 if self.of else 100.0


def measures(graph: Graph) -> tuple[Measure, ...]:
    """All measures of *graph*."""
    requirements = [r for r in graph.of_type(Requirement) if r.status is not Status.WITHDRAWN]
    traced = [
        r
        for r in requirements
        if any(link.label == "Needed by" for link in graph.back_links.get(r.id, ()))
    ]
    cells = [graph.coverage(r.id, c).value for r in requirements for c in r.components]
    sourced = [e.record for e in graph.entries.values() if e.record.type.sourced]
    judgements = graph.judgements
    read = sum(
        (
            progress(page.claims, graph.files.readings_of(page.docname))
            for page in graph.pages.values()
        ),
        Progress(),
    )
    newest = len(graph.releases) - 1
    fresh = [
        j
        for j in judgements
        if newest - graph.release_order.get(j.judged_against, -MAX_AGE - 1) <= MAX_AGE
    ]
    return (
        Measure(
            "traced-requirements",
            "requirements that a use case needs",
            len(traced),
            len(requirements),
        ),
        Measure(
            "assessed-cells",
            "pairs of a requirement and a component that must meet it, looked at",
            sum(value is not Coverage.UNKNOWN for value in cells),
            len(cells),
        ),
        Measure(
            "cited-records",
            "records that cite a source",
            sum(bool(graph.sources_of.get(record.id)) for record in sourced),
            len(sourced),
        ),
        Measure(
            "fresh-judgements",
            "gaps and supports judged within the last three releases",
            len(fresh),
            len(judgements),
        ),
        Measure(
            "read-claims",
            "sentences that name a source which can be reached, read there",
            read.read,
            read.claims - read.unreachable,
        ),
    )


def measures_document(graph: Graph) -> dict[str, Any]:
    """The measures as JSON values."""
    return {
        "version": 1,
        "measures": [
            asdict(measure) | {"percent": measure.percent} for measure in measures(graph)
        ],
    }
