"""``newsreel check``: look at the settings, the database, the token and Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp

from bot.domain.error import DatabaseInUse, StorageError
from bot.settings import DEFAULT_USER_AGENT, Settings, token_problem
from bot.storage.database import open_database

_UNAUTHORIZED = 401
_OK = 200
_EXAMPLE = "@example.com"  # as in .env.example


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at; ``good`` is None for what is no error but worth a word."""

    subject: str
    good: bool | None
    sentence: str


async def check(settings: Settings) -> AsyncIterator[Finding]:
    """Yield what is found, one subject after the other, each problem with its remedy."""
    yield _contact(settings)
    yield await _database(settings)
    problem = token_problem(settings.token)
    yield Finding(subject="Token", good=not problem, sentence=problem or "It has the right form.")
    if not problem:
        yield await _discord(settings)


def _contact(settings: Settings) -> Finding:
    if settings.user_agent == DEFAULT_USER_AGENT or _EXAMPLE in settings.user_agent:
        return Finding(
            subject="User agent",
            good=None,
            sentence="Sites can't reach you. Put a name and an address into NEWSREEL_USER_AGENT.",
        )
    return Finding(subject="User agent", good=True, sentence=settings.user_agent)


async def _database(settings: Settings) -> Finding:
    try:
        async with open_database(settings.database) as db:
            return Finding(subject="Database", good=True, sentence=f"{db.path} can be used.")
    except DatabaseInUse:
        return Finding(
            subject="Database",
            good=None,
            sentence=f"{settings.database} is in use: the bot is running.",
        )
    except StorageError as error:
        return Finding(subject="Database", good=False, sentence=str(error))


async def _discord(settings: Settings) -> Finding:
    headers = {"Authorization": f"Bot {settings.token.reveal()}"}
    timeout = aiohttp.ClientTimeout(total=10)
    try:
        async with (
            aiohttp.ClientSession(headers=headers, timeout=timeout) as session,
            session.get(f"{settings.discord_api}/applications/@me") as answer,
        ):
            application = await answer.json() if answer.status == _OK else {}
            return _verdict(answer.status, application)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
        return Finding(
            subject="Discord",
            good=None,
            sentence="It can't be reached from here, so the token was not tried. Check your "
            "internet connection, or NEWSREEL_DISCORD_API if you set it.",
        )


def _verdict(status: int, application: dict[str, object]) -> Finding:
    if status == _UNAUTHORIZED:
        return Finding(
            subject="Discord",
            good=False,
            sentence="It refuses the token. Make a new one in the Developer Portal "
            "(your application → Bot → Reset Token).",
        )
    if status != _OK:
        return Finding(
            subject="Discord",
            good=None,
            sentence=f"It answered with status {status}. Try again in some minutes.",
        )
    return Finding(
        subject="Discord",
        good=True,
        sentence=f"The token belongs to “{application.get('name')}”. Newsreel needs no privileged "
        "intents: none have to be switched on.",
    )
