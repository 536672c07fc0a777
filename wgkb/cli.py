"""The command line: ``wgkb``, the same as ``python -m wgkb``.

Each command is a module of :mod:`wgkb.commands` and is imported when it is called, so that the
others cost nothing.
"""

from __future__ import annotations

import importlib
from typing import Any

import click

from wgkb import extras

COMMANDS = {
    "import-minutes": "Turn an IRC log into a minutes page.",
    "new": "Start a new record from its template.",
    "changes": "Say what a change does to the records.",
    "move": "Move a page or a record and leave a redirect.",
    "linkcheck": "Ask the links that leave the site.",
    "tracked": "Ask public trackers how far they are with what gaps name.",
    "summit": "Make the reference material for a session.",
    "readings": "List sentences with their sources, and record what was read.",
    "confirm": "Confirm judgements against the present wording of their requirements.",
}
"""Name and one-line help of each command."""


class LazyGroup(click.Group):
    """A group that imports a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"wgkb.commands.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ModuleNotFoundError as error:
            if line := extras.lacking([error.name or ""]):
                raise click.ClickException(line) from None
            raise

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="wgkb", prog_name="wgkb")
def main() -> None:
    """Tools for the knowledge base of a working group."""
