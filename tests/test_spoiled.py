"""Whatever somebody does to a file: a line that says where, no traceback, and the last good site.

``pytest --hypothesis-profile=long tests/test_spoiled.py`` tries twenty times as many ways.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kb import BASE, CONF, Project, pages_of
from sphinx.errors import SphinxError

from wgkb.files.judgements import fingerprint
from wgkb.rules.examples import AREA, COMPONENT, GAP, MEETING, REQUIREMENT, SUPPORT, USE_CASE
from wgkb.site.publish import publish

WORDING = "A site shall authenticate its users without traffic to other sites."
FILES = {
    **BASE,
    "conf.py": f'{CONF}\nwg_date = "2026-07-18"\n',
    **pages_of(USE_CASE + AREA + REQUIREMENT + COMPONENT + GAP + SUPPORT),
    **pages_of(
        MEETING.replace(
            ":kind: irc", ":kind: irc\n    :series: Weekly meeting\n    :chair: ada-lovelace"
        )
        + """
    ## News

    See <https://example.org/news>, {log}`15:01 <2>` and {gap}`KEYSTONE-01`.

    ```{decision} D1 Meet every week
    :changes: KEYSTONE-01

    We meet.
    ```

    ```{action} A1 Ask
    :owner: ada-lovelace
    :due: 2017-07-01
    :state: done
    :closed-in: 2017-06-07-irc

    Ada asks.
    ```

    ```{vote} V1 Every week?
    :results: "Yes 2, No 1"

    Shall we?
    ```
