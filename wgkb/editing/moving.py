"""Moving a page or a record: what must be rewritten, as a plan that nothing has carried out yet.

A plan is worked out from the texts of all sources and says what each will be, so that it can be
shown, tested, and carried out as a whole or not at all.  Knows nothing of Sphinx: a reference is
recognised by how it is written — a role, a link field, an entry of a toctree, a value of a pack —
and by nothing else, since ``nova`` in a sentence is a word.  :mod:`wgkb.editing.moving_people`
moves people, who have no source of their own.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import tomlkit
from pydantic import TypeAdapter, ValidationError
from tomlkit.exceptions import ParseError

from wgkb.files.packs import FOLDER as PACKS
from wgkb.model.findings import did_you_mean
from wgkb.model.records import LINK_FIELDS, RECORD_TYPES, RecordType, Slug

_SLUG: TypeAdapter[str] = TypeAdapter(Slug)
PACK_PROSE = frozenset({"title", "subtitle", "event", "place", "question"})
"""Keys of a pack file whose values are words and no names."""
PAGE_ENDINGS = (".rst", ".md")
PAGE_TYPES = {m.type.folder: m.type for m in RECORD_TYPES.values() if m.type.folder}
ROLES = "|".join(sorted({model.type.role for model in RECORD_TYPES.values()} | {"any"}))
LINK_OPTIONS = "|".join(sorted({spec.name for specs in LINK_FIELDS.values() for spec, _ in specs}))

_ROLE = re.compile(
    rf"(?P<head>(?:\{{(?:wg:)?(?:{ROLES})\}}|:(?:wg:)?(?:{ROLES}):)`)(?P<text>[^`]+)(?P<tail>`)"
)
_DOC_ROLE = re.compile(r"(?P<head>(?:\{doc\}|:doc:)`)(?P<text>[^`]+)(?P<tail>`)")
_MD_LINK = re.compile(r"(?P<head>\]\()(?P<text>[^)\s#]+)(?P<tail>(?:#[^)\s]*)?\))")
_OPTION = re.compile(rf"^(?P<indent>\s*):(?P<name>{LINK_OPTIONS}):(?P<value>.*)$")
_TOCTREE = re.compile(r"(?P<indent>\s*)(?:\.\. toctree::|(?P<fence>[`~:]{3,})\{toctree\})")


class MoveError(Exception):
    """What was asked for cannot be done; the message says why, in one line."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a move does."""

    texts: Mapping[str, str]
    """New text of each file that changes, by its path after the move."""
    renames: Mapping[str, str] = field(default_factory=dict)
    """New path by old path."""
    redirects: tuple[tuple[str, str, str], ...] = ()
    """Entries of ``data/redirects.toml``: table, old, new."""
    notes: tuple[str, ...] = ()
    """What is left for the person who moves."""


# --- References -----------------------------------------------------------------------------


def rewrite_ids(text: str, renamed: Mapping[str, str]) -> str:
    """*text* with every reference to an id of *renamed* leading to its new one.

    Ids that begin with an old one and a slash (the decisions of a meeting) follow it.
    """

    def new_id(word: str) -> str:
        head, slash, rest = word.partition("/")
        return renamed.get(word) or (renamed[head] + slash + rest if head in renamed else word)

    def in_role(match: re.Match[str]) -> str:
        return match["head"] + _retarget(match["text"], new_id) + match["tail"]

    lines = _ROLE.sub(in_role, text).split("\n")
    inside: int | None = None
    for number, line in enumerate(lines):
        option = _OPTION.match(line)
        if option:
            inside = len(option["indent"])
            start = option.start("value")
            lines[number] = line[:start] + _rewrite_list(line[start:], new_id)
        elif inside is not None and line.strip() and len(line) - len(line.lstrip()) > inside:
            lines[number] = _rewrite_list(line, new_id)
        else:
            inside = None
    return "\n".join(lines)


