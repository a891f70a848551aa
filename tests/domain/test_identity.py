"""Which entries are the same article: rows of the hard cases, as a feed would show them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

import pytest

from bot.domain.identity import (
    Candidate,
    Key,
    KeyKind,
    KnownArticle,
    entry_keys,
    identify,
    similar,
)
from bot.domain.model import Entry

FEED = 7
OTHER_FEED = 8
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


def entry(
    guid: str | None = "g1",
    link: str | None = "https://reel.example/2026/lighthouse",
    title: str = "The Lighthouse Keeper casts its lead",
    published: datetime | None = NOON,
) -> Entry:
    return Entry(guid=guid, link=link, title=title, published=published)


def stored(*entries: Entry, feed_id: int = FEED) -> list[KnownArticle]:
    return [
        KnownArticle(
            article_id=number,
            story_id=number,
            feed_id=feed_id,
            title=one.title,
            published=one.published,
            keys=entry_keys(one, feed_id),
        )
        for number, one in enumerate(entries, start=1)
    ]


def recognise(
    *entries: Entry, known: Sequence[KnownArticle], present: Collection[int] = ()
) -> tuple[Candidate, ...]:
    by_key: dict[Key, list[KnownArticle]] = {}
    for article in known:
        for key in article.keys:
            by_key.setdefault(key, []).append(article)
    keys = [entry_keys(one, FEED) for one in entries]
    return identify(entries, keys, feed_id=FEED, known=by_key, present=present)


def ids(candidates: Sequence[Candidate]) -> list[int | None]:
    return [c.known.article_id if c.known else None for c in candidates]


SAME = [
    pytest.param(entry(published=datetime(2026, 3, 20, tzinfo=UTC)), id="D1 date bumped"),
    pytest.param(entry(guid="other", link="http://reel.example/2026/lighthouse"), id="D2 https"),
    pytest.param(
        entry(guid="keeper-casts-stars", title="Keeper casts its stars"), id="D3 headline"
    ),
    pytest.param(entry(guid=None), id="D4 no guid, known by its link"),
    pytest.param(entry(guid="n", link="https://moved.example/x"), id="D5 new address, same title"),
    pytest.param(
        entry(guid="n", link="https://amp.reel.example/2026/lighthouse/amp?utm_source=rss#top"),
        id="D11 AMP link with tracking and fragment",
    ),
    pytest.param(entry(link=None), id="known by its guid alone"),
    pytest.param(entry(link="https://reel.example/2026/lighthouse-2"), id="slug edited"),
]


@pytest.mark.parametrize("again", SAME)
def test_the_same_article_is_recognised(again: Entry) -> None:
    """D1 D2 D3 D4 D5 D11: whatever one key does, another still tells."""
    assert ids(recognise(again, known=stored(entry()))) == [1]


NEW = [
    pytest.param(
        entry(link="https://reel.example/2026/otter", title="Otter Season opens in Busan"),
        id="L21 the guid is used again for a new link and title",
    ),
    pytest.param(entry(guid="g2", link="https://reel.example/b", title="Another"), id="all new"),
    pytest.param(
        entry(
            guid="g2", link="https://reel.example/b", published=datetime(2026, 3, 15, tzinfo=UTC)
        ),
        id="L18 the same title on another day",
    ),
]


@pytest.mark.parametrize("other", NEW)
def test_another_article_is_new(other: Entry) -> None:
    """L18 L21: what only looks alike is news."""
    assert ids(recognise(other, known=stored(entry()))) == [None]


def test_equal_titles_are_two_articles_while_the_first_is_in_the_document() -> None:
    """L18: a title on the same day identifies only what has left the document."""
    second = entry(guid="g2", link="https://reel.example/second")
    assert ids(recognise(second, known=stored(entry()), present=[1])) == [None]


def test_equal_titles_and_times_in_one_document_are_all_kept() -> None:
    """L18: equal timestamps and titles, distinct links."""
    trio = [entry(guid=f"g{n}", link=f"https://reel.example/{n}") for n in range(3)]
    assert ids(recognise(*trio, known=[])) == [None, None, None]


def test_one_guid_for_all_entries_identifies_none() -> None:
    """D15: entries with distinct links are distinct."""
    trio = [entry(link=f"https://reel.example/{n}", title=f"Story {n}") for n in range(3)]
    candidates = recognise(*trio, known=[])
    assert len(candidates) == 3
    assert not any(key.kind is KeyKind.GUID for c in candidates for key in c.keys)


def test_one_guid_for_all_known_articles_identifies_none_later() -> None:
    """D15: also when only the newest entry is read."""
    known = stored(
        entry(link="https://reel.example/1", title="Story one"),
        entry(link="https://reel.example/2", title="Story two"),
    )
    fresh = entry(link="https://reel.example/3", title="Three things to see")
    assert ids(recognise(fresh, known=known)) == [None]


def test_an_entry_repeated_in_a_document_counts_once() -> None:
    """D15: the same guid several times in one document."""
    assert len(recognise(entry(), entry(), entry(), known=[])) == 1


def test_only_the_entry_without_a_guid_falls_back_to_its_link() -> None:
    """D4: the others keep their guids."""
    with_guid = entry(guid="g2", link="https://reel.example/2", title="Two")
    keys = [c.keys for c in recognise(entry(guid=None), with_guid, known=[])]
    assert [any(k.kind is KeyKind.GUID for k in own) for own in keys] == [False, True]


def test_a_front_page_link_identifies_nothing() -> None:
    """A feed whose entries all link to its front page still has distinct entries."""
    pair = [entry(guid=f"g{n}", link="https://reel.example/", title=f"Story {n}") for n in (1, 2)]
    assert ids(recognise(pair[1], known=stored(pair[0]))) == [None]


def test_a_link_shared_by_entries_with_own_guids_and_titles_identifies_nothing() -> None:
    page = "https://reel.example/live"
    pair = [entry(guid=f"g{n}", link=page, title=f"Update {n} from Busan") for n in (1, 2)]
    assert len(recognise(*pair, known=[])) == 2


def test_an_article_of_another_feed_is_found_by_its_link() -> None:
    """D11: one article, two feeds."""
    (candidate,) = recognise(entry(guid="x"), known=stored(entry(), feed_id=OTHER_FEED))
    assert candidate.known is not None
    assert not candidate.known.known_in(FEED)


def test_a_guid_of_another_feed_says_nothing() -> None:
    elsewhere = stored(entry(link="https://other.example/1"), feed_id=OTHER_FEED)
    assert ids(recognise(entry(), known=elsewhere)) == [None]


def test_an_undated_entry_without_guid_and_link_is_known_by_its_words() -> None:
    """L19: posted once."""
    bare = entry(guid=None, link=None, published=None, title="Festival moves to May")
    assert ids(recognise(bare, known=stored(bare))) == [1]


def test_vanished_entries_that_come_back_are_known() -> None:
    """D6: what was seen stays seen."""
    trio = [
        entry(guid=f"g{n}", link=f"https://reel.example/{n}", title=f"Story {n}") for n in "abc"
    ]
    known = stored(*trio)
    assert ids(recognise(trio[0], known=known)) == [1]
    assert ids(recognise(*trio, known=known)) == [1, 2, 3]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Otter Season gets a date", "Otter Season gets a new date", True),
        ("Otter Season gets a date", "Keeper breaks records", False),
        ("灯台守の新作が公開決定", "灯台守の新作が公開日決定", True),
        ("灯台守の新作が公開決定", "映画祭の審査員を発表", False),
        ("등대지기 예고편 공개", "등대지기 새 예고편 공개", True),
        ("", "Otter Season", False),
    ],
)
def test_similar_headlines(one: str, other: str, alike: bool) -> None:
    assert similar(one, other) is alike
