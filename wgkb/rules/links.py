"""Rules on ids and on what records refer to."""

from __future__ import annotations

from collections.abc import Iterator

from wgkb.findings import Finding, did_you_mean, rule
from wgkb.graph import ANALYSIS, CITE, Graph
from wgkb.model import LINK_FIELDS, RECORD_TYPES, Decision, Gap, fields_of
from wgkb.rules.examples import AREA, MEETING, REQUIREMENT

_REFERENCES = "\n=== references.rst\nReferences\n=========="


@rule(
    "graph",
    bad=AREA + REQUIREMENT + REQUIREMENT,
    good=AREA + REQUIREMENT + REQUIREMENT.replace("IDN-01", "IDN-02"),
)
def duplicate_id(graph: Graph) -> Iterator[Finding]:
    """An id belongs to one record: it is never used twice, not even in two files."""
    for entry, first in graph.duplicates:
        yield entry.finding(
            "duplicate-id",
            f"{entry.record.id} is already defined at {first.path}:{first.line}; "
            "take the next free number",
        )


@rule("graph", bad=AREA + REQUIREMENT.replace("IDN-01", "CTL-01"), good=AREA + REQUIREMENT)
def foreign_id(graph: Graph) -> Iterator[Finding]:
    """A record stands on a page of its kind, and its id begins with the code of that page."""
    for page in graph.pages.values():
        for entry in page.entries:
            kind = entry.record.type
            if not kind.page:
                continue
            label = RECORD_TYPES[kind.page].type.label
            if page.kind != kind.page:
                yield entry.finding(
                    "foreign-id",
                    f"{kind.label} {entry.record.id} stands on a page that is no {label}; "
                    f"begin the page with .. {kind.page}::",
                )
            elif code := getattr(page.main, "code", ""):
                prefix = entry.record.id.partition("-")[0]
                if prefix != code:
                    yield entry.finding(
                        "foreign-id",
                        f"{entry.record.id} stands on the page of {code}; its id begins with "
                        f"{code}- or it belongs elsewhere",
                    )


@rule("graph", bad=MEETING.replace("ada-lovelace", "ada-lovelase"), good=MEETING)
def dangling_link(graph: Graph) -> Iterator[Finding]:
    """What a record or a text refers to exists and is of the right type."""
    for entry in graph.entries.values():
        record = entry.record
        for spec in LINK_FIELDS[record.type.name]:
            for target in getattr(record, spec.attribute):
                problem = _problem(graph, target, spec.link.to)
                if problem:
                    name = f"{record.type.label} {record.id}"
                    yield entry.finding(
                        "dangling-link", f"{name}: :{spec.name}: {problem}", spec.name
                    )
    for page in graph.pages.values():
        for mention in page.mentions:
            if mention.kind in RECORD_TYPES:
                problem = _problem(graph, mention.target, (mention.kind,))
                if problem:
                    role = RECORD_TYPES[mention.kind].type.role
                    yield Finding(page.path, mention.line, "dangling-link", f":{role}: {problem}")
        for call in page.views:
            for spec in fields_of(type(call.options)):
                target = getattr(call.options, spec.attribute)
                if spec.link and target and (problem := _problem(graph, target, spec.link.to)):
                    message = f"{call.name}: :{spec.name}: {problem}"
                    yield Finding(page.path, call.line, "dangling-link", message)


def _problem(graph: Graph, target: str, types: tuple[str, ...]) -> str:
    record = graph.get(target)
    if record is None and target in graph.invalid:
        return ""
    if record is None:
        return f"{target} does not exist{did_you_mean(target, graph.ids(types))}"
    if types and record.type.name not in types:
        wanted = " or ".join(RECORD_TYPES[name].type.label for name in types)
        return f"{target} is a {record.type.label}, where a {wanted} is needed"
    return ""


