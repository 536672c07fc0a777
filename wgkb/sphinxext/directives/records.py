"""One directive per record type: source text in, record and doctree out.

A record of a page of its own (``place == "page"``) stands under the page's title and adds its
facts there; a record of a section opens a section of its own.  What is wrong becomes findings;
the text of a wrong record is shown all the same, so that nothing that was written is lost.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective

from wgkb.drawing.nodes import dependents, facts
from wgkb.model.draft import Draft, validate
from wgkb.model.page import Entry
from wgkb.model.records import RECORD_TYPES, GapState, Record
from wgkb.sphinxext.notes import notes_of

if TYPE_CHECKING:
    from collections.abc import Callable


NAMES_A_FILE = "names-a-file"
"""Attribute of a link to a source whose text is made from its address."""

_OPTION_LINE = re.compile(r"\s*:([^:\s][^:]*):(\s|$)")
_HISTORY_STATE = re.compile(r"\s*(\S+?)\s*(?:—|–|--?|:)\s*")


class AnyOption(dict[str, "Callable[[str], str]"]):
    """An option specification that takes every name.

    docutils drops a directive, text and all, when it meets an unknown option.  We take it and
    let the rules say what would be right.  The same way as ``DummyOptionSpec`` of
    ``sphinx.ext.autodoc.directive``.
    """

    def __bool__(self) -> bool:
        return True

    def __contains__(self, name: object) -> bool:
        return True

    def __getitem__(self, name: str) -> Callable[[str], str]:
        return lambda text: text or ""


class RecordDirective(SphinxDirective):
    """The directive of one record type."""

    model: type[Record]
    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec = AnyOption()

    def run(self) -> list[nodes.Node]:
        notes = notes_of(self.env)
        enclosing = notes.open_record
        page_title = self._page_title()
        argument = self.arguments[0] if self.arguments else ""
        stem = posixpath.basename(self.env.docname)
        path = self.env.doc2path(self.env.docname, base=False)
        own_name = f"{self.model.type.label} {argument.partition(' ')[0] or stem}"

        notes.open_record = own_name
        notes.judged_against = str(self.options.get("judged-against", "")).strip()
        content = Content(self.parse_content_to_nodes())
        notes.open_record = enclosing
        notes.judged_against = ""

        draft = Draft(
            model=self.model,
            argument=argument,
            page_id=stem,
            page_title=page_title.astext() if page_title is not None else "",
            options={name: str(value) for name, value in self.options.items()},
            statement=content.statement,
            parts=content.values,
            path=str(path),
            line=self._line(),
            lines=self._field_lines() | content.lines,
            inside=enclosing,
        )
        record, findings = validate(draft)
        notes.findings.extend(findings)
        if self.model.type.place == "page":
            notes.kind = self.model.type.name
        if record is None:
            notes.unread.append(draft.unread())
        title = page_title if self.model.type.place == "page" else self._title(draft)
        return self._doctree(draft, record, content, title)

    def _doctree(
        self, draft: Draft, record: Record | None, content: Content, title: nodes.Element | None
    ) -> list[nodes.Node]:
        in_section = self.model.type.place == "section"
        anchor = draft.id.rpartition("/")[2] if in_section else ""
        if record is not None:
            entry = Entry(
                record, self.env.docname, anchor, draft.path, draft.line, dict(draft.lines)
            )
            notes_of(self.env).entries.append((entry, title))
        body = [
            facts(record=draft.id),
            *content.opening,
            *content.parts_as_nodes(),
            dependents(record=draft.id, closing=bool(self.model.type.sections)),
            *content.rest,
        ]
        if title is None or not in_section or draft.inside:
            return body
        return [self._section(draft, anchor, [title, *body])]

    def _section(self, draft: Draft, anchor: str, body: list[nodes.Node]) -> nodes.section:
        kind = self.model.type
        section = nodes.section("", classes=["wg-record", f"wg-{kind.name}"])
        self.set_source_info(section)
        section["wg_record"] = draft.id
        if anchor and anchor not in self.state.document.ids:
            section["ids"] = [anchor]
        self.state.document.set_id(section)
        section += body
        return section

    def _title(self, draft: Draft) -> nodes.title:
        local = draft.argument.partition(" ")[0]
        title = nodes.title(draft.argument, "")
        self.set_source_info(title)
        title += nodes.inline("", local, classes=["wg-id"])
        title += nodes.Text(f" {draft.title}" if draft.title else "")
        return title

    def _page_title(self) -> nodes.Element | None:
        """Title of the page, if the directive stands directly under it."""
        parent = self.state_machine.node
        if isinstance(parent, nodes.section) and isinstance(parent.parent, nodes.document):
            return parent[0]
        return None

    def _line(self) -> int:
        return int(self.get_source_info()[1] or 0)

    def _field_lines(self) -> dict[str, int]:
        """Line of each option, counted from the directive's first line."""
        first = self._line()
        found: dict[str, int] = {}
        for offset, text in enumerate(self.block_text.splitlines()):
            match = _OPTION_LINE.match(text)
            if match and match[1] in self.options:
                found.setdefault(match[1], first + offset)
        return found


