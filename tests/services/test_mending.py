"""Mending, and sending with files: what Discord can't load, it is given, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.domain.error import ChannelGone, DeliveryError, Forbidden, Uncertain, Unreachable
from bot.services.mending import FIRST_LOOK, MOST_LOOKS, NEXT_LOOK
from bot.services.ports import Gallery
from bot.services.uploading import MAX_FILE, Uploading
from bot.storage.photo_host import REMEMBERED
from tests.services.world import World, story

A, B = "https://img.example/a.jpg", "https://cdn.example/b.jpg"
MEDIA = '<media:content xmlns:media="http://search.yahoo.com/mrss/" medium="image" url="{}"/>'


class BrokenHosts:
    """Hosts of which nothing can be read."""

    async def refusing(self, hosts: object, now: object) -> frozenset[str]:
        raise RuntimeError("the disk is broken")


async def sent(world: World, number: int = 1, *urls: str) -> int:
    """Post a story with photos and return its message's id."""
    item = story(number, at=world.clock.now())
    item.raw = "".join(MEDIA.format(url) for url in urls or (A, B))
    if number == 1:
        await world.subscribe(backlog=1)
    world.serve(*([item] if number == 1 else [item, story(1)]))
    await world.poll_and_publish()
    return world.discord.nonces[world.discord.channels[1][-1].nonce]


async def looked_at(world: World, after: timedelta = FIRST_LOOK) -> None:
    world.clock.pass_(after)
    await world.mend()


async def files(world: World) -> dict[str, str | None]:
    post = await world.posts.get(1)
    assert post is not None
    return dict(post.files)


async def test_post_is_looked_at_some_seconds_after_it_was_sent(world: World) -> None:
    await sent(world)
    await world.mend()
    assert world.discord.looks == 0
    assert await world.mending.next_at() == world.clock.now() + FIRST_LOOK
    await looked_at(world)
    assert (world.discord.looks, world.discord.replaced) == (1, [])
    assert await world.mending.next_at() is None


async def test_post_without_photos_is_not_looked_at(world: World) -> None:
    await world.subscribe(backlog=1)
    world.serve(story(1))
    await world.poll_and_publish()
    assert await world.mending.next_at() is None


async def test_photo_that_discord_could_not_load_is_uploaded_once(world: World) -> None:
    message = await sent(world)
    world.discord.galleries[message] = Gallery(broken=(B,))
    await looked_at(world)
    await looked_at(world, timedelta(hours=3))
    assert world.discord.replaced == [{B: "photo-2.jpg"}]
    assert world.photos.loaded == [(B, "https://reel.example/1")]
    assert await files(world) == {B: "photo-2.jpg"}


async def test_photo_that_nobody_can_load_is_taken_out(world: World) -> None:
    message = await sent(world)
    world.discord.galleries[message] = Gallery(broken=(A, B))
    world.photos.missing = {A}
    await looked_at(world)
    assert world.discord.replaced == [{A: None, B: "photo-2.jpg"}]
    assert await files(world) == {A: None, B: "photo-2.jpg"}


async def test_photo_whose_host_is_silent_is_tried_once_more_before_it_goes(world: World) -> None:
    message = await sent(world)
    world.discord.galleries[message] = Gallery(broken=(A, B))
    world.photos.silent = {A, B}
    await looked_at(world)
    assert world.discord.replaced == []
    world.photos.silent = {A}
    await looked_at(world, NEXT_LOOK)
    assert world.discord.replaced == [{A: None, B: "photo-2.jpg"}]


async def test_post_is_looked_at_again_while_discord_is_loading(world: World) -> None:
    message = await sent(world)
    world.discord.galleries[message] = Gallery(loading=(A,), broken=(B,))
    await looked_at(world)
    assert world.discord.replaced == []
    world.discord.galleries[message] = Gallery(broken=(B,))
    await looked_at(world, NEXT_LOOK)
    assert world.discord.replaced == [{B: "photo-2.jpg"}]


