"""HTML to PDF with WeasyPrint: tagged, with embedded fonts, the same bytes for the same text.

WeasyPrint and not a browser, because only the former knows the page of a target of a link
(``target-counter``, CSS Generated Content for Paged Media, section 6.3), without which a link is
lost on paper.
"""

from __future__ import annotations

import gc
import hashlib
import io
import logging
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from functools import cache
from pathlib import Path

from markupsafe import Markup

from wgkb.summit import vendor

STYLES = Path(__file__).parent / "styles"
BRINGS = "apt install libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core fonts-droid-fallback"
"""What installs on Debian the libraries that WeasyPrint loads, and the fonts; see bindep.txt."""


class PdfError(Exception):
    """A PDF cannot be made; the message says why, in one line."""


@cache
def missing() -> str:
    """Which library this machine lacks for drawing PDFs and what brings it, in a line; or ""."""
    try:
        # It would print a page on the first, and warn of the second.
        with redirect_stdout(io.StringIO()), warnings.catch_warnings(action="ignore"):
            from weasyprint.text import ffi  # not above: the site is built without it
        lacking = "" if ffi.harfbuzz_subset else "libharfbuzz-subset"
    except OSError as error:
        lacking = str(error).partition("'")[2].partition("'")[0] or str(error).partition("\n")[0]
    return lacking and f"PDFs cannot be drawn without {lacking}; it comes with: {BRINGS}"


def write_pdf(page: str, path: Path, progress: Callable[[str], None] | None = None) -> int:
    """Write the PDF of the page *page* to *path*; return its number of pages.

    :raises PdfError: a library is missing, or the page has a link or a picture without a target.
    """
    if lacking := missing():
        raise PdfError(lacking)
    with _listening(progress) as complaints:
        from weasyprint import HTML

        # A book is millions of boxes that all live to the end; looking through them for garbage
        # takes a tenth of the time.
        gc.disable()
        try:
            document = HTML(string=page, url_fetcher=_only_files()).render()
            identifier = hashlib.blake2b(page.encode(), digest_size=16).hexdigest()
            document.write_pdf(path, pdf_identifier=identifier.encode(), pdf_tags=True)
        finally:
            gc.enable()
    if complaints:
        path.unlink()
        raise PdfError(f"{path.name}: {complaints[0]}")
    return len(document.pages)


def _only_files() -> object:
    """What a page may load: the fonts and images of this machine, nothing of another."""
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols=("file", "data"))


class _Listener(logging.Handler):
    """Passes on what WeasyPrint says of its steps, and keeps what it could not do."""

    def __init__(self, progress: Callable[[str], None] | None) -> None:
        super().__init__()
        self.progress = progress
        self.complaints: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name == "weasyprint.progress":
            if self.progress is not None:
                self.progress(record.getMessage())
        elif record.levelno >= logging.ERROR:  # such as a link without a target
            self.complaints.append(record.getMessage())


@contextmanager
def _listening(progress: Callable[[str], None] | None) -> Iterator[list[str]]:
    """Listen to WeasyPrint, which would write into the terminal; yield its complaints."""
    listener = _Listener(progress)
    loggers = [logging.getLogger(name) for name in ("weasyprint", "weasyprint.progress")]
    before = [(logger.handlers, logger.level, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.handlers, logger.propagate = [listener], False
        logger.setLevel(logging.INFO)
    try:
        yield listener.complaints
    finally:
        for logger, (handlers, level, propagate) in zip(loggers, before, strict=True):
            logger.handlers, logger.propagate = handlers, propagate
            logger.setLevel(level)


def style(*names: str) -> Markup:
    """The style sheets of these names, and the typeface, for the head of a page."""
    sheets = [
        vendor.font_faces(),
        *((STYLES / f"{name}.css").read_text("utf-8") for name in names),
    ]
    return Markup("<style>\n{}\n</style>").format(Markup("\n".join(sheets)))
