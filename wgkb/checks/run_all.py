"""Run the checks that a change must pass: ``python -m wgkb.checks.run_all [NAME ...]``.

All of them run, also after one has failed; a table at the end says how each went.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import NamedTuple

from wgkb import extras
from wgkb.files import notices

#: Where Sphinx writes the site; the folder that readers look at is made from it.
BUILT = Path("_build/site")
#: The settings of the crawl: those of the knowledge base, or our own if it has none.
OWN_CRAWL, CRAWL = Path("linkcheckerrc"), Path(__file__).with_name("linkcheckerrc")


class Check(NamedTuple):
    """A check: its name, what it looks at, and what it runs, up to the first failure.

    A command is the name of a Python module and its arguments. ``{site}`` stands for an address
    at which the built site is served while the command runs, ``{crawl}`` for the settings of the
    crawl.
    """

    name: str
    purpose: str
    commands: tuple[str, ...]


CHECKS = (
    Check("doc8", "style of reST", ("wgkb.checks.readable doc8 --quiet -- .",)),
    Check(
        "pymarkdown", "style of Markdown", ("wgkb.checks.readable pymarkdown scan -- meetings",)
    ),
    Check("codespell", "spelling", ("codespell_lib --skip ./_build,./.wgkb",)),
    Check("ruff", "common mistakes in Python", ("ruff check --quiet --output-format concise .",)),
    Check(
        "format", "layout of Python", ("ruff format --check --quiet --output-format concise .",)
    ),
    Check(
        "layers",
        "which folder of a package may import which",
        ("wgkb.checks.declared importlinter",),
    ),
    Check("types", "types of a package", ("wgkb.checks.declared mypy",)),
    Check(
        "build",
        "the site, with each rule and each reference; a warning is an error",
        (  # the same as `make html`
            "sphinx -b html -j auto -W --keep-going -n -d _build/doctrees . _build/site",
            "wgkb.site.search _build/site",
            "wgkb.site.publish _build/site _build/html",
        ),
    ),
    # These two look at what was just built, even if it was not fit to be published.
    Check("anchors", "links and anchors within the site", ("wgkb.checks.anchors _build/site",)),
    Check("crawl", "the site as a visitor meets it", ("linkcheck --config {crawl} {site}",)),
    Check("coverage", "how far the records have got", ("wgkb.checks.quality _build/site",)),
    Check(
        "vanish",
        "published addresses still lead somewhere",
        ("wgkb.checks.vanishing --new _build/site",),
    ),
)


def run(checks: Sequence[Check]) -> int:
    """Run all *checks*, print their output and a summary; return how many failed."""
    rows = []
    for check in checks:
        print(f"== {check.name}: {check.purpose}", flush=True)
        start = time.monotonic()
        passed = all(_succeeds(command) for command in check.commands)
        rows.append((check.name, passed, time.monotonic() - start))
    width = max(len(name) for name, *_ in rows)
    print(f"\n{'check':{width}}  result  seconds")
    for name, passed, seconds in rows:
        print(f"{name:{width}}  {'ok' if passed else 'FAILED':6}  {seconds:7.1f}")
    failed = sum(not passed for _, passed, _ in rows)
    print(f"{len(rows) - failed} passed, {failed} failed", flush=True)
    if any(check.name == "build" for check in checks):
        for line in notices.summary(notices.kept(notices.OF_SITE)):
            print(line, flush=True)
    return failed


def _succeeds(command: str) -> bool:
    words = command.split()
    if line := extras.lacking(words):
        print(line)
        return False
    if "{crawl}" in words:
        words[words.index("{crawl}")] = str(OWN_CRAWL if OWN_CRAWL.is_file() else CRAWL)
    if "{site}" not in words:
        return _runs(words)
    if not (BUILT / "index.html").is_file():
        print(f"There is no site in {BUILT} yet.")
        return False
    with serve(BUILT) as address:
        words[words.index("{site}")] = address
        return _runs(words)


def _runs(words: Sequence[str]) -> bool:
    env = os.environ | {"no_proxy": "127.0.0.1"}  # whatever proxy is set, not for our own server
    sys.stdout.flush()
    return subprocess.run([sys.executable, "-m", *words], env=env).returncode == 0


class _Handler(SimpleHTTPRequestHandler):
    """Serves the files and nothing else: no list of a folder, no log."""

    def end_headers(self) -> None:
        self.send_header("LinkChecker", "welcome")  # it need not be slow on our behalf
        super().end_headers()

    def list_directory(self, path: object) -> None:
        self.send_error(404, "The folder has no index.html")

    def log_message(self, *_: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        pass  # a visitor may hang up at any time


@contextmanager
def serve(site: Path) -> Iterator[str]:
    """Serve the folder *site* on a free port of this machine alone, and yield its address."""
    handler = partial(_Handler, directory=str(site))
    with _Server(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status."""
    table = "\n".join(f"  {check.name:12}{check.purpose}" for check in CHECKS)
    parser = argparse.ArgumentParser(
        prog="python -m wgkb.checks.run_all",
        description="Run the checks that a change must pass, in the folder of the site.",
        epilog=f"checks:\n{table}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="a check to run (default: all)")
    names = parser.parse_args(argv).names
    if unknown := set(names).difference(check.name for check in CHECKS):
        parser.error(f"no such check: {', '.join(sorted(unknown))} (--help lists them)")
    return min(1, run([check for check in CHECKS if not names or check.name in names]))


if __name__ == "__main__":
    sys.exit(main())
