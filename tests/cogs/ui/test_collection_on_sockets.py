"""Collections against a Discord over real sockets, which checks each request by Discord's document."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.client import NewsreelBot
from bot.clock import SystemClock
from bot.services.collecting import Collecting
from bot.services.exhibiting import Exhibiting
from bot.services.finding import Finding
from bot.storage.database import Database, open_database
from tests.cogs.conftest import build_bot
from tests.cogs.fakes import FakeMemory, FakeSubscribing
from tests.cogs.salon import FakeDrawer
from tests.cogs.shelf import unposted
from tests.loopback import LoopbackDiscord
from tests.loopback.channel import Channel, Message
from tests.loopback.interaction import Interaction
from tests.loopback.limits import walk
from tests.loopback.plain_bot import connected
from tests.loopback.world import User
from tests.services.world import FakePhotos


@pytest.fixture
async def fake() -> AsyncIterator[LoopbackDiscord]:
    async with LoopbackDiscord() as running:
        yield running


@pytest.fixture
def channel(fake: LoopbackDiscord) -> Channel:
    return fake.world.add_guild("Cinema Club").add_channel("film-news")


@pytest.fixture
def fan(channel: Channel) -> User:
    return channel.guild.add_member("Mina")


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with open_database(tmp_path / "newsreel.db") as opened:
        yield opened


class QuickBot(NewsreelBot):
    """One that does without discord.py's five seconds between two sessions."""

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        pass


def build(database: Database, memory: FakeMemory) -> QuickBot:
    collecting = Collecting(db=database, clock=SystemClock())
    services = replace(
        build_bot(FakeSubscribing(), memory).services,
        collecting=collecting,
        exhibiting=Exhibiting(collecting=collecting, photos=FakePhotos(), drawer=FakeDrawer()),
        finding=Finding(db=database),
    )
    return QuickBot(services, memory=memory)


def text_of(message: Message) -> str:
    return "\n".join(part["content"] for _, part in walk(message.components) if "content" in part)


def part_of(message: Message, beginning: str) -> dict[str, Any]:
    """Return the button or menu whose custom_id begins so."""
    parts = [part for _, part in walk(message.components)]
    return next(part for part in parts if part.get("custom_id", "").startswith(beginning))


def press(fake: LoopbackDiscord, fan: User, message: Message, beginning: str) -> Interaction:
    """Press a button, or choose the last option of a menu."""
    part = part_of(message, beginning)
    values = [part["options"][-1]["value"]] if "options" in part else None
    return fake.client.click(fan, message, part["custom_id"], values=values)


async def test_a_form_outlives_the_process_that_sent_it(
    fake: LoopbackDiscord, channel: Channel, fan: User, database: Database
):
    """M54."""
    memory = FakeMemory()
    async with connected(fake, build(database, memory)):
        empty = await fake.client.run(fan, channel, "collection list").answer()
        opened = fake.client.click(fan, empty, "nr:shelfnew")
        await opened.opened_modal()
    async with connected(fake, build(database, memory)):
        shown = await fake.client.submit(opened, name="Ferries").answer()
        assert "Made **Ferries**." in text_of(shown)


SCREENS = (  # one after the other
    "nr:coll:",
    "nr:collstory:",
    "nr:savedmove:",
    "nr:savedopen:",
    "nr:savedremove:",
    "nr:savedback:",
    "nr:collchange:",
    "nr:collorder:",
    "nr:collpublic:",
    "nr:collask:",
    "nr:colldelete:",
    "nr:collrestore:",
    "nr:shelf:",
)


async def test_every_screen_is_of_a_form_that_discord_takes(
    fake: LoopbackDiscord, channel: Channel, fan: User, database: Database
):
    """M48: what Discord would call wrong fails the test at its end."""
    collecting = Collecting(db=database, clock=SystemClock())
    for name in ("Harbours", "Boats"):
        made = await collecting.create(fan.id, name, description="What floats")
        for number in range(7):
            await collecting.add(fan.id, made.id, unposted(number))
    async with connected(fake, build(database, FakeMemory())):
        shown = await fake.client.run(fan, channel, "collection show", collection="boats").answer()
        for beginning in SCREENS:
            shown = await press(fake, fan, shown, beginning).answer()
    assert "**Boats**\nWhat floats\n-# 7 stories · public" in text_of(shown)


@pytest.mark.parametrize(
    ("path", "title"),
    [
        (("nr:collstory:", "nr:savednote:"), "Your note"),
        (("nr:collchange:", "nr:colledit:"), "Your collection"),
    ],
)
async def test_every_form_is_one_that_discord_takes(
    fake: LoopbackDiscord,
    channel: Channel,
    fan: User,
    database: Database,
    path: tuple[str, str],
    title: str,
):
    """M48."""
    collecting = Collecting(db=database, clock=SystemClock())
    made = await collecting.create(fan.id, "Boats", description="What floats")
    await collecting.add(fan.id, made.id, unposted(1))
    async with connected(fake, build(database, FakeMemory())):
        shown = await fake.client.run(fan, channel, "collection show", collection="boats").answer()
        shown = await press(fake, fan, shown, path[0]).answer()
        form = await press(fake, fan, shown, path[1]).opened_modal()
    assert form["title"] == title


async def test_two_clicks_at_once_share_once(
    fake: LoopbackDiscord, channel: Channel, fan: User, database: Database
):
    """D16."""
    collecting = Collecting(db=database, clock=SystemClock())
    made = await collecting.create(fan.id, "Boats", story=unposted(1))
    sent = asyncio.Queue[str]()

    def watch(moment: str, route: str) -> None:
        if (moment, route) == ("answered", "POST /channels/{}/messages"):
            sent.put_nowait(route)

    fake.watch = watch
    async with connected(fake, build(database, FakeMemory())), asyncio.timeout(20):
        asked = await fake.client.run(fan, channel, "collection share", collection="Boats").answer()
        for _ in range(2):
            fake.client.click(fan, asked, f"nr:collopenup:c{made.id}")
        await sent.get()
        await sent.get()
    shared = [one for one in channel.messages if "A collection by" in text_of(one)]
    assert len(shared) == 1
