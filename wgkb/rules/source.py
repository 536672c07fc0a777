"""Rules on files: what cannot be read at all, and what their text must not hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wgkb.findings import Finding, rule

_PAGE = """
    === page.rst
    Title
    =====

    Café au lait.
"""


_PEOPLE = """
    === data/people.toml
    [ada-lovelace]
    name = "Ada Lovelace"
"""

_REFERENCES = """
    === references.bib
    @misc{lebre2017revising,
      title = {Revising},
      year = {2017}
    }
"""


_CHART = """
    === page.rst
    Title
    =====

    .. chart::
       :measured: Time (s)

       ============== =====
       Round trip, ms Nova
       ============== =====
       0              ≈15
       100            42
       ============== =====
"""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file could not be read, at *line* of *path*."""

    path: str
    line: int
    message: str


@rule("file", bad=_PEOPLE.replace("name", "nmae"), good=_PEOPLE)
def data_file(problem: Problem) -> Iterator[Finding]:
    """Data files are TOML and have the fields that their records need."""
    yield Finding(problem.path, problem.line, "data-file", problem.message)


@rule("file", bad=_REFERENCES.replace("year =", "year"), good=_REFERENCES)
def bibtex_syntax(problem: Problem) -> Iterator[Finding]:
    """The bibliography is BibTeX that pybtex can read, and no key is in it twice."""
    yield Finding(problem.path, problem.line, "bibtex-syntax", problem.message)


@rule(
    "file",
    bad=_PAGE.replace("Café", ":cite:`{`"),
    good=_PAGE.replace("Café", ":cite:`lebre2017revising`"),
)
def citation_form(problem: Problem) -> Iterator[Finding]:
    """A citation is a bibliography key, or a list of keys separated by commas."""
    yield Finding(problem.path, problem.line, "citation-form", problem.message)


@rule("file", bad=_PAGE.replace("Café", ":opendev:`keystone`"), good=_PAGE)
def source_link(problem: Problem) -> Iterator[Finding]:
    """A role for a source names the project and the path in it."""
    yield Finding(problem.path, problem.line, "source-link", problem.message)


@rule("file", bad=_CHART.replace("42", "4o"), good=_CHART)
def chart_figures(problem: Problem) -> Iterator[Finding]:
    """A chart holds one table of figures that can be drawn."""
    yield Finding(problem.path, problem.line, "chart-figures", problem.message)


@rule("file", bad=_PAGE.replace("Café", ":log:`3`"), good=_PAGE)
def log_line(problem: Problem) -> Iterator[Finding]:
    """A link to a log leads to a line that the log beside the page has."""
    yield Finding(problem.path, problem.line, "log-line", problem.message)


_EVENT = """
    === page.rst
    Title
    =====

    .. event:: 2017-05-08/2017-05-11 Boston summit

       Four sessions.
"""


@rule("file", bad=_EVENT.replace("2017-05-08/", "8-"), good=_EVENT)
def event_date(problem: Problem) -> Iterator[Finding]:
    """An event has a year, a month or a day, or two of them with a slash between them."""
    yield Finding(problem.path, problem.line, "event-date", problem.message)


_VIEW = """
    === page.rst
    Title
    =====

    .. records:: gap
       :columns: severity
"""


@rule("file", bad=_VIEW.replace("severity", "seveirty"), good=_VIEW)
def view_option(problem: Problem) -> Iterator[Finding]:
    """A view has the options that it declares, and each holds a value of its kind."""
    yield Finding(problem.path, problem.line, "view-option", problem.message)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The bytes of a file of the project and its path."""

    path: str
    content: bytes


@rule("source", bad=_PAGE.replace("Café", "\tCafé"), good=_PAGE)
def tab_character(source: SourceFile) -> Iterator[Finding]:
    """Source files have no tabs: what they stand for differs from editor to editor."""
    for number, line in enumerate(source.content.split(b"\n"), 1):
        if b"\t" in line:
            column = line.index(b"\t") + 1
            yield Finding(
                source.path, number, "tab-character", f"tab in column {column}; write spaces"
            )


@rule("source", bad=_PAGE.replace("é", "\udce9"), good=_PAGE)
def encoding(source: SourceFile) -> Iterator[Finding]:
    """Source files are UTF-8."""
    for number, line in enumerate(source.content.split(b"\n"), 1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            yield Finding(
                source.path,
                number,
                "encoding",
                f"byte {line[error.start]:#04x} in column {error.start + 1} is not UTF-8; "
                "save the file as UTF-8",
            )


@rule("source", bad=_PAGE.replace("Café", "Caf\u202eé"), good=_PAGE)
def hidden_character(source: SourceFile) -> Iterator[Finding]:
    """Source files have no control characters, direction overrides or zero-width spaces."""
    for number, line in enumerate(source.content.decode("utf-8", "replace").split("\n"), 1):
        for column, character in enumerate(line, 1):
            if character in _HIDDEN:
                yield Finding(
                    source.path,
                    number,
                    "hidden-character",
                    f"invisible character U+{ord(character):04X} in column {column}; remove it",
                )


_HIDDEN = frozenset(
    [chr(code) for code in range(0x20) if chr(code) not in "\t\n\r\f"]
    + ["\u200b", "\u200e", "\u200f", "\u2060", "\ufeff"]
    + [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]
)
