"""Lists of feeds: what a file brings, and what a server gives away."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.audit import Action
from bot.domain.error import UserError
from bot.domain.feed_import import Destination, ImportPlan
from bot.domain.opml import FiledFeed, write_opml
from bot.domain.setting import Look, Settings
from bot.services.importing import FeedsImported, Importing
from bot.storage.audit import AuditTable
from bot.storage.filed_feed import FiledFeedTable
from bot.web.guard import Guard
from bot.web.opml import read_opml
from bot.web.reader import InlineReader
from tests.services.world import FEED_URL, GUILD, START, World, story

NEWS, TRAILERS = 1, 2
CHANNELS = {NEWS: "film-news", TRAILERS: "trailers"}
HERE = Destination(guild_id=GUILD, default_id=NEWS, channels=CHANNELS)
BY = 5


def importing(world: World) -> Importing:
    return Importing(db=world.db, reader=InlineReader(), clock=world.clock, may_ask=Guard().may_ask)


def opml(*feeds: FiledFeed) -> bytes:
    return write_opml("Feeds", feeds, at=START)


def feed(number: int = 1, **changes: object) -> FiledFeed:
    return FiledFeed(url=f"https://reel.example/{number}/feed", title=f"Reel {number}", **changes)


async def take(world: World, *feeds: FiledFeed) -> FeedsImported:
    service = importing(world)
    return await service.save(await service.plan(opml(*feeds), HERE), by=BY)


async def count(world: World, table: str) -> int:
    async with world.db.read() as reader:
        [row] = await reader.execute_fetchall(f"SELECT count(*) AS n FROM {table}")
    return row["n"]


async def test_feeds_of_a_file_go_to_their_channels(world: World):
    result = await take(world, feed(1), feed(2, folders=("Trailers",)))
    assert (result.added, result.known, result.channels) == (2, 0, 2)
    rows = {one.url: one.channel_id for one in await FiledFeedTable(world.db).of_guild(GUILD)}
    assert rows == {feed(1).url: NEWS, feed(2).url: TRAILERS}


async def test_nothing_of_what_a_feed_has_is_posted_when_it_is_imported(world: World):
    """F31."""
    await take(world, FiledFeed(url=FEED_URL))
    world.serve(story(1), story(2))
    await world.poll_and_publish()
    world.serve(story(1), story(2), story(3))
    await world.poll_and_publish()
    assert world.discord.titles(NEWS) == ["Story number 3"]


async def test_a_feed_that_is_read_already_goes_on_as_it_does(world: World):
    """F31: it does not begin anew for the channels that have it."""
    await world.subscribe(TRAILERS)
    world.serve(story(1))
    before = await world.poll()
    result = await take(world, FiledFeed(url=FEED_URL, title="Another name"))
    assert result.added == 1
    assert await world.feed() == before


async def test_a_feed_that_nobody_read_for_a_while_is_as_new(world: World):
    """F31."""
    subscription = await world.subscribe()
    world.serve(story(1))
    await world.poll()
    async with world.db.write() as tx:
        await world.subscriptions.remove(tx, subscription.id)
    await take(world, FiledFeed(url=FEED_URL))
    assert (await world.feed()).baseline_at is None


async def test_thousands_of_feeds_are_not_asked_all_at_once(world: World):
    await take(world, *(feed(number) for number in range(100)))
    assert len(await world.feeds.due(world.clock.now(), 500)) == 1
    world.clock.pass_(timedelta(hours=1))
    async with world.db.read() as reader:
        [row] = await reader.execute_fetchall(
            "SELECT count(*) AS n FROM feed WHERE next_check_at <= ?",
            (int(world.clock.now().timestamp()) * 1_000_000,),
        )
    assert row["n"] == 100


async def test_what_is_there_already_is_told_and_left_as_it_is(world: World):
    """D14."""
    await take(world, feed(1, settings=Settings(look=Look.TEXT)))
    result = await take(world, feed(1), feed(1), feed(2))
    assert (result.added, result.known) == (1, 2)
    first = next(
        one for one in await FiledFeedTable(world.db).of_guild(GUILD) if one.url == feed(1).url
    )
    assert first.settings.look is Look.TEXT


async def test_addresses_inside_are_refused_and_the_others_added(world: World):
    """S44."""
    inside = (
        "http://127.0.0.1/feed",
        "http://localhost/feed",
        "http://[::1]/feed",
        "http://169.254.169.254/latest",
        "http://user:pass@reel.example/feed",
        "https://reel.example:22/feed",
        "javascript:alert(1)",
        "file:///etc/passwd",
    )
    result = await take(world, feed(1), *(FiledFeed(url=url) for url in inside))
    assert result.added == 1
    assert result.refused == inside


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (opml(), "no feed in that file"),
        (opml(FiledFeed(url="file:///etc/passwd")), "None of the addresses"),
        (b"\x00\x01", "is no OPML"),
        (b"<opml>" + b"<outline text='a'>" * 100, "more than 50 deep"),
        (b"<!DOCTYPE x [<!ENTITY a 'a'>]><opml/>", "XML entities"),
        (b" " * (6 << 20), "too large"),
        (opml(*(feed() for _ in range(10_001))), "too many feeds; 10000 at once"),
    ],
    ids=["empty", "inside", "binary", "deep", "entities", "large", "many"],
)
async def test_a_hostile_file_is_refused_with_a_sentence_and_nothing_is_saved(
    world: World, body: bytes, sentence: str
):
    """S45."""
    with pytest.raises(UserError, match=sentence) as refused:
        await importing(world).plan(body, HERE)
    assert "Nothing was saved." in str(refused.value)
    assert await count(world, "feed") == 0


async def test_an_import_is_undone_as_a_whole(world: World):
    before = await world.subscribe(NEWS)
    world.clock.pass_(timedelta(minutes=1))
    result = await take(world, feed(1), feed(2))
    world.clock.pass_(timedelta(hours=1))
    assert await importing(world).undo(GUILD, result.at, by=BY) == 2
    assert [one.url for one in await FiledFeedTable(world.db).of_guild(GUILD)] == [FEED_URL]
    assert (await world.subscriptions.row(before.id)) is not None
    assert await importing(world).undo(GUILD, result.at, by=BY) == 0


async def test_what_an_undone_import_is_about_to_post_is_not_posted(world: World):
    result = await take(world, FiledFeed(url=FEED_URL))
    world.serve(story(1))
    await world.poll()
    world.serve(story(1), story(2))
    await world.poll()
    await importing(world).undo(GUILD, result.at, by=BY)
    await world.publish()
    assert world.discord.titles(NEWS) == []


async def test_an_import_of_another_server_can_not_be_undone(world: World):
    result = await take(world, feed(1))
    assert await importing(world).undo(GUILD + 1, result.at, by=BY) == 0


async def test_an_import_of_long_ago_is_not_undone_as_a_whole(world: World):
    result = await take(world, feed(1))
    world.clock.pass_(timedelta(days=2))
    with pytest.raises(UserError, match="too long ago"):
        await importing(world).undo(GUILD, result.at, by=BY)


async def test_a_feed_comes_back_that_was_imported_undone_and_imported_again(world: World):
    result = await take(world, feed(1))
    world.clock.pass_(timedelta(seconds=5))
    await importing(world).undo(GUILD, result.at, by=BY)
    assert (await take(world, feed(1))).added == 1


async def test_the_log_names_who_imported_and_who_took_it_back(world: World):
    result = await take(world, feed(1))
    await importing(world).undo(GUILD, result.at, by=BY + 1)
    entries = await AuditTable(world.db).page(GUILD, offset=0, limit=9)
    assert [(one.action, one.user_id) for one in entries] == [
        (Action.IMPORT_UNDONE, BY + 1),
        (Action.FEEDS_IMPORTED, BY),
    ]


async def test_a_server_without_feeds_is_told_how_to_begin(world: World):
    with pytest.raises(UserError, match="/feed add"):
        await importing(world).export(GUILD, CHANNELS, title="Feeds")


async def test_one_channel_can_be_exported(world: World):
    await take(world, feed(1), feed(2, folders=("trailers",)))
    file = await importing(world).export(GUILD, CHANNELS, title="Feeds", channel_id=TRAILERS)
    assert [one.url for one in read_opml(file.content).feeds] == [feed(2).url]


async def test_five_thousand_feeds_go_out_and_come_back_the_same(world: World):
    """Exported from one server and imported into another, whose channels are called the same."""
    settings = Settings(look=Look.COMPACT, must=("title: season", "/s\\d+/"), max_per_hour=4)
    feeds = [
        FiledFeed(
            url=f"https://reel{number}.example/feed?page={number}&x=1",
            title=f"Reel “{number}” & 영화",
            site=f"https://reel{number}.example/",
            language="ko",
            folders=(CHANNELS[1 + number % 2],),
            settings=settings if number % 3 else Settings(),
            spoiler_words=("dies",) if number % 5 else (),
            is_paused=number % 7 == 0,
        )
        for number in range(5_000)
    ]
    placed = [replace(one, channel_id=1 + n % 2) for n, one in enumerate(feeds)]
    await importing(world).save(ImportPlan(guild_id=GUILD, feeds=tuple(placed)), by=BY)
    file = await importing(world).export(GUILD, CHANNELS, title="Feeds")
    assert file.feeds == 5_000
    there = replace(
        HERE, guild_id=GUILD + 1, channels={11: "trailers", 12: "film-news"}, default_id=13
    )
    service = importing(world)
    result = await service.save(await service.plan(file.content, there), by=BY)
    assert (result.added, result.known, result.refused) == (5_000, 0, ())
    back = await FiledFeedTable(world.db).of_guild(GUILD + 1)
    names = {11: "trailers", 12: "film-news"}
    came = {
        one.url: replace(one, folders=(names[one.channel_id or 0],), channel_id=None)
        for one in back
    }
    assert came == {one.url: one for one in feeds}
