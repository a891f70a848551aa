"""The way out to the web, over real sockets."""

from __future__ import annotations

import asyncio
import gzip
import ssl
from datetime import timedelta
from pathlib import Path

import brotli
import pytest

from bot.domain.error import FetchError, Gone, RateLimited, Refused, TooLarge
from bot.services.ports import Fetcher
from tests.web.loopback import Names, SetClock, a_fetcher, redirect, reply, site

FEED = b"<rss><channel><title>Lantern Street</title></channel></rss>"


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


async def test_an_answer_is_brought_with_all_that_matters() -> None:
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/feed?a=1"] = reply(
            FEED,
            Content_Type="application/rss+xml; charset=utf-8",
            ETag='W/"7"',
            Last_Modified="Mon, 04 May 2026 12:00:00 GMT",
            X_Robots="none",
        )
        port: Fetcher = fetcher
        answer = await port.fetch(f"{here.url}/feed?a=1#top")
    assert answer.body == FEED
    assert answer.status == 200
    assert answer.url == f"{here.url}/feed?a=1#top"
    assert answer.moved_to is None
    assert answer.content_type == "application/rss+xml; charset=utf-8"
    assert answer.etag == b'W/"7"'
    assert answer.last_modified == b"Mon, 04 May 2026 12:00:00 GMT"
    assert answer.headers["x-robots"] == "none"
    assert not answer.not_modified


async def test_the_request_says_who_we_are_and_what_we_read() -> None:
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = reply(FEED)
        await fetcher.fetch(here.url)
    headers = here.headers()
    assert headers[b"user-agent"] == b"Newsreel test"
    assert headers[b"accept-encoding"] == b"gzip, deflate, br, zstd"
    assert headers[b"accept"].startswith(b"application/rss+xml")
    assert b"if-none-match" not in headers
    assert b"if-modified-since" not in headers


@pytest.mark.parametrize(
    "etag", [b'"abc"', b'W/"a b\\c"', b'abc-gzip"', 'W/"카드"'.encode(), b'"\t~!@#$%^&*()"']
)
async def test_validators_go_back_byte_for_byte(etag: bytes) -> None:
    modified = b"Mon, 4 May 2026 12:00:00 +0200 (local)"
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = reply(FEED, ETag=etag, Last_Modified=modified)
        first = await fetcher.fetch(here.url)
        await fetcher.fetch(here.url, etag=first.etag, last_modified=first.last_modified)
    assert here.headers()[b"if-none-match"] == etag
    assert here.headers()[b"if-modified-since"] == modified


@pytest.mark.parametrize("etag", [b'"caf\xe9"', b'"a\r\nX-Injected: 1"', b""])
async def test_a_validator_that_can_not_go_back_unchanged_is_left_out(etag: bytes) -> None:
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = reply(FEED)
        await fetcher.fetch(here.url, etag=etag)
    assert b"if-none-match" not in here.headers()
    assert b"x-injected" not in here.headers()


async def test_an_etag_in_latin_1_is_kept_as_it_came() -> None:
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = reply(FEED, ETag=b'"caf\xe9"')
        assert (await fetcher.fetch(here.url)).etag == b'"caf\xe9"'


async def test_304_brings_no_body() -> None:
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = reply(b"", status=304, ETag='"2"')
        answer = await fetcher.fetch(here.url, etag=b'"1"')
    assert answer.not_modified
    assert answer.body == b""
    assert answer.etag == b'"2"'


async def test_304_to_a_full_get_is_a_failure() -> None:
    """S42: nothing was asked, so that there is nothing that did not change."""
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = reply(b"", status=304)
        with pytest.raises(FetchError, match="304"):
            await fetcher.fetch(here.url)


@pytest.mark.parametrize(
    ("coding", "body"),
    [("gzip", gzip.compress(FEED)), ("br", brotli.compress(FEED)), ("gzip", FEED)],
)
async def test_a_compressed_body_is_read_also_if_it_only_claims_to_be(
    coding: str, body: bytes
) -> None:
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = reply(body, Content_Encoding=coding)
        assert (await fetcher.fetch(here.url)).body == FEED


