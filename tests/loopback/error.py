"""Discord's way to say no: a status, a code, a sentence, and a tree of what is wrong where."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

SENTENCES = {
    0: "401: Unauthorized",
    10003: "Unknown Channel",
    10004: "Unknown Guild",
    10007: "Unknown Member",
    10008: "Unknown Message",
    10013: "Unknown User",
    10014: "Unknown Emoji",
    10015: "Unknown Webhook",
    10062: "Unknown interaction",
    20028: "The write action you are performing on the channel has hit the write rate limit.",
    30010: "Maximum number of reactions reached (20)",
    30046: "Maximum number of edits to messages older than 1 hour reached. Try again later.",
    40005: "Request entity too large",
    40060: "Interaction has already been acknowledged.",
    50001: "Missing Access",
    50005: "Cannot edit a message authored by another user",
    50006: "Cannot send an empty message",
    50013: "Missing Permissions",
    50035: "Invalid Form Body",
    50083: "Thread is archived",
}


def json_response(
    body: Any, *, status: int = 200, headers: dict[str, str] | None = None
) -> web.Response:
    """Return an answer as JSON, of exactly that type: discord.py looks for no charset."""
    typed = {"Content-Type": "application/json"} | (headers or {})
    return web.Response(body=json.dumps(body).encode(), status=status, headers=typed)


@dataclass(frozen=True)
class Problem:
    """Something that a bot must never do: a request that Discord would call wrong."""

    route: str
    what: str


@dataclass(frozen=True)
class Violation:
    """One thing that is wrong with a body: where, and what."""

    where: tuple[str | int, ...]
    what: str

    def __str__(self) -> str:
        return f"{'.'.join(map(str, self.where))}: {self.what}"


@dataclass
class ApiError(Exception):
    """An answer that is an error."""

    status: int
    code: int
    violations: tuple[Violation, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        """Return the JSON body."""
        said = {"message": SENTENCES.get(self.code, f"Error {self.code}"), "code": self.code}
        tree = {"errors": error_tree(self.violations)} if self.violations else {}
        return said | tree | self.extra

    def response(self) -> web.Response:
        """Return the HTTP answer."""
        return json_response(self.body(), status=self.status, headers=self.headers)


def invalid(violations: Iterable[Violation]) -> ApiError:
    """Return the answer to a malformed body."""
    return ApiError(400, 50035, tuple(violations))


def error_tree(violations: Iterable[Violation]) -> dict[str, Any]:
    """Nest violations by their path, each end a list under ``_errors``."""
    tree: dict[str, Any] = {}
    for violation in violations:
        node = tree
        for step in violation.where:
            node = node.setdefault(str(step), {})
        node.setdefault("_errors", []).append(
            {"code": "BASE_TYPE_BAD_VALUE", "message": violation.what}
        )
    return tree
