"""What Discord would call wrong is refused here too, and fails the test that sent it."""

from __future__ import annotations

import copy
import time
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.loopback import BOT_TOKEN, LoopbackDiscord, TooMany, limits
from tests.loopback.channel import Channel
from tests.loopback.faults import SEND
from tests.loopback.openapi import OpenApi

NO_PINGS = {"parse": []}


def text(content: str = "A title") -> dict[str, Any]:
    return {"type": 10, "content": content}


def button(**fields: Any) -> dict[str, Any]:
    return {"type": 2, "style": 2, "label": "Related", "custom_id": "related:1"} | fields


def link(url: str) -> dict[str, Any]:
    return {"type": 2, "style": 5, "label": "Read", "url": url}


def row(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(buttons)}


def gallery(*urls: str, description: str = "A still") -> dict[str, Any]:
    items = [{"media": {"url": url}, "description": description} for url in urls]
    return {"type": 12, "items": items}


def box(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"type": 17, "components": list(parts)}


def message(*parts: dict[str, Any], **fields: Any) -> dict[str, Any]:
    body = {"flags": 1 << 15, "components": list(parts), "allowed_mentions": NO_PINGS}
    return body | fields


STILL = "https://img.example.com/still.jpg"
GOOD = message(
    box(text(), gallery(STILL, STILL), row(button(), link("https://news.example.com/1"))),
    nonce="p1",
    enforce_nonce=True,
)
WRONG = {
    "4,001 characters in two texts": message(text("x" * 4000), text("y")),
    "41 components": message(*[text() for _ in range(41)]),
    "11 pictures": message(gallery(*[STILL] * 11)),
    "no picture": message(gallery()),
    "a description of 1,025": message(gallery(STILL, description="x" * 1025)),
    "an empty description": message(gallery(STILL, description="")),
    "a custom id of 101": message(row(button(custom_id="x" * 101))),
    "one custom id twice": message(row(button(), button())),
    "a label of 81": message(row(button(label="x" * 81))),
    "six buttons": message(row(*[button(custom_id=str(n)) for n in range(6)])),
    "an empty row": message(row()),
    "an empty container": message(box()),
    "an empty text": message(text("  ")),
    "no component": message(),
    "a button at the top": message(button()),
    "a button in a container": message(box(button())),
    "a container in a container": message(box(box(text()))),
    "a URL without scheme": message(gallery("//img.example.com/1.jpg")),
    "a data URL": message(gallery("data:image/png;base64,AAAA")),
    "a URL with a space": message(gallery("https://img.example.com/a b.jpg")),
    "a URL of 2,049": message(gallery("https://img.example.com/".ljust(2049, "x"))),
    "a link of 513": message(row(link("https://news.example.com/".ljust(513, "x")))),
    "a link with a custom id": message(row(link(STILL) | {"custom_id": "x"})),
    "a nonce of 26": message(text(), nonce="x" * 26),
    "an enforced nonce that is none": message(text(), enforce_nonce=True),
    "content beside components": message(text(), content="Hello"),
    "an embed beside components": message(text(), embeds=[{"title": "Hello"}]),
    "a picture that was not uploaded": message(gallery("attachment://still.png")),
    "nothing at all": {"content": "", "allowed_mentions": NO_PINGS},
}


@pytest.fixture
async def http(fake: LoopbackDiscord) -> AsyncIterator[aiohttp.ClientSession]:
    headers = {"Authorization": f"Bot {BOT_TOKEN}"}
    async with aiohttp.ClientSession(fake.api_url + "/", headers=headers) as session:
        yield session


@pytest.mark.parametrize("name", WRONG)
async def test_a_wrong_message_is_refused(
    fake: LoopbackDiscord, channel: Channel, http: aiohttp.ClientSession, name: str
) -> None:
    """M48."""
    async with http.post(f"channels/{channel.id}/messages", json=WRONG[name]) as answer:
        said = await answer.json()
    assert (answer.status, said["code"], channel.messages) == (400, 50035, [])
    assert fake.problems
    fake.problems.clear()


@pytest.mark.parametrize("name", [n for n in WRONG if n != "a picture that was not uploaded"])
def test_the_limits_hold_without_the_document(name: str) -> None:
    assert limits.violations(WRONG[name], new=True)


async def test_a_good_message_is_taken(
    fake: LoopbackDiscord, channel: Channel, http: aiohttp.ClientSession
) -> None:
    async with http.post(f"channels/{channel.id}/messages", json=GOOD) as answer:
        assert answer.status == 200, await answer.text()


