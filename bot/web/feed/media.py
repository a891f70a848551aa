"""The photos that an entry's XML names beside its text, each with its own credit.

Read from the XML itself: feedparser keeps all credits of an entry in one list, in which it is
lost which photo each belongs to. Rules are those of Media RSS 1.5.1 where it has any.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from bot.domain.credit import split_caption
from bot.domain.credit_line import MAX_CAPTION, clean_credit, credit_role, role_named
from bot.domain.model import Photo
from bot.domain.photo import named_width, one_each
from bot.domain.text import plain
from bot.web.feed.element import Element, kind, local_name, text_of
from bot.web.feed.picture import is_image, is_media, may_be_image, photo_at, photo_of
from bot.web.html.text import to_text

_NOT_MAKERS = re.compile(
    r"actor|actress|cast|director|producer|composer|writer|editor|anchor|reporter|narrator|singer",
    re.IGNORECASE,
)
_PICTURE_NAME = re.compile(
    r"(?:\w*[_-])?(?:image|img|photo|picture|pic|thumb|thumbnail|foto|imagen|imagem|bild|cover|poster|still"
    r"|enclosure)(?:[_-]?(?:url|link|src|href|file|large|full|big|hd|original|\d+))?"
    r"|\w*(?:image|photo|picture|thumb|thumbnail|foto|img)"
)
_ADDRESS = re.compile(r"(?:https?:)?//|/\w|[^\s<>]+\.(?:jpe?g|png|webp|gif|avif)\b", re.IGNORECASE)
_INNER = frozenset({"url", "src", "link", "href"})
_MAX_MEDIA = 200
_MAX_MAKERS = 10  # of one picture
_MAX_NAMING = 1000  # characters of a credit with its markup
_ROLE = re.compile(r"[a-z][a-z -]{1,30}")  # those of the EBU, which Media RSS uses, are such words
_UNTOUCHED = 10_000  # pixels that an address stands for which asks for no size


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """What is said of a picture: by its own element, or by those around it."""

    credit: str | None = None
    role: str | None = None
    caption: str | None = None
    alt: str | None = None

    def over(self, outer: _Words) -> _Words:
        """Return these words, completed by those that hold for everything around."""
        return _Words(
            credit=self.credit or outer.credit,
            role=self.role if self.credit else outer.role,
            caption=self.caption or outer.caption,
            alt=self.alt or outer.alt,
        )


def media_photos(item: Element) -> tuple[Photo, ...]:
    """Return the pictures of Media RSS and enclosures, each once, in the largest version named.

    Videos, sounds, pixels and avatars are none. A thumbnail, or the picture of a podcast's
    episode, counts where there is no other.
    """
    levels = [item, *(child for child in item if len(child) and local_name(child) == "link")]
    named = [photo for level in levels for photo in _of_level(level, _Words())]
    named += _enclosures(item)
    named = named or list(_unnamed_vocabulary(item))
    if named:
        return one_each(named)
    return one_each(_stand_ins(*levels))


def media_description(item: Element) -> str:
    """Return what Media RSS says of the entry as a whole, for an entry that says nothing else."""
    levels = (item, *(child for child in item if is_media(child, "group")))
    return next(filter(None, (_first(level, "description") for level in levels)), "")


def _of_level(level: Element, outer: _Words) -> Iterator[Photo]:
    """Read the media elements that stand side by side in an entry or a group."""
    contents = _contents(level)
    words = _shared_words(level, contents, outer)
    for child in level:
        if is_media(child, "group"):
            yield from _of_group(child, outer)
    for content, said in zip(contents, words, strict=True):
        yield from _of_content(content, said)


def _of_group(group: Element, outer: _Words) -> Iterator[Photo]:
    """Read a group: by the specification one picture in several sizes, in practice often not."""
    photos = list(_of_level(group, outer))
    if not photos:
        yield from _stand_ins(group)
    elif _are_sizes(photos):
        yield max(photos, key=lambda photo: photo.width or 0)
    else:
        yield from photos


def _are_sizes(photos: Sequence[Photo]) -> bool:
    widths = {photo.width for photo in photos}
    captions = {photo.caption for photo in photos}
    return None not in widths and len(widths) == len(photos) and len(captions) == 1


def _contents(level: Element) -> list[Element]:
    """Return the media:content elements of a level; nested ones of a broken feed too."""
    found = (child for child in level if is_media(child, "content"))
    return list(islice((nested for child in found for nested in _unnested(child)), _MAX_MEDIA))


def _unnested(content: Element) -> Iterator[Element]:
    yield content
    for child in content:
        if is_media(child, "content"):
            yield from _unnested(child)


def _shared_words(level: Element, contents: list[Element], outer: _Words) -> list[_Words]:
    """Return for each content what its level says of it.

    As many credits as contents: they come in the same order. Fewer: a credit belongs to the
    content before it, or to all if there is only one.
    """
    credited = _by_content(level, contents, "credit")
    captions = _by_content(level, contents, "description")
    owner = _Words(credit=clean_credit(_first(level, "copyright")))
    return [
        _credit(own).over(owner).over(_Words(caption=_caption(said))).over(outer)
        for own, said in zip(credited, captions, strict=True)
    ]


def _by_content(level: Element, contents: list[Element], name: str) -> list[list[Element]]:
    children = [child for child in level if is_media(child, name) or child in contents]
    named = [child for child in children if child not in contents]
    if len(contents) <= 1 or len(named) == 1:
        return [named] * len(contents)
    if len(named) == len(contents):
        return [[element] for element in named]
    return [_after(content, children, contents) for content in contents]


def _after(content: Element, children: list[Element], contents: list[Element]) -> list[Element]:
    found: list[Element] = []
    if content in children:
        for child in children[children.index(content) + 1 :]:
            if child in contents:
                break
            found.append(child)
    return found


def _of_content(content: Element, shared: _Words) -> Iterator[Photo]:
    photo = photo_of(content)
    if photo is None or not is_image(content, photo.url):
        return
    credited = _credit([child for child in content if is_media(child, "credit")])
    said = _Words(
        credit=clean_credit(_first(content, "copyright")),
        caption=_caption([child for child in content if is_media(child, "description")]),
        alt=_first(content, "text") or None,
    )
    yield _with_words(photo, credited.over(said).over(shared))


def _with_words(photo: Photo, words: _Words) -> Photo:
    """Put words to a photo; a credit at the caption's end serves where no other is given."""
    said = split_caption(words.caption or "")
    own = words.over(_Words(credit=said.credit, role=said.role))
    return replace(
        photo, credit=own.credit, role=own.role, caption=said.caption, alt=own.alt or None
    )


