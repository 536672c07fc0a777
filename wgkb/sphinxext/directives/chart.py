"""``.. chart::`` — draws the table of measured figures that it holds, above the table.

The table is an ordinary one of reST or MyST and stays what it is, in HTML and elsewhere.  What is
wrong with its figures becomes findings, and the table is shown without a picture.
"""

from __future__ import annotations

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from wgkb.drawing.charts.figures import Cell, Fault, Figures, Series, faults, value
from wgkb.drawing.nodes import chart
from wgkb.model.findings import Problem
from wgkb.rules.source import chart_figures
from wgkb.sphinxext.notes import notes_of

SCALES = ("linear", "log")


def _scale(argument: str) -> str:
    return directives.choice(argument, SCALES)


class Chart(SphinxDirective):
    """A picture of the table in its content; ``:measured:`` says what it holds, with the unit."""

    has_content = True
    option_spec = {  # noqa: RUF012
        "measured": directives.unchanged_required,
        "scale": _scale,
    }

    def run(self) -> list[nodes.Node]:
        content = self.parse_content_to_nodes()
        tables = [node for node in content if isinstance(node, nodes.table)]
        if any(isinstance(node, nodes.system_message) for node in content):
            return content  # the table itself cannot be read, which docutils has said
        if len(tables) != 1 or len(content) != 1:
            return self._refused([Fault(0, "must hold one table and nothing else")], content)
        if not self.options.get("measured"):
            return self._refused([Fault(0, "needs :measured:, what the figures are")], content)
        [table] = tables
        if len(list(table.findall(nodes.thead))) != 1:
            return self._refused([Fault(0, "the table needs a header row")], content)
        [*header], *rows = _cells(table, self.lineno)
        found = list(faults(header, rows, self._is_logarithmic))
        if found:
            return self._refused(found, content)
        table["classes"].append("wg-figures")
        return [chart(figures=self._figures(table, header, rows)), table]

    @property
    def _is_logarithmic(self) -> bool:
        return self.options.get("scale") == "log"

    def _figures(self, table: nodes.table, header: list[Cell], rows: list[list[Cell]]) -> Figures:
        title = next(iter(table.findall(nodes.title)), None)
        steps, *columns = zip(*([value(cell.text) for cell in row] for row in rows), strict=True)
        return Figures(
            title=title.astext() if title else "",
            varied=header[0].text,
            measured=self.options["measured"],
            steps=steps,
            series=tuple(
                Series(cell.text, column) for cell, column in zip(header[1:], columns, strict=True)
            ),
            is_logarithmic=self._is_logarithmic,
        )

    def _refused(self, found: list[Fault], content: list[nodes.Node]) -> list[nodes.Node]:
        """Report what is wrong, and show the content as it is."""
        path = str(self.env.doc2path(self.env.docname, base=False))
        own_line = int(self.get_source_info()[1] or 0)
        for fault in found:
            problem = Problem(path, fault.line or own_line, f"chart: {fault.message}")
            notes_of(self.env).findings.extend(chart_figures(problem))
        return content


def _cells(table: nodes.table, line: int) -> list[list[Cell]]:
    """The rows of *table*, header first; *line* is that of the directive.

    A cell that does not know its line has that of the one before: an empty cell knows none, and
    those of ``csv-table`` count from their own beginning.
    """
    rows = []
    for row in table.findall(nodes.row):
        cells = []
        for entry in row.children:
            line = max(line, next((node.line for node in entry.findall() if node.line), 0))
            cells.append(Cell(" ".join(entry.astext().split()), line))
        rows.append(cells)
    return rows
