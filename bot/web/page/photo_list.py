"""Galleries that a page lists as JSON: in attributes of its elements, or in its scripts.

A list counts only if it clearly is the article's: it stands on an element of the article under a
name for galleries, or it holds the picture that leads the article.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from selectolax.lexbor import LexborNode

from bot.domain.credit import clean_credit, split_caption
from bot.domain.credit_line import credit_role
from bot.domain.model import Photo
from bot.domain.photo import is_decoration, one_each, photo_key, photo_url
from bot.web.html.srcset import pixels
from bot.web.html.text import to_text
from bot.web.page.scope import Layout

# Attributes under which scripts find a gallery.
_LIST_NAMES = (
    "data-gallery", "data-galleries", "data-gallery-images", "data-gallery-items", "data-images", "data-slides",
    "data-slideshow", "data-carousel", "data-photos", "data-pictures", "data-media", "data-items",
    "data-props", "data-json", "data-model", "data-options", "data-settings", "data-config",
)  # fmt: skip
LISTS = ", ".join(f"[{name}]" for name in _LIST_NAMES)
# Names of such a list in the data of a script.
_KEY = re.compile(
    r"""\\?"(?:images|image_?list|image_?gallery|galler(?:y|ies)(?:_?(?:images|items|slides))?|photos|photo_?gallery|pictures
    |slides|slide_?shows?|slide_?items|carousel|media|media_?items|items|assets)\\?"\s{0,9}:\s{0,9}(?=\[)""",
    re.VERBOSE | re.IGNORECASE,
)
_ADDRESS_KEYS = (
    "original", "full", "fullsize", "large", "contentUrl", "src", "url", "image_url", "imageUrl", "image",
    "img", "href", "photo", "picture", "file", "path", "source", "link", "medium",
)  # fmt: skip
_SURE_KEYS = frozenset(["contentUrl", "src", "image_url", "imageUrl"])
_CAPTION_KEYS = ("caption", "description", "desc", "text", "title", "alt")
_CREDIT_KEYS = (
    "credit",
    "credits",
    "creditText",
    "copyright",
    "photographer",
    "attribution",
    "byline",
)
_STORY_KEYS = frozenset(
    ["headline", "excerpt", "datePublished", "publishedAt", "published_at", "publishDate", "pubDate", "slug"]
)  # fmt: skip
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp)(?:$|[?#!])", re.IGNORECASE)

_MAX_ATTRIBUTE = 200_000  # characters
_MAX_SCRIPTS = 150
_MAX_READ = 4_000_000  # characters of scripts
_MAX_TRIES = 60  # lists read on one page
_MAX_GALLERIES = 40  # compared on one page
_MAX_NODES = 3000  # JSON values looked at for one list
_MAX_ITEMS = 200  # of one list
_MAX_ITEMS_READ = 400  # of one list and those in it
_MAX_PARTS = 15  # objects in one item
_MAX_ADDRESS = 2100
_MAX_NUMBER = 20
_MAX_TEXT = 2000
_ENOUGH = 3  # pictures; fewer may be the sizes of one


def listed_photos(node: LexborNode, base: str) -> Iterator[Photo]:
    """Yield the photos that an element of the article lists in its attributes."""
    attributes = node.attributes
    for name in _LIST_NAMES:
        value = (attributes.get(name) or "")[:_MAX_ATTRIBUTE].strip()
        if value[:1] in {"[", "{"}:
            for photos in _galleries(_decoded(value), base):
                yield from photos


def script_photos(layout: Layout, known: Collection[str], base: str) -> tuple[Photo, ...]:
    """Return the first gallery in the page's scripts that holds a picture with a known key."""
    galleries = (photos for value in _script_lists(layout) for photos in _galleries(value, base))
    for photos in islice(galleries, _MAX_GALLERIES):
        if any(photo_key(photo.url) in known for photo in photos):
            return photos
    return ()


def _decoded(text: str) -> object:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _script_lists(layout: Layout) -> Iterator[object]:
    """Yield the JSON lists in scripts that are called a gallery, wherever they stand."""
    decoder = json.JSONDecoder(strict=False)
    for text, match in islice(_starts(layout), _MAX_TRIES):
        try:
            yield decoder.raw_decode(text, match.end())[0]
        except (ValueError, RecursionError):
            continue


def _starts(layout: Layout) -> Iterator[tuple[str, re.Match[str]]]:
    left = _MAX_READ
    for script in layout.document.css("script:not([src])")[:_MAX_SCRIPTS]:
        if "ld+json" in (script.attributes.get("type") or ""):
            continue
        text = script.text(deep=True)[:left]
        left -= len(text)
        if '\\"' in text:  # JSON within a string of JSON
            text = text.replace("\\\\", "\\").replace('\\"', '"')
        yield from ((text, match) for match in _KEY.finditer(text))


def _galleries(value: object, base: str) -> Iterator[tuple[Photo, ...]]:
    """Yield the photos of each list of pictures in a JSON value, breadth first."""
    queue: list[object] = [value]
    room = _MAX_ITEMS_READ
    for one in islice(_growing(queue), _MAX_NODES):
        parts = list(one.values()) if isinstance(one, dict) else one
        if isinstance(parts, list):
            queue.extend(part for part in parts[:_MAX_ITEMS] if isinstance(part, dict | list))
        if isinstance(one, list) and room > 0:
            items = one[: min(_MAX_ITEMS, room)]
            room -= len(items)
            if photos := _gallery(items, base):
                yield photos


def _growing(queue: list[object]) -> Iterator[object]:
    yield from queue  # which grows while it is walked


def _gallery(items: list[object], base: str) -> tuple[Photo, ...]:
    """Return the photos of a list, none where it lists stories or sizes of one picture."""
    if any(isinstance(item, dict) and item.keys() & _STORY_KEYS for item in items):
        return ()
    photos = one_each(photo for item in items if (photo := _photo(item, base)))
    captions = {photo.caption for photo in photos if photo.caption}
    is_gallery = len(photos) >= _ENOUGH or len(photos) == len(captions) > 1
    return photos if is_gallery else ()


def _photo(item: object, base: str) -> Photo | None:
    """Return the picture that an item of a list is, with its words; None for anything else."""
    if isinstance(item, str):
        item = {"url": item}
    if not isinstance(item, dict):
        return None
    urls = [url for part in _parts(item) for url in _urls(part, base)]
    if not urls:
        return None
    key = photo_key(urls[0])
    (photo,) = one_each(Photo(url=url) for url in urls if photo_key(url) == key)
    said = split_caption(to_text(_said(item, _CAPTION_KEYS)))
    line = to_text(_said(item, _CREDIT_KEYS))
    credit = clean_credit(line)
    return replace(
        photo,
        caption=said.caption,
        credit=credit or said.credit,
        role=credit_role(line) if credit else said.role,
        alt=to_text(_said(item, ("alt",))) or None,
    )


def _parts(item: dict[str, object]) -> Iterator[dict[str, object]]:
    """Yield an item and the objects in it, two deep: ``{"image": {"sizes": [{"url": …}]}}``."""
    queue: list[object] = [item]
    for one in islice(_growing(queue), _MAX_PARTS):
        if isinstance(one, dict):
            yield one
        parts = list(one.values()) if isinstance(one, dict) else one
        if isinstance(parts, list):
            queue.extend(part for part in parts[:_MAX_PARTS] if isinstance(part, dict | list))


def _urls(part: dict[str, object], base: str) -> Iterator[str]:
    """Yield the addresses of pictures that an object names, the largest by their names first."""
    size = [pixels(str(part.get(name) or "")[:_MAX_NUMBER]) for name in ("width", "height")]
    for key in _ADDRESS_KEYS:
        value = part.get(key)
        if not isinstance(value, str) or len(value) > _MAX_ADDRESS or " " in value.strip():
            continue
        if _PICTURE_FILE.search(value) or (key in _SURE_KEYS and "/" in value):
            url = photo_url(value, base)
            if url and not is_decoration(url, *size):
                yield url


def _said(item: dict[str, object], keys: Sequence[str]) -> str:
    """Return the first text under one of these keys."""
    found = (item.get(key) for key in keys)
    return next((text[:_MAX_TEXT] for text in found if isinstance(text, str) and text.strip()), "")
