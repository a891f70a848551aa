"""Kill the bot at chosen moments of polling and publishing, again and again.

A kill is armed on something that the bot is seen to do from outside: a request to the site, a
request to Discord, its arrival at the gateway. Between two lives of the bot, what it waits for is
made due, as if the time had passed.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from bot.domain.link import feed_key
from bot.domain.setting import Settings
from bot.storage.database import open_database
from bot.storage.feed import FeedTable
from bot.storage.subscription import SubscriptionTable
from tests.e2e.crash_plan import (
    FEED,
    NEVER,
    PAGE,
    PROCESS,
    KillPoint,
    draw,
    headline,
    number_in,
)
from tests.loopback import LoopbackDiscord, Lost
from tests.loopback.bot_process import BotProcess
from tests.loopback.channel import Channel
from tests.loopback.component import NOT_FOUND
from tests.loopback.faults import HISTORY, REACT, SEND
from tests.loopback.limits import walk
from tests.loopback.news_site import NewsFeed

AT_REST = 1.0  # seconds without any request: the moment will not come in this life
LIFE = 10.0  # seconds in which even a slow start has brought a first request
MOST_BEHIND = 25
NO_LIMIT = Settings(max_per_hour=100_000)  # in its minutes it posts what others do in weeks (L26)
KEPT = 30  # entries that stay in the feed
MINUTE = 60_000_000  # in the microseconds of the database
IN_DOUBT = "SELECT count(*) FROM post WHERE state = 'sending'"


class Crasher:
    """One bot, one feed, some channels, and many kills."""

    def __init__(
        self,
        fake: LoopbackDiscord,
        feed: NewsFeed,
        bot: BotProcess,
        channels: list[Channel],
        *,
        seed: int,
    ) -> None:
        self.fake = fake
        self.feed = feed
        self.bot = bot
        self.channels = channels
        self.chance = random.Random(seed)
        self.published: list[int] = []
        self.hits: Counter[str] = Counter()
        self._armed: KillPoint | None = None
        self._end: asyncio.TimerHandle | None = None
        self._passed = 0
        fake.watch = self._seen
        feed.site.watch = self._seen_by_site

    async def subscribe(self) -> None:
        """Make the database with the subscriptions, and let the bot see the feed's first state."""
        self.feed.publish(title="The story before all others reel0x", slug="reel-0x")
        now = datetime.now(UTC)
        async with open_database(self.bot.database) as db, db.write() as tx:
            url, soon = self.feed.url, timedelta(minutes=2)
            feed = await FeedTable(db).add(
                tx, url=url, key=feed_key(url), next_check_at=now, interval=soon
            )
            for channel in self.channels:
                place = await SubscriptionTable(db).add(
                    tx,
                    feed_id=feed.id,
                    guild_id=channel.guild.id,
                    channel_id=channel.id,
                    created_by=channel.guild.owner.id,
                    backlog=0,
                    now=now,
                )
                assert place
                await SubscriptionTable(db).set_settings(tx, place.id, NO_LIMIT)
        await self.bot.start()
        await self._until(lambda: self.ask("SELECT count(*) FROM feed WHERE baseline_at"))
        await self.bot.kill()

    def publish(self) -> None:
        """Add an article to the feed; what every channel has leaves its end."""
        number = len(self.published) + 1
        self.published.append(number)
        self.feed.publish(
            title=headline(self.chance, number),
            slug=f"reel-{number}x",
            photos=self.chance.choice((0, 2)),
        )
        done = set.intersection(*(set(self.numbers(channel)) for channel in self.channels))
        kept = [e for e in self.feed.entries[KEPT:] if number_in(e.title) not in {0} | done]
        self.feed.entries[KEPT:] = kept

    async def crash(self) -> None:
        """Start the bot, publish, and kill it at a moment drawn by lot.

        Where many articles wait already, it is let live until it rests: else the feed would grow
        past what it posts one by one (L26).
        """
        drawn = draw(self.chance, in_doubt=bool(self.ask(IN_DOUBT)))
        self._armed = drawn if self._behind() < MOST_BEHIND else NEVER
        self._passed = 0
        self.pass_time(minutes=10 if drawn.where == HISTORY else self.chance.choice((0, 0, 10)))
        fewest = 1 if drawn.where in (SEND, PAGE, REACT) else 0
        for _ in range(max(fewest, self.chance.choice((0, 1, 1, 1, 2)))):
            self.publish()
        await self.bot.start(ready=False)
        self._end_in(LIFE)
        self._seen("started", PROCESS)
        if self.chance.random() < 0.3:
            self.publish()
        await self.bot.wait()
        self._end_in(None)

    def _behind(self) -> int:
        return len(self.published) - min(len(channel.messages) for channel in self.channels)

    def pass_time(self, *, minutes: int = 0) -> None:
        """Make due all that waits; if minutes pass, Discord forgets the nonces.

        They pass once for each doubt: the messages in the channel do not grow older with them.
        """
        past = minutes * MINUTE
        recently = int(time.time() * 1_000_000) - MINUTE
        with sqlite3.connect(self.bot.database) as db:
            db.execute("UPDATE feed SET next_check_at = 0")
            db.execute("DELETE FROM host")
            db.execute("UPDATE post SET not_before = 0, reaction_not_before = 0")
            db.execute("UPDATE post SET mend_at = 0 WHERE mend_at IS NOT NULL")
            db.execute(
                "UPDATE post SET sending_at = sending_at - ?1, created_at = created_at - ?1"
                " WHERE state = 'sending' AND sending_at > ?2",
                (past, recently),
            )
        db.close()
        if minutes:
            self.fake.memory.nonces.clear()

    async def settle(self, *, within: float = 60.0) -> None:
        """Let the bot work in peace until nothing waits any more."""
        self._armed = None
        self.fake.faults.clear()
        self.pass_time()
        await self.bot.start()
        waiting = "SELECT count(*) FROM post WHERE state <> 'sent' OR reacted_at IS NULL"
        unread = "SELECT count(*) FROM feed WHERE next_check_at = 0"
        await self._until(lambda: not self.ask(unread) and not self.ask(waiting), within)
        await self.bot.kill()
        self.pass_time()
        await self.bot.start()
        unmended = "SELECT count(*) FROM post WHERE mend_at IS NOT NULL"
        await self._until(lambda: not self.ask(unmended), within)

    def numbers(self, channel: Channel) -> list[int]:
        """Return which articles are in a channel, in the channel's order."""
        return [number_in(message.text) for message in channel.messages]

    def unmended(self) -> list[str]:
        """Return the photos that channels show though Discord can't load them."""
        shown = [
            item["media"]["url"]
            for channel in self.channels
            for message in channel.messages
            for _, part in walk(message.components)
            for item in part.get("items", ())
        ]
        assert shown
        return [url for url in shown if self.fake.world.photo_state(url) == NOT_FOUND]

    def faults_of(self, channel: Channel) -> dict[str, list[int]]:
        """Return what is wrong in a channel: articles lost, doubled, or before their elders."""
        found = self.numbers(channel)
        return {
            "lost": [n for n in self.published if n not in found],
            "doubled": [n for n, count in Counter(found).items() if count > 1],
            "out of order": [b for a, b in pairwise(found) if b < a],
        }

    def _end_in(self, seconds: float | None) -> None:
        if self._end:
            self._end.cancel()
        if seconds is not None:
            self._end = asyncio.get_running_loop().call_later(seconds, self._kill, "at rest")

    def _seen_by_site(self, moment: str, path: str) -> None:
        self._seen(moment, FEED if path == self.feed.path else PAGE)

    def _seen(self, moment: str, where: str) -> None:
        point = self._armed
        if point and (where != PROCESS and self.fake.gateway.connected):
            self._end_in(AT_REST)
        if point is None or (moment, where) != (point.moment, point.where):
            return
        self._passed += 1
        if self._passed != point.nth:
            return
        if moment == "received" and where == SEND and self.chance.random() < 0.5:
            self.fake.faults.next(SEND, Lost(accepted=False))
        name = f"{moment} {where}"
        if point.delay:
            asyncio.get_running_loop().call_later(point.delay, self._kill, name)
        else:
            self._kill(name)

    def _kill(self, why: str) -> None:
        if self.bot.running:
            self.hits[why] += 1
            self.bot.kill_now()

    def ask(self, sql: str) -> int:
        """Return a number from the database."""
        with sqlite3.connect(self.bot.database) as db:
            (found,) = db.execute(sql).fetchone()
        db.close()
        return int(found)

    async def _until(self, true: Callable[[], object], within: float = 20.0) -> None:
        ends = time.monotonic() + within
        while not true():
            assert self.bot.running, "the bot ended by itself"
            assert time.monotonic() < ends, "the bot did not come to rest"
            await asyncio.sleep(0.05)
