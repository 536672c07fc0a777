"""What happens at each stage of a build, in the order of Sphinx's events.

See "Sphinx core events" in Sphinx's extension development guide for the order and arguments.
"""

from __future__ import annotations

import gc
import logging as std_logging
import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.environment import CONFIG_OK
from sphinx.errors import SphinxError
from sphinx.util import logging

from wgkb import exports
from wgkb.files import notices
from wgkb.model.findings import causes, spoilt_lines, words_of
from wgkb.rules import RULES, Finding, run
from wgkb.rules.source import SourceFile, data_file, encoding, stray_files
from wgkb.rules.suppressions import unsuppressed
from wgkb.site import generated_pages
from wgkb.site.navigation import Navigation
from wgkb.site.places import SITES, file_of
from wgkb.sphinxext import collect
from wgkb.sphinxext.bibliography import in_text
from wgkb.sphinxext.bibliography import style as bibstyle
from wgkb.sphinxext.bibliography.domain import citations_of
from wgkb.sphinxext.bibliography.reading import ErrorCollector, listed_without_files
from wgkb.sphinxext.build import increments, search_index
from wgkb.sphinxext.build.fingerprint import package_fingerprint, reading_fingerprint
from wgkb.sphinxext.build.messages import Messages
from wgkb.sphinxext.build.state import BuildState, FirstLine, NoteWarnings
from wgkb.sphinxext.domain import WorkingGroupDomain, domain_of
from wgkb.sphinxext.notes import notes_of

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from wgkb.graph.graph import Graph
    from wgkb.model.page import Page

logger = logging.getLogger(__name__)

BEFORE, AFTER, LAST = 400, 600, 900
"""Priorities around the default of 500, at which sphinxcontrib-bibtex is connected."""


def connect(app: Sphinx) -> None:
    """Connect one :class:`Build` to the events of *app*."""
    bibstyle.register()
    in_text.register()
    build = Build(app)
    app.connect("builder-inited", build.bibliography.start, BEFORE)
    app.connect("builder-inited", build.bibliography.stop, AFTER)
    app.connect("builder-inited", build.begin, LAST)
    app.connect("builder-inited", _spare, LAST)
    app.connect("env-get-outdated", build.outdated)
    app.connect("env-before-read-docs", build.leave_out_unreadable)
    app.connect("source-read", build.check_source)
    app.connect("doctree-read", build.collect_page)
    app.connect("env-updated", build.update, LAST)
    app.connect("write-started", build.clear_pages)
    app.connect("write-started", _spare)
    app.connect("html-collect-pages", build.require_pages)
    app.connect("html-collect-pages", build.make_pages)
    app.connect("html-collect-pages", search_index.make_whole, LAST)
    app.connect("build-finished", build.end, BEFORE)
    app.connect("build-finished", _no_longer_spare, LAST)


