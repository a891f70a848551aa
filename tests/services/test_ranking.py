"""Ranking: which stories whoever asks is shown, and in what state."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.model import Photo
from bot.domain.period import Period
from bot.services.ranking import PAGE, VOTES_PAGE, Ranking, Scope
from bot.storage.database import open_database
from tests.services.world import FakeClock
from tests.storage.booth import Booth, Card
from tests.storage.world import CHANNEL, GUILD, NOW, World

OTHER = CHANNEL + 1
FAN = 5


class Stage:
    """A booth, and the ranking of what happens there."""

    def __init__(self, booth: Booth) -> None:
        self.booth = booth
        self.clock = FakeClock()
        self.clock.time = NOW
        self.ranking = Ranking(db=booth.database, clock=self.clock)

    async def cards(self, number: int) -> list[Card]:
        """Post stories of which each has a vote more than the next."""
        cards = [await self.booth.card() for _ in range(number)]
        for place, card in enumerate(cards):
            for user in range(number - place):
                await self.booth.add(card, FAN + user)
        return cards

    async def change(self, sql: str, *values: object) -> None:
        async with self.booth.database.write() as tx:
            await tx.execute_fetchall(sql, values)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with open_database(tmp_path / "newsreel.db") as database:
        yield Stage(Booth(World(database)))


def scope(*channels: int, channel_id: int | None = None) -> Scope:
    return Scope(guild_id=GUILD, channels=channels or (CHANNEL,), channel_id=channel_id)


@pytest.mark.parametrize(("page", "shown"), [(0, 0), (1, 1), (9_999, 1), (-1, 0)])
async def test_a_page_that_is_not_there_is_the_nearest(stage: Stage, page: int, shown: int) -> None:
    await stage.cards(PAGE + 1)
    found = await stage.ranking.top(Period.ALL, scope(), page=page)
    assert (found.page, found.pages) == (shown, 2)


async def test_ranks_go_on_from_page_to_page(stage: Stage) -> None:
    cards = await stage.cards(PAGE + 1)
    found = await stage.ranking.top(Period.ALL, scope(), page=1)
    assert [(one.rank, one.story_id) for one in found.stories] == [(PAGE + 1, cards[-1].story_id)]


async def test_an_empty_list_has_no_pages(stage: Stage) -> None:
    found = await stage.ranking.top(Period.WEEK, scope(), page=3)
    assert (found.stories, found.page, found.pages, found.total) == ((), 0, 0, 0)


async def test_who_may_see_no_channel_sees_no_story(stage: Stage) -> None:
    await stage.cards(1)
    found = await stage.ranking.top(Period.ALL, Scope(guild_id=GUILD, channels=()))
    assert found.total == 0


async def test_a_channel_that_one_may_not_see_can_not_be_asked_for(stage: Stage) -> None:
    await stage.cards(1)
    found = await stage.ranking.top(Period.ALL, scope(OTHER, channel_id=CHANNEL))
    assert found.total == 0


async def test_a_story_that_was_never_sent_is_nowhere(stage: Stage) -> None:
    await stage.cards(1)
    await stage.change("UPDATE post SET state = 'dropped'")
    assert (await stage.ranking.top(Period.ALL, scope())).total == 0


async def test_the_spoiler_words_of_every_channel_hold(stage: Stage) -> None:
    """What one channel of the two hides is hidden in a list of both."""
    [card] = await stage.cards(1)
    await stage.booth.card(OTHER, of=card)
    await stage.change("UPDATE article SET title = 'The finale'")
    await stage.change(
        "INSERT INTO photo (article_id, position, url) VALUES (1, 1, 'https://a.b/c')"
    )
    await stage.change(
        "UPDATE subscription SET spoiler_words = '[\"finale\"]' WHERE channel_id = ?", OTHER
    )
    [story] = (await stage.ranking.top(Period.ALL, scope(CHANNEL, OTHER))).stories
    assert story.channel_id == CHANNEL
    assert story.article.photos == (Photo(url="https://a.b/c", sensitive=True),)


async def test_a_post_that_went_while_the_page_was_made_costs_one_entry(stage: Stage) -> None:
    """M53."""
    first, second = await stage.cards(2)
    ranked = await stage.ranking._scores.ranked(
        Period.ALL, NOW, guild_id=GUILD, channels=[CHANNEL], limit=9
    )
    await stage.change("DELETE FROM post WHERE story_id = ?", first.story_id)
    listed = await stage.ranking._listing.listed(ranked, scope())
    assert [(one.rank, one.story_id) for one in listed] == [(2, second.story_id)]


async def test_my_votes_say_which_way(stage: Stage) -> None:
    up, down = await stage.booth.card(), await stage.booth.card()
    await stage.booth.add(up, FAN)
    await stage.booth.add(down, FAN, "👎")
    found = await stage.ranking.mine(FAN, scope())
    assert [(one.story_id, one.vote) for one in found.stories] == [
        (down.story_id, -1),
        (up.story_id, 1),
    ]


async def test_what_does_not_count_is_no_vote_of_mine(stage: Stage) -> None:
    """V58."""
    await stage.booth.add(await stage.booth.card(), FAN, counts=False)
    assert (await stage.ranking.mine(FAN, scope())).total == 0


async def test_the_last_of_my_votes_is_the_one(stage: Stage) -> None:
    """V60, V62: up in one channel, then down in another."""
    card = await stage.booth.card()
    again = await stage.booth.card(OTHER, of=card)
    await stage.booth.add(card, FAN)
    await stage.booth.add(again, FAN, "👎")
    found = await stage.ranking.mine(FAN, scope(CHANNEL, OTHER))
    assert [(one.vote, one.ups, one.downs) for one in found.stories] == [(-1, 0, 1)]


async def test_a_page_of_my_votes_past_the_end_is_the_last(stage: Stage) -> None:
    for _ in range(VOTES_PAGE + 1):
        await stage.booth.add(await stage.booth.card(), FAN)
    found = await stage.ranking.mine(FAN, scope(), page=7)
    assert (found.page, len(found.stories), found.total) == (1, 1, VOTES_PAGE + 1)
