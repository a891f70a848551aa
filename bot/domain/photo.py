"""Pictures by their addresses: usable ones, each picture once and in its largest version.

Which addresses show one picture is told by ``photo_key``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from bot.domain.decoration import is_banner, is_decoration
from bot.domain.model import MAX_FALLBACKS, Photo
from bot.domain.photo_key import photo_key
from bot.domain.photo_size import is_cut, likely_width, named_width

__all__ = [
    "fallbacks", "is_avif", "is_banner", "is_decoration", "largest", "likely_width", "merged",
    "named_width",    "one_each", "photo_key", "photo_url",
]  # fmt: skip

MAX_URL = 2048  # what Discord takes for a media item

_MIN_FALLBACK = 200  # pixels; smaller versions show nothing
_AVIF = re.compile(
    r"\.avif(?:$|[/?#])|[?&/,](?:fm|format|f|output|imformat)[=_:]avif(?:$|[&/,])", re.IGNORECASE
)
# What a script puts a number or word into before it asks: "still-{width}.jpg".
_TEMPLATE = re.compile(r"(?:\{|%7B)[a-z_. $-]{1,40}(?:\}|%7D)|__(?:width|size)__", re.IGNORECASE)


@lru_cache(maxsize=2048)
def photo_url(url: str, base: str = "") -> str | None:
    """Return the absolute URL of a picture as Discord takes it, or None (M49).

    Relative ones are resolved, spaces and non-ASCII are encoded; refused are other schemes than
    http and https, SVG and icons, names and passwords, more than 2,048 characters, and addresses
    that a script has yet to complete.
    """
    if len(url) > 2 * MAX_URL:  # too long however it is written, and costly to take apart
        return None
    try:
        parts = urlsplit(urljoin(base, re.sub(r"[\t\r\n]", "", url.strip()).replace("\\", "/")))
        host = _ascii_host(parts.hostname or "", parts.port)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc:
        return None
    if _TEMPLATE.search(url):
        return None
    if parts.path.lower().endswith((".svg", ".svgz", ".ico")) or not url.strip():
        return None
    path, query = _encoded(parts.path) or "/", _encoded(parts.query)
    found = urlunsplit((parts.scheme, host, path, query, ""))
    return found if len(found) <= MAX_URL and found != base else None


def _ascii_host(host: str, port: int | None) -> str:
    name = host if host.isascii() else host.encode("idna").decode("ascii")
    if re.search(r"[^\w.:-]", name):
        return ""
    name = f"[{name}]" if ":" in name else name
    return f"{name}:{port}" if port is not None else name


def _encoded(part: str) -> str:
    """Percent-encode what may not stand in a URL, leaving what is already encoded."""
    part = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", part)
    return quote(part, safe="%/:=&?~+!$,;'@()*-._", errors="replace")


def is_avif(url: str) -> bool:
    """Tell whether an address says that the picture is AVIF, which Discord does not draw."""
    return bool(_AVIF.search(url))


def largest(photos: Iterable[Photo]) -> Photo:
    """Return the largest of several versions of one picture, the first among equals.

    A URL that asks for no size is the original; of equal widths, one that is not cut is larger.
    AVIF comes last, whatever its size. Raises ValueError if there is none.
    """
    return max(photos, key=_size)


def _size(photo: Photo) -> tuple[bool, int, bool, int]:
    url = photo.url
    return (not is_avif(url), likely_width(url), not is_cut(url), photo.width or 0)


def one_each(photos: Iterable[Photo]) -> tuple[Photo, ...]:
    """Return each picture once, in order, in the largest version that was named.

    One of which another names a version as its own is the same picture. Credit, caption and alt text
    that a smaller version had are kept, and the other versions' addresses as fallbacks. No URL is
    made up.
    """
    groups: list[list[Photo]] = []
    group_of: dict[str, list[Photo]] = {}
    for photo in photos:
        keys = [photo_key(url) for url in (photo.url, *photo.fallbacks)]
        group = next((group_of[key] for key in keys if key in group_of), None)
        if group is None:
            groups.append(group := [])
        group.append(photo)
        for key in keys:
            group_of.setdefault(key, group)
    return tuple(map(merged, groups))


def merged(same: Sequence[Photo]) -> Photo:
    """Return one picture of several versions of it: the largest, with what any of them says."""
    best = largest(same)
    credited = next((photo for photo in same if photo.credit), same[0])
    others = [url for photo in same for url in (photo.url, *photo.fallbacks)]
    return replace(
        best,
        credit=credited.credit,
        role=credited.role,
        caption=next((photo.caption for photo in same if photo.caption), None),
        alt=next((photo.alt for photo in same if photo.alt), None),
        fallbacks=fallbacks(best.url, sorted(others, key=likely_width, reverse=True)),
        sensitive=any(photo.sensitive for photo in same),
    )


def fallbacks(best: str, others: Iterable[str]) -> tuple[str, ...]:
    """Return the addresses to try where the best version does not show, best first.

    ``others`` are other versions in their order; AVIF and tiny ones are left out.
    """
    usable = dict.fromkeys(
        url
        for url in others
        if url != best and not is_avif(url) and likely_width(url) >= _MIN_FALLBACK
    )
    return tuple(usable)[:MAX_FALLBACKS]
