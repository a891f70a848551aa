"""One story, one card, through the whole bot: as a moderator and a fan see it (D12)."""

from __future__ import annotations

from datetime import timedelta

import pytest
import simcord

from bot.services.joining import Joining, Share
from bot.storage.post import Intention
from tests.storage.world import article
from tests.votes.card import Card
from tests.votes.town import Town

TITLE = "Mina Okafor to direct lighthouse thriller ‘The Salt Lantern’ for Netflix"
ALIKE = "Netflix sets Mina Okafor to direct lighthouse thriller ‘The Salt Lantern’"
OTHER = "Festival names Tomas Berg president of its jury"
SOON = timedelta(seconds=40)  # after an edit the next one has come


async def publish(town: Town, outlet: str, title: str) -> int:
    """Let an outlet, whose feed #film-news gets, publish; return the story that it has by itself."""
    seeds = town.seeds
    feed = await seeds.value("SELECT coalesce(max(id), 0) FROM feed WHERE host = ?", outlet)
    feed = feed or (await seeds.feed(outlet, host=outlet)).id
    subscription = await seeds.subscribed(feed, town.news.id, guild_id=town.guild.id)
    what = article(
        title,
        outlet=outlet.title(),
        link=f"https://{outlet}/{len(title)}",
        published=town.clock.now(),
    )
    async with seeds.database.write() as tx:
        article_id = await seeds.add_article(tx, feed, what=what)
        rows = await tx.execute_fetchall("SELECT story_id FROM article WHERE id = ?", (article_id,))
        story_id = int(next(iter(rows))[0])
        joining = Joining(db=seeds.database, following=town.app.services.following)
        await joining.enqueue(
            tx, [Share(subscription, [Intention(story_id, article_id)])], town.clock.now()
        )
    await town.rest()
    return story_id


def texts(town: Town) -> list[str]:
    """Return the words of the cards in #film-news, oldest first."""
    cards = [Card(town, 0, town.news, one.id) for one in town.news.history()]
    return [card.text for card in sorted(cards, key=lambda card: card.message_id)]


def said(result: simcord.InteractionResult) -> str:
    return result.followups[0].content if result.followups else result.response.content


async def desk(town: Town, command: str, **options: object) -> str:
    result = await town.moderator.slash(town.news, f"story {command}", **options)
    await town.pass_()
    await town.pass_(SOON)
    return said(result)


@pytest.fixture
async def told(town: Town) -> tuple[int, int]:
    """Return two stories by themselves, of which the second joined the card of the first."""
    first = await publish(town, "gazette.example", TITLE)
    second = await publish(town, "variety.example", ALIKE)
    await town.pass_()
    await town.pass_(SOON)
    return first, second


async def test_other_outlet_is_named_on_the_card_and_linked(town: Town, told: tuple[int, int]):
    """D12."""
    [text] = texts(town)
    assert "Also reported by [Variety.Example](https://variety.example/" in text


async def test_points_stay_where_outlets_are_named(town: Town):
    """D12, M52."""
    await publish(town, "gazette.example", TITLE)
    [message] = town.news.history()
    await town.fan().react(message, "👍")
    await town.pass_()
    await publish(town, "variety.example", ALIKE)
    await town.pass_(SOON)
    [text] = texts(town)
    assert "Also reported by" in text
    assert text.endswith("**1 point**")


async def test_moderator_splits_an_outlet_off(town: Town, told: tuple[int, int]):
    """D12: it is posted by itself."""
    answer = await desk(town, "split", story=f"story:{told[0]}", outlet="Variety.Example")
    assert "posted by itself" in answer
    first, second = texts(town)
    assert "Also reported" not in first
    assert ALIKE.partition(" ‘")[0] in second


async def test_split_offers_the_outlets_of_the_card(town: Town, told: tuple[int, int]):
    choices = await town.moderator.autocomplete(
        town.news, "story split", "outlet", "var", story=f"story:{told[0]}"
    )
    assert [choice["name"] for choice in choices] == ["Variety.Example"]


async def test_split_names_the_outlets_when_another_is_typed(town: Town, told: tuple[int, int]):
    answer = await desk(town, "split", story=f"story:{told[0]}", outlet="Deadline")
    assert "names Variety.Example" in answer


async def test_moderator_joins_two_stories(town: Town):
    """D12: the second card goes, and its votes come along."""
    first = await publish(town, "gazette.example", TITLE)
    second = await publish(town, "variety.example", OTHER)
    kept, gone = sorted(town.news.history(), key=lambda one: one.id)
    await town.fan().react(kept, "👍")
    await town.fan().react(gone, "👍")
    await town.pass_()
    answer = await desk(town, "join", story=f"story:{first}", other=f"story:{second}")
    assert OTHER in answer
    [text] = texts(town)
    assert "Also reported by [Variety.Example]" in text
    assert text.endswith("**2 points**")


async def test_joined_stories_are_split_again(town: Town):
    """D12."""
    first = await publish(town, "gazette.example", TITLE)
    second = await publish(town, "variety.example", OTHER)
    await desk(town, "join", story=f"story:{first}", other=f"story:{second}")
    await desk(town, "split", story=f"story:{first}", outlet="Variety.Example")
    assert [OTHER in text for text in texts(town)] == [False, True]


async def test_channel_can_have_a_card_for_each_outlet(town: Town):
    """D12."""
    await desk(town, "together", channel=town.news, on=False)
    await publish(town, "gazette.example", TITLE)
    await publish(town, "variety.example", ALIKE)
    assert len(texts(town)) == 2


async def test_buttons_of_a_card_that_was_joined_elsewhere_are_of_its_story(town: Town):
    """D12: its buttons go along with the votes."""
    first = await publish(town, "gazette.example", TITLE)
    await desk(town, "together", channel=town.news, on=True)
    second = await publish(town, "variety.example", OTHER)
    async with town.seeds.database.write() as tx:
        await tx.execute_fetchall(
            "UPDATE post SET channel_id = ? WHERE story_id = ?", (town.trailers.id, first)
        )
    await town.app.services.story_desk.join(first, second, guild_id=town.guild.id, by=1)
    await town.pass_()
    await town.pass_(SOON)
    newest = max(town.news.history(), key=lambda one: one.id)
    assert f"nr:add:{first}" in str([part.to_dict() for part in newest.components])


async def test_member_without_the_right_is_told_who_has_it(town: Town):
    result = await town.fan().slash(town.news, "story together", channel=town.news, on=False)
    assert "**Manage Server**" in str(result.response.content)
    assert await town.app.services.story_desk.joins(town.news.id)
