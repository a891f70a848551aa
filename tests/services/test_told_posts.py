"""What is published is told: Publishing and Telling together, with letters on paper."""

from __future__ import annotations

from bot.domain.error import Unreachable
from bot.services.following import Following
from bot.services.telling import Telling
from tests.services.followers import FAN, PaperLetters
from tests.services.world import GUILD, World, story

CHANNEL = 1


async def tell(world: World) -> PaperLetters:
    """Tell whoever is to be told, and return the letters."""
    letters = PaperLetters()
    letters.members = {GUILD: {FAN: {CHANNEL}}}
    telling = Telling(db=world.db, letters=letters, clock=world.clock)
    for story_id in await telling.due(limit=10, busy=()):
        await telling.work(story_id)
    return letters


async def follow_and_queue(world: World) -> None:
    """Let a fan follow "Story number 2", and two stories wait for their channel."""
    await Following(db=world.db, clock=world.clock).add(FAN, "Story number 2")
    await world.subscribe(CHANNEL, backlog=2)
    world.serve(story(1), story(2))
    await world.poll()


async def test_a_story_is_told_when_it_is_in_its_channel(world: World):
    await follow_and_queue(world)
    assert (await tell(world)).sent == []
    await world.publish()
    assert (await tell(world)).got(FAN) == ["Story number 2"]


async def test_a_story_that_does_not_come_into_its_channel_is_not_told(world: World):
    await follow_and_queue(world)
    world.discord.fail = lambda _post: Unreachable("down")
    await world.publish()
    assert (await tell(world)).sent == []
