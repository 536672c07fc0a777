"""Options that the commands share."""

from __future__ import annotations

from pathlib import Path

import click


def _knowledge_base(ctx: click.Context, param: click.Parameter, root: Path) -> Path:
    if not (root / "conf.py").is_file():
        raise click.BadParameter(
            f"{root.resolve()} has no conf.py; run this in the folder of the knowledge base, or "
            "name it with --root"
        )
    return root


root_option = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    callback=_knowledge_base,
    help="Folder of the knowledge base.",
)
"""Where the knowledge base is; nothing is read or written below another folder."""
