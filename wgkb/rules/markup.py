"""Rules on the marks in the text of a page: those that would be printed instead of read.

reST and Markdown take nearly anything for text, so a slip in them is published in silence.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from markdown_it import MarkdownIt
from sphinxlint.checkers import all_checkers
from sphinxlint.sphinxlint import check_text
from sphinxlint.utils import PER_FILE_CACHES, hide_non_rst_blocks

from wgkb.model.findings import Finding, did_you_mean, rule
from wgkb.model.records import FIELDS, RECORD_TYPES
from wgkb.rules.examples import AREA
from wgkb.rules.source import PAGE, SourceFile

_MINUTES = """
    === meetings/2017/notes.md
    # Notes

    As {req}`IDN-02` says.

    ```{note}
    Nobody took minutes.
    ```

    What is left.
"""

_SINGLE = "single backticks mean nothing: write ``code``, `words <address>`__ or :role:`id`"
_MISTAKES = {
    "missing-colon-in-role": "a role has a colon on both sides: :req:`IDN-02`",
    "role-with-double-backticks": "a role has single backticks: :req:`IDN-02`",
    "role-with-extra-backtick": "a role has single backticks: :req:`IDN-02`",
    "role-without-backticks": "a role has its text in backticks: :req:`IDN-02`",
    "backtick-before-role": "a role begins with its colon: :req:`IDN-02`",
    "missing-backtick-after-role": "the role is not closed; write a backtick behind its text",
    "missing-space-after-role": "a role ends with a blank, a point or a comma: :req:`IDN-02`",
    "missing-space-before-role": "a role begins with a colon, and a blank before that:"
    " see :req:`IDN-02`",
    "missing-space-in-hyperlink": "write a blank before the <: `words <address>`__",
    "missing-underscore-after-hyperlink": "a link ends with underscores: `words <address>`__",
    "hyperlink-reference-missing-backtick": "a link has a backtick on both sides: "
    "`words <address>`__",
    "missing-space-after-literal": "code ends with a blank, a point or a comma",
    "unbalanced-inline-literals-delimiters": "code has two backticks on both sides: ``code``",
    "directive-with-three-dots": "a directive has two points: .. note::",
    "directive-missing-colons": "a directive has two colons: .. note::",
    "missing-space-before-default-role": _SINGLE,
    "default-role": _SINGLE,
}
"""What sphinx-lint looks for, the most telling first, and what would be right."""
_CHECKERS = [all_checkers[name] for name in _MISTAKES]
_LATE_BACKTICK = re.compile(r"(:[a-z][\w:-]*:) +`[^`]")
_MARKDOWN_ROLE = re.compile(r"\{[a-z][\w:-]*\} ?`")
_OPTION_LIKE = re.compile(r" *:[a-z-]+:[^\s`:]+$")
_POINTS = re.compile(r" *(?:\.\.|\. ?)[a-z][\w-]*::(?: |$)")
_BARE_ADDRESS = re.compile(r"(?<![:\w`])`(https?://[^`\s]+)`(?![`_])")


_DIRECTIVE = re.compile(
    rf"^( *)\.\. (?:wg:)?(?:{'|'.join((*RECORD_TYPES, 'event', 'chart'))})::(?: .*)?$"
)
_NEARLY_RECORD = re.compile(
    rf" *\.\. (?:wg:)?(?:(?P<known>{'|'.join(RECORD_TYPES)}):?(?: |$)"
    r"|(?P<other>[a-z-]+)::? +(?:[A-Z][A-Z0-9]+-S?[0-9]+|[ADV][0-9]+) )"
)
_SOUND = re.compile(
    r"(?<!`)``[^\n`].*?``(?!`)|(?<![\w`]):[a-z][\w:+.-]*:`[^`]+`(?![\w`])|(?<![\w`:])`[^`<]+`_|"
    r"(?<![\w`:])`[^`]+\s<[^`>]+>`_",
    re.DOTALL,
)
_SUSPECT = re.compile(
    r"`|(?<![\w:]):[a-z][a-z-]*:(?![\s:])|^ *\.\. +[a-z][a-z-]*:?(?: |$)|"
    r"\.\.\.\s?[a-z-]+::|\w\s<https?:[^>]+>`|_{1,2}`",
    re.MULTILINE,
)
"""Marks that are whole; and what makes it worth to ask sphinx-lint, which takes its time."""


def _is_rest(source: SourceFile) -> bool:
    return source.path.endswith(".rst")


def _lines(source: SourceFile) -> list[str]:
    return source.text.split("\n")


@lru_cache(maxsize=1)  # a file is looked at by several rules, one after the other
def _prose(source: SourceFile) -> list[str]:
    """The lines of a reST page, blank where they are code; none of a Markdown page."""
    if not _is_rest(source):
        return []
    lines = _lines(source)
    # sphinx-lint takes the content of a directive that it does not know for code.
    known = [_NEARLY_RECORD.sub("|", _DIRECTIVE.sub(r"\1|", line)) for line in lines]
    kept = hide_non_rst_blocks(tuple(f"{line}\n" for line in known))
    return [line if shown.strip() else "" for line, shown in zip(lines, kept, strict=True)]


@lru_cache(maxsize=1)
def _plain(source: SourceFile) -> list[tuple[int, str]]:
    """Each line of the running text with its number; what is sound in it, such as a role or
    code, is ``\\1``."""
    if not _is_rest(source):
        return list(_markdown_text(source.text))
    text = "\n".join(_prose(source))
    bare = _SOUND.sub(lambda match: re.sub(r"[^\n]", "\1", match[0]), text)
    return list(enumerate(bare.split("\n"), 1))


def _text_of(lines: list[str]) -> str:
    """*lines* for sphinx-lint, which looks into no directive that it does not know."""
    return "\n".join(_DIRECTIVE.sub("", line) for line in lines)


@rule("source", bad=PAGE.replace("Café", ":opendev: `keystone:README.rst`"), good=PAGE)
def rest_markup(source: SourceFile) -> Iterator[Finding]:
    """The marks of reST are whole: a role, a link and code have all their colons, backticks and
    underscores."""
    lines = _prose(source)
    suspect = lines and _SUSPECT.search("\n".join(line for _, line in _plain(source)))
    found: dict[int, str] = {}
    order = list(_MISTAKES)
    errors = check_text(source.path, _text_of(lines), _CHECKERS) if suspect else []
    for cache in PER_FILE_CACHES:  # sphinx-lint empties them only when it opens a file itself
        cache.cache_clear()
    for error in errors:
        known = found.get(error.line_no)
        if known is None or order.index(error.checker_name) < order.index(known):
            found[error.line_no] = error.checker_name
    for number, name in found.items():
        if _OPTION_LIKE.match(lines[number - 1]):
            continue  # rule record-opening says so
        message = _MISTAKES[name]
        if late := _LATE_BACKTICK.search(lines[number - 1]):
            message = f"there is a blank between {late[1]} and its backtick; take it out"
        elif bare := _BARE_ADDRESS.search(lines[number - 1]):
            message = f"write {bare[1]} without backticks, or `words <{bare[1]}>`__"
        elif _MARKDOWN_ROLE.search(lines[number - 1]):
            continue  # rule foreign-markup says so
        yield Finding(source.path, number, "rest-markup", message, spoils=(number, number))
    for number, line in enumerate(lines, 1):
        if _POINTS.match(line):
            message = f"a directive begins with two points and a blank: {line.strip(' .')}"
            yield Finding(source.path, number, "rest-markup", message)


_Marks = tuple[tuple[re.Pattern[str], str], ...]
_IN_REST: _Marks = (
    (re.compile(r"\[[^\]]+\]\(\S+?\)"), "`words <address>`__"),
    (_MARKDOWN_ROLE, ":role:`text`"),
    (re.compile(r"^ *(?:`{3}|~{3})(?!~)", re.M), ".. code-block:: or another directive"),
    (re.compile(r"^#{1,6} \S", re.M), "a heading with a line of = or - below it"),
    (re.compile(r"(?<!\w)__\w[^_`]*\w__(?!\w)"), "**bold**"),
    (re.compile(r"\\(?:cite|ref|url|href|emph|textbf)\{"), ":cite:`key`, or a link"),
    (re.compile(r"\[@[\w:-]+[\];,]"), ":cite:`key`"),
    (
        re.compile(r"</?(?:a|b|i|em|strong|br|p|code|sup|sub|img)(?: [^>]*)?/?>"),
        "the marks of reST",
    ),
)
_IN_MARKDOWN: _Marks = (
    (re.compile(r":[a-z][\w:-]*:\0"), "{role}`text`"),
    (re.compile(r"\{[a-z][\w:-]*\} +\0"), "{role}`text`, without a blank between"),
    (re.compile(r"^ *\.\. [a-z][\w:-]*::?(?:\s|$)", re.M), "```{name}"),
    (re.compile(r"\0_{1,2}(?!\w)"), "[words](address)"),
    (re.compile(r"\([^()]+\)\[\S+?\]"), "[words](address)"),
    (re.compile(r"\\(?:cite|ref|url|href|emph|textbf)\{"), "{cite}`key`, or a link"),
    (re.compile(r"\[@[\w:-]+[\];,]"), "{cite}`key`"),
)
"""Marks of another language and what they are in that of the page; in Markdown, code is a
``\\0``."""


@rule("source", bad=_MINUTES.replace("{req}", ":req:"), good=_MINUTES)
def foreign_markup(source: SourceFile) -> Iterator[Finding]:
    """A reST page is written in reST and a Markdown page in Markdown."""
    if _is_rest(source):
        marks, name = _IN_REST, "reST"
    else:
        marks, name = _IN_MARKDOWN, "Markdown"
    text = _plain(source)
    whole = "\n".join(line for _, line in text)
    found = [(pattern, right) for pattern, right in marks if pattern.search(whole)]
    for number, line in text if found else ():
        for pattern, right in found:
            if match := pattern.search(line):
                shown = match[0].replace("\0", "`").strip()
                closing = (n for n, t in text if n > number and t.strip() == "```")
                last = next(closing, number) if line.startswith("```") else number
                if shown.startswith(".."):
                    last = end_of_block(_lines(source), number)
                yield Finding(
                    source.path,
                    number,
                    "foreign-markup",
                    f'"{shown}" is not {name}; write {right}',
                    spoils=(number, last),
                )
                break


def _markdown_text(text: str, first: int = 1) -> Iterator[tuple[int, str]]:
    """Each line of the running text of a Markdown page, also of that in its directives, with
    its number; code is a ``\\0``, what is harmless a ``\\1``."""
    above = ""
    # Without `text_join`, what a backslash made harmless stays a token of its own.
    for token in MarkdownIt("commonmark").disable("text_join").parse(text):
        start = first + (token.map[0] if token.map else 0)
        if token.type == "fence" and re.match(r"\{[a-z:-]+\}", token.info.strip()):
            yield from _markdown_text(token.content, start + 1)
        elif token.type == "inline":
            words = "".join(
                "\0" if child.type == "code_inline"
                else "\n" if child.type in ("softbreak", "hardbreak")
                else "\1" if child.type == "text_special"
                else child.content
                for child in token.children or ()
            )  # fmt: skip
            if token.level == 1 and above == "heading_open":
                words = f"\1 {words}"  # what it begins with begins no block
            for offset, line in enumerate(words.split("\n")):
                yield start + offset, line
        above = token.type


_ITEM = re.compile(r"( *)(?:[-*+•]|1[.)]) +\S")
_OWN_LINE = re.compile(r"\s*(?:[-*+•]|#\.|\d+[.)]|\.\.|:[^:]+:|\|)(?: |$)")
"""What begins something of its own, that a list may follow without a blank line or is part of."""


@rule(
    "source",
    bad=PAGE + "\n    It needs:\n    - power,\n    - a link.\n",
    good=PAGE + "\n    It needs:\n\n    - power,\n    - a link.\n",
)
def lost_list(source: SourceFile) -> Iterator[Finding]:
    """A blank line stands before a list, else it is read as part of the paragraph."""
    before = ""
    for number, line in enumerate(_prose(source), 1):
        item = _ITEM.match(line)
        if (
            item
            and before.strip()
            and _indent(before) == len(item[1])
            and not _OWN_LINE.match(before)
        ):
            yield Finding(
                source.path,
                number,
                "lost-list",
                "write a blank line before the list, so that it is one",
            )
        before = "- " if item else line


_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})\s*(.*)")


@rule("legible", bad=_MINUTES.replace("```\n\n    What", "\n    What"), good=_MINUTES)
def unclosed_fence(source: SourceFile) -> Iterator[Finding]:
    """Each fence of Markdown is closed, and holds another one only if it is longer."""
    if _is_rest(source):
        return
    opened: list[tuple[int, str, bool]] = []
    for number, line in enumerate(_lines(source), 1):
        match = _FENCE.match(line)
        if match is None:
            continue
        mark, info = match[1], match[2].strip()
        inner = opened[-1] if opened else None
        if inner and not info and mark[0] == inner[1][0] and len(mark) >= len(inner[1]):
            opened.pop()
        elif (
            inner
            and info.startswith("{")
            and mark[0] == inner[1][0]
            and len(mark) >= len(inner[1])
        ):
            break
        elif inner is None or inner[2]:
            opened.append((number, mark, info.startswith("{")))
    if opened:
        number, mark, _ = opened[-1]
        yield Finding(
            source.path,
            number,
            "unclosed-fence",
            f"the {mark} is not closed before the next one or the end; write {mark} below what "
            "it holds",
            spoils=(number, len(_lines(source))),
        )


_RECORD = re.compile(rf"( *)\.\. (?:wg:)?({'|'.join(RECORD_TYPES)})::(?: |$)")
_MYST_RECORD = re.compile(rf"(`{{3,}}|~{{3,}})\{{(?:wg:)?({'|'.join(RECORD_TYPES)})\}}(?: |$)")
_OPTION = re.compile(r" *:([^:\s][^:]*):(?: |$)")
_NEARLY = re.compile(r" *:?([a-z][a-z_-]*)(?::| )")


@rule(
    "legible",
    bad=AREA.replace("       :code: IDN\n\n", "       :code: IDN\n"),
    good=AREA,
)
def record_opening(source: SourceFile) -> Iterator[Finding]:
    """The options of a record stand right below its directive, equally indented, and a blank
    line follows them."""
    lines = _prose(source) or _lines(source)
    for number, line in enumerate(lines, 1):
        record = _RECORD.match(line) if _is_rest(source) else _MYST_RECORD.match(line)
        if record is None:
            continue
        if _is_rest(source):
            wrong = _wrong_opening(lines, number, record[2])
            last = end_of_block(lines, number)
        else:
            wrong = _late_option(lines, number, _options(record[2]))
            last = end_of_fence(lines, number)
        if wrong:
            at, message = wrong
            yield Finding(
                source.path,
                at,
                "record-opening",
                f"{line.strip()} {message}",
                spoils=(number, max(at, last)),
            )


def _wrong_opening(lines: list[str], first: int, kind: str) -> tuple[int, str] | None:
    """Line and fault of the options below the directive on line *first*, if there is one."""
    options = _options(kind)
    block = list(enumerate(itertools.takewhile(str.strip, lines[first:]), first + 1))
    indents = Counter(_indent(line) for _, line in block if _OPTION.match(line))
    if not indents:
        return None if block else _late_option(lines, first, options)
    usual = indents.most_common(1)[0][0]
    seen: set[str] = set()
    for number, line in block:
        option, indent = _OPTION.match(line), _indent(line)
        if option and indent != usual and (indent < usual or option[1] in options):
            return number, f":{option[1]}: is indented by {indent}, its neighbours by {usual}"
        if option and option[1] in seen:
            return number, f":{option[1]}: is there twice; keep one"
        if option or indent > usual:
            seen.update(option.groups() if option and indent == usual else ())
            continue
        nearly = _NEARLY.match(line)
        if nearly and nearly[1] in options:
            return number, f'"{line.strip()}" is no option; write :{nearly[1]}: and its value'
        if line.lstrip().startswith(":"):
            return number, f'"{line.strip()}" is no option; write :name:, one blank, its value'
        return number, "needs a blank line between its options and its text"
    return _late_option(lines, first + len(block), options)


def _options(kind: str) -> set[str]:
    return {spec.name for spec in FIELDS[kind] if spec.written_as == "option"}


def _late_option(lines: list[str], above: int, options: set[str]) -> tuple[int, str] | None:
    """The option that stands below the blank lines after line *above*, if one does."""
    for number, line in enumerate(lines[above:], above + 1):
        if line.strip():
            option = _OPTION.match(line)
            if option is None or option[1] not in options or number == above + 1:
                return None
            return number, f"needs :{option[1]}: directly below it, without a blank line between"
    return None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


_NEARLY_MYST = re.compile(
    r"(?:`{3,}|~{3,})(?:\{(?:wg:)?(?P<other>[a-z-]+)\} +[ADV][0-9]+ "
    rf"|(?P<known>{'|'.join(RECORD_TYPES)})(?: [ADV][0-9]+ .*)?$)"
)


@rule(
    "legible",
    bad=PAGE + "\n    .. requirement: IDN-02 Sign in\n       :status: proposed\n",
    good=PAGE,
)
def record_directive(source: SourceFile) -> Iterator[Finding]:
    """A record begins with the name of its type and two colons, else nobody reads it."""
    lines = _prose(source) or _lines(source)
    form = _NEARLY_RECORD if _is_rest(source) else _NEARLY_MYST
    for number, line in enumerate(lines, 1):
        match = form.match(line)
        if match is None or (match["other"] in RECORD_TYPES and "::" in line):
            continue
        if match["known"]:
            form_of = ".. {}::" if _is_rest(source) else "```{{{}}}"
            right = f"write {form_of.format(match['known'])}"
        elif not _is_rest(source) and match["other"] in RECORD_TYPES:
            continue
        else:
            hint = did_you_mean(match["other"], RECORD_TYPES).removeprefix("; ")
            right = hint or f"a record is one of: {', '.join(RECORD_TYPES)}"
        last = end_of_block(lines, number) if _is_rest(source) else end_of_fence(lines, number)
        message = f'"{line.strip()}" begins no record; {right}'
        yield Finding(source.path, number, "record-directive", message, spoils=(number, last))


def end_of_fence(lines: list[str], first: int) -> int:
    """Number of the line that closes the fence on line *first*, counted from 1."""
    mark = re.match("`+|~+", lines[first - 1])
    closing = (n for n, line in enumerate(lines[first:], first + 1) if mark and line == mark[0])
    return next(closing, len(lines))


def end_of_block(lines: list[str], first: int) -> int:
    """Number of the last line of the block that begins on line *first*, counted from 1."""
    margin = _indent(lines[first - 1])
    last = first
    for number, line in enumerate(lines[first:], first + 1):
        if line.strip():
            if _indent(line) <= margin:
                break
            last = number
    return last


_LOCAL = re.compile(
    r"file://[^\s<>`]*|https?://(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])[:/][^\s<>`)]*"
)
_LEFT_OVER = re.compile(r"\b(?:TODO|FIXME|XXX|TBD)\b|\b[Ll]orem ipsum\b")


@rule("source", bad=PAGE.replace("Café", "`Café <http://localhost:8000/>`__"), good=PAGE)
def local_address(source: SourceFile) -> Iterator[Finding]:
    """No link leads to the machine of the one who wrote it."""
    if not _LOCAL.search(source.text):
        return
    lines = enumerate(_prose(source) or _lines(source), 1)
    for number, line in lines:
        for text in _LOCAL.findall(re.sub(r"``.+?``", "", line)):
            message = f"{text} is an address on your machine; write where readers find it"
            yield Finding(source.path, number, "local-address", message)


@rule("source", bad=PAGE.replace("Café", "TODO: coffee"), good=PAGE)
def left_over(source: SourceFile) -> Iterator[Finding]:
    """No note to oneself is published: what is not known is said in a sentence.  Minutes, which
    are Markdown, may give such words of others."""
    notes = _is_rest(source) and _LEFT_OVER.search(source.text)
    for number, line in _plain(source) if notes else ():
        for text in _LEFT_OVER.findall(line):
            message = f'"{text}" is a note to yourself; say what is not known, or take it out'
            yield Finding(source.path, number, "left-over", message)
