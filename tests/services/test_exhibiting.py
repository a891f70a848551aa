"""What everybody is shown of a collection: its stories, and a collage of photos that may be shown."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from itertools import count
from pathlib import Path

import pytest

from bot.domain.collection import Collection, Order
from bot.domain.error import UserError
from bot.domain.model import Article, Photo
from bot.services.collecting import Collecting
from bot.services.exhibiting import MAX_PHOTO, MOST_PHOTOS, Exhibit, Exhibiting
from bot.services.finding import FoundStory
from bot.services.listing import Scope
from bot.services.ports import Collage, NotDrawn
from bot.services.shelving import NOT_THERE
from bot.storage.database import open_database
from tests.services.week import CHANNEL, photo
from tests.services.world import GUILD, INSTANT, FakeClock, FakePhotos

MINA, THEO = 11, 12
SCOPE = Scope(guild_id=GUILD, channels=frozenset({CHANNEL}))


class FakeDrawer:
    """Draw nothing, and remember what was to be drawn; ``blank`` photos show nothing.

    ``meanwhile`` is done while it is drawn.
    """

    def __init__(self) -> None:
        self.drawn: list[Sequence[bytes]] = []
        self.blank: set[int] = set()
        self.fail: Exception | None = None
        self.meanwhile: Callable[[], Awaitable[object]] | None = None

    async def collage(self, photos: Sequence[bytes]) -> Collage:
        self.drawn.append(photos)
        if self.meanwhile:
            await self.meanwhile()
        if self.fail:
            raise self.fail
        shown = tuple(place for place in range(len(photos)) if place not in self.blank)
        return Collage(picture=b"a picture", shown=shown)


class Gallery:
    """Mina's public collection, and who shows it."""

    def __init__(self, collecting: Collecting) -> None:
        self.collecting = collecting
        self.photos = FakePhotos()
        self.drawer = FakeDrawer()
        self.collection: Collection
        self._numbers = count(1)
        self.exhibiting = Exhibiting(
            collecting=collecting,
            photos=self.photos,
            drawer=self.drawer,  # type: ignore[arg-type]
            patience=INSTANT,
        )

    async def story(self, *photos: Photo) -> str:
        """Put a story with these photos into it, after the others; return its title."""
        number = next(self._numbers)
        story = FoundStory(
            story_id=number,
            article_id=number,
            article=Article(
                title=f"Story {number}",
                link=f"https://reel.example/{number}",
                outlet="Reel",
                photos=photos,
            ),
            guild_id=GUILD,
            channel_id=CHANNEL,
            message_id=number,
            posted_at=FakeClock().now(),
        )
        await self.collecting.add(MINA, self.collection.id, story)
        return story.article.title

    async def exhibit(self, **options: bool) -> Exhibit:
        return await self.exhibiting.exhibit(
            self.collection.id, scope=SCOPE, **{"with_picture": True, **options}
        )

    async def hung(self) -> list[str]:
        """Return the photos of the collage, by name."""
        return [one.photo.url.rpartition("/")[2] for one in (await self.exhibit()).hung]


@pytest.fixture
async def gallery(tmp_path: Path) -> AsyncIterator[Gallery]:
    async with open_database(tmp_path / "newsreel.db") as database:
        opened = Gallery(Collecting(db=database, clock=FakeClock()))
        made = await opened.collecting.create(MINA, "Space")
        opened.collection = await opened.collecting.set_public(MINA, made.id, True)
        await opened.collecting.set_order(MINA, made.id, Order.OWN)
        yield opened


async def test_stories_are_in_the_order_that_the_owner_chose(gallery: Gallery) -> None:
    first, second = [await gallery.story(photo(name)) for name in "ab"]
    exhibit = await gallery.exhibit()
    assert [one.saved.article.title for one in exhibit.entries] == [first, second]
    assert await gallery.hung() == ["a.jpg", "b.jpg"]


async def test_a_collage_has_one_photo_of_a_story(gallery: Gallery) -> None:
    title = await gallery.story(photo("a"), photo("b"))
    [hung] = (await gallery.exhibit()).hung
    assert (hung.photo.url, hung.article.title) == ("https://img.example/a.jpg", title)


async def test_a_collage_has_at_most_nine_photos(gallery: Gallery) -> None:
    for number in range(MOST_PHOTOS + 2):
        await gallery.story(photo(f"a{number}"))
    assert await gallery.hung() == [f"a{number}.jpg" for number in range(MOST_PHOTOS)]


async def test_a_photo_is_loaded_as_from_its_page(gallery: Gallery) -> None:
    await gallery.story(photo("a"))
    await gallery.exhibit()
    assert gallery.photos.loaded == [("https://img.example/a.jpg", "https://reel.example/1")]


async def test_a_photo_that_is_to_be_hidden_is_never_loaded(gallery: Gallery) -> None:
    await gallery.story(photo("a", sensitive=True), photo("b"))
    await gallery.story(photo("c", sensitive=True))
    assert await gallery.hung() == ["b.jpg"]
    assert [url for url, _ in gallery.photos.loaded] == ["https://img.example/b.jpg"]


