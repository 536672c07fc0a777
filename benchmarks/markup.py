"""The pages of a synthetic site in the markup of each system that is compared.

A :class:`Format` knows how reST or MyST Markdown writes a heading, a role or a directive; a
:class:`Dialect` knows how records, references between them and citations are written for one
system.  All dialects say the same in the same words.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping
from pathlib import Path

from corpus import RELEASES, Page, Record, Site, Source

_MARK = re.compile(r"\{(\w+):([^{}]+)\}")
_WIDTH = 96
_SEPARATE = "\n\n"


class Format:
    """reStructuredText."""

    suffix = ".rst"

    def options(self, options: Mapping[str, str]) -> str:
        """The options of a directive, or a field list."""
        return "\n".join(
            textwrap.fill(
                f":{name}: {value}",
                _WIDTH,
                subsequent_indent="   ",
                break_long_words=False,
                break_on_hyphens=False,
            )
            for name, value in options.items()
        )

    def heading(self, level: int, text: str) -> str:
        return f"{text}\n{'=-~'[level - 1] * len(text)}"

    def label(self, name: str) -> str:
        return f".. _{name}:"

    def role(self, name: str, target: str, text: str = "") -> str:
        return f":{name}:`{text} <{target}>`" if text else f":{name}:`{target}`"

    def directive(
        self,
        name: str,
        argument: str = "",
        options: Mapping[str, str] | None = None,
        body: str = "",
    ) -> str:
        content = self.options(options or {}) + (_SEPARATE + body if body else "")
        head = f".. {name}:: {argument}".rstrip()
        return f"{head}\n{textwrap.indent(content, '   ')}"


class Markdown(Format):
    """MyST Markdown; see the MyST specification, "Directives" and "Roles"."""

    suffix = ".md"

    def options(self, options: Mapping[str, str]) -> str:
        """One a line, however long: an option has no second line."""
        return "\n".join(f":{name}: {value}" for name, value in options.items())

    def heading(self, level: int, text: str) -> str:
        return f"{'#' * level} {text}"

    def label(self, name: str) -> str:
        return f"({name})="

    def role(self, name: str, target: str, text: str = "") -> str:
        return f"{{{name}}}`{text} <{target}>`" if text else f"{{{name}}}`{target}`"

    def directive(
        self,
        name: str,
        argument: str = "",
        options: Mapping[str, str] | None = None,
        body: str = "",
    ) -> str:
        content = self.options(options or {}) + (_SEPARATE + body if body else "")
        return f"```{{{name}}} {argument}".rstrip() + f"\n{content}\n```"


REST, MARKDOWN = Format(), Markdown()


class Dialect:
    """How one system writes what it knows; this one is plain Sphinx, which knows no records.

    A record is a section with a label, its fields are a field list.  What refers to a record
    or to the bibliography refers to a label, so that no extension is needed.
    """

    name = "plain"

    def __init__(self, sources: Iterable[Source]) -> None:
        self.sources = {source.key: source for source in sources}

    def page(self, page: Page) -> str:
        """The whole text of *page*."""
        form = MARKDOWN if page.markdown else REST
        blocks = [*self.head(form, page), *(self.paragraph(form, text) for text in page.text)]
        for title, paragraphs in page.sections:
            blocks.append(form.heading(2, title))
            blocks += [self.paragraph(form, text) for text in paragraphs]
        blocks += [block for record in page.records for block in self.section(form, record)]
        blocks += [block for view in page.views if (block := self.view(form, view))]
        if page.children:
            children = "\n".join(f"/{child}" for child in page.children)
            blocks.append(form.directive("toctree", "", {"hidden": ""}, children))
        return _SEPARATE.join(blocks) + "\n"

    def head(self, form: Format, page: Page) -> list[str]:
        """The title of a page and, if the page is a record, that record."""
        title = form.heading(1, page.title)
        if page.record is None:
            return [title]
        return [form.label(page.record.id), title, *self.content(form, page.record)]

    def section(self, form: Format, record: Record) -> list[str]:
        """A record that is a section of its page."""
        words = record.title if record.kind == "person" else f"{_local(record)} {record.title}"
        title = form.heading(2, words)
        return [form.label(record.id), title, *self.content(form, record)]

    def content(self, form: Format, record: Record) -> list[str]:
        fields = dict(record.fields)
        for name, targets in record.links.items():
            fields[name] = ", ".join(self.reference(form, "", target) for target in targets)
        return [
            *([form.options(fields)] if fields else []),
            self.paragraph(form, record.statement),
            *self.parts(form, record),
        ]

    def parts(self, form: Format, record: Record) -> list[str]:
        """The named texts of a record and its history, as one field list."""
        fields = {name: self.inline(form, text) for name, text in record.parts.items()}
        blocks = [form.options(fields)] if fields else []
        if record.history:
            steps = {
                release: f"{state} — {self.inline(form, reason)}"
                for release, state, reason in record.history
            }
            blocks += [":history:\n" + textwrap.indent(form.options(steps), "   ")]
        return ["\n".join(blocks)] if blocks else []

    def paragraph(self, form: Format, text: str) -> str:
        return textwrap.fill(
            self.inline(form, text), _WIDTH, break_long_words=False, break_on_hyphens=False
        )

    def inline(self, form: Format, text: str) -> str:
        """*text* with its marks as roles."""

        def role(match: re.Match[str]) -> str:
            kind, target = match.groups()
            if kind == "cite":
                return self.citation(form, target)
            return self.reference(form, kind, target)

        return _MARK.sub(role, text)

    def reference(self, form: Format, role: str, target: str) -> str:
        """A reference to the record *target*."""
        return form.role("ref", target)

    def citation(self, form: Format, key: str) -> str:
        source = self.sources[key]
        return form.role("ref", key, f"{source.author} {source.year}")

    def view(self, form: Format, name: str) -> str:
        """A list of records, if the system has one; plain text has the bibliography only."""
        if name != "bibliography":
            return ""
        return _SEPARATE.join(
            f"{form.label(s.key)}{_SEPARATE}{s.author} ({s.year}). *{s.title}*. {s.place}."
            for s in self.sources.values()
        )

    def files(self, site: Site) -> dict[str, str]:
        """All source files of *site*, by their path."""
        return {file_name(page): self.page(page) for page in site.pages.values()}


class Cited(Dialect):
    """Plain Sphinx with sphinxcontrib-bibtex."""

    name = "cited"

    def citation(self, form: Format, key: str) -> str:
        return form.role("cite", key)

    def view(self, form: Format, name: str) -> str:
        if name != "bibliography":
            return ""
        return form.directive("bibliography", "", {"all": ""})

    def files(self, site: Site) -> dict[str, str]:
        return {**super().files(site), "references.bib": "\n".join(map(_bibtex, site.sources))}


class WorkingGroup(Cited):
    """The markup of this project."""

    name = "wgkb"

    def head(self, form: Format, page: Page) -> list[str]:
        title = form.heading(1, page.title)
        if page.record is None:
            return [title]
        return [title, self._directive(form, page.record, "")]

    def section(self, form: Format, record: Record) -> list[str]:
        if record.kind == "person":  # an entry of a data file
            return []
        return [self._directive(form, record, f"{_local(record)} {record.title}")]

    def _directive(self, form: Format, record: Record, argument: str) -> str:
        links = {name: ", ".join(targets) for name, targets in record.links.items()}
        options = {k: v for k, v in {**record.fields, **links}.items() if v}
        body = [self.paragraph(form, record.statement), *self.parts(form, record)]
        return form.directive(record.kind, argument, options, _SEPARATE.join(body))

    def reference(self, form: Format, role: str, target: str) -> str:
        return form.role(role, target)

    def view(self, form: Format, name: str) -> str:
        if name == "bibliography":
            return super().view(form, name)
        return form.directive(*name.split())

    def files(self, site: Site) -> dict[str, str]:
        return {
            **super().files(site),
            "data/people.toml": "\n".join(map(_person_toml, site.people)),
            "data/releases.toml": "\n".join(
                f'[[release]]\nid = "{name}"\nname = "{name.capitalize()}"\n'
                f"date = {2010 + place}-04-01\n"
                for place, name in enumerate(RELEASES)
            ),
        }


class Needs(Cited):
    """The directives of sphinx-needs; its ids have no "/"."""

    name = "needs"

    def head(self, form: Format, page: Page) -> list[str]:
        title = form.heading(1, page.title)
        if page.record is None:
            return [title]
        return [title, *self.section(form, page.record)]

    def section(self, form: Format, record: Record) -> list[str]:
        fields = {"id": _flat(record.id)}
        fields |= {needs_field(name): value for name, value in record.fields.items()}
        if record.history:
            fields["status"] = record.history[-1][1]
        for name, targets in record.links.items():
            if targets:
                fields[needs_field(name)] = ", ".join(map(_flat, targets))
        body = [self.paragraph(form, record.statement), *self.parts(form, record)]
        return [form.directive(record.kind, record.title, fields, _SEPARATE.join(body))]

    def reference(self, form: Format, role: str, target: str) -> str:
        return form.role("need", _flat(target))

    def view(self, form: Format, name: str) -> str:
        directive, _, kind = name.partition(" ")
        if directive != "records":
            return super().view(form, name)
        columns = "id, title, status"
        return form.directive(
            "needtable", "", {"types": kind, "style": "table", "columns": columns}
        )


def needs_field(name: str) -> str:
    """A field in sphinx-needs, which has fields of its own and takes no hyphens."""
    return name if name == "status" else f"wg_{name.replace('-', '_')}"


def file_name(page: Page) -> str:
    """Where the source of *page* is."""
    return page.docname + (MARKDOWN if page.markdown else REST).suffix


def write(root: Path, files: Mapping[str, str]) -> None:
    """Write *files* below *root*."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def _local(record: Record) -> str:
    """Its id as it is written on its page."""
    return record.id.rpartition("/")[2]


def _flat(record_id: str) -> str:
    return record_id.replace("/", "-")


def _bibtex(source: Source) -> str:
    return (
        f"@inproceedings{{{source.key},\n  author = {{{source.author}, A.}},\n"
        f"  title = {{{source.title}}},\n  booktitle = {{{source.place}}},\n"
        f"  year = {{{source.year}}}\n}}\n"
    )


def _person_toml(person: Record) -> str:
    return (
        f'[{person.id}]\nname = "{person.title}"\nnicks = ["{person.fields["nicks"]}"]\n'
        f'summary = "{person.statement}"\n'
    )