async def test_a_message_that_could_ping_fails_the_test(
    fake: LoopbackDiscord, channel: Channel, http: aiohttp.ClientSession
) -> None:
    """S46."""
    for allowed in (None, {"parse": ["everyone"]}, {"users": ["1"]}):
        body = message(text("@everyone"), allowed_mentions=allowed)
        await http.post(f"channels/{channel.id}/messages", json=body)
    assert [problem.what for problem in fake.problems] == ["a message that could ping somebody"] * 3
    fake.problems.clear()


async def test_what_is_not_implemented_fails_the_test(
    fake: LoopbackDiscord, http: aiohttp.ClientSession
) -> None:
    async with http.get("voice/regions") as answer:
        assert answer.status == 501
    with pytest.raises(AssertionError, match="not implemented"):
        fake.assert_no_problems()
    fake.problems.clear()


async def test_a_wrong_token_is_refused(channel: Channel, fake: LoopbackDiscord) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{fake.api_url}/users/@me") as answer,
    ):
        assert answer.status == 401


async def test_a_limit_of_the_query_is_checked(
    fake: LoopbackDiscord, channel: Channel, http: aiohttp.ClientSession
) -> None:
    if fake.api is None:
        pytest.skip("Discord's OpenAPI document is not here")
    async with http.get(f"channels/{channel.id}/messages?limit=101") as answer:
        assert answer.status == 400
    fake.problems.clear()


async def test_the_sixth_message_in_five_seconds_is_told_to_wait(
    fake: LoopbackDiscord, channel: Channel, http: aiohttp.ClientSession
) -> None:
    """M52."""
    fake.buckets.strict = True
    answers = [await http.post(f"channels/{channel.id}/messages", json=GOOD) for _ in range(6)]
    assert [answer.status for answer in answers] == [200] * 5 + [429]
    assert answers[4].headers["X-RateLimit-Remaining"] == "0"
    assert 4 < (await answers[5].json())["retry_after"] <= 5
    assert fake.rate_limited == 1


async def test_a_scripted_429_says_how_long(
    fake: LoopbackDiscord, channel: Channel, http: aiohttp.ClientSession
) -> None:
    fake.faults.next(SEND, TooMany(2.0, "global"))
    async with http.post(f"channels/{channel.id}/messages", json=GOOD) as answer:
        said = await answer.json()
    assert (answer.status, said["global"], said["retry_after"]) == (429, True, 2.0)
    assert channel.messages == []


def test_a_check_is_fast() -> None:
    api = OpenApi.load()
    if api is None:
        pytest.skip("Discord's OpenAPI document is not here")
    operation = api.operation("POST", "/channels/{channel_id}/messages")
    assert operation
    body = copy.deepcopy(GOOD)
    operation.check({"channel_id": "1"}, {}, body)
    began = time.process_time()
    for _ in range(20):
        assert operation.check({"channel_id": "1"}, {}, body) == []
        assert limits.violations(body, new=True) == []
    assert (time.process_time() - began) / 20 < 0.003


async def test_our_answers_are_as_the_document_says(
    fake: LoopbackDiscord, channel: Channel, http: aiohttp.ClientSession
) -> None:
    if fake.api is None:
        pytest.skip("Discord's OpenAPI document is not here")
    fan = channel.guild.add_member("Mina")
    sent = channel.add_message(fake.world.bot, **GOOD)
    fan.react(sent, "👍")
    reel = channel.guild.add_emoji("reel")
    fan.react(sent, reel, burst=True)
    message = f"channels/{channel.id}/messages/{sent.id}"
    guild = f"guilds/{channel.guild.id}"
    asked = {
        "/users/@me": "users/@me",
        "/gateway/bot": "gateway/bot",
        "/channels/{channel_id}": f"channels/{channel.id}",
        "/channels/{channel_id}/messages": f"channels/{channel.id}/messages",
        "/channels/{channel_id}/messages/{message_id}": message,
        "/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}": (
            f"{message}/reactions/{reel}?type=1&limit=100&after=1"
        ),
        "/users/@me/guilds/{guild_id}/member": f"users/@me/{guild}/member",
        "/guilds/{guild_id}/members/{user_id}": f"{guild}/members/{fan.id}",
        "/guilds/{guild_id}/emojis": f"{guild}/emojis",
        "/guilds/{guild_id}/emojis/{emoji_id}": f"{guild}/emojis/{reel.id}",
    }
    wrong = {}
    for path, url in asked.items():
        operation = fake.api.operation("GET", path)
        async with http.get(url) as answer:
            assert operation
            wrong[path] = operation.check_answer(await answer.json())
    assert {path: found for path, found in wrong.items() if found} == {}
