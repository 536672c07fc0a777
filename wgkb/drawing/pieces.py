"""What a drawing is made of.

A drawing is one piece, or a tuple of them.  Where words are asked for, text or a piece that
stands in a line will do, or a tuple of them; a record or a page is its
:class:`~wgkb.graph.graph.Item`, which is shown with its id, its title and its state.

Pieces are named tuples: there are many thousands of them in a build.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, NamedTuple, TypeAlias

from markupsafe import Markup

from wgkb.drawing.states import JUDGING
from wgkb.graph.facts import Fact
from wgkb.graph.graph import Item

Words: TypeAlias = Any
"""Text, a piece that stands in a line, or a tuple of them."""
Drawing: TypeAlias = Any
"""A piece, or a tuple of them; an empty tuple is nothing."""

# --- In a line --------------------------------------------------------------------------------


class Chip(NamedTuple):
    """A state as a word, with the shape and the colour of those that judge."""

    state: str


class ById(NamedTuple):
    """An item by its id alone, if that says something; its card has the title."""

    item: Item


class Link(NamedTuple):
    """Words that lead to an item; *hint* is shown to those who point at them."""

    item: Item
    words: Words
    look: Literal["", "id", "download"] = ""
    hint: str = ""


class External(NamedTuple):
    """A link that leaves the site; without words it shows its address, in parts."""

    address: str
    words: str = ""


class Span(NamedTuple):
    """Words in another voice."""

    look: Literal["strong", "small", "code", "em", "gone", "new", "id", "whole", "release"]
    words: Words


class Hidden(NamedTuple):
    """Words for those who listen, beside something that others see."""

    words: str


class Day(NamedTuple):
    """A day, as programs and as people read it."""

    iso: str
    words: str


class Break(NamedTuple):
    """The end of a line."""


class Key(NamedTuple):
    """The colour of a state, in a legend that says its word."""

    state: str


class Square(NamedTuple):
    """A coverage in a cell of a matrix, with words, and what it leads to if anything does."""

    state: str
    words: Words
    item: Item | None = None
    history: str = ""
    """How it came to be so; see :mod:`wgkb.views.matrix`."""
    evidence: str = ""
    """How strong the evidence for it is; see there."""


class Mark(NamedTuple):
    """A rectangle of a picture, in the colour of a state; *words* say what it is."""

    state: str
    x: float
    width: float
    y: float = 0
    height: float = 1
    words: str = ""


class Picture(NamedTuple):
    """Marks on a ground of *width* × *height*, which is stretched to its place.

    One without words is decoration: the words beside it say what it shows.
    """

    width: float
    height: float
    marks: tuple[Mark, ...]
    words: str = ""
    about: str = ""
    """More words, for those who listen."""
    look: Literal["", "bar"] = ""


# --- Blocks -----------------------------------------------------------------------------------


class Paragraph(NamedTuple):
    """Running text."""

    words: Words
    look: Literal["", "statement", "note", "cited-by"] = ""


class Listing(NamedTuple):
    """A literal text."""

    text: str


class Bullets(NamedTuple):
    """A list; an item is words or a drawing."""

    items: tuple[Words, ...]
    look: Literal["", "legend", "counts"] = ""


class Term(NamedTuple):
    """A term and what belongs to it; addresses of old lead to *anchor*."""

    term: Words
    body: Words
    anchor: str = ""


class Terms(NamedTuple):
    """A description list."""

    terms: tuple[Term, ...]
    look: Literal["facts", "newest", "people", "parts"]


class Facts(NamedTuple):
    """What a record says of itself, side by side, links by their ids.

    *record* is the id of a record whose short address is told at the end.
    """

    facts: tuple[Fact, ...]
    record: str = ""


class LinkLists(NamedTuple):
    """Lists of links below each other, with ids and titles."""

    facts: tuple[Fact, ...]


class Trace(NamedTuple):
    """What *name* links to, and what links to it."""

    name: str
    links: tuple[Fact, ...]
    back_links: tuple[Fact, ...]


class Column(NamedTuple):
    """The head of a column, and what its cells are."""

    words: Words
    look: Literal["", "number", "sum", "turned"] = ""


class Row(NamedTuple):
    """A row; its first cell heads it."""

    cells: tuple[Words, ...]
    values: tuple[tuple[str, str], ...] = ()
    """What scripts sort and filter it by."""
    sorts: tuple[object, ...] = ()
    """For each cell what it is sorted by, or None if by its words."""


class Group(NamedTuple):
    """Rows of a table, below a row that heads them all if *head* is given."""

    rows: tuple[Row, ...]
    head: Words = None
    last: Words = None
    """The last cell of the row that heads them; its other cells are one with its head."""


class Table(NamedTuple):
    """A table.

    A ``grid`` is a matrix of squares, which are looked at in both directions; in a ``stack`` each
    cell says its column on a narrow screen.
    """

    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    caption: Words = ""
    foot: tuple[Row, ...] = ()
    look: Literal["", "stack", "grid", "overview", "sortable", "sortable stack"] = ""
    label: str = ""
    """Names a table that scrolls inside itself."""


class Section(NamedTuple):
    """A part with a heading; *level* is 1 for a page of its own."""

    anchor: str
    level: int
    title: Words
    body: Drawing
    look: Literal["", "linked", "change"] = ""


class Line(NamedTuple):
    """A row of a strip: what it is about, its picture, and words behind it."""

    link: Link
    picture: Picture
    end: Words


class Strip(NamedTuple):
    """Rows of pictures over one axis, of which some steps are named."""

    lines: tuple[Line, ...]
    axis: tuple[str, ...]
    caption: str
    look: Literal["", "sessions", "unlocks"] = ""


class Axis(NamedTuple):
    """The names of the steps below a picture."""

    names: tuple[str, ...]


class Box(NamedTuple):
    """A drawing made of others, as one figure or part of the page."""

    look: Literal["", "matrix", "timeline", "share", "topics", "explorer"]
    body: Drawing
    caption: str = ""


class Fold(NamedTuple):
    """A part that readers unfold."""

    summary: str
    body: Drawing
    is_open: bool = False


class Control(NamedTuple):
    """HTML that only a script brings to life; elsewhere there is nothing to be told."""

    html: Markup


def listed(item: Item) -> Item:
    """*item* in a list of links, where only a state that judges is worth its room."""
    return item if item.standing in JUDGING else item._replace(standing="")


def quiet(item: Item) -> Item:
    """*item* without its state, which has a place of its own."""
    return item._replace(standing="")


def joined(parts: Iterable[Words], between: Words = ", ") -> tuple[Words, ...]:
    """*parts* in a line, with *between* between them."""
    words: list[Words] = []
    for part in parts:
        if words:
            words.append(between)
        words.append(part)
    return tuple(words)


def table(
    head: Iterable[Words],
    rows: Iterable[Iterable[Words]],
    caption: Words = "",
    look: Literal["", "stack"] = "",
) -> Table:
    """A table of plain columns; *head* says the words of each, or is a :class:`Column`."""
    columns = tuple(h if type(h) is Column else Column(h) for h in head)
    group = Group(tuple(Row(tuple(cells)) for cells in rows))
    return Table(columns, (group,), caption, look=look)
