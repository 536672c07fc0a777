"""Links that leave the site, against servers on the loopback interface that do their worst."""

from __future__ import annotations

import asyncio
import datetime as dt
import email.utils
import json
import resource
import signal
import socket
import ssl
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest
import trustme
from kb import Project

from wgkb.commands.linkcheck import check
from wgkb.files.link_moves import Move, load_moves, moved
from wgkb.files.link_status import HEALTH, Answer, Health, Known, Verdict, load_health, save_health
from wgkb.graph.links import Link, Place
from wgkb.linkcheck.checker import Limits, LinkChecker
from wgkb.linkcheck.touched import added_lines, touched

FAST = Limits(
    timeout=0.4,
    hosts=8,
    pause=0,
    attempts=3,
    backoff=0.02,
    patience=0.5,
    deadline=20,
    private=True,
)
TODAY = dt.datetime.now(dt.UTC).date()


class Server:
    """An HTTP server that answers each path as it is told, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.times: list[float] = []
        self.at_once = self.most_at_once = 0
        self.writers: set[asyncio.StreamWriter] = set()
        self.port = 0

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.at_once += 1
        self.writers.add(writer)
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            line = (await reader.readline()).decode().split()
            while (await reader.readline()).strip():
                pass
            if len(line) < 2:
                return
            self.times.append(time.monotonic())
            self.asked[line[1]] += 1
            await self.answer(line[1], writer)
        except (ConnectionError, asyncio.CancelledError):
            pass  # the asker has what it wants, or the test is over
        finally:
            self.at_once -= 1
            writer.close()

    async def answer(self, path: str, writer: asyncio.StreamWriter) -> None:
        name, _, rest = path.partition("?")[0].lstrip("/").partition("/")
        number = self.asked[path]
        match name:
            case "hang":
                await asyncio.sleep(30)
            case "drip":  # never finishes its head, and never is silent for long
                for _ in range(100):
                    writer.write(b"HTTP/1.1 200 OK\r\nX: ")
                    await writer.drain()
                    await asyncio.sleep(0.05)
            case "slow":
                await asyncio.sleep(0.1)
                self.say(writer, 200)
            case "cut":
                pass
            case "noise":
                writer.write(b"\x00\xff no http at all\r\n\r\n")
            case "flood":  # an endless body: the head is all that is read
                self.say(writer, 200, "Content-Type: text/plain", length=10**12)
                for _ in range(2000):
                    writer.write(b"x" * 65536)
                    await writer.drain()
            case "500-then-200":
                self.say(writer, 500 if number == 1 else 200)
            case "429-then-200":
                self.say(writer, 429 if number == 1 else 200, f"Retry-After: {rest}")
            case "loop":
                self.say(writer, 302, f"Location: /loop/{'b' if rest == 'a' else 'a'}")
            case "endless":
                self.say(writer, 302, f"Location: /endless/{int(rest) + 1}")
            case "chain":
                step, status = rest.split("/")
                target = f"/chain/{int(step) - 1}/{status}" if int(step) > 1 else "/200"
                self.say(writer, int(status), f"Location: {target}")
            case "to":
                status, _, target = rest.partition("/")
                self.say(writer, int(status), f"Location: {target}")
            case "odd-wait":
                writer.write(b"HTTP/1.1 429 Said\r\nRetry-After: \xc2\xb2\r\n\r\n")
            case "long":
                self.say(writer, 301, f"Location: /200/{'y' * 60_000}")
            case "headers":
                status, _, header = rest.partition("/")
                self.say(writer, int(status), header.replace("%20", " "))
            case "available":
                copy = {"available": True, "url": "https://archive.example/2017/copy"}
                self.say(writer, 200, body=json.dumps({"archived_snapshots": {"closest": copy}}))
            case _:
                self.say(writer, int(name))

    @staticmethod
    def say(
        writer: asyncio.StreamWriter, status: int, *headers: str, body: str = "", length: int = -1
    ) -> None:
        size = length if length >= 0 else len(body)
        lines = [f"HTTP/1.1 {status} Said", f"Content-Length: {size}", *headers, "", body]
        writer.write("\r\n".join(lines).encode())


@asynccontextmanager
async def serving(tls: ssl.SSLContext | None = None) -> AsyncIterator[Server]:
    server = Server()
    running = await asyncio.start_server(server.handle, "127.0.0.1", 0, ssl=tls)
    server.port = running.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        running.close()
        await asyncio.sleep(0.01)  # connections that are being made
        for writer in server.writers:
            writer.transport.abort()
        await asyncio.sleep(0)  # so that they are gone before the loop is


def ask(limits: Limits = FAST, **named: str) -> tuple[dict[str, Answer], Server]:
    """Ask the paths *named*; the answers by name."""

    async def go() -> tuple[dict[str, Answer], Server]:
        async with serving() as server, LinkChecker(limits) as asker:
            urls = {name: server.url(path) for name, path in named.items()}
            answers = await asker.ask_all(urls.values())
            return {name: answers[url] for name, url in urls.items() if url in answers}, server

    return asyncio.run(go())


@pytest.mark.parametrize(
    ("path", "verdict", "reason"),
    [
        ("/200", Verdict.ALIVE, ""),
        ("/204", Verdict.ALIVE, ""),
        ("/slow", Verdict.ALIVE, ""),
        ("/flood", Verdict.ALIVE, ""),
        ("/500-then-200", Verdict.ALIVE, ""),
        ("/429-then-200/0", Verdict.ALIVE, ""),
        ("/chain/3/302", Verdict.ALIVE, ""),
        ("/chain/3/301", Verdict.MOVED, ""),
        ("/to/308//200", Verdict.MOVED, ""),
        ("/to/301//404", Verdict.DEAD, "not found (404)"),
        ("/404", Verdict.DEAD, "not found (404)"),
        ("/410", Verdict.DEAD, "gone (410)"),
        ("/loop/a", Verdict.DEAD, "go round in a circle"),
        ("/endless/1", Verdict.DEAD, "more than 10 redirects"),
        ("/to/302/mailto:a@example.org", Verdict.UNKNOWN, "leads on to mailto:a@example.org"),
        ("/to/302/http://[", Verdict.UNKNOWN, ""),
        ("/to/302/http://127.0.0.1:99999/", Verdict.UNKNOWN, "leads on to http://127.0.0.1:99999"),
        ("/long", Verdict.UNKNOWN, "leads on to /200/yyy"),
        ("/odd-wait", Verdict.UNKNOWN, "too many requests"),
        ("/401", Verdict.UNKNOWN, "refused (401)"),
        ("/403", Verdict.UNKNOWN, "refused (403)"),
        ("/418", Verdict.UNKNOWN, "answers 418"),
        ("/429", Verdict.UNKNOWN, "too many requests"),
        ("/headers/429/Retry-After:%203600", Verdict.UNKNOWN, "too many requests"),
        ("/headers/503/Retry-After:%203600", Verdict.UNKNOWN, "too many requests"),
        ("/500", Verdict.UNKNOWN, "the server has a problem (500)"),
        ("/503", Verdict.UNKNOWN, "the server has a problem (503)"),
        ("/hang", Verdict.UNKNOWN, "no answer within 0.4 s"),
        ("/drip", Verdict.UNKNOWN, ""),
        ("/cut", Verdict.UNKNOWN, "the connection broke"),
        ("/noise", Verdict.UNKNOWN, "the connection broke"),
    ],
)
def test_what_an_answer_means(path: str, verdict: Verdict, reason: str) -> None:
    start = time.monotonic()
    answers, _ = ask(replace(FAST, attempts=2), link=path)
    assert answers["link"].verdict is verdict, answers
    assert reason in answers["link"].reason
    assert time.monotonic() - start < 3


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:port/",
        "http://[::1",
        "http://a..b/",
        "http://xn--/",
        "http:///x",
        "http://127.0.0.1:9/\0",
        "http://127.0.0.1:9/" + "a" * 70_000,
    ],
)
@pytest.mark.parametrize("private", [True, False])
def test_what_is_no_address_ends_no_run(url: str, private: bool) -> None:
    async def go() -> dict[str, Answer]:
        async with serving() as server, LinkChecker(replace(FAST, private=private)) as asker:
            return await asker.ask_all([url, server.url("/200")])

    answers = asyncio.run(go())
    assert answers[url].verdict in (Verdict.DEAD, Verdict.UNKNOWN)
    assert len(answers) == 2


def test_a_moved_link_names_its_new_address() -> None:
    answers, server = ask(
        forever="/chain/2/301",
        first_only="/to/301//to/302//200",
        first_not="/to/302//to/301//200",
        home="/to/301//",
    )
    assert answers["forever"].location == server.url("/200")
    assert answers["first_only"].location == server.url("/to/302//200")
    assert answers["first_not"].verdict is Verdict.ALIVE


def test_a_redirect_to_the_home_page_is_no_good_sign() -> None:
    async def go() -> Answer:
        async with serving() as server, LinkChecker(FAST) as asker:
            server.answer = _home(server)  # type: ignore[method-assign]
            return await asker.ask(server.url("/deep/page"))

    def _home(server: Server) -> Callable[[str, asyncio.StreamWriter], Awaitable[None]]:
        async def answer(path: str, writer: asyncio.StreamWriter) -> None:
            if path == "/":
                server.say(writer, 200)
            else:
                server.say(writer, 301, "Location: /")

        return answer

    assert asyncio.run(go()).reason == "leads to a home page: probably gone"


def test_retry_after_is_honoured() -> None:
    """In seconds and as a date; a host that wants a longer wait is left alone at once."""
    start = time.monotonic()
    answers, _ = ask(replace(FAST, patience=5), link="/429-then-200/1")
    assert answers["link"].verdict is Verdict.ALIVE
    assert time.monotonic() - start >= 1

    soon = email.utils.format_datetime(dt.datetime.now(dt.UTC), usegmt=True)
    answers, _ = ask(link=f"/429-then-200/{soon.replace(' ', '%20')}")
    assert answers["link"].verdict in (Verdict.ALIVE, Verdict.UNKNOWN)

    answers, server = ask(one="/headers/429/Retry-After:%203600", two="/200", three="/404")
    assert {answer.verdict for answer in answers.values()} == {Verdict.UNKNOWN}
    assert sum(server.asked.values()) == 1


def test_a_silent_host_is_left_alone() -> None:
    start = time.monotonic()
    answers, server = ask(**{f"n{n}": f"/hang/{n}" for n in range(50)})
    assert len(answers) == 50
    assert {answer.verdict for answer in answers.values()} == {Verdict.UNKNOWN}
    assert sum(server.asked.values()) == FAST.strikes
    assert time.monotonic() - start < 5


def test_one_request_at_a_time_with_a_pause() -> None:
    paths = {f"n{n}": f"/200?{n}" for n in range(6)}

    async def go() -> Server:
        async with serving() as server, LinkChecker(replace(FAST, pause=0.05)) as asker:
            server.answer = lambda path, writer: _ok(server, writer)  # type: ignore[method-assign]
            await asker.ask_all(server.url(path) for path in paths.values())
            return server

    async def _ok(server: Server, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.01)
        server.say(writer, 200)

    server = asyncio.run(go())
    assert server.most_at_once == 1
    assert min(b - a for a, b in zip(server.times, server.times[1:], strict=False)) >= 0.045


def test_wrong_tls_is_unknown_and_says_so() -> None:
    authority = trustme.CA()

    async def go(verify: ssl.SSLContext | bool, *names: str) -> Answer:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority.issue_cert(*names).configure_cert(context)
        async with serving(context) as server, LinkChecker(FAST, verify=verify) as asker:
            return await asker.ask(server.url("/200").replace("http:", "https:"))

    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    assert asyncio.run(go(trusting, "127.0.0.1")).verdict is Verdict.ALIVE
    for verify, name in ((True, "127.0.0.1"), (trusting, "elsewhere.example")):
        answer = asyncio.run(go(verify, name))
        assert answer.verdict is Verdict.UNKNOWN
        assert "certificate is not valid" in answer.reason


@pytest.mark.parametrize(
    "proxy", [{}, {"http_proxy": "http://127.0.0.1:9", "no_proxy": "localhost"}]
)
def test_addresses_inside_the_network_are_not_asked(
    proxy: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A link in a change must not make the machine that checks it ask its neighbours."""
    for name in (
        "http_proxy",
        "https_proxy",
        "all_proxy",
        "no_proxy",
        "NO_PROXY",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
    ):
        monkeypatch.delenv(name, raising=False)
    # With a proxy too, which is not asked for these: by number, or because it is told not to be.
    for name, value in proxy.items():
        monkeypatch.setenv(name, value)

    async def go() -> tuple[list[Answer], Server]:
        async with serving() as server, LinkChecker(replace(FAST, private=False)) as asker:
            urls = [
                server.url("/200"),
                f"http://[::1]:{server.port}/200",
                f"http://[::ffff:127.0.0.1]:{server.port}/200",
                "http://169.254.169.254/latest/meta-data",
                "http://10.0.0.1/",
                f"http://localhost:{server.port}/200",
                f"http://0.0.0.0:{server.port}/",
            ]
            return [await asker.ask(url) for url in urls], server

    answers, server = asyncio.run(go())
    assert not server.asked
    for answer in answers:
        assert answer.verdict is Verdict.UNKNOWN
        assert "not public" in answer.reason