class Content:
    """The parsed content of a record: opening paragraphs, named fields, and the rest."""

    def __init__(self, children: list[nodes.Node]) -> None:
        self.opening: list[nodes.Node] = []
        self.fields: list[nodes.field] = []
        self.rest: list[nodes.Node] = []
        for child in children:
            if isinstance(child, nodes.field_list):
                self.fields.extend(f for f in child.children if isinstance(f, nodes.field))
            elif self.fields or (self.opening and not isinstance(child, nodes.paragraph)):
                self.rest.append(child)
            else:
                self.opening.append(child)
        for child in self.opening:
            if isinstance(child, nodes.paragraph):
                child["classes"].append("wg-statement")
        self.shown_as: dict[int, list[nodes.Node]] = {}
        self.values: dict[str, Any] = {}
        self.lines: dict[str, int] = {}
        for index, field in enumerate(self.fields):
            name = field[0].astext()
            if name == "history":
                steps = [_history_step(step) for step in _nested_fields(field)]
                self.values[name] = steps or _text(field[1])
                if steps:
                    self.shown_as[index] = [_history_list(field, steps)]
                for number, step in enumerate(_nested_fields(field)):
                    self.lines[f"history:{step[0].astext()}"] = step.line or 0
                    self.lines[f"history:{number}"] = step.line or 0
            elif name == "evidence":
                self.values[name] = list(_pieces(field))
                self.shown_as[index] = list(_pieces_as_nodes(field))
                plain = len(self.values[name]) - len(list(_nested_fields(field)))
                for number, piece in enumerate(_nested_fields(field), plain):
                    self.lines[f"evidence:{number}"] = piece.line or 0
            else:
                self.values[name] = _text(field[1])
            self.lines[name] = field.line or getattr(field[0], "line", None) or 0
        self.lines = {name: line for name, line in self.lines.items() if line}
        if self.opening and (line := getattr(self.opening[0], "line", None)):
            self.lines["statement"] = line

    @property
    def statement(self) -> str:
        """Text of the opening paragraphs."""
        return "\n\n".join(
            _text(child, _cites_or_names)
            for child in self.opening
            if isinstance(child, nodes.paragraph)
        )

    def parts_as_nodes(self) -> list[nodes.Node]:
        """The named fields as a description list; history and evidence as lists in it."""
        if not self.fields:
            return []
        parts = nodes.definition_list(classes=["wg-parts"])
        for index, field in enumerate(self.fields):
            name, body = field[0].astext(), field[1]
            term = nodes.term("", name.replace("-", " ").capitalize())
            children = self.shown_as.get(index, body.children)
            parts += nodes.definition_list_item(
                "", term, nodes.definition("", *children), classes=[f"wg-part-{name}"]
            )
        return [parts]


