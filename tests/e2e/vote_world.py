"""A server with people, and cards under which they vote, as the bot had posted them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.domain.identity import Key, KeyKind
from bot.domain.model import Article, Feed
from bot.storage.article import ArticleTable, NewArticle
from bot.storage.database import Database, Tx, open_database
from bot.storage.feed import FeedTable
from bot.storage.post import Intention, PostTable
from bot.storage.reaction import ReactionTable
from bot.storage.subscription import SubscriptionTable
from bot.storage.vote_rule import VoteRuleTable
from cogs._ui.card import build_card
from tests.e2e.vote_plan import DOWNS, UPS, Plan
from tests.loopback import LoopbackDiscord, Permission
from tests.loopback.channel import Channel
from tests.loopback.message import Message
from tests.loopback.world import Guild, User

PEOPLE, BOTS = 240, 3
STORIES = (0, 1, 2), (0, 3), (4,)  # in each channel: the first one is in two of them
OLD, CROSSPOSTED = (0, 1), (1, 3)  # channel and story
V2 = 1 << 15
NEVER = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Everything that people can act on, and what they act with."""

    guild: Guild
    people: list[User]
    bots: list[User]
    left_out: set[int]
    ups: tuple[str, ...]
    downs: tuple[str, ...]
    messages: dict[int, Message] = field(default_factory=dict)  # by the post's id

    @property
    def there(self) -> list[Message]:
        """Return the messages that were not deleted."""
        return [message for message in self.messages.values() if message.there]

    def value_of(self, emoji: str) -> int:
        """Return what a reaction is worth."""
        return (emoji in self.ups) - (emoji in self.downs)


async def build(fake: LoopbackDiscord, database: Path, plan: Plan, chance: random.Random) -> Place:
    """Build the server, and the database of a bot that has posted its cards a while ago."""
    guild = fake.world.add_guild("Cinema Club")
    channels = [guild.add_channel(name) for name in ("film-news", "trailers", "lounge")]
    if plan.blind:
        channels[2].deny(Permission.MANAGE_MESSAGES)
    place = _peopled(guild, plan, chance)
    async with open_database(database) as db, db.write() as tx:
        if rules := plan.rules(place.ups[0], place.downs[0]):
            await VoteRuleTable(db).set(tx, guild.id, rules)
        await _Poster(db, tx, place).post_all(channels)
    return place


def _peopled(guild: Guild, plan: Plan, chance: random.Random) -> Place:
    now = datetime.now(UTC)
    left_out, people = set(), []
    for number in range(PEOPLE):
        newness = chance.random() if plan.leaves_out else 1.0
        made = now - (timedelta(days=1) if newness < 0.05 else timedelta(days=400))
        joined = now - (timedelta(minutes=5) if newness < 0.1 else timedelta(days=90))
        fan = guild.add_member(f"fan {number}", created_at=made, joined_at=joined)
        people.append(fan)
        if newness < 0.1:
            left_out.add(fan.id)
    ups, downs = UPS, DOWNS
    if plan.custom:
        ups, downs = (str(guild.add_emoji("reel")),), (str(guild.add_emoji("cut")),)
    bots = [guild.add_member(f"bot {number}", bot=True) for number in range(BOTS)]
    return Place(guild=guild, people=people, bots=bots, left_out=left_out, ups=ups, downs=downs)


class _Poster:
    """Fill database and channels side by side."""

    def __init__(self, db: Database, tx: Tx, place: Place) -> None:
        self._db = db
        self._tx = tx
        self._place = place
        self._posts = PostTable(db)
        self._now = datetime.now(UTC)

    async def post_all(self, channels: list[Channel]) -> None:
        feed = await FeedTable(self._db).add(
            self._tx,
            url="http://127.0.0.1:9/feed.xml",
            key="127.0.0.1:9/feed.xml",
            next_check_at=self._now + NEVER,
            interval=timedelta(hours=1),
        )
        articles = [_article(number) for number in range(5)]
        known = await ArticleTable(self._db).add_many(
            self._tx, [_new(feed, article) for article in articles], self._now
        )
        for at, channel in enumerate(channels):
            wanted = [Intention(known[n].story_id, known[n].article_id) for n in STORIES[at]]
            await self._enqueue(feed, channel, wanted)
            for number, one in zip(STORIES[at], wanted, strict=True):
                card = build_card(articles[number], story_id=one.story_id)
                await self._post(channel, one, card.to_components(), (at, number))

    async def _enqueue(self, feed: Feed, channel: Channel, wanted: list[Intention]) -> None:
        subscription = await SubscriptionTable(self._db).add(
            self._tx,
            feed_id=feed.id,
            guild_id=channel.guild.id,
            channel_id=channel.id,
            created_by=channel.guild.owner.id,
            backlog=0,
            now=self._now,
        )
        assert subscription
        await self._posts.enqueue_many(self._tx, wanted, subscription=subscription, now=self._now)

    async def _post(
        self, channel: Channel, one: Intention, components: list[object], which: tuple[int, int]
    ) -> None:
        ago = timedelta(hours=3) if which == OLD else timedelta(minutes=20)
        sent_at = self._now - ago
        bot = channel.guild.world.bot
        message = channel.add_message(bot, at=sent_at, flags=V2, components=components)
        if which == CROSSPOSTED:
            message.crosspost()
        (row,) = await self._tx.execute_fetchall(
            "SELECT id FROM post WHERE channel_id = ? AND story_id = ?",
            (channel.id, one.story_id),
        )
        await self._posts.mark_sending(self._tx, row["id"], sent_at)
        await self._posts.mark_sent(self._tx, row["id"], message.id, sent_at)
        await ReactionTable(self._db).mark_done(self._tx, row["id"], sent_at)
        for emoji in (self._place.ups[0], self._place.downs[0]):
            message.add_reaction(bot, emoji)
        self._place.messages[row["id"]] = message


def _article(number: int) -> Article:
    return Article(
        title=f"‘The Glass Harbour {number}’ begins to shoot",
        link=f"https://reelgazette.example/harbour-{number}",
        outlet="Reel Gazette",
        summary="The coast is closed for a week, and the ferry plays itself.",
    )


def _new(feed: Feed, article: Article) -> NewArticle:
    keys = frozenset({Key(KeyKind.LINK, 0, article.link or "")})
    return NewArticle(feed_id=feed.id, article=article, keys=keys)