def test_two_thousand_links_over_many_hosts() -> None:
    """Bounded time and memory, although every tenth host hangs and one refuses."""

    async def go() -> tuple[dict[str, Answer], list[Server]]:
        async with AsyncExitStack() as stack:
            servers = [await stack.enter_async_context(serving()) for _ in range(50)]
            urls = [
                server.url("/hang" if n % 10 == 3 else f"/{(200, 404)[link % 2]}") + f"?{link}"
                for n, server in enumerate(servers)
                for link in range(39)
            ]
            urls += [f"http://127.0.0.1:9/{link}" for link in range(50)]
            async with LinkChecker(replace(FAST, deadline=60)) as asker:
                return await asker.ask_all(urls), servers

    memory, start = _peak(), time.monotonic()
    answers, servers = asyncio.run(go())
    count = Counter(answer.verdict for answer in answers.values())
    assert count == {Verdict.ALIVE: 45 * 20, Verdict.DEAD: 45 * 19, Verdict.UNKNOWN: 5 * 39 + 50}
    assert max(server.most_at_once for server in servers) <= FAST.strikes
    assert time.monotonic() - start < 30
    assert _peak() - memory < 64 * 2**20


def _peak() -> int:
    """The most memory that this process has had, in bytes (Linux counts KiB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def test_time_is_up() -> None:
    """What was not asked is left out, so that it keeps what was known of it."""
    answers, _ = ask(
        replace(FAST, deadline=0.5, strikes=99),
        first="/200",
        **{f"n{n}": f"/hang/{n}" for n in range(9)},
    )
    assert answers["first"].verdict is Verdict.ALIVE
    assert len(answers) < 10


# --- Runs -----------------------------------------------------------------------------------


def run(
    root: Path, server_paths: dict[str, str], capsys: pytest.CaptureFixture[str], **options: object
) -> tuple[bool, str, Server]:
    """Check links of a file ``page.rst``, one on each line; paths in *own* are the change's."""
    own_names = options.pop("own", ())
    moves = options.pop("moves", ())

    async def serve_and_check() -> tuple[bool, Server]:
        async with serving() as server:
            links = tuple(
                Link(server.url(path), (Place("page.rst", number),))
                for number, path in enumerate(server_paths.values(), 1)
            )
            own = {
                server.url(server_paths[name]): (Place("page.rst", 1),)
                for name in own_names  # type: ignore[attr-defined]
            }
            archive = server.url("/available/{url}/{date}")
            failed = await asyncio.to_thread(
                check, root, links, own, moves, FAST, archive=archive, **options
            )
            return failed, server

    failed, server = asyncio.run(serve_and_check())
    return failed, capsys.readouterr().out.replace(f"127.0.0.1:{server.port}", "host"), server


