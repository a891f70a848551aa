"""Photos that Discord could not load: seen and mended, against a Discord over real sockets."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import discord
import pytest

from bot.domain.error import Forbidden, Malformed, Unreachable
from bot.domain.model import Photo, Post
from bot.domain.setting import Look, Settings
from bot.services.ports import CardNews, Gallery, Upload
from cogs._ui.publisher import DiscordPublisher
from tests.cogs.articles import article, photo, post
from tests.loopback import LoopbackDiscord, Permission
from tests.loopback.channel import Channel, Message
from tests.loopback.component import LOADING, NOT_FOUND
from tests.loopback.limits import GALLERY, SECTION, walk
from tests.loopback.plain_bot import PlainBot, connected

ONE, TWO, THREE = (photo(number).url for number in (1, 2, 3))
EDIT = "PATCH /channels/{}/messages/{}"


@pytest.fixture
async def fake() -> AsyncIterator[LoopbackDiscord]:
    async with LoopbackDiscord() as running:
        yield running


@pytest.fixture
def channel(fake: LoopbackDiscord) -> Channel:
    return fake.world.add_guild("Cinema Club").add_channel("film-news")


@pytest.fixture
async def bot(fake: LoopbackDiscord, channel: Channel) -> AsyncIterator[PlainBot]:
    async with connected(fake, PlainBot()) as bot:
        yield bot


@pytest.fixture
def publisher(bot: PlainBot) -> DiscordPublisher:
    return DiscordPublisher(bot)


def file(name: str, size: int = 10) -> Upload:
    return Upload(name=name, content=b"x" * size)


async def sent(
    publisher: DiscordPublisher, channel: Channel, *uploads: Upload, **changes: Any
) -> Post:
    """Send a card with three photos; the second is sensitive."""
    photos = (photo(1), replace(photo(2), sensitive=True), photo(3))
    here = {
        "channel_id": channel.id,
        "guild_id": channel.guild.id,
        "article": article(photos=photos),
    }
    made = post(**{**here, "created_at": discord.utils.utcnow(), **changes})
    return replace(made, message_id=(await publisher.send(made, uploads)).message_id)


def states(fake: LoopbackDiscord, **of: int) -> None:
    """Let Discord say of photos, by number (p1), that they are in a state; others are loaded."""
    by_url = {photo(int(name[1:])).url: state for name, state in of.items()}
    fake.world.photo_state = lambda url: by_url.get(url, 2)


def shown(message: Message) -> list[dict[str, Any]]:
    galleries = [part for _, part in walk(message.components) if part["type"] == GALLERY]
    return [item for gallery in galleries for item in gallery["items"]]


def places(message: Message) -> list[str]:
    return [item["media"]["url"] for item in shown(message)]


def all_else(message: Message) -> list[dict[str, Any]]:
    """Return the components without the gallery and without the ids that Discord gives."""
    parts = [part for _, part in walk(message.components) if part["type"] != GALLERY]
    return [
        {key: value for key, value in part.items() if key not in ("id", "components")}
        for part in parts
    ]


async def test_gallery_tells_broken_photos_from_loading_and_loaded_ones(
    fake: LoopbackDiscord, publisher: DiscordPublisher, channel: Channel
) -> None:
    made = await sent(publisher, channel)
    states(fake, p1=NOT_FOUND, p3=LOADING)
    assert await publisher.gallery(made) == Gallery(broken=(ONE,), loading=(THREE,))


async def test_gallery_names_photos_as_their_article_does(
    fake: LoopbackDiscord, publisher: DiscordPublisher, channel: Channel
) -> None:
    """M49: Discord has the repaired URL."""
    odd = Photo(url="https://bücher.example/a b.jpg")
    made = await sent(publisher, channel, article=article(photos=(odd,)))
    fake.world.photo_state = lambda _: NOT_FOUND
    assert await publisher.gallery(made) == Gallery(broken=(odd.url,))


async def test_gallery_of_a_deleted_message_is_none(
    publisher: DiscordPublisher, channel: Channel
) -> None:
    """M53."""
    made = await sent(publisher, channel)
    channel.messages[0].delete()
    assert await publisher.gallery(made) is None
    await publisher.replace_photos(made, {ONE: None})


async def test_gallery_of_an_unreachable_discord_is_for_later(
    fake: LoopbackDiscord, publisher: DiscordPublisher, channel: Channel
) -> None:
    """L30."""
    made = await sent(publisher, channel)
    async with fake.unreachable():
        with pytest.raises(Unreachable):
            await publisher.gallery(made)


async def test_files_take_the_places_of_photos_and_all_else_stays(
    publisher: DiscordPublisher, channel: Channel
) -> None:
    made = await sent(publisher, channel)
    (message,) = channel.messages
    before, described = all_else(message), [item["description"] for item in shown(message)]
    await publisher.replace_photos(made, {TWO: file("photo-2.jpg"), ONE: None})
    assert places(message) == ["attachment://photo-2.jpg", THREE]
    assert [item["spoiler"] for item in shown(message)] == [True, False]
    assert [item["description"] for item in shown(message)] == described[1:]
    assert all_else(message) == before


async def test_photos_that_came_as_files_stay_when_another_is_mended(
    publisher: DiscordPublisher, channel: Channel
) -> None:
    made = await sent(publisher, channel, file("photo-1.jpg"), files={ONE: "photo-1.jpg"})
    await publisher.replace_photos(made, {TWO: file("photo-2.png")})
    (message,) = channel.messages
    assert places(message) == ["attachment://photo-1.jpg", "attachment://photo-2.png", THREE]
    gallery = await publisher.gallery(made)
    assert gallery == Gallery(files=("photo-1.jpg", "photo-2.png"))


async def test_files_that_came_with_a_card_stay_through_an_edit_without_new_ones(
    publisher: DiscordPublisher, channel: Channel
) -> None:
    made = await sent(publisher, channel, file("photo-1.jpg"), files={ONE: "photo-1.jpg"})
    await publisher.replace_photos(made, {TWO: None})
    (message,) = channel.messages
    assert places(message) == ["attachment://photo-1.jpg", THREE]
    assert [one["filename"] for one in message.fields["uploaded"]] == ["photo-1.jpg"]


async def test_card_has_neither_gallery_nor_credits_when_no_photo_is_left(
    publisher: DiscordPublisher, channel: Channel
) -> None:
    made = await sent(publisher, channel)
    (message,) = channel.messages
    await publisher.replace_photos(made, dict.fromkeys((ONE, TWO, THREE)))
    assert shown(message) == []
    assert "📷" not in message.text
    assert "Source: Lantern Pictures" in message.text


COMPACT = Settings(look=Look.COMPACT)


def small(message: Message) -> str:
    """Return where the photo beside the text is, "" for none."""
    sections = (part for _, part in walk(message.components) if part["type"] == SECTION)
    return next((part["accessory"]["media"]["url"] for part in sections), "")


async def test_small_photo_is_seen_to_be_broken(
    fake: LoopbackDiscord, publisher: DiscordPublisher, channel: Channel
) -> None:
    made = await sent(publisher, channel, settings=COMPACT)
    states(fake, p1=NOT_FOUND)
    assert await publisher.gallery(made) == Gallery(broken=(ONE,))


async def test_file_takes_the_place_of_a_small_photo_and_stays_there(
    publisher: DiscordPublisher, channel: Channel
) -> None:
    made = await sent(publisher, channel, settings=COMPACT)
    (message,) = channel.messages
    await publisher.replace_photos(made, {ONE: file("photo-1.jpg")})
    card = await publisher.shown(channel.id, message.id)
    assert card is not None
    await publisher.update(card, CardNews(story_id=made.story_id, points=5))
    assert small(message) == "attachment://photo-1.jpg"
    assert await publisher.gallery(made) == Gallery(files=("photo-1.jpg",))
    assert message.text.endswith("**5 points**")


async def test_text_stands_by_itself_when_its_small_photo_goes(
    publisher: DiscordPublisher, channel: Channel
) -> None:
    made = await sent(publisher, channel, settings=COMPACT)
    (message,) = channel.messages
    before = [line for line in message.text.splitlines() if "📷" not in line]
    await publisher.replace_photos(made, {ONE: None})
    assert (small(message), message.text.splitlines()) == ("", before)


CREDITED = tuple(
    Photo(url=f"https://img.example/c{number}.jpg", credit=credit)
    for number, credit in enumerate(["Netflix", "Netflix", None, "Kim Min-ji"], start=1)
)


@pytest.mark.parametrize(
    ("gone", "line"),
    [
        ([1], "-# 📷 1 Netflix · 3 Kim Min-ji"),
        ([3], "-# 📷 1–2 Netflix · 3 Kim Min-ji"),
        ([1, 2, 3], "-# 📷 Kim Min-ji"),
        ([4], "-# 📷 1–2 Netflix"),
        ([1, 2, 4], ""),
    ],
)
async def test_credits_stay_with_their_photos_when_others_are_taken_out(
    publisher: DiscordPublisher, channel: Channel, gone: list[int], line: str
) -> None:
    made = await sent(publisher, channel, article=article(photos=CREDITED))
    (message,) = channel.messages
    old = message.text
    await publisher.replace_photos(made, {CREDITED[number - 1].url: None for number in gone})
    credited = [one for one in message.text.splitlines() if "📷" in one]
    assert credited == [line] * bool(line)
    others = [one for one in old.splitlines() if "📷" not in one]
    assert [one for one in message.text.splitlines() if "📷" not in one] == others


async def test_photo_that_is_no_longer_the_articles_claims_no_credit_of_another(
    publisher: DiscordPublisher, channel: Channel
) -> None:
    made = await sent(publisher, channel, article=article(photos=CREDITED))
    changed = replace(made, article=article(photos=CREDITED[1:]))
    await publisher.replace_photos(changed, {CREDITED[2].url: None})
    assert "-# 📷 2 Netflix · 3 Kim Min-ji" in channel.messages[0].text.splitlines()


async def test_repeat_of_a_mend_changes_nothing(
    fake: LoopbackDiscord, publisher: DiscordPublisher, channel: Channel
) -> None:
    made = await sent(publisher, channel)
    for _ in range(2):
        await publisher.replace_photos(made, {ONE: file("photo-1.jpg"), TWO: None})
    assert places(channel.messages[0]) == ["attachment://photo-1.jpg", THREE]
    assert fake.requests.count(EDIT) == 1


async def test_card_is_sent_with_its_files_in_place(
    publisher: DiscordPublisher, channel: Channel
) -> None:
    files = {ONE: "photo-1.jpg", THREE: None, "https://img.example/9.jpg": "photo-9.jpg"}
    await sent(publisher, channel, file("photo-1.jpg"), file("photo-9.jpg"), files=files)
    (message,) = channel.messages
    assert places(message) == ["attachment://photo-1.jpg", TWO]
    assert [one["filename"] for one in message.fields["uploaded"]] == ["photo-1.jpg"]


async def test_repeat_with_files_and_the_same_nonce_makes_one_message(
    publisher: DiscordPublisher, channel: Channel
) -> None:
    """D9."""
    for _ in range(2):
        await sent(publisher, channel, file("photo-1.jpg"), files={ONE: "photo-1.jpg"})
    assert len(channel.messages) == 1


async def test_files_are_forbidden_without_the_permission_to_attach(
    bot: PlainBot, publisher: DiscordPublisher, channel: Channel
) -> None:
    """M50."""
    channel.deny(Permission.ATTACH_FILES)
    with pytest.raises(Forbidden):
        await sent(publisher, channel, file("photo-1.jpg"), files={ONE: "photo-1.jpg"})
    made = await sent(publisher, channel)
    with pytest.raises(Forbidden):
        await publisher.replace_photos(made, {ONE: file("photo-1.jpg")})


async def test_files_that_are_too_large_make_a_message_malformed(
    publisher: DiscordPublisher, channel: Channel
) -> None:
    """L23: so that a plainer one follows."""
    with pytest.raises(Malformed):
        await sent(publisher, channel, file("photo-1.jpg", 11 * 2**20), files={ONE: "photo-1.jpg"})


async def test_mended_view_is_not_kept_in_memory(
    bot: PlainBot, publisher: DiscordPublisher, channel: Channel
) -> None:
    made = await sent(publisher, channel)
    await publisher.replace_photos(made, {ONE: None})
    assert list(bot.persistent_views) == []


async def test_mend_mentions_nobody(publisher: DiscordPublisher, channel: Channel) -> None:
    made = await sent(publisher, channel)
    (message,) = channel.messages
    del message.fields["allowed_mentions"]
    await publisher.replace_photos(made, {ONE: None})
    assert message.fields["allowed_mentions"]["parse"] == []
