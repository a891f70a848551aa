"""What can go wrong between a bot and Discord, one at a time or at random.

``faults.next("POST /channels/{}/messages", Lost())`` hits the next such request, several are queued;
``faults.random(seed, {Lost(): 0.1, Broken(503): 0.05})`` hits any message or reaction request with a
chance. A route is written with ``{}`` for each parameter.
"""

from __future__ import annotations

import random
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.loopback.error import ApiError, json_response

SEND = "POST /channels/{}/messages"
EDIT = "PATCH /channels/{}/messages/{}"
HISTORY = "GET /channels/{}/messages"
MESSAGE = "GET /channels/{}/messages/{}"
REACTORS = "GET /channels/{}/messages/{}/reactions/{}"
REACT = "PUT /channels/{}/messages/{}/reactions/{}/@me"
TAKE_AWAY = "DELETE /channels/{}/messages/{}/reactions/{}/{}"
MEMBER = "GET /guilds/{}/members/{}"
RISKY = (SEND, EDIT, HISTORY, REACT)


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A fault; ``accepted`` tells whether the request takes effect all the same."""

    accepted: bool = True

    def answer(self) -> web.Response | None:
        """Return the answer that is given instead; None closes the connection without one."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Lost(Fault):
    """The connection closes without an answer (D9)."""

    def answer(self) -> web.Response | None:
        return None


@dataclass(frozen=True)
class Delay(Fault):
    """The answer, or with ``accepted=False`` the request, takes its time; nothing else is wrong."""

    seconds: float = 0.1


@dataclass(frozen=True)
class Broken(Fault):
    """Discord, or what stands before it, answers 5xx (D9)."""

    status: int = 503

    def answer(self) -> web.Response | None:
        return web.Response(status=self.status, text="upstream connect error")


@dataclass(frozen=True)
class TooMany(Fault):
    """A 429 that no counting had announced (M52); ``code`` 30046 is that for edits of old messages."""

    retry_after: float = 0.05
    scope: str = "user"
    code: int = 0
    accepted: bool = field(default=False, kw_only=True)

    def answer(self) -> web.Response | None:
        return too_many(self.retry_after, self.scope, code=self.code)


@dataclass(frozen=True)
class Refusal(Fault):
    """Discord says no, for a reason that this world does not show."""

    status: int
    code: int
    accepted: bool = field(default=False, kw_only=True)

    def answer(self) -> web.Response | None:
        return ApiError(self.status, self.code).response()


@dataclass(frozen=True)
class Wall(Fault):
    """What stands before Discord says no, with a page of its own."""

    status: int
    accepted: bool = field(default=False, kw_only=True)

    def answer(self) -> web.Response | None:
        page = f"<html><h1>{self.status} cloudflare</h1>{'<p>Sorry.</p>' * 1_000}</html>"
        return web.Response(status=self.status, text=page, content_type="text/html")


MISSING_PERMISSIONS = Refusal(403, 50013)
MISSING_ACCESS = Refusal(403, 50001)
UNKNOWN_CHANNEL = Refusal(404, 10003)
MALFORMED = Refusal(400, 50035)


def too_many(retry_after: float, scope: str, *, code: int = 0) -> web.Response:
    """Return a 429 as Discord words it; ``Via`` tells discord.py that it is not Cloudflare's."""
    body: dict[str, Any] = {
        "message": "You are being rate limited.",
        "retry_after": retry_after,
        "global": scope == "global",
        "code": code,
    }
    headers = {
        "Retry-After": str(max(1, round(retry_after))),
        "Via": "1.1 loopback",
        "X-RateLimit-Scope": scope,
    }
    if scope == "global":
        headers["X-RateLimit-Global"] = "true"
    return json_response(body, status=429, headers=headers)


class Faults:
    """The faults that wait for their request."""

    def __init__(self) -> None:
        self._next: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._always: dict[str, Fault] = {}
        self._rates: dict[Fault, float] = {}
        self._routes: tuple[str, ...] = RISKY
        self._chance = random.Random(0)
        self.met: list[tuple[str, Fault]] = []

    def next(self, route: str, *faults: Fault) -> None:
        """Let the next requests on a route meet these faults, one each."""
        self._next[route].extend(faults)

    def always(self, route: str, fault: Fault) -> None:
        """Let every request on a route meet a fault, until ``clear``."""
        self._always[route] = fault

    def random(
        self, seed: int, rates: Mapping[Fault, float], *, routes: tuple[str, ...] = RISKY
    ) -> None:
        """Let requests on the routes meet faults, each with its chance from 0 to 1."""
        self._chance = random.Random(seed)
        self._rates = dict(rates)
        self._routes = routes

    def clear(self) -> None:
        """Let everything work again."""
        self._next.clear()
        self._always.clear()
        self._rates.clear()

    def of(self, route: str) -> Fault | None:
        """Return the fault that this request meets, and remember it."""
        fault = self._scripted(route) or self._drawn(route)
        if fault:
            self.met.append((route, fault))
        return fault

    def _scripted(self, route: str) -> Fault | None:
        if waiting := self._next.get(route):
            return waiting.popleft()
        return self._always.get(route)

    def _drawn(self, route: str) -> Fault | None:
        if route not in self._routes:
            return None
        drawn = self._chance.random()
        for fault, rate in self._rates.items():
            drawn -= rate
            if drawn < 0:
                return fault
        return None