"""
    ),
    "meetings/2017/2017-06-07-irc.log.txt": "15:00 <ada> Hello\n15:01 <ada> Goodbye\n",
    "views.rst": """
        Views
        =====

        .. event:: 2016-04-20 The beginning

           It began :cite:`cherrueau2018edge`.

        .. event:: 2017-05

           It went on.

        .. timeline::

        .. chart::
           :measured: Time (s)

           ============== =====
           Round trip, ms Nova
           ============== =====
           0              ≈15
           100            42
           ============== =====

        .. explorer::

        .. overview::

        .. counts::

        .. coverage-matrix::

        .. coverage-matrix::
           :area: identity

        .. gap-timeline::

        .. gap-timeline::
           :component: keystone

        .. records:: gap
           :columns: severity, standing, fails

        .. records:: meeting

        .. action-ledger::

        .. decision-ledger::

        .. meeting-timeline::

        .. meeting-statistics::

        .. meeting-series::

        .. topics::

        .. measures::

        .. newest-changes::

        .. what-changed::

        .. link-health::

        .. suppressions::

        .. use-case-comparison::

        .. summit-packs::
        """,
    "data/redirects.toml": """
        [pages]
        "gap-analyses/identity" = "gap-analyses/keystone"
        [anchors]
        "gap-analyses/keystone#KEYSTONE-09" = "gap-analyses/keystone#KEYSTONE-01"
        [records]
        "KEYSTONE-09" = "KEYSTONE-01"
        """,
    "data/judgements.toml": f"""
        [wordings]
        "{fingerprint(WORDING)}" = "{WORDING}"
        [KEYSTONE-01]
        IDN-01 = "{fingerprint(WORDING)}"
        [KEYSTONE-S01]
        IDN-01 = "{fingerprint(WORDING)}"
        """,
    "data/link-moves.toml": """
        [[move]]
        old = "https://git.openstack.org/{project}"
        new = "https://opendev.org/{project}"
        why = "the repositories moved"
        """,
    "data/schedule.yaml": """
        project: Weekly meeting
        meeting_id: weekly
        schedule:
          - time: '1500'
            day: Wednesday
            irc: meeting-1
            frequency: weekly
            start_date: 20170607
            timezone: America/New_York
            duration: 60
            skip_dates:
              - skip_date: 20170614
                reason: Holiday
        chair: Ada Lovelace
        description: What there is to say.
        ended: 2017-06
        held: unknown
        """,
    "summit/talk.toml": """
        title = "Identity at the edge"
        event = "A forum"
        date = 2026-07-17
        question = "What keeps a site from checking a token alone?"
        speakers = ["ada-lovelace"]
        gaps = ["KEYSTONE-01"]
        read-on = ["keystone"]

        [[part]]
        title = "Gaps"
        query = { type = "gap", component = "keystone", fails = "IDN-01" }
        order = "severity"

        [[part]]
        title = "More"
        records = ["retail-store"]
        pages = ["people"]
        """,
    "index.rst": BASE["index.rst"].rstrip() + "\n           summit/*\n",
}
"""One of everything that people write."""
SPOILABLE = sorted(FILES.keys() - {"conf.py"})

# --- What can happen to a file ---------------------------------------------------------------


@dataclass(frozen=True)
class Spoiling:
    """A change of the bytes of a file; *certain* says that something must be found."""

    name: str
    change: Callable[[bytes], bytes | None]
    certain: bool = False

    def __repr__(self) -> str:
        return self.name


def _of_a_line(name: str, change: Callable[[bytes], bytes], place: float) -> Spoiling:
    def spoil(content: bytes) -> bytes:
        lines = content.split(b"\n")
        number = int(place * len(lines))
        lines[number] = change(lines[number])
        return b"\n".join(lines)

    return Spoiling(f"{name} of the line at {place:.3f}", spoil)


def _value(new: bytes) -> Callable[[bytes], bytes]:
    """Put *new* in the place of what follows a field, an option, a key or a directive."""
    field = re.compile(rb"^(\s*(?::[^:]+:|[\w-]+:|\.\. [\w-]+::|```\{\w+\}|[\w\"-]+ *=)) *.*")
    return lambda line: field.sub(lambda match: match[1] + b" " + new, line)


WHOLE = (
    Spoiling("gone", lambda content: None),
    Spoiling("empty", lambda content: b""),
    Spoiling("white space", lambda content: b" \n\n  \n"),
    Spoiling("doubled", lambda content: content + b"\n" + content),
    Spoiling("CRLF", lambda content: content.replace(b"\n", b"\r\n")),
    Spoiling("CR", lambda content: content.replace(b"\n", b"\r")),
    Spoiling("BOM", lambda content: b"\xef\xbb\xbf" + content),
    Spoiling("UTF-16", lambda content: content.decode().encode("utf-16"), certain=True),
    Spoiling("Latin-1", lambda content: content + "é".encode("latin-1"), certain=True),
    Spoiling("NUL", lambda content: content[:40] + b"\0" + content[40:], certain=True),
    Spoiling("tabs", lambda content: re.sub(rb"(?m)^ {2,4}", b"\t", content)),
    Spoiling("no end of line", lambda content: content.rstrip()),
    Spoiling("one line", lambda content: content.replace(b"\n", b" ")),
    Spoiling("binary", lambda content: bytes(range(256)) * 8, certain=True),
    Spoiling("deep", lambda content: content + b"[" * 3000),
)
LINES = {
    "loss": lambda line: b"",
    "doubling": lambda line: line + b"\n" + line,
    "indentation": lambda line: b"   " + line,
    "outdentation": lambda line: line.lstrip(),
    "cutting": lambda line: line[: len(line) // 2],
    "length": lambda line: line + b" long" * 20_000,
    "unbroken length": lambda line: line + b"x" * 100_000,
    "conflict": lambda line: (
        b"<<<<<<< ours\n" + line + b"\n=======\n" + line + b"\n>>>>>>> theirs"
    ),
    "case": lambda line: line.swapcase(),
    "hyphens": lambda line: line.replace(b"-", b"_"),
    "quotes": lambda line: line.replace(b'"', b"").replace(b"'", b""),
    "NUL": lambda line: line + b"\0",
    "direction": lambda line: line + "\u202e".encode(),
    "stop": lambda line: line + b"\n\n.. raw:: html\n\n   <script>\n",
}
VALUES = (
    *(b"", b"1", b"-1", b"1e400", b"nan", b"[]", b"{}", b"[[]]", b"[1, [2]]", b"true", b"null"),
    *(
        b'""',
        b'" "',
        b'"x"',
        b'["x", ""]',
        b"{x = 1}",
        b"2016-02-30",
        b"9999-12-31",
        b"0001-01-01",
    ),
    *(b"2016-04-20", b"00:00", b"2017-06-07T25:00", b"2017-13", b"2017-06-07 15:00 Mars/Olympus"),
    *(
        b"../../etc/passwd",
        b"/",
        b"..",
        b"a/b",
        b"KEYSTONE-01",
        b"IDN-01",
        b"IDN-01, IDN-01",
        b",",
    ),
    *(b"retail-store", b"ada-lovelace", b"keystone", b"unknown", b"open", b"%s {} {0.x} \\1"),
    *(
        "\N{ZERO WIDTH SPACE}".encode(),
        "陈 \N{GRINNING FACE}".encode(),
        b"*a `b |c :d:`e",
        b"<b>&",
    ),
    *(b'"9999999999999999999999"', b"99999999999999999999", b"0x10", b"!!python/none", b"&a [*a]"),
)

places = st.floats(0, 1, exclude_max=True)
spoilings = st.one_of(
    st.sampled_from(WHOLE),
    st.builds(
        lambda name, place: _of_a_line(name, LINES[name], place),
        st.sampled_from(sorted(LINES)),
        places,
    ),
    st.builds(
        lambda value, place: _of_a_line(f"value {value!r}", _value(value), place),
        st.sampled_from(VALUES),
        places,
    ),
    st.builds(
        lambda place: Spoiling(f"end at {place:.3f}", lambda c: c[: int(place * len(c))]), places
    ),
)

# --- What must be true afterwards --------------------------------------------------------------

PLACE = re.compile(r"^[^:\n]+:[1-9]\d*: (WARNING|ERROR|CRITICAL): \S", re.MULTILINE)


class Site:
    """A knowledge base, and its site as it was last published."""

    def __init__(self, root: Path) -> None:
        self.project = Project(root)
        self.project.write(FILES)
        self.published = root.parent / "published"
        assert self.make() == ""
        self.good = self.files()

    def make(self) -> str:
        """What ``make html`` does: build, and publish what has no warnings; the report."""
        try:
            built = self.project.build()
        except SphinxError as error:
            return f"{''.join(error.__notes__)}{error.category}: {error}"
        if not built.report:
            publish(built.outdir, self.published)
        return built.report

    def files(self) -> dict[str, bytes]:
        """What readers get."""
        paths = (path for path in self.published.rglob("*") if path.is_file())
        return {str(path.relative_to(self.published)): path.read_bytes() for path in paths}

    def spoil(self, name: str, change: Callable[[bytes], bytes | None]) -> str:
        """Change a file, build, and put the file right again; the report.

        Sphinx's own error, which names no line, may come after a line that does.
        """
        path = self.project.root / name
        good = path.read_bytes()
        try:
            bad = change(good)
            path.unlink() if bad is None else path.write_bytes(bad)
            report = self.make()
            if report:
                assert PLACE.search(report), report
                assert self.files() == self.good
        finally:
            path.write_bytes(good)
        assert self.make() == ""
        assert self.files() == self.good
        return report


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(tmp_path_factory.mktemp("spoiled") / "kb")


@given(name=st.sampled_from(SPOILABLE), spoiling=spoilings)
@settings(max_examples=max(8, settings().max_examples // 12), deadline=None)
def test_spoiled(site: Site, name: str, spoiling: Spoiling) -> None:
    report = site.spoil(name, spoiling.change)
    # A log is shown as it is: what is no text of it is made visible.
    assert report or not spoiling.certain or name.endswith(".log.txt")


@pytest.mark.parametrize(
    ("name", "change", "line"),
    [
        ("references.bib", lambda text: text + b"\xe9", "references.bib:14: WARNING: byte 0xe9"),
        # Nothing is wrong, no page is written, and what was right before comes back.
        ("data/redirects.toml", lambda text: text[: text.rindex(b'"KEYSTONE-09"')], ""),
        ("data/releases.toml", lambda text: text.replace(b"2016-04-07", b"2016-04-08"), ""),
        ("index.rst", lambda text: b"", "people.rst:1: WARNING: document isn't included in any"),
        (
            "data/releases.toml",
            lambda text: b"",
            "keystone.rst:15: WARNING: KEYSTONE-01: :judged-against: there is no release 2026.1",
        ),
        (
            "gap-analyses/keystone.rst",
            lambda text: text.replace(b":ocata: partial", b":octa: partial").replace(
                b":newton: open", b":nwton: open"
            ),
            "there is no release nwton; did you mean newton?",
        ),
    ],
)
def test_what_was_found_so(
    site: Site, name: str, change: Callable[[bytes], bytes | None], line: str
) -> None:
    assert line in site.spoil(name, change)


@pytest.mark.parametrize("name", ["index.rst", "references.bib", "people.rst", "data/people.toml"])
def test_a_file_that_is_gone(site: Site, name: str) -> None:
    assert site.spoil(name, lambda content: None)


@pytest.mark.parametrize(
    ("content", "line"),
    [(b"\xe9", "index.rst:1: WARNING: byte 0xe9 in"), (None, "index.rst:1: ERROR: is missing")],
)
def test_the_first_build_without_a_start_page(
    content: bytes | None, line: str, project: Project
) -> None:
    start = project.root / "index.rst"
    start.unlink() if content is None else start.write_bytes(content)
    with pytest.raises(SphinxError) as error:
        project.build()
    assert line in error.value.__notes__[0]
