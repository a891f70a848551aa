"""The photos in an entry's text, and one list of them with those that its XML names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from bot.domain.model import Photo
from bot.domain.photo import one_each, photo_key
from bot.web.html import photos_in

_SMALL = 200  # pixels of width; beside a picture in the text, a smaller one is its thumbnail

# Players and counters carry pictures that no reader ever sees.
_HIDDEN = re.compile(
    r"""<img\b[^<>]*style\s*=\s*["'][^"'<>]*display:\s*none[^<>]*>""", re.IGNORECASE
)
# Feed services append buttons to share an entry with.
_NETWORK = re.compile(
    r"/(?:facebook|fb|twitter|reddit|digg|delicious|stumble\w*|linkedin|pinterest|whatsapp|tumblr"
    r"|google-?plus|rss)[\w-]{0,8}\.(?:gif|png|webp)$",
    re.IGNORECASE,
)
_THUMB = re.compile(r"^(?:thumb(?:nail)?s?|tn|small|mini)[_-]|[_-](?:thumb(?:nail)?|tn)(?=\.\w+$)")
# Newspapers, Korean and Japanese ones above all, end a caption with a slash and its credit.
_AFTER_SLASH = re.compile(r"^(.*(?:[.!?。」”\"')\]]|\s))\s*[/／]\s*([^/／.。!?]{2,40})$", re.DOTALL)


def text_photos(html: str, *, base: str) -> list[Photo]:
    """Return the photos of a text in HTML, without those that it hides."""
    found = photos_in(_HIDDEN.sub("", html), base=base)
    shown = (photo for photo in found if not _NETWORK.search(urlsplit(photo.url).path))
    return [_with_slash_credit(photo) for photo in shown]


def _with_slash_credit(photo: Photo) -> Photo:
    match = _AFTER_SLASH.match(photo.caption or "") if photo.credit is None else None
    if match is None:
        return photo
    return replace(photo, caption=match[1].strip() or None, credit=match[2].strip())


def with_text_photos(named: Sequence[Photo], in_text: Sequence[Photo]) -> tuple[Photo, ...]:
    """Merge the pictures that the XML names with those in the entry's text, each once.

    What is named is often another cut of a picture in the text: one with the same caption, or a
    small one alone.
    """
    keys = {photo_key(photo.url) for photo in in_text}
    captions = {photo.caption for photo in in_text if photo.caption}
    kept = [
        photo
        for photo in map(_with_slash_credit, named)
        if photo_key(photo.url) in keys
        or not (photo.caption in captions or (in_text and _is_reduced(photo)))
    ]
    return _without_thumbs(one_each((*kept, *in_text)))


def _without_thumbs(photos: tuple[Photo, ...]) -> tuple[Photo, ...]:
    """Drop thumb_still.jpg where still.jpg is there too, in whatever folder."""
    names = {_file_name(photo) for photo in photos}
    bare = {photo: _THUMB.sub("", _file_name(photo)) for photo in photos}
    return tuple(
        photo for photo in photos if bare[photo] == _file_name(photo) or bare[photo] not in names
    )


def _file_name(photo: Photo) -> str:
    return urlsplit(photo.url).path.rpartition("/")[2].casefold()


def _is_reduced(photo: Photo) -> bool:
    return photo.width is not None and photo.width <= _SMALL
