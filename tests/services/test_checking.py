"""Checking: photos that won't show are left out before the post, in no more than its time."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.domain.model import Article, Photo
from bot.domain.picture_check import Kind, Look
from bot.services.checking import MOST_CHECKED
from bot.services.ports import Fetched
from tests.services.world import FEED_URL, GOOD, GUILD, WALL, World, story

PAGE = "https://reel.example/1"
GONE = Look(status=404)


def photo(name: str, *fallbacks: str, credit: str | None = None) -> Photo:
    return Photo(url=url(name), fallbacks=tuple(map(url, fallbacks)), credit=credit)


def url(name: str) -> str:
    return f"https://img.example/{name}.jpg"


def article(*photos: Photo) -> Article:
    return Article(title="Story number 1", link=PAGE, outlet="The Reel", photos=photos)


async def names(world: World, *photos: Photo) -> list[str]:
    found = (await world.checking.check(article(*photos))).photos
    return [one.url.removeprefix("https://img.example/").removesuffix(".jpg") for one in found]


async def test_true_size_is_kept(world: World) -> None:
    stated = replace(photo("a"), width=10, height=10)
    (found,) = (await world.checking.check(article(stated))).photos
    assert (found.width, found.height) == (1600, 900)


async def test_broken_photo_is_left_out_and_the_credits_stay_where_they_belong(
    world: World,
) -> None:
    """M49."""
    world.photos.looks = {url("a"): GONE}
    found = await world.checking.check(
        article(photo("a", credit="Lantern"), photo("b", credit="Kim Min-ji"), photo("c"))
    )
    assert [(one.url, one.credit) for one in found.photos] == [
        (url("b"), "Kim Min-ji"),
        (url("c"), None),
    ]


async def test_fallback_of_a_broken_photo_is_taken(world: World) -> None:
    world.photos.looks = {url("a"): GONE, url("b"): Look(status=200, kind=Kind.AVIF)}
    assert await names(world, photo("a", "b", "c", "d")) == ["c"]
    assert [asked for asked, _ in world.photos.asked] == [url("a"), url("b"), url("c")]


async def test_photo_that_nobody_could_see_in_time_is_kept(world: World) -> None:
    world.photos.waits = {url("slow")}
    world.photos.looks = {url("gone"): GONE, url("down"): Look(status=503)}
    assert await names(world, photo("slow"), photo("gone"), photo("down")) == ["slow", "down"]


async def test_fallback_that_was_not_seen_in_time_is_taken_for_a_broken_photo(
    world: World,
) -> None:
    world.photos.looks = {url("gone"): GONE}
    world.photos.waits = {url("slow")}
    assert await names(world, photo("gone", "slow")) == ["slow"]


async def test_no_more_photos_are_asked_for_than_a_card_may_need(world: World) -> None:
    many = [photo(str(number)) for number in range(MOST_CHECKED + 5)]
    assert len(await names(world, *many)) == len(many)
    assert len(world.photos.asked) == MOST_CHECKED


async def test_photo_is_asked_for_once(world: World) -> None:
    await names(world, photo("a"))
    await names(world, photo("a"))
    assert len(world.photos.asked) == 1


async def test_photo_of_which_nothing_was_learnt_is_asked_for_again(world: World) -> None:
    world.photos.looks = {url("a"): Look(status=503)}
    await names(world, photo("a"))
    await names(world, photo("a"))
    assert len(world.photos.asked) == 2


async def test_host_that_wants_to_hear_of_the_page_is_remembered(world: World) -> None:
    world.photos.looks = {url("a"): WALL}
    world.photos.from_page = {url("a"): GOOD}
    (found,) = (await world.checking.check(article(photo("a")))).photos
    assert world.photos.asked == [(url("a"), None), (url("a"), PAGE)]
    assert found.width == 1600
    assert await world.hosts.refusing(["img.example"], world.clock.now()) == {"img.example"}


async def test_photo_that_is_refused_either_way_is_kept_and_its_host_not_remembered(
    world: World,
) -> None:
    world.photos.looks = {url("a"): WALL}
    assert await names(world, photo("a")) == ["a"]
    assert await world.hosts.refusing(["img.example"], world.clock.now()) == set()


async def test_bug_while_looking_keeps_the_photos(world: World) -> None:
    world.photos.looks = None  # type: ignore[assignment]
    assert await names(world, photo("a"), photo("b")) == ["a", "b"]


async def test_article_is_posted_with_the_photos_that_show(world: World) -> None:
    figures = "".join(f"<figure><img src='{url(n)}' width=900></figure>" for n in ("a", "b"))
    body = f"<html><head><title>Story number 1</title></head><body><article>{figures}<p>News."
    world.web.answers[PAGE] = Fetched(url=PAGE, status=200, body=body.encode())
    world.photos.looks = {url("a"): GONE}
    await world.subscribe(backlog=1)
    world.serve(story(1))
    await world.poll_and_publish()
    (post,) = world.discord.channels[1]
    assert [one.url for one in post.article.photos] == [url("b")]


async def test_articles_of_one_poll_wait_for_their_photos_together(world: World) -> None:
    """A feed whose photos hang holds up its news once, not once for each story."""
    await world.subscribe(backlog=3)
    serve_with_photos(world, 1, 2, 3)
    world.photos.meeting = asyncio.Barrier(3)
    await world.poll_and_publish()
    assert widths(world, 1) == [1600, 1600, 1600]


async def test_newest_stories_for_another_channel_wait_for_their_photos_together(
    world: World,
) -> None:
    await world.subscribe(backlog=0)
    serve_with_photos(world, 1, 2, 3)
    await world.poll()
    found = await world.subscribing.find(FEED_URL)
    world.photos.meeting = asyncio.Barrier(2)  # the one in the preview was looked at already
    await world.subscribing.add(found, guild_id=GUILD, channel_id=2, user_id=1, backlog=3)
    await world.publish()
    assert widths(world, 2) == [1600, 1600, 1600]


def serve_with_photos(world: World, *numbers: int) -> None:
    stories = [story(number) for number in numbers]
    for one in stories:
        one.raw = f'<enclosure url="{url(one.guid or "")}" type="image/jpeg"/>'
    world.serve(*stories)


def widths(world: World, channel_id: int) -> list[int | None]:
    posts = world.discord.channels[channel_id]
    return [photo.width for post in posts for photo in post.article.photos]
