"""``.. explorer::`` — all records in one table, with filters.

Without a script it is a plain table in the order of types and ids.  ``explorer.js`` brings the
filters to life: a row says in ``data-*`` attributes what it is, and the names of the attributes
are those of the form's controls and of the parameters in the address.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from markupsafe import Markup

from wgkb.drawing import pieces as p
from wgkb.drawing.states import word
from wgkb.graph.facets import Facets, facets
from wgkb.model.records import RECORD_TYPES, EvidenceKind, Priority, RequirementArea, Severity
from wgkb.model.words import counted
from wgkb.views.base import Options, view

if TYPE_CHECKING:
    from wgkb.graph.graph import Graph
    from wgkb.model.page import Entry

COLUMNS = ("Record", "Type", "State", "Weight", "Evidence", "Area", "Component", "Release")

_SELECT = Markup(
    '<label>{} <select class="form-select" name="{}"><option value="">any</option>{}'
    "</select></label>"
)
_OPTION = Markup('<option value="{}">{} ({})</option>')
_FORM = Markup(
    '<form class="wg-explorer__form wg-needs-script" role="search" aria-label="Filter records">\n'
    '<label class="wg-explorer__text">Text <input class="form-control" type="search" name="text"'
    ' autocomplete="off" spellcheck="false"></label>\n{}\n'
    '<button class="btn" type="reset">Show all</button>\n</form>\n'
    '<p class="wg-explorer__count" role="status">{}</p>\n'
)


@view()
def explorer(graph: Graph, options: Options) -> p.Drawing:
    """All records of the site in one table that readers can filter."""
    order = list(RECORD_TYPES)
    entries = sorted(
        (entry for entry in graph.entries.values() if entry.docname),
        key=lambda entry: (order.index(entry.record.type.name), entry.record.id),
    )
    by_id = facets(graph)
    shown = [(entry, by_id[entry.record.id]) for entry in entries]
    codes = {area.id: area.code for area in graph.of_type(RequirementArea)}
    selects = Markup("\n").join(_selects(graph, shown))
    return p.Box(
        "explorer",
        (
            p.Control(_FORM.format(selects, counted(len(shown), "record"))),
            p.Table(
                tuple(map(p.Column, COLUMNS)),
                (p.Group(tuple(_row(graph, entry, own, codes) for entry, own in shown)),),
                p.Hidden("All records"),
                look="sortable",
            ),
        ),
    )


def _row(graph: Graph, entry: Entry, own: Facets, codes: Mapping[str, str]) -> p.Row:
    record = entry.record
    standing = graph.standing(record)
    has_shown_id = bool(entry.anchor) and record.id[:1].isupper()
    name = (p.Span("id", record.id), f" {record.title}") if has_shown_id else record.title
    return p.Row(
        (
            p.Link(graph.item(record.id), name),
            record.type.label,
            p.Chip(standing),
            p.Chip(own.severity or own.priority),
            p.Chip(own.evidence),
            " ".join(codes.get(area, area) for area in own.areas),
            _titles(graph, own.components),
            ", ".join(_release(graph, release) for release in own.releases),
        ),
        (
            ("type", record.type.name),
            ("state", standing),
            ("severity", own.severity),
            ("priority", own.priority),
            ("evidence", own.evidence),
            ("area", " ".join(own.areas)),
            ("component", " ".join(own.components)),
            ("release", " ".join(own.releases)),
        ),
    )


def _titles(graph: Graph, ids: Iterable[str]) -> str:
    return ", ".join(graph.item(record_id).text for record_id in ids)


def _release(graph: Graph, release: str) -> str:
    return graph.releases[release].name if release in graph.releases else release


def _selects(graph: Graph, shown: list[tuple[Entry, Facets]]) -> Iterable[Markup]:
    """A choice for each facet, of the values that occur, each with how often it does."""

    def select(label: str, name: str, values: Iterable[str], words: Mapping[str, str]) -> Markup:
        counts = Counter(values)
        known = [value for value in words if value in counts]
        others = sorted(counts.keys() - set(words) - {""})
        options = Markup("").join(
            _OPTION.format(value, words.get(value, word(value)), counts[value])
            for value in (*known, *others)
        )
        return _SELECT.format(label, name, options)

    types = {name: model.type.label for name, model in RECORD_TYPES.items()}
    areas = sorted({a for _, own in shown for a in own.areas})
    components = sorted({c for _, own in shown for c in own.components})
    yield select("Type", "type", (e.record.type.name for e, _ in shown), types)
    yield select("Area", "area", (a for _, own in shown for a in own.areas), _words(graph, areas))
    yield select(
        "Component",
        "component",
        (c for _, own in shown for c in own.components),
        _words(graph, components),
    )
    yield select("State", "state", (graph.standing(e.record) for e, _ in shown), {})
    yield select("Severity", "severity", (own.severity for _, own in shown), _order(Severity))
    yield select("Priority", "priority", (own.priority for _, own in shown), _order(Priority))
    yield select("Evidence", "evidence", (own.evidence for _, own in shown), _order(EvidenceKind))
    yield select(
        "Release",
        "release",
        (r for _, own in shown for r in own.releases),
        {release.id: release.name for release in graph.releases.values()},
    )


def _words(graph: Graph, ids: Iterable[str]) -> dict[str, str]:
    return {record_id: graph.item(record_id).text for record_id in ids}


def _order(values: Iterable[str]) -> dict[str, str]:
    """The words of an enumeration, in the order in which it declares them."""
    return {str(value): str(value) for value in values}
