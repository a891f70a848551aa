"""Looks at photos, over real sockets."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.domain.error import FetchError, ParseError, TooLarge
from bot.domain.picture_check import UNSEEN, Kind, Look, Verdict, verdict
from bot.web.fetcher import HttpFetcher
from bot.web.photo_loader import PhotoLoader
from bot.web.reader import InlineReader
from tests.web.loopback import SetClock, Site, a_fetcher, redirect, reply, seconds, site
from tests.web.pictures import SVG, WALL, picture, ranged

PICTURE = picture()
LARGE = picture(1600, 1200, quality=95)
NO_RANGE = reply(LARGE, Content_Type="image/jpeg")


@asynccontextmanager
async def loader(web: HttpFetcher | None = None, **settings: object) -> AsyncIterator[PhotoLoader]:
    clock = SetClock()
    async with web or a_fetcher(clock) as fetcher:
        yield PhotoLoader(fetcher, InlineReader(), clock=clock, **settings)  # type: ignore[arg-type]


@pytest.fixture
async def here() -> AsyncIterator[Site]:
    async with site() as running:
        yield running


async def look_at(here: Site, answer: object, *, referer: str | None = None) -> Look:
    here.answers["/a.jpg"] = answer  # type: ignore[assignment]
    async with loader(timeout=seconds(1)) as photos:
        return await photos.look(f"{here.url}/a.jpg", referer=referer)


async def endless(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n" + LARGE)
    while True:
        writer.write(b"\0" * 65_536)
        await writer.drain()


async def silent(writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(10)


async def dripping(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    for byte in LARGE:
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(0.1)


async def broken_off(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + LARGE[:50])


def headed(*segments: bytes) -> bytes:
    """Return the large picture behind segments of 64 KB, as cameras write their notes."""
    return LARGE[:2] + b"".join(b"\xff\xe2\xff\xff" + s.ljust(65_533) for s in segments) + LARGE[2:]


SEEN = Look(status=200, kind=Kind.JPEG, width=1600, height=1200)


@pytest.mark.parametrize(
    ("answer", "seen"),
    [
        (NO_RANGE, SEEN),
        (endless, SEEN),
        (ranged(LARGE), Look(status=206, kind=Kind.JPEG, width=1600, height=1200)),
        (reply(LARGE, Content_Type="text/html"), SEEN),
        (reply(gzip.compress(LARGE), Content_Encoding="gzip"), SEEN),
        (reply(PICTURE), Look(status=200, kind=Kind.JPEG, width=640, height=360, whole=True)),
        (ranged(PICTURE), Look(status=206, kind=Kind.JPEG, width=640, height=360, whole=True)),
        (
            reply(picture(flat="white")),
            Look(status=200, kind=Kind.JPEG, width=640, height=360, whole=True, blank=True),
        ),
        (reply(PICTURE[:150]), Look(status=200, kind=Kind.JPEG, whole=True)),
        (reply(SVG, Content_Type="image/jpeg"), Look(status=200, kind=Kind.SVG, whole=True)),
        (reply(WALL, Content_Type="image/jpeg"), Look(status=200, kind=Kind.HTML, whole=True)),
        (reply(b""), Look(status=200, kind=Kind.OTHER, whole=True)),
        (reply(WALL, status=404), Look(status=404)),
        (reply(WALL, status=403), Look(status=403)),
        (reply(b"", status=503, Retry_After="60"), Look(status=503)),
        (redirect("/b.jpg"), SEEN),
        (redirect("http://169.254.169.254/latest/meta-data/a.jpg"), Look(forbidden=True)),
        (redirect("http://user@127.0.0.1/a.jpg"), Look(forbidden=True)),
        (redirect("/a.jpg"), UNSEEN),
        (silent, UNSEEN),
        (dripping, UNSEEN),
        (broken_off, UNSEEN),
    ],
)
async def test_look(here: Site, answer: object, seen: Look) -> None:
    """M49, S44."""
    here.answers["/b.jpg"] = NO_RANGE
    assert await look_at(here, answer) == seen


async def test_only_the_first_bytes_are_asked_for(here: Site) -> None:
    await look_at(here, ranged(LARGE))
    asked = here.headers()
    assert (asked[b"range"], asked[b"accept-encoding"]) == (b"bytes=0-65535", b"identity")
    assert b"image/avif" not in asked[b"accept"]


@pytest.mark.parametrize("wide", [ranged(headed(b"notes"), 256 * 1024), reply(headed(b"notes"))])
async def test_more_is_read_where_the_size_stands_behind_notes(here: Site, wide: bytes) -> None:
    seen = await look_at(here, [ranged(headed(b"notes")), wide])
    assert (seen.kind, seen.width, seen.height) == (Kind.JPEG, 1600, 1200)
    assert len(here.requests) == 2


MIDDLE = (
    b"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 900-1899/9000\r\n\r\n" + LARGE[900:1900]
)


@pytest.mark.parametrize("first", [reply(b"", status=416), MIDDLE])
async def test_server_that_cannot_give_the_first_bytes_is_asked_for_all(
    here: Site, first: bytes
) -> None:
    assert await look_at(here, [first, NO_RANGE]) == SEEN
    assert b"range" not in here.headers()


@pytest.mark.parametrize("answer", [reply(b"", status=416), MIDDLE])
async def test_server_that_never_gives_the_first_bytes_tells_nothing(
    here: Site, answer: bytes
) -> None:
    assert await look_at(here, answer) == UNSEEN


async def test_photo_whose_size_stands_nowhere_near_its_start_is_shown(here: Site) -> None:
    seen = await look_at(here, reply(headed(*[b"notes"] * 5)))
    assert verdict(seen) is Verdict.SHOWN


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/a.jpg",
        "http://10.0.0.1/a.jpg",
        "http://[::ffff:169.254.1.1]/a.jpg",
        "http://2130706433/a.jpg",
        "http://news.example:22/a.jpg",
        "file:///etc/passwd",
    ],
)
async def test_photo_inside_is_never_asked_for(url: str) -> None:
    """S44."""
    async with loader() as photos:
        assert await photos.look(url) == Look(forbidden=True)


@pytest.mark.parametrize("referer", [None, "https://news.example/story"])
async def test_page_is_named_only_where_it_was_given(here: Site, referer: str | None) -> None:
    await look_at(here, reply(PICTURE), referer=referer)
    assert here.headers().get(b"referer") == (referer and referer.encode())


async def test_host_that_asked_for_a_pause_is_not_asked(here: Site) -> None:
    """S34."""
    here.answers["/a.jpg"] = reply(b"", status=429, Retry_After="60")
    here.answers["/b.jpg"] = reply(PICTURE)
    async with loader() as photos:
        await photos.look(f"{here.url}/a.jpg")
        assert await photos.look(f"{here.url}/b.jpg") == Look(status=429)
    assert here.paths == ["/a.jpg"]


async def test_photos_of_one_host_are_asked_side_by_side_up_to_a_number(here: Site) -> None:
    busy = most = 0

    async def slow(writer: asyncio.StreamWriter) -> None:
        nonlocal busy, most
        busy += 1
        most = max(most, busy)
        await asyncio.sleep(0.03)
        busy -= 1
        writer.write(reply(PICTURE))

    here.answers = {f"/{n}.jpg": slow for n in range(12)}
    async with loader(per_host=4) as photos:
        looks = await asyncio.gather(*(photos.look(f"{here.url}/{n}.jpg") for n in range(12)))
    assert [look.width for look in looks] == [640] * 12
    assert most == 4


async def test_whole_picture_is_loaded(here: Site) -> None:
    here.answers["/a.jpg"] = reply(LARGE, Content_Type="text/plain")
    async with loader() as photos:
        found = await photos.load(f"{here.url}/a.jpg", referer=None, max_bytes=2**22)
    assert (found.suffix, found.content) == ("jpg", LARGE)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (reply(LARGE), TooLarge),
        (reply(WALL), ParseError),
        (reply(SVG), ParseError),
        (reply(picture(20, 20)), ParseError),
        (reply(picture(flat="white")), ParseError),
        (reply(b"", status=404), FetchError),
        (redirect("http://10.0.0.1/a.jpg"), FetchError),
        (broken_off, FetchError),
    ],
)
async def test_what_is_no_picture_is_not_loaded(
    here: Site, answer: object, error: type[Exception]
) -> None:
    here.answers["/a.jpg"] = answer  # type: ignore[assignment]
    async with loader() as photos:
        with pytest.raises(error):
            await photos.load(f"{here.url}/a.jpg", max_bytes=50_000)
