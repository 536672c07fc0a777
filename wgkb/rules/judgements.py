"""Rules on judgements: what they were made against, and what shows them."""

from __future__ import annotations

from collections.abc import Iterator

from wgkb.files.judgements import JUDGEMENTS, fingerprint
from wgkb.graph.graph import Graph
from wgkb.graph.suspects import suspects
from wgkb.model.draft import Draft
from wgkb.model.findings import Finding, rule
from wgkb.model.page import CITE, SOURCE
from wgkb.model.records import LINK_FIELDS, Component, EvidenceKind, Gap, GapState, Record, Support
from wgkb.rules.examples import AREA, COMPONENT, GAP, REQUIREMENT, SUPPORT

_WORDING = "A site shall authenticate its users without traffic to other sites."
_ALL = AREA + REQUIREMENT + COMPONENT + GAP
_REMEMBERED = f"""
    === data/judgements.toml
    [wordings]
    "{fingerprint(_WORDING)}" = "{_WORDING}"

    [KEYSTONE-01]
    IDN-01 = "{fingerprint(_WORDING)}"
"""
_LIMITS = "       :limits: Users only; services need the centre.\n"
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
                _field_of(graph.entries[judgement].record, suspect.requirement),
            )


@rule(
    "graph",
    bad=_ALL + _REMEMBERED.replace("[KEYSTONE-01]", "[KEYSTONE-02]"),
    good=_ALL + _REMEMBERED,
)
def unremembered_judgement(graph: Graph) -> Iterator[Finding]:
    """The wording that a judgement was made against is remembered."""
    for suspect in suspects(graph.entries, graph.files.judgements):
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
    for record in graph.judgements:
        owner = owners.get(record.id.partition("-")[0])
        if owner is None:
            continue
        for target in record.judges:
            if target in owner.not_applicable:
                field = _field_of(record, target)
                yield graph.entries[record.id].finding(
                    "contradicting-judgement",
                    f"{record.id} {field.replace('-', ' ')} {target}, which {owner.id} says has "
                    "nothing to do with it (:not-applicable:); one of the two is wrong",
                    field,
                )


@rule(
    "record",
    bad=_ALL + SUPPORT.replace(":meets:", ":meets-in-part:"),
    good=_ALL + SUPPORT.replace(":meets:", ":meets-in-part:") + _LIMITS,
)
def support_extent(draft: Draft) -> Iterator[Finding]:
    """A support meets something, whole or in part, and its limits say which part is missing."""
    if draft.model is not Support:
        return
    whole, part = (
        {name.strip() for name in draft.options.get(field, "").split(",") if name.strip()}
        for field in ("meets", "meets-in-part")
    )
    if not whole and not part:
        yield draft.finding("support-extent", "needs :meets: or :meets-in-part:")
    if part and not draft.parts.get("limits"):
        yield draft.finding(
            "support-extent",
            "needs :limits: in its content, which say what of "
            f"{', '.join(sorted(part))} is missing",
            "meets-in-part",
        )
    for name in sorted(whole & part):
        yield draft.finding(
            "support-extent", f"{name} is met or met in part, not both", "meets-in-part"
        )


@rule(
    "record",
    severity="trial",
    bad=_ALL.replace(":evidence:\n          :test: Seen", ":evidence: Seen"),
    good=_ALL,
)
def evidence_without_kind(draft: Draft) -> Iterator[Finding]:
    """Each piece of evidence says what kind of thing it is."""
    if draft.model not in (Gap, Support):
        return
    if any("kind" not in piece for piece in draft.parts.get("evidence", ())):
        yield draft.finding(
            "evidence-without-kind",
            ":evidence: has text without a kind; write each piece as a field of it: "
            f":{':, :'.join(EvidenceKind)}:",
            "evidence",
        )


def _field_of(judgement: Record, requirement: str) -> str:
    """The field in which a gap or a support names the requirement."""
    return next(
        spec.name
        for spec, _ in LINK_FIELDS[judgement.type.name]
        if requirement in getattr(judgement, spec.attribute)
    )
