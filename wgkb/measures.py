"""How far the knowledge base has got, in numbers that a change must not let fall.

The same numbers are shown by ``.. measures::``, published as ``api/v1/measures.json`` and held
against the thresholds of ``[tool.wgkb.coverage]`` in ``pyproject.toml`` by
``python -m wgkb.measures SITE``.  Knows nothing of Sphinx.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from wgkb.data.files import DataFile, DataFileError, read_toml
from wgkb.findings import did_you_mean
from wgkb.graph import Graph
from wgkb.model import Coverage, Gap, Requirement, Status, Support
from wgkb.reading_progress import Progress, progress

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
    judgements = [*graph.of_type(Gap), *graph.of_type(Support)]
    read = sum(
        (
            progress(page.claims, graph.kept.readings_of(page.docname))
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


# --- The gate -------------------------------------------------------------------------------


def thresholds(root: Path) -> tuple[DataFile, dict[str, float]]:
    """The least percentage of each measure, as the project's settings have it.

    :raises DataFileError: the settings are broken.
    """
    file = read_toml(root, SETTINGS)
    table = file.content.get("tool", {}).get("wgkb", {}).get("coverage", {})
    for name, value in table.items():
        if not isinstance(value, int | float) or not 0 <= value <= 100:
            raise file.error(name, f"{name} must be a percentage, 0 to 100")
    return file, table


def too_low(file: DataFile, least: dict[str, float], document: Any) -> Iterator[str]:
    """A line for each measure below its threshold; *document* is ``measures.json``."""
    known = {measure["name"]: measure for measure in document["measures"]}
    for name, threshold in least.items():
        where = f"{file.path}:{file.line_of(name)}: WARNING: {name}"
        measure = known.get(name)
        if measure is None:
            yield f"{where} is no measure{did_you_mean(name, known)} [wg.coverage-gate]"
        elif measure["percent"] < threshold:
            yield (
                f"{where} is {measure['percent']:g} %, less than {threshold:g} %: "
                f"{measure['done']} of {measure['of']} {measure['words']} [wg.coverage-gate]"
            )


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status: 1 when a measure is too low."""
    parser = argparse.ArgumentParser(
        prog="python -m wgkb.measures", description="Hold the measures against their thresholds."
    )
    parser.add_argument("site", type=Path, help="folder of the built site")
    parser.add_argument("--root", type=Path, default=Path(), help="folder of the knowledge base")
    options = parser.parse_args(argv)
    try:
        file, least = thresholds(options.root)
    except DataFileError as error:
        print(error, file=sys.stderr)
        return 2
    if not least:
        print(f"no thresholds in {SETTINGS}, [tool.wgkb.coverage]")
        return 0
    try:
        document = json.loads((options.site / MEASURES).read_bytes())
        found = list(too_low(file, least, document))
    except (OSError, ValueError, KeyError, TypeError):
        print(f"There are no measures in {options.site} yet.")
        return 1
    for measure in document["measures"]:
        print(
            f"{measure['percent']:5.1f} %  {measure['done']} of {measure['of']} {measure['words']}"
        )
    print(*found, sep="\n", end="\n" * bool(found))
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