def test_only_links_of_the_change_fail_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = {"old": "/404?old", "fine": "/200", "busy": "/403"}
    failed, out, _ = run(tmp_path, paths, capsys, own=["fine", "busy"])
    assert not failed
    assert "page.rst:1: advice: http://host/404?old is dead: not found (404)" in out
    assert "could not be checked: refused (403) [wg.unknown-link]" in out
    assert "1 alive, 0 moved, 1 dead, 1 unknown" in out

    failed, out, _ = run(tmp_path, {**paths, "new": "/404?new"}, capsys, own=["new"])
    assert failed
    assert "WARNING: http://host/404?new is dead: not found (404)" in out
    assert "an archived copy: https://archive.example/2017/copy [wg.dead-link]" in out


def test_answers_are_kept_between_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def known(verdict: Verdict, days: int, alive: str = "") -> Known:
        asked = (TODAY - dt.timedelta(days)).isoformat()
        return Known(verdict, "", 200, "", asked, alive, asked)

    health = Health(
        {
            "http://a.example/": known(Verdict.ALIVE, 6, "2026-01-01"),
            "http://b.example/": known(Verdict.ALIVE, 7, "2026-01-01"),
            "http://c.example/": known(Verdict.DEAD, 1, "2020-02-02"),
            "http://d.example/": known(Verdict.UNKNOWN, 0),
        }
    )
    urls = [*health.links, "http://new.example/"]
    assert health.due(urls, TODAY) == [
        "http://b.example/",
        "http://c.example/",
        "http://new.example/",
    ]
    later = health.with_answers(
        {
            "http://b.example/": Answer(Verdict.DEAD, "gone (410)", 410),
            "http://c.example/": Answer(Verdict.DEAD, "gone (410)", 410),
        },
        TODAY,
    )
    assert later.links["http://b.example/"].alive == "2026-01-01"
    assert later.links["http://b.example/"].since == TODAY.isoformat()
    assert later.links["http://c.example/"].since == health.links["http://c.example/"].since
    save_health(tmp_path, later)
    assert load_health(tmp_path) == later

    # A link that is gone from the sources is forgotten; the file survives rubbish.
    run(tmp_path, {"fine": "/200"}, capsys)
    assert len(load_health(tmp_path).links) == 1
    odd_day = '{"links": {"http://a.example/": {"verdict": "alive", "asked": "soon"}}}'
    for rubbish in (
        "",
        "[]",
        odd_day,
        '{"links": {"http://a.example/": {"verdict": "odd"}}}',
        "\0",
    ):
        (tmp_path / HEALTH).write_text(rubbish)
        assert load_health(tmp_path) == Health()