def rewrite_names(path: str, text: str, renamed: Mapping[str, str]) -> str:
    """*text* of the source or the pack file at *path* with all of *renamed* under its new name.

    :raises MoveError: a pack file is no TOML.
    """
    if not is_pack(path):
        return rewrite_ids(text, renamed)
    try:
        document = tomlkit.parse(text)
    except ParseError as error:
        raise MoveError(f"{path}:{error.line}: {error}; mend it first") from None
    _rename_in(document, renamed)
    return tomlkit.dumps(document)


def _rename_in(values: Any, renamed: Mapping[str, str]) -> None:
    """Put new names into a table or a list of TOML, and leave its comments and layout."""
    for key, value in list(values.items() if isinstance(values, dict) else enumerate(values)):
        if isinstance(value, str):
            if key not in PACK_PROSE and value in renamed:
                values[key] = renamed[value]
        elif isinstance(value, dict | list):
            _rename_in(value, renamed)


def is_pack(path: str) -> bool:
    """Is the file at *path* one that names what is shown in a session?"""
    return posixpath.dirname(path) == PACKS and path.endswith(".toml")


def _retarget(text: str, new: Callable[[str], str]) -> str:
    """The text of a role, ``target`` or ``title <target>``, with another target."""
    explicit = re.fullmatch(r"(.*<)([^<>]+)(>)", text, re.DOTALL)
    if explicit:
        return explicit[1] + new(explicit[2]) + explicit[3]
    mark = text[0] if text[0] in "~!" else ""
    return mark + new(text.removeprefix(mark))


def _rewrite_list(text: str, new_id: Callable[[str], str]) -> str:
    return re.sub(r"[^\s,]+", lambda match: new_id(match[0]), text)


def rewrite_pages(text: str, docname: str, old: str, new: str, was: str = "") -> str:
    """*text* of the page *docname* with references to the page *old* leading to *new*.

    :param was: the name that *docname* had before, if it is the page that moves: its own
        relative references are kept right.
    """
    here, before = posixpath.dirname(docname), posixpath.dirname(was or docname)

    def changed(target: str) -> str:
        absolute = target.startswith("/")
        full = target[1:] if absolute else posixpath.normpath(posixpath.join(before, target))
        if full != old and (absolute or here == before):
            return target
        full = new if full == old else full
        return f"/{full}" if absolute else posixpath.relpath(full, here or ".")

    def in_role(match: re.Match[str]) -> str:
        return match["head"] + _retarget(match["text"], changed) + match["tail"]

    def in_link(match: re.Match[str]) -> str:
        stem, ending = posixpath.splitext(match["text"])
        if "://" in match["text"] or ending not in PAGE_ENDINGS:
            return match[0]
        return match["head"] + changed(stem) + ending + match["tail"]

    text = _MD_LINK.sub(in_link, _DOC_ROLE.sub(in_role, text))
    lines = text.split("\n")
    for number in _toctree_entries(lines):
        line = lines[number]
        entry = line.strip()
        lines[number] = line.replace(entry, _retarget(entry, changed))
    return "\n".join(lines)


def _toctree_entries(lines: list[str]) -> Iterator[int]:
    """The numbers of the lines that are entries of a toctree, in reST or MyST."""
    opened: re.Match[str] | None = None
    for number, line in enumerate(lines):
        content = line.strip()
        if match := _TOCTREE.match(line):
            opened = match
        elif opened is not None and content:
            fence, indent = opened["fence"] or "", opened["indent"]
            if fence:
                ended = content.startswith(fence)
            else:
                ended = len(line) - len(line.lstrip()) <= len(indent)
            if ended:
                opened = None
            elif not content.startswith(":"):
                yield number


# --- Pages ----------------------------------------------------------------------------------


