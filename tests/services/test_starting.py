"""The list of feeds to start with, added through the same way as any feed."""

from __future__ import annotations

import pytest

from bot.domain.audit import Action
from bot.domain.error import FetchError, UserError
from bot.domain.opml import FiledFeed, write_opml
from bot.services.discovering import feed_mark
from bot.services.starting import Starting
from bot.storage.audit import AuditTable
from bot.web.reader import InlineReader
from tests.services.world import FEED_URL, GUILD, START, World, story

OTHER = "https://other.example/feed"
GONE = "https://gone.example/feed"
LIST = write_opml(
    "Film news",
    [
        FiledFeed(url=FEED_URL, title="The Reel", language="en", kind="news"),
        FiledFeed(url=OTHER, title="Other", language="en", kind="news"),
        FiledFeed(url=GONE, title="Gone", language="en", kind="news"),
    ],
    at=START,
)


def starting(world: World, body: bytes = LIST) -> Starting:
    return Starting(
        db=world.db,
        reader=InlineReader(),
        subscribing=world.subscribing,
        load=lambda: body,
    )


async def test_those_that_can_be_read_are_added_and_the_others_told(world: World) -> None:
    """F31: with as many stories as were asked for; each is noted in the log."""
    await world.subscribe()
    world.serve(story(1), story(2), url=OTHER)
    world.web.answers[GONE] = FetchError("gone.example answered with 404.", status=404)
    marks = [feed_mark(url) for url in (FEED_URL, OTHER, GONE, "https://not.on.the/list")]
    done = await starting(world).add(marks, guild_id=GUILD, channel_id=1, by=5, backlog=1)
    assert (done.added, done.known) == (("Other",), ("The Reel",))
    [(title, error)] = done.failed
    assert title == "Gone"
    assert "404" in str(error)
    await world.poll_and_publish(OTHER)
    assert len(world.discord.titles(1)) == 1
    [entry] = await AuditTable(world.db).page(GUILD, offset=0, limit=9)
    assert (entry.action, entry.user_id) == (Action.FEED_ADDED, 5)


async def test_what_a_channel_has_already_is_marked(world: World) -> None:
    await world.subscribe()
    feeds = await starting(world).feeds(GUILD, 1)
    assert [one.feed.title for one in feeds if one.taken] == ["The Reel"]
    assert not any(one.taken for one in await starting(world).feeds(GUILD, 2))


async def test_a_list_that_is_missing_is_explained(world: World) -> None:
    with pytest.raises(UserError, match="/feed add"):
        await starting(world, b"").feeds(GUILD, 1)
