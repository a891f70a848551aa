"""One element of an entry's XML as a picture."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bot.domain.model import Photo
from bot.domain.photo import is_banner, is_decoration, photo_url
from bot.web.feed.element import MEDIA, Element, kind, local_name

_IMAGE = re.compile(r"\.(?:jpe?g|jfif|png|gif|webp|avif|heic|bmp|tiff?)$", re.IGNORECASE)
_OTHER = re.compile(
    r"\.(?:mp[34]|m4[av]|mov|webm|ogg|oga|ogv|avi|wmv|flv|swf|m3u8|wav|aac|pdf|zip)$", re.IGNORECASE
)
_LONGEST_URL = 2048
_TINY = 48  # pixels; a picture that a feed declares to be one may be smaller than one in a text


def photo_of(element: Element) -> Photo | None:
    """Return the picture that an element names; None for decoration or no usable address."""
    address = element.get("url") or element.get("href") or (element.text or "").strip()
    return photo_at(address, element)


def photo_at(address: str, element: Element) -> Photo | None:
    """Return the picture at an address, in the size and against the base of the element."""
    url = photo_url(address, element.base or "") if len(address) <= _LONGEST_URL else None
    width, height = _pixels(element.get("width")), _pixels(element.get("height"))
    if url is None or is_decoration(url) or _is_tiny(width, height):
        return None
    return Photo(url=url, width=width, height=height)


def _is_tiny(width: int | None, height: int | None) -> bool:
    sides = [side for side in (width, height) if side is not None]
    return any(side < _TINY for side in sides) or is_banner(width, height)


def _pixels(text: str | None) -> int | None:
    match = re.match(r"\s*(\d{1,5})(?:\.\d+)?(?:px)?\s*$", text or "")
    return int(match[1]) if match else None


def is_image(element: Element, url: str) -> bool:
    """Tell pictures from videos and sounds: by the file's name first, then by what is declared.

    Media RSS without either is a picture if it states a size and no length of time.
    """
    path = urlsplit(url).path
    if _IMAGE.search(path) or _OTHER.search(path):
        return not _OTHER.search(path)
    if declared := (element.get("medium") or element.get("type") or "").casefold():
        return declared.startswith("image")
    return (
        is_media(element, "content")
        and "width" in element.attrib
        and "duration" not in element.attrib
    )


def may_be_image(element: Element, url: str) -> bool:
    """Tell whether an element that is called a picture may be one: nothing says otherwise."""
    declared = (element.get("medium") or element.get("type") or "image").casefold()
    return declared.startswith("image") and not _OTHER.search(urlsplit(url).path)


def is_media(element: Element, name: str) -> bool:
    """Tell whether this is the Media RSS element of that name."""
    return kind(element) == MEDIA and local_name(element) == name