async def test_a_photo_that_one_story_hides_is_not_shown_by_another(gallery: Gallery) -> None:
    await gallery.story(photo("a"))
    await gallery.story(photo("a", sensitive=True), photo("b"))
    assert await gallery.hung() == ["b.jpg"]


async def test_a_photo_that_two_stories_have_is_shown_once(gallery: Gallery) -> None:
    await gallery.story(photo("a"))
    await gallery.story(photo("a"), photo("b"))
    assert await gallery.hung() == ["a.jpg", "b.jpg"]


async def test_an_icon_is_no_photo(gallery: Gallery) -> None:
    await gallery.story(photo("icon", width=48, height=48), photo("a", width=1200))
    assert await gallery.hung() == ["a.jpg"]


async def test_a_photo_that_is_gone_gives_its_place_to_the_storys_next(gallery: Gallery) -> None:
    gallery.photos.missing.add("https://img.example/a.jpg")
    await gallery.story(photo("a"), photo("b"))
    assert await gallery.hung() == ["b.jpg"]


async def test_photos_that_are_gone_give_their_places_to_later_stories(gallery: Gallery) -> None:
    gallery.photos.missing.add("https://img.example/a0.jpg")
    for number in range(MOST_PHOTOS + 1):
        await gallery.story(photo(f"a{number}"))
    assert await gallery.hung() == [f"a{number}.jpg" for number in range(1, MOST_PHOTOS + 1)]


async def test_a_photo_that_is_too_large_is_left_out(gallery: Gallery) -> None:
    gallery.photos.sizes["https://img.example/a.jpg"] = MAX_PHOTO + 1
    await gallery.story(photo("a"))
    await gallery.story(photo("b"))
    assert await gallery.hung() == ["b.jpg"]


async def test_a_photo_that_takes_too_long_is_left_out(gallery: Gallery) -> None:
    gallery.photos.waits.add("https://img.example/a.jpg")
    await gallery.story(photo("a"))
    await gallery.story(photo("b"))
    assert await gallery.hung() == ["b.jpg"]


async def test_credits_are_of_the_photos_that_were_drawn(gallery: Gallery) -> None:
    gallery.drawer.blank.add(0)
    await gallery.story(photo("a", credit="Netflix"))
    await gallery.story(photo("b", credit="Lantern Pictures"))
    [hung] = (await gallery.exhibit()).hung
    assert hung.photo.credit == "Lantern Pictures"


async def test_without_photos_nothing_is_drawn(gallery: Gallery) -> None:
    await gallery.story()
    exhibit = await gallery.exhibit()
    assert (exhibit.picture, exhibit.hung, exhibit.total) == (None, (), 1)
    assert gallery.drawer.drawn == []


@pytest.mark.parametrize("error", [NotDrawn("too slow"), ZeroDivisionError()])
async def test_what_cannot_be_drawn_is_shown_without_a_picture(
    gallery: Gallery, error: Exception
) -> None:
    gallery.drawer.fail = error
    await gallery.story(photo("a"))
    exhibit = await gallery.exhibit()
    assert (exhibit.picture, exhibit.hung, exhibit.total) == (None, (), 1)


async def test_nothing_is_loaded_where_no_picture_is_wanted(gallery: Gallery) -> None:
    await gallery.story(photo("a"))
    assert (await gallery.exhibit(with_picture=False)).picture is None
    assert gallery.photos.loaded == []


async def test_what_everybody_is_shown_has_no_notes(gallery: Gallery) -> None:
    await gallery.story(photo("a"))
    own = await gallery.collecting.page(MINA, gallery.collection.id, scope=SCOPE)
    await gallery.collecting.note(MINA, own.entries[0].saved.id, "for Theo's birthday")
    assert (await gallery.exhibit()).entries[0].saved.note == ""


@pytest.mark.parametrize("case", ["private", "hidden", "deleted", "unknown"])
async def test_what_not_everybody_may_read_is_not_there(gallery: Gallery, case: str) -> None:
    """V63."""
    await gallery.story(photo("a"))
    chosen = gallery.collection.id
    match case:
        case "private":
            await gallery.collecting.set_public(MINA, chosen, False)
        case "hidden":
            await gallery.collecting.hide(GUILD, chosen, THEO)
        case "deleted":
            await gallery.collecting.delete(MINA, chosen)
        case "unknown":
            chosen = 4711
    with pytest.raises(UserError) as said:
        await gallery.exhibiting.exhibit(chosen, scope=SCOPE, with_picture=True)
    assert str(said.value) == NOT_THERE
    assert gallery.photos.loaded == []


async def test_what_is_made_private_while_it_is_drawn_is_not_shown(gallery: Gallery) -> None:
    """V63."""
    await gallery.story(photo("a"))
    gallery.drawer.meanwhile = lambda: gallery.collecting.set_public(
        MINA, gallery.collection.id, False
    )
    with pytest.raises(UserError, match="isn’t there"):
        await gallery.exhibit()
