"""Every address by which an element names its picture, and which of them is the largest.

VERSION_RULES says where they stand, in the order in which they are read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from bot.domain.photo import MAX_URL, is_avif, is_decoration, likely_width, photo_key, photo_url
from bot.domain.photo_parts import stem
from bot.domain.photo_size import UNTOUCHED, is_cut
from bot.web.html.srcset import listed

_MAX_VERSIONS = 32  # of one element
_MAX_WIDEST = 8  # of one srcset
_MAX_ATTRIBUTE = 60  # characters of an attribute's name
_MAX_LIST = 20_000  # characters of an attribute's value
_MAX_SOURCES = 40
_MAX_AROUND = 3  # elements
_MIN_STEM = 20  # characters

# Attributes that hold a picture's address, in all spellings of lazy loading and of full sizes.
_ADDRESS = re.compile(
    r"src|(?:data|load|lazy|big|full|original)-(?:[\w-]*-)?(?:\w*src|img|image|url|original|orig|full|large|file"
    r"|hires|hi-res|retina|zoom|lazy|lazyload|echo|path|normal|media)"
    r"(?:-(?:src|url|file|image|img|original|large|full|retina|2x))*",
)
# Those that hold another picture, or a page.
_NO_ADDRESS = re.compile(
    r"(?:^|-)(?:share|permalink|link|page|author|avatar|logo|icon|poster|placeholder|preview|lqip|blur|error"
    r"|fallback|default|hover|next|prev|related|video)(?:-|$)"
)
PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:$|[?#])", re.IGNORECASE)
# One behind whose name a server is told the size: still.jpg/940x540/1234567
_SIZED_FILE = re.compile(r"\.(?:jpe?g|png|webp)/[^?#]{0,100}\d", re.IGNORECASE)
_PICTURE_URL = re.compile(
    r"(?:https?:)?//[^\s\"'<>\\]{4,2000}?\.(?:jpe?g|png|webp)(?:\?[^\s\"'<>\\,]{0,500})?(?=[\s\"',\\]|$)",
    re.IGNORECASE,
)
_BACKGROUND = re.compile(
    r"background(?:-image)?\s*:[^;()]{0,100}url\(\s*[\"']?([^\"'()]{1,2000})[\"']?\s*\)",
    re.IGNORECASE,
)
_BACKGROUND_NAMES = (
    "data-bg", "data-bg-src", "data-bgset", "data-background", "data-background-image", "data-bg-image",
    "data-lazy-background", "data-lazy-bg", "data-image-src", "data-src", "data-original",
    "data-image", "data-img", "data-photo", "data-full",
)  # fmt: skip
BACKGROUNDS = ", ".join(
    ["[style*='background' i]", *(f"[{name}]:not(img, source, iframe, script, video, audio)" for name in _BACKGROUND_NAMES)]
)  # fmt: skip


class Named(NamedTuple):
    """An address as the markup writes it, with what is stated there of its size and format."""

    address: str
    width: int | None = None
    density: float = 1
    avif: bool = False
    sure: bool = True  # False where it counts only if it shows the same picture


class Version(NamedTuple):
    """A usable address of a picture, with the width in pixels that the markup states for it."""

    url: str
    width: int | None = None
    density: float = 1
    avif: bool = False
    sure: bool = True

    @property
    def rank(self) -> tuple[bool, float, bool]:
        """What to choose the largest by: no AVIF, then the width, then the uncut one."""
        named = likely_width(self.url)
        width = self.width or (named * self.density if named >= UNTOUCHED else named)
        return (not (self.avif or is_avif(self.url)), width, not is_cut(self.url))


def versions_of(image: LexborNode, base: str) -> list[Version]:
    """Return the addresses of the picture that an element shows, largest first.

    Decoration is left out, and what stands in until the picture is loaded.
    """
    rules = (_usable(rule(image), base) for rule in VERSION_RULES)
    found = list(islice((version for rule in rules for version in rule), _MAX_VERSIONS))
    return best_first(_of_one_picture(found, photo_url(image.attributes.get("src") or "", base)))


def background_of(node: LexborNode, base: str) -> list[Version]:
    """Return the addresses of the picture that an element has as its background, largest first."""
    return best_first(list(_usable(_background(node), base)))


def best_first(versions: Iterable[Version]) -> list[Version]:
    """Return each address once, the largest first, with the width that is stated for it anywhere."""
    merged: dict[str, Version] = {}
    for version in versions:
        known = merged.get(version.url, version)
        merged[version.url] = known._replace(
            width=max(known.width or 0, version.width or 0) or None,
            density=max(known.density, version.density),
            avif=known.avif and version.avif,
        )
    return sorted(merged.values(), key=lambda version: version.rank, reverse=True)


def _usable(named: Iterable[Named], base: str) -> Iterator[Version]:
    for one in named:
        url = photo_url(one.address, base)
        if url and not is_decoration(url):
            yield Version(url, one.width, one.density, one.avif, one.sure)


def _of_one_picture(versions: list[Version], src: str | None) -> list[Version]:
    """Drop addresses of other pictures: unsure ones, and what ``src`` shows while it is loading."""
    keys = {version: photo_key(version.url) for version in versions}
    sure = {keys[version] for version in versions if version.sure}
    names = {_file_stem(version.url) for version in versions if version.sure}
    kept = [
        version
        for version in versions
        if version.sure or keys[version] in sure or _file_stem(version.url) in names
    ]
    if src is None or len(sure) <= 1:
        return kept
    return [version for version in kept if keys[version] != photo_key(src)]


def _file_stem(url: str) -> str:
    return stem(url.partition("?")[0].rpartition("/")[2])


def _attributes(image: LexborNode) -> Iterator[Named]:
    for name, value in image.attributes.items():
        if not value or len(name) > _MAX_ATTRIBUTE or _NO_ADDRESS.search(name):
            continue
        if name.endswith(("srcset", "bgset")):
            yield from _of_srcset(value)
        elif _ADDRESS.fullmatch(name) and _is_address(name, value):
            yield Named(value)
        elif name.startswith("data-"):
            yield from _in_value(value)


def _is_address(name: str, value: str) -> bool:
    if name in {"src", "data-src"}:
        return True
    if len(value) <= MAX_URL and PICTURE_FILE.search(value) and "/" in value:
        return True  # a bare name is an id, to which a script adds the rest
    return name.endswith(("src", "-original")) and "/" in value and " " not in value.strip()


def _in_value(value: str) -> Iterator[Named]:
    """Yield addresses in an attribute of any name: alone, or in JSON."""
    text = value[:_MAX_LIST].replace("\\/", "/")
    if text[:1] in "[{":
        yield from (
            Named(found[0], sure=False) for found in islice(_PICTURE_URL.finditer(text), 40)
        )
    elif len(text) <= MAX_URL and _is_path(text) and PICTURE_FILE.search(text):
        yield Named(text, sure=False)


def _is_path(text: str) -> bool:
    return "/" in text and " " not in text.strip()


def _of_srcset(value: str, *, avif: bool = False) -> Iterator[Named]:
    """Yield the widest that a srcset lists; nobody needs the others."""
    widest = sorted(listed(value), key=lambda one: (one.width or 0, one.density or 0), reverse=True)
    for one in widest[:_MAX_WIDEST]:
        yield Named(one.address, width=one.width, density=one.density or 1, avif=avif)


def _sources(image: LexborNode) -> Iterator[Named]:
    """Yield what the sources of a picture element list."""
    parent = image.parent
    if parent is None or parent.tag != "picture":
        return
    for source in parent.css("source")[:_MAX_SOURCES]:
        avif = "avif" in (source.attributes.get("type") or "")[:60]
        for name, value in source.attributes.items():
            if value and name.endswith("srcset"):
                yield from _of_srcset(value, avif=avif)


def _around(image: LexborNode) -> Iterator[Named]:
    """Yield the full size to which a link or a slide around the image leads, if it is the same."""
    parent, src = image.parent, image.attributes.get("src") or ""
    for _ in range(_MAX_AROUND):
        if parent is None or parent.tag in {"body", "article", "main"}:
            return
        for name, value in parent.attributes.items():
            is_target = name == "href" or (
                name.startswith("data-") and not _NO_ADDRESS.search(name[:_MAX_ATTRIBUTE])
            )
            if is_target and value and _is_picture(value, src):
                yield Named(value, sure=False)
        parent = parent.parent


def _is_picture(target: str, src: str) -> bool:
    """Tell whether a link leads to a picture: by its name, or where the image's address goes on from it."""
    if len(target) > MAX_URL:
        return False
    return bool(PICTURE_FILE.search(target) or _SIZED_FILE.search(target)) or (
        len(target) > _MIN_STEM and src.startswith(f"{target}/")
    )


def _background(node: LexborNode) -> Iterator[Named]:
    style = (node.attributes.get("style") or "")[:_MAX_LIST]
    yield from (Named(found[1].strip()) for found in islice(_BACKGROUND.finditer(style), 3))
    for name in _BACKGROUND_NAMES:
        value = (node.attributes.get(name) or "")[:_MAX_LIST]
        in_style = _BACKGROUND.search(f"background:{value}")
        if name.endswith("set"):
            yield from _of_srcset(value)
        elif in_style:
            yield Named(in_style[1].strip())
        elif PICTURE_FILE.search(value) and "/" in value:
            yield Named(value)


VERSION_RULES: tuple[Callable[[LexborNode], Iterator[Named]], ...] = (
    _attributes,  # src, srcset and all spellings of lazy loading; JSON in data-*
    _sources,  # of the picture element
    _around,  # a link or slide around it, to the same picture
)
