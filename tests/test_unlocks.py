"""What closing gaps would make possible, and what the words of severities mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kb import CONF, Project, pages_of
from sphinx.errors import ConfigError

from wgkb.graph.graph import Graph
from wgkb.graph.unlocks import effects, shortest_sets, stopped_by
from wgkb.model.page import Entry, Page
from wgkb.model.records import Gap, HistoryEntry, Requirement, Severity, Status, UseCase
from wgkb.rules.examples import AREA, COMPONENT, GAP, MEETING, REQUIREMENT, SUPPORT, USE_CASE

CASES = st.dictionaries(
    st.sampled_from("uvwxyz"), st.frozensets(st.sampled_from("ABCDE"), max_size=4), max_size=6
)


@given(CASES)
def test_closing_does_what_was_said(stopped: dict[str, frozenset[str]]) -> None:
    """Close a gap: exactly what it unlocks becomes possible.  Close a set: its use case does."""

    def possible(closed: set[str]) -> set[str]:
        return {case for case, gaps in stopped.items() if not gaps - closed}

    before = possible(set())
    ranked = effects(stopped)
    assert {effect.gap for effect in ranked} == set().union(*stopped.values())
    for effect in ranked:
        assert possible({effect.gap}) - before == set(effect.unlocks)
        assert set(effect.stops) == {c for c, gaps in stopped.items() if effect.gap in gaps}
    counts = [(len(effect.unlocks), len(effect.stops)) for effect in ranked]
    assert counts == sorted(counts, reverse=True)
    sets = shortest_sets(stopped)
    assert {case for case, _ in sets} == stopped.keys() - before
    for case, gaps in sets:
        assert case in possible(set(gaps))
        for left_out in gaps:
            assert case not in possible(set(gaps) - {left_out})
    assert [len(gaps) for _, gaps in sets] == sorted(len(gaps) for _, gaps in sets)


ALL = USE_CASE + AREA + REQUIREMENT + COMPONENT + GAP + SUPPORT + MEETING
VIEW = """
    What follows
    ============

    .. unlocks::

    .. unlocks::
       :severity: blocking, high
    """


def test_a_gap_that_is_closed_stops_nothing(project: Project) -> None:
    """The page tells what stops the use case, and is written again when the gap is closed."""
    project.write({**pages_of(ALL), "follows.rst": VIEW})
    page = project.build().html("follows")
    assert "0 use cases of 1 are stopped by no blocking gap. 1 gap stops the others. " in page
    assert "1 of them, closed alone, would make 1 use case possible." in page
    assert "stopped by KEYSTONE-01" in page
    project.edit("gap-analyses/keystone.rst", ":severity: blocking", ":severity: high")
    page = project.build().html("follows")
    assert "1 use case of 1 is stopped by no blocking gap." in page
    assert page.count("stopped by KEYSTONE-01") == 1
    project.edit(
        "gap-analyses/keystone.rst",
        "partial — tokens",
        "closed — :cite:`lebre2017revising` tokens",
    )
    assert "1 use case of 1 is stopped by no blocking or high gap." in project.build().html(
        "follows"
    )
    project.edit("follows.rst", "blocking, high", "blocking, hihg")
    right = ":severity: must be one of: blocking, high, medium, low; did you mean high?"
    assert right in project.build(builder="dummy").report


def test_what_is_withdrawn_does_not_count() -> None:
    """Neither a use case nor a requirement that was withdrawn."""

    def stopped(case_status: Status, requirement_status: Status) -> dict[str, frozenset[str]]:
        step = HistoryEntry(release="newton", state="open", reason="x")
        records = (
            UseCase.model_construct(id="a", title="A", status=case_status, needs=("IDN-01",)),
            Requirement.model_construct(id="IDN-01", title="B", status=requirement_status),
            Gap.model_construct(
                id="NOVA-01",
                title="C",
                severity=Severity.LOW,
                fails=("IDN-01",),
                evidence=(),
                history=(step,),
            ),
        )
        entries = tuple(Entry(record, "a", "x", "a.rst", 1) for record in records)
        return stopped_by(Graph([Page("a", "a.rst", "A", entries)]), [Severity.LOW])

    assert stopped(Status.PROPOSED, Status.ACCEPTED) == {"a": {"NOVA-01"}}
    assert stopped(Status.PROPOSED, Status.WITHDRAWN) == {"a": frozenset()}
    assert stopped(Status.WITHDRAWN, Status.ACCEPTED) == {}


MEANS = 'wg_definitions = {"severity": {"blocking": "Sites <cannot> run."}}\n'


def test_a_word_leads_to_what_it_means(project: Project) -> None:
    """From the record to the definition, and into its card; without a page for it, nowhere."""
    project.write({**pages_of(ALL), "conf.py": CONF + MEANS})
    assert "wg-word" not in project.build().html("gap-analyses/keystone")
    project.write({"words.rst": "Words\n=====\n\n.. definitions::\n"})
    built = project.build()
    chip = '<span class="wg-chip wg-chip--blocking">blocking</span>'
    link = f'<a class="wg-word" href="../words.html#severity-blocking">{chip}</a>'
    assert link in built.html("gap-analyses/keystone")
    shown = f'<dt id="severity-blocking">{chip}</dt><dd><p>Sites &lt;cannot&gt; run.</p>'
    assert shown in built.html("words")
    cards = (built.outdir / "_cards/references.js").read_text("utf-8")
    assert '["words.html#severity-blocking", "Blocking: Sites <cannot> run."]' in cards
    project.write({"conf.py": CONF + MEANS.replace("<cannot>", "never")})
    assert "Sites never run." in project.build().html("words")


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"sevrity": {}}, "no field sevrity holds one of some words; did you mean severity?"),
        ({"severity": {"hihg": "x"}}, "hihg is no word of the field severity; did you mean high?"),
        ({"severity": "x"}, "severity must say what each of its words means"),
    ],
)
def test_a_definition_of_nothing_ends_the_build(
    value: object, message: str, project: Project
) -> None:
    project.write({"conf.py": f"{CONF}wg_definitions = {value!r}\n"})
    with pytest.raises(ConfigError, match=message.replace("?", r"\?")):
        project.build(builder="dummy")
