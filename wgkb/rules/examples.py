"""Building blocks of the rules' examples: each a page of a small, sound knowledge base."""

USE_CASE = """
    === use-cases/retail-store.rst
    Retail stores
    =============

    .. use-case::
       :industry: retail
       :actors: store staff
       :status: proposed
       :evidence: proposed
       :scale: 1,800 stores
       :latency: not stated
       :autonomy: required
       :needs: IDN-01

       Shops that go on selling while the link is down :cite:`lebre2017revising`.

    Who wants it
    ------------

    A retail chain.

    Story
    -----

    The link fails on a Saturday.

    Shape of the infrastructure
    ---------------------------

    Three servers in each shop.

    Constraints
    -----------

    Nobody on site knows computers.

    Operations
    ----------

    From head office.

    What it asks of the IaaS
    ------------------------

    A site that works alone: :req:`IDN-01`.

    Real deployments
    ----------------

    No source names one.

    Open questions
    --------------

    None.
"""

AREA = """
    === requirements/identity.rst
    Identity
    ========

    .. requirement-area::
       :code: IDN

       Who may do what, and where.
"""

REQUIREMENT = """
    .. requirement:: IDN-01 Sign in while cut off
       :status: proposed
       :priority: must
       :origin: stated
       :components: keystone

       A site shall authenticate its users without traffic to other sites.

       :rationale: People work on while the link is down, because they must
          :cite:`lebre2017revising`.
       :verification: Cut the link, then ask for a token.
"""

COMPONENT = """
    === gap-analyses/keystone.rst
    Keystone
    ========

    .. component::
       :code: KEYSTONE
       :project-status: active

       The identity service :cite:`lebre2017revising`.

       :assumes: One shared database.
"""

GAP = """
    .. gap:: KEYSTONE-01 Tokens need the centre
       :severity: blocking
       :argued-by: lebre2017revising
       :judged-against: 2026.1
       :verified: 2026-07-17
       :fails: IDN-01

       A site that is cut off cannot check a token.

       :evidence:
          :test: Seen on a testbed :cite:`lebre2017revising`.
       :history:
          :newton: open — first described.
          :ocata: partial — tokens need no shared store any more.
       :closes-when: A site checks tokens alone.
"""

SUPPORT = """
    .. support:: KEYSTONE-S01 Tokens are short
       :since: ocata
       :meets: IDN-01
       :judged-against: 2026.1
       :verified: 2026-07-17

       Tokens fit into a header.

       :evidence:
          :code: Seen :cite:`lebre2017revising`.
"""

MEETING = """
    === meetings/2017/2017-06-07-irc.md
    # Meeting of 7 June

    ```{meeting}
    :start: 2017-06-07 15:00 UTC
    :kind: irc
    :record: full
    :attendees: ada-lovelace

    A meeting {cite}`lebre2017revising`.
    ```
"""
