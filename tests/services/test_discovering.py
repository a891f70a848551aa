"""Discovering: well-known places, sites with several feeds, and what was found a moment ago."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.error import FetchError, UserError
from bot.services.discovering import feed_mark
from bot.services.ports import Fetched
from tests.services.world import FEED_URL, GUILD, World, answer, story

SITE = "https://reel.example/"
TRAILERS = "https://reel.example/trailers.xml"
BOXD = "https://letterboxd.com/dave/rss/"
VIDEOS = "https://www.youtube.com/feeds/videos.xml?channel_id=UCuPivVjnfNo4mb3Oog_frZg"


def page(*feeds: tuple[str, str], url: str = SITE) -> Fetched:
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" title="{title}" href="{link}">'
        for link, title in feeds
    )
    body = f"<!doctype html><html><head>{links}</head><body>Hi</body></html>"
    return Fetched(url=url, status=200, body=body.encode(), content_type="text/html")


def serve_two(world: World) -> None:
    world.serve(story(1))
    world.serve(story(2), url=TRAILERS)
    world.web.answers[SITE] = page((FEED_URL, "Film"), (TRAILERS, "Trailers"))


async def test_a_member_of_letterboxd_is_found_without_a_look_at_the_page(world: World) -> None:
    world.serve(story(1), url=BOXD)
    found = await world.subscribing.find("letterboxd.com/dave/films/")
    assert (found.url, found.site_feeds) == (BOXD, ())
    assert [url for url, _ in world.web.asked][:1] == [BOXD]
    assert not world.web.count("https://letterboxd.com/dave/films/")


async def test_a_youtube_channel_is_found_by_what_its_page_announces(world: World) -> None:
    handle = "https://www.youtube.com/@A24"
    world.web.answers[handle] = page((VIDEOS, "RSS"), url=handle)
    world.serve(story(1), url=VIDEOS)
    assert (await world.subscribing.find(handle)).url == VIDEOS


async def test_where_a_known_place_keeps_no_feed_its_page_is_asked(world: World) -> None:
    """A site may have changed what is known of it."""
    handle = "https://film.example/@reel"
    world.web.answers[handle] = page((FEED_URL, "Reel"), url=handle)
    world.serve(story(1))
    assert (await world.subscribing.find(handle)).url == FEED_URL


async def test_a_site_names_its_feeds_by_their_titles(world: World) -> None:
    serve_two(world)
    found = await world.subscribing.find("reel.example")
    assert [(one.url, one.title) for one in found.site_feeds] == [
        (FEED_URL, "Film"),
        (TRAILERS, "Trailers"),
    ]


async def test_one_feed_that_is_announced_twice_is_offered_once(world: World) -> None:
    """D14."""
    world.serve(story(1))
    world.web.answers[SITE] = page(
        (FEED_URL, "Film"), ("http://www.reel.example/feed.xml", "again")
    )
    assert len((await world.subscribing.find("reel.example")).site_feeds) == 1


async def test_another_feed_of_the_site_can_be_chosen(world: World) -> None:
    serve_two(world)
    found = await world.subscribing.find("reel.example", chosen=feed_mark(TRAILERS))
    assert (found.url, found.address, len(found.site_feeds)) == (TRAILERS, SITE, 2)


async def test_a_feed_that_the_site_no_longer_announces_is_explained(world: World) -> None:
    world.serve(story(1))
    world.web.answers[SITE] = page((FEED_URL, "Film"))
    with pytest.raises(UserError, match="other feeds now"):
        await world.subscribing.find("reel.example", chosen=feed_mark(TRAILERS))


async def test_a_feed_that_the_channel_has_is_marked_where_there_are_others(world: World) -> None:
    """D14."""
    serve_two(world)
    found = await world.subscribing.find("reel.example", channel_id=1)
    assert not found.taken
    await world.subscribing.add(found, guild_id=GUILD, channel_id=1, user_id=5)
    assert (await world.subscribing.find("reel.example", channel_id=1)).taken


async def test_a_click_in_a_preview_does_not_ask_the_site_again(world: World) -> None:
    serve_two(world)
    found = await world.subscribing.find("reel.example")
    asked = len(world.web.asked)
    again = await world.subscribing.find(SITE, chosen=feed_mark(found.url), lately=True)
    assert (again, len(world.web.asked)) == (found, asked)


async def test_a_preview_that_is_old_is_looked_at_anew(world: World) -> None:
    """M54: also after a restart."""
    serve_two(world)
    await world.subscribing.find("reel.example")
    world.clock.pass_(timedelta(hours=1))
    world.serve(story(1), story(3))
    found = await world.subscribing.find(SITE, chosen=feed_mark(FEED_URL), lately=True)
    assert found.stories == 2


async def test_a_command_that_is_run_again_looks_anew(world: World) -> None:
    serve_two(world)
    await world.subscribing.find("reel.example")
    world.web.answers[SITE] = FetchError("reel.example did not answer.")
    with pytest.raises(UserError, match="did not answer"):
        await world.subscribing.find("reel.example")


async def test_the_newest_story_is_shown_of_a_feed_that_is_the_address_itself(world: World) -> None:
    world.web.answers[FEED_URL] = answer(story(1, age=timedelta(hours=2)), story(2))
    found = await world.subscribing.find(FEED_URL)
    assert found.newest is not None
    assert found.newest.title == "Story number 2"
