"""What the filter of a subscription lets into its channel."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.error import UserError
from bot.domain.model import Subscription
from bot.domain.setting import Settings
from bot.services.auditing import Auditing
from bot.services.feed_desk import FeedDesk
from bot.services.feed_rows import FeedRows
from bot.services.filtering import Filtering
from tests.services.world import FEED_URL, GUILD, START, Item, World, rss, story
from tests.services.world import answer as served

HOUR = timedelta(hours=1)
OTHER = "https://other.example/feed"


async def filtered(
    world: World, channel_id: int = 1, *, backlog: int = 0, url: str = FEED_URL, **rules: object
) -> Subscription:
    """Subscribe a channel with a filter."""
    subscription = await world.subscribe(channel_id, url=url, backlog=backlog)
    settings = Settings(**rules)  # type: ignore[arg-type]
    async with world.db.write() as tx:
        await world.subscriptions.set_settings(tx, subscription.id, settings)
    return replace(subscription, settings=settings)


async def left_out(world: World) -> list[tuple[str, str]]:
    async with world.db.read() as reader:
        rows = await reader.execute_fetchall(
            """
            SELECT title, reason FROM left_out JOIN article ON article.id = article_id
            ORDER BY article_id
            """
        )
    return [tuple(row) for row in rows]


def items(*titles: str, at: datetime = START) -> list[Item]:
    return [
        Item(title, f"https://reel.example/{number}", f"guid-{number}", at)
        for number, title in enumerate(titles, start=1)
    ]


async def started(world: World) -> None:
    """Let a first reading be over."""
    world.serve(story(0, age=HOUR))
    await world.poll()


async def test_only_what_has_a_word_that_must_occur_is_posted(world: World) -> None:
    await filtered(world, must=("otters",))
    await started(world)
    world.serve(*items("Otters win in Busan", "A heron lost"))
    await world.poll_and_publish()
    assert world.discord.titles(1) == ["Otters win in Busan"]
    assert await left_out(world) == [("A heron lost", "")]


async def test_what_has_a_word_that_must_not_occur_is_noted_with_the_rule(world: World) -> None:
    await filtered(world, must_not=("/quiz(zes)?/",))
    await started(world)
    world.serve(*items("Otters win in Busan", "Ten quizzes for otters"))
    await world.poll_and_publish()
    assert world.discord.titles(1) == ["Otters win in Busan"]
    assert await left_out(world) == [("Ten quizzes for otters", "/quiz(zes)?/")]


async def test_each_channel_has_a_filter_of_its_own(world: World) -> None:
    await filtered(world, 1, must=("otters",))
    await filtered(world, 2, must_not=("otters",))
    await world.subscribe(3)
    await started(world)
    world.serve(*items("Otters win", "A heron lost"))
    await world.poll_and_publish()
    assert [sorted(world.discord.titles(channel)) for channel in (1, 2, 3)] == [
        ["Otters win"],
        ["A heron lost"],
        ["A heron lost", "Otters win"],
    ]


async def test_a_first_reading_gives_the_newest_that_pass(world: World) -> None:
    """F31."""
    await filtered(world, backlog=2, must_not=("even",))
    names = ["one", "even two", "three", "even four", "five", "even six"]
    world.serve(*[Item(name, None, name, START - n * HOUR) for n, name in enumerate(names)])
    await world.poll_and_publish()
    assert world.discord.titles(1) == ["three", "one"]
    assert await left_out(world) == [("even two", "even")]


async def test_the_pages_of_those_that_a_first_reading_posts_are_read(world: World) -> None:
    await filtered(world, backlog=1, must_not=("heron",))
    world.serve(*items("Otters win", "A heron lost"))
    await world.poll()
    assert world.web.count("https://reel.example/1") == 1
    assert world.web.count("https://reel.example/2") == 0


async def test_a_digest_lists_only_what_passes(world: World) -> None:
    """L28: channels with the same stories share it."""
    await filtered(world, 1, must_not=("/number 2[1-9]/",))
    await filtered(world, 2, must_not=("/number 2[1-9]/",))
    await world.subscribe(3)
    await started(world)
    world.clock.pass_(timedelta(days=3))
    now = world.clock.now()
    world.serve(*(story(n, at=now, age=n * HOUR) for n in range(1, 31)))
    await world.poll_and_publish()
    first = [world.discord.channels[channel][0].article for channel in (1, 2, 3)]
    assert [article.digest for article in first] == [11, 11, 20]
    assert "number 22" not in first[0].summary
    assert first[0] == first[1]


async def test_what_would_be_alone_in_a_digest_gets_its_own_card(world: World) -> None:
    await filtered(world, must=("/number (30|1)$/",))
    await started(world)
    world.clock.pass_(timedelta(days=3))
    now = world.clock.now()
    world.serve(*(story(n, at=now, age=n * HOUR) for n in range(1, 31)))
    await world.poll_and_publish()
    assert world.discord.titles(1) == ["Story number 30", "Story number 1"]


async def test_what_a_filter_keeps_out_is_not_held_back_for_moderators(world: World) -> None:
    """D5."""
    await filtered(world, must_not=("/number 1[0-9]/",))
    old = [story(n, age=HOUR) for n in range(8)]
    world.serve(*old)
    await world.poll()
    world.clock.pass_(HOUR)
    moved = [
        Item(f"Moved number {n}", f"https://new.example/{n}", f"new-{n}", START - n * HOUR)
        for n in range(3, 13)
    ]
    world.serve(*moved)
    await world.poll()
    async with world.db.read() as reader:
        rows = await reader.execute_fetchall("SELECT state FROM post")
    assert [row["state"] for row in rows] == ["held"] * 7


@pytest.mark.parametrize(("rule", "reports"), [("heron", 0), ("swan", 1)])
async def test_what_a_filter_keeps_out_joins_no_card(world: World, rule: str, reports: int) -> None:
    """D12."""
    await world.subscribe(1)
    await filtered(world, 1, url=OTHER, must_not=(rule,))
    world.serve(story(0, age=HOUR))
    world.serve(story(1, age=HOUR), url=OTHER)
    await world.poll()
    await world.poll(OTHER)
    title = "Otters of Busan win the Golden Reel after a heron lost"
    world.serve(Item(title, "https://reel.example/1", "1", START))
    theirs = rss(Item(title, "https://other.example/1", "1", START), title="The Post")
    world.web.answers[OTHER] = replace(served(url=OTHER), body=theirs)
    await world.poll_and_publish()
    await world.poll_and_publish(OTHER)
    assert world.discord.titles(1) == [title]
    async with world.db.read() as reader:
        assert len(list(await reader.execute_fetchall("SELECT 1 FROM report"))) == reports


async def test_a_changed_title_is_not_judged_anew(world: World) -> None:
    await filtered(world, must=("otters",))
    await started(world)
    world.serve(*items("A heron lost"))
    await world.poll()
    world.serve(*items("A heron lost to otters"))
    await world.poll_and_publish()
    assert world.discord.titles(1) == []


async def test_what_was_kept_out_is_forgotten_after_three_months(world: World) -> None:
    await filtered(world, must=("otters",))
    await started(world)
    world.serve(*items("A heron lost"))
    await world.poll()
    world.clock.pass_(timedelta(days=91))
    world.serve(*items("Another heron", at=world.clock.now()))
    await world.poll()
    assert [title for title, _ in await left_out(world)] == []


async def test_a_channel_that_is_back_gets_the_newest_that_its_filter_lets_pass(
    world: World,
) -> None:
    """F31, M51."""
    await world.subscribe(2)
    gone = await filtered(world, 1, must_not=("heron",))
    world.serve(*items("A swan flew", "Otters win", "A heron lost"))
    await world.poll()
    async with world.db.write() as tx:
        await world.subscriptions.disable_channel(tx, 1, "gone", world.clock.now())
    found = await world.subscribing.find(FEED_URL)
    back = await world.subscribing.add(found, guild_id=GUILD, channel_id=1, user_id=1, backlog=1)
    await world.publish()
    assert (back.id, world.discord.titles(1)) == (gone.id, ["A swan flew"])


def desk_of(world: World) -> Filtering:
    auditing = Auditing(db=world.db, clock=world.clock)
    rows = FeedRows(db=world.db, auditing=auditing, clock=world.clock)
    desk = FeedDesk(db=world.db, rows=rows, joining=world.joining, clock=world.clock)
    return Filtering(db=world.db, desk=desk)


async def test_words_are_saved_as_they_were_tried(world: World) -> None:
    one = await filtered(world, must=("otters",))
    filtering = desk_of(world)
    tried = await filtering.try_out(one.id, "heron\nHERON", "/qu+iz/", guild_id=GUILD)
    saved = await filtering.save(one.id, tried.token, guild_id=GUILD, by=1)
    settings = saved.subscription.settings
    assert (settings.must, settings.must_not) == (("heron",), ("/qu+iz/",))


async def test_words_that_somebody_else_tried_since_are_not_saved(world: World) -> None:
    one = await filtered(world)
    filtering = desk_of(world)
    tried = await filtering.try_out(one.id, "heron", "", guild_id=GUILD)
    await filtering.try_out(one.id, "otters", "", guild_id=GUILD)
    with pytest.raises(UserError, match="Other words were tried"):
        await filtering.save(one.id, tried.token, guild_id=GUILD, by=1)


async def test_the_filter_of_another_server_is_neither_shown_nor_tried(world: World) -> None:
    one = await filtered(world, must=("otters",))
    filtering = desk_of(world)
    with pytest.raises(UserError, match="no such feed"):
        await filtering.test(one.id, guild_id=GUILD + 1)
    with pytest.raises(UserError, match="no such feed"):
        await filtering.try_out(one.id, "x", "", guild_id=GUILD + 1)