def move_page(texts: Mapping[str, str], old: str, new: str) -> Plan:
    """The plan for moving the page *old* to *new*, both without an ending.

    :param texts: text of every source by its path.
    :raises MoveError: there is no such page, or the new name is taken or not allowed.
    """
    old, new = _docname(old), _docname(new)
    pages = {_docname(path): path for path in texts if path.endswith(PAGE_ENDINGS)}
    if old not in pages:
        raise MoveError(f"there is no page {old}{did_you_mean(old, pages)}")
    if new in pages:
        raise MoveError(f"{new} is taken: {pages[new]}")
    ending = posixpath.splitext(pages[old])[1]
    kind = _page_type(texts[pages[old]])
    renamed: dict[str, str] = {}
    records: dict[str, str] = {}
    redirects = [("pages", old, new)]
    old_id, new_id = posixpath.basename(old), posixpath.basename(new)
    if kind is not None and old_id != new_id:
        if not new.startswith(f"{kind.folder}/"):
            raise MoveError(f"the page of a {kind.label} belongs into {kind.folder}/")
        check_slug(new_id)
        renamed[old_id] = new_id
        records = dict(_record_ids(texts[pages[old]], old_id, new_id))
        redirects += [("records", *pair) for pair in records.items()]
    changed = {}
    for path, text in texts.items():
        docname = _docname(path) if path.endswith(PAGE_ENDINGS) else ""
        # Only a pack names a page where it could name a record.
        names = {**renamed, **records, old: new} if is_pack(path) else renamed
        mended = rewrite_names(path, text, names) if names else text
        if docname:
            target = new if docname == old else docname
            mended = rewrite_pages(mended, target, old, new, docname)
        path = new + ending if docname == old else path
        if mended != text or docname == old:
            changed[path] = mended
    return Plan(changed, {pages[old]: new + ending}, tuple(redirects))


def _record_ids(text: str, old: str, new: str) -> list[tuple[str, str]]:
    """The ids that change with the name of a page: its own, and those of a meeting's parts."""
    found = [(old, new)]
    for match in re.finditer(r"\{(?:decision|action|vote)\} ([DAV]\d+)|:: ([DAV]\d+) ", text):
        local = match[1] or match[2]
        found.append((f"{old}/{local}", f"{new}/{local}"))
    return found


def _page_type(text: str) -> RecordType | None:
    for kind in PAGE_TYPES.values():
        if re.search(rf"^(?:\.\. {kind.name}::|[`~:]{{3,}}\{{{kind.name}\}})", text, re.MULTILINE):
            return kind
    return None


def _docname(path: str) -> str:
    path = posixpath.normpath(path.replace("\\", "/"))
    for ending in PAGE_ENDINGS:
        path = path.removesuffix(ending)
    if path.startswith(("/", "../")) or path in (".", ".."):
        raise MoveError(f"{path} is outside the knowledge base")
    return path


def record_pages(texts: Mapping[str, str]) -> dict[str, str]:
    """The path of each page that is a record, by its id."""
    return {
        posixpath.basename(_docname(path)): path
        for path, text in texts.items()
        if path.endswith(PAGE_ENDINGS) and _page_type(text)
    }


def check_slug(slug: str) -> None:
    """Check that *slug* may be the id of a page or of a person.

    :raises MoveError: it may not.
    """
    try:
        _SLUG.validate_python(slug)
    except ValidationError:
        message = f"{slug} is no file name for a record: lower case, digits and hyphens"
        raise MoveError(message) from None


# --- Records --------------------------------------------------------------------------------

_RECORD_ID = re.compile(r"([A-Z][A-Z0-9]+)-(S?)([0-9]{2})")
_CODE = re.compile(r"^\s+:code:\s*(\S+)\s*$", re.MULTILINE)


def is_record_id(word: str) -> bool:
    """Is *word* the id of a record that is a section of a page?"""
    return bool(_RECORD_ID.fullmatch(word))


