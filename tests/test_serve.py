"""`make serve`: a page that is saved is built again, and the browser is told to load it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from kb import Project, pages_of
from websockets.sync.client import connect

from wgkb.rules.examples import AREA, REQUIREMENT

ROOT = Path(__file__).parents[1]
PAGE = "requirements/identity"
PATIENCE = 60
"""Seconds that a busy machine is given."""


@pytest.fixture
def port() -> int:
    """A port that is free."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def server(project: Project, port: int) -> Iterator[subprocess.Popen[str]]:
    """The recipe of the Makefile in a small knowledge base, by this Python."""
    project.write(pages_of(AREA + REQUIREMENT))
    (project.root / "wgkb").symlink_to(ROOT / "wgkb")  # which is watched
    command = ["make", "-f", ROOT / "Makefile", "serve", f"PORT={port}", "READY="]
    process = subprocess.Popen(
        [*command, f"BIN={Path(sys.executable).parent}"],
        cwd=project.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        # Ctrl-C ends it, also where a shell began these tests in the background.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    yield process
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def _page(port: int) -> str:
    address = f"http://127.0.0.1:{port}/{PAGE}.html"
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
                return str(answer.read().decode())
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def test_a_saved_page_is_built_and_loaded_again(
    project: Project, server: subprocess.Popen[str], port: int
) -> None:
    page = _page(port)
    assert "Who may do what" in page
    assert "/websocket-reload" in page, "it waits to be loaded again"
    with connect(f"ws://127.0.0.1:{port}/websocket-reload") as browser:
        project.edit(f"{PAGE}.rst", "Who may do what", "Who may do which thing, see :req:`IDN-09`")
        assert browser.recv(timeout=PATIENCE) == "refresh"
    assert "Who may do which thing" in _page(port)

    os.killpg(server.pid, signal.SIGINT)
    output = server.communicate(timeout=PATIENCE)[0]
    finding = rf"^{PAGE}\.rst:\d+: WARNING: :req: IDN-09 does not exist.*\[wg\.dangling-link\]"
    assert re.search(finding, re.sub(r"\x1b\[[0-9;]*m", "", output), re.MULTILINE)
    assert "Traceback" not in output
