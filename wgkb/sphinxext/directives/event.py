"""``.. event:: 2016-04-20 Its title`` — a dated event in the text of a page.

The text stands where it is written, with its citations.  View ``timeline`` draws those events of
its page that have a title.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_id

from wgkb.model import times
from wgkb.model.findings import Problem
from wgkb.model.page import Event
from wgkb.rules.source import event_date
from wgkb.sphinxext.notes import notes_of


class EventDirective(SphinxDirective):
    """A date and, if the event is to be in the picture, a title; then what happened."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        when, _, title = " ".join(self.arguments[0].split()).partition(" ")
        content = self.parse_content_to_nodes()
        try:
            words = times.period_words(when)
        except ValueError as error:
            path = str(self.env.doc2path(self.env.docname, base=False))
            problem = Problem(path, int(self.get_source_info()[1] or 0), f"event: {error}")
            notes_of(self.env).findings.extend(event_date(problem))
            return content
        term = nodes.term("", f"{words}: {title}" if title else words)
        if title:
            anchor = make_id(self.env, self.state.document, "event", title)
            term["ids"] = [anchor]
            self.state.document.note_explicit_target(term)
            event = Event(when, title, anchor)
            notes_of(self.env).events.append((event, term))
        item = nodes.definition_list_item("", term, nodes.definition("", *content))
        entry = nodes.definition_list("", item, classes=["wg-event"])
        self.set_source_info(entry)
        return [entry]
