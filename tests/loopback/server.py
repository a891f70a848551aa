"""LoopbackDiscord: REST and gateway on one real socket, with a world behind them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.loopback import (
    limits,
    rest_interactions,
    rest_messages,
    rest_places,
    rest_reactions,
    rest_threads,
)
from tests.loopback.buckets import Buckets, Verdict
from tests.loopback.call import API, ENDPOINTS, Call, Endpoint, Memory, read_parts
from tests.loopback.error import ApiError, Problem, Violation, invalid, json_response
from tests.loopback.faults import Delay, Fault, Faults, too_many
from tests.loopback.gateway import DISCORD_GONE, Gateway
from tests.loopback.interaction import Client
from tests.loopback.openapi import OpenApi
from tests.loopback.world import World

UNDOCUMENTED = {"use_nested_fields"}  # parameters that discord.py sends and Discord knows
REGISTERED = (rest_interactions, rest_messages, rest_places, rest_reactions, rest_threads)
BOT_TOKEN = "MTAwMDAwMDAwMDAwMDAwMDAwMA.GaBcDe.abcdefghijklmnopqrstuvwxyz0123456789AB"
TOO_MANY = 429
Watcher = Callable[[str, str], None]


class LoopbackDiscord:
    """A small Discord of our own.

    ``problems`` collects what the bot did wrong, and fails the test at the end of ``async with``.
    ``watch`` is called with ("received" | "accepted" | "answered", route), and with ("ready" |
    "resumed", "GATEWAY"), at that moment.
    """

    def __init__(self, *, token: str = BOT_TOKEN) -> None:
        self.token = token
        self.problems: list[Problem] = []
        self.requests: list[str] = []
        self.limited: list[str] = []
        self.faults = Faults()
        self.buckets = Buckets()
        self.memory = Memory()
        self.watch: Watcher = lambda _moment, _route: None
        self.gateway = Gateway(token=token, url=lambda: self.gateway_url, moment=self._moment)
        self.world = self.gateway.world = World(emit=self.gateway.emit)
        self.client = Client(self.world, self.memory)
        self.api = OpenApi.load()
        self._port = 0
        self._runner: web.AppRunner
        self._site: web.TCPSite

    @property
    def rate_limited(self) -> int:
        """Return how many requests had to be told to wait; ``limited`` says which."""
        return len(self.limited)

    @property
    def api_url(self) -> str:
        """Return the base of REST's addresses."""
        return f"http://127.0.0.1:{self._port}{API}"

    @property
    def gateway_url(self) -> str:
        """Return the gateway's address."""
        return f"ws://127.0.0.1:{self._port}/gateway"

    async def __aenter__(self) -> Self:
        """Start to listen."""
        app = web.Application(client_max_size=30 * 2**20)
        app.router.add_get("/gateway", self.gateway.serve)
        app.router.add_get("/gateway/", self.gateway.serve)
        for (method, path), function in ENDPOINTS.items():
            app.router.add_route(method, API + path, self._serving(path, function))
        app.router.add_route("*", "/{rest:.*}", self._not_implemented)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await self._listen()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop, and fail for what the bot did wrong."""
        self.gateway.disconnect(1001)
        await self._runner.cleanup()
        if kind is None:
            self.assert_no_problems()

    def assert_no_problems(self) -> None:
        """Fail if the bot sent anything that Discord would call wrong."""
        assert not self.problems, f"requests that Discord would call wrong: {self.problems}"

    async def _listen(self) -> None:
        self._site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await self._site.start()
        self._port = self._runner.addresses[-1][1]

    @contextlib.asynccontextmanager
    async def unreachable(self) -> AsyncIterator[None]:
        """Refuse every connection for a while, and cut those that are open (L30)."""
        await self._site.stop()
        self.gateway.disconnect(DISCORD_GONE)
        server = self._runner.server
        for connection in list(server.connections if server else ()):
            if connection.transport:
                connection.transport.abort()
        try:
            yield
        finally:
            await self._listen()

    @property
    def staleness(self) -> float | Callable[[], float]:
        """Return how many seconds old the reactions are that REST tells of (V61)."""
        return self.world.staleness

    @staleness.setter
    def staleness(self, seconds: float | Callable[[], float]) -> None:
        self.world.staleness = seconds

    def disconnect(self, code: int = DISCORD_GONE, *, resumable: bool = True) -> None:
        """Drop the gateway's connections; 1006 cuts them without a word.

        What happens until the bot is back is told to a session that is resumed. One that is not
        ``resumable`` is refused, and what happened until the next one began is never told (V56).
        """
        self.gateway.disconnect(code, resumable=resumable)

    async def ready(self, *, sessions: int = 1, within: float = 30.0) -> None:
        """Wait until the bot has identified this often in all."""
        async with asyncio.timeout(within):
            while self.gateway.identified < sessions or not self.gateway.connected:
                self.gateway.news.clear()
                await self.gateway.news.wait()

    def _moment(self, what: str, route: str) -> None:
        self.watch(what, route)

    def _serving(self, path: str, function: Endpoint) -> Callable[[web.Request], Any]:
        async def serve(request: web.Request) -> web.StreamResponse:
            return await self._serve(request, path, function)

        return serve

    async def _not_implemented(self, request: web.Request) -> web.Response:
        self.problems.append(Problem(f"{request.method} {request.path}", "not implemented here"))
        return json_response({"message": "501: Not Implemented", "code": 0}, status=501)

    async def _serve(
        self, request: web.Request, path: str, function: Endpoint
    ) -> web.StreamResponse:
        call = await self._read(request, path)
        route = call.route
        self.requests.append(route)
        self._moment("received", route)
        fault = self.faults.of(route)
        if fault and not fault.accepted and not await _waited(fault):
            return await self._send(request, route, fault.answer())
        verdict = self.buckets.take(route, call.major)
        response = await self._answer(request, call, function, verdict)
        self._moment("accepted", route)
        if fault and fault.accepted and not await _waited(fault):
            return await self._send(request, route, fault.answer())
        response.headers.update(verdict.headers)
        return await self._send(request, route, response)

    async def _read(self, request: web.Request, path: str) -> Call:
        body, uploads = await read_parts(request)

        def problem(what: str) -> None:
            self.problems.append(Problem(f"{request.method} {path}", what))

        return Call(
            method=request.method,
            path=path,
            params=dict(request.match_info),
            query=dict(request.query),
            body=body,
            uploads=uploads,
            world=self.world,
            memory=self.memory,
            gateway_url=self.gateway_url,
            problem=problem,
        )

    async def _answer(
        self, request: web.Request, call: Call, function: Endpoint, verdict: Verdict
    ) -> web.Response:
        if verdict.wait:
            self.limited.append(f"{call.route} {verdict.scope}")
            return too_many(verdict.wait, verdict.scope)
        try:
            self._authorize(request, call)
            self._check(call)
            answer = await function(call)
        except ApiError as error:
            for violation in error.violations:
                call.problem(str(violation))
            if error.status == TOO_MANY:
                self.limited.append(f"{call.route} {error.code}")
            return error.response()
        except Exception as bug:
            call.problem(f"the loopback Discord met a bug of its own: {bug!r}")
            raise
        return json_response(answer) if answer is not None else web.Response(status=204)

    def _authorize(self, request: web.Request, call: Call) -> None:
        by_url = call.path.startswith(("/interactions/", "/webhooks/"))
        if not by_url and request.headers.get("Authorization") != f"Bot {self.token}":
            raise ApiError(401, 0)

    def _check(self, call: Call) -> None:
        found: list[Violation] = []
        if self.api and (operation := self.api.operation(call.method, call.path)):
            query = {key: call.query[key] for key in call.query.keys() - UNDOCUMENTED}
            found += operation.check(call.params, query, call.documented_body())
        if message := call.message_body():
            found += limits.violations(message, new=call.method == "POST")
            if call.method == "POST" and limits.may_ping(message):
                call.problem("a message that could ping somebody")
        if found:
            raise invalid(found)

    async def _send(
        self, request: web.Request, route: str, response: web.StreamResponse | None
    ) -> web.StreamResponse:
        if response is None:
            if request.transport:
                request.transport.close()
            return web.Response(status=500)
        with contextlib.suppress(ConnectionError):
            await response.prepare(request)
            await response.write_eof()
        self._moment("answered", route)
        return response


async def _waited(fault: Fault) -> bool:
    if isinstance(fault, Delay):
        await asyncio.sleep(fault.seconds)
        return True
    return False
