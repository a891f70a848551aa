"""Polling: a due feed is fetched, its new entries become articles, stories and posts."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from weakref import WeakValueDictionary

from bot.domain import schedule
from bot.domain.error import FetchError, Gone, NewsreelError, RateLimited
from bot.domain.link import feed_key, host_of
from bot.domain.model import Feed
from bot.services.gathering import Gathering, Harvest
from bot.services.ports import Clock, Fetched, Fetcher, Reader
from bot.services.storing import Storing
from bot.storage.article import ArticleTable
from bot.storage.database import Database, Tx
from bot.storage.feed import FeedTable
from bot.storage.seen import SeenTable

log = logging.getLogger(__name__)

_RHYTHM = 20  # articles whose dates tell how often a feed publishes


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a poll saw: nothing new (``unchanged``), so many entries, or why it failed (``error``)."""

    unchanged: bool = False
    entries: int = 0
    error: str | None = None


class Polling:
    """Fetch what is due and hand what is new to Gathering; when to look again is decided here."""

    def __init__(
        self,
        *,
        db: Database,
        feeds: FeedTable,
        seen: SeenTable,
        articles: ArticleTable,
        gathering: Gathering,
        storing: Storing,
        fetcher: Fetcher,
        reader: Reader,
        clock: Clock,
        random: Callable[[], float],
        on_posts: Callable[[], None] = lambda: None,
    ) -> None:
        self._db = db
        self._feeds = feeds
        self._seen = seen
        self._articles = articles
        self._gathering = gathering
        self._storing = storing
        self._fetcher = fetcher
        self._reader = reader
        self._clock = clock
        self._random = random
        self._on_posts = on_posts
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def due(self, *, limit: int, busy: Collection[int]) -> Sequence[int]:
        """Return the ids of feeds that are due, the longest waiting first."""
        return [f.id for f in await self._feeds.due(self._clock.now(), limit, exclude=busy)]

    async def next_at(self) -> datetime | None:
        """Return when the next feed falls due."""
        return await self._feeds.next_due_at(self._clock.now())

    async def work(self, key: int) -> None:
        """Poll one feed. Whatever goes wrong is recorded as that feed's failure (S41)."""
        await self.look(key)

    async def look(self, feed_id: int) -> Seen:
        """Poll one feed and return what was seen; nobody else polls it meanwhile."""
        async with self._turns.setdefault(feed_id, asyncio.Lock()):
            feed = await self._feeds.get(feed_id)
            if feed is None:
                return Seen(unchanged=True)
            try:
                return await self._poll(feed)
            except NewsreelError as error:
                return await self._failed(feed, error)
            except Exception as error:
                log.exception("polling a feed met a bug", extra={"feed": feed.url})
                return await self._failed(feed, error)

    async def _poll(self, feed: Feed) -> Seen:
        answer = await self._fetch(feed)
        digest = hashlib.blake2b(answer.body, digest_size=16).digest()
        if answer.not_modified or digest == feed.body_hash:
            await self._nothing_new(feed, answer)
            return Seen(unchanged=True)
        document = await self._reader.feed(
            answer.body,
            url=answer.url,
            content_type=answer.content_type,
            known=await self._seen.fingerprints(feed.id) if feed.baseline_at else frozenset(),
        )
        harvest = await self._gathering.gather(feed, document)
        await self._read(feed, answer, harvest, digest)
        return Seen(entries=len(document.fingerprints))

    async def _fetch(self, feed: Feed) -> Fetched:
        if schedule.needs_full_get(feed, now=self._clock.now()):
            return await self._fetcher.fetch(feed.url)
        return await self._fetcher.fetch(feed.url, etag=feed.etag, last_modified=feed.last_modified)

    async def _nothing_new(self, feed: Feed, answer: Fetched) -> None:
        now = self._clock.now()
        after = await self._after_success(feed, answer, now)
        if not answer.not_modified:
            # The same bytes under new validators: the next question is asked with these.
            after = replace(
                after, etag=answer.etag, last_modified=answer.last_modified, last_full_at=now
            )
        async with self._db.write() as tx:
            await self._save(tx, feed, after)

    async def _read(
        self,
        feed: Feed,
        answer: Fetched,
        harvest: Harvest,
        digest: bytes,
    ) -> None:
        """Commit validators, articles and posts together (L25)."""
        now = self._clock.now()
        head = harvest.document.head
        # What is cut off comes whole under the same validators: it is asked for without them (L27).
        whole = not harvest.document.cut_off
        described = replace(
            feed,
            title=head.title or feed.title,
            site=head.link or feed.site,
            language=head.language or feed.language,
            ttl=head.ttl,
            skip_hours=head.skip_hours,
            etag=answer.etag if whole else None,
            last_modified=answer.last_modified if whole else None,
            body_hash=digest if whole else None,
            last_full_at=now,
            baseline_at=feed.baseline_at or now,
        )
        after = await self._after_success(described, answer, now, published=harvest.published)
        judged = await self._storing.judge(feed, harvest)
        async with self._db.write() as tx:
            posts = await self._storing.store(tx, feed, harvest, now, judged)
            await self._save(tx, feed, after)
        for reason in harvest.document.skipped:
            log.info("an entry was left out", extra={"feed": feed.url, "why": reason})
        if posts:
            log.info("new stories", extra={"feed": feed.url, "posts": posts})
            self._on_posts()

    async def _after_success(
        self, feed: Feed, answer: Fetched, now: datetime, *, published: Sequence[datetime] = ()
    ) -> Feed:
        """Return the feed as it is after a poll that went well; ``published`` are new entries."""
        if feed.failures:
            log.info("a feed works again", extra={"feed": feed.url, "failures": feed.failures})
        stored = await self._articles.newest(feed.id, _RHYTHM)
        dates = [*published, *(article.published for article in stored if article.published)]
        interval = schedule.interval_for(dates, now=now)
        next_check_at = schedule.after_success(
            feed,
            now=now,
            interval=interval,
            head_ttl=feed.ttl,
            skip_hours=feed.skip_hours,
            cache_max_age=schedule.cache_max_age(answer.headers),
            retry_after=schedule.retry_after(answer.headers, now=now),
            random=self._random,
        )
        move = schedule.moved(feed, answer.moved_to)
        return replace(
            feed,
            url=move.url,
            moved_to=move.moved_to,
            moved_polls=move.moved_polls,
            state="active",  # a feed that was gone is asked when a moderator wants to know
            interval=interval,
            next_check_at=next_check_at,
            last_checked_at=now,
            last_success_at=now,
            failures=0,
            failing_since=None,
            last_error=None,
        )

    async def _save(self, tx: Tx, before: Feed, after: Feed) -> None:
        """Store a feed; a new address only if no other feed has it (D13, D14)."""
        if after.url == before.url:
            await self._feeds.save(tx, after)
            return
        key = feed_key(after.url)
        other = await self._feeds.by_key(key, tx=tx)
        if other and other.id != before.id:
            await self._feeds.save(tx, replace(after, url=before.url))
            return
        log.info("a feed has moved", extra={"feed": before.url, "to": after.url})
        if key != feed_key(before.url):  # another spelling is no news for anybody
            after = replace(after, moved_from=before.url, moved_at=self._clock.now())
        await self._feeds.save(tx, after, key=key, host=host_of(after.url))

    async def _failed(self, feed: Feed, error: Exception) -> Seen:
        now = self._clock.now()
        sentence = str(error) if isinstance(error, NewsreelError) else "an error on our side"
        if sentence != feed.last_error:
            log.warning("a feed fails", extra={"feed": feed.url, "why": sentence})
        retry_after = error.retry_after if isinstance(error, RateLimited) else None
        next_check_at = schedule.after_failure(
            feed, now=now, retry_after=retry_after, random=self._random
        )
        after = replace(
            feed,
            failures=feed.failures + 1,
            failing_since=feed.failing_since or now,
            last_checked_at=now,
            last_error=sentence,
            next_check_at=next_check_at,
        )
        gone = isinstance(error, Gone) or (
            isinstance(error, FetchError) and schedule.is_dead(after, status=error.status, now=now)
        )
        if gone:
            log.warning("a feed is gone and not asked again", extra={"feed": feed.url})
            after = replace(after, state="gone")
        async with self._db.write() as tx:
            await self._feeds.save(tx, after)
            if retry_after:
                await self._feeds.pause_host(tx, host_of(feed.url), now + retry_after)
        return Seen(error=sentence)
