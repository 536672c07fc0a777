"""Views over the records: pure functions from a graph and options to a drawing.

Each module registers its views; importing the package registers all.  One generic directive,
:mod:`wgkb.sphinxext.directives.views`, stands for each, and :mod:`.record` holds what a record
shows on its own page.
"""

from wgkb.views import (  # noqa: F401  (their views register themselves)
    definitions,
    explorer,
    gap_timeline,
    ledgers,
    link_health,
    matrix,
    measures,
    meeting_timeline,
    newest,
    overview,
    people,
    readings,
    series,
    statistics,
    summit,
    suppressions,
    tables,
    timeline,
    topics,
    unlocks,
    use_case_comparison,
    what_changed,
)
from wgkb.views.base import VIEWS, View

__all__ = ["VIEWS", "View"]
