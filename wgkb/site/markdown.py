"""The text of each page as Markdown, beside it: ``use-cases/retail-store.html.md``.

Written from the resolved doctree in the process that writes the page, so that both are always of
one build and a page that did not change costs nothing; that of a person, which has no doctree,
from the records.  The names follow llmstxt.org.  Of views, only those that are a sentence are
there: all records are in ``api/v1/records.json``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from docutils import nodes
from sphinx import addnodes

from wgkb.drawing import pieces as p
from wgkb.drawing.nodes import chart, dependents, facts, view
from wgkb.files.writing import write_if_changed
from wgkb.graph.facts import dependents_of, facts_of
from wgkb.graph.graph import Item
from wgkb.graph.people import dealings, role_words, roles_in_order
from wgkb.model import times
from wgkb.model.records import Person, PersonRole
from wgkb.site.places import file_of, graph_of
from wgkb.views import VIEWS

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from wgkb.graph.facts import Fact
    from wgkb.graph.graph import Graph

SUFFIX = ".md"
_SPECIAL = re.compile(r"([\\`*_\[\]<>|&])")
"""What has a meaning in running text; see CommonMark 0.31, sections 2.4 and 2.5."""
_IN_ADDRESSES = ":/?#[]@!$&'()*+,;=%~"
"""What addresses may have beside letters, digits and ``-._``; see RFC 3986, chapter 2."""
_START = re.compile(r"^((?:\d+(?=[.)]))?)([-+#~.)])")
"""What would make a paragraph a list, a heading or a block of code; see its chapter 4."""


def address(builder: Builder, docname: str) -> str:
    """Address of the text of *docname* from the root of the site."""
    page = builder.get_target_uri(docname)
    return f"{page}index.html{SUFFIX}" if not page or page.endswith("/") else page + SUFFIX


def write(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Write the text of a page, if it has one; connected to ``html-page-context``."""
    graph = graph_of(app.env)
    page = graph.pages.get(pagename)
    person = page.main if page is not None and page.parent else None

    def link_to(item: Item) -> str:
        if item.is_outside:
            return item.docname
        fragment = f"#{item.anchor}" if item.anchor else ""
        return app.builder.get_relative_uri(pagename, item.docname) + fragment

    if isinstance(person, Person):
        text = person_markdown(graph, person, link_to)
    elif doctree is not None:
        text = to_markdown(doctree, graph, link_to)
    else:
        return
    write_if_changed(_text_of(file_of(app.builder, pagename)), text)


def remove_orphans(builder: Builder, docnames: Iterable[str]) -> None:
    """Remove the texts of pages that are none of *docnames*."""
    wanted = {_text_of(file_of(builder, name)) for name in docnames}
    for path in Path(builder.outdir).rglob(f"*.html{SUFFIX}"):
        if path not in wanted:
            path.unlink()


def _text_of(page: Path) -> Path:
    return page.with_name(page.name + SUFFIX)


def to_markdown(doctree: nodes.document, graph: Graph, link_to: Callable[[Item], str]) -> str:
    """The text of *doctree*; what records show is taken from *graph*."""
    text = _Writer(graph, link_to).blocks(doctree, 0) + "\n"
    # A page may show a byte that is no UTF-8, as the rule against those does.
    return text.encode("utf-8", "replace").decode("utf-8")


def person_markdown(graph: Graph, person: Person, link_to: Callable[[Item], str]) -> str:
    """What the page of *person* says; its tables are lists here."""
    return _Writer(graph, link_to).person(person) + "\n"


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _plain(text: str) -> str:
    """*text* from a data file as one line of a paragraph."""
    return _START.sub(r"\1\\\2", _escape(" ".join(text.split())))


