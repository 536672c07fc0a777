"""Hold the measures against the thresholds of the project: ``python -m wgkb.checks.quality``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from wgkb.files.toml import DataFile, DataFileError, read_toml
from wgkb.graph.measures import MEASURES, SETTINGS
from wgkb.model.findings import did_you_mean


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
        prog="python -m wgkb.checks.quality",
        description="Hold the measures against their thresholds.",
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
