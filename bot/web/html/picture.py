"""Pictures in HTML: every address an image element names, and the best of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from bot.domain.model import Photo
from bot.domain.photo import MAX_URL, is_decoration, named_width, one_each, photo_key, photo_url
from bot.domain.text import plain
from bot.web.html.aside import is_in_aside
from bot.web.html.caption import words_of
from bot.web.html.text import MAX_HTML, TAG, unescaped
from bot.web.html.tree import attribute, fragment

MAX_IMAGES = 300  # images looked at in one tree

_MAX_ALT = 1500  # characters
_MAX_ATTRIBUTE = 60  # characters of an attribute's name
_MAX_SRCSET = 20_000  # characters

_ADDRESS = re.compile(
    r"src|data-(?:[\w-]*-)?(?:src|img|image|url|original|orig|full|large|file|hires|hi-res|zoom)"
    r"(?:-(?:src|url|file|image|img|original|large|full|retina|2x))*",
)
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:$|[?#])", re.IGNORECASE)
_DESCRIPTOR = re.compile(r"([\d.]+)([wx])")
_UNTOUCHED = 10_000
_BASE_DENSITY = 600  # pixels that "1x" is taken for where no width is stated
_STYLED = re.compile(r"(?<![\w-])(width|height)\s*:\s*(\d{1,5}(?:px)?)(?![\w.%])")
_CLASS = re.compile(
    r"(?:^|[\s_-])(?:avatar|emoji|smil(?:ey|ies)|wp-smiley|icon|logo|spacer|pixel|sponsor|ad|ads"
    r"|author-(?:image|photo|img)|byline-(?:image|photo))(?:$|[\s_-])",
    re.IGNORECASE,
)

# A caption that the blog's software did not turn into HTML.
_SHORTCODE = re.compile(
    r"\[caption\b[^\]]{0,500}\]((?:\s*<a\b[^<>]*>)?\s*<img\b[^<>]*>(?:\s*</a>)?)([^\[]{0,2000})\[/caption\]"
)


class _Version(NamedTuple):
    """One address of a picture, with the width in pixels that the markup states for it."""

    url: str
    width: int | None


def photos_in(html: str, *, base: str) -> tuple[Photo, ...]:
    """Return the photos of a fragment in order, each once, in the largest version named.

    ``base`` is the absolute URL against which theirs are resolved; decoration is left out.
    """
    if "<img" not in html and "<IMG" not in html and TAG.search(text := unescaped(html)):
        html = text
    html = _SHORTCODE.sub(r"<figure>\1<figcaption>\2</figcaption></figure>", html)
    return one_each(pictures(fragment(html, limit=MAX_HTML), base=base))


def pictures(root: LexborNode, *, base: str) -> Iterator[Photo]:
    """Yield the photos of a text in order, versions of one picture perhaps several times.

    What surrounds a text (related posts, its author, buttons to share it) shows none of them.
    """
    for image in root.css("img, amp-img")[:MAX_IMAGES]:
        if not is_in_aside(image, root) and (photo := read_image(image, base=base)):
            yield photo


def read_image(image: LexborNode, *, base: str) -> Photo | None:
    """Return the photo that an image element shows, None for decoration or no usable address."""
    attributes = image.attributes
    styled = dict(_STYLED.findall(attributes.get("style") or ""))
    stated = (
        pixels(attributes.get("width") or styled.get("width")),
        pixels(attributes.get("height") or styled.get("height")),
    )
    if _CLASS.search(attribute(image, "class")):
        return None
    versions = [found for found in _versions(image, base) if not is_decoration(found.url)]
    versions = _without_placeholder(versions, photo_url(attributes.get("src") or "", base))
    if not versions or is_decoration(versions[0].url, *stated):
        return None
    best = max(versions, key=_rank)
    words = words_of(image)
    return Photo(
        url=best.url,
        width=best.width,
        height=stated[1] if best.width and best.width == stated[0] else None,
        alt=plain((attributes.get("alt") or "")[:_MAX_ALT]) or None,
        caption=words.caption,
        credit=words.credit,
    )


def _without_placeholder(versions: list[_Version], src: str | None) -> list[_Version]:
    """Drop what ``src`` shows until the picture is loaded: another one than all else names."""
    if src is None or len({photo_key(version.url) for version in versions}) == 1:
        return versions
    return [found for found in versions if photo_key(found.url) != photo_key(src)]


def _rank(version: _Version) -> int:
    """Return the width to choose by; an address that names none is taken for the original."""
    return version.width or named_width(version.url) or _UNTOUCHED


def _versions(image: LexborNode, base: str) -> Iterator[_Version]:
    for address, width in _named(image):
        if url := photo_url(address, base):
            yield _Version(url, width)


def _named(image: LexborNode) -> Iterator[tuple[str, int | None]]:
    """Yield what the element, its sources and a link around it name."""
    attributes = image.attributes
    for name, value in attributes.items():
        if value and name.endswith("srcset"):
            yield from parse_srcset(value)
        elif value and _is_address(name) and _may_be_picture(name, value):
            yield value, pixels(attributes.get("width")) if name == "src" else None
    parent = image.parent
    if parent is not None and parent.tag == "picture":
        yield from _sources(parent)
        parent = parent.parent
    yield from _full_size(parent, attributes.get("src") or "")


def _is_address(name: str) -> bool:
    return len(name) <= _MAX_ATTRIBUTE and bool(_ADDRESS.fullmatch(name))


def _may_be_picture(name: str, value: str) -> bool:
    return name in {"src", "data-src"} or bool(_PICTURE_FILE.search(value))


def _sources(picture: LexborNode) -> Iterator[tuple[str, int | None]]:
    for source in picture.css("source"):
        for name in ("srcset", "data-srcset", "data-lazy-srcset"):
            yield from parse_srcset(source.attributes.get(name) or "")


def _full_size(link: LexborNode | None, src: str) -> Iterator[tuple[str, int | None]]:
    """Yield the target of a link around the image if it is the same picture."""
    target = (link.attributes.get("href") or "") if link is not None and link.tag == "a" else ""
    is_long = len(target) > MAX_URL or len(src) > MAX_URL
    if not is_long and _PICTURE_FILE.search(target) and photo_key(target) == photo_key(src):
        yield target, None


def parse_srcset(value: str) -> Iterator[tuple[str, int | None]]:
    """Yield (address, width in pixels) of a srcset; commas inside addresses are kept."""
    spaced = re.sub(r",(?=(?:https?:)?//)", ", ", value.strip()[:_MAX_SRCSET])
    for address, descriptor in _candidates(spaced):
        match = _DESCRIPTOR.fullmatch(descriptor)
        width = _number(match[1]) if match else None
        scale = _BASE_DENSITY if descriptor.endswith("x") else 1
        yield address, int(width * scale) if width else None


def _candidates(srcset: str) -> Iterator[tuple[str, str]]:
    """Yield each address with its first descriptor, as HTML splits them (section 4.8.4.2.2)."""
    address, descriptor = "", ""
    for word in srcset.split():
        start = word
        if address:
            said, comma, start = word.partition(",")
            descriptor = descriptor or said
            if not comma:
                continue
            yield address, descriptor
        start = start.lstrip(",")
        address, descriptor = start.rstrip(","), ""
        if address != start:
            yield address, ""
            address = ""
    if address:
        yield address, descriptor


def _number(text: str) -> float | None:
    try:
        return min(float(text), 20_000)
    except ValueError:
        return None


def pixels(text: str | None) -> int | None:
    """Return a width or height attribute in pixels; None for none or a percentage."""
    match = re.fullmatch(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*", text or "")
    return int(match[1]) if match else None
