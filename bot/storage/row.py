"""Rows made into the domain's values, and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import aiosqlite

from bot.domain.model import Article, Feed, Photo, Post, Report, Source, Subscription
from bot.domain.setting import Settings, from_plain
from bot.storage.value import from_json, from_span, from_time, to_json, to_span, to_time


def feed_from(row: aiosqlite.Row) -> Feed:
    """Return the feed of a row of all its columns."""
    return Feed(
        id=row["id"],
        url=row["url"],
        title=row["title"],
        site=row["site"],
        language=row["language"],
        state=row["state"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        body_hash=row["body_hash"],
        next_check_at=from_time(int(row["next_check_at"])),
        interval=from_span(int(row["interval"])),
        ttl=from_span(row["ttl"]),
        skip_hours=frozenset(from_json(row["skip_hours"])),
        last_checked_at=from_time(row["last_checked_at"]),
        last_success_at=from_time(row["last_success_at"]),
        last_full_at=from_time(row["last_full_at"]),
        baseline_at=from_time(row["baseline_at"]),
        failures=row["failures"],
        failing_since=from_time(row["failing_since"]),
        last_error=row["last_error"],
        moved_to=row["moved_to"],
        moved_polls=row["moved_polls"],
        moved_from=row["moved_from"],
        moved_at=from_time(row["moved_at"]),
    )


def feed_columns(feed: Feed) -> dict[str, object]:
    """Return a feed as the parameters of a statement, by column."""
    return {
        "id": feed.id,
        "url": feed.url,
        "title": feed.title,
        "site": feed.site,
        "language": feed.language,
        "state": feed.state,
        "etag": feed.etag,
        "last_modified": feed.last_modified,
        "body_hash": feed.body_hash,
        "next_check_at": to_time(feed.next_check_at),
        "interval": to_span(feed.interval),
        "ttl": to_span(feed.ttl),
        "skip_hours": to_json(sorted(feed.skip_hours)),
        "last_checked_at": to_time(feed.last_checked_at),
        "last_success_at": to_time(feed.last_success_at),
        "last_full_at": to_time(feed.last_full_at),
        "baseline_at": to_time(feed.baseline_at),
        "failures": feed.failures,
        "failing_since": to_time(feed.failing_since),
        "last_error": feed.last_error,
        "moved_to": feed.moved_to,
        "moved_polls": feed.moved_polls,
        "moved_from": feed.moved_from,
        "moved_at": to_time(feed.moved_at),
    }


def subscription_from(row: aiosqlite.Row) -> Subscription:
    """Return the subscription of a row of all its columns."""
    return Subscription(
        id=row["id"],
        feed_id=row["feed_id"],
        guild_id=row["guild_id"],
        channel_id=row["channel_id"],
        created_by=row["created_by"],
        created_at=from_time(int(row["created_at"])),
        backlog=row["backlog"],
        spoiler_words=tuple(from_json(row["spoiler_words"])),
        settings=settings_from(row["settings"]),
        state="removed" if row["removed_at"] is not None else row["state"],
        blocked=row["problem"] is not None,
    )


@lru_cache(maxsize=1_024)  # most servers keep the defaults
def settings_from(column: str | None) -> Settings:
    """Return the settings of a subscription's column; the defaults where there is none."""
    return from_plain(from_json(column or "{}"))


def article_from(row: aiosqlite.Row, photos: Iterable[Photo]) -> Article:
    """Return the article of a row of all its columns, with the photos it was given."""
    return Article(
        title=row["title"],
        link=row["link"],
        outlet=row["outlet"],
        digest=row["digest"],
        author=row["author"],
        published=from_time(row["published_at"]),
        summary=row["summary"],
        sources=tuple(Source(name=name, link=link) for name, link in from_json(row["sources"])),
        language=row["language"],
        categories=tuple(from_json(row["categories"])),
        photos=tuple(photos),
        sensitive=bool(row["sensitive"]),
    )


def article_columns(article: Article) -> dict[str, object]:
    """Return an article as the parameters of a statement, by column, without its photos."""
    return {
        "title": article.title,
        "link": article.link,
        "outlet": article.outlet,
        "digest": article.digest,
        "author": article.author,
        "published_at": to_time(article.published),
        "summary": article.summary,
        "sources": to_json((one.name, one.link) for one in article.sources),
        "language": article.language,
        "categories": to_json(article.categories),
        "sensitive": int(article.sensitive),
    }


def photo_from(row: aiosqlite.Row) -> Photo:
    """Return the photo of a row of all its columns."""
    return Photo(
        url=row["url"],
        credit=row["credit"],
        role=row["role"],
        caption=row["caption"],
        alt=row["alt"],
        width=row["width"],
        height=row["height"],
        fallbacks=tuple(from_json(row["fallbacks"])),
        sensitive=bool(row["sensitive"]),
    )


def photo_columns(photo: Photo) -> dict[str, object]:
    """Return a photo as the parameters of a statement, by column, without its place."""
    return {
        "url": photo.url,
        "credit": photo.credit,
        "role": photo.role,
        "caption": photo.caption,
        "alt": photo.alt,
        "width": photo.width,
        "height": photo.height,
        "fallbacks": to_json(photo.fallbacks),
        "sensitive": int(photo.sensitive),
    }


def post_from(row: aiosqlite.Row, article: Article, reports: Sequence[Report] = ()) -> Post:
    """Return the post of a row of all its columns, with the article and reports it was given.

    The row also has ``spoiler_words`` and ``settings`` of the subscription, NULL where there is none.
    """
    return Post(
        id=row["id"],
        channel_id=row["channel_id"],
        guild_id=row["guild_id"],
        story_id=row["story_id"],
        nonce=row["nonce"],
        article=article,
        reports=tuple(reports),
        revision=row["revision"],
        spoiler_words=tuple(from_json(row["spoiler_words"] or "[]")),
        settings=settings_from(row["settings"]),
        state=row["state"],
        message_id=row["message_id"],
        thread_id=row["thread_id"],
        attempts=row["attempts"],
        plainness=row["plainness"],
        files=from_json(row["files"]),
        created_at=from_time(int(row["created_at"])),
        sending_at=from_time(row["sending_at"]),
        error=row["error"],
    )
