"""Invented articles, and a strategy for those that nobody would write."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import strategies as st

from bot.domain.model import Article, Photo, Post, Source
from bot.domain.setting import SUMMARY_LENGTHS, Look, Settings
from bot.domain.text import escape

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)


def photo(number: int = 1, credit: str | None = "Lantern Pictures") -> Photo:
    return Photo(
        url=f"https://img.example.com/stills/{number}.jpg",
        credit=credit,
        caption=f"Still {number} of The Lighthouse Keeper's Daughter",
        width=1600,
        height=900,
    )


def article(**changes: object) -> Article:
    whole = Article(
        title="‘The Lighthouse Keeper’s Daughter’ unveils behind-the-scenes stills",
        link="https://reelpost.example.com/lighthouse-stills",
        outlet="Reel Post",
        author="A. Writer",
        published=NOON,
        summary="Lantern Pictures unveiled stills of the sets of its winter drama.",
        sources=(Source(name="Lantern Pictures"),),
        photos=(photo(),),
    )
    return replace(whole, **changes)


def post(**changes: object) -> Post:
    whole = Post(
        id=7,
        channel_id=1,
        guild_id=2,
        story_id=42,
        nonce="nr-7",
        article=article(),
        created_at=NOON,
    )
    return replace(whole, **changes)


_NASTY = st.sampled_from(
    [
        "<b>bold</b> &amp;amp;",
        "**bold** `code` ||spoiler|| ~~x~~",
        "@everyone @here <@&123456> <#42>",
        "[netflix.com](https://evil.example)",
        "https://evil.example/(a)[b]",
        "\u202egnp.exe\u202c",
        "\u200b\u200d\ufeff",
        "```\n# heading\n> quote",
        "우주의 청소부 宇宙の掃除人",
        "👨‍👩‍👧‍👦🏳️‍🌈" * 30,
        "\ud800",
        "```" * 400,
        "x" * 10_000,
        "word " * 2_000,
        "[" * 10_000,
    ]
)
texts = st.one_of(st.just(""), st.text(max_size=300), st.lists(_NASTY, max_size=4).map("".join))
chosen = st.builds(
    Settings,
    look=st.sampled_from(Look),
    summary=st.sampled_from(SUMMARY_LENGTHS),
    accent=st.none() | st.integers(0, 0xFFFFFF),
)
urls = st.one_of(
    texts,
    st.text(max_size=60).map(lambda tail: f"https://example.com/{tail}"),
    st.text(max_size=20).map(lambda name: f"http://{name}/a.jpg"),
    st.integers(1, 5_000).map(lambda size: "https://example.com/" + "é" * size),
    st.integers(400, 2_100).map(lambda size: "https://example.com/" + "a" * size),
    st.sampled_from(["/a.jpg", "data:image/png;base64,AA", "https://[::1", "https://a:99999/"]),
)
sizes = st.one_of(st.none(), st.integers(0, 5_000))
photos = st.builds(
    Photo,
    url=urls,
    credit=st.none() | texts,
    caption=st.none() | texts,
    alt=st.none() | texts,
    width=sizes,
    height=sizes,
    sensitive=st.booleans(),
)
articles = st.builds(
    Article,
    title=texts,
    link=st.none() | urls,
    outlet=texts,
    digest=st.sampled_from([0, 0, 7]),
    author=st.none() | texts,
    published=st.none() | st.datetimes(timezones=st.just(UTC)),
    summary=texts.map(escape) | texts,
    sources=st.lists(st.builds(Source, name=texts, link=st.none() | urls), max_size=6).map(tuple),
    photos=st.lists(photos, max_size=14).map(tuple),
    sensitive=st.booleans(),
)