def _cites(node: nodes.Node) -> bool:
    """Is it a citation, whose words are a key of the bibliography?"""
    return isinstance(node, addnodes.pending_xref) and node["refdomain"] == "cite"


def _cites_or_names(node: nodes.Node) -> bool:
    """Is it a citation or the name of a file?  A summary is read where neither can be asked."""
    return _cites(node) or (isinstance(node, nodes.reference) and NAMES_A_FILE in node)


def _text(node: nodes.Node, left_out: Callable[[nodes.Node], bool] = _cites) -> str:
    """The words of *node* without the nodes for which *left_out* holds."""
    if not any(map(left_out, node.findall())):
        return " ".join(node.astext().split())
    bare = node.deepcopy()
    for part in list(bare.findall(left_out)):
        part.parent.remove(part)
    return re.sub(r"\s+([.,;:)])", r"\1", " ".join(bare.astext().split()))


def _nested_fields(field: nodes.field) -> Iterator[nodes.field]:
    for child in field[1].children:
        if isinstance(child, nodes.field_list):
            yield from (step for step in child.children if isinstance(step, nodes.field))


def _pieces(field: nodes.field) -> Iterator[dict[str, str]]:
    """The pieces of evidence: text without a kind first, then those that say their kind."""
    plain = [
        _text(child) for child in field[1].children if not isinstance(child, nodes.field_list)
    ]
    if any(plain):
        yield {"text": " ".join(plain)}
    for piece in _nested_fields(field):
        yield {"kind": piece[0].astext(), "text": _text(piece[1])}


def _pieces_as_nodes(field: nodes.field) -> Iterator[nodes.Node]:
    for child in field[1].children:
        if not isinstance(child, nodes.field_list):
            yield child
    pieces = nodes.definition_list(classes=["wg-evidence"])
    for piece in _nested_fields(field):
        term = nodes.term("", piece[0].astext())
        pieces += nodes.definition_list_item("", term, nodes.definition("", *piece[1].children))
    if pieces.children:
        yield pieces


def _history_step(step: nodes.field) -> dict[str, str]:
    """Read "state — reason"; the state leaves the paragraph, since it is shown as a chip."""
    reason = _text(step[1])
    match = _HISTORY_STATE.match(reason)
    state = match[1] if match else reason.partition(" ")[0]
    paragraph = next(iter(step[1].findall(nodes.paragraph)), None)
    if match and state in set(GapState) and paragraph is not None:
        first = paragraph[0]
        if isinstance(first, nodes.Text) and (lead := _HISTORY_STATE.match(first)):
            paragraph.replace(first, nodes.Text(first[lead.end() :]))
        reason = reason[match.end() :]
    return {"release": step[0].astext(), "state": state, "reason": reason}


def _history_list(field: nodes.field, steps: list[dict[str, str]]) -> nodes.definition_list:
    history = nodes.definition_list(classes=["wg-history"])
    for step, facts_of_step in zip(_nested_fields(field), steps, strict=True):
        state = facts_of_step["state"]
        term = nodes.term("", "")
        term += nodes.inline("", facts_of_step["release"].capitalize(), classes=["wg-release"])
        if state in set(GapState):
            term += nodes.Text(" ")
            term += nodes.inline("", state, classes=["wg-chip", f"wg-chip--{state}"])
        history += nodes.definition_list_item("", term, nodes.definition("", *step[1].children))
    return history


class LinksLast(SphinxTransform):
    """Moves the links of a page that tells a story behind the story."""

    default_priority = 800  # all sections are there

    def apply(self, **kwargs: Any) -> None:
        for node in list(self.document.findall(dependents)):
            if node["closing"] and isinstance(node.parent, nodes.section):
                page = node.parent
                page.remove(node)
                page += node


DIRECTIVES: dict[str, type[RecordDirective]] = {
    name: type(f"{model.__name__}Directive", (RecordDirective,), {"model": model})
    for name, model in RECORD_TYPES.items()
    if model.type.place != "data"
}
