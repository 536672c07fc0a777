"""Evidence has a kind: how it is written, what is shown of it, and what is wrong with it."""

from __future__ import annotations

import json

import pytest
from kb import Project, pages_of

from wgkb.changes.compare import FieldChange
from wgkb.changes.words import field_runs
from wgkb.model.records import EvidenceKind, Piece, strongest
from wgkb.rules.examples import AREA, COMPONENT, GAP, MEETING, REQUIREMENT, SUPPORT, USE_CASE

ALL = USE_CASE + AREA + REQUIREMENT + COMPONENT + GAP + SUPPORT + MEETING
WRITTEN = """
          :statement: A vendor says so :cite:`lebre2017revising`.
          :code: In the tree :opendev:`keystone:keystone/token.py`.
          :statement: An operator <says so> & more :cite:`cherrueau2018edge`."""
ONE = "\n          :test: Seen on a testbed :cite:`lebre2017revising`."


def with_evidence(text: str) -> dict[str, str]:
    assert ONE in ALL
    return pages_of(ALL.replace(ONE, text))


def test_pieces_are_kept_in_order_and_the_strongest_is_shown(project: Project) -> None:
    """All of them in the export and on the page, the strongest among the facts."""
    project.write(with_evidence(WRITTEN))
    project.write({"explorer.rst": "All\n===\n\n.. explorer::\n\n.. coverage-matrix::\n"})
    built = project.build()
    assert built.report == ""
    assert "evidence-without-kind" not in built.advice
    records = json.loads((built.outdir / "api/v1/records.json").read_text("utf-8"))["records"]
    assert records["KEYSTONE-01"]["fields"]["evidence"] == [
        {"kind": "statement", "text": "A vendor says so."},
        {"kind": "code", "text": "In the tree keystone token.py."},
        {"kind": "statement", "text": "An operator <says so> & more."},
    ]
    page = built.html("gap-analyses/keystone")
    assert '<dt>Strongest evidence</dt><dd><span class="wg-chip wg-chip--code">code</span>' in page
    shown = page.partition('wg-evidence">')[2].partition("</dl>")[0]
    assert [shown.count(f">{kind}</dt>") for kind in ("statement", "code")] == [2, 1]
    assert "&lt;says so&gt; &amp; more" in shown
    twin = (built.outdir / "gap-analyses/keystone.html.md").read_text("utf-8")
    assert "- Strongest evidence: code" in twin
    assert "**statement**\n\nA vendor says so" in twin
    explorer = built.html("explorer")
    assert 'data-evidence="code"' in explorer
    assert '<option value="code">code (2)</option>' in explorer
    assert 'data-e="2"' in explorer


@pytest.mark.parametrize(
    ("written", "pieces"),
    [
        (" Seen :cite:`cherrueau2018edge`.", [(None, "Seen.")]),
        (
            "\n          Seen :cite:`cherrueau2018edge`.\n\n          :code: Read.",
            [(None, "Seen."), ("code", "Read.")],
        ),
    ],
)
def test_text_without_a_kind_stays_legal_and_is_told(
    written: str, pieces: list[tuple[str | None, str]], project: Project
) -> None:
    """What was written before evidence had kinds is a piece without one."""
    project.write(with_evidence(written))
    built = project.build()
    assert built.report == ""
    told = [line for line in built.advice.splitlines() if "evidence-without-kind" in line]
    assert len(told) == 1
    assert "gap KEYSTONE-01: :evidence: has text without a kind" in told[0]
    records = json.loads((built.outdir / "api/v1/records.json").read_text("utf-8"))["records"]
    found = records["KEYSTONE-01"]["fields"]["evidence"]
    assert [(piece["kind"], piece["text"]) for piece in found] == pieces


def test_what_is_wrong_is_told_at_the_line_of_the_piece(project: Project) -> None:
    """An unknown kind and a piece without text, each where it stands."""
    project.write(
        with_evidence(
            "\n          :code: Read.\n          :mesurement: 3 s.\n          :test:"
            "\n          :rumour: Heard."
        )
    )
    path = project.root / "gap-analyses/keystone.rst"
    lines = path.read_text("utf-8").splitlines()
    at = {
        n: lines.index(f"      :{n}:{rest}") + 1
        for n, rest in (("mesurement", " 3 s."), ("test", ""), ("rumour", " Heard."))
    }
    kinds = ", ".join(EvidenceKind)
    report = project.build(builder="dummy").report.splitlines()
    where, what = "gap-analyses/keystone.rst", "WARNING: gap KEYSTONE-01:"
    assert [line for line in report if "evidence" in line] == [
        f'{where}:{at["mesurement"]}: {what} :evidence: "mesurement" must be one of: {kinds}; '
        "did you mean measurement? [wg.bad-value]",
        f"{where}:{at['test']}: {what} needs :evidence: in its content [wg.missing-field]",
        f'{where}:{at["rumour"]}: {what} :evidence: "rumour" must be one of: {kinds} '
        "[wg.bad-value]",
    ]


def test_the_declared_order_is_the_order_of_strength() -> None:
    pieces = [Piece(kind=kind, text="x") for kind in reversed(EvidenceKind)]
    for count, kind in enumerate(reversed(EvidenceKind), 1):
        assert strongest(pieces[:count]) is kind
    assert strongest([Piece(text="x")]) is None


def test_a_change_of_a_piece_is_told_in_words() -> None:
    before = [{"kind": None, "text": "Seen."}, {"kind": "code", "text": "Read."}]
    after = [{"kind": "test", "text": "Seen."}, {"kind": "code", "text": "Read."}]
    runs = field_runs(FieldChange("evidence", before, after))
    assert [tuple(run) for run in runs] == [("gone", "no kind: Seen."), ("new", "test: Seen.")]
