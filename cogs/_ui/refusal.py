"""What Discord's errors mean for a post: the border between discord.py's errors and ours."""

from __future__ import annotations

from datetime import timedelta

import aiohttp
import discord

from bot.domain.error import (
    ChannelGone,
    DeliveryError,
    Forbidden,
    Malformed,
    Uncertain,
    Unreachable,
)
from bot.domain.text import cut

UNKNOWN_CHANNEL = 10003
UNKNOWN_MESSAGE = 10008
UNKNOWN_EMOJI = 10014

# What a call to Discord can raise; all else is a bug of ours. TimeoutError is an OSError.
CALL_ERRORS = (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError)

_THREAD_ARCHIVED = 50083
_NO_TEXT_CHANNEL = (50008, 50024)  # to a forum, of which the gateway is to tell us first
_NEEDS_TAG = 40067  # a forum demands a tag, and has none that we may use
_OLD_EDITS = 30046  # too many edits of messages that are older than an hour (M52)
_OLD_EDITS_PAUSE = timedelta(minutes=10)
_MAX_SENTENCE = 300
_BAD_REQUEST, _FORBIDDEN, _NOT_FOUND, _TOO_LARGE = 400, 403, 404, 413
_TOO_MANY, _SERVER_ERROR = 429, 500


def translate(error: Exception, *, maybe_accepted: bool = False) -> DeliveryError:
    """Return the DeliveryError that says what became of a message.

    ``maybe_accepted`` tells that an earlier try of the same call got no clear answer; then only
    "malformed" is still sure, since every try was (D9).
    """
    meant = _meaning(error)
    if maybe_accepted and not isinstance(meant, Malformed):
        return Uncertain(f"no clear answer, then: {meant}")
    return meant


def translate_harmless(error: Exception) -> DeliveryError:
    """Do as ``translate`` for a call that may be repeated: it is never uncertain."""
    meant = _meaning(error)
    return Unreachable(str(meant)) if isinstance(meant, Uncertain) else meant


def _meaning(error: Exception) -> DeliveryError:
    if isinstance(error, discord.RateLimited):
        return Unreachable("rate limited", retry_after=timedelta(seconds=error.retry_after))
    if isinstance(error, discord.HTTPException):
        return _answer(error)
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return Unreachable(f"no connection to Discord: {error}")
    return Uncertain(f"the connection broke: {type(error).__name__}")


def _answer(error: discord.HTTPException) -> DeliveryError:
    sentence = f"{error.status} ({error.code}): {cut(' '.join(error.text.split()), _MAX_SENTENCE)}"
    if error.status >= _SERVER_ERROR:
        return Uncertain(sentence)
    if error.code == _OLD_EDITS:
        return Unreachable(sentence, retry_after=_retry_after(error) or _OLD_EDITS_PAUSE)
    if error.status == _FORBIDDEN or error.code in (_THREAD_ARCHIVED, _NEEDS_TAG):
        # A refusal without Discord's own code comes from the network in front of it.
        return Forbidden(sentence) if error.code else Unreachable(sentence)
    if error.status == _NOT_FOUND and error.code:  # code 0 is an address that leads nowhere
        return ChannelGone(sentence)
    if error.status in (_BAD_REQUEST, _TOO_LARGE) and _is_discords(error):
        return Unreachable(sentence) if error.code in _NO_TEXT_CHANNEL else Malformed(sentence)
    return Unreachable(sentence, retry_after=_retry_after(error))


def _is_discords(error: discord.HTTPException) -> bool:
    """Tell whether Discord itself says so: what stands before it answers with a web page."""
    return bool(error.code) or "json" in error.response.headers.get("Content-Type", "")


def _retry_after(error: discord.HTTPException) -> timedelta | None:
    if error.status != _TOO_MANY:
        return None
    try:
        return timedelta(seconds=float(error.response.headers["Retry-After"]))
    except (KeyError, ValueError, OverflowError):
        return None