@rule(
    "graph",
    bad=AREA + REQUIREMENT.replace("because", "because :cite:`nobody1999` says so and"),
    good=AREA + REQUIREMENT,
)
def unknown_citation(graph: Graph) -> Iterator[Finding]:
    """What a text cites is in the bibliography."""
    for page in graph.pages.values():
        for mention in page.mentions:
            if mention.kind == CITE and mention.target not in graph.bibliography:
                hint = did_you_mean(mention.target, graph.bibliography)
                yield Finding(
                    page.path,
                    mention.line,
                    "unknown-citation",
                    f"the bibliography has no entry {mention.target}{hint}",
                )
    for gap in graph.of_type(Gap):
        for key in gap.argued_by:
            if key != ANALYSIS and key not in graph.bibliography:
                hint = did_you_mean(key, [*graph.bibliography, ANALYSIS])
                yield graph.entries[gap.id].finding(
                    "unknown-citation",
                    f"gap {gap.id}: :argued-by: the bibliography has no entry {key}{hint}",
                    "argued-by",
                )


@rule(
    "graph",
    bad=AREA + REQUIREMENT + _REFERENCES + "\n\nAll of them.\n",
    good=AREA + REQUIREMENT + _REFERENCES + "\n\n.. bibliography::\n   :all:\n",
)
def unlisted_citation(graph: Graph) -> Iterator[Finding]:
    """What is cited is listed on some page, where the citation leads."""
    for page in graph.pages.values():
        for mention in page.mentions:
            reference = graph.bibliography.get(mention.target) if mention.kind == CITE else None
            if reference is not None and not reference.docname:
                yield Finding(
                    page.path,
                    mention.line,
                    "unlisted-citation",
                    f'no page lists {reference.key}; put ".. bibliography::" with ":all:" '
                    "on one, such as references.rst",
                )
                return  # what lists it lists the others, too


@rule(
    "graph",
    bad=AREA + REQUIREMENT.replace(" :cite:`lebre2017revising`", ""),
    good=AREA + REQUIREMENT,
)
def unsourced_record(graph: Graph) -> Iterator[Finding]:
    """A record cites at least one source in its text."""
    for entry in graph.entries.values():
        if entry.record.type.sourced and not graph.sources_of.get(entry.record.id):
            yield entry.finding(
                "unsourced-record",
                f"{entry.record.type.label} {entry.record.id} cites no source; "
                "add :cite:`key` or a link to where it is said",
            )


@rule(
    "graph",
    bad=AREA + REQUIREMENT,
    good=AREA + REQUIREMENT.replace("revising`", "revising,cherrueau2018edge`"),
)
def uncited_reference(graph: Graph) -> Iterator[Finding]:
    """Every entry of the bibliography is cited somewhere."""
    for key, reference in graph.bibliography.items():
        if key not in graph.cited_by:
            yield Finding(
                reference.path,
                reference.line,
                "uncited-reference",
                f"nobody cites {key}; cite it, list it under further reading, or remove it",
            )


@rule(
    "graph",
    bad=MEETING
    + """
    ```{decision} D1 Odd weeks
    :supersedes: 2017-06-07-irc/D2

    We meet in odd weeks.
    ```

    ```{decision} D2 Even weeks
    :supersedes: 2017-06-07-irc/D1

    We meet in even weeks.
    ```
""",
    good=MEETING
    + """
    ```{decision} D1 Odd weeks
    We meet in odd weeks.
    ```

    ```{decision} D2 Even weeks
    :supersedes: 2017-06-07-irc/D1

    We meet in even weeks.
    ```
""",
)
def supersession_cycle(graph: Graph) -> Iterator[Finding]:
    """No decision supersedes itself, not even through others."""
    reported: set[str] = set()
    for decision in graph.of_type(Decision):
        path = [decision.id]
        while len(path) <= len(graph.entries):
            current = graph.get(path[-1])
            older = [i for i in getattr(current, "supersedes", ()) if i in graph.entries]
            if not older:
                break
            if older[0] in path:
                cycle = path[path.index(older[0]) :]
                if reported.isdisjoint(cycle):
                    reported.update(cycle)
                    chain = " → ".join([*cycle, older[0]])
                    yield graph.entries[decision.id].finding(
                        "supersession-cycle", f"decisions supersede each other: {chain}"
                    )
                break
            path.append(older[0])
