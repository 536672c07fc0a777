"""Asking servers about addresses, politely and within bounds.

Each host is asked one thing at a time with a pause between; many hosts are asked at once.  A
host that says "too many requests" or does not answer is left alone for the rest of the run, so
that neither it nor the run suffers.  What an answer means follows RFC 9110: status codes in
section 15, ``Retry-After`` in section 10.2.3.  An address is asked as a reader's browser would,
once in days, and no link of what it answers is followed, so ``robots.txt``, which is for programs
that find addresses by themselves (RFC 9309, section 1), is not asked for.
"""

from __future__ import annotations

import asyncio
import contextlib
import email.utils
import ipaddress
import json
import socket
import ssl
import time
import urllib.request
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit

import httpx

from wgkb.files.link_status import Answer, Verdict

USER_AGENT = "wgkb-linkcheck/1 (checks the links of a knowledge base; one request at a time)"
FOREVER = frozenset({301, 308})
"""Redirects that say: use the new address from now on."""
REDIRECTS = FOREVER | {302, 303, 307}
GONE = frozenset({404, 410})
BUSY = frozenset({429, 503})
LONGEST = 2000
"""Characters of an address that a redirect may lead to; a longer one is not followed."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is asked of others and of this machine; times in seconds."""

    timeout: float = 20
    """For one answer, from the connection to the end of its head."""
    hosts: int = 16
    """Hosts that are asked at the same time."""
    pause: float = 1
    """Between two requests to one host."""
    attempts: int = 3
    backoff: float = 2
    """Before the second attempt; doubled before each further one."""
    patience: float = 30
    """The longest wait that a server may ask for; a host that wants more is left alone."""
    strikes: int = 3
    """Times that a host may stay silent, one after the other, before it is left alone."""
    hops: int = 10
    deadline: float = 1800
    """For the whole run; what was not asked by then stays as it was."""
    private: bool = False
    """May links lead to addresses that are not public?  Only tests say yes."""


class _Reply(NamedTuple):
    status: int
    location: str
    retry_after: str


class _NoReply(Exception):
    """No answer; *verdict* and the reason, and whether asking again may help."""

    def __init__(self, reason: str, verdict: Verdict = Verdict.UNKNOWN, again: bool = True):
        super().__init__(reason)
        self.verdict, self.again = verdict, again


class _LeaveAlone(Exception):
    """The host is not asked any more in this run; the text says why."""


class _Host:
    """What is known of a host during a run."""

    def __init__(self) -> None:
        self.turn = asyncio.Lock()
        self.next_at = 0.0
        self.strikes = 0
        self.closed = ""
        """Why it is left alone, if it is."""


