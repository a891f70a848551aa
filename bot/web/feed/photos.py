"""The photos in an entry's text, and one list of them with those that its XML names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from bot.domain.model import Photo
from bot.domain.photo import one_each, photo_key
from bot.web.html.picture import photos_in

MAX_PHOTOS = 100  # of one entry
_SMALL = 200  # pixels of width; beside a picture in the text, a smaller one is its thumbnail

# Players and counters carry pictures that no reader ever sees.
_IMAGE = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_HIDDEN = re.compile(r"""style\s*=\s*["'][^"'<>]*display:\s*none""", re.IGNORECASE)
# Feed services append buttons to share an entry with.
_NETWORK = re.compile(
    r"/(?:facebook|fb|twitter|reddit|digg|delicious|stumble\w*|linkedin|pinterest|whatsapp|tumblr"
    r"|google-?plus|rss)[\w-]{0,8}\.(?:gif|png|webp)$",
    re.IGNORECASE,
)
_AD_HOST = re.compile(
    r"(?:^|\.)(?:ads?\d*|adserver|feedads|doubleclick|googlesyndication|adnxs|amazon-adsystem)\.",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"[\d_-]*+(?:img|dsc|dscn|photo|image|picture|still|screen|screenshot|foto)?[\d_-]*"
)
_THUMB = re.compile(r"^(?:thumb(?:nail)?s?|tn|small|mini)[_-]|[_-](?:thumb(?:nail)?|tn)(?=\.\w+$)")
# Newspapers, Korean and Japanese ones above all, end a caption with a slash and its credit.
_AFTER_SLASH = re.compile(r"(?<=[.!?。」”\"')\]\s])[/／]\s*([^/／.。!?]{2,40})$")


def text_photos(html: str, *, base: str) -> list[Photo]:
    """Return the photos of a text in HTML, without those that it hides."""
    seen = _IMAGE.sub(lambda image: "" if _HIDDEN.search(image[0]) else image[0], html)
    found = photos_in(seen, base=base)
    shown = (photo for photo in found if not _is_furniture(photo))
    return [_with_slash_credit(photo) for photo in shown]


def _is_furniture(photo: Photo) -> bool:
    parts = urlsplit(photo.url)
    return bool(_NETWORK.search(parts.path) or _AD_HOST.search(parts.hostname or ""))


def _with_slash_credit(photo: Photo) -> Photo:
    caption = photo.caption or ""
    match = _AFTER_SLASH.search(caption) if photo.credit is None else None
    if match is None:
        return photo
    return replace(photo, caption=caption[: match.start()].strip() or None, credit=match[1].strip())


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
    return _without_thumbs(_without_copies(one_each((*kept, *in_text))[:MAX_PHOTOS]))


def _without_copies(photos: tuple[Photo, ...]) -> tuple[Photo, ...]:
    """Keep the largest of salt-quay-480.jpg here and salt-quay-759.jpg on another host.

    On one host such names may be a series; across two, they are sizes of one picture.
    """
    named: dict[str, list[Photo]] = {}
    for photo in photos:
        named.setdefault(_telling_name(photo), []).append(photo)
    return tuple(
        photo
        for photo in photos
        if not (name := _telling_name(photo))
        or not any(_is_copy(photo, one) for one in named[name])
    )


def _is_copy(photo: Photo, other: Photo) -> bool:
    """Tell whether a photo is a smaller one of another that has the same telling name."""
    return urlsplit(photo.url).hostname != urlsplit(other.url).hostname and (
        _size_in_name(photo) < _size_in_name(other)
    )


def _size_in_name(photo: Photo) -> int:
    match = re.search(r"(\d{3,4})1?$", _file_name(photo).rpartition(".")[0])
    return int(match[1]) if match else 0


def _without_thumbs(photos: tuple[Photo, ...]) -> tuple[Photo, ...]:
    """Drop thumb_still.jpg where still.jpg is there too, in whatever folder."""
    names = {_file_name(photo) for photo in photos}
    bare = {photo: _THUMB.sub("", _file_name(photo)) for photo in photos}
    return tuple(
        photo for photo in photos if bare[photo] == _file_name(photo) or bare[photo] not in names
    )


def _telling_name(photo: Photo) -> str:
    """Return the words of a file's name without a size; empty for a name that tells nothing."""
    words = re.sub(r"[_-]?\d{3,4}1?$", "", _file_name(photo).rpartition(".")[0])
    return "" if _GENERIC.fullmatch(words) else words


def _file_name(photo: Photo) -> str:
    return urlsplit(photo.url).path.rpartition("/")[2].casefold()


def _is_reduced(photo: Photo) -> bool:
    return photo.width is not None and photo.width <= _SMALL
