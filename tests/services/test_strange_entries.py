"""Strange entries, from the feed's bytes to the channel: once each, and none lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.services.world import START, Item, World, rss, story

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


async def started(world: World, *items: Item) -> None:
    """Take the baseline with these items; channel 1 gets what comes later."""
    world.serve(*(items or (story(0, age=HOUR),)))
    await world.subscribe()
    await world.poll()
    world.clock.pass_(15 * MINUTE)


async def test_a_headline_that_is_part_of_the_guid_is_edited(world: World) -> None:
    """D3: same link, so it is an update."""
    await started(world)
    first = Item("Ferry film sets sail", "https://reel.example/ferry", "ferry-film-sets-sail")
    edited = replace(first, title="Night ferry film delayed", guid="night-ferry-film-delayed")
    for shown in (first, edited, first):
        world.serve(replace(shown, published=world.clock.now()), story(0, age=HOUR))
        await world.poll_and_publish()
        world.clock.pass_(15 * MINUTE)
    assert world.discord.titles(1) == ["Ferry film sets sail"]


async def test_an_entry_that_loses_its_guid_stays_known_by_its_link(world: World) -> None:
    """D4: and the others by theirs, though one of them changes its link."""
    await started(world, *(story(n, age=n * HOUR) for n in range(3)))
    moved = replace(story(1, age=HOUR), link="https://reel.example/film/1")
    world.serve(replace(story(0), guid=None), moved, story(2, age=2 * HOUR))
    await world.poll_and_publish()
    assert world.discord.titles(1) == []


async def test_a_new_entry_without_guid_is_posted_once(world: World) -> None:
    """D4."""
    await started(world)
    for title in ("Story number 1", "Story number 1, with a new comma"):
        world.serve(replace(story(1), guid=None, title=title), story(0, age=HOUR))
        await world.poll_and_publish()
    assert world.discord.titles(1) == ["Story number 1"]


async def test_a_guid_twice_in_one_document_is_one_story(world: World) -> None:
    """D15."""
    await started(world)
    world.serve(story(1), story(1), story(0, age=HOUR))
    for _ in range(2):
        await world.poll_and_publish()
    assert world.discord.titles(1) == ["Story number 1"]


async def test_one_guid_for_all_entries_loses_none_of_them(world: World) -> None:
    """D15: those with links of their own are stories of their own, now and at the next poll."""
    same = [replace(story(n, age=n * MINUTE), guid="feed") for n in range(5)]
    await started(world, *same[3:])
    for shown in (same[1:], same, same):
        world.serve(*shown)
        await world.poll_and_publish()
    assert world.discord.titles(1) == ["Story number 2", "Story number 1", "Story number 0"]


async def test_an_entry_that_appears_late_is_posted_within_the_limit_of_age(world: World) -> None:
    """L20: what is older is recorded with the reason, and never posted later."""
    await started(world)
    late = [story(1, age=timedelta(days=2)), story(2, age=timedelta(days=9))]
    for _ in range(2):
        world.serve(story(0, age=HOUR), *late)
        await world.poll_and_publish()
    assert world.discord.titles(1) == ["Story number 1"]
    async with world.db.read() as reader:
        rows = await reader.execute_fetchall("SELECT note FROM article WHERE title LIKE '%2'")
    assert [row["note"] for row in rows] == ["older than the limit"]


@pytest.mark.parametrize(
    "date",
    [
        "Sat, 14 Mar 2037 12:00:00 GMT",
        "Mon, 01 Jan 0001 00:00:00 GMT",
        "1741-01-01T00:00:00Z",
        "-0001-03-14T12:00:00Z",
        "Sat, 14 Mar 2026 25:61:00 GMT",
        "Sat, 14 Mar 2026 11:59:00 PST8PDT",
        "99999999999999999999",
        "yesterday",
    ],
)
async def test_an_entry_with_an_impossible_date_is_posted_once(world: World, date: str) -> None:
    """S43: never lost to an age that it does not have, and never shown in the future."""
    await started(world)
    odd = replace(story(1), published=None, raw=f"<pubDate>{date}</pubDate>")
    world.serve(odd, story(0, age=HOUR))
    for _ in range(2):
        await world.poll_and_publish()
    assert world.discord.titles(1) == ["Story number 1"]
    shown = world.discord.channels[1][0].article.published
    assert shown is None or START - timedelta(days=1) <= shown <= datetime.now(UTC)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda body: b"\n\n  " + body,
        lambda body: body.replace(b"number 1", b"number\x08 1\x0b"),
        lambda body: b"<?xml version='1.0' encoding='us-ascii'?>" + body,
        lambda body: body.replace(b"<channel>", b"<channel><copyright>A & B &nbsp;</copyright>"),
        lambda body: b"<br />\n<b>Warning</b>: Undefined variable<br />\n" + body,
    ],
    ids=["white space", "control characters", "charset", "entities", "a script's warning"],
)
async def test_a_feed_with_a_slip_is_posted(world: World, spoil) -> None:
    """S38."""
    await started(world)
    world.serve(story(1), story(0, age=HOUR))
    url = (await world.feed()).url
    answer = world.web.answers[url]
    body = spoil(rss(story(1), story(0, age=HOUR)))
    world.web.answers[url] = replace(answer, body=body)  # type: ignore[type-var]
    await world.poll_and_publish()
    assert world.discord.titles(1) == ["Story number 1"]


BOMB = b'<!DOCTYPE rss [<!ENTITY a "film"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = b'<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("head", [BOMB, OUTSIDE], ids=["a bomb", "an external entity"])
async def test_xml_that_attacks_is_a_failure_of_that_feed(world: World, head: bytes) -> None:
    """S45."""
    await started(world)
    url = (await world.feed()).url
    body = head + rss(story(1), story(0, age=HOUR)).replace(b"number 1", b"&b;&a;")
    world.web.answers[url] = replace(world.web.answers[url], body=body)  # type: ignore[type-var]
    await world.poll_and_publish()
    assert world.discord.titles(1) == []
    assert "entities" in str((await world.feed()).last_error)


@pytest.mark.parametrize("table", ["post", "seen", "photo", "article_key"])
async def test_a_poll_that_can_not_be_stored_in_full_stores_nothing(
    world: World, table: str
) -> None:
    """L25: neither validators nor articles; the next poll brings them, once."""
    await started(world)
    picture = '<enclosure url="https://reel.example/1.jpg" type="image/jpeg" length="1"/>'
    world.serve(replace(story(1), raw=picture), story(0, age=HOUR), etag=b'"v2"')
    async with world.db.write() as tx:
        await tx.execute(
            f"CREATE TRIGGER full BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
    failed = await world.poll()
    assert (failed.failures, failed.etag) == (1, None)
    async with world.db.write() as tx:
        await tx.execute("DROP TRIGGER full")
    await world.poll_and_publish()
    assert world.discord.titles(1) == ["Story number 1"]
