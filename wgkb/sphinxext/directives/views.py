"""The directive of every view."""

from __future__ import annotations

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from wgkb.drawing.nodes import view
from wgkb.model.findings import Problem
from wgkb.rules.source import view_option
from wgkb.sphinxext.directives.records import AnyOption
from wgkb.sphinxext.notes import notes_of
from wgkb.views import VIEWS
from wgkb.views.base import read_options


class ViewDirective(SphinxDirective):
    """Shows the view that has the name of the directive; the view declares the options.

    What is wrong with them becomes findings, and the view is left out.
    """

    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = AnyOption()

    def run(self) -> list[nodes.Node]:
        shown = VIEWS[self.name.rpartition(":")[2]]
        argument = " ".join(self.arguments[0].split()) if self.arguments else ""
        page = {"page": self.env.docname, "author": self.config.author}
        options, wrong = read_options(shown, argument, self.options, page)
        path = str(self.env.doc2path(self.env.docname, base=False))
        lines = self._lines()
        for name, message in wrong:
            problem = Problem(path, lines.get(name, lines[""]), f"{shown.name}: {message}")
            notes_of(self.env).findings.extend(view_option(problem))
        if options is None:
            return []
        node = view(view=shown.name, options=options)
        self.set_source_info(node)
        return [node]

    def _lines(self) -> dict[str, int]:
        """The line of each option; that of the directive itself stands under no name."""
        first = int(self.get_source_info()[1] or 0)
        found = {"": first}
        for offset, text in enumerate(self.block_text.splitlines()):
            if (name := text.strip().removeprefix(":").partition(":")[0]) in self.options:
                found.setdefault(name, first + offset)
        return found


DIRECTIVES = dict.fromkeys(VIEWS, ViewDirective)
"""The directive of each view by its name."""
