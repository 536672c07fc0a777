"""Rules on ids and on what records refer to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from wgkb.graph.graph import ANALYSIS, Graph
from wgkb.model.findings import Finding, did_you_mean, rule
from wgkb.model.page import CITE
from wgkb.model.records import LINK_FIELDS, RECORD_TYPES, Decision, Gap, fields_of
from wgkb.rules.examples import AREA, MEETING, REQUIREMENT, USE_CASE

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
            if not kind.page or kind.page in page.doubtful:
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


@rule("graph", bad=USE_CASE.replace("use-cases/", "meetings/2017/"), good=USE_CASE)
def foreign_folder(graph: Graph) -> Iterator[Finding]:
    """A page stands in the folder of its kind, and one with the sections of a template begins
    with its record."""
    for page in graph.pages.values():
        if page.kind and not page.parent:
            kind = RECORD_TYPES[page.kind].type
            if not page.path.startswith(f"{kind.folder}/"):
                line = next((e.line for e in page.entries if not e.anchor), 1)
                message = f"the page of a {kind.label} stands in {kind.folder}/; move it there"
                yield Finding(page.path, line, "foreign-folder", message)
            continue
        titles = {heading.title for heading in page.headings}
        for model in RECORD_TYPES.values():
            kind = model.type
            if len(titles.intersection(kind.sections)) > 1 and kind.name not in page.doubtful:
                message = f"this page is no {kind.label}; write .. {kind.name}:: below its title"
                yield Finding(page.path, 1, "foreign-folder", message)


@rule("graph", bad=MEETING.replace("ada-lovelace", "ada-lovelase"), good=MEETING)
def dangling_link(graph: Graph) -> Iterator[Finding]:
    """What a record or a text refers to exists and is of the right type."""
    missing: dict[str, list[tuple[Finding, tuple[str, ...]]]] = defaultdict(list)
    for finding, target, types in _links(graph):
        record = graph.get(target)
        if record is not None:
            if types and record.type.name not in types:
                wanted = " or ".join(RECORD_TYPES[name].type.label for name in types)
                kind = record.type.label
                words = f"{finding.message} {target} is a {kind}, where a {wanted} is needed"
                yield replace(finding, message=words)
        elif target not in graph.doubtful:
            missing[target].append((finding, types))
    for target, places in missing.items():
        if len(places) < MANY:
            for finding, types in places:
                hint = _instead(target, graph.ids(types))
                yield replace(finding, message=f"{finding.message} {target} does not exist{hint}")
        else:
            first, *others = sorted(finding for finding, _ in places)
            shown = ", ".join(f"{other.path}:{other.line}" for other in others[:MANY])
            more = f" and {len(others) - MANY} more places" if len(others) > MANY else ""
            yield replace(
                first,
                message=f"{first.message} {target} does not exist, and {shown}{more} refer to it "
                "too; a record that was published is not deleted: put it back and mark it "
                "withdrawn or obsolete",
            )


MANY = 3
"""Links to one id that does not exist from which on it is no slip, but the id of a record that
was deleted."""


def _links(graph: Graph) -> Iterator[tuple[Finding, str, tuple[str, ...]]]:
    """All links: the finding that there would be, for its place and how it begins; the id; the
    types of record that it may lead to."""
    for entry in graph.entries.values():
        record = entry.record
        for spec, link in LINK_FIELDS[record.type.name]:
            for target in getattr(record, spec.attribute):
                begins = f"{record.type.label} {record.id}: :{spec.name}:"
                yield entry.finding("dangling-link", begins, spec.name), target, link.to
    for unread in graph.unread:
        for spec, link in LINK_FIELDS[unread.type]:
            for target in unread.links.get(spec.name, ()):
                begins = f"{unread.name}: :{spec.name}:"
                yield unread.finding("dangling-link", begins, spec.name), target, link.to
    for page in graph.pages.values():
        for mention in page.mentions:
            if mention.kind in RECORD_TYPES:
                begins = f":{RECORD_TYPES[mention.kind].type.role}:"
                finding = Finding(page.path, mention.line, "dangling-link", begins)
                yield finding, mention.target, (mention.kind,)
        for call in page.views:
            for spec in fields_of(type(call.options)):
                if spec.link and (target := getattr(call.options, spec.attribute)):
                    begins = f"{call.name}: :{spec.name}:"
                    finding = Finding(page.path, call.line, "dangling-link", begins)
                    yield finding, target, spec.link.to


def _instead(target: str, known: list[str]) -> str:
    """A hint at what may be meant by *target*, which does not exist."""
    parts = re.split(r"\s*[;|]\s*|\s+(?:and\s+)?", target.strip(" ;.,"))
    if len(parts) > 1 and all(part in known for part in parts):
        return f"; write commas between ids: {', '.join(parts)}"
    folded = {_folded(name): name for name in known}
    same = folded.get(_folded(target))
    return f"; did you mean {same}?" if same else did_you_mean(target, known)


def _folded(name: str) -> str:
    """*name* without what people write in different ways: case, hyphens, zeros, blanks."""
    return re.sub(r"[\W_]+0*", "-", name.casefold().strip(" .;,"))


def _is_known(graph: Graph, key: str) -> bool:
    """Does the bibliography have the entry, or may it have it?"""
    return key in graph.bibliography or key in graph.doubtful


@rule(
    "graph",
    bad=AREA + REQUIREMENT.replace("because", "because :cite:`nobody1999` says so and"),
    good=AREA + REQUIREMENT,
)
def unknown_citation(graph: Graph) -> Iterator[Finding]:
    """What a text cites is in the bibliography."""
    for page in graph.pages.values():
        for mention in page.mentions:
            if mention.kind == CITE and not _is_known(graph, mention.target):
                hint = did_you_mean(mention.target, graph.bibliography)
                yield Finding(
                    page.path,
                    mention.line,
                    "unknown-citation",
                    f"the bibliography has no entry {mention.target}{hint}",
                )
    for gap in graph.of_type(Gap):
        for key in gap.argued_by:
            if key != ANALYSIS and not _is_known(graph, key):
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
        if key not in graph.cited_by and key not in graph.named_in_doubt:
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