async def test_photo_that_is_loading_for_minutes_is_uploaded(world: World) -> None:
    message = await sent(world)
    world.discord.galleries[message] = Gallery(loading=(A,))
    await looked_at(world)
    await looked_at(world, NEXT_LOOK)
    assert world.discord.replaced == [{A: "photo-1.jpg"}]


@pytest.mark.parametrize("gone", [None, ChannelGone("no")])
async def test_message_or_channel_that_was_deleted_is_not_looked_at_again(
    world: World, gone: ChannelGone | None
) -> None:
    """M51, M53."""
    message = await sent(world)
    world.discord.galleries[message] = None
    world.discord.fail_look = gone
    await looked_at(world)
    assert await world.mending.next_at() is None


@pytest.mark.parametrize("failing", ["fail_look", "fail_edit"])
async def test_look_that_fails_is_made_again_and_not_for_ever(world: World, failing: str) -> None:
    """L30."""
    message = await sent(world)
    world.discord.galleries[message] = Gallery(broken=(A,))
    setattr(world.discord, failing, Unreachable("away"))
    for _ in range(MOST_LOOKS + 3):
        await looked_at(world, timedelta(hours=3))
    assert world.discord.looks == MOST_LOOKS + 1
    assert await world.mending.next_at() is None


async def test_photo_is_mended_once_discord_is_back(world: World) -> None:
    """L30."""
    message = await sent(world)
    world.discord.galleries[message] = Gallery(broken=(A,))
    world.discord.fail_edit = Unreachable("away")
    await looked_at(world)
    world.discord.fail_edit = None
    await looked_at(world, NEXT_LOOK)
    assert world.discord.replaced == [{A: "photo-1.jpg"}]


async def test_photo_is_taken_out_where_no_files_may_be_attached(world: World) -> None:
    """M50."""
    message = await sent(world)
    world.discord.galleries[message] = Gallery(broken=(A,))
    world.discord.may_attach = False
    await looked_at(world)
    assert world.discord.replaced == [{A: None}]
    assert await files(world) == {A: None}


async def test_host_that_only_discord_could_not_load_from_is_remembered(world: World) -> None:
    message = await sent(world)
    world.discord.galleries[message] = Gallery(broken=(A, B))
    world.photos.missing = {A}
    await looked_at(world)
    both = ["img.example", "cdn.example"]
    assert await world.hosts.refusing(both, world.clock.now()) == {"cdn.example"}


async def test_smaller_version_of_a_photo_says_nothing_of_its_host(world: World) -> None:
    message = await sent(world)
    async with world.db.write() as tx:
        await tx.execute("UPDATE photo SET fallbacks = ? WHERE url = ?", (f'["{B}"]', A))
    world.discord.galleries[message] = Gallery(broken=(A,))
    world.photos.missing = {A}
    await looked_at(world)
    assert world.discord.replaced == [{A: "photo-1.jpg"}]
    both = ["img.example", "cdn.example"]
    assert await world.hosts.refusing(both, world.clock.now()) == set()


async def test_host_from_which_discord_is_slow_to_load_is_not_remembered(world: World) -> None:
    message = await sent(world)
    world.discord.galleries[message] = Gallery(loading=(A,))
    await looked_at(world)
    await looked_at(world, NEXT_LOOK)
    assert world.discord.replaced == [{A: "photo-1.jpg"}]
    assert await world.hosts.refusing(["img.example"], world.clock.now()) == set()


async def test_file_takes_no_name_that_the_message_has(world: World) -> None:
    """The article's photos may have changed places since."""
    message = await sent(world)
    world.discord.galleries[message] = Gallery(broken=(B,), files=("photo-2.jpg",))
    await looked_at(world)
    assert world.discord.replaced == [{B: "new-photo-2.jpg"}]


async def remember(world: World, *hosts: str) -> None:
    async with world.db.write() as tx:
        await world.hosts.remember(tx, hosts, world.clock.now())


async def test_photos_of_a_host_that_refuses_come_with_the_message(world: World) -> None:
    await remember(world, "img.example")
    await sent(world)
    assert world.discord.uploads == [["photo-1.jpg"]]
    assert world.photos.loaded == [(A, "https://reel.example/1")]
    assert await files(world) == {A: "photo-1.jpg"}


