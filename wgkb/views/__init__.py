"""Views over the records, each a directive.

A view is a pure function from the graph and its options to HTML.  It is written into the page
when the page is written, and its HTML is what decides whether that page is out of date.
"""

from wgkb.views.base import VIEWS, View
from wgkb.views.explorer import Explorer
from wgkb.views.gap_timeline import GapTimeline
from wgkb.views.ledgers import ActionLedger, DecisionLedger
from wgkb.views.link_health import LinkHealth
from wgkb.views.matrix import CoverageMatrix
from wgkb.views.measures import Measures
from wgkb.views.meeting_timeline import MeetingTimeline
from wgkb.views.newest import NewestChanges
from wgkb.views.overview import Answer, Counts, Overview
from wgkb.views.people import People
from wgkb.views.reference import CommandList, RecordFields, RuleList
from wgkb.views.series import MeetingSeries
from wgkb.views.statistics import MeetingStatistics
from wgkb.views.summit import SummitPack, SummitPacks
from wgkb.views.suppressions import Suppressions
from wgkb.views.tables import Records
from wgkb.views.timeline import Timeline
from wgkb.views.topics import Topics
from wgkb.views.use_case_comparison import UseCaseComparison
from wgkb.views.what_changed import WhatChanged

VIEW_DIRECTIVES = {
    "command-list": CommandList,
    "action-ledger": ActionLedger,
    "answer": Answer,
    "counts": Counts,
    "coverage-matrix": CoverageMatrix,
    "decision-ledger": DecisionLedger,
    "explorer": Explorer,
    "gap-timeline": GapTimeline,
    "meeting-series": MeetingSeries,
    "meeting-statistics": MeetingStatistics,
    "meeting-timeline": MeetingTimeline,
    "link-health": LinkHealth,
    "measures": Measures,
    "newest-changes": NewestChanges,
    "overview": Overview,
    "people": People,
    "records": Records,
    "record-fields": RecordFields,
    "rule-list": RuleList,
    "summit-pack": SummitPack,
    "summit-packs": SummitPacks,
    "suppressions": Suppressions,
    "timeline": Timeline,
    "topics": Topics,
    "use-case-comparison": UseCaseComparison,
    "what-changed": WhatChanged,
}
"""Directives of the domain that show records."""

__all__ = ["VIEWS", "VIEW_DIRECTIVES", "View"]
