"""Rules on judgements: what they were made against, and what shows them."""

from __future__ import annotations

from collections.abc import Iterator

from wgkb.data.judgements import JUDGEMENTS, fingerprint, suspects
from wgkb.findings import Finding, rule
from wgkb.graph import CITE, SOURCE, Graph
from wgkb.model import Component, Gap, GapState, Support
from wgkb.rules.examples import AREA, COMPONENT, GAP, REQUIREMENT

_WORDING = "A site shall authenticate its users without traffic to other sites."
_ALL = AREA + REQUIREMENT + COMPONENT + GAP
_REMEMBERED = f"""
    === data/judgements.toml
    [wordings]
    "{fingerprint(_WORDING)}" = "{_WORDING}"

    [KEYSTONE-01]
    IDN-01 = "{fingerprint(_WORDING)}"
"""
_CLOSED = _ALL.replace(
    "partial — tokens need no shared store any more.",
    "closed — tokens need no shared store any more :cite:`lebre2017revising`.",
)


@rule(
    "graph",
    bad=_ALL + _REMEMBERED.replace(fingerprint(_WORDING), fingerprint("It shall be so.")),
    good=_ALL + _REMEMBERED,
)
def suspect_judgement(graph: Graph) -> Iterator[Finding]:
    """A judgement was made, or confirmed, against the present wording of its requirement."""
    for judgement, found in graph.suspects.items():
        for suspect in found:
            yield graph.entries[judgement].finding(
                "suspect-judgement",
                f"{judgement} was judged against another wording of {suspect.requirement}; read "
                f'both and run "wgkb confirm {judgement}" if the judgement still holds',
                "fails" if graph.entries[judgement].record.type.name == "gap" else "meets",
            )


@rule(
    "graph",
    bad=_ALL + _REMEMBERED.replace("[KEYSTONE-01]", "[KEYSTONE-02]"),
    good=_ALL + _REMEMBERED,
)
def unremembered_judgement(graph: Graph) -> Iterator[Finding]:
    """The wording that a judgement was made against is remembered."""
    for suspect in suspects(graph, graph.kept.judgements):
        if suspect.is_new:
            yield graph.entries[suspect.judgement].finding(
                "unremembered-judgement",
                f"{JUDGEMENTS} does not remember how {suspect.requirement} read when "
                f'{suspect.judgement} was judged; run "wgkb confirm --new" (or "make fix")',
            )


@rule(
    "graph",
    bad=_CLOSED.replace("any more :cite:`lebre2017revising`.", "any more."),
    good=_CLOSED,
)
def closed_without_source(graph: Graph) -> Iterator[Finding]:
    """A history says where it is written that a gap was closed in a release."""
    for page in graph.pages.values():
        cited = [
            (mention.owner, mention.line)
            for mention in page.mentions
            if mention.kind in (CITE, SOURCE)
        ]
        for entry in page.entries:
            if not isinstance(entry.record, Gap):
                continue
            starts = [entry.lines.get(f"history:{s.release}", 0) for s in entry.record.history]
            after = [n for name, n in entry.lines.items() if n > max(starts) and ":" not in name]
            ends = [*starts[1:], min(after, default=max(starts) + 20)]
            for step, start, end in zip(entry.record.history, starts, ends, strict=True):
                if step.state is GapState.CLOSED and not any(
                    owner == entry.record.id and start <= line < end for owner, line in cited
                ):
                    yield entry.finding(
                        "closed-without-source",
                        f"{entry.record.id}: nothing is cited for its being closed in "
                        f"{step.release}; add the release note or the change",
                        f"history:{step.release}",
                    )


@rule(
    "graph",
    bad=_ALL.replace(
        ":project-status: active", ":project-status: active\n       :not-applicable: IDN-01"
    ),
    good=_ALL,
)
def contradicting_judgement(graph: Graph) -> Iterator[Finding]:
    """Nothing is judged about a requirement that has nothing to do with the component."""
    owners = {component.code: component for component in graph.of_type(Component)}
    for record in (*graph.of_type(Gap), *graph.of_type(Support)):
        owner = owners.get(record.id.partition("-")[0])
        if owner is None:
            continue
        field, targets = (
            ("fails", record.fails)
            if isinstance(record, Gap)
            else (
                "meets",
                record.meets,
            )
        )
        for target in targets:
            if target in owner.not_applicable:
                yield graph.entries[record.id].finding(
                    "contradicting-judgement",
                    f"{record.id} {field} {target}, which {owner.id} says has nothing to do with "
                    "it (:not-applicable:); one of the two is wrong",
                    field,
                )
