"""Permitting: what the bot lacks in the channels that feeds go to, before a post meets it (M50)."""

from __future__ import annotations

from bot.domain.trouble import OfLimited
from bot.services.notices import Notices
from bot.storage.trouble import TroubleTable


class Permitting:
    """Keep in mind where permissions are missing, as Discord last told.

    Nothing of it is stored: after a restart a server is unseen until Discord has told of it.
    """

    def __init__(self, *, troubles: TroubleTable, notices: Notices) -> None:
        self._troubles = troubles
        self._notices = notices
        self._there: set[int] = set()
        self._seen: dict[int, list[OfLimited]] = {}
        self._changed: set[int] = set()

    def is_unseen(self, guild_id: int) -> bool:
        """Tell whether nothing is known of a server so far."""
        return guild_id in self._there and guild_id not in self._seen

    def has_changed(self, guild_id: int) -> None:
        """Look at a server again soon: what the bot may do there may have changed."""
        self._changed.add(guild_id)

    def limited(self) -> list[OfLimited]:
        """Return all channels in which something is missing."""
        return [one for found in self._seen.values() for one in found]

    async def look(self, *, everywhere: bool) -> None:
        """Look at the servers that changed and at those that are unseen, or at all of them."""
        changed, self._changed = self._changed, set()
        there: set[int] = set()
        while page := await self._troubles.guilds(after=max(there, default=0)):
            there.update(page)
            self._there |= there
            wanted = [one for one in page if everywhere or one in changed or self.is_unseen(one)]
            await self._look_at(wanted)
        self._there = there
        self._seen = {one: found for one, found in self._seen.items() if one in there}

    async def _look_at(self, guild_ids: list[int]) -> None:
        found = await self._troubles.channels(guild_ids)
        for guild_id in guild_ids:
            channels = found.get(guild_id, {})
            lacking = await self._notices.lacking(guild_id, channels)
            if lacking is not None:
                self._seen[guild_id] = [
                    OfLimited(guild_id=guild_id, channel_id=id_, facts=channels[id_], closed=closed)
                    for id_, closed in lacking.items()
                ]
