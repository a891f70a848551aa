"""What a feed rates as not for everybody: a whole entry, or one of its pictures.

Media RSS 1.5.1 ``media:rating`` in the schemes that name an age, its older ``media:adult``, and
the ``itunes:explicit`` of podcasts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.domain.model import Photo
from bot.domain.photo import photo_key
from bot.web.feed.element import Element, kind, local_name, text_of
from bot.web.feed.picture import is_media, photo_of

_ADULT = {
    "urn:simple": {"adult"},  # also the scheme of a rating that names none
    "urn:mpaa": {"r", "nc-17", "x"},
    "urn:v-chip": {"tv-ma"},
}
_YES = frozenset({"true", "yes", "explicit", "1"})
_MAX_RATED = 200  # media elements of one entry


def is_sensitive(item: Element) -> bool:
    """Tell whether an entry is rated as a whole."""
    return any(map(_is_adult, item))


def marked(photos: Iterable[Photo], item: Element) -> tuple[Photo, ...]:
    """Return an entry's photos, those marked whose own element, or its group, is rated."""
    keys = {photo_key(photo.url) for one in _rated(item) if (photo := photo_of(one))}
    return tuple(
        replace(photo, sensitive=True) if keys and photo_key(photo.url) in keys else photo
        for photo in photos
    )


def _rated(item: Element) -> Iterator[Element]:
    """Yield the media elements that are rated by themselves or by the group around them."""
    for group in (item, *(child for child in item if is_media(child, "group"))):
        whole = group is not item and is_sensitive(group)
        for content in list(group)[:_MAX_RATED]:
            if is_media(content, "content") and (whole or is_sensitive(content)):
                yield content


def _is_adult(element: Element) -> bool:
    family, name = kind(element), local_name(element)
    said = text_of(element).casefold()
    if family == "media" and name == "rating":
        scheme = (element.get("scheme") or "urn:simple").strip().casefold()
        return said in _ADULT.get(scheme, ())
    return (family, name) in {("media", "adult"), ("itunes", "explicit")} and said in _YES
