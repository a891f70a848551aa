"""Random steps of outlets, moderators, fans and failures against a plain model of cards (D12).

``WALKS`` says how many walks, ``SEED`` where to begin; what happened is a note of the failure.
"""

from __future__ import annotations

import os
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from bot.domain.error import Forbidden, Uncertain, Unreachable, UserError
from bot.domain.model import Post, Report, Subscription
from bot.domain.setting import Settings
from bot.services.following import Following
from bot.services.joining import Joining, Share
from bot.services.pacing import Pacing
from bot.services.ports import CardNews, Sent, Upload
from bot.services.publishing import Publishing
from bot.services.showing import Showing
from bot.services.story_desk import StoryDesk
from bot.services.uploading import Uploading
from bot.storage.article import NewArticle
from bot.storage.card import CardTable
from bot.storage.database import open_database
from bot.storage.post import Intention
from tests.services.world import FakeClock, FakePhotos
from tests.storage.booth import DOWN, UP, Booth, Card, Step
from tests.storage.world import NOW, World, article

STEPS = 60
WALKS = int(os.environ.get("WALKS", "5"))
FIRST = int(os.environ.get("SEED", "0"))
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
CHANNELS = {7001: 700, 7002: 700, 7003: 700, 7101: 701}
OUTLETS = ("gazette", "variety", "deadline", "critic")
NEWS = (
    "Mina Okafor to direct lighthouse thriller ‘The Salt Lantern’ for Netflix",
    "Tomas Berg to write harvest drama ‘Barley Crown’ for Mubi",
    "Hana Seo to produce orchard comedy ‘Pear Season’ for Neon",
)
FANS = (11, 12, 13)

Place = tuple[int, int]  # a channel, and the story that an article has by itself


class Killed(BaseException):
    """The process ended there."""


@dataclass
class Message:
    """A card as it stands in its channel."""

    id: int
    channel_id: int
    nonce: str
    at: datetime
    story_id: int
    link: str | None
    reports: tuple[Report, ...]
    points: int | None = None
    crossposted: bool = False
    edited_at: datetime | None = None

    def shows(self, news: CardNews) -> bool:
        shown = (self.points or 0, self.reports, self.story_id)
        return shown == (news.points, news.reports, news.story_id)


@dataclass
class Discord:
    """Channels of messages. ``ending`` is what becomes of the next call: it fails, or the bot ends."""

    clock: FakeClock
    messages: dict[int, Message] = field(default_factory=dict)
    ending: str = ""
    edits: int = 0
    ids: count[int] = field(default_factory=lambda: count(5001))

    def _before(self) -> None:
        if self.ending == "before":
            raise Killed
        if self.ending == "refused":
            self.ending = ""
            raise Forbidden("Missing Access")
        if self.ending == "away":
            self.ending = ""
            raise Unreachable("503")

    def _after(self) -> None:
        if self.ending == "after":
            raise Killed
        if self.ending == "lost":
            self.ending = ""
            raise Uncertain("the answer was lost")

    async def send(self, post: Post, uploads: Sequence[Upload] = ()) -> Sent:
        assert not uploads
        self._before()
        safe = self.clock.now() - 2 * MINUTE
        same = [m for m in self.messages.values() if m.nonce == post.nonce and m.at > safe]
        if not same:
            same = [
                Message(
                    next(self.ids),
                    post.channel_id,
                    post.nonce,
                    self.clock.now(),
                    post.story_id,
                    post.article.link,
                    post.reports,
                )
            ]
            self.messages[same[0].id] = same[0]
        self._after()
        return Sent(same[0].id)

    async def find(self, post: Post) -> Sent | None:
        since = post.created_at - 5 * MINUTE
        here = (m for m in self.messages.values() if m.channel_id == post.channel_id)
        found = (Sent(m.id) for m in here if m.story_id == post.story_id and m.at >= since)
        return next(found, None)

    async def shown(self, channel_id: int, message_id: int) -> Message | None:
        return self.messages.get(message_id)

    async def update(self, card: Message, news: CardNews) -> None:
        self._before()
        self.edits += 1
        card.points, card.reports, card.story_id = news.points, news.reports, news.story_id
        card.edited_at = self.clock.now()
        self._after()

    async def take_down(self, channel_id: int, message_id: int) -> None:
        self._before()
        self.messages.pop(message_id, None)
        self._after()


