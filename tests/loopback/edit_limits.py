"""Discord's limits on edits of old and of published messages (M52)."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import timedelta

from tests.loopback.buckets import Window
from tests.loopback.error import ApiError
from tests.loopback.message import Message

OLD = timedelta(hours=1)
OLD_REACHED, PUBLISHED_REACHED = 30046, 20028


@dataclass
class EditLimits:
    """How often old and crossposted messages may be edited, while ``on``: (edits, seconds).

    Discord names no numbers. That of old messages, for a channel, is what bots have met; that of
    crossposted ones, for a message, is in its help pages. What the latter says in its headers is
    wrong: https://github.com/discord/discord-api-docs/issues/6109
    """

    on: bool = False
    old: tuple[int, float] = (3, 20.0)
    crossposted: tuple[int, float] = (3, 3600.0)
    _windows: dict[int, Window] = field(default_factory=dict, repr=False)

    def count(self, message: Message) -> None:
        """Count an edit; raises ApiError where it is one too many."""
        if not self.on:
            return
        if message.crossposted and (wait := self._wait(message.id, *self.crossposted)):
            raise _too_many(wait, PUBLISHED_REACHED, header=1.0)
        is_old = message.channel.guild.world.now() - message.created_at > OLD
        if is_old and (wait := self._wait(message.channel.id, *self.old)):
            raise _too_many(wait, OLD_REACHED, header=wait)

    def _wait(self, place: int, most: int, period: float) -> float:
        return self._windows.setdefault(place, Window(most, period)).take(time.monotonic())


def _too_many(wait: float, code: int, *, header: float) -> ApiError:
    headers = {
        "Retry-After": str(max(1, round(header))),
        "Via": "1.1 loopback",
        "X-RateLimit-Scope": "shared",
    }
    return ApiError(429, code, extra={"retry_after": wait, "global": False}, headers=headers)
