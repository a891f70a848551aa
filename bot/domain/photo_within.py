"""The address of a picture itself, where that of an image proxy holds it."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

_EXTENSION = r"\.(?:jpe?g|jfif|png|gif|webp|avif|heic|bmp|tiff?)"
HAS_EXTENSION = re.compile(_EXTENSION + "$", re.IGNORECASE)
_NESTED = re.compile(r"[/=?&,:](https?(?::|%3a)(?://?|%2f%2f).+)", re.IGNORECASE)
_PROXIED_HOST = re.compile(r"/(?:[\w-]+\.)+(?!html?/|php/)[a-z]{2,8}/(?=.)", re.IGNORECASE)


def innermost(url: str) -> str:
    """Return the address of the picture itself, where an image proxy's URL holds it."""
    for _ in range(4):
        match = _NESTED.search(url, 8)
        if not match:
            url = _named_in_query(url)
            break
        is_encoded = "%" in match[1][:12]
        url = unquote(match[1].partition("&")[0]) if is_encoded else match[1]
        url = re.sub(r"^(https?):/+", r"\1://", url, flags=re.IGNORECASE)
    parts = urlsplit(url)
    path = unquote(parts.path)
    host = _PROXIED_HOST.search(path)
    if host and not HAS_EXTENSION.search(host[0][:-1]):
        return f"{parts.scheme}:/{path[host.start() :]}?{parts.query}"
    return url


# A picture's address without scheme or host in the query: /cut?url=%2Fstill.jpg, ?url=a.example/b.jpg.
_IN_QUERY = re.compile(
    r"[?&](?:url|src|image|img|file|path)=(?:ssl(?::|%3a))?([^&]{4,})", re.IGNORECASE
)
_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,8}/", re.IGNORECASE)


def _named_in_query(url: str) -> str:
    match = _IN_QUERY.search(url)
    path = unquote(match[1]) if match else ""
    if not HAS_EXTENSION.search(path.partition("?")[0]):
        return url
    outer = urlsplit(url)
    if path.startswith("/"):
        return f"{outer.scheme}://{outer.netloc}{path}"
    return f"{outer.scheme}://{path}" if _HOST.match(path) else url
