"""The photos of an article's page, in the order shown, and the one it leads with.

PHOTO_RULES is the order in which a page is asked for them. What is none is told by NOT_A_PHOTO in
``not_a_photo``, which addresses an element names by VERSION_RULES in ``bot.web.html.version``, what a
head states by STATED_RULES in ``photo_stated``; each picture once, in its largest version, is the
business of ``bot.domain.photo``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from bot.domain.model import Photo
from bot.domain.photo import merged, one_each, photo_key
from bot.domain.photo_twin import are_close_twins, are_twins
from bot.web.page.credit import with_common_credit, with_words_of
from bot.web.page.meta import Metadata
from bot.web.page.photo_list import script_photos
from bot.web.page.photo_named import named_in_scripts
from bot.web.page.photo_shown import shown_elsewhere, shown_photos
from bot.web.page.photo_stated import (
    other_versions,
    stated_galleries,
    stated_photos,
    with_stated_credits,
)
from bot.web.page.scope import Layout

Photos = tuple[Photo, ...]


class _Search:
    """A page that is asked for its photos, with what its head states of them."""

    def __init__(self, layout: Layout, meta: Metadata, base: str) -> None:
        self.layout, self.meta, self.base = layout, meta, base

    @cached_property
    def stated(self) -> Photos:
        return stated_photos(self.meta, self.base)

    def shows_lead(self, found: Photos) -> bool:
        """Tell whether a stated photo is among those found, or has a twin there."""
        return bool(self.stated_keys & _keys(found)) or any(
            are_twins(photo.url, stated.url) for photo in found for stated in self.stated
        )

    @cached_property
    def stated_keys(self) -> frozenset[str]:
        return _keys(self.stated)


def _in_the_article(search: _Search, _found: Photos) -> Photos:
    return one_each(shown_photos(search.layout, search.base))


def _above_the_article(search: _Search, found: Photos) -> Photos:
    """Put first the stated photo that the page shows, but outside of the article."""
    if not search.stated_keys or search.shows_lead(found):
        return found
    lead = shown_elsewhere(search.stated, search.layout, search.base)
    return (lead, *found) if lead else found


def _shown_twice(_search: _Search, found: Photos) -> Photos:
    """Join the photo above an article's text with its twin in the text, unless it is one of a series."""
    lead, rest = found[:1], found[1:]
    twins = [photo for photo in rest if lead and _is_again(lead[0], photo)]
    if len(twins) != 1 or lead[0].caption:
        return found
    return (merged([lead[0], *twins]), *(photo for photo in rest if photo not in twins))


def _is_again(lead: Photo, later: Photo) -> bool:
    """Tell whether a later photo is the lead's twin, and no words say otherwise."""
    is_described_alike = not (lead.alt and later.alt) or lead.alt == later.alt
    return is_described_alike and are_close_twins(lead.url, later.url)


def _described_apart(search: _Search, found: Photos) -> Photos:
    """Put first the stated photo that the page shows nowhere, but describes in words of its own."""
    lead = next((photo for photo in search.stated if photo.caption), None)
    said = {text for photo in found for text in (photo.caption, photo.alt)}
    if lead is None or search.shows_lead(found) or lead.caption in said:
        return found
    return (lead, *found)


def _in_scripts(search: _Search, found: Photos) -> Photos:
    """Add the gallery in the page's scripts that holds the photo that leads the article.

    One that holds only a later photo is a slideshow of another page, embedded in this one.
    """
    lead = search.stated_keys or _keys(found[:1])
    return (*found, *script_photos(search.layout, lead, search.base))


def _in_stated_galleries(search: _Search, found: Photos) -> Photos:
    """Add the galleries in JSON-LD that hold a photo shown, or are all there is."""
    keys = _keys(found)
    galleries = stated_galleries(search.meta, search.base)
    own = [photos for photos in galleries if not found or keys & _keys(photos)]
    return (*found, *(photo for photos in own for photo in photos))


def _stated_alone(search: _Search, found: Photos) -> Photos:
    """Take the photo stated for sharing where the page shows none."""
    return found or one_each(search.stated)[:1]


def _in_other_sizes(search: _Search, found: Photos) -> Photos:
    """Add the other sizes of these photos that the head names; among equals, these are larger."""
    versions: dict[str, list[Photo]] = {}
    for photo in (*search.stated, *other_versions(search.layout, search.meta, search.base)):
        versions.setdefault(photo_key(photo.url), []).append(photo)
    return tuple(
        with_words_of(photo, version)
        for photo in found
        for version in (*versions.pop(photo_key(photo.url), ()), photo)
    )


def _in_data_of_scripts(search: _Search, found: Photos) -> Photos:
    """Add the other sizes that scripts name; an original may stand nowhere else."""
    return one_each((*found, *named_in_scripts(_keys(found), search.layout, search.base)))


def _in_other_folders(search: _Search, found: Photos) -> Photos:
    """Take the largest of a photo and those stated twins of it that are not found themselves."""
    found = one_each(found)
    left = [photo for photo in search.stated if photo_key(photo.url) not in _keys(found)]
    joined: list[Photo] = []
    for photo in found:
        twins = [stated for stated in left if are_twins(photo.url, stated.url)]
        left = [stated for stated in left if stated not in twins]
        joined.append(merged([photo, *twins]))
    return tuple(joined)


def _credited_in_json(search: _Search, found: Photos) -> Photos:
    """Give the photos without a credit what the JSON-LD states of them."""
    if all(photo.credit for photo in found):
        return found
    return with_stated_credits(found, search.meta, search.base)


PHOTO_RULES: tuple[Callable[[_Search, Photos], Photos], ...] = (
    _in_the_article,  # images, noscript, backgrounds, galleries in attributes
    _above_the_article,
    _shown_twice,
    _described_apart,
    _in_scripts,
    _in_stated_galleries,
    _stated_alone,
    _in_other_sizes,
    _in_data_of_scripts,
    _in_other_folders,
    _credited_in_json,
)


def page_photos(layout: Layout, meta: Metadata, *, base: str) -> Photos:
    """Return the article's own photos, each once, with the credits that stand with them."""
    search = _Search(layout, meta, base)
    photos: Photos = ()
    for rule in PHOTO_RULES:
        photos = rule(search, photos)
    return with_common_credit(one_each(photos), layout, base=base)


def lead_image(meta: Metadata, photos: Photos, *, base: str) -> str | None:
    """Return the URL of the picture that the page leads with, None for none.

    The one stated for sharing; else the first that is shown.
    """
    stated = stated_photos(meta, base)
    return stated[0].url if stated else photos[0].url if photos else None


def _keys(photos: Photos) -> frozenset[str]:
    return frozenset(photo_key(photo.url) for photo in photos)
