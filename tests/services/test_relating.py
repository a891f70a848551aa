"""Relating: what belongs to a story, for somebody who may see some channels."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.model import Photo
from bot.domain.relating import MOST
from bot.services.finding import Finding, FoundStory
from bot.services.listing import ListedStory, Scope
from bot.services.relating import Relating
from bot.storage.database import open_database
from tests.services.world import FakeClock
from tests.storage.booth import Booth, Card
from tests.storage.world import CHANNEL, GUILD, NOW, World, article

OTHER = CHANNEL + 1
HOUR = timedelta(hours=1)


class Desk:
    """Stories in channels, each posted later than those before; message ids are the posts' plus 1,000."""

    def __init__(self, world: World) -> None:
        self.world = world
        clock = FakeClock()
        clock.time = NOW
        self.finding = Finding(db=world.database)
        self.relating = Relating(db=world.database, clock=clock)

    async def post(
        self, title: str, channel: int = CHANNEL, guild_id: int = GUILD, **more: object
    ) -> int:
        """Post a new story and return the post's id."""
        feed = await self.world.feed()
        link = more.pop("link", None) or f"https://reel.example/{abs(hash(title))}"
        article_id = await self.world.article(feed.id, what=article(title, link=link, **more))
        return await self.post_again(article_id, channel, guild_id)

    async def post_again(self, article_id: int, channel: int, guild_id: int = GUILD) -> int:
        subscription = await self.world.subscribed(1, channel, guild_id=guild_id)
        await self.world.enqueue(subscription, article_id)
        post_id = await self.world.value("SELECT max(id) FROM post")
        await self.world.sent(post_id, 1000 + post_id, NOW + post_id * HOUR)
        return post_id

    async def report(self, post_id: int, title: str, **more: object) -> int:
        """Let a card tell another outlet's article too, and return the article's id."""
        article_id = await self.world.article(1, what=article(title, **more))
        await self.change("INSERT INTO report VALUES (?, ?, 0)", post_id, article_id)
        return article_id

    async def change(self, sql: str, *values: object) -> None:
        async with self.world.database.write() as tx:
            await tx.execute_fetchall(sql, values)

    async def found(self, post_id: int) -> FoundStory:
        story = await self.finding.by_message(1000 + post_id)
        assert story
        return story

    async def related(self, post_id: int, *channels: int) -> tuple[ListedStory, ...]:
        seen = Scope(guild_id=GUILD, channels=channels or (CHANNEL, OTHER))
        return await self.relating.related(await self.found(post_id), seen)

    async def titles(self, post_id: int, *channels: int) -> list[str]:
        return [one.article.title for one in await self.related(post_id, *channels)]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_database(tmp_path / "newsreel.db") as database:
        yield Desk(World(database))


STILLS = "‘Space Sweepers’ unveils its stills"
DATED = "Netflix dates ‘Space Sweepers’"
RAIN = "Rain again on the weekend"


async def test_earlier_stories_of_a_film_belong_to_it(desk: Desk) -> None:
    for title in (STILLS, RAIN):
        await desk.post(title)
    assert await desk.titles(await desk.post(DATED)) == [STILLS]


async def test_later_stories_are_not_shown(desk: Desk) -> None:
    first = await desk.post(STILLS)
    await desk.post(DATED)
    assert await desk.titles(first) == []


async def test_what_does_not_belong_does_not_fill_up(desk: Desk) -> None:
    await desk.post("The weekend of the critics")
    assert await desk.titles(await desk.post("‘Fog’ opens on the weekend to praise")) == []


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("송중기 주연 '승리호' 2월 개봉", "승리호, 넷플릭스 공개 확정"),
        ("『君の名は。』続編が決定", "新海誠『君の名は。』が再上映"),
        ("송중기가 돌아온다", "배우 송중기의 새 영화"),
    ],
)
async def test_korean_and_japanese_stories_are_related_too(
    desk: Desk, earlier: str, later: str
) -> None:
    await desk.post(earlier)
    await desk.post("극장가 주말 관객 수")
    assert await desk.titles(await desk.post(later)) == [earlier]


