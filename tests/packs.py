"""A small knowledge base with one summit pack."""

from __future__ import annotations

from kb import CONF, Project, pages_of

from wgkb.rules.examples import AREA, COMPONENT, GAP, MEETING, REQUIREMENT, USE_CASE

ADDRESS = "https://example.org/kb/"
SYMBOLS = "≈ 300 s → ≤ 5 ms"
SECOND_GAP = """
    .. gap:: KEYSTONE-02 Rights do not end at a site
       :severity: low
       :argued-by: analysis
       :judged-against: 2026.1
       :verified: 2026-07-17
       :fails: IDN-01

       A right holds at every site.

       :evidence: The documentation :cite:`cherrueau2018edge`, and a page of others:
          `the mail <https://example.com/a/very/long/address/that/goes/on/and/on/and/on>`__.
          Set ``one_of_the_options_with_a_name_that_goes_on_and_on.and_on_and_on_and_on_and_on``.
       :history:
          :newton: open — first described.
          :2025.1: closed — rights may name a region
             :cite:`lebre2017revising`, see :gap:`KEYSTONE-01`.
       :closes-when: A right names a site.
"""
SLIDES = """
    :orphan:

    Slides of ours
    ==============

    What we saw
    -----------

    Three sites, one bus.

    .. container:: notes

       Wait for the laughter.
"""
MYST_SLIDES = """
    ---
    orphan: true
    ---

    # Slides in MyST

    ## What we did

    We cut the link, see {req}`IDN-01`.

    ```{container} notes
    Point at the map.
    ```
"""
PACK = """
    title = "State & prospects of <identity>, by François Rübsamen and 陈"
    event = "A forum"
    date = 2026-07-17
    licence = "CC-BY-4.0"
    question = "Can a site check a token alone, in ≤ 5 ms?"
    speakers = ["ada-lovelace"]
    read-on = ["keystone", "people"]

    [[part]]
    title = "Use cases"
    records = ["retail-store"]
    slides = ["ours", "ours-too"]

    [[part]]
    title = "Identity"
    query = { type = ["requirement-area", "requirement", "component", "gap"] }

    [[part]]
    title = "Meetings"
    records = ["2017-06-07-irc"]
    pages = ["people"]
"""
LIST = """
    :orphan:

    Packs
    =====

    .. summit-packs::

    .. toctree::
       :glob:

       *
"""
RECORDS = pages_of(AREA + REQUIREMENT + COMPONENT + GAP + SECOND_GAP + USE_CASE + MEETING)


def write(project: Project) -> Project:
    """Write it, pack and all, into *project*."""
    conf = f'{CONF}\nhtml_baseurl = "{ADDRESS}"\n'
    files = {
        "conf.py": conf,
        "ours.rst": SLIDES,
        "ours-too.md": MYST_SLIDES,
        "summit/index.rst": LIST,
        "summit/talk.toml": PACK,
    }
    project.write({**RECORDS, **files})
    project.edit("use-cases/retail-store.rst", "The link fails", f"{SYMBOLS}. The link fails")
    return project
