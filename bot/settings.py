"""Settings from the environment and ``.env``; all that is wrong is reported together."""

from __future__ import annotations

import base64
import binascii
import ipaddress
import logging
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from dotenv import dotenv_values

from bot import __version__
from bot.domain.error import ConfigError

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
T = TypeVar("T")

DEFAULT_USER_AGENT = f"Newsreel/{__version__} (Discord film-news bot; contact not set)"
DEFAULT_DATABASE = Path("data/newsreel.db")
DEFAULT_DISCORD_API = "https://discord.com/api/v10"


class Secret:
    """A text that shows itself only when asked by name, never in a log or a traceback."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the text itself."""
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __repr__(self) -> str:
        return "Secret(…)"

    __str__ = __repr__


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that a self-hoster can choose.

    ``poll_concurrency`` is how many feeds are fetched at the same time, ``parse_workers`` how many
    processes read them, ``parse_seconds`` and ``parse_megabytes`` what one reading may take.
    ``host_pause`` is the time between two requests to one host, ``recount_reach`` how old posts may
    be whose votes are compared with Discord's after a gap.
    """

    token: Secret = field(default_factory=lambda: Secret(""))
    database: Path = DEFAULT_DATABASE
    user_agent: str = DEFAULT_USER_AGENT
    log_level: str = "INFO"
    log_format: str = "text"
    allowed_networks: tuple[Network, ...] = ()
    poll_concurrency: int = 8
    parse_workers: int = 1
    parse_seconds: int = 10
    parse_megabytes: int = 512
    max_age: timedelta = timedelta(days=3)
    recount_reach: timedelta = timedelta(days=14)
    host_pause: timedelta = timedelta(seconds=1)
    discord_api: str = DEFAULT_DISCORD_API


def load_settings(
    environment: Mapping[str, str] | None = None, *, file: Path | None = None
) -> Settings:
    """Read the settings; the environment wins over the file.

    ``environment`` is the process's own if not given, ``file`` is ``.env`` in the working folder.
    Raises ConfigError, with a line for each setting that can't be used.
    """
    values = _values(os.environ if environment is None else environment, file or Path(".env"))
    read = _Reading(values)
    settings = Settings(
        token=Secret(values.get("DISCORD_TOKEN", "").strip()),
        database=read("NEWSREEL_DATABASE", DEFAULT_DATABASE, Path),
        user_agent=read("NEWSREEL_USER_AGENT", DEFAULT_USER_AGENT, _header),
        log_level=read("NEWSREEL_LOG_LEVEL", "INFO", _level),
        log_format=read("NEWSREEL_LOG_FORMAT", "text", _one_of("text", "json")),
        allowed_networks=read("NEWSREEL_ALLOWED_NETWORKS", (), _networks),
        poll_concurrency=read("NEWSREEL_POLL_CONCURRENCY", 8, _number(1, 64)),
        parse_workers=read("NEWSREEL_PARSE_WORKERS", 1, _number(1, 16)),
        parse_seconds=read("NEWSREEL_PARSE_SECONDS", 10, _number(1, 120)),
        parse_megabytes=read("NEWSREEL_PARSE_MEGABYTES", 512, _number(128, 16_384)),
        max_age=read("NEWSREEL_MAX_AGE_DAYS", timedelta(days=3), _days(1, 365)),
        recount_reach=read("NEWSREEL_RECOUNT_DAYS", timedelta(days=14), _days(1, 365)),
        host_pause=read("NEWSREEL_HOST_PAUSE", timedelta(seconds=1), _seconds(0, 60)),
        discord_api=read("NEWSREEL_DISCORD_API", DEFAULT_DISCORD_API, _url),
    )
    if read.problems:
        raise ConfigError("\n".join(read.problems))
    return settings


def token_problem(token: Secret) -> str | None:
    """Say what is wrong with the form of a bot token, or None.

    A token is three parts with dots between them; the first is the bot's id in Base64. Only the
    form is looked at, and no part of the token is repeated.
    """
    if not token:
        return (
            "DISCORD_TOKEN is not set. Copy .env.example to .env and put your bot's token there "
            "(Discord Developer Portal → your application → Bot → Reset Token)."
        )
    parts = token.reveal().split(".")
    if len(parts) != 3 or not all(re.fullmatch(r"[\w-]+", part) for part in parts):  # noqa: PLR2004
        return (
            "DISCORD_TOKEN does not look like a bot token: it has three parts with dots between "
            "them. The client secret and the public key are something else."
        )
    try:
        user_id = base64.urlsafe_b64decode(parts[0] + "=" * (-len(parts[0]) % 4)).decode("ascii")
    except (binascii.Error, ValueError):
        user_id = ""
    if not user_id.isdigit():
        return "DISCORD_TOKEN does not begin with a bot's id: was a part lost in copying?"
    return None


def _values(environment: Mapping[str, str], file: Path) -> dict[str, str]:
    try:
        from_file = dotenv_values(file) if file.is_file() else {}
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file} can't be read: {error}. Save it as plain UTF-8 text.") from None
    values = {name: value for name, value in from_file.items() if value is not None}
    return values | dict(environment)


class _Reading:
    """Read settings one by one and collect what is wrong with them."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self.problems: list[str] = []

    def __call__(self, name: str, default: T, read: Callable[[str], T]) -> T:
        text = self._values.get(name, "").strip()
        if not text:
            return default
        try:
            return read(text)
        except ValueError as error:
            self.problems.append(f"{name} is {text!r}: {error}")
            return default


def _header(text: str) -> str:
    if not text.isprintable() or not text.isascii():
        raise ValueError(
            "it may only hold printable ASCII characters, as it is sent with each request."
        )
    return text


def _level(text: str) -> str:
    level = text.upper()
    if level not in logging.getLevelNamesMapping():
        raise ValueError("choose DEBUG, INFO, WARNING or ERROR.")
    return level


def _one_of(*choices: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.lower() not in choices:
            raise ValueError(f"choose {' or '.join(choices)}.")
        return text.lower()

    return read


def _number(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
            raise ValueError(f"give a whole number from {low} to {high}.")
        return int(text)

    return read


def _days(low: int, high: int) -> Callable[[str], timedelta]:
    number = _number(low, high)
    return lambda text: timedelta(days=number(text))


def _seconds(low: float, high: float) -> Callable[[str], timedelta]:
    def read(text: str) -> timedelta:
        try:
            seconds = float(text)
        except ValueError:
            seconds = -1
        if not low <= seconds <= high:
            raise ValueError(f"give a number of seconds from {low:g} to {high:g}.")
        return timedelta(seconds=seconds)

    return read


def _networks(text: str) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(part) for part in re.split(r"[\s,]+", text) if part)
    except ValueError as error:
        raise ValueError(
            f"{error}. Write networks such as 192.168.1.0/24, with commas between."
        ) from None


def _url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("give an address that begins with https:// or http://.")
    return text.rstrip("/")