def move_record(texts: Mapping[str, str], old: str, new: str) -> Plan:
    """The plan for giving the record *old* the id *new*, on the page of the new id's code.

    :raises MoveError: there is no such record, the new id is taken, or no page has its code.
    """
    was, will = _RECORD_ID.fullmatch(old), _RECORD_ID.fullmatch(new)
    if not was or not will or was[2] != will[2]:
        raise MoveError(f"{new} must look like {old}: a code, a hyphen and two digits")
    pages = {path: text for path, text in texts.items() if path.endswith(".rst")}
    directives = {
        match[2]: (path, match[1])
        for path, text in pages.items()
        for match in re.finditer(r"^\.\. ([a-z-]+):: (\S+) ", text, re.MULTILINE)
        if _RECORD_ID.fullmatch(match[2])
    }
    if old not in directives:
        raise MoveError(f"there is no record {old}{did_you_mean(old, directives)}")
    if new in directives:
        raise MoveError(f"{new} is taken: {directives[new][0]}")
    source, kind = directives[old]
    homes = {
        match[1]: path
        for path, text in pages.items()
        if _page_type(text) and (match := _CODE.search(text))
    }
    if will[1] not in homes:
        hint = did_you_mean(will[1], homes)
        raise MoveError(f"no page has :code: {will[1]}{hint}")
    target = homes[will[1]]
    edited = dict(texts)
    if source == target:
        edited[source] = _rename(texts[source], kind, old, new)
    else:
        rest, block = _cut(texts[source], kind, old)
        edited[source] = rest
        edited[target] = _paste(texts[target], kind, _rename(block, kind, old, new))
    edited = {path: rewrite_names(path, text, {old: new}) for path, text in edited.items()}
    changed = {path: text for path, text in edited.items() if text != texts[path]}
    here, there = _docname(source), _docname(target)
    notes = []
    if source != target:
        notes.append(f"read {target} again: {new} now stands there, below the others of its kind")
    notes += notes_on_text({**texts, **changed}, old)
    return Plan(
        changed,
        {},
        (("records", old, new), ("anchors", f"{here}#{old}", f"{there}#{new}")),
        tuple(notes),
    )


def notes_on_text(texts: Mapping[str, str], old: str) -> list[str]:
    """What to read again, since *texts* have the id *old* where nothing is rewritten."""
    word = re.compile(rf"(?<![\w-]){re.escape(old)}(?![\w-])")
    return [
        f"{path} still names {old} in its text"
        for path, text in sorted(texts.items())
        if word.search(text)
    ]


def _rename(text: str, kind: str, old: str, new: str) -> str:
    return text.replace(f".. {kind}:: {old} ", f".. {kind}:: {new} ")


def _block(text: str, kind: str, record_id: str) -> tuple[int, int]:
    """First and last line of a record's directive, blank lines after it included."""
    lines = text.split("\n")
    start = next(n for n, line in enumerate(lines) if line.startswith(f".. {kind}:: {record_id} "))
    end = start + 1
    while end < len(lines) and (not lines[end].strip() or lines[end].startswith((" ", "\t"))):
        end += 1
    return start, end


def _cut(text: str, kind: str, record_id: str) -> tuple[str, str]:
    lines = text.split("\n")
    start, end = _block(text, kind, record_id)
    rest = "\n".join(lines[:start] + lines[end:]).rstrip("\n") + "\n"
    return rest, "\n".join(lines[start:end]).rstrip("\n") + "\n"


def _paste(text: str, kind: str, block: str) -> str:
    """*text* with *block* after its last record of the same kind, or at its end."""
    others = re.findall(rf"^\.\. {kind}:: (\S+) ", text, re.MULTILINE)
    lines = text.rstrip("\n").split("\n")
    end = _block(text.rstrip("\n"), kind, others[-1])[1] if others else len(lines)
    before = "\n".join(lines[:end]).rstrip("\n")
    after = "\n".join(lines[end:])
    return f"{before}\n\n{block}" + (f"\n{after}\n" if after.strip() else "")
