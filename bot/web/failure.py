"""Failures of the network, translated where they enter: a FetchError with a sentence for people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

import aiohttp

from bot.domain.error import FetchError, Refused
from bot.web.guard import AddressBlocked

_FOREIGN = (aiohttp.ClientError, OSError, ValueError)  # a TimeoutError is an OSError


@contextmanager
def translated(host: str, *, seconds: float, connect_seconds: float) -> Iterator[None]:
    """Turn what aiohttp, sockets, TLS and DNS raise inside into a FetchError or Refused.

    ``seconds`` and ``connect_seconds`` are the limits that a timeout stands for.
    """
    try:
        yield
    except aiohttp.ConnectionTimeoutError as error:
        raise FetchError(f"{host} did not answer within {connect_seconds:g} seconds.") from error
    except TimeoutError as error:
        raise FetchError(f"{host} did not answer within {seconds:g} seconds.") from error
    except _FOREIGN as error:
        raise _failure(host, error) from error


def phrase(status: int) -> str:
    """Return a status as people know it, such as "404 Not Found"."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _failure(host: str, error: Exception) -> FetchError:
    if isinstance(error, aiohttp.ClientConnectorError) and isinstance(
        error.os_error, AddressBlocked
    ):
        return Refused(
            f"{host} is inside of a private network. Who runs the bot can allow that one "
            "(NEWSREEL_ALLOWED_NETWORKS)."
        )
    return FetchError(f"{host} {_what(error)}.")


def _what(error: Exception) -> str:
    """Say what the host did; the first line that fits."""
    clauses: tuple[tuple[type[Exception], str], ...] = (
        (aiohttp.ClientConnectorCertificateError, "has a certificate that is not valid"),
        (aiohttp.ClientSSLError, "offers no secure connection"),
        (aiohttp.ClientConnectorDNSError, "was not found"),
        (aiohttp.ClientConnectorError, "can't be reached"),
        (aiohttp.InvalidURL, "is no valid name of a host"),
        (aiohttp.ClientResponseError, "did not answer in proper HTTP"),
        (aiohttp.ClientError, "broke off its answer"),
        (OSError, "can't be reached"),
    )
    for kind, clause in clauses:
        if isinstance(error, kind):
            return clause
    return "is no valid name of a host"  # UnicodeError, of a name that DNS can't hold
