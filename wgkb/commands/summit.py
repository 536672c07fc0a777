"""``wgkb summit`` — the reference material for a session, from one file."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import click

from wgkb.files import packs as pack
from wgkb.files.built_packs import OUTPUT
from wgkb.files.git import RevisionError
from wgkb.model.words import counted
from wgkb.summit import making
from wgkb.summit.pdf import PdfError
from wgkb.summit.revision import freeze
from wgkb.summit.site import SiteError


@click.command("summit")
@click.argument("name", required=False)
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), help="The date that the pack names.")
@click.option("--revision", help="Build from this commit, not from the tree as it is.")
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help=f"Folder of the pack, instead of {OUTPUT}/NAME.",
)
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    help="Folder of the knowledge base.",
)
def command(
    name: str | None,
    date: dt.datetime | None,
    revision: str | None,
    output: Path | None,
    root: Path,
) -> None:
    """Make the pack NAME, whose file is summit/NAME.toml; without NAME, list the packs.

    A pack holds a handbook, a brief, slides, an EPUB, an offline copy of the site and how to
    cite it.  It names its revision and its date: from those it can be made again.
    """
    root = root.resolve()
    if not name:
        click.echo("\n".join(pack.names(root)) or f"There is no pack in {pack.FOLDER}/.")
        return
    target = (output or root / OUTPUT / name).resolve()
    start = time.monotonic()
    try:
        if revision:
            arguments = ["--date", f"{date:%Y-%m-%d}"] if date else []
            making.make_from_revision(root, name, revision, arguments, target)
            return
        file = pack.load(root, name)
        frozen = freeze(root, date.date() if date else None, file.pack.date)
        built = making.make(root, file, frozen, target, click.echo)
    except pack.PackErrors as errors:
        click.echo(str(errors), err=True)
        raise SystemExit(1) from None
    except (RevisionError, SiteError, PdfError) as error:
        raise click.ClickException(str(error)) from None
    click.echo(
        f"{counted(len(built.files), 'file')} in {time.monotonic() - start:.0f} s, revision"
        f" {frozen.words}, {frozen.date.isoformat()}: {target}"
    )
