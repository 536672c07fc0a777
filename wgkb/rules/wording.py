"""Rules on the words of a record and on the form of its page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wgkb.graph.graph import Graph
from wgkb.model.findings import Finding, did_you_mean, rule
from wgkb.model.records import FIELDS, Requirement
from wgkb.rules.examples import AREA, REQUIREMENT, USE_CASE

WEAK_WORDS = (
    "adequate",
    "and/or",
    "appropriate",
    "as far as possible",
    "as much as possible",
    "easily",
    "easy",
    "efficient",
    "efficiently",
    "etc",
    "fast",
    "flexible",
    "if necessary",
    "minimal",
    "normally",
    "quick",
    "quickly",
    "reasonable",
    "robust",
    "scalable",
    "seamless",
    "several",
    "simple",
    "some",
    "sufficient",
    "transparent",
    "user-friendly",
    "usually",
    "where possible",
)
"""Words that no test can decide, after the lists of INCOSE's guide to writing requirements."""

_WEAK = re.compile(r"\b(" + "|".join(map(re.escape, WEAK_WORDS)) + r")\b", re.IGNORECASE)


@rule(
    "graph",
    bad=AREA + REQUIREMENT.replace("shall authenticate", "should authenticate"),
    good=AREA + REQUIREMENT,
)
def one_shall(graph: Graph) -> Iterator[Finding]:
    """A requirement is one sentence with exactly one "shall"."""
    for requirement in graph.of_type(Requirement):
        entry = graph.entries[requirement.id]
        count = len(re.findall(r"\bshall\b", requirement.statement))
        if count != 1:
            yield entry.finding(
                "one-shall",
                f'{requirement.id}: the statement has {count or "no"} "shall"; it needs one, '
                f"{'split it' if count > 1 else 'in the form: X shall do Y'}",
                "statement",
            )
        sentences = re.findall(r"[.!?](?=\s+[A-Z])", requirement.statement)
        if sentences:
            yield entry.finding(
                "one-shall",
                f"{requirement.id}: the statement has {len(sentences) + 1} sentences; it needs "
                "one, move the rest to :rationale: or :notes:",
                "statement",
            )


@rule(
    "graph",
    bad=AREA + REQUIREMENT.replace("its users", "its users quickly"),
    good=AREA + REQUIREMENT,
)
def weak_word(graph: Graph) -> Iterator[Finding]:
    """A requirement has no word that no test can decide."""
    for requirement in graph.of_type(Requirement):
        for word in _WEAK.findall(requirement.statement):
            yield graph.entries[requirement.id].finding(
                "weak-word",
                f'{requirement.id}: "{word}" cannot be tested; give a number or a condition',
                "statement",
            )


@rule(
    "graph",
    bad=USE_CASE.replace("Open questions\n    -----------", "Open question\n    ----------"),
    good=USE_CASE,
)
def template_sections(graph: Graph) -> Iterator[Finding]:
    """A page has the sections of its template, in their order, and none of them is empty."""
    for page in graph.pages.values():
        record = page.main
        if record is None or not record.type.sections:
            continue
        wanted = record.type.sections
        found = [heading.title for heading in page.headings]
        line = graph.entries[record.id].line
        for title in wanted:
            if title in page.subheadings:
                yield Finding(
                    page.path,
                    page.subheadings[title],
                    "template-sections",
                    f'the section "{title}" stands inside another one; underline it as its '
                    "neighbours are",
                )
            elif title not in found:
                yield Finding(
                    page.path,
                    line,
                    "template-sections",
                    f'{record.type.label} {record.id}: the section "{title}" is missing',
                )
        for heading in page.headings:
            if heading.title not in wanted:
                missing = [title for title in wanted if title not in found]
                yield Finding(
                    page.path,
                    heading.line,
                    "template-sections",
                    f'the section "{heading.title}" is not in the template'
                    + did_you_mean(heading.title, missing),
                )
            elif heading.empty:
                yield Finding(
                    page.path,
                    heading.line,
                    "template-sections",
                    f'the section "{heading.title}" is empty; say at least what is not known',
                )
        order = [title for title in found if title in wanted]
        if order != sorted(order, key=wanted.index):
            yield Finding(
                page.path,
                line,
                "template-sections",
                f"the sections stand in another order than the template: {', '.join(wanted)}",
            )


LONGEST_SENTENCE = 40
"""Words in a sentence that readers of a second language follow; the figure is a house rule."""

_LONG = " ".join(["a site that is cut off from all the others"] * 5)


@rule(
    "graph",
    bad=AREA + REQUIREMENT.replace("because they must", f"because {_LONG} must"),
    good=AREA + REQUIREMENT,
    severity="advice",
)
def long_sentence(graph: Graph) -> Iterator[Finding]:
    """A sentence has at most forty words."""
    for entry in graph.entries.values():
        for spec in FIELDS[entry.record.type.name]:
            text = getattr(entry.record, spec.attribute)
            if spec.written_as == "option" or not isinstance(text, str):
                continue
            for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z“\"(])", text):
                words = len(sentence.split())
                if words > LONGEST_SENTENCE:
                    start = " ".join(sentence.split()[:6])
                    yield entry.finding(
                        "long-sentence",
                        f'{entry.record.id}: the sentence "{start} …" has {words} words; '
                        "two sentences are easier to follow",
                        spec.name,
                    )
