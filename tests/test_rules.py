"""Each rule's examples, as the generated rules page shows them, through a real build."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from kb import Project, pages_of

from wgkb.rules import RULES


def findings(report: str) -> list[str]:
    return re.findall(r"\[wg\.([a-z-]+)\]", report)


@pytest.mark.parametrize("rule_id", sorted(RULES))
def test_examples(rule_id: str, project: Project) -> None:
    """The bad example breaks the rule; mended, it does not."""
    rule = RULES[rule_id]
    project.write(pages_of(rule.bad))
    bad = project.build(builder="dummy")
    said = bad.report if rule.severity == "warning" else bad.advice
    assert rule_id in findings(said), said

    for name in pages_of(rule.bad).keys() - pages_of(rule.good).keys():
        (project.root / name).unlink()
    project.write(pages_of(rule.good))
    good = project.build(builder="dummy")
    assert rule_id not in findings(good.report + good.advice), good.report


def test_a_rule_on_trial_is_told_and_fails_nothing(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new rule is reported before the content is ready for it."""
    rule = replace(RULES["weak-word"], severity="trial")
    monkeypatch.setitem(RULES, "weak-word", rule)
    project.write(pages_of(rule.bad))
    project.write({"rules.rst": "Rules\n=====\n\n.. rule-list::\n"})
    built = project.build()
    assert "weak-word" not in built.report
    told = r"^requirements/identity.rst:\d+: trial: IDN-01: .*weak-word"
    assert re.search(told, built.advice, re.MULTILINE)
    assert "will fail a build later" in built.html("rules")


@pytest.mark.parametrize("rule_id", sorted(RULES))
def test_is_documented(rule_id: str) -> None:
    """The docstring is the rule: whole sentences, no line breaks."""
    summary = RULES[rule_id].summary
    assert summary[0].isupper()
    assert summary.endswith(".")
    assert "\n" not in summary
