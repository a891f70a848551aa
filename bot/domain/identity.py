"""Which articles are the same one: keys, and what to make of them.

An article is known by several keys, and keeps every key under which it was ever seen, so that it
stays known when a site changes one of them. The rules, in the order in which they are asked:

1. The same link is the same article, in any feed (D3, D11), unless several articles of the feed
   share that link: then the link says nothing.
2. The same guid is the same article, unless several share it (D15), or both link and title are
   new: then the guid was used again (L21).
3. The same title on the same day is the same article if the one that we know is no longer in the
   document: the site gave it a new address (D5). If it still is there, these are two (L18).
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlsplit

from bot.domain.link import link_key, normal_guid
from bot.domain.model import Entry

ANY_FEED = 0
_NO_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_SAME_TITLE = 0.3  # share of common words from which an edited headline is still that headline


class KeyKind(StrEnum):
    """The ways by which an article is known."""

    GUID = "guid"
    NORMAL_GUID = "normal_guid"
    LINK = "link"
    TITLE_DAY = "title_day"


_GUIDS = frozenset({KeyKind.GUID, KeyKind.NORMAL_GUID})


class Key(NamedTuple):
    """One way to know an article.

    ``feed_id`` is the feed in which the key holds; ANY_FEED for a link, which holds everywhere.
    """

    kind: KeyKind
    feed_id: int
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownArticle:
    """What identity needs of a stored article: who it is and all keys that it ever had."""

    article_id: int
    story_id: int
    feed_id: int
    title: str
    published: datetime | None
    keys: frozenset[Key]

    def known_in(self, feed_id: int) -> bool:
        """Tell whether that feed has brought this article before."""
        return self.feed_id == feed_id or any(key.feed_id == feed_id for key in self.keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An entry with its keys and, where it is known already, the article that it is.

    ``by_title`` is set where only its title on that day tells so: the site gave it a new address.
    """

    entry: Entry
    position: int
    keys: frozenset[Key]
    known: KnownArticle | None = None
    by_title: bool = False


def link_keys(*links: str | None) -> frozenset[Key]:
    """Return the keys of links. A link to a site's front page names no article and has none."""
    return frozenset(
        Key(KeyKind.LINK, ANY_FEED, link_key(link))
        for link in links
        if link and _names_a_page(link)
    )


def entry_keys(entry: Entry, feed_id: int) -> frozenset[Key]:
    """Return all keys of an entry of a feed; none for an entry without guid, link and title."""
    keys = set(link_keys(entry.link))
    if entry.guid:
        keys.add(Key(KeyKind.GUID, feed_id, entry.guid))
        keys.add(Key(KeyKind.NORMAL_GUID, feed_id, normal_guid(entry.guid)))
    title = " ".join(_words(entry.title))
    if title and entry.published:
        keys.add(Key(KeyKind.TITLE_DAY, feed_id, f"{entry.published:%Y-%m-%d} {title}"))
    elif not keys and (title or entry.summary):
        # Without guid, link and date, its words are all that an entry can be known by (L19).
        keys.add(Key(KeyKind.TITLE_DAY, feed_id, title or " ".join(_words(entry.summary))))
    return frozenset(keys)


def identify(
    entries: Sequence[Entry],
    keys: Sequence[frozenset[Key]],
    *,
    feed_id: int,
    known: Mapping[Key, Sequence[KnownArticle]],
    present: Collection[int] = (),
) -> tuple[Candidate, ...]:
    """Tell for each entry which stored article it is, if any.

    ``keys`` are the entries' own (``entry_keys``), ``known`` holds the stored articles under each
    of them; ``present`` are the ids of articles of which the document holds an unchanged entry. An
    entry that repeats an earlier one of the document is left out (D15).
    """
    shared = _shared(entries, keys)
    telling = [own - shared for own in keys]
    by_link = [
        _by_link(entry, own, known, feed_id, present)
        for entry, own in zip(entries, telling, strict=True)
    ]
    # Guids that only number the places of a feed move on to the next article: an article that is
    # in the document under its link is not also the one that has its guid now.
    taken = {*present, *(article.article_id for article in by_link if article)}
    strong = [
        linked or _by_guid(entry, own, known, taken)
        for entry, own, linked in zip(entries, telling, by_link, strict=True)
    ]
    here = taken | {article.article_id for article in strong if article}
    return tuple(_distinct(entries, telling, strong, known, here))