@pytest.mark.parametrize(
    ("coding", "broken"),
    [
        ("gzip", gzip.compress(FEED)[:-9]),
        ("br", brotli.compress(FEED)[:-3]),
        ("zstd", b"\x28\xb5\x2f\xfd?"),
    ],
)
async def test_after_a_broken_stream_the_next_try_works(coding: str, broken: bytes) -> None:
    """S39"""
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = [reply(broken, Content_Encoding=coding), reply(FEED)]
        with pytest.raises(FetchError, match="broken or cut off"):
            await fetcher.fetch(here.url)
        assert (await fetcher.fetch(here.url)).body == FEED


async def test_410_is_gone() -> None:
    """S33"""
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = reply(status=410)
        with pytest.raises(Gone, match="410 Gone") as caught:
            await fetcher.fetch(here.url)
    assert caught.value.status == 410


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (400, "400 Bad Request"),
        (404, "404 Not Found"),
        (418, "418"),
        (500, "500"),
        (599, "599"),
        (300, "300"),
        (302, "302 Found"),
    ],
)
async def test_any_other_status_is_a_failure_that_names_it(status: int, says: str) -> None:
    """S33, S35"""
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = reply(status=status)
        with pytest.raises(
            FetchError, match=f"^127.0.0.1:{here.port} answered with {says}"
        ) as caught:
            await fetcher.fetch(here.url)
    assert type(caught.value) is FetchError
    assert caught.value.status == status


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("value", ["600", "Mon, 04 May 2026 12:10:00 GMT"])
async def test_retry_after_is_told_and_kept(status: int, value: str) -> None:
    """S34: also for the other feeds of the host, without asking it."""
    clock = SetClock()
    async with site() as here, a_fetcher(clock) as fetcher:
        here.answers["/a"] = reply(status=status, Retry_After=value)
        here.answers["/b"] = reply(FEED)
        with pytest.raises(RateLimited) as first:
            await fetcher.fetch(f"{here.url}/a")
        with pytest.raises(RateLimited) as second:
            await fetcher.fetch(f"{here.url}/b")
        clock.go(timedelta(minutes=10))
        assert (await fetcher.fetch(f"{here.url}/b")).body == FEED
    assert first.value.status == status
    assert first.value.retry_after == second.value.retry_after == timedelta(minutes=10)
    assert here.paths == ["/a", "/b"]


async def test_503_without_retry_after_holds_nobody_up() -> None:
    """S34"""
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = [reply(status=503), reply(FEED)]
        with pytest.raises(RateLimited) as caught:
            await fetcher.fetch(here.url)
        assert caught.value.retry_after is None
        assert (await fetcher.fetch(here.url)).body == FEED


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [
        ([301], True),
        ([308], True),
        ([301, 308], True),
        ([302], False),
        ([303], False),
        ([307], False),
        ([301, 302], False),
        ([302, 301], False),
    ],
)
async def test_an_address_moved_only_if_each_redirect_is_permanent(
    statuses: list[int], moved: bool
) -> None:
    """D13"""
    async with site() as here, a_fetcher() as fetcher:
        for number, status in enumerate(statuses):
            here.answers[f"/{number}"] = redirect(f"/{number + 1}", status)
        last = f"/{len(statuses)}"
        here.answers[last] = reply(FEED)
        answer = await fetcher.fetch(f"{here.url}/0", etag=b'"1"')
    assert answer.url == f"{here.url}{last}"
    assert answer.moved_to == (answer.url if moved else None)
    assert here.headers()[b"if-none-match"] == b'"1"'


async def test_a_moved_feed_that_did_not_change_has_moved_all_the_same() -> None:
    """D13"""
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = redirect("/new")
        here.answers["/new"] = reply(b"", status=304)
        answer = await fetcher.fetch(here.url, etag=b'"1"')
    assert answer.not_modified
    assert answer.moved_to == f"{here.url}/new"


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("new", "/old/new"),
        ("/new#top", "/new"),
        ("?b=2", "/old/?b=2"),
        ("/카드", "/%EC%B9%B4%EB%93%9C"),
        (b"/caf\xe9?a=%20", "/caf%E9?a=%20"),
        ("/a b", "/a%20b"),
    ],
)
async def test_a_redirect_is_followed_however_it_is_written(
    location: str | bytes, path: str
) -> None:
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/old/"] = redirect(location)
        here.answers[path] = reply(FEED)
        assert (await fetcher.fetch(f"{here.url}/old/")).url == f"{here.url}{path}"


