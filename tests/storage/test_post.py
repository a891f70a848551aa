from __future__ import annotations

from datetime import timedelta

from bot.domain.model import Photo
from bot.storage.article import NewArticle
from bot.storage.post import Attempt, Intention
from tests.storage.world import CHANNEL, GUILD, MINUTE, NOW, World, article

LATER = NOW + 5 * MINUTE


async def test_a_post_comes_back_with_its_article_and_photos(world: World) -> None:
    what = article(photos=(Photo(url="https://p.example/1.jpg", credit="Nightjar Films"),))
    article_id = await world.article((await world.feed()).id, what=what)
    await world.enqueue(await world.subscribed(1), article_id)
    post = await world.first()
    assert post is not None
    assert (post.article, post.state, post.created_at) == (what, "pending", NOW)


async def test_words_that_are_set_later_hold_for_posts_that_wait(world: World) -> None:
    subscription = await world.subscribed((await world.feed()).id)
    await world.post_for(subscription)
    held = await world.post_for(subscription, "held")
    async with world.database.write() as tx:
        await world.subscriptions.set_spoiler_words(tx, subscription.id, ("finale",))
    pending, (kept,) = await world.first(), await world.held.held(GUILD)
    assert pending is not None
    assert (pending.spoiler_words, kept.spoiler_words) == (("finale",), ("finale",))
    assert kept.id == held


async def test_a_post_without_a_subscription_has_no_words(world: World) -> None:
    post_id = await world.post()
    async with world.database.write() as tx:
        await world.posts.mark_sending(tx, post_id, NOW)
        await world.subscriptions.remove(tx, 1)
    post = await world.first()
    assert post is not None
    assert post.spoiler_words == ()


async def test_a_story_is_queued_once_for_each_channel(world: World) -> None:
    """D11: two feeds bring one story; the second subscription adds no post."""
    first, second = await world.feed("one"), await world.feed("two")
    article_id = await world.article(first.id)
    wanted = [(first.id, 1), (second.id, 1), (second.id, 2)]
    queued = [
        await world.enqueue(await world.subscribed(feed_id, channel), article_id)
        for feed_id, channel in wanted
    ]
    assert queued == [1, 0, 1]


async def test_many_stories_are_queued_in_their_order_and_once(world: World) -> None:
    """L29, D11: those that the channel has already are left out."""
    feed = await world.feed()
    subscription = await world.subscribed(feed.id)
    async with world.database.write() as tx:
        rows = [NewArticle(feed_id=feed.id, article=article(), keys=frozenset())] * 1000
        added = await world.articles.add_many(tx, rows, NOW)
        last_first = [Intention(a.story_id, a.article_id) for a in reversed(added)]
        some = [last_first[0], last_first[7]._replace(state="held")]
        counts = [
            await world.posts.enqueue_many(tx, share, subscription=subscription, now=NOW)
            for share in (some, last_first)
        ]
    assert counts == [1, 998]
    async with world.database.read() as reader:
        posts = await reader.execute_fetchall("SELECT story_id, state FROM post ORDER BY id")
    wanted = [some[0].story_id, some[1].story_id]
    wanted += [i.story_id for n, i in enumerate(last_first) if n not in (0, 7)]
    assert [post["story_id"] for post in posts] == wanted
    assert await world.posts.counts(GUILD) == {"pending": 999, "held": 1}


async def test_nonces_differ_and_fit_discord(world: World) -> None:
    await world.post(1)
    await world.post(2)
    posts = [await world.first(1), await world.first(2)]
    nonces = {post.nonce for post in posts if post}
    assert len(nonces) == 2
    assert all(len(nonce) <= 25 and nonce.split("-")[1].isdigit() for nonce in nonces)


async def test_a_nonce_fits_with_the_largest_id_for_years_to_come(world: World) -> None:
    post_id = await world.post()
    async with world.database.write() as tx:
        await tx.execute_fetchall("UPDATE post SET id = 999999999999 WHERE id = ?", (post_id,))
    post = await world.first()
    assert post is not None
    assert len(post.nonce) <= 25