def _distinct(
    entries: Sequence[Entry],
    keys: Sequence[frozenset[Key]],
    strong: Sequence[KnownArticle | None],
    known: Mapping[Key, Sequence[KnownArticle]],
    here: set[int],
) -> Iterable[Candidate]:
    """Yield the entries that don't repeat an earlier one, each with the article that it is."""
    met: set[Key] = set()
    for position, entry in enumerate(entries):
        own = keys[position]
        telling = {key for key in own if key.kind is not KeyKind.TITLE_DAY} or own
        if telling and telling <= met:
            continue
        met |= telling
        article = strong[position] or _by_title(own, known, here)
        if article:
            here.add(article.article_id)
        yield Candidate(
            entry=entry,
            position=position,
            keys=own,
            known=article,
            by_title=strong[position] is None and article is not None,
        )


def _by_link(
    entry: Entry,
    keys: frozenset[Key],
    known: Mapping[Key, Sequence[KnownArticle]],
    feed_id: int,
    present: Collection[int],
) -> KnownArticle | None:
    for key in keys:
        if key.kind is not KeyKind.LINK:
            continue
        found = known.get(key, ())
        own = [article for article in found if article.known_in(feed_id)]
        if len(own) > 1:
            continue
        article = own[0] if own else next(iter(found), None)
        # Its own entry is still there, unchanged: another headline at that link is another story.
        if article and (article.article_id not in present or similar(entry.title, article.title)):
            return article
    return None


def _by_guid(
    entry: Entry,
    keys: frozenset[Key],
    known: Mapping[Key, Sequence[KnownArticle]],
    taken: Collection[int],
) -> KnownArticle | None:
    has_link = any(key.kind is KeyKind.LINK for key in keys)
    for key in keys:
        found = known.get(key, ()) if key.kind in _GUIDS else ()
        if len(found) != 1 or (has_link and found[0].article_id in taken):
            continue
        if not has_link or _plausible(entry, found[0]):
            return found[0]
    return None


def _plausible(entry: Entry, article: KnownArticle) -> bool:
    """Tell whether an entry with an article's guid and another link is that article still (L21)."""
    had_link = any(key.kind is KeyKind.LINK for key in article.keys)
    return not had_link or similar(entry.title, article.title)


def _by_title(
    keys: frozenset[Key], known: Mapping[Key, Sequence[KnownArticle]], here: set[int]
) -> KnownArticle | None:
    for key in keys:
        if key.kind is KeyKind.TITLE_DAY:
            moved = [a for a in known.get(key, ()) if a.article_id not in here]
            if len(moved) == 1:
                return moved[0]
    return None


def _shared(entries: Sequence[Entry], keys: Sequence[frozenset[Key]]) -> frozenset[Key]:
    """Return the keys that tell nothing, as entries that are clearly distinct have them too.

    Those are a guid that comes with several links, and a link that comes with several guids and
    several titles.
    """
    links: dict[Key, set[str]] = defaultdict(set)
    guids: dict[Key, set[str]] = defaultdict(set)
    titles: dict[Key, set[str]] = defaultdict(set)
    for entry, own in zip(entries, keys, strict=True):
        for key in own:
            links[key] |= {k.value for k in own if k.kind is KeyKind.LINK}
            guids[key] |= {k.value for k in own if k.kind is KeyKind.NORMAL_GUID}
            titles[key].add(" ".join(_words(entry.title)))
    return frozenset(
        key
        for key in titles
        if (key.kind in _GUIDS and len(links[key]) > 1)
        or (key.kind is KeyKind.LINK and len(guids[key]) > 1 and len(titles[key]) > 1)
    )


def similar(one: str, other: str) -> bool:
    """Tell whether two headlines share so many words that one is an edit of the other."""
    a, b = set(_terms(one)), set(_terms(other))
    if not a or not b:
        return a == b
    return len(a & b) / len(a | b) >= _SAME_TITLE


def _terms(text: str) -> Iterable[str]:
    """Yield the words of a text; of scripts that set no spaces, the pairs of characters."""
    for word in _words(text):
        if word.isascii() or not _NO_SPACES.search(word):
            yield word
        else:
            yield from (word[i : i + 2] for i in range(max(len(word) - 1, 1)))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())


def _names_a_page(link: str) -> bool:
    parts = urlsplit(link)
    return bool(parts.path.strip("/") or parts.query)