async def test_second_post_of_a_host_that_was_mended_comes_with_files(world: World) -> None:
    message = await sent(world, 1, A)
    world.discord.galleries[message] = Gallery(broken=(A,))
    await looked_at(world)
    await sent(world, 2, "https://img.example/c.jpg")
    assert world.discord.uploads == [[], ["photo-1.jpg"]]


async def test_host_that_refused_long_ago_is_tried_again(world: World) -> None:
    await remember(world, "img.example")
    world.clock.pass_(REMEMBERED)
    await sent(world)
    assert world.discord.uploads == [[]]


def missing(world: World) -> None:
    world.photos.missing = {A}


def slow(world: World) -> None:
    world.photos.waits = {A}


def huge(world: World) -> None:
    world.photos.sizes = {A: MAX_FILE + 1}


@pytest.mark.parametrize("trouble", [missing, slow, huge])
async def test_photo_that_cannot_be_loaded_in_time_is_sent_by_its_url(
    world: World, trouble: Callable[[World], None]
) -> None:
    trouble(world)
    await remember(world, "img.example", "cdn.example")
    await sent(world)
    assert world.discord.uploads == [["photo-2.jpg"]]


async def test_message_takes_no_more_than_discord_allows(world: World) -> None:
    await remember(world, "img.example")
    urls = [f"https://img.example/{n}.jpg" for n in range(5)]
    world.photos.sizes = dict.fromkeys(urls, MAX_FILE)
    await sent(world, 1, *urls)
    assert world.discord.uploads == [["photo-1.jpg", "photo-2.jpg", "photo-3.jpg"]]


async def test_post_goes_out_by_url_where_no_files_may_be_attached(world: World) -> None:
    """M50, L23."""
    await remember(world, "img.example")
    world.discord.may_attach = False
    await sent(world)
    assert world.discord.uploads == [[]]
    assert await files(world) == {}


async def test_post_goes_out_by_url_where_its_files_are_too_much(world: World) -> None:
    """L23: and with all of its photos."""
    await remember(world, "img.example")
    world.discord.most_files = 0
    await sent(world)
    (post,) = world.discord.channels[1]
    assert (post.plainness, dict(post.files)) == (0, {})


async def test_post_goes_out_by_url_where_loading_meets_a_bug(world: World) -> None:
    await remember(world, "img.example")
    world.publishing = world.publishing_with(
        Uploading(photos=world.photos, hosts=BrokenHosts(), clock=world.clock)  # type: ignore[arg-type]
    )
    await sent(world)
    assert world.discord.uploads == [[]]


async def test_repeat_with_other_files_ends_with_those_of_the_message(world: World) -> None:
    """D9: Discord answers a repeat with the first message, and that has the first files."""
    await remember(world, "img.example")
    answers: list[DeliveryError | None] = [Uncertain("the answer was lost"), None]
    world.discord.lose = lambda _post: answers.pop(0)
    message = 1001
    await sent(world)
    world.photos.missing = {A}
    world.clock.pass_(timedelta(seconds=20))
    await world.publish()
    assert world.discord.uploads == [["photo-1.jpg"], []]
    world.discord.galleries[message] = Gallery(files=("photo-1.jpg",))
    await looked_at(world)
    assert await files(world) == {A: "photo-1.jpg"}


async def test_crash_before_the_row_says_so_is_harmless(world: World) -> None:
    """D8: what was mended is no longer broken, and the message says which files it has."""
    message = await sent(world)
    world.discord.galleries[message] = Gallery(files=("photo-2.jpg",))
    await looked_at(world)
    assert world.discord.replaced == []
    assert await files(world) == {B: "photo-2.jpg"}


async def test_look_without_permission_is_given_up_in_time(world: World) -> None:
    """M50."""
    await sent(world)
    world.discord.fail_look = Forbidden("Read Message History is missing")
    for _ in range(MOST_LOOKS + 1):
        await looked_at(world, timedelta(hours=3))
    assert await world.mending.next_at() is None
