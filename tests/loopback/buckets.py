"""Rate limits, as Discord counts and announces them."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

SHARED = "/channels/{}/messages/{}/reactions"
GLOBAL_LIMIT, GLOBAL_PERIOD = 50, 1.0
GENEROUS = (1000, 1.0)


@dataclass
class Window:
    """How many requests are left until when."""

    limit: int
    period: float
    used: int = 0
    ends: float = 0.0

    def take(self, now: float) -> float:
        """Count a request; return how long to wait instead, 0 if it may pass."""
        if now >= self.ends:
            self.used, self.ends = 0, now + self.period
        if self.used >= self.limit:
            return self.ends - now
        self.used += 1
        return 0.0


@dataclass(frozen=True)
class Verdict:
    """What a request's answer says of limits."""

    headers: dict[str, str]
    wait: float = 0.0
    scope: str = "user"


class Buckets:
    """All windows; ``strict`` has Discord's own sizes, else they are never met."""

    def __init__(self) -> None:
        self.strict = False
        self._windows: dict[tuple[str, str], Window] = {}
        self._global = Window(GLOBAL_LIMIT, GLOBAL_PERIOD)

    def take(self, route: str, major: str) -> Verdict:
        """Count a request on a route; ``major`` is its channel or server."""
        now = time.monotonic()
        name, limit, period = self._bucket(route)
        exempt = route.startswith("POST /interactions")
        if self.strict and not exempt and (wait := self._global.take(now)):
            return Verdict({}, wait, "global")
        window = self._windows.setdefault((name, major), Window(limit, period))
        window.limit, window.period = limit, period
        wait = window.take(now)
        left = math.ceil(max(window.ends - now, 0.001) * 1000) / 1000
        headers = {
            "X-RateLimit-Limit": str(window.limit),
            "X-RateLimit-Remaining": str(window.limit - window.used),
            "X-RateLimit-Reset": f"{time.time() + left:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
            "X-RateLimit-Bucket": name,
        }
        return Verdict(headers, wait)

    def _bucket(self, route: str) -> tuple[str, int, float]:
        method, _, path = route.partition(" ")
        if path.startswith(SHARED) and method != "GET":
            name, limit, period = "reactions", 1, 0.25
        elif path.startswith("/channels/{}/messages"):
            name, limit, period = route, 5, 5.0
        else:
            name, limit, period = route, 50, 1.0
        return (name, limit, period) if self.strict else (name, *GENEROUS)