async def test_at_most_five_are_shown_the_most_alike_first(desk: Desk) -> None:
    for number in range(MOST + 3):
        await desk.post(f"‘Space Sweepers’ part {number} shown")
    await desk.post("‘Space Sweepers’ unveils stills")
    titles = await desk.titles(await desk.post(STILLS))
    assert len(titles) == MOST
    assert titles[0] == "‘Space Sweepers’ unveils stills"


async def test_what_one_may_not_see_is_not_told(desk: Desk) -> None:
    await desk.post(STILLS, OTHER)
    asked = await desk.post(DATED)
    assert await desk.titles(asked, CHANNEL) == []
    assert await desk.titles(asked, OTHER) == [STILLS]


async def test_stories_of_another_server_are_not_told(desk: Desk) -> None:
    await desk.post(STILLS, 8001, GUILD + 1)
    assert await desk.titles(await desk.post(DATED)) == []


async def test_a_story_is_not_related_to_itself(desk: Desk) -> None:
    """V62: nor to its post in another channel, nor to what other outlets report of it (D12)."""
    first = await desk.post(STILLS, OTHER)
    article_id = await desk.world.value("SELECT article_id FROM post WHERE id = ?", first)
    second = await desk.post_again(article_id, CHANNEL)
    await desk.report(first, "‘Space Sweepers’ unveils stills")
    await desk.report(second, "‘Space Sweepers’ stills unveiled")
    assert await desk.titles(second) == []


async def test_a_story_with_the_same_link_is_no_other_story(desk: Desk) -> None:
    """D11."""
    await desk.post(STILLS, link="https://reel.example/sweepers?utm_source=feed")
    assert await desk.titles(await desk.post(DATED, link="https://reel.example/sweepers")) == []


async def test_what_another_outlet_reported_leads_to_the_card_that_names_it(desk: Desk) -> None:
    """D12."""
    post_id = await desk.post("First look at a Korean blockbuster")
    await desk.report(post_id, STILLS)
    [found] = await desk.related(await desk.post(DATED))
    assert found.message_id == 1000 + post_id


async def test_a_story_in_two_channels_is_there_once(desk: Desk) -> None:
    first = await desk.post(STILLS)
    article_id = await desk.world.value("SELECT article_id FROM post WHERE id = ?", first)
    await desk.post_again(article_id, OTHER)
    assert await desk.titles(await desk.post(DATED)) == [STILLS]


async def test_a_story_whose_message_was_deleted_is_not_shown(desk: Desk) -> None:
    """M53."""
    post_id = await desk.post(STILLS)
    await desk.change("UPDATE post SET deleted_at = 1 WHERE id = ?", post_id)
    assert await desk.titles(await desk.post(DATED)) == []


async def test_a_card_that_was_taken_down_is_not_shown(desk: Desk) -> None:
    """D12."""
    other, post_id = await desk.post(RAIN), await desk.post(STILLS)
    await desk.change("UPDATE post SET joined_to = ? WHERE id = ?", other, post_id)
    assert await desk.titles(await desk.post(DATED)) == []


async def test_a_digest_has_nothing_that_belongs_to_it(desk: Desk) -> None:
    """L28."""
    await desk.post(STILLS)
    assert await desk.titles(await desk.post(STILLS + " ", digest=2)) == []


async def test_what_is_shown_has_points_photo_and_post(desk: Desk) -> None:
    photo = Photo(url="https://p.example/1.jpg", credit="Nightjar")
    post_id = await desk.post(STILLS, photos=(photo,))
    story_id = await desk.world.value("SELECT story_id FROM post WHERE id = ?", post_id)
    await Booth(desk.world).add(Card(post_id, GUILD, story_id, CHANNEL, 1000 + post_id), 5)
    [found] = await desk.related(await desk.post(DATED))
    assert (found.ups, found.downs, found.article.photos) == (1, 0, (photo,))
    assert (found.channel_id, found.message_id) == (CHANNEL, 1000 + post_id)
    assert found.posted_at == NOW + post_id * HOUR