def test_without_a_network_nothing_fails_and_nothing_is_forgotten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = "http://127.0.0.1:9/page"  # the discard port: refused
    save_health(
        tmp_path, Health({url: Known(Verdict.ALIVE, asked="2020-01-01", alive="2020-01-01")})
    )
    before = (tmp_path / HEALTH).read_bytes()
    place = (Place("page.rst", 1),)
    failed = check(tmp_path, (Link(url, place),), {url: place}, (), FAST)
    assert not failed
    assert "without a network nothing can be said" in capsys.readouterr().out
    assert (tmp_path / HEALTH).read_bytes() == before


def test_without_a_network_it_is_soon_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not after each of a thousand links was tried again and again."""
    looked_up = []

    def getaddrinfo(host: str, *_: object, **__: object) -> NoReturn:
        looked_up.append(host)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    links = tuple(Link(f"https://host{n % 100}.example/{n}", ()) for n in range(1000))
    limits = replace(FAST, private=False)
    assert not check(tmp_path, links, {}, (), limits)
    assert "without a network nothing can be said" in capsys.readouterr().out
    assert len(looked_up) <= limits.attempts * limits.hosts * 2
    assert not (tmp_path / HEALTH).exists()


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Ctrl-C ends this process, also where a shell began it in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_what_was_learnt_before_a_run_is_broken_off_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def ask(asker: LinkChecker, url: str) -> Answer:
        if url.endswith("break"):
            signal.raise_signal(signal.SIGINT)
            await asyncio.sleep(30)
        return Answer(Verdict.ALIVE, status=200)

    monkeypatch.setattr(LinkChecker, "ask", ask)
    urls = [f"https://a.example/{name}" for name in ("one", "two", "break", "three")]
    links = tuple(Link(url, (Place("page.rst", 1),)) for url in urls)
    with pytest.raises(KeyboardInterrupt):
        check(tmp_path, links, {}, (), FAST)
    assert list(load_health(tmp_path).links) == sorted(urls[:2])


def test_an_archive_that_does_not_answer_is_left_alone() -> None:
    async def go(service: str) -> tuple[dict[str, str], int]:
        async with serving() as server, LinkChecker(FAST) as asker:
            urls = {f"http://{n}.example/": "" for n in range(50)}
            found = await asker.archived(urls, server.url(service) + "?{url}")
            return found, sum(server.asked.values())

    for service in ("/429", "/noise"):  # neither is JSON
        found, asked = asyncio.run(go(service))
        assert not found
        assert asked <= FAST.strikes
    assert len(asyncio.run(go("/available"))[0]) == 50


def test_copies_are_looked_for_while_there_is_time(monkeypatch: pytest.MonkeyPatch) -> None:
    async def ask(asker: LinkChecker, question: str) -> str:
        await asyncio.sleep(0.01)
        return "https://archive.example/copy"

    async def go() -> dict[str, str]:
        async with LinkChecker(replace(FAST, deadline=0.3)) as asker:
            urls = {f"http://{n}.example/": "" for n in range(10_000)}
            return await asker.archived(urls, "{url}")

    monkeypatch.setattr(LinkChecker, "_ask_archive", ask)
    assert 0 < len(asyncio.run(go())) < 100


def test_hostile_text_of_a_server_stays_on_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(tmp_path, {"odd": "/to/301//to/200/%1b[2J::error::%0a"}, capsys, own=["odd"])
    assert "\x1b" not in out
    assert all(line.startswith(("page.rst:", "1 ", "0 ")) for line in out.splitlines())


def test_the_page_on_link_health(project: Project) -> None:
    """Only what somebody should look at is listed; text of others is not markup."""
    links = ["alive", "dead", "moved", "not-asked"]
    text = " ".join(f"`{name} <https://{name}.example/a?b=1>`__" for name in links)
    project.write({"health.rst": f"Health\n======\n\n{text}\n\n.. link-health::\n"})
    assert "4 links leave the site. None has been asked" in project.build().html("health")

    def known(verdict: Verdict, **fields: str) -> Known:
        return Known(verdict, asked="2026-01-02", alive="2025-12-31", **fields)

    health = {
        "https://alive.example/a?b=1": known(Verdict.ALIVE),
        "https://dead.example/a?b=1": known(Verdict.DEAD, reason="gone (410) <script>"),
        "https://moved.example/a?b=1": known(Verdict.MOVED, location='https://new.example/"x'),
        "https://no-longer-linked.example/": known(Verdict.DEAD),
    }
    save_health(project.root, Health(health))
    built = project.build()
    page = built.html("health")
    assert "health" in built.written
    assert "3 were asked, the last on 2026-01-02: 1 alive, 1 moved, 1 dead, 0 unknown" in page
    assert "gone (410) &lt;script&gt; on 2026-01-02" in page
    assert 'href="https://new.example/&#34;x"' in page
    assert "health.rst:4" in page
    assert "no-longer-linked" not in page
    assert page.count("https://alive.example") == 1


# --- Changes and moves ----------------------------------------------------------------------


def test_touched_links() -> None:
    def link(url: str, *paths: str) -> Link:
        return Link(url, tuple(Place(path, 3) for path in paths))

    diff = "\n".join(
        [
            "diff --git a/b.rst b/b.rst",
            "--- a/b.rst",
            "+++ b/b.rst",
            "@@ -3 +3 @@",
            "-words <https://touched.example/>`__",
            "+other words <https://touched.example/>`__",
        ]
    )
    now = [
        link("https://old.example/", "a.rst"),
        link("https://new.example/", "a.rst"),
        link("https://second-place.example/", "a.rst", "c.rst"),
        link("https://touched.example/", "b.rst"),
    ]
    before = [
        link("https://old.example/", "a.rst"),
        link("https://second-place.example/", "a.rst"),
        link("https://touched.example/", "b.rst"),
    ]
    found = touched(now, before, added_lines(diff))
    assert {url: [place.path for place in places] for url, places in found.items()} == {
        "https://new.example/": ["a.rst"],
        "https://second-place.example/": ["c.rst"],
        "https://touched.example/": ["b.rst"],
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "http://git.openstack.org/cgit/openstack/nova/tree/nova/conf/api.py?h=stable/ocata",
            "https://opendev.org/openstack/nova/src/branch/stable/ocata/nova/conf/api.py",
        ),
        (
            "https://git.openstack.org/cgit/openstack/nova/tree/README.rst",
            "https://opendev.org/openstack/nova/src/branch/master/README.rst",
        ),
        ("https://git.openstack.org/cgit/openstack/nova/", "https://opendev.org/openstack/nova"),
        ("https://review.openstack.org/#/c/393899/3/a.py", "https://review.opendev.org/393899"),
        ("https://review.openstack.org/#/c/393899/", "https://review.opendev.org/393899"),
        ("https://review.openstack.org/393899", "https://review.opendev.org/393899"),
        (
            "https://etherpad.openstack.org/p/massively-distributed-clouds",
            "https://etherpad.opendev.org/p/massively-distributed-clouds",
        ),
        (
            "http://eavesdrop.openstack.org/irclogs/%23openstack-meeting/",
            "https://meetings.opendev.org/irclogs/%23openstack-meeting/",
        ),
        (
            "http://lists.openstack.org/pipermail/openstack-dev/2016-April/092000.html",
            "https://lists.openstack.org/pipermail/openstack-dev/2016-April/092000.html",
        ),
        ("https://lists.openstack.org/pipermail/openstack-dev/", None),
        ("https://git.openstack.org.example/cgit/openstack/nova", None),
        ("https://opendev.org/openstack/nova", None),
    ],
)
def test_moves_of_openstack(old: str, new: str | None) -> None:
    found = moved(old, load_moves(Path(__file__).parent.parent))
    assert (found and found[0]) == new


def test_a_known_move_is_offered_with_a_dead_link(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    move = Move("http://{name}:{number}/404?{rest}", "https://new.example/{rest}", "it moved")
    _, out, _ = run(tmp_path, {"dead": "/404?page"}, capsys, moves=(move,))
    assert out.count("https://new.example/page") <= 1