class Walk:
    """The real services, and beside them what each channel is owed."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.db = world, world.database
        self.random = random.Random(seed)
        self.booth = Booth(world)
        self.clock = FakeClock()
        self.clock.time = NOW
        self.discord = Discord(self.clock)
        self.feeds: dict[str, int] = {}
        self.numbers = count(1)
        self.owed: set[Place] = set()
        self.log: list[str] = []
        self.start()

    def start(self) -> None:
        """Start a process of the bot."""
        self.discord.ending = ""
        following = Following(db=self.db, clock=self.clock)
        self.joining = Joining(db=self.db, following=following)
        self.desk = StoryDesk(db=self.db, clock=self.clock)
        self.cards = CardTable(self.db)
        uploading = Uploading(
            photos=FakePhotos(), hosts=self.world.photo_hosts, clock=self.clock, patience=SECOND
        )
        self.publishing = Publishing(
            db=self.db,
            posts=self.world.posts,
            subscriptions=self.world.subscriptions,
            mends=self.world.mends,
            uploading=uploading,
            following=following,
            publisher=self.discord,  # type: ignore[arg-type]
            clock=self.clock,
        )
        self.pacing = Pacing(db=self.db, clock=self.clock)
        self.lanes = [
            Showing(
                db=self.db,
                cards=self.cards,
                publisher=self.discord,  # type: ignore[arg-type]
                clock=self.clock,
                slow=slow,
            )
            for slow in (False, True)
        ]

    async def open(self) -> None:
        for outlet in (*OUTLETS, "aggregator"):
            self.feeds[outlet] = (await self.world.feed(outlet, host=f"{outlet}.example")).id
        for outlet in (*OUTLETS, "aggregator"):
            for channel, guild in CHANNELS.items():
                if self.random.random() < 0.7:
                    await self.world.subscribe(self.feeds[outlet], channel, guild_id=guild)

    async def rows(self, sql: str, *values: object) -> list[tuple[int, ...]]:
        return await self.booth.rows(sql, *values)  # type: ignore[return-value]

    # What outlets do.

    async def publish(self) -> None:
        outlet, news = self.random.choice(OUTLETS), self.random.choice(NEWS)
        number = next(self.numbers)
        title = news if self.random.random() < 0.5 else news.replace(" to ", " will ")
        what = article(
            title,
            outlet=outlet.title(),
            link=f"https://{outlet}.example/{number}",
            published=self.clock.now(),
        )
        await self._bring(outlet, what, None)

    async def publish_again(self) -> None:
        """The aggregator has an article with the link of another's (D11)."""
        stories = await self.rows("SELECT story_id, title FROM article")
        if not stories:
            return
        story_id, title = self.random.choice(stories)
        number = next(self.numbers)
        what = article(str(title), outlet="Aggregator", link=f"https://aggregator.example/{number}")
        await self._bring("aggregator", what, story_id)

    async def _bring(self, outlet: str, what: object, story_id: int | None) -> None:
        feed_id = self.feeds[outlet]
        state = self.random.choice(("pending",) * 8 + ("held", "dropped"))
        async with self.db.write() as tx:
            new = NewArticle(feed_id=feed_id, article=what, keys=frozenset(), story_id=story_id)  # type: ignore[arg-type]
            [added] = await self.world.articles.add_many(tx, [new], self.clock.now())
        intention = Intention(added.story_id, added.article_id, state)
        shares = await self.world.subscriptions.of_feed(feed_id)
        self.log.append(f"  {outlet} article {added.article_id} story {added.story_id} {state}")
        await self._enqueue(shares, intention)

    async def _enqueue(self, subscriptions: Sequence[Subscription], one: Intention) -> None:
        for subscription in subscriptions:
            over = await self.rows(
                "SELECT 1 FROM post WHERE channel_id = ? AND story_id = ? AND joined_to IS NULL"
                " AND (state IN ('held', 'dropped') OR deleted_at IS NOT NULL)",
                subscription.channel_id,
                one.story_id,
            )
            if one.state == "pending" and not over:
                self.owed.add((subscription.channel_id, one.story_id))
        async with self.db.write() as tx:
            shares = [Share(subscription, [one]) for subscription in subscriptions]
            await self.joining.enqueue(tx, shares, self.clock.now())

    # What moderators do.

    async def split(self) -> None:
        guild = self.random.choice((700, 700, 701))
        stories = await self._stories(guild)
        if not stories:
            return
        story_id = self.random.choice(stories)
        named = [one.article_id for one in await self.desk.reports(story_id, guild_id=guild)]
        if not named:
            return
        article_id = self.random.choice(named)
        self.log.append(f"  split {article_id} off story {story_id} in {guild}")
        with suppress(UserError):
            await self.desk.split(story_id, article_id, guild_id=guild, by=1)

    async def join(self) -> None:
        guild = self.random.choice((700, 700, 701))
        stories = await self._stories(guild)
        if len(stories) < 2:
            return
        kept, other = self.random.sample(stories, 2)
        self.log.append(f"  join {other} to {kept} in {guild}")
        with suppress(UserError):
            await self.desk.join(kept, other, guild_id=guild, by=1)

    async def _stories(self, guild_id: int) -> list[int]:
        rows = await self.rows(
            "SELECT DISTINCT post.story_id FROM post JOIN article ON article.id = article_id"
            " WHERE guild_id = ? AND digest = 0 ORDER BY 1",
            guild_id,
        )
        return [row[0] for row in rows]

    async def switch(self) -> None:
        channel = self.random.choice(list(CHANNELS))
        joins = self.random.random() < 0.6
        self.log.append(f"  {channel} joins: {joins}")
        await self.desk.set_joins(channel, guild_id=CHANNELS[channel], joins=joins, by=1)

    async def remove_feed(self) -> None:
        found = await self.rows("SELECT id, feed_id, channel_id FROM subscription ORDER BY id")
        if len(found) < 6:
            return
        id_, feed_id, channel = self.random.choice(found)
        self.log.append(f"  remove feed {feed_id} from {channel}")
        brought = await self.rows(
            "SELECT DISTINCT story_id FROM article WHERE feed_id = ?", feed_id
        )
        async with self.db.write() as tx:
            await self.world.held.leave(tx, id_)
            await self.world.subscriptions.remove(tx, id_)
        for (story_id,) in brought:
            if not await self._still_brought(channel, story_id):
                self.owed.discard((channel, story_id))

    async def _still_brought(self, channel: int, story_id: int) -> bool:
        return bool(
            await self.rows(
                "SELECT 1 FROM article JOIN subscription USING (feed_id)"
                " WHERE story_id = ? AND channel_id = ?",
                story_id,
                channel,
            )
        )

    async def pause(self) -> None:
        """Pause a feed in a channel, or let it go on."""
        id_, state = self.random.choice(await self.rows("SELECT id, state FROM subscription"))
        self.log.append(f"  subscription {id_}, which is {state}")
        async with self.db.write() as tx:
            if state == "paused":  # type: ignore[comparison-overlap]
                await self.world.subscriptions.resume(tx, id_, self.clock.now())
            else:
                await self.world.subscriptions.pause(tx, id_, self.clock.now())

    async def limit(self) -> None:
        """Let a feed post only so often in a channel, or as it likes."""
        id_, _ = self.random.choice(await self.rows("SELECT id, state FROM subscription"))
        most = self.random.choice((1, 2, None))
        self.log.append(f"  subscription {id_}: {most} an hour")
        async with self.db.write() as tx:
            await self.world.subscriptions.set_settings(tx, id_, Settings(max_per_hour=most))
            await tx.execute_fetchall(
                "UPDATE subscription SET release_at = 0 WHERE id = ? AND state = 'active'", (id_,)
            )

    async def add_feed(self) -> None:
        outlet, channel = self.random.choice(OUTLETS), self.random.choice(list(CHANNELS))
        made = await self.world.subscribe(self.feeds[outlet], channel, guild_id=CHANNELS[channel])
        newest = await self.rows(
            "SELECT story_id, id FROM article WHERE feed_id = ? ORDER BY id DESC LIMIT 1",
            self.feeds[outlet],
        )
        if made and newest:
            self.log.append(f"  add feed {outlet} to {channel}, with article {newest[0][1]}")
            await self._enqueue([made], Intention(newest[0][0], newest[0][1]))

    async def decide(self) -> None:
        """Post one that is held, or skip it."""
        held = await self.rows("SELECT id, channel_id, story_id FROM post WHERE state = 'held'")
        if not held:
            return
        post_id, channel, _ = self.random.choice(held)
        async with self.db.write() as tx:
            if self.random.random() < 0.5:
                self.log.append(f"  release post {post_id}")
                await self.world.held.release(tx, [post_id])
            else:
                self.log.append(f"  skip post {post_id}")
                await self._excuse(channel, post_id)
                await self.world.held.drop(tx, [post_id], "a moderator skipped it")

    async def delete(self) -> None:
        if not self.discord.messages:
            return
        message = self.random.choice(list(self.discord.messages.values()))
        posts = await self.rows("SELECT id FROM post WHERE message_id = ?", message.id)
        if not posts:
            return  # only the bot's next process will know of it
        del self.discord.messages[message.id]
        self.log.append(f"  delete message {message.id} of post {posts[0][0]}")
        await self._excuse(message.channel_id, posts[0][0])
        async with self.db.write() as tx:
            await self.cards.mark_deleted(tx, [message.id], self.clock.now())

    async def _excuse(self, channel: int, post_id: int) -> None:
        rows = await self.rows(
            "SELECT article.story_id FROM telling JOIN article ON article.id = telling.article_id"
            " JOIN post ON post.id = post_id WHERE post_id = ?1 OR digest_id = ?1",
            post_id,
        )
        self.owed -= {(channel, row[0]) for row in rows}

    # What fans do.

    async def vote(self) -> None:
        rows = await self.rows(
            "SELECT id, guild_id, story_id, channel_id, message_id FROM post"
            " WHERE state = 'sent' AND deleted_at IS NULL"
        )
        if not rows:
            return
        card = Card(*self.random.choice(rows))
        what = self.random.choice(("add", "add", "add", "remove"))
        step = Step(what, card, self.random.choice(FANS), self.random.choice((UP, DOWN)))
        self.log.append(f"  {what} {step.user} {step.emoji} post {card.post_id}")
        await self.booth.happen(step, now=self.clock.now())

    # What the bot does.

    async def send(self) -> None:
        self.clock.pass_(self.random.choice((SECOND, 20 * SECOND, 3 * MINUTE)))
        if self.random.random() < 0.4:
            self.discord.ending = self.random.choice(("before", "after", "lost", "away", "refused"))
        self.log.append(f"  send {self.discord.ending}")
        await self._alive(self._send())

    async def _send(self) -> None:
        for lane in (self.pacing, self.publishing):
            for channel in await lane.due(limit=9, busy=()):
                await lane.work(channel)

    async def show(self) -> None:
        self.clock.pass_(MINUTE)
        if self.random.random() < 0.3:
            self.discord.ending = self.random.choice(("before", "after", "away"))
        self.log.append(f"  show {self.discord.ending}")
        await self._alive(self._show())

    async def _show(self) -> None:
        for lane in self.lanes:
            for channel in await lane.due(limit=9, busy=()):
                await lane.work(channel)

    async def _alive(self, work: object) -> None:
        """Let the bot work; where it is killed, another process of it begins."""
        try:
            await work  # type: ignore[misc]
        except Killed:
            self.log.append("  killed")
            self.start()
        self.discord.ending = ""

    # What must be true.

    async def step(self) -> None:
        steps = [self.publish] * 6 + [self.publish_again, self.split, self.split, self.join]
        steps += [self.join, self.switch, self.remove_feed, self.add_feed, self.decide, self.delete]
        steps += [self.pause, self.pause, self.limit, self.limit]
        steps += [self.vote] * 6 + [self.send] * 5 + [self.show] * 2
        self.clock.pass_(SECOND)
        step = self.random.choice(steps)
        self.log.append(step.__name__)
        await step()
        await self.check()

    async def check(self) -> None:
        await self.check_told()
        await self.check_joined()
        await self.check_votes()

    async def check_told(self) -> None:
        """Each article is told where it is owed, by one card."""
        rows = await self.rows(
            "SELECT DISTINCT channel_id, article.story_id, post.id FROM telling"
            " JOIN post ON post.id = post_id JOIN article ON article.id = telling.article_id"
            " WHERE state IN ('waiting', 'pending', 'sending', 'sent') AND deleted_at IS NULL"
        )
        listed = set(
            await self.rows(  # in a digest card, whatever moderators did with its place since
                "WITH listed AS (SELECT id, digest_id FROM post WHERE digest_id"
                " UNION SELECT listed.id, post.digest_id"
                " FROM listed JOIN post ON post.id = listed.digest_id WHERE post.digest_id)"
                " SELECT post.channel_id, article.story_id"
                " FROM listed JOIN post USING (id) LEFT JOIN report ON report.post_id = post.id"
                " JOIN article ON article.id IN (post.article_id, report.article_id)"
                " JOIN post AS card ON card.id = listed.digest_id"
                " WHERE card.state IN ('waiting', 'pending', 'sending', 'sent')"
                " AND card.deleted_at IS NULL"
            )
        )
        told: dict[Place, set[int]] = {}
        for channel, story, post in rows:
            told.setdefault((channel, story), set()).add(post)
        wrong = {
            place: told.get(place, set())
            for place in self.owed - listed
            if len(told.get(place, ())) != 1
        }
        assert not wrong, (wrong, "by channel and story: the posts that tell it")
        doubled = {place: posts for place, posts in told.items() if len(posts) > 1}
        assert not doubled, doubled

    async def check_joined(self) -> None:
        """What gave way is of the story that stays, and its votes with it."""
        wrong = await self.rows(
            "SELECT post.id, post.story_id, kept.story_id FROM post"
            " JOIN post AS kept ON kept.id = post.joined_to"
            " WHERE kept.joined_to IS NOT NULL OR kept.story_id <> post.story_id"
            " OR kept.channel_id <> post.channel_id OR post.state NOT IN ('sent', 'dropped')"
        )
        assert not wrong, wrong
        named = await self.rows(
            "SELECT post.id FROM report JOIN post ON post.id = post_id WHERE joined_to IS NOT NULL"
        )
        assert not named, ("reports of cards that gave way", named)

    async def check_votes(self) -> None:
        counted = await self.rows(
            "SELECT guild_id, story_id, user_id, value FROM ("
            " SELECT post.guild_id, post.story_id, user_id, value, max(at) FROM reaction"
            " JOIN post ON post.id = post_id WHERE counts GROUP BY 1, 2, 3)"
            " ORDER BY 1, 2, 3"
        )
        votes = await self.rows(
            "SELECT guild_id, story_id, user_id, value FROM vote ORDER BY guild_id, story_id, user_id"
        )
        assert votes == counted
        points: dict[tuple[int, int], int] = {}
        for guild, story, _, value in counted:
            points[guild, story] = points.get((guild, story), 0) + value
        scores = await self.rows("SELECT guild_id, story_id, points FROM score WHERE points <> 0")
        assert {(g, s): p for g, s, p in scores} == {k: p for k, p in points.items() if p}

    async def settle(self) -> None:
        """Let the bot do all that is left, without any more failures."""
        async with self.db.write() as tx:
            for (id_,) in await self.rows("SELECT id FROM subscription WHERE state = 'paused'"):
                await self.world.subscriptions.resume(tx, id_, self.clock.now())
        for _ in range(60):
            self.clock.pass_(11 * MINUTE)
            await self._send()
            await self._show()
        edits = self.discord.edits
        async with self.db.write() as tx:  # as if all were planned once more
            rows = await tx.execute_fetchall("SELECT DISTINCT guild_id, story_id FROM post")
            assert not await self.cards.follow(tx, {tuple(row) for row in rows}, self.clock.now())  # type: ignore[misc]
        assert self.discord.edits == edits

    async def check_messages(self) -> None:
        """Each live post has one message, which shows what it should; no other message is there."""
        due = await self.rows(
            "SELECT id, state, edit_at FROM post WHERE edit_at IS NOT NULL"
            " OR state IN ('waiting', 'pending', 'sending')"
        )
        assert not due
        live = await self.rows(
            "SELECT message_id, post.id, post.story_id, article_id, guild_id, link FROM post"
            " JOIN article ON article.id = article_id WHERE state = 'sent' AND deleted_at IS NULL"
        )
        assert sorted(row[0] for row in live) == sorted(self.discord.messages)
        for message_id, post_id, story_id, article_id, guild_id, link in live:
            message = self.discord.messages[message_id]
            named = await self.rows(
                "SELECT article_id FROM report WHERE post_id = ? AND article_id <> ?"
                " ORDER BY joined_at, article_id",
                post_id,
                article_id,
            )
            score = await self.rows(
                "SELECT points FROM score WHERE story_id = ? AND guild_id = ?", story_id, guild_id
            )
            assert (message.story_id, message.link) == (story_id, link)
            assert [r.article_id for r in message.reports] == [row[0] for row in named]
            shown = await self.rows("SELECT shown_points FROM post WHERE id = ?", post_id)
            points = score[0][0] if score else 0
            assert (message.points or 0) == points, (post_id, message, points, shown)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_database(tmp_path / "newsreel.db") as database:
        yield World(database)


@pytest.mark.parametrize("seed", range(FIRST, FIRST + WALKS))
async def test_whatever_happens_each_article_is_told_once_and_each_vote_counts(
    world: World, seed: int
):
    """D8, D9, D11, D12, M52, M53, V62."""
    walk = Walk(world, seed)
    await walk.open()
    try:
        for _ in range(STEPS):
            await walk.step()
        await walk.settle()
        await walk.check()
        await walk.check_messages()
    except Exception as error:
        error.add_note("\n".join(walk.log))
        raise
