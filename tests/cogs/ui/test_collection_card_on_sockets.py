"""What is public of collections, at its longest, as Discord takes it (M48): over real sockets."""

from __future__ import annotations

from collections.abc import AsyncIterator

import discord
import pytest

from bot.domain.collection import MAX_DESCRIPTION, MAX_NAME, Collection, SavedStory
from bot.domain.model import Article, Photo
from bot.services.browsing import BROWSE_PAGE, BrowseEntry, BrowsePage, CollectionPage, SavedEntry
from bot.services.exhibiting import MOST_PHOTOS, Exhibit, Hung
from cogs._ui.collection_browse import browse_view
from cogs._ui.collection_card import build_collection_card, picture_files
from cogs._ui.collection_hidden import hidden_view
from cogs._ui.collection_page import page_view
from cogs._ui.gallery import as_file
from tests.cogs.articles import NOON
from tests.loopback import LoopbackDiscord
from tests.loopback.channel import Channel
from tests.loopback.plain_bot import PlainBot, connected

LONGEST = 2**63 - 1  # of ids
TEXTS = ["x", "*", "🎬", "שלום", "[](", "@everyone "]


@pytest.fixture
async def fake() -> AsyncIterator[LoopbackDiscord]:
    async with LoopbackDiscord() as running:
        yield running
        running.assert_no_problems()


@pytest.fixture
def channel(fake: LoopbackDiscord) -> Channel:
    return fake.world.add_guild("Cinema Club").add_channel("film-news")


@pytest.fixture
async def place(
    fake: LoopbackDiscord, channel: Channel
) -> AsyncIterator[discord.PartialMessageable]:
    async with connected(fake, PlainBot()) as bot:
        yield bot.get_partial_messageable(channel.id, guild_id=channel.guild.id)


def long(text: str, length: int) -> str:
    return (text * length)[:length]


def collection(text: str, number: int = 0) -> Collection:
    return Collection(
        id=LONGEST - number,
        user_id=LONGEST,
        name=long(text, MAX_NAME),
        description=long(text, MAX_DESCRIPTION),
        public=True,
        created_at=NOON,
        used_at=NOON,
        stories=2_000,
    )


def entry(text: str) -> SavedEntry:
    photos = tuple(
        Photo(
            url=f"https://img.example/{number}.jpg",
            credit=long(text, 150),
            caption=long(text, 1_000),
        )
        for number in range(10)
    )
    article = Article(
        title=long(text, 300),
        link="https://reel.example/" + "a" * 1_900,
        outlet=long(text, 150),
        summary="x" * 1_000,
        photos=photos,
    )
    saved = SavedStory(
        id=LONGEST,
        collection_id=LONGEST,
        story_id=LONGEST,
        guild_id=LONGEST,
        saved_at=NOON,
        note=long(text, 200),
        article=article,
    )
    return SavedEntry(saved=saved, channel_id=LONGEST, message_id=LONGEST, points=-(10**9))


@pytest.mark.parametrize("photos", [0, 1, MOST_PHOTOS])
@pytest.mark.parametrize("text", TEXTS)
async def test_a_shared_collection_is_taken(
    place: discord.PartialMessageable, channel: Channel, text: str, photos: int
):
    entries = (entry(text),) * 27
    articles = [one.saved.article for one in entries[:photos]]
    exhibit = Exhibit(
        collection=collection(text),
        entries=entries,
        total=2_000,
        picture=b"\xff\xd8" if photos else None,
        hung=tuple(Hung(article.photos[n], article) for n, article in enumerate(articles)),
    )
    files = [as_file(one) for one in picture_files(exhibit)]
    await place.send(view=build_collection_card(exhibit), files=files, nonce=str(LONGEST))
    assert len(channel.messages) == 1


@pytest.mark.parametrize("text", TEXTS)
async def test_pages_of_public_collections_are_taken(
    place: discord.PartialMessageable, channel: Channel, text: str
):
    many = [collection(text, number) for number in range(30)]
    entries = tuple(BrowseEntry(collection=one, copies=10**9) for one in many[:BROWSE_PAGE])
    page = BrowsePage(entries=entries, page=4, pages=9, total=70)
    await place.send(view=browse_view(page, owner_id=None))
    await place.send(view=browse_view(page, owner_id=LONGEST))
    await place.send(view=hidden_view(many, page=1, said="x" * 200))
    assert len(channel.messages) == 3


@pytest.mark.parametrize("text", TEXTS)
async def test_a_page_of_anothers_collection_is_taken(
    place: discord.PartialMessageable, channel: Channel, text: str
):
    page = CollectionPage(
        collection=collection(text),
        entries=(entry(text),) * 5,
        page=4,
        pages=400,
        total=2_000,
        first=20,
        mine=False,
    )
    await place.send(view=page_view(page, guild_id=LONGEST, may_hide=True))
    assert len(channel.messages) == 1