def _code(text: str) -> str:
    """A code span whose fence is longer than any in *text*; see CommonMark 0.31, section 6.1."""
    fence = _fence(text, 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _fence(text: str, least: int) -> str:
    longest = max(map(len, re.findall("`+", text)), default=0)
    return "`" * max(least, longest + 1)


def _indent(text: str, lead: str) -> str:
    """Put *lead* before the first line and as many spaces before the others."""
    return lead + text.replace("\n", "\n" + " " * len(lead)).replace(" " * len(lead) + "\n", "\n")


class _Writer:
    """Turns nodes into Markdown: a method for each kind of block, one for running text."""

    def __init__(self, graph: Graph, link_to: Callable[[Item], str]) -> None:
        self.graph = graph
        self.link_to = link_to

    # --- Blocks

    def blocks(self, node: nodes.Node, level: int) -> str:
        """The children of *node*, with an empty line between them."""
        parts = (self.block(child, level) for child in node.children)
        return "\n\n".join(part for part in parts if part)

    def block(self, node: nodes.Node, level: int) -> str:
        """One block: by the method named after its class, or else its children."""
        method = getattr(self, f"block_{type(node).__name__}", None)
        if method is not None:
            return str(method(node, level))
        if isinstance(node, nodes.Invisible | nodes.raw | chart):
            return ""
        if isinstance(node, nodes.Admonition):
            title = type(node).__name__.capitalize()
            return self._quoted(f"**{title}**\n\n{self.blocks(node, level)}")
        if isinstance(node, nodes.TextElement | nodes.Inline | nodes.Text):
            return self.inline([node]).strip()
        return self.blocks(node, level)

    def block_section(self, node: nodes.section, level: int) -> str:
        return self.blocks(node, level + 1)

    def block_title(self, node: nodes.title, level: int) -> str:
        return f"{'#' * min(max(level, 1), 6)} {self.inline(node.children).strip()}"

    def block_rubric(self, node: nodes.rubric, level: int) -> str:
        return f"**{self.inline(node.children)}**"

    def block_paragraph(self, node: nodes.paragraph, level: int) -> str:
        return _START.sub(r"\1\\\2", self.inline(node.children).strip())

    def block_literal_block(self, node: nodes.literal_block, level: int) -> str:
        language = node.get("language", "")
        text = node.astext()
        fence = _fence(text, 3)
        return f"{fence}{'' if language == 'default' else language}\n{text}\n{fence}"

    def block_block_quote(self, node: nodes.block_quote, level: int) -> str:
        return self._quoted(self.blocks(node, level))

    def block_line_block(self, node: nodes.line_block, level: int) -> str:
        return "\\\n".join(self.inline(line.children) for line in node.findall(nodes.line))

    def block_bullet_list(self, node: nodes.bullet_list, level: int) -> str:
        return "\n".join(_indent(self.blocks(item, level), "- ") for item in node.children)

    def block_enumerated_list(self, node: nodes.enumerated_list, level: int) -> str:
        first = node.get("start", 1)
        return "\n".join(
            _indent(self.blocks(item, level), f"{number}. ")
            for number, item in enumerate(node.children, first)
        )

    def block_definition_list_item(self, node: nodes.definition_list_item, level: int) -> str:
        terms = [self.inline(c.children) for c in node.children if isinstance(c, nodes.term)]
        rest = [self.blocks(c, level) for c in node.children if isinstance(c, nodes.definition)]
        return "\n\n".join([f"**{', '.join(terms)}**", *rest])

    def block_field(self, node: nodes.field, level: int) -> str:
        return f"**{node[0].astext()}**: {self.blocks(node[1], level)}"

    def block_table(self, node: nodes.table, level: int) -> str:
        title = [self.inline(c.children) for c in node.children if isinstance(c, nodes.title)]
        rows = [
            "| " + " | ".join(self._cell(entry, level) for entry in row.children) + " |"
            for row in node.findall(nodes.row)
        ]
        width = max((len(row.children) for row in node.findall(nodes.row)), default=0)
        rows.insert(1, "|" + " --- |" * width)
        return "\n\n".join([*(f"**{t}**" for t in title), "\n".join(rows)])

    def block_figure(self, node: nodes.figure, level: int) -> str:
        return self.blocks(node, level)

    def block_image(self, node: nodes.image, level: int) -> str:
        return self.inline([node])

    def block_footnote(self, node: nodes.footnote, level: int) -> str:
        return f"\\[{node[0].astext()}\\] {self.blocks_of(node.children[1:], level)}"

    block_citation = block_footnote

    def block_facts(self, node: facts, level: int) -> str:
        record = self.graph.get(node["record"])
        return self._facts(facts_of(self.graph, record)) if record else ""

    def block_dependents(self, node: dependents, level: int) -> str:
        return self._facts(dependents_of(self.graph, node["record"]))

    def block_view(self, node: view, level: int) -> str:
        drawing = VIEWS[node["view"]].draw(self.graph, node["options"])
        return self._words(drawing.words) if type(drawing) is p.Paragraph else ""

    def _words(self, words: p.Words) -> str:
        if isinstance(words, str):
            return _escape(words)
        if type(words) is p.Link:
            return self._item(p.quiet(words.item)._replace(target=""))
        return "".join(map(self._words, words)) if type(words) is tuple else ""

    def blocks_of(self, children: Iterable[nodes.Node], level: int) -> str:
        return "\n\n".join(filter(None, (self.block(child, level) for child in children)))

    # --- People

    def person(self, person: Person) -> str:
        """The page of *person*, whose parts have the titles that they have in HTML."""
        known = dealings(self.graph, person)
        nicks = f"- Nicks on IRC: {', '.join(map(_plain, person.nicks))}" if person.nicks else ""
        meetings = (
            f"- {self._record(meeting.id)}, {times.short(meeting.start)}: {', '.join(parts)}"
            for meeting, parts in known.meetings
        )
        sections = {
            "Roles": "\n".join(map(self._role, roles_in_order(person))),
            "Meetings": "\n".join(meetings),
            "Actions": "\n".join(f"- {self._record(action.id)}" for action in known.actions),
            "Decisions of these meetings": "\n".join(
                f"- {self._record(decision.id)}" for decision in known.decisions
            ),
            "Named elsewhere": self._facts(known.elsewhere),
        }
        told = [f"## {title}\n\n{text}" for title, text in sections.items() if text]
        top = [f"# {_plain(person.title)}", nicks, _plain(person.summary)]
        return "\n\n".join(filter(None, [*top, *told]))

    def _role(self, role: PersonRole) -> str:
        sources = ", ".join(map(self._source, role.sources))
        return f"- {_plain(role_words(role))}" + (f" ({sources})" if sources else "")

    def _source(self, source: str) -> str:
        if source.startswith(("https://", "http://")):
            return f"<{quote(source, safe=_IN_ADDRESSES)}>"
        return self._item(self.graph.citation(source))

    def _record(self, record_id: str) -> str:
        return self._item(self.graph.item(record_id))

    # --- Facts

    def _facts(self, rows: Iterable[Fact]) -> str:
        return "\n".join(f"- {f.label}: {', '.join(map(self._item, f.items))}" for f in rows)

    def _item(self, item: Item) -> str:
        local = item.anchor and item.target[:1].isupper()
        text = _escape(f"{item.target} {item.text}" if local else item.text)
        if item.docname:
            text = f"[{text}]({self.link_to(item)})"
        return f"{text} ({item.standing})" if item.standing and item.target else text

    def _cell(self, entry: nodes.Node, level: int) -> str:
        assert isinstance(entry, nodes.Element)
        return " ".join(self.blocks(entry, level).split())

    def _quoted(self, text: str) -> str:
        return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))

    # --- Running text

    def inline(self, children: Iterable[nodes.Node]) -> str:
        return "".join(map(self._inline, children))

    def _inline(self, node: nodes.Node) -> str:
        if isinstance(node, nodes.Text):
            return _escape(" ".join(node.astext().split("\n")))
        if isinstance(node, nodes.literal | addnodes.literal_emphasis):
            return _code(node.astext())
        if isinstance(node, nodes.Invisible | nodes.raw):
            return ""
        if isinstance(node, nodes.image):
            return f"![{_escape(node.get('alt', ''))}]({node['uri']})"
        assert isinstance(node, nodes.Element)
        text = self.inline(node.children)
        if isinstance(node, nodes.reference):
            target = node.get("refuri") or f"#{node.get('refid', '')}"
            return f"[{text}]({target})"
        if isinstance(node, nodes.strong):
            return f"**{text}**"
        if isinstance(node, nodes.emphasis | nodes.title_reference):
            return f"*{text}*"
        if "wg-chip" in node.get("classes", ()):
            return f"({text})"
        return text
