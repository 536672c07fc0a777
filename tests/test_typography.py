"""A title reads the same wherever it is shown."""

from __future__ import annotations

import json

from kb import Project, pages_of

from wgkb.rules.examples import AREA, COMPONENT, GAP, MEETING, REQUIREMENT

TITLE = """It\'s "wide" -- isn\'t it?"""
SHOWN = "It’s “wide” – isn’t it?"
VIEWS = """
    === views.rst
    Views
    =====

    .. event:: 2017-06-07 EVENT

       It happened.

    .. timeline::

    .. explorer::

    .. meeting-timeline::

    .. records:: decision

    :gap:`KEYSTONE-01` :meeting:`2017-06-07-irc` :doc:`/meetings/2017/2017-06-07-irc`
"""


def test_titles(project: Project) -> None:
    files = pages_of(
        AREA
        + REQUIREMENT
        + COMPONENT
        + GAP.replace("Tokens need the centre", TITLE)
        + MEETING.replace("# Meeting of 7 June", f"# {TITLE}")
        + f"\n    ```{{decision}} D1 {TITLE}\n    We do.\n    ```\n"
        + VIEWS.replace("EVENT", TITLE)
    )
    project.write(files)
    built = project.build()
    text = built.read("views")
    assert text.count(SHOWN) == 10, text
    assert '"wide"' not in text
    assert built.read("gap-analyses/keystone").count(SHOWN) == 1
    minutes = built.read("meetings/2017/2017-06-07-irc")
    assert minutes.count(SHOWN) == 2
    records = json.loads((built.outdir / "api/v1/records.json").read_text("utf-8"))["records"]
    assert records["KEYSTONE-01"]["fields"]["title"] == SHOWN
