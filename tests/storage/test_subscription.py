from __future__ import annotations

from dataclasses import replace

from tests.storage.world import CHANNEL, GUILD, MINUTE, NOW, World

LATER = NOW + MINUTE


async def set_problem(world: World, problem: str | None, channel_id: int = CHANNEL) -> bool:
    async with world.database.write() as tx:
        return await world.subscriptions.set_problem(tx, channel_id, problem, LATER)


async def test_a_channel_has_a_feed_once(world: World) -> None:
    """D14."""
    feed = await world.feed()
    added = await world.subscribe(feed.id)
    assert await world.subscribe(feed.id) is None
    other = await world.subscribe(feed.id, CHANNEL + 1)
    assert None not in (added, other)
    assert await world.subscriptions.of_feed(feed.id) == [added, other]


async def test_a_disabled_subscription_can_be_added_again(world: World) -> None:
    """M51."""
    feed = await world.wanted_feed()
    async with world.database.write() as tx:
        await world.subscriptions.disable_channel(tx, CHANNEL, "deleted", NOW)
    assert await world.subscriptions.of_feed(feed.id) == []
    again = await world.subscribe(feed.id)
    assert again is not None
    assert await world.subscriptions.of_feed(feed.id) == [again]


async def test_a_removed_subscription_leaves_the_feed_and_its_posts(world: World) -> None:
    feed = await world.feed()
    added = await world.subscribed(feed.id)
    await world.sent(await world.post_for(added), 1)
    async with world.database.write() as tx:
        await world.subscriptions.remove(tx, added.id)
    assert await world.subscriptions.row(added.id) is None
    assert await world.feeds.get(feed.id) is not None
    assert await world.posts.counts(GUILD) == {"sent": 1}


async def test_a_servers_list_counts_the_posts_of_each_subscription(world: World) -> None:
    feed = await world.feed()
    added = await world.subscribed(feed.id)
    states = ["pending", "pending", "pending", "held", "dropped"]
    sent, sending, *_ = [await world.post_for(added, state) for state in states]
    await world.sent(sent, 1, LATER)
    async with world.database.write() as tx:
        await world.posts.mark_sending(tx, sending, NOW)
    (row,) = await world.subscriptions.of_guild(GUILD)
    assert (row.subscription, row.feed) == (added, feed)
    assert (row.waiting, row.held, row.last_posted_at) == (2, 1, LATER)
    assert await world.subscriptions.row(added.id) == row


async def test_a_servers_list_is_by_channel_then_by_title(world: World) -> None:
    for name, title in (("1", "zebra films"), ("2", "Aardvark Films")):
        feed = await world.feed(name)
        async with world.database.write() as tx:
            await world.feeds.save(tx, replace(feed, title=title))
        await world.subscribe(feed.id, 2)
        await world.subscribe(feed.id, 1)
    await world.subscribe(1, 3, guild_id=GUILD + 1)
    listed = [
        (row.subscription.channel_id, row.feed.title)
        for row in await world.subscriptions.of_guild(GUILD)
    ]
    assert listed == [
        (1, "Aardvark Films"),
        (1, "zebra films"),
        (2, "Aardvark Films"),
        (2, "zebra films"),
    ]


async def test_a_problem_is_news_once(world: World) -> None:
    """M50: moderators are told once."""
    await world.wanted_feed()
    assert await set_problem(world, "no permission")
    assert not await set_problem(world, "no permission")
    (row,) = await world.subscriptions.of_guild(GUILD)
    assert (row.problem, row.problem_since) == ("no permission", LATER)


async def test_a_problem_that_is_over_is_forgotten(world: World) -> None:
    """M50."""
    await world.wanted_feed()
    await set_problem(world, "no permission")
    assert await set_problem(world, None)
    assert not await set_problem(world, None)
    (row,) = await world.subscriptions.of_guild(GUILD)
    assert (row.problem, row.problem_since) == (None, None)


async def test_a_problem_is_that_of_one_channel(world: World) -> None:
    """L24."""
    await world.wanted_feed()
    assert not await set_problem(world, "no permission", CHANNEL + 1)
    (row,) = await world.subscriptions.of_guild(GUILD)
    assert row.problem is None


async def test_spoiler_words_come_back_as_they_were_set(world: World) -> None:
    feed = await world.feed()
    added, other = await world.subscribed(feed.id), await world.subscribed(feed.id, CHANNEL + 1)
    async with world.database.write() as tx:
        await world.subscriptions.set_spoiler_words(tx, added.id, ("who dies", "ネタバレ"))
    assert await world.subscriptions.of_feed(feed.id) == [
        replace(added, spoiler_words=("who dies", "ネタバレ")),
        other,
    ]
