"""A server whose moderators take feeds from files and lists: real storage, and simcord's Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.app_files import starter_list
from bot.client import NewsreelBot
from bot.domain.error import UserError
from bot.domain.opml import FiledFeed
from bot.services.discovering import FoundFeed
from bot.services.importing import Importing
from bot.services.starting import Starting
from bot.storage.filed_feed import FiledFeedTable
from bot.web.guard import Guard
from bot.web.reader import InlineReader
from tests.cogs.fakes import FakeSubscribing, found
from tests.cogs.stories import Hall, open_hall


class FakeSite(FakeSubscribing):
    """Find every feed but those of one host."""

    def __init__(self) -> None:
        super().__init__()
        self.broken = "variety.com"

    async def find(self, address: str, **_options: Any) -> FoundFeed:
        if self.broken in address:
            raise UserError("That address can't be read: {reason}", reason="it is asleep.")
        return found(address, title=address)


class Newsstand(Hall):
    """A Hall whose moderator imports, exports and chooses feeds."""

    def build_bot(self) -> NewsreelBot:
        database, reader = self.world.database, InlineReader()
        self.site = FakeSite()
        services = replace(
            super().build_bot().services,
            subscribing=self.site,
            importing=Importing(
                db=database, reader=reader, clock=self.clock, may_ask=Guard().may_ask
            ),
            starting=Starting(db=database, reader=reader, subscribing=self.site, load=starter_list),
        )
        return NewsreelBot(services, memory=self.memory)

    async def feeds(self) -> dict[str, FiledFeed]:
        """Return the feeds of the server by their addresses."""
        table = FiledFeedTable(self.world.database)
        return {one.url: one for one in await table.of_guild(self.guild.id)}


@asynccontextmanager
async def open_newsstand(folder: Path) -> AsyncIterator[Newsstand]:
    """Open it, for the time of the block."""
    async with open_hall(folder, Newsstand) as stand:
        assert isinstance(stand, Newsstand)
        yield stand
