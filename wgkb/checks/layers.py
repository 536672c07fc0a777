"""Hold the imports of a package against its contracts: ``python -m wgkb.checks.layers``.

The contracts are those of import-linter, in the table ``[tool.importlinter]`` of
``pyproject.toml``; a project without the table has nothing to hold.
"""

from __future__ import annotations

import sys
from pathlib import Path

from importlinter.cli import lint_imports

from wgkb.files.toml import DataFileError, read_toml

SETTINGS = "pyproject.toml"


def main() -> int:
    """Run the command line; return the exit status: 1 when a contract is broken."""
    try:
        declared = read_toml(Path(), SETTINGS).content.get("tool", {})
    except DataFileError as error:
        print(error, file=sys.stderr)
        return 2
    if "importlinter" not in declared:
        print(f"{SETTINGS} declares no contracts")
        return 0
    return lint_imports(config_filename=SETTINGS, cache_dir="_build/import_linter", no_logo=True)


if __name__ == "__main__":
    sys.exit(main())
