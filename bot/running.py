"""Run the bot against Discord until a signal ends it."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

import aiohttp
import discord
from discord.gateway import DiscordWebSocket
from yarl import URL

from bot.app import App, open_app
from bot.domain.error import ConfigError, NewsreelError
from bot.settings import Settings, token_problem

log = logging.getLogger(__name__)

_FIRST_PAUSE = 2.0
_LONGEST_PAUSE = 300.0
_INSIST = 0.5
_TOKEN_REFUSED = 4004  # the gateway's word for it
_NO_CONNECTION = (
    aiohttp.ClientError,
    OSError,
    TimeoutError,
    discord.GatewayNotFound,
    discord.DiscordServerError,
    discord.RateLimited,
)


class DisconnectedError(Exception):
    """discord.py has closed itself and does not connect again."""


async def run(settings: Settings) -> None:
    """Run the bot until SIGINT or SIGTERM.

    Feeds are polled also while Discord can't be reached (L30). Raises ConfigError for a token
    that is missing or that Discord refuses, StorageError for a database that can't be used.
    """
    if problem := token_problem(settings.token):
        raise ConfigError(problem)
    async with open_app(settings) as app:
        gc.freeze()  # what is loaded stays for good: the collector need not look at it again
        served = asyncio.ensure_future(_serve(app, settings))
        end_on_signal(served)
        with suppress(asyncio.CancelledError):
            await served
        log.info("goodbye")


def end_on_signal(task: asyncio.Future[None]) -> None:
    """Cancel a task at SIGINT and SIGTERM, so that all that it opened is closed."""
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows: Ctrl-C arrives as KeyboardInterrupt
            loop.add_signal_handler(name, task.cancel)


async def _serve(app: App, settings: Settings) -> None:
    try:
        async with asyncio.TaskGroup() as tasks:
            for worker in app.pollers:
                tasks.create_task(worker.run())
            await _login(app.bot, settings.token.reveal())
            for worker in app.publishers:
                tasks.create_task(worker.run())
            await _connect(app.bot)
    except* DisconnectedError:
        raise NewsreelError("Discord ended the connection for good. Start the bot again.") from None
    except* discord.LoginFailure:
        raise ConfigError(
            "Discord refuses DISCORD_TOKEN. Make a new one in the Developer Portal "
            "(your application → Bot → Reset Token) and put it into .env."
        ) from None


async def _login(bot: discord.Client, token: str) -> None:
    """Log in, for as long as it takes to reach Discord."""
    pause = _FIRST_PAUSE
    while True:
        try:
            await bot.login(token)
        except _NO_CONNECTION as error:
            log.warning("Discord can't be reached", extra={"why": error, "again_in": pause})
            # discord.py makes a session at each login and closes only the last one.
            await bot.http.close()
            bot.http.connector = discord.utils.MISSING
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
        else:
            return


async def _stay_with_our_gateway(bot: discord.Client) -> None:
    """Let discord.py return to the gateway that our API names when it can't resume.

    It would go to Discord's own, past a proxy that NEWSREEL_DISCORD_API names.
    """
    _, url, _ = await bot.http.get_bot_gateway()
    DiscordWebSocket.DEFAULT_GATEWAY = URL(url)


async def insistently(work: Coroutine[Any, Any, None], *, pause: float = _INSIST) -> None:
    """Do some work that may lose its cancellation: it is cancelled until it ends.

    discord.py waits for the gateway with ``asyncio.wait_for``, which before Python 3.12 drops a
    cancellation that arrives just as the wait ends. ``pause`` is in seconds.
    """
    task = asyncio.ensure_future(work)
    try:
        await asyncio.wait([task])
    finally:
        while not task.done():
            task.cancel()
            await asyncio.wait([task], timeout=pause)
    await task


async def _connect(bot: discord.Client) -> None:
    """Keep the gateway connected; discord.py reconnects by itself once it was connected.

    Where it gives up and closes itself, whoever supervises us has to start us anew.
    """
    pause = _FIRST_PAUSE
    while not bot.is_closed():
        try:
            await _stay_with_our_gateway(bot)
            await insistently(bot.connect(reconnect=True))
        except discord.ConnectionClosed as error:
            if error.code == _TOKEN_REFUSED:
                raise discord.LoginFailure(str(error)) from error
            raise
        except _NO_CONNECTION as error:
            log.warning("the gateway can't be reached", extra={"why": error, "again_in": pause})
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
    raise DisconnectedError
