"""Pictures by their addresses: usable ones, each picture once and in its largest version.

Which addresses show one picture is told by ``photo_key``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from bot.domain.model import Photo
from bot.domain.photo_key import named_width, photo_key, stem

__all__ = ["is_decoration", "largest", "named_width", "one_each", "photo_key", "photo_url"]

MAX_URL = 2048  # what Discord takes for a media item

_UNTOUCHED = 10_000  # pixels that an address stands for which asks for no size


@lru_cache(maxsize=2048)
def photo_url(url: str, base: str = "") -> str | None:
    """Return the absolute URL of a picture as Discord takes it, or None (M49).

    Relative ones are resolved, spaces and non-ASCII are encoded; refused are other schemes than
    http and https, SVG and icons, names and passwords, and more than 2,048 characters.
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


def largest(photos: Iterable[Photo]) -> Photo:
    """Return the largest of several versions of one picture, the first among equals.

    A URL that asks for no size is the original. Raises ValueError if there is none.
    """
    return max(photos, key=_size)


# A file or folder that is named for being small, where no number says how small.
_REDUCED = re.compile(
    r"[/_.-](?:thumb(?:nail)?s?|small|mini|tn|teaser|square)(?=[/_.-])", re.IGNORECASE
)
_OF_REDUCED = 300  # pixels that such a name stands for


def _size(photo: Photo) -> tuple[int, int]:
    named = named_width(photo.url)
    reduced = _OF_REDUCED if named is None and _REDUCED.search(urlsplit(photo.url).path) else None
    return (named or reduced or _UNTOUCHED, photo.width or 0)


def one_each(photos: Iterable[Photo]) -> tuple[Photo, ...]:
    """Return each picture once, in order, in the largest version that was named.

    Credit, caption and alt text that a smaller version had are kept. No URL is made up.
    """
    versions: dict[str, list[Photo]] = {}
    for photo in photos:
        versions.setdefault(photo_key(photo.url), []).append(photo)
    return tuple(_merged(same) for same in versions.values())


def _merged(same: list[Photo]) -> Photo:
    return replace(
        largest(same),
        credit=next((photo.credit for photo in same if photo.credit), None),
        caption=next((photo.caption for photo in same if photo.caption), None),
        alt=next((photo.alt for photo in same if photo.alt), None),
    )


_SMALL = 100  # pixels; what is smaller is an icon
_THIN = 6  # times as long as wide: a rule, a bar or a banner
# Words for decoration: as part of a directory or file name, and as the whole of one. The second
# kind are words of film titles too ("Ad Astra", "Avatar", "The Gray Man").
_DECORATION_WORD = re.compile(
    r"(?:^|[_.-])(?:1x1|spacer|gravatar|favicon|sprites?|placeholder|feedflare|~ff|tracking-?pixel"
    r"|share-?(?:icons?|buttons?|tools?)|social-?icons?|smil(?:ies|eys?)|emoticons?|no-?image"
    r"|default-?(?:image|avatar|thumb\w*)|author-?photos?|profile-?(?:pic|image)s?|doubleclick"
    r"|(?:site|header|footer|brand)-?logo|logo-?(?:small|white|black|dark|light|header|amp))"
    r"(?=[_.-]|$|\d)",
    re.IGNORECASE,
)
_DECORATION_NAME = re.compile(
    r"(?:pixels?|blank|empty|transparent|clear|tracking|tracker|beacon|count(?:er)?(?:\.\w+)?|stats|avatars?|icons?"
    r"|ico?|buttons?|btn|badges?|shar(?:e|ing)|emojis?|logos?|loading|loader|spinner|gr[ae]y|ads?"
    r"|adverts?|advertising|banners?|filetypes?|dummy|userpics?|arrow|rss)(?:[_-]?\d+(?:x\d+)?)?",
    re.IGNORECASE,
)
_ICON_FILE = re.compile(
    r"(?:ic|ico|icon|btn|logo)[_-].*|.*[_-](?:ico|icon|btn|badge)|.*logo|logo\w*", re.IGNORECASE
)
_FLAT = (".png", ".gif")


def is_decoration(url: str, width: int | None = None, height: int | None = None) -> bool:
    """Tell whether an image is no photo: a pixel, a spacer, an icon, an avatar, a logo, an ad.

    Judged by its stated size in pixels and by general words in its address (M49).
    """
    return _too_small(width, height) or _is_called_decoration(url)


@lru_cache(maxsize=2048)  # asked several times for each picture of an entry
def _is_called_decoration(url: str) -> bool:
    parts = urlsplit(url)
    path = unquote(parts.path).lower()
    if parts.scheme not in {"http", "https"} or path.endswith((".svg", ".ico")):
        return True
    *names, file = [part for part in path.split("/") if part] or [""]
    name = stem(file)
    hosts = (parts.hostname or "").split(".")[:-2]
    if any(_DECORATION_NAME.fullmatch(part) for part in (*hosts, *names, name)):
        return True
    is_icon = file.endswith(_FLAT) and bool(_ICON_FILE.fullmatch(name))
    return is_icon or any(_DECORATION_WORD.search(part) for part in (*hosts, *names, name))


def _too_small(width: int | None, height: int | None) -> bool:
    sides = [side for side in (width, height) if side is not None]
    return any(side < _SMALL for side in sides) or is_banner(width, height)


def is_banner(width: int | None, height: int | None) -> bool:
    """Tell whether a picture is far longer than wide, as rules, bars and banners are."""
    if width is None or height is None:
        return False
    return max(width, height) > _THIN * min(width, height)
