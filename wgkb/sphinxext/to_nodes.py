"""Drawings as docutils nodes, for every builder that does not write a site.

A picture becomes the words that it draws: paper and terminals get the numbers, and a writer needs
to know nothing but the nodes of docutils.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from docutils import nodes

from wgkb.drawing import pieces as p
from wgkb.drawing.states import word
from wgkb.drawing.to_html import has_shown_id
from wgkb.graph.facts import Fact
from wgkb.graph.graph import Item
from wgkb.model.records import Coverage

WIDEST = 5
"""Columns of a grid that there is room for; the rows of a wider one become lists."""

Refer = Callable[[Item, list[nodes.Node]], nodes.Node]
"""Makes nodes lead to an item; what cannot be led to keeps its words."""


def blocks(drawing: p.Drawing, refer: Refer, short_address: str = "") -> list[nodes.Node]:
    """*drawing* as nodes of a document's body.

    :param short_address: where the short addresses of records begin; empty if nowhere.
    """
    return _Nodes(refer, short_address).blocks(drawing)


class _Nodes:
    """A method for each piece: ``inline_`` for those in a line, ``block_`` for the others."""

    def __init__(self, refer: Refer, short_address: str) -> None:
        self.refer = refer
        self.short_address = short_address

    def blocks(self, drawing: p.Drawing) -> list[nodes.Node]:
        """Blocks; words between them become paragraphs."""
        found: list[nodes.Node] = []
        line: list[Any] = []
        for piece in _flat(drawing):
            block = getattr(self, f"block_{type(piece).__name__.lower()}", None)
            if block is None:
                line.append(piece)
                continue
            found += self._paragraphs(line)
            line = []
            found += block(piece)
        return found + self._paragraphs(line)

    def _paragraphs(self, words: list[Any]) -> list[nodes.Node]:
        """A paragraph for each line of *words*."""
        lines: list[list[Any]] = [[]]
        for piece in words:
            if type(piece) is p.Break:
                lines.append([])
            else:
                lines[-1].append(piece)
        made = (_trimmed(self.inline(tuple(line))) for line in lines)
        return [nodes.paragraph("", "", *children) for children in made if _says(children)]

    def inline(self, words: p.Words) -> list[nodes.Node]:
        """Nodes that stand in a line."""
        found: list[nodes.Node] = []
        for piece in _flat(words):
            write = getattr(self, f"inline_{type(piece).__name__.lower()}", None)
            found += write(piece) if write else _text(str(piece))
        return found

    # --- In a line

    def inline_item(self, item: Item) -> list[nodes.Node]:
        if item.standing and not item.target:
            return _text(word(item.standing))
        name = f"{item.target} {item.text}" if has_shown_id(item) else item.text
        link = self._to(item, name)
        return [*link, *_text(f" ({word(item.standing)})")] if item.standing else link

    def _to(self, item: Item, words: str) -> list[nodes.Node]:
        return [self.refer(item, _text(words))] if item.docname else _text(words)

    def inline_chip(self, chip: p.Chip) -> list[nodes.Node]:
        return _text(word(chip.state))

    def inline_byid(self, piece: p.ById) -> list[nodes.Node]:
        item = piece.item
        if item.docname and has_shown_id(item):
            return self._to(item, item.target)
        return self.inline_item(p.listed(item) if item.docname else item)

    def inline_link(self, link: p.Link) -> list[nodes.Node]:
        words = self.inline(link.words)
        if link.hint:
            words += _text(f" {link.hint}")
        return [self.refer(link.item, words)] if link.item.docname else words

    def inline_external(self, link: p.External) -> list[nodes.Node]:
        words = link.words or link.address
        return [nodes.reference("", words, refuri=link.address, internal=False)]

    def inline_span(self, span: p.Span) -> list[nodes.Node]:
        words = self.inline(span.words)
        if span.look == "gone":  # as in the notation of ``git diff --word-diff``
            return [*_text("[-"), *words, *_text("-]")]
        if span.look == "new":
            return [*_text("{+"), *words, *_text("+}")]
        if span.look == "strong":
            return [nodes.strong("", "", *words)]
        if span.look == "em":
            return [nodes.emphasis("", "", *words)]
        if span.look == "code":
            return [nodes.literal("", "", *words)]
        return words

    def inline_hidden(self, hidden: p.Hidden) -> list[nodes.Node]:
        return _text(hidden.words)

    def inline_day(self, day: p.Day) -> list[nodes.Node]:
        return _text(day.words)

    def inline_break(self, piece: p.Break) -> list[nodes.Node]:
        return _text(" ")

    def inline_key(self, key: p.Key) -> list[nodes.Node]:
        return []

    def inline_square(self, square: p.Square) -> list[nodes.Node]:
        words = self.inline(square.words)
        return [self.refer(square.item, words)] if square.item and square.item.docname else words

    def inline_picture(self, picture: p.Picture) -> list[nodes.Node]:
        return _text(picture.words)

    # --- Blocks

    def block_paragraph(self, paragraph: p.Paragraph) -> list[nodes.Node]:
        """A note is about what a script does."""
        return [] if paragraph.look == "note" else self._paragraphs(list(_flat(paragraph.words)))

    def block_listing(self, listing: p.Listing) -> list[nodes.Node]:
        return [nodes.literal_block(listing.text, listing.text, language="text")]

    def block_bullets(self, bullets: p.Bullets) -> list[nodes.Node]:
        if bullets.look == "legend":
            return [self._legend(bullets)]
        items = [nodes.list_item("", *self.blocks(item)) for item in bullets.items]
        return [nodes.bullet_list("", *items)] if items else []

    def _legend(self, bullets: p.Bullets) -> nodes.paragraph:
        """The items in a line; one that ends with a colon says what the next are about."""
        made = nodes.paragraph()
        for item in bullets.items:
            if len(made):
                made += nodes.Text(" " if made.astext().endswith(":") else ", ")
            made += _trimmed(self.inline(item))
        return made

    def block_terms(self, terms: p.Terms) -> list[nodes.Node]:
        rows = [(self.inline(term.term), self.blocks(term.body)) for term in terms.terms]
        return _definitions(rows)

    def block_facts(self, facts: p.Facts) -> list[nodes.Node]:
        rows = [
            nodes.field(
                "",
                nodes.field_name("", fact.label),
                nodes.field_body("", nodes.paragraph("", "", *self.inline(_by_ids(fact)))),
            )
            for fact in facts.facts
        ]
        if facts.record and self.short_address:
            link = p.External(f"{self.short_address}go/{facts.record}/")
            name = nodes.field_name("", "Short address")
            body = nodes.field_body("", nodes.paragraph("", "", *self.inline(link)))
            rows.append(nodes.field("", name, body))
        return [nodes.field_list("", *rows)] if rows else []

    def block_linklists(self, links: p.LinkLists) -> list[nodes.Node]:
        rows = [
            (
                _text(fact.label),
                self.block_bullets(p.Bullets(tuple(p.listed(item) for item in fact.items))),
            )
            for fact in links.facts
        ]
        return _definitions(rows)

    def block_trace(self, trace: p.Trace) -> list[nodes.Node]:
        return self.block_linklists(p.LinkLists((*trace.links, *trace.back_links)))

    def block_section(self, section: p.Section) -> list[nodes.Node]:
        title = nodes.title("", "", *self.inline(section.title))
        body = self.blocks(section.body)
        return [nodes.section("", title, *body, ids=[section.anchor])]

    def block_box(self, box: p.Box) -> list[nodes.Node]:
        caption = [nodes.paragraph("", "", nodes.strong("", box.caption))] if box.caption else []
        return [*caption, *self.blocks(box.body)]

    def block_fold(self, fold: p.Fold) -> list[nodes.Node]:
        body = self.blocks(fold.body)
        title = nodes.paragraph("", "", nodes.strong("", fold.summary))
        return [title, *body] if body else []

    def block_strip(self, strip: p.Strip) -> list[nodes.Node]:
        lines = tuple(
            (line.link, f": {line.picture.words}; " if line.picture.words else ": ", line.end)
            for line in strip.lines
        )
        return self.block_box(p.Box("", p.Bullets(lines), strip.caption))

    def block_axis(self, axis: p.Axis) -> list[nodes.Node]:
        return []

    def block_picture(self, picture: p.Picture) -> list[nodes.Node]:
        """The table or the words beside it say what it draws."""
        return []

    def block_control(self, control: p.Control) -> list[nodes.Node]:
        return []

    # --- Tables

    def block_table(self, table: p.Table) -> list[nodes.Node]:
        if table.look in ("grid", "overview") and len(table.columns) > WIDEST:
            return self._grid_as_lists(table)
        rows = [
            row
            for group in table.groups
            for row in (*([self._group_row(group, table)] if group.head else []), *group.rows)
        ]
        if not rows:
            return []
        width = len(table.columns)
        tgroup = nodes.tgroup("", cols=width)
        tgroup += [nodes.colspec(colwidth=100 // width) for _ in range(width)]
        tgroup += nodes.thead("", self._row([column.words for column in table.columns]))
        body = [self._row(row.cells) for row in (*rows, *table.foot)]
        tgroup += nodes.tbody("", *body)
        made = nodes.table("", tgroup)
        if table.caption:
            made.insert(0, nodes.title("", "", *self.inline(table.caption)))
        return [made]

    def _group_row(self, group: p.Group, table: p.Table) -> p.Row:
        return p.Row((group.head, *[""] * (len(table.columns) - 2), group.last))

    def _row(self, cells: Iterable[p.Words]) -> nodes.row:
        return nodes.row("", *(nodes.entry("", *self.blocks(cell)) for cell in cells))

    def _grid_as_lists(self, table: p.Table) -> list[nodes.Node]:
        """For each row the columns of each value; what does not concern it is left out."""
        title = [nodes.strong("", "", *self.inline(table.caption))]
        found: list[nodes.Node] = [nodes.paragraph("", "", *title)]
        for group in table.groups:
            if group.head is not None:
                words = (group.head, ": ", group.last, " met")
                found.append(nodes.paragraph("", "", *self.inline(words)))
            rows = [(self.inline(r.cells[0]), self._values(r, table.columns)) for r in group.rows]
            found += _definitions(rows)
        return found

    def _values(self, row: p.Row, columns: Sequence[p.Column]) -> list[nodes.Node]:
        by_state: dict[str, list[p.Words]] = {}
        for column, cell in zip(columns[1:], row.cells[1:], strict=True):
            if type(cell) is p.Square and cell.state != Coverage.NOT_APPLICABLE:
                by_state.setdefault(cell.state, []).append(_in_a_list(column, cell))
        items = [(f"{word(state)}: ", *p.joined(cells)) for state, cells in by_state.items()]
        return self.block_bullets(p.Bullets(tuple(items))) or self.blocks("concerns none of them")


def _in_a_list(column: p.Column, square: p.Square) -> p.Words:
    """The column of *square*, and what the square says beside its state."""
    name = column.words.words if type(column.words) is p.Link else column.words
    state = word(square.state)
    said = " ".join(str(piece) for piece in _flat(square.words) if type(piece) is str)
    said = " ".join(said.replace(state, "").split())
    words = f"{name} ({said})" if said else name
    return p.Link(square.item, words) if square.item else words


def _by_ids(fact: Fact) -> p.Words:
    return p.joined(map(p.ById, fact.items))


def _flat(drawing: p.Drawing) -> Iterable[Any]:
    """The pieces of *drawing* in order, without the tuples that hold them."""
    if type(drawing) in (tuple, list):
        for part in drawing:
            yield from _flat(part)
    elif drawing is not None and drawing != "":
        yield drawing


def _trimmed(children: list[nodes.Node]) -> list[nodes.Node]:
    """Without the space before the words of a key that is not drawn."""
    if children and isinstance(children[0], nodes.Text):
        return [nodes.Text(children[0].lstrip(" ")), *children[1:]]
    return children


def _says(children: list[nodes.Node]) -> bool:
    return bool("".join(child.astext() for child in children).strip())


def _text(words: str) -> list[nodes.Node]:
    return [nodes.Text(words)] if words else []


def _definitions(rows: list[tuple[list[nodes.Node], list[nodes.Node]]]) -> list[nodes.Node]:
    items = [
        nodes.definition_list_item(
            "", nodes.term("", "", *term), nodes.definition("", *(body or [nodes.paragraph()]))
        )
        for term, body in rows
    ]
    return [nodes.definition_list("", *items)] if items else []