async def test_a_redirect_to_what_is_no_address_is_a_failure() -> None:
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = redirect("http://[::1")
        with pytest.raises(FetchError, match="redirects to what is no web address"):
            await fetcher.fetch(here.url)


async def test_a_redirect_to_a_private_address_is_refused_and_not_asked() -> None:
    """D13, S44"""
    async with site() as here, site("127.0.0.2") as inner, a_fetcher() as fetcher:
        here.answers["/"] = redirect(inner.url)
        with pytest.raises(Refused):
            await fetcher.fetch(here.url)
    assert inner.connections == 0


async def test_redirects_in_a_circle_end() -> None:
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/a"] = redirect("/b")
        here.answers["/b"] = redirect("/a")
        with pytest.raises(FetchError, match="in a circle"):
            await fetcher.fetch(f"{here.url}/a")
    assert here.paths == ["/a", "/b"]


@pytest.mark.parametrize(("hops", "arrives"), [(5, True), (6, False)])
async def test_five_redirects_are_the_most(hops: int, arrives: bool) -> None:
    async with site() as here, a_fetcher() as fetcher:
        for number in range(hops):
            here.answers[f"/{number}"] = redirect(f"/{number + 1}")
        here.answers[f"/{hops}"] = reply(FEED)
        if arrives:
            assert (await fetcher.fetch(f"{here.url}/0")).body == FEED
        else:
            with pytest.raises(FetchError, match="more than 5 times"):
                await fetcher.fetch(f"{here.url}/0")


async def test_each_hop_waits_for_its_turn_at_the_host() -> None:
    async with site() as here, a_fetcher(pause=seconds(0.05)) as fetcher:
        here.answers["/"] = redirect("/new")
        here.answers["/new"] = reply(FEED)
        began = asyncio.get_running_loop().time()
        await fetcher.fetch(here.url)
        assert asyncio.get_running_loop().time() - began >= 0.05


async def test_time_in_the_queue_is_not_time_on_the_network() -> None:
    async with site() as here, a_fetcher(pause=seconds(0.2), timeout=seconds(0.3)) as fetcher:
        here.answers["/"] = reply(FEED)
        answers = await asyncio.gather(*(fetcher.fetch(here.url) for _ in range(4)))
    assert len(answers) == 4


async def test_there_are_no_more_requests_at_a_time_than_wanted() -> None:
    running = most = 0

    async def count(writer: asyncio.StreamWriter) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.02)
        running -= 1
        writer.write(reply(FEED))

    names = Names(**{f"n{number}": [["127.0.0.1"]] for number in range(6)})
    async with site() as here, a_fetcher(resolver=names, concurrency=2) as fetcher:
        here.answers["/"] = count
        urls = [f"http://n{number}.test:{here.port}/" for number in range(6)]
        await asyncio.gather(*map(fetcher.fetch, urls))
    assert most == 2


async def test_cookies_are_not_kept() -> None:
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = reply(FEED, Set_Cookie="reader=1")
        await fetcher.fetch(here.url)
        await fetcher.fetch(here.url)
    assert b"cookie" not in here.headers()