async def test_a_nonce_stays_the_same_for_every_try(world: World) -> None:
    """D9: Discord answers a repeat with the first message only for the same nonce."""
    post_id = await world.post()
    before = await world.first()
    async with world.database.write() as tx:
        await world.posts.mark_sending(tx, post_id, NOW)
        await world.posts.defer(tx, post_id, Attempt(NOW, "500", 0))
    after = await world.first()
    assert before is not None
    assert after is not None
    assert after.nonce == before.nonce


async def test_posts_of_a_channel_come_in_the_order_in_which_they_were_queued(world: World) -> None:
    """L17: oldest first."""
    ids = [await world.post() for _ in range(3)]
    came = []
    while post := await world.first():
        came.append(post.id)
        await world.sent(post.id, 1000 + post.id)
    assert came == ids


async def test_a_deferred_post_holds_back_the_later_ones_of_its_channel(world: World) -> None:
    """L23: the order is kept."""
    first, _ = await world.post(), await world.post()
    async with world.database.write() as tx:
        await world.posts.mark_sending(tx, first, NOW)
        await world.posts.defer(tx, first, Attempt(LATER, "403", 1))
    assert await world.posts.channels_due(NOW, exclude=()) == []
    assert await world.first() is None
    assert await world.posts.channels_due(LATER, exclude=()) == [CHANNEL]
    post = await world.first(now=LATER)
    assert post is not None
    assert (post.id, post.attempts, post.plainness, post.error) == (first, 1, 1, "403")


async def test_one_channels_trouble_does_not_hold_back_another(world: World) -> None:
    """L24."""
    stuck, _ = await world.post(1), await world.post(2)
    async with world.database.write() as tx:
        await world.posts.defer(tx, stuck, Attempt(LATER, "403", 0))
    assert await world.posts.channels_due(NOW, exclude=()) == [2]


async def test_a_post_in_doubt_comes_before_all_others_of_its_channel(world: World) -> None:
    """D9: what became of the first must be known before the second is sent."""
    doubtful, _ = await world.post(), await world.post()
    async with world.database.write() as tx:
        await world.posts.mark_sending(tx, doubtful, NOW)
    post = await world.first()
    assert post is not None
    assert (post.id, post.state) == (doubtful, "sending")


async def test_a_channel_is_not_due_twice_because_of_a_post_in_doubt(world: World) -> None:
    doubtful, _ = await world.post(), await world.post()
    async with world.database.write() as tx:
        await world.posts.mark_sending(tx, doubtful, NOW)
    assert await world.posts.channels_due(NOW, exclude=()) == [CHANNEL]
    assert await world.posts.channels_due(NOW, exclude=[CHANNEL]) == []


async def test_channels_due_are_those_with_the_oldest_post_first(world: World) -> None:
    for channel in (3, 1, 2, 3):
        await world.post(channel)
    assert await world.posts.channels_due(NOW, exclude=()) == [3, 1, 2]
    assert await world.posts.channels_due(NOW, exclude=[1]) == [3, 2]


async def test_the_next_due_time_is_that_of_the_first_post_of_a_channel(world: World) -> None:
    first, _ = await world.post(1), await world.post(1)
    async with world.database.write() as tx:
        await world.posts.defer(tx, first, Attempt(LATER, "403", 0))
    assert await world.posts.next_due_at() == LATER
    await world.post(2)
    assert await world.posts.next_due_at() == NOW


async def test_a_post_in_doubt_keeps_the_time_of_the_doubtful_try(world: World) -> None:
    """D9: how long ago that was decides whether a repeat is safe."""
    post_id, _ = await world.post(), await world.post()
    async with world.database.write() as tx:
        await world.posts.mark_sending(tx, post_id, NOW)
        await world.posts.stay_in_doubt(tx, post_id, Attempt(LATER, "lost answer", 0))
    assert await world.first() is None
    assert await world.posts.next_due_at() == LATER
    post = await world.first(now=LATER)
    assert post is not None
    assert (post.id, post.sending_at, post.attempts) == (post_id, NOW, 2)
    assert post.error == "lost answer"


