"""A server whose people share collections: the bot's real collections, and simcord's Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import discord
import simcord
from discord import ui

from bot.client import NewsreelBot
from bot.domain.collection import Collection
from bot.services.collecting import Collecting
from bot.services.exhibiting import Exhibiting
from bot.services.listing import Scope
from bot.services.ports import Collage
from tests.cogs.looks import text_of, walk
from tests.cogs.stories import Hall, open_hall
from tests.services.world import INSTANT, FakePhotos

SECTION = 9


class FakeDrawer:
    """Make collages of no more than their file; ``meanwhile`` is done before."""

    def __init__(self) -> None:
        self.meanwhile: Callable[[], Awaitable[object]] | None = None

    async def collage(self, photos: Sequence[bytes]) -> Collage:
        if self.meanwhile:
            await self.meanwhile()
        return Collage(picture=b"\xff\xd8 a picture", shown=tuple(range(len(photos))))


class Salon(Hall):
    """A Hall with a second fan; the first one has collections."""

    friend: simcord.MemberActor

    def build_bot(self) -> NewsreelBot:
        bot = super().build_bot()
        self.collecting = Collecting(db=self.world.database, clock=self.clock)
        self.drawer = FakeDrawer()
        exhibiting = Exhibiting(
            collecting=self.collecting,
            photos=FakePhotos(),
            drawer=self.drawer,  # type: ignore[arg-type]
            patience=INSTANT,
        )
        services = replace(bot.services, collecting=self.collecting, exhibiting=exhibiting)
        return NewsreelBot(services, memory=self.memory)

    async def open(self) -> None:
        await super().open()
        self.friend = self.guild.add_member(self.env.create_user("friend"))

    async def collection(
        self,
        name: str = "Space",
        *titles: str,
        of: simcord.MemberActor | None = None,
        public: bool = True,
        **more: Any,
    ) -> Collection:
        """Make a collection, of the fan's if no other is named, of new stories with these titles."""
        owner = of or self.fan
        story = {key: more.pop(key) for key in ("photos", "feed") if key in more}
        made = await self.collecting.create(owner.id, name, **more)
        for title in titles or ("Lift-off",):
            await self.keep(made, title, **story)
        return await self.collecting.set_public(owner.id, made.id, public=public)

    async def keep(self, collection: Collection, title: str, **story: Any) -> None:
        """Post a story in #film-news, and put it into a collection."""
        story_id = await self.story(title, **story)
        scope = Scope(guild_id=self.guild.id, channels=frozenset({self.news.id}))
        found = await self.bot.services.finding.by_story(story_id, scope)
        assert found is not None
        await self.collecting.add(collection.user_id, collection.id, found)

    async def run(
        self,
        command: str,
        who: simcord.MemberActor | None = None,
        channel: simcord.ChannelHandle | None = None,
        **options: Any,
    ) -> simcord.InteractionResult:
        """Call a command of /collection, as the fan in #film-news if nobody else is named."""
        return await (who or self.fan).slash(
            channel or self.news, f"collection {command}", **options
        )

    async def many(self, number: int) -> None:
        """Let the fan share so many collections of one story."""
        first = await self.collection("Number 0")
        for place in range(1, number):
            copy = await self.collecting.copy(self.friend.id, first.id, guild_id=None)
            await self.collecting.rename(self.friend.id, copy.id, f"Number {place}")
            await self.change(
                "UPDATE collection SET user_id = ? WHERE id = ?", self.fan.id, copy.id
            )
            await self.collecting.set_public(self.fan.id, copy.id, public=True)

    async def share(self, name: str = "Space") -> discord.Message:
        """Share a collection of the fan's; return the message that everybody sees."""
        await self.run("share", collection=name)
        return self.shared()[-1]

    def shared(self, channel: simcord.ChannelHandle | None = None) -> list[discord.Message]:
        """Return what everybody sees in a channel."""
        return [one for one in (channel or self.news).history() if not one.flags.ephemeral]

    async def forged(self, *buttons: ui.Button[Any] | ui.Select[Any]) -> discord.Message:
        """Return a message of the bot's with buttons as nobody was shown them."""
        place = self.bot.get_channel(self.news.id)
        assert isinstance(place, discord.TextChannel)
        return await place.send(view=ui.LayoutView(timeout=None).add_item(ui.ActionRow(*buttons)))

    def closed(self, who: simcord.MemberActor, **denied: bool) -> simcord.ChannelHandle:
        """Return a channel in which somebody may not do all."""
        no = discord.PermissionOverwrite(**denied)
        return self.guild.create_text_channel("closed", overwrites={who: no})


@asynccontextmanager
async def open_salon(folder: Path) -> AsyncIterator[Salon]:
    """Open the doors, for the time of the block."""
    async with open_hall(folder, Salon) as opened:
        assert isinstance(opened, Salon)
        yield opened


def answer(result: simcord.InteractionResult) -> Any:
    """Return what a person sees in the end: the last of the answers."""
    return (*((result.response,) if result.response else ()), *result.followups)[-1]


def said(result: simcord.InteractionResult) -> str:
    """Return the text of it."""
    shown = answer(result)
    return shown.content or text_of(shown.components)


def parts(message: discord.Message) -> list[dict[str, Any]]:
    """Return what a message is made of."""
    return [one.to_dict() for one in message.components]  # type: ignore[misc]


def named(result: simcord.InteractionResult, *names: str) -> list[str]:
    """Return those of the names that an answer has, in its order."""
    text = said(result)
    found = [one for one in names if f"**{one}**" in text]
    return sorted(found, key=lambda one: text.index(f"**{one}**"))


def open_ids(result: simcord.InteractionResult) -> list[str]:
    """Return the ids of the buttons beside the entries."""
    sections = [c for c in walk(answer(result).components) if c["type"] == SECTION]
    return [one["accessory"]["custom_id"] for one in sections]
