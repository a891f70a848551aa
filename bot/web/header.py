"""Headers byte for byte: what servers send need not be text."""

from __future__ import annotations

import re
from urllib.parse import quote_from_bytes

from aiohttp import ClientResponse
from yarl import URL

from bot.domain.error import FetchError

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_URL_CHARACTERS = "!#$%&'()*+,/:;=?@[]~"


def conditions(etag: bytes | None, last_modified: bytes | None) -> dict[str, str]:
    """Return the conditional headers, byte for byte as the server gave them.

    aiohttp writes headers as UTF-8. A validator that is no UTF-8 can't be sent as it was, and is
    left out rather than changed: the answer is then a full one.
    """
    headers: dict[str, str] = {}
    for name, value in (("If-None-Match", etag), ("If-Modified-Since", last_modified)):
        try:
            text = (value or b"").decode()
        except UnicodeDecodeError:
            continue
        if text and not _CONTROL.search(text):
            headers[name] = text
    return headers


def raw_headers(response: ClientResponse) -> dict[bytes, bytes]:
    """Return the headers as they came over the wire, the first of each name, names lowered."""
    headers: dict[bytes, bytes] = {}
    for name, value in response.raw_headers:
        if value:
            headers.setdefault(name.lower(), value)
    return headers


def redirect_target(url: URL, location: bytes) -> str:
    """Return where a redirect leads; bytes that are no UTF-8 are kept, percent-encoded.

    Raises FetchError for what is no URL.
    """
    try:
        text = location.decode()
    except UnicodeDecodeError:
        text = quote_from_bytes(location, safe=_URL_CHARACTERS)
    try:
        return str(url.join(URL(text)))
    except ValueError as error:
        raise FetchError(f"{url.host} redirects to what is no web address.") from error