class LinkChecker:
    """Asks about many addresses; use it as an asynchronous context manager."""

    def __init__(self, limits: Limits, *, verify: ssl.SSLContext | bool = True) -> None:
        self.limits = limits
        self.answered = 0
        """Answers of any kind that came from outside: none means that there is no network."""
        self._lost: set[str] = set()
        """Hosts from which no answer came."""
        self._hosts: dict[str, _Host] = defaultdict(_Host)
        self._until = 0.0
        self._client = httpx.AsyncClient(
            verify=verify,
            trust_env=not limits.private,
            headers={"User-Agent": USER_AGENT, "Accept": "*/*"},
            event_hooks={"response": [_note]},
            timeout=limits.timeout,
            limits=httpx.Limits(max_connections=limits.hosts * 2, max_keepalive_connections=0),
        )

    async def __aenter__(self) -> LinkChecker:
        self._until = asyncio.get_running_loop().time() + self.limits.deadline
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def ask_all(
        self,
        urls: Iterable[str],
        note: Callable[[str, Answer], object] = lambda url, answer: None,
    ) -> dict[str, Answer]:
        """What each of *urls* answers; those that time did not allow are left out.

        So are those that are left when no answer came from as many hosts as are asked at the same
        time: there is no network then, and to try them all would take as long as is allowed.

        :param note: is told each answer as it comes, for a run that may be broken off.
        """
        groups: dict[str, list[str]] = defaultdict(list)
        for url in dict.fromkeys(urls):
            groups[_host_of(url)].append(url)
        waiting = deque(sorted(groups.values(), key=len, reverse=True))
        answers: dict[str, Answer] = {}

        async def work() -> None:
            while waiting:
                for url in waiting.popleft():
                    if not self.answered and len(self._lost) >= self.limits.hosts:
                        return
                    answers[url] = await self.ask(url)
                    note(url, answers[url])

        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(self._until), asyncio.TaskGroup() as workers:
                for _ in range(min(self.limits.hosts, len(groups))):
                    workers.create_task(work())
        return answers

    async def ask(self, url: str) -> Answer:
        """What *url* answers, redirects followed."""
        current, forever, seen = url, True, {url}
        location, status = "", 0
        for _ in range(self.limits.hops + 1):
            try:
                reply = await self._patiently(current)
            except (_NoReply, _LeaveAlone) as problem:
                self._lost.add(_host_of(current))
                verdict = getattr(problem, "verdict", Verdict.UNKNOWN)
                where = f" at {current}" if current != url else ""
                return Answer(verdict, f"{problem}{where}", status)
            status = reply.status
            if status not in REDIRECTS or not reply.location:
                return _judge(status, url, location)
            target = _joined(current, reply.location)
            if not target:
                return Answer(Verdict.UNKNOWN, f"leads on to {reply.location[:200]}", status)
            if target in seen:
                return Answer(Verdict.DEAD, "its redirects go round in a circle", status)
            seen.add(target)
            forever = forever and status in FOREVER
            location = target if forever else location
            current = target
        return Answer(Verdict.DEAD, f"more than {self.limits.hops} redirects", status)

    async def _patiently(self, url: str) -> _Reply:
        """The answer of one address, asked again after a pause when that may help."""
        host = self._hosts[_host_of(url)]
        wait = self.limits.backoff
        for attempt in range(1, self.limits.attempts + 1):
            last = attempt == self.limits.attempts
            try:
                reply = await self._once(url, host)
            except _NoReply as problem:
                if problem.again and not last:
                    await asyncio.sleep(wait)
                    wait *= 2
                    continue
                raise
            if reply.status in BUSY and (reply.status == 429 or reply.retry_after):
                asked = _seconds(reply.retry_after)
                pause = wait if asked is None else asked
                if last or pause > self.limits.patience:
                    host.closed = "too many requests, says the host"
                    raise _LeaveAlone(host.closed)
                host.next_at = max(host.next_at, time.monotonic() + pause)
                wait *= 2
            elif reply.status >= 500 and not last:
                await asyncio.sleep(wait)
                wait *= 2
            else:
                return reply
        raise AssertionError("the last attempt returns or raises")

    async def _once(self, url: str, host: _Host) -> _Reply:
        """One request, in the host's turn; only the head of the answer is read."""
        try:
            _check_form(url)
        except (httpx.InvalidURL, ValueError) as error:
            raise _NoReply(f"is no address: {error}", Verdict.DEAD, again=False) from None
        async with host.turn:
            if host.closed:
                raise _LeaveAlone(host.closed)
            await asyncio.sleep(max(0.0, host.next_at - time.monotonic()))
            try:
                async with asyncio.timeout(self.limits.timeout):
                    await self._check_public(url)
                    reply = await self._head_of_answer(url)
            except TimeoutError:
                problem = f"no answer within {self.limits.timeout:g} s"
                raise self._strike(host, problem) from None
            except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
                raise self._explain(host, error) from None
            finally:
                host.next_at = max(host.next_at, time.monotonic() + self.limits.pause)
            host.strikes = 0
            self.answered += 1
            return reply

    async def _head_of_answer(self, url: str) -> _Reply:
        """Status and headers; the body is left unread, whatever its size.

        httpx works out the next request of a redirect even when it is not to follow it, and
        fails on a location that is no address; the hook has noted the answer by then.
        """
        noted: list[_Reply] = []
        try:
            async with self._client.stream("GET", url, extensions={"noted": noted}):
                pass
        except (httpx.HTTPError, httpx.InvalidURL, ValueError):
            if not noted:
                raise
        return noted[0]

    def _strike(self, host: _Host, reason: str) -> _NoReply:
        """Note that the host stayed silent."""
        host.strikes += 1
        if host.strikes >= self.limits.strikes:
            host.closed = f"the host stayed silent {host.strikes} times"
        return _NoReply(reason, again=not host.closed)

    def _explain(self, host: _Host, error: Exception) -> _NoReply:
        """What a failed request means."""
        if isinstance(error, httpx.TimeoutException):
            return self._strike(host, f"no answer within {self.limits.timeout:g} s")
        for cause in _causes(error):
            if isinstance(cause, ssl.SSLCertVerificationError):
                self.answered += 1
                return _NoReply(
                    f"its certificate is not valid: {cause.verify_message}", again=False
                )
            if isinstance(cause, socket.gaierror):
                if cause.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", None)):
                    return _NoReply("there is no such host", Verdict.DEAD, again=False)
                return self._strike(host, "the name of the host could not be looked up")
            if isinstance(cause, ConnectionRefusedError):
                return self._strike(host, "the connection was refused")
        return self._strike(host, f"the connection broke ({type(error).__name__})")

    async def _check_public(self, url: str) -> None:
        """Refuse addresses inside a network: a link must not make this machine ask them.

        A proxy looks up names itself and decides itself.  A name is looked up here and again to
        connect, so this is no wall against somebody who answers the two differently.
        """
        name = urlsplit(url).hostname or ""
        if self.limits.private or (_goes_by_proxy(url) and not _is_number(name)):
            return
        loop = asyncio.get_running_loop()
        for *_, address in await loop.getaddrinfo(name, None, type=socket.SOCK_STREAM):
            if not ipaddress.ip_address(str(address[0]).partition("%")[0]).is_global:
                raise _NoReply("leads to an address that is not public", again=False)

    async def archived(self, urls: Mapping[str, str], service: str) -> dict[str, str]:
        """Addresses of archived copies.

        :param urls: for each address a date (``YYYYMMDD``) near which the copy should be.
        :param service: the form of a question to an availability service, with ``{url}`` and
            ``{date}``; the answer is that of the Wayback Machine's availability interface.
        """
        found: dict[str, str] = {}
        silent = 0
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(self._until):
                for url, date in urls.items():
                    answer = await self._ask_archive(
                        service.format(url=quote(url, safe=""), date=date)
                    )
                    silent = silent + 1 if answer is None else 0
                    if silent == self.limits.strikes:
                        break
                    if answer:
                        found[url] = answer
                    await asyncio.sleep(self.limits.pause)
        return found

    async def bodies(
        self, urls: Iterable[str], note: Callable[[str, bytes], object], size: int = 262144
    ) -> None:
        """Tell *note* the first *size* bytes that each of *urls* answers with status 200.

        One at a time, with a pause; a host that fails :attr:`Limits.strikes` times in a row is
        left alone.
        """
        failed: dict[str, int] = defaultdict(int)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(self._until):
                for url in dict.fromkeys(urls):
                    host = _host_of(url)
                    if failed[host] >= self.limits.strikes:
                        continue
                    body = await self._body(url, size)
                    failed[host] = failed[host] + 1 if body is None else 0
                    if body is not None:
                        note(url, body)
                    await asyncio.sleep(self.limits.pause)

    async def _body(self, url: str, size: int) -> bytes | None:
        """The first *size* bytes of an answer with status 200, or None."""
        try:
            async with asyncio.timeout(self.limits.timeout):
                async with self._client.stream("GET", url) as response:
                    return await _head(response, size) if response.status_code == 200 else None
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, ValueError):
            return None

    async def _ask_archive(self, question: str) -> str | None:
        """The address of a copy, empty if the archive has none, None if it does not answer."""
        body = await self._body(question, 65536)
        try:
            snapshots = json.loads(body or b"")["archived_snapshots"]
        except (ValueError, LookupError, TypeError):
            return None
        copy = snapshots.get("closest", {}) if isinstance(snapshots, dict) else {}
        url = str(copy.get("url", "")) if isinstance(copy, dict) else ""
        return url if url.startswith(("http://", "https://")) else ""


