"""What tests of collections do: cards in channels, menus, forms, and people who keep stories."""

from __future__ import annotations

from typing import Any

import simcord

from bot.domain.collection import Collection
from bot.domain.model import Article, Photo
from bot.services.collecting import Collecting
from bot.services.finding import FoundStory
from cogs._ui.card import build_card
from tests.cogs.looks import walk
from tests.cogs.stories import NOW, Hall

SELECT, LINK = 3, 5
STILL = Photo(url="https://img.example/1.jpg", credit="Lantern Pictures")


def collecting(hall: Hall) -> Collecting:
    return hall.bot.services.collecting


async def card(
    hall: Hall, title: str, channel: simcord.ChannelHandle | None = None, **more: Any
) -> Any:
    """Post a story's card and return the message."""
    place = channel or hall.news
    story_id = await hall.story(title, place, **more)
    return await card_of(hall, story_id, place, title)


async def card_of(hall: Hall, story_id: int, place: simcord.ChannelHandle, title: str) -> Any:
    """Let a story's post be a message that people see."""
    article = Article(title=title, link="https://gazette.example/x", outlet="Reel Gazette")
    channel = hall.bot.get_partial_messageable(place.id)
    message = await channel.send(view=build_card(article, story_id=story_id))
    await hall.change(
        "UPDATE post SET message_id = ? WHERE story_id = ? AND channel_id = ?",
        message.id,
        story_id,
        place.id,
    )
    return place.last_message


async def kept(
    hall: Hall, name: str, *titles: str, who: simcord.MemberActor | None = None
) -> Collection:
    """Let somebody (the fan) have a collection of stories, of which the first was saved first."""
    user_id = (who or hall.fan).id
    made = await collecting(hall).create(user_id, name)
    for title in titles:
        await collecting(hall).add(user_id, made.id, await posted(hall, title))
    return await collecting(hall).get(user_id, made.id)


async def posted(hall: Hall, title: str, **more: Any) -> FoundStory:
    """Post a story in #film-news and return it as it is found."""
    story_id = await hall.story(title, **more)
    message_id = await hall.message_of(story_id, hall.news)
    found = await hall.bot.services.finding.by_message(message_id)
    assert found is not None
    return found


def unposted(number: int) -> FoundStory:
    """Return a story of which this server has no post."""
    link = f"https://elsewhere.example/{number}"
    return FoundStory(
        story_id=1_000_000 + number,
        article_id=1_000_000 + number,
        article=Article(title=f"Story {number}", link=link, outlet="Elsewhere"),
        guild_id=1,
        channel_id=2,
        message_id=3,
        posted_at=NOW,
    )


def menu_of(result: simcord.InteractionResult) -> dict[str, Any]:
    """Return the one menu of an answer."""
    [menu] = [c for c in walk(result.response.components) if c["type"] == SELECT]
    return menu


def ticked(result: simcord.InteractionResult) -> list[str]:
    """Return the names that are ticked in the menu."""
    return [one["label"] for one in menu_of(result)["options"] if one.get("default")]


def offered(result: simcord.InteractionResult) -> list[str]:
    return [one["label"] for one in menu_of(result)["options"]]


async def choose(
    who: simcord.MemberActor, shown: simcord.InteractionResult, *names: str
) -> simcord.InteractionResult:
    """Let exactly these options of the menu be chosen."""
    menu = menu_of(shown)
    values = [one["value"] for one in menu["options"] if one["label"] in names]
    assert len(values) == len(names), [one["label"] for one in menu["options"]]
    return await who.select(shown.response, values, custom_id=menu["custom_id"])


async def click(
    who: simcord.MemberActor, shown: simcord.InteractionResult, label: str
) -> simcord.InteractionResult:
    return await who.click(shown.response, label=label)


def told(result: simcord.InteractionResult) -> str:
    """Return the sentence that came beside a screen, which stays as it was, or instead of one."""
    return (result.followups[-1] if result.followups else result.response).content