def _credit(elements: Iterable[Element]) -> _Words:
    """Join the credits of one picture: its makers and owners, not who is to be seen on it.

    The role is that of the first.
    """
    makers = [one for one in elements if not _NOT_MAKERS.search(one.get("role") or "")]
    lines = [(to_text(text_of(one)[:_MAX_NAMING]), one) for one in makers[:_MAX_MAKERS]]
    named = {name: _role(one, line) for line, one in lines if (name := clean_credit(line))}
    return _Words(credit=" / ".join(named) or None, role=next(iter(named.values()), None))


def _role(element: Element, line: str) -> str | None:
    """Return the role that a credit's attribute states, else the one that its words name."""
    stated = " ".join((element.get("role") or "").split()).casefold()
    named = role_named(stated) or (stated if _ROLE.fullmatch(stated) else None)
    return named or credit_role(line)


def _caption(elements: Iterable[Element]) -> str | None:
    said = (plain(text_of(one))[:MAX_CAPTION] for one in elements)
    return next(filter(None, said), None)


def _first(level: Element, name: str) -> str:
    return _caption(child for child in level if is_media(child, name)) or ""


def _enclosures(item: Element) -> Iterator[Photo]:
    for child in item:
        name = local_name(child)
        is_link = name == "link" and (child.get("rel") or "").casefold() == "enclosure"
        if name == "enclosure" or is_link:
            photo = photo_of(child)
            if photo is not None and is_image(child, photo.url):
                yield photo


def _unnamed_vocabulary(item: Element) -> Iterator[Photo]:
    """Read <image>, <fullImage>, <photo> and the like, which some feeds make up."""
    for child in item:
        if kind(child) == "" and _PICTURE_NAME.fullmatch(local_name(child)):
            inner = next((one for one in child if local_name(one) in _INNER), child)
            stated = (child.get(name) for name in ("url", "href", "src", "image"))
            address = next(filter(None, stated), "") or text_of(inner)
            photo = photo_at(address, child) if _ADDRESS.match(address.strip()) else None
            if photo is not None and may_be_image(child, photo.url):
                yield photo


def _stand_ins(*levels: Element) -> list[Photo]:
    """Return the largest thumbnail, else the picture of an episode."""
    contents = [one for level in levels for one in level if is_media(one, "content")]
    thumbnails = [photo for level in (*levels, *contents) for photo in _thumbnails(level)]
    if thumbnails:
        return [max(one_each(thumbnails), key=_width)]
    episode = (one for one in levels[0] if kind(one) == "itunes" and local_name(one) == "image")
    return [photo for child in episode if (photo := photo_of(child))]


def _width(photo: Photo) -> int:
    return photo.width or named_width(photo.url) or _UNTOUCHED


def _thumbnails(level: Element) -> Iterator[Photo]:
    for child in level:
        if is_media(child, "thumbnail") and (photo := photo_of(child)):
            yield photo
