"""Who is in a server: asked of Discord, as the bot keeps no members, and remembered for a while."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import timedelta
from time import monotonic

import discord

from bot.domain.error import Unreachable
from cogs._ui.pace import Pace
from cogs._ui.refusal import CALL_ERRORS, translate_harmless

FEW = 3
"""So many are asked for one by one; more through the gateway, which tells of a hundred at once."""

_MOST = 100
_ABSENT_FOR = timedelta(minutes=10).total_seconds()
_MOST_ABSENT = 200_000
_QUERIES_PER_SECOND = 1  # of the two a second that the gateway takes of all that a bot asks
_UNKNOWN = (10007, 10013)  # member, user


class Members:
    """Look people up in servers.

    Who is not there is remembered for some minutes; who is there never is, as what they may see can
    change at any moment.
    """

    def __init__(
        self,
        client: discord.Client,
        *,
        pace: Pace,
        queries: Pace | None = None,
        patience: float = 60.0,
        now: Callable[[], float] = monotonic,
    ) -> None:
        self._client = client
        self._pace = pace
        self._queries = queries or Pace(_QUERIES_PER_SECOND, burst=5)
        self._patience = patience
        self._now = now
        self._absent: dict[tuple[int, int], float] = {}

    async def of(self, guild: discord.Guild, user_ids: Collection[int]) -> list[discord.Member]:
        """Return those of the people who are in a server, with their roles. Raises Unreachable."""
        asked = [one for one in user_ids if not self._is_absent(guild.id, one)]
        if len(asked) <= FEW:
            found = [await self._one(guild, user_id) for user_id in asked]
            members = [member for member in found if member]
        else:
            members = [one for many in _parts(asked) for one in await self._many(guild, many)]
        self._remember(guild.id, set(asked) - {member.id for member in members})
        return members

    async def _one(self, guild: discord.Guild, user_id: int) -> discord.Member | None:
        try:
            await self._pace.turn()
            async with asyncio.timeout(self._patience):
                return await guild.fetch_member(user_id)
        except CALL_ERRORS as error:
            if isinstance(error, discord.NotFound) and error.code in _UNKNOWN:
                return None
            raise Unreachable(str(translate_harmless(error))) from error

    async def _many(self, guild: discord.Guild, user_ids: list[int]) -> list[discord.Member]:
        await self._queries.turn()
        try:
            return await guild.query_members(user_ids=user_ids, limit=_MOST, cache=False)
        except (*CALL_ERRORS, discord.ClientException) as error:  # a timeout is an OSError
            raise Unreachable(f"Discord did not say who is in a server: {error!r}") from error

    def _is_absent(self, guild_id: int, user_id: int) -> bool:
        return self._absent.get((guild_id, user_id), 0.0) > self._now()

    def _remember(self, guild_id: int, absent: Collection[int]) -> None:
        if len(self._absent) + len(absent) > _MOST_ABSENT:
            self._absent.clear()
        until = self._now() + _ABSENT_FOR
        self._absent.update({(guild_id, user_id): until for user_id in absent})


def _parts(user_ids: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(user_ids), _MOST):
        yield list(user_ids[start : start + _MOST])
