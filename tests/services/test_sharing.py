from __future__ import annotations

import asyncio

import pytest

from bot.domain.error import FetchError
from bot.services.sharing import SharingPhotos
from tests.services.world import FakePhotos

A, B, C = (f"https://img.example/{name}.jpg" for name in "abc")


async def load(photos: SharingPhotos, url: str) -> int:
    return len((await photos.load(url, referer=None, max_bytes=100)).content)


async def test_picture_that_many_want_at_once_is_loaded_once() -> None:
    web = FakePhotos(sizes={A: 7})
    photos = SharingPhotos(web)
    assert await asyncio.gather(*(load(photos, A) for _ in range(5))) == [7] * 5
    assert len(web.loaded) == 1


async def test_pictures_that_were_wanted_last_are_kept() -> None:
    web = FakePhotos(sizes={A: 4, B: 4, C: 4})
    photos = SharingPhotos(web, kept=10)
    for url in (A, B, A, C, A, B):
        await load(photos, url)
    assert [url for url, _ in web.loaded] == [A, B, C, B]


async def test_picture_larger_than_all_that_is_kept_is_given_and_forgotten() -> None:
    web = FakePhotos(sizes={A: 50})
    photos = SharingPhotos(web, kept=10)
    assert [await load(photos, A), await load(photos, A)] == [50, 50]
    assert len(web.loaded) == 2


async def test_picture_that_could_not_be_loaded_is_tried_again() -> None:
    web = FakePhotos(missing={A})
    photos = SharingPhotos(web)
    for _ in range(2):
        with pytest.raises(FetchError):
            await load(photos, A)
    web.missing.clear()
    assert await load(photos, A) == 1


async def test_one_who_gives_up_leaves_the_picture_to_the_next() -> None:
    web = FakePhotos(waits={A})
    photos = SharingPhotos(web)
    first, second = (asyncio.ensure_future(load(photos, A)) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    web.waits.clear()
    assert await second == 1
