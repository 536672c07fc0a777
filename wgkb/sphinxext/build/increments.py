"""Which pages must be written again because of what they show of other pages.

Sphinx writes a page again when its own source changed.  Our pages also show titles, states,
back-links and whole tables that come from others.  After reading, everything that a page shows
of others is put together as one value; where its digest differs from that of the last build,
Sphinx is told to write the page again (event ``env-updated``).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder

from wgkb.drawing.to_html import html
from wgkb.files.redirects import moved_from
from wgkb.graph.facts import dependents_of, facts_of
from wgkb.graph.graph import Graph
from wgkb.graph.reading_progress import progress
from wgkb.model.page import CITE, Entry, Page
from wgkb.model.records import FIELDS, RECORD_TYPES, Person, Requirement
from wgkb.site.navigation import Navigation
from wgkb.sphinxext.collect import STD, TOCTREE
from wgkb.views.person import person_page
from wgkb.views.render_cache import RenderCache, anywhere

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from wgkb.files.project import ProjectFiles
    from wgkb.files.registers import Data


def digests(
    env: BuildEnvironment, graph: Graph, shown: RenderCache, navigation: Navigation, settings: str
) -> dict[str, str]:
    """A digest of what each page shows of others; *settings* as in :func:`settings_of`."""
    return {
        docname: _digest(tuple(_shown_on(env, graph, shown, navigation, settings, page)))
        for docname, page in graph.pages.items()
    }


def visible_state(
    env: BuildEnvironment, pages: Iterable[Page], kept: ProjectFiles
) -> dict[str, Any]:
    """All that *pages*, and Sphinx's own references, can show of each other, to compare.

    What only the page of a record shows is left out: its running text, and its place in the file.
    """
    std = env.domains.standard_domain
    return {
        "pages": {page.docname: _seen_from_outside(page, kept) for page in pages},
        "titles": {docname: title.astext() for docname, title in env.titles.items()},
        "toctrees": {docname: tuple(below) for docname, below in env.toctree_includes.items()},
        "labels": (dict(std.labels), dict(std.anonlabels), dict(std.objects)),
    }


def _seen_from_outside(page: Page, kept: ProjectFiles) -> tuple[Any, ...]:
    entries = [(*_fields_shown(entry), entry.docname, entry.anchor) for entry in page.entries]
    mentions = [(mention.owner, mention.kind, mention.target) for mention in page.mentions]
    read = progress(page.claims, kept.readings_of(page.docname))
    views = [(call.name, call.options) for call in page.views]
    return (
        page.title,
        page.path,
        page.kind,
        page.events,
        page.doubtful,
        entries,
        mentions,
        views,
        read,
    )


def _fields_shown(entry: Entry) -> Iterator[Any]:
    record = entry.record
    yield record.id
    yield record.title
    for spec in FIELDS[record.type.name]:
        is_text = spec.written_as != "option" and spec.name != "history"
        # Judgements remember the wording of the requirement that they were made against.
        if not is_text or isinstance(record, Requirement):
            yield getattr(record, spec.attribute)
    yield getattr(record, "strongest_evidence", None)


def global_digest(graph: Graph, data: Data, settings: str) -> str:
    """A digest of what outputs show that comes from no page."""
    return _digest(
        (
            graph.changed,
            graph.bibliography,
            graph.date,
            graph.trackers,
            graph.definitions,
            repr(data),
            settings,
        )
    )


def settings_of(builder: Builder) -> str:
    """What Sphinx itself compares to see whether the settings of the HTML are others."""
    return builder.build_info.config_hash if isinstance(builder, StandaloneHTMLBuilder) else ""


def _digest(value: object) -> str:
    # The encoder of JSON is written in C and as good for this as ``repr``, which takes thrice as
    # long.  Items and facts are named tuples, which it writes as lists.
    text = json.dumps(value, default=repr)
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


def _shown_on(
    env: BuildEnvironment,
    graph: Graph,
    shown: RenderCache,
    navigation: Navigation,
    settings: str,
    page: Page,
) -> Iterator[Any]:
    yield navigation.shown_on(page.docname)
    yield graph.changed.get(page.path)
    if page.parent and isinstance(page.main, Person):
        yield settings  # when they change, Sphinx itself writes only documents again
        yield html(person_page(graph, page.main), anywhere)
    for entry in page.entries:
        if graph.entries[entry.record.id] is entry:
            yield facts_of(graph, entry.record)
            yield dependents_of(graph, entry.record.id)
            yield shown.page_independent_picture(entry.record.id)
    for reference in graph.listed_on.get(page.docname, ()):
        yield [
            graph.item(name)._replace(standing="")
            for name in graph.cited_by.get(reference.key, ())
        ]
    for anchor, new in moved_from(graph.files.redirects, page.docname):
        yield anchor, new, graph.item(new.rpartition("#")[2] if "#" in new else new)
    for mention in dict.fromkeys((m.kind, m.target) for m in page.mentions):
        yield _mentioned(env, graph, *mention)
    for call in page.views:
        yield shown.page_independent_view(call.name, call.options)


def _mentioned(env: BuildEnvironment, graph: Graph, kind: str, target: str) -> Any:
    """What a page shows of the thing that it mentions."""
    if kind in RECORD_TYPES:
        return graph.item(target)
    if kind == CITE:
        return graph.citation(target)
    if kind == TOCTREE:
        return list(_titles_below(env, target, set()))
    if kind.startswith(STD):
        return _standard(env, kind.removeprefix(STD), target)
    return None


def _standard(env: BuildEnvironment, kind: str, target: str) -> Any:
    """Where Sphinx's own reference leads to and what it says there."""
    std = env.domains.standard_domain
    if kind == "doc":
        name = target.lstrip("/")
        return [
            (docname, title.astext())
            for docname, title in env.titles.items()
            if docname == name or docname.endswith(name.rpartition("/")[2])
        ]
    if kind == "ref":
        return std.labels.get(target.lower()), std.anonlabels.get(target.lower())
    return std.objects.get((kind, target)) or std.objects.get((kind, target.lower()))


def _titles_below(env: BuildEnvironment, docname: str, seen: set[str]) -> Iterator[str]:
    if docname in seen:
        return
    seen.add(docname)
    if docname in env.titles:
        yield env.titles[docname].astext()
    for child in env.toctree_includes.get(docname, ()):
        yield from _titles_below(env, child, seen)
