"""Rules on files: what cannot be read at all, and what their text must not hold."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from wgkb.model.findings import Finding, Problem, rule

PAGE = """
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
    bad=PAGE.replace("Café", ":cite:`{`"),
    good=PAGE.replace("Café", ":cite:`lebre2017revising`"),
)
def citation_form(problem: Problem) -> Iterator[Finding]:
    """A citation is a bibliography key, or a list of keys separated by commas."""
    yield Finding(problem.path, problem.line, "citation-form", problem.message)


@rule("file", bad=PAGE.replace("Café", ":opendev:`keystone`"), good=PAGE)
def source_link(problem: Problem) -> Iterator[Finding]:
    """A role for a source names the project and the path in it."""
    yield Finding(problem.path, problem.line, "source-link", problem.message)


@rule("file", bad=_CHART.replace("42", "4o"), good=_CHART)
def chart_figures(problem: Problem) -> Iterator[Finding]:
    """A chart holds one table of figures that can be drawn."""
    yield Finding(problem.path, problem.line, "chart-figures", problem.message)


@rule("file", bad=PAGE.replace("Café", ":log:`3`"), good=PAGE)
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

    @property
    def text(self) -> str:
        return self.content.decode("utf-8", "replace")

    @property
    def whole(self) -> tuple[int, int]:
        """Its first and its last line, for what makes all of it doubtful."""
        return 1, self.content.count(b"\n") + 1


@rule("source", bad=PAGE.replace("Café", "\tCafé"), good=PAGE)
def tab_character(source: SourceFile) -> Iterator[Finding]:
    """Source files have no tabs: what they stand for differs from editor to editor."""
    for number, line in enumerate(source.content.split(b"\n"), 1):
        if b"\t" in line:
            column = line.index(b"\t") + 1
            yield Finding(
                source.path, number, "tab-character", f"tab in column {column}; write spaces"
            )


@rule("legible", bad=PAGE.replace("é", "\udce9"), good=PAGE)
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
                spoils=source.whole,
            )


@rule("legible", bad=PAGE.replace("Title\n", "Title\r\n"), good=PAGE)
def line_endings(source: SourceFile) -> Iterator[Finding]:
    """Source files have the line endings of Unix, and no byte order mark before their text."""
    if source.content.startswith(codecs.BOM_UTF8):
        message = 'the file begins with a byte order mark; "make fix" takes it out'
        yield Finding(source.path, 1, "line-endings", message, spoils=source.whole)
    if count := source.content.count(b"\r\n"):
        line = source.content[: source.content.index(b"\r\n")].count(b"\n") + 1
        lines = "1 line ends" if count == 1 else f"{count} lines end"
        message = f'{lines} as on Windows (CRLF); "make fix" puts that right'
        yield Finding(source.path, line, "line-endings", message, spoils=source.whole)


_CONFLICT = """
    === page.rst
    Title
    =====

    <<<<<<< HEAD
    Tea.
    =======
    Coffee.
    >>>>>>> other
"""


@rule("legible", bad=_CONFLICT, good=PAGE)
def merge_conflict(source: SourceFile) -> Iterator[Finding]:
    """A file has no marks of a merge that nobody finished."""
    for number, line in enumerate(source.content.split(b"\n"), 1):
        if re.match(rb"(<{7}|>{7}|\|{7})(\s|$)", line):
            yield Finding(
                source.path,
                number,
                "merge-conflict",
                f"{line[:7].decode()} is the mark of a merge that is not finished; keep what "
                "is right and take out all the marks",
                spoils=source.whole,
            )
            return


@rule("source", bad="=== page.rst\n", good=PAGE)
def empty_page(source: SourceFile) -> Iterator[Finding]:
    """A page has a title and says something."""
    if not source.text.strip():
        yield Finding(source.path, 1, "empty-page", "the page is empty; write it or remove it")


def stray_files(root: Path, pages: Iterable[str], suffixes: tuple[str, ...]) -> Iterator[Finding]:
    """Files in the folders of the *pages* (paths below *root*) that look like pages but have
    none of the *suffixes* of one, so that nobody would read them."""
    for folder in sorted({PurePath(page).parent for page in pages} - {PurePath()}):
        for path in sorted((root / folder).iterdir()):
            looks = _LIKE_A_PAGE.search(path.name.lower())
            if looks and not path.name.endswith((*suffixes, ".log.txt")) and path.is_file():
                yield from stray_file(Problem((folder / path.name).as_posix(), 1, path.name))


_LIKE_A_PAGE = re.compile(
    r"(\.|^)(rst|rest|md|markdown|mkd|txt|adoc|org|docx?|odt)(\W.*|~|\.\w+)?$"
)


@rule(
    "file",
    bad=PAGE + "\n    === notes/one.rst\n    :orphan:\n\n    One\n    ===\n\n    Text.\n"
    "\n    === notes/two.txt\n    Two\n    ===\n",
    good=PAGE,
)
def stray_file(problem: Problem) -> Iterator[Finding]:
    """A file among the pages is a page (``.rst`` or ``.md``), a log of one, or an image."""
    yield Finding(
        problem.path,
        problem.line,
        "stray-file",
        f"{problem.message} is no page, and nobody reads it; end its name in .rst or .md, "
        "or remove it",
    )


@rule("source", bad=PAGE.replace("Café", "Caf\u202eé"), good=PAGE)
def hidden_character(source: SourceFile) -> Iterator[Finding]:
    """Source files have no control characters, direction overrides or zero-width spaces."""
    for number, line in enumerate(source.text.split("\n"), 1):
        for match in _HIDDEN.finditer(line):
            yield Finding(
                source.path,
                number,
                "hidden-character",
                f"invisible character U+{ord(match[0]):04X} in column {match.start() + 1}; "
                "remove it",
            )


_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
