"""Servers of this machine for a built site, as strict as a server can be, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""The strictest policy under which everything works: Pagefind runs as WebAssembly, and icons of
the style sheets are data addresses.  No inline script and no inline style is allowed."""


class Strict(SimpleHTTPRequestHandler):
    """Serves a site with the strict policy, and its own page where nothing is."""

    protocol_version = "HTTP/1.1"
    policy = POLICY

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def send_error(
        self, code: int, message: str | None = None, explain: str | None = None
    ) -> None:
        page = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_: object) -> None:
        pass


class NoWasm(Strict):
    """Allows no WebAssembly either."""

    policy = "default-src 'self'; img-src 'self' data:"


class Lax(Strict):
    """Allows everything."""

    policy = "default-src * data: 'unsafe-inline'"


@contextmanager
def serve(site: Path, handler: type[Strict] = Strict) -> Iterator[str]:
    """Serve the folder *site* while the block runs; gives its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(site))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
