"""A table as the views of meetings show it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup


def table_html(caption: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Markup:
    """A table; the first cell of each row heads it, and each cell knows its column."""
    body = Markup("\n").join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            first,
            Markup("").join(
                Markup('<td data-label="{}">{}</td>').format(label, cell)
                for label, cell in zip(head[1:], cells, strict=True)
            ),
        )
        for first, *cells in rows
    )
    return Markup(
        '<div class="wg-table"><table class="table"><caption>{}</caption>\n'
        "<thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody></table></div>\n"
    ).format(
        caption,
        Markup("").join(Markup('<th scope="col">{}</th>').format(label) for label in head),
        body,
    )