async def drip(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        writer.write(b"<")
        await writer.drain()
        await asyncio.sleep(0.02)


async def silent(writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(5)


async def endless(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        writer.write(b"<" * 65536)
        await writer.drain()


@pytest.mark.parametrize("answer", [drip, silent])
async def test_an_answer_that_does_not_end_is_cut_in_time(answer: object) -> None:
    """S40"""
    async with site() as here, a_fetcher(timeout=seconds(0.2)) as fetcher:
        here.answers["/"] = answer  # type: ignore[assignment]
        with pytest.raises(FetchError, match=r"did not answer within 0\.2 seconds"):
            await fetcher.fetch(here.url)


async def test_the_time_is_for_all_redirects_together() -> None:
    """S40"""

    async def late(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.15)
        writer.write(redirect(f"/{len(here.requests)}"))

    async with site() as here, a_fetcher(timeout=seconds(0.4)) as fetcher:
        here.answers.update({f"/{number}": late for number in range(9)})
        with pytest.raises(FetchError, match="did not answer within"):
            await fetcher.fetch(f"{here.url}/0")


async def test_an_endless_body_is_cut_at_the_cap() -> None:
    """S40"""
    async with site() as here, a_fetcher(max_bytes=200_000) as fetcher:
        here.answers["/"] = endless
        with pytest.raises(TooLarge):
            await fetcher.fetch(here.url)


async def test_a_body_that_announces_to_be_too_large_is_not_read() -> None:
    """S40"""

    async def announce(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 52428800\r\n\r\n")
        await asyncio.sleep(5)

    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = announce
        with pytest.raises(TooLarge, match="larger than 10 MB"):
            await fetcher.fetch(here.url)


async def test_a_bomb_is_cut_at_the_cap() -> None:
    """S40"""
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = reply(gzip.compress(bytes(50 * 2**20)), Content_Encoding="gzip")
        with pytest.raises(TooLarge):
            await fetcher.fetch(here.url)


async def test_one_fetch_may_have_a_cap_and_a_wish_of_its_own() -> None:
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = reply(bytes(11))
        with pytest.raises(TooLarge):
            await fetcher.fetch(here.url, max_bytes=10, accept="image/png")
    assert here.headers()[b"accept"] == b"image/png"


async def test_redirects_and_errors_are_not_read() -> None:
    """S40"""
    async with site() as here, a_fetcher(timeout=seconds(2)) as fetcher:
        here.answers["/"] = endless_redirect
        here.answers["/new"] = reply(FEED)
        assert (await fetcher.fetch(here.url)).body == FEED


async def endless_redirect(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 302 Found\r\nLocation: /new\r\n\r\n")
    while True:
        writer.write(b"<" * 65536)
        await writer.drain()


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (b"", "broke off its answer"),
        (b"SSH-2.0-OpenSSH\r\n\r\n", "did not answer in proper HTTP"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n<rss", "broke off its answer"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "answer"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 99_999 + b"\r\n\r\n", "did not answer in proper HTTP"),
    ],
)
async def test_what_is_no_answer_is_a_failure_with_a_sentence(answer: bytes, says: str) -> None:
    """S41"""
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = answer
        with pytest.raises(FetchError, match=says) as caught:
            await fetcher.fetch(here.url)
    assert str(caught.value).startswith(f"127.0.0.1:{here.port} ")


async def test_a_port_where_nobody_listens_is_a_failure_with_a_sentence() -> None:
    async with site() as here:
        pass
    async with a_fetcher() as fetcher:
        with pytest.raises(FetchError, match=r"can't be reached\.$"):
            await fetcher.fetch(here.url)


async def test_https_where_there_is_none_is_a_failure_with_a_sentence() -> None:
    async with site() as here, a_fetcher() as fetcher:
        with pytest.raises(FetchError, match=r"offers no secure connection\.$"):
            await fetcher.fetch(here.url.replace("http:", "https:"))


async def test_a_certificate_that_nobody_vouches_for_is_a_failure_with_a_sentence() -> None:
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(Path(__file__).with_name("untrusted.pem"))
    async with site(tls=tls) as here, a_fetcher() as fetcher:
        with pytest.raises(FetchError, match=r"has a certificate that is not valid\.$"):
            await fetcher.fetch(here.url.replace("http:", "https:"))
    assert here.requests == []


@pytest.mark.parametrize(
    "name", ["missing.test", f"{'a' * 64}.test", f"{'a.' * 200}test", "a..test"]
)
async def test_a_name_that_is_not_known_is_a_failure_with_a_sentence(name: str) -> None:
    """S41"""
    async with a_fetcher(resolver=Names()) as fetcher:
        with pytest.raises(FetchError, match=r"was not found|no valid"):
            await fetcher.fetch(f"http://{name}/")


async def test_long_headers_are_read() -> None:
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = reply(FEED, Content_Security_Policy="x" * 20_000)
        assert (await fetcher.fetch(here.url)).body == FEED


async def test_headers_in_any_bytes_are_text() -> None:
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = reply(FEED, X_Name=b"caf\xe9", Content_Type=b"text/xml; x=\xff")
        answer = await fetcher.fetch(here.url)
    assert answer.headers["x-name"].encode()
    assert answer.content_type == "text/xml; x=\ufffd"


async def test_a_fetcher_that_is_not_open_says_so() -> None:
    with pytest.raises(RuntimeError, match="async with"):
        await a_fetcher().fetch("http://127.0.0.1:8000/")
