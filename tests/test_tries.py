"""discord.py's own tries, over real sockets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import discord
import pytest
from aiohttp import web
from aiohttp.client_reqrep import ConnectionKey

from bot.domain.error import Malformed, Uncertain, Unreachable
from bot.tries import RepeatRefused, tries_trace, watch_tries
from cogs._ui.refusal import translate


async def ask(url: str, times: int = 1) -> bool:
    """Post ``times`` times as one call does, and tell whether any may have been accepted."""
    async with aiohttp.ClientSession(trace_configs=[tries_trace()]) as session:
        with watch_tries() as tries:
            for _ in range(times):
                try:
                    async with session.post(url, json={}) as answer:
                        await answer.read()
                except aiohttp.ClientError:
                    pass
        return tries.maybe_accepted


@pytest.fixture
async def server() -> AsyncIterator[str]:
    async def answer(request: web.Request) -> web.Response:
        how = request.match_info["how"]
        if how == "drop":
            assert request.transport is not None
            request.transport.abort()
            await asyncio.sleep(0)
        return web.Response(status=int(how) if how.isdigit() else 200)

    app = web.Application()
    app.router.add_post("/{how}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest.mark.parametrize(
    ("how", "maybe"), [("502", True), ("drop", True), ("429", False), ("400", False)]
)
async def test_lost_answers_are_told_from_refusals(server: str, how: str, maybe: bool):
    """D9."""
    assert await ask(f"{server}/{how}") is maybe


async def test_refused_connection_was_certainly_not_accepted():
    """L30."""
    assert await ask("http://127.0.0.1:1/") is False


def test_connection_refused_after_a_lost_answer_is_uncertain():
    """D9: the first try may have made the message."""
    key = ConnectionKey("discord.test", 443, True, True, None, None, None)
    error = aiohttp.ClientConnectorError(key, OSError(111, "refused"))
    assert isinstance(translate(error, maybe_accepted=True), Uncertain)
    assert isinstance(translate(error), Unreachable)


def test_rate_limit_says_how_long_to_wait():
    """L23, M52."""
    meant = translate(discord.RateLimited(90.0))
    assert isinstance(meant, Unreachable)
    assert meant.retry_after is not None
    assert meant.retry_after.total_seconds() == 90


def test_malformed_is_sure_whatever_happened_before():
    """L23."""

    class Answer:
        status, reason, headers = 400, "Bad Request", {}

    error = discord.HTTPException(Answer(), {"code": 50035, "message": "Invalid Form Body"})  # type: ignore[arg-type]
    assert isinstance(translate(error, maybe_accepted=True), Malformed)


def test_silence_is_uncertain():
    """D9."""
    assert isinstance(translate(TimeoutError()), Uncertain)


async def test_call_without_a_nonce_is_not_repeated_once_it_may_have_been_accepted(server: str):
    """D9: a refusal is no reason to stop, a lost answer is."""
    async with aiohttp.ClientSession(trace_configs=[tries_trace()]) as session:
        with watch_tries(once=True):
            for how in ("429", "502"):
                (await session.post(f"{server}/{how}")).close()
            with pytest.raises(RepeatRefused):
                await session.post(f"{server}/200")


def test_refused_repeat_is_uncertain():
    """D9."""
    assert isinstance(translate(RepeatRefused(), maybe_accepted=True), Uncertain)
