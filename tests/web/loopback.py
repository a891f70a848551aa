"""What the tests of the way out need: a site on loopback, a clock that is set, names of our own."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

from aiohttp.abc import AbstractResolver, ResolveResult

from bot.web.fetcher import HttpFetcher

TLS_HELLO = b"\x16"
LOOPBACK = ip_network("127.0.0.1/32")
CERTIFICATE = Path(__file__).with_name("untrusted.pem")
FEED = b"<rss><channel><title>Lantern Street</title></channel></rss>"
Answer = bytes | Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass
class SetClock:
    """A clock that goes only when told to."""

    time: datetime = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def go(self, time: timedelta) -> None:
        self.time += time


@dataclass
class Site:
    """A server that answers with exactly the bytes it is given, and keeps what it was asked.

    ``answers`` are by path; a list is used up, its last answer stays. ``connections`` counts.
    """

    url: str = ""
    port: int = 0
    answers: dict[str, Answer | list[Answer]] = field(default_factory=dict)
    requests: list[bytes] = field(default_factory=list)
    connections: int = 0

    @property
    def paths(self) -> list[str]:
        return [request.split(b" ")[1].decode() for request in self.requests]

    def headers(self, number: int = -1) -> dict[bytes, bytes]:
        lines = self.requests[number].split(b"\r\n")[1:]
        pairs = (line.partition(b": ") for line in lines if line)
        return {name.lower(): value for name, _, value in pairs}

    def _answer(self, path: str) -> Answer:
        answer = self.answers.get(path, reply(b"", status=404))
        if isinstance(answer, list):
            return answer.pop(0) if len(answer) > 1 else answer[0]
        return answer

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            first = await reader.readexactly(1)
            if first == TLS_HELLO:
                writer.write(reply(status=400))
                return
            self.requests.append(first + await reader.readuntil(b"\r\n\r\n"))
            answer = self._answer(self.paths[-1])
            if isinstance(answer, bytes):
                writer.write(answer)
                await writer.drain()
            else:
                await answer(writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def site(
    host: str = "127.0.0.1", *, tls: ssl.SSLContext | None = None
) -> AsyncIterator[Site]:
    """Run a site; every connection is closed after one answer."""
    here = Site()
    server = await asyncio.start_server(here.serve, host, 0, ssl=tls)
    here.port = server.sockets[0].getsockname()[1]
    here.url = f"{'https' if tls else 'http'}://{host}:{here.port}"
    try:
        yield here
    finally:
        server.close()


def reply(body: bytes = b"<rss/>", *, status: int = 200, **headers: str | bytes) -> bytes:
    """Return an answer; ``_`` in the names of headers stands for a dash."""
    lines = [f"HTTP/1.1 {status} Because".encode(), b"Content-Length: %d" % len(body)]
    for name, value in headers.items():
        raw = value.encode() if isinstance(value, str) else value
        lines.append(name.replace("_", "-").encode() + b": " + raw)
    return b"\r\n".join([*lines, b"Connection: close", b"", body])


def redirect(to: str | bytes, status: int = 301) -> bytes:
    return reply(b"", status=status, Location=to)


class Names(AbstractResolver):
    """DNS of our own: each name has a list of answers, each a list of addresses."""

    def __init__(self, **names: list[list[str]]) -> None:
        self._answers: dict[str, Iterator[list[str]]] = {
            f"{name}.test": iter(answers) for name, answers in names.items()
        }

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        if host not in self._answers:
            raise OSError(None, "no such name")
        return [self._result(host, address, port) for address in next(self._answers[host])]

    def _result(self, host: str, address: str, port: int) -> ResolveResult:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        return ResolveResult(
            hostname=host, host=address, port=port, family=family, proto=0, flags=0
        )

    async def close(self) -> None:
        pass


def a_fetcher(clock: SetClock | None = None, **settings: object) -> HttpFetcher:
    """Return a fetcher that may visit 127.0.0.1 only, in a hurry."""
    chosen = {"allowed": [LOOPBACK], "pause": timedelta(0), **settings}
    return HttpFetcher(user_agent="Newsreel test", clock=clock or SetClock(), **chosen)  # type: ignore[arg-type]


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def server_tls() -> ssl.SSLContext:
    """Return TLS with a certificate that nobody vouches for."""
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(CERTIFICATE)
    return tls