class Build:
    """The state of one run that no environment keeps."""

    def __init__(self, app: Sphinx) -> None:
        self.bibliography = ErrorCollector()
        self.memory: BuildState
        self.messages = Messages(app)
        self._unreadable: list[Finding] = []
        self._advice: list[str] = []
        self._pages_before: dict[str, Page] = {}
        self._visible_before: dict[str, Any] = {}
        self._world = ""
        self._export = False
        self._to_write: set[str] = set()

    def begin(self, app: Sphinx) -> None:
        """Read the data files, and what the last build left to look at."""
        one_file_a_page = app.builder.name in SITES
        notices.forget(Path(app.doctreedir))
        code = package_fingerprint() if one_file_a_page else reading_fingerprint()
        self.memory = BuildState(app, code)
        log = std_logging.getLogger("sphinx")
        for handler in log.handlers:
            handler.addFilter(FirstLine())
        log.addHandler(NoteWarnings(self.memory))
        bibstyle.remember(citations_of(app.env).citations)
        domain_of(app.env).load_data()

    def outdated(
        self,
        app: Sphinx,
        env: BuildEnvironment,
        added: set[str],
        changed: set[str],
        removed: set[str],
    ) -> set[str]:
        """Pages with warnings are read again, so that the warnings come again.

        So are lists of references that were read when there was no bibliography.
        """
        self._pages_before = dict(domain_of(env).pages)
        self._visible_before = increments.visible_state(
            env, self._pages_before.values(), domain_of(env).data["data"].files
        )
        self.memory.begin()
        return self.memory.again | listed_without_files(env)

    def leave_out_unreadable(
        self, app: Sphinx, env: BuildEnvironment, docnames: list[str]
    ) -> None:
        """Sphinx would end in a traceback at a file that is not UTF-8."""
        domain = domain_of(env)
        domain.unreadable = frozenset()
        for docname in list(docnames):
            source = _source(env, docname)
            findings = list(encoding(source))
            if findings:
                self._unreadable += findings
                domain.unreadable |= words_of(source.text)
                docnames.remove(docname)
                env.project.docnames.discard(docname)
        self.messages.hold()
        self._to_write |= set(docnames)
        if app.config.root_doc not in env.found_docs:
            # Sphinx gives up when it has read the others, before findings are told.
            for finding in self._unreadable:
                self._report(finding)
            if not self._unreadable:
                start = env.doc2path(app.config.root_doc, base=False)
                logger.error("is missing; the site begins with it", location=f"{start}:1")

    def check_source(self, app: Sphinx, docname: str, source: list[str]) -> None:
        """Apply the rules on the text of a file."""
        file = _source(app.env, docname)
        findings = [*run("legible", file), *run("source", file)]
        lines = file.text.splitlines()
        doubtful = [posixpath.basename(docname)] if any(f.spoils for f in findings) else []
        for first, last in (finding.spoils for finding in findings if finding.spoils):
            doubtful += lines[first - 1 : last]
        notes = notes_of(app.env)
        notes.findings.extend(findings)
        notes.doubtful.update(words_of("\n".join(doubtful)))

    def collect_page(self, app: Sphinx, doctree: nodes.document) -> None:
        """Keep what the file says."""
        domain_of(app.env).pages[app.env.docname] = collect.page(app.env, doctree)

    def update(self, app: Sphinx, env: BuildEnvironment) -> set[str]:
        """Build the graph, report all findings, and say which pages are out of date."""
        domain = domain_of(env)
        graph = domain.refresh()
        found = {*self._found(domain), *run("graph", graph)}
        self.messages.release(spoilt_lines(found))
        for finding in sorted(unsuppressed(graph, causes(found))):
            self._report(finding)
        settings = increments.settings_of(app.builder)
        self._world = increments.global_digest(graph, domain.data["data"], settings)
        same_world = (
            self.memory.up_to_date
            and env.config_status == CONFIG_OK
            and self.memory.world == self._world
        )
        self._export = not same_world or domain.pages != self._pages_before
        visible_state = increments.visible_state(env, domain.pages.values(), graph.files)
        if same_world and visible_state == self._visible_before:
            return set()
        stale = self._stale(domain, graph, settings)
        self._to_write |= stale
        # A page that is made is no document.  Its parent goes in its place: Sphinx stores the
        # environment, and with it these digests, only when some document is written.
        return {graph.pages[docname].parent or docname for docname in stale}

    def _stale(self, domain: WorkingGroupDomain, graph: Graph, settings: str) -> set[str]:
        """Pages that show something else of other pages than they did."""
        env = domain.env
        navigation = Navigation(env, graph)
        digests = increments.digests(env, graph, domain.shown, navigation, settings)
        before = domain.data["shown"] if self.memory.up_to_date else {}
        domain.data["shown"] = digests
        return {name for name, digest in digests.items() if before.get(name) != digest}

    def clear_pages(self, app: Sphinx, builder: Builder) -> None:
        """Take away the pages that are about to be written, so that one that is not is missed."""
        for page in self._pages(app):
            page.unlink(missing_ok=True)

    def require_pages(self, app: Sphinx) -> Iterator[Any]:
        """Fail if a page was not written.

        ``sphinx.util.parallel.ParallelTasks.add_task`` (Sphinx 9.0) drops the error of a writing
        process that comes while others are still being started; the build would succeed.

        :raises SphinxError: pages are missing.
        """
        missing = [page.relative_to(app.outdir) for page in self._pages(app) if not page.exists()]
        if missing:
            raise SphinxError(
                f"{len(missing)} of the pages were not written, {missing[0]} among them: "
                "a writing process failed; build with -j 1 to see why"
            )
        return iter(())

    def make_pages(self, app: Sphinx) -> Iterator[Any]:
        """Hand Sphinx the pages that have no source, as far as they are out of date."""
        if app.builder.name not in SITES:
            return
        graph = domain_of(app.env).graph
        changed = app.builder.templates.newest_template_mtime()
        for page in filter(lambda page: page.parent, graph.pages.values()):
            if page.docname in self._to_write or generated_pages.is_older(
                app.builder, page, changed
            ):
                yield generated_pages.generated_page(app.builder, graph, page)

    def _pages(self, app: Sphinx) -> list[Path]:
        """Files of the pages with a source that this build writes, in order."""
        if app.builder.name not in SITES:
            return []
        docnames = sorted(self._to_write & app.env.found_docs)
        return [file_of(app.builder, docname) for docname in docnames]

    def _found(self, domain: WorkingGroupDomain) -> Iterator[Finding]:
        yield from self._unreadable
        yield from self.bibliography.findings
        for problem in domain.data["data"].problems:
            yield from data_file(problem)
        suffixes = tuple(domain.env.config.source_suffix)
        pages = [str(domain.env.doc2path(name, base=False)) for name in domain.env.found_docs]
        yield from stray_files(Path(domain.env.srcdir), pages, suffixes)
        for page in domain.pages.values():
            yield from page.findings

    def _report(self, finding: Finding) -> None:
        known = RULES.get(finding.rule)
        if known is not None and known.severity != "warning":
            self._advice.append(notices.line_of(finding))  # told when all warnings have been
            return
        location = f"{finding.path}:{finding.line}"
        logger.warning(finding.message, location=location, type="wg", subtype=finding.rule)

    def end(self, app: Sphinx, exception: Exception | None) -> None:
        """Write the exports beside the pages and remove what belongs to removed pages."""
        if exception is not None:
            self.messages.release()
            return
        for line in notices.summary(self._advice):
            logger.info("%s", line)
        notices.keep(Path(app.doctreedir), self._advice)
        doubtful = "\n".join(sorted(domain_of(app.env).graph.doubtful))
        (Path(app.doctreedir) / notices.DOUBTFUL).write_text(doubtful, "utf-8")
        if app.builder.name in SITES:
            outdir = Path(app.outdir)
            _remove_orphans(app, outdir)
            if self._export or not exports.complete(outdir):
                graph = domain_of(app.env).graph
                generated_pages.remove_orphans(
                    outdir, set(map(app.builder.get_target_uri, graph.pages))
                )
                exports.write(graph, app.builder, outdir)
        self.memory.end(self._world)


def _spare(*_: object) -> None:
    """Keep the garbage collector from what will live until the end of the build.

    It would look through the whole environment again and again, and so make each process that
    reads or writes pages copy the memory that it shares with this one; see ``gc.freeze`` in
    Python's documentation.
    """
    gc.freeze()


def _no_longer_spare(*_: object) -> None:
    gc.unfreeze()


def _source(env: BuildEnvironment, docname: str) -> SourceFile:
    """The file of a page as it is on the disk; Sphinx hands on its text with other line ends."""
    return SourceFile(
        str(env.doc2path(docname, base=False)), Path(env.doc2path(docname)).read_bytes()
    )


def _remove_orphans(app: Sphinx, outdir: Path) -> None:
    """Remove the output of pages that are no more; Sphinx leaves it."""
    sources = outdir / "_sources"
    suffix = app.config.html_sourcelink_suffix
    for copy in sources.rglob("*") if sources.is_dir() else ():
        if not copy.is_file():
            continue
        name = copy.relative_to(sources).as_posix().removesuffix(suffix)
        docname = posixpath.splitext(name)[0]
        if docname not in app.env.found_docs:
            copy.unlink()
            file_of(app.builder, docname).unlink(missing_ok=True)
