"""A small knowledge base with each kind of view, for the themes of other projects."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from kb import BASE, pages_of, write

from wgkb.rules import examples

CONF = """
extensions = ["wgkb"]
project = "A project of somebody else"
primary_domain = "wg"
html_theme = "{theme}"
html_context = {{"default_mode": "auto"}}  # pydata-sphinx-theme complains of none
"""
VIEWS = {
    "views.rst": """
        Views
        =====

        A text that cites :cite:`lebre2017revising,cherrueau2018edge`, and names
        :req:`IDN-01` and :gap:`KEYSTONE-01`.

        .. overview::

        Coverage
        --------

        .. coverage-matrix::

        .. gap-timeline::

        .. meeting-timeline::

        .. chart::
           :measured: Completion time (s)

           .. list-table:: Booting a machine, in seconds
              :header-rows: 1

              * - Round trip (ms)
                - Nova
                - Glance
              * - 0
                - ≈15
                - 12
              * - 200
                - ≈31 (with errors)
                - 25
        """,
    "meetings/2017/2017-06-07-irc.rst": """
        Meeting of 7 June
        =================

        .. meeting::
           :start: 2017-06-07 15:00 UTC
           :kind: irc
           :record: full
           :attendees: ada-lovelace

           A meeting :cite:`lebre2017revising`.
        """,
    "explorer.rst": "All records\n===========\n\n.. explorer::\n",
}


def write_project(root: Path, theme: str) -> None:
    """Write it below *root*, as somebody would who has no settings but a theme."""
    records = (
        examples.AREA,
        examples.REQUIREMENT,
        examples.COMPONENT,
        examples.GAP,
        examples.SUPPORT,
        examples.USE_CASE,
    )
    write(
        root, {**BASE, **pages_of("".join(records)), **VIEWS, "conf.py": CONF.format(theme=theme)}
    )