async def test_a_dropped_post_can_not_be_taken_up(world: World) -> None:
    """D8: dropped between being read and being sent, it is not sent."""
    post_id = await world.post()
    async with world.database.write() as tx:
        assert await world.held.drop(tx, [post_id], "the feed was removed") == 1
        assert not await world.posts.mark_sending(tx, post_id, NOW)


async def test_a_sent_post_has_its_message_and_is_never_pending_again(world: World) -> None:
    post_id = await world.post()
    await world.sent(post_id, 31337)
    async with world.database.write() as tx:
        await world.posts.defer(tx, post_id, Attempt(NOW, "late news", 0))
        await world.held.drop(tx, [post_id], "late news")
    assert await world.value("SELECT message_id FROM post WHERE state = 'sent'") == 31337


async def test_a_channel_that_is_gone_ends_all_that_was_not_sent(world: World) -> None:
    """M51."""
    sent, doubtful = await world.post(), await world.post()
    await world.sent(sent, 1)
    async with world.database.write() as tx:
        await world.posts.mark_sending(tx, doubtful, NOW)
    await world.post(state="held")
    await world.post()
    async with world.database.write() as tx:
        assert await world.posts.drop_channel(tx, CHANNEL, "deleted") == 3
    assert await world.posts.counts(GUILD) == {"sent": 1, "dropped": 3}


async def test_held_posts_wait_for_a_decision(world: World) -> None:
    """D5."""
    ids = [await world.post(state="held") for _ in range(3)]
    await world.post(guild_id=GUILD + 1, channel_id=9, state="held")
    assert [post.id for post in await world.held.held(GUILD)] == ids
    assert await world.first() is None
    async with world.database.write() as tx:
        assert await world.held.release(tx, ids[2:]) == 1
        assert await world.held.drop(tx, ids, "skipped") == 3
    assert await world.posts.counts(GUILD) == {"dropped": 3}


async def test_released_posts_are_sent(world: World) -> None:
    """D5."""
    held = await world.post(state="held")
    async with world.database.write() as tx:
        await world.held.release(tx, [held])
    post = await world.first()
    assert post is not None
    assert post.id == held


async def test_reactions_are_owed_until_they_are_put_on(world: World) -> None:
    first, second = await world.post(), await world.post()
    await world.sent(first, 11)
    await world.sent(second, 22)
    async with world.database.write() as tx:
        await world.reactions.mark_done(tx, first, NOW)
        await world.reactions.defer(tx, second, LATER)
    assert await world.reactions.due(NOW, 10) == []
    assert await world.reactions.next_due_at() == LATER
    assert await world.reactions.due(LATER, 10) == [(second, CHANNEL, 22, 1, "👍", "👎")]


async def test_counts_are_those_of_one_server(world: World) -> None:
    await world.sent(await world.post(), 1, LATER)
    await world.post()
    await world.post(guild_id=GUILD + 1, channel_id=9)
    assert await world.posts.counts(GUILD) == {"sent": 1, "pending": 1}
    assert await world.posts.last_sent_at(GUILD) == LATER
    assert await world.posts.last_sent_at(GUILD + 1) is None


async def test_what_a_removed_subscription_queued_is_not_sent(world: World) -> None:
    subscription = await world.subscribed((await world.feed()).id)
    await world.post_for(subscription)
    async with world.database.write() as tx:
        await world.held.leave(tx, subscription.id)
        await world.subscriptions.remove(tx, subscription.id)
    assert await world.first() is None


async def test_what_was_deferred_while_the_clock_ran_years_ahead_is_due(world: World) -> None:
    """V64: a post, and the reactions of another."""
    years = timedelta(days=3650)
    sent, deferred = await world.post(), await world.post()
    await world.sent(sent, 22, NOW + years)
    async with world.database.write() as tx:
        await world.posts.defer(tx, deferred, Attempt(NOW + years, "503", 0))
    assert await world.posts.channels_due(NOW, exclude=()) == [CHANNEL]
    first = await world.first()
    assert first is not None
    assert first.id == deferred
    assert [row.post_id for row in await world.reactions.due(NOW, 10)] == [sent]
