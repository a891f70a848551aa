"""Collections in files: out, and in again."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import pytest

from bot.domain.collection import MAX_COLLECTIONS, MAX_STORIES, Order
from bot.domain.model import Photo
from tests.services.keepers import FAN, OTHER, Keepers, found, refusal, scope, titled
from tests.storage.world import NOW

ONE, TWO = found(1), found(2)


def rows(*links: str, **more: object) -> bytes:
    return json.dumps([{"title": link, "link": link} | more for link in links]).encode()


async def bring(keepers: Keepers, content: bytes, name: str | None = "Stills"):  # type: ignore[no-untyped-def]
    return await keepers.collecting.import_file(FAN, "found there.json", content, name)


@pytest.mark.parametrize("kind", ["md", "csv", "json"])
async def test_what_one_exports_another_imports(keepers: Keepers, kind: str) -> None:
    photos = (Photo(url="https://img.example/1.jpg", credit="Netflix", alt="A set"),)
    made = await keepers.collection(ONE, found(2, titled("Dawn", photos=photos)), name="My stills")
    file = await keepers.collecting.export(FAN, made.id, kind)
    result = await keepers.collecting.import_file(OTHER, file.name, file.content)
    assert (result.collection.name, result.added, file.name) == (
        "My stills",
        2,
        f"My-stills.{kind}",
    )
    assert [
        entry.saved.article for entry in (await keepers.page(result.collection.id, OTHER)).entries
    ] == [entry.saved.article for entry in (await keepers.page(made.id)).entries]


async def test_order_notes_and_times_come_back_with_json(keepers: Keepers) -> None:
    made = await keepers.collection(ONE, TWO)
    await keepers.collecting.note(FAN, await keepers.saved_id(made.id, "Film 1"), "mine")
    await keepers.collecting.set_order(FAN, made.id, Order.OLDEST)
    file = await keepers.collecting.export(FAN, made.id, "json")
    keepers.later(timedelta(days=1))
    result = await keepers.collecting.import_file(OTHER, file.name, file.content)
    kept = [
        [(e.saved.article.title, e.saved.note, e.saved.saved_at) for e in page.entries]
        for page in (
            await keepers.page(made.id),
            await keepers.page(result.collection.id, OTHER),
        )
    ]
    assert kept[0] == kept[1]
    assert result.collection.order is Order.OLDEST


async def test_a_file_imported_twice_adds_nothing(keepers: Keepers) -> None:
    """V63."""
    content = rows("https://a.example/1", "https://a.example/2")
    await bring(keepers, content)
    result = await bring(keepers, content)
    assert (result.added, result.known, result.collection.stories) == (0, 2, 2)


async def test_a_file_fills_up_a_collection_of_that_name(keepers: Keepers) -> None:
    made = await keepers.collection(found(1, titled("x", link="https://a.example/1")))
    result = await bring(keepers, rows("https://a.example/1/", "https://a.example/2"), "STILLS")
    assert (result.collection.id, result.added, result.known) == (made.id, 1, 1)


async def test_an_imported_collection_is_private(keepers: Keepers) -> None:
    assert not (await bring(keepers, rows("https://a.example/1"))).collection.public


async def test_a_file_without_a_name_lends_its_own(keepers: Keepers) -> None:
    result = await bring(keepers, rows("https://a.example/1"), None)
    assert result.collection.name == "found there"


async def test_what_can_not_be_used_is_counted(keepers: Keepers) -> None:
    content = b'[{"title": "One"}, {"title": "one"}, {"link": "javascript:x"}, 7]'
    result = await bring(keepers, content)
    assert (result.added, result.known, result.left_out, result.no_room) == (1, 1, 2, 0)


async def test_what_finds_no_room_is_counted(keepers: Keepers) -> None:
    await keepers.collection(ONE, TWO)
    content = json.dumps([{"title": f"Film no {n}"} for n in range(MAX_STORIES + 3)]).encode()
    result = await bring(keepers, content)
    assert (result.added, result.no_room, result.collection.stories) == (
        MAX_STORIES - 2,
        5,
        MAX_STORIES,
    )


async def test_a_file_that_is_no_use_makes_no_collection(keepers: Keepers) -> None:
    await refusal(bring(keepers, b"[1]"))
    assert await keepers.collecting.shelf(FAN) == ()


async def test_at_the_bound_no_file_is_taken(keepers: Keepers) -> None:
    for number in range(MAX_COLLECTIONS):
        await keepers.collecting.create(FAN, f"Film {number}")
    assert "200 collections" in await refusal(bring(keepers, rows("https://a.example/1")))


async def test_a_story_of_a_file_has_points_where_it_was_posted(keepers: Keepers) -> None:
    story = await keepers.post(titled("Dawn", link="https://a.example/dawn"))
    await keepers.vote(story, 1, 2)
    result = await bring(keepers, rows("http://www.a.example/dawn?utm_source=x"))
    [entry] = (await keepers.page(result.collection.id, scope=scope())).entries
    assert (entry.message_id, entry.points) == (story.message_id, 2)


async def test_two_links_of_one_story_are_both_kept(keepers: Keepers) -> None:
    """Each is an article that the person chose; points are with the first."""
    links = ("https://a.example/1", "https://b.example/1")
    for link in links:
        await keepers.post(titled("x", link=link))
    await keepers.change("UPDATE article SET story_id = 1")
    result = await bring(keepers, rows(*links))
    shown = (await keepers.page(result.collection.id)).entries
    assert [entry.saved.story_id for entry in shown] == [1, None]


async def test_a_file_can_not_say_that_a_story_comes_from_the_future(keepers: Keepers) -> None:
    result = await bring(keepers, rows("https://a.example/1", saved_at="2999-01-01T00:00:00Z"))
    [entry] = (await keepers.page(result.collection.id)).entries
    assert entry.saved.saved_at == NOW


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize("saved_at", [None, "2031-01-01T00:00:00Z"])
async def test_stories_of_one_time_keep_the_order_of_the_file(
    keepers: Keepers, order: Order, saved_at: str | None
) -> None:
    stories = [{"title": name, "saved_at": saved_at} for name in "abcd"]
    content = json.dumps({"order": order.value, "stories": stories}).encode()
    result = await bring(keepers, content)
    assert await keepers.titles(result.collection.id) == ["a", "b", "c", "d"]


async def test_two_imports_at_once_make_one_collection(keepers: Keepers) -> None:
    """V63, D16."""
    content = rows("https://a.example/1", "https://a.example/2")
    results = await asyncio.gather(*(bring(keepers, content) for _ in range(5)))
    assert sum(result.added for result in results) == 2
    assert len(await keepers.collecting.shelf(FAN)) == 1


async def test_a_kind_that_is_none_is_refused(keepers: Keepers) -> None:
    made = await keepers.collection(ONE)
    assert "Markdown, CSV or JSON" in await refusal(keepers.collecting.export(FAN, made.id, "pdf"))
