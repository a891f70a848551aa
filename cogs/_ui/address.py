"""URLs as Discord takes them in messages."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

MAX_MEDIA_URL = 2_048
MAX_BUTTON_URL = 512

# Left as they are; parentheses, quotes, brackets and white space could end a Markdown link.
_PATH = "/%:@!$&,;=~+-._"
_QUERY = _PATH + "?"
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?\.?|\[[0-9a-f:.]+\]")
# Discord's media proxy draws neither vectors nor icons, and AVIF not on every client.
_NOT_DRAWN = re.compile(r"\.(?:svgz?|ico|avif|heic|tiff?|pdf|mp4|webm|m3u8)$", re.IGNORECASE)


def safe_url(url: str | None, *, limit: int = MAX_MEDIA_URL) -> str | None:
    """Return the URL in ASCII, unable to break out of Markdown, or None if Discord refuses it.

    Repairs spaces and non-ASCII (M49); drops user names, which only serve to fake a host (S46).
    """
    try:
        parts = urlsplit((url or "").strip())
        host = _host(parts)
    except ValueError:  # a bad port, an unclosed bracket, a name that IDNA can't write
        return None
    if parts.scheme not in ("http", "https") or host is None:
        return None
    path, query, fragment = (
        _quoted(part, safe)
        for part, safe in ((parts.path, _PATH), (parts.query, _QUERY), (parts.fragment, _QUERY))
    )
    whole = urlunsplit((parts.scheme, host, path or "/", query, fragment))
    return whole if len(whole) <= limit else None


def drawable_url(url: str | None) -> str | None:
    """Return the URL of a picture that Discord can show, or None (M49)."""
    safe = safe_url(url)
    return None if safe is None or _NOT_DRAWN.search(urlsplit(safe).path) else safe


def _host(parts: SplitResult) -> str | None:
    name = parts.hostname or ""
    if not name.isascii():
        name = name.encode("idna").decode("ascii")
    host = f"[{name}]" if ":" in name else name
    if not _HOST.fullmatch(host):
        return None
    return host if parts.port is None else f"{host}:{parts.port}"


def _quoted(part: str, safe: str) -> str:
    return quote(part, safe=safe, errors="replace")
