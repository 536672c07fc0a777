"""Hold a package against what its project declares: ``python -m wgkb.checks.declared mypy``.

The settings of each tool stand in a table of its name in ``pyproject.toml``, for example
``[tool.mypy]``; a project without the table has nothing to hold.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from importlinter.cli import lint_imports

from wgkb.files.toml import DataFileError, read_toml

SETTINGS = "pyproject.toml"


def _importlinter() -> int:
    return lint_imports(config_filename=SETTINGS, cache_dir="_build/import_linter", no_logo=True)


def _mypy() -> int:
    return subprocess.run([sys.executable, "-m", "mypy", "--no-error-summary"]).returncode


TOOLS = {"importlinter": _importlinter, "mypy": _mypy}
"""What runs each tool, and returns its exit status."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status: 0 when all is as declared."""
    words = list(sys.argv[1:] if argv is None else argv)
    if len(words) != 1 or words[0] not in TOOLS:
        print(f"usage: python -m wgkb.checks.declared {'|'.join(TOOLS)}", file=sys.stderr)
        return 2
    [tool] = words
    try:
        declared = read_toml(Path(), SETTINGS).content.get("tool", {})
    except DataFileError as error:
        print(error, file=sys.stderr)
        return 2
    if tool not in declared:
        print(f"{SETTINGS} has no [tool.{tool}]")
        return 0
    return TOOLS[tool]()


if __name__ == "__main__":
    sys.exit(main())