async def _note(response: httpx.Response) -> None:
    """Keep status and headers for whoever asked."""
    headers = response.headers
    reply = _Reply(
        response.status_code, headers.get("location", ""), headers.get("retry-after", "")
    )
    response.request.extensions.get("noted", []).append(reply)


async def _head(response: httpx.Response, size: int) -> bytes:
    """The first *size* bytes of an answer."""
    body = b""
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) >= size:
            break
    return body[:size]


def _check_form(url: str) -> None:
    """Is *url* an address that a request can be made of?

    :raises ValueError, httpx.InvalidURL: it is not.
    """
    httpx.URL(url)
    _ = urlsplit(url).port  # httpx takes any number


def _joined(url: str, location: str) -> str:
    """The address that a redirect leads to, or an empty string if it is none of the web."""
    try:
        target = urljoin(url, location)
        _check_form(target)
        parts = urlsplit(target)
    except (httpx.InvalidURL, ValueError):
        return ""
    is_web = parts.scheme in ("http", "https") and parts.netloc
    return target if is_web and len(target) <= LONGEST else ""


def _goes_by_proxy(url: str) -> bool:
    """Will a proxy be asked for *url*?  By the environment, as httpx sees it."""
    parts = urlsplit(url)
    proxies = urllib.request.getproxies()
    proxied = bool(proxies.get(parts.scheme) or proxies.get("all"))
    return proxied and not urllib.request.proxy_bypass(parts.hostname or "")


def _is_number(name: str) -> bool:
    """Is the name of a host an address of the Internet Protocol?"""
    try:
        ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return True


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in seen:
        yield current
        seen.append(current)
        current = current.__cause__ or current.__context__


def _seconds(retry_after: str) -> float | None:
    """The wait that ``Retry-After`` asks for, or None if it says nothing."""
    if retry_after.isascii() and retry_after.strip().isdigit():
        return float(retry_after)
    try:
        when = email.utils.parsedate_to_datetime(retry_after)
        return max(0.0, when.timestamp() - time.time())
    except (TypeError, ValueError):
        return None


def _judge(status: int, url: str, location: str) -> Answer:
    """What the last answer means for a reader."""
    if 200 <= status < 300:
        if not location:
            return Answer(Verdict.ALIVE, "", status)
        home = urlsplit(location).path in ("", "/") and urlsplit(url).path not in ("", "/")
        reason = "leads to a home page: probably gone" if home else ""
        return Answer(Verdict.MOVED, reason, status, location)
    if status in GONE:
        word = "gone" if status == 410 else "not found"
        return Answer(Verdict.DEAD, f"{word} ({status})", status)
    if status in (401, 403, 407):
        return Answer(Verdict.UNKNOWN, f"refused ({status})", status)
    if status >= 500:
        return Answer(Verdict.UNKNOWN, f"the server has a problem ({status})", status)
    return Answer(Verdict.UNKNOWN, f"answers {status}", status)
