"""Reference pages that are generated from the code: record fields, rules, commands and views."""

from __future__ import annotations

import inspect
from pathlib import Path
from types import ModuleType

import click
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from wgkb import commands, rules
from wgkb.cli import main
from wgkb.editing.templates import takes
from wgkb.model.records import FIELDS, RECORD_TYPES, FieldSpec, Record, from_page
from wgkb.rules import RULES, Rule
from wgkb.views import VIEWS, View


class RuleList(SphinxDirective):
    """``.. rule-list::`` — a section for each rule, with its examples."""

    def run(self) -> list[nodes.Node]:
        _depend_on(self, rules)
        return [self._section(RULES[name]) for name in sorted(RULES)]

    def _section(self, rule: Rule) -> nodes.section:
        section = _section(self, f"rule-{rule.id}", f"wg.{rule.id}")
        section += nodes.paragraph("", rule.summary)
        if rule.severity == "advice":
            section += nodes.paragraph("", "This rule is advice: it does not fail a build.")
        elif rule.severity == "trial":
            words = "This rule is new: it is reported now and will fail a build later."
            section += nodes.paragraph("", words)
        for title, example in (("Wrong", rule.bad), ("Right", rule.good)):
            section += nodes.rubric("", title)
            # A byte that is no UTF-8, as the rule against those shows it, cannot be written.
            text = example.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
            section += nodes.literal_block(text, text, language="text")
        return section


class CommandList(SphinxDirective):
    """``.. command-list::`` — a section for each command, with what ``--help`` says."""

    def run(self) -> list[nodes.Node]:
        _depend_on(self, commands)
        settings = main.context_settings
        context = click.Context(main, info_name="wgkb", max_content_width=79, **settings)
        sections: list[nodes.Node] = []
        for name in main.list_commands(context):
            command = main.get_command(context, name)
            if command is not None:
                section = _section(self, f"command-{name}", f"wgkb {name}")
                inner = click.Context(command, context, info_name=name, max_content_width=79)
                text = command.get_help(inner)
                section += nodes.literal_block(text, text, language="text")
                sections.append(section)
        return sections


class RecordFields(SphinxDirective):
    """``.. record-fields::`` — a section for each record type, with a table of its fields."""

    def run(self) -> list[nodes.Node]:
        return [self._section(model) for model in RECORD_TYPES.values()]

    def _section(self, model: type[Record]) -> nodes.section:
        kind = model.type
        section = _section(self, f"record-{kind.name}", kind.label.capitalize())
        section += nodes.paragraph("", (inspect.getdoc(model) or "").split("\n")[0])
        written = {
            "page": f"a page in {kind.folder}/; its id is the name of the file",
            "section": f"a section of the page of a {kind.page.replace('-', ' ')}",
            "data": "an entry of a file in data/",
        }[kind.place]
        facts = [("Written as", written), ("Referred to by", f":{kind.role}:")]
        if kind.place != "data":
            facts.insert(0, ("Directive", kind.name))
        if kind.sections:
            facts.append(("Sections", ", ".join(kind.sections)))
        for name, about in from_page(model).items():
            facts.append((f"In exports: {name}", f"{about} Taken from the page."))
        section += _description_list(facts)
        section += _field_table(FIELDS[kind.name])
        return section


class ViewList(SphinxDirective):
    """``.. view-list::`` — a section for each view, with a table of its options."""

    def run(self) -> list[nodes.Node]:
        return [self._section(VIEWS[name]) for name in sorted(VIEWS)]

    def _section(self, view: View) -> nodes.section:
        section = _section(self, f"view-{view.name}", view.name)
        section += nodes.paragraph("", view.summary)
        if view.specs:
            section += _field_table(view.specs)
        return section


DIRECTIVES = {
    "command-list": CommandList,
    "record-fields": RecordFields,
    "rule-list": RuleList,
    "view-list": ViewList,
}


def _depend_on(directive: SphinxDirective, package: ModuleType) -> None:
    """Read the page again when a module of *package* changes.

    Other pages do not show it, so other code of it is no reason to read them again; see
    :mod:`wgkb.sphinxext.build.fingerprint`.
    """
    for folder in package.__path__:
        for path in sorted(Path(folder).glob("*.py")):
            directive.env.note_dependency(str(path))


def _section(directive: SphinxDirective, anchor: str, title: str) -> nodes.section:
    section = nodes.section("", nodes.title("", title), ids=[anchor])
    directive.set_source_info(section)
    directive.state.document.ids[anchor] = section
    return section


def _description_list(facts: list[tuple[str, str]]) -> nodes.definition_list:
    return nodes.definition_list(
        "",
        *(
            nodes.definition_list_item(
                "", nodes.term("", term), nodes.definition("", nodes.paragraph("", text))
            )
            for term, text in facts
        ),
        classes=["wg-parts"],
    )


def _field_table(specs: tuple[FieldSpec, ...]) -> nodes.table:
    head = ("Field", "Written as", "Needed", "Holds")
    rows = [
        (
            spec.name,
            spec.written_as,
            "yes" if spec.required else "no",
            takes(spec),
        )
        for spec in specs
    ]
    group = nodes.tgroup("", cols=len(head))
    group += [nodes.colspec(colwidth=width) for width in (20, 15, 10, 55)]
    group += nodes.thead("", _row(head))
    group += nodes.tbody("", *(_row(row) for row in rows))
    return nodes.table("", group)


def _row(cells: tuple[str, ...]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", cell)) for cell in cells))
