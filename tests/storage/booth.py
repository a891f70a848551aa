"""A polling booth: posts in channels of servers, reactions under them, and what follows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import count
from typing import NamedTuple

from bot.domain.vote import Reactor
from bot.storage.card import CardTable
from bot.storage.database import Tx
from bot.storage.forgotten import ForgottenTable
from bot.storage.recount import RecountTable
from bot.storage.score import ScoreTable
from bot.storage.value import to_time
from bot.storage.vote import Ballot, Batch, ReactionKey, ReactionRow, VoteTable
from bot.storage.vote_rule import VoteRuleTable
from tests.storage.world import CHANNEL, GUILD, NOW, World

SECOND = timedelta(seconds=1)
UP, DOWN = "👍", "👎"
VALUES = {UP: 1, DOWN: -1}


class Card(NamedTuple):
    """A post that was sent."""

    post_id: int
    guild_id: int
    story_id: int
    channel_id: int
    message_id: int

    @property
    def ballot(self) -> Ballot:
        return Ballot(self.guild_id, self.story_id)


class Step(NamedTuple):
    """Something that happens under a card; of a clearing, no user, and maybe no emoji."""

    what: str
    card: Card
    user: int = 0
    emoji: str = ""
    counts: bool = True


class Booth:
    def __init__(self, world: World) -> None:
        database = world.database
        self.world, self.database = world, database
        self.votes = VoteTable(database)
        self.scores = ScoreTable(database)
        self.cards = CardTable(database)
        self.recounts = RecountTable(database)
        self.rules = VoteRuleTable(database)
        self.forgotten = ForgottenTable(database)
        self.reactions = world.reactions
        self._messages = count(1001)
        self._seconds = count(1)

    async def card(
        self,
        channel_id: int = CHANNEL,
        *,
        guild_id: int = GUILD,
        of: Card | None = None,
        at: datetime = NOW,
    ) -> Card:
        """Send a new story, or that ``of`` another card, to a channel."""
        world = self.world
        feed = await world.feed()
        subscription = await world.subscribed(feed.id, channel_id, guild_id=guild_id)
        article = (
            await world.article(feed.id)
            if of is None
            else await world.value("SELECT article_id FROM post WHERE id = ?", of.post_id)
        )
        await world.enqueue(subscription, article)
        post_id = await world.value("SELECT max(id) FROM post")
        message_id = next(self._messages)
        await world.sent(post_id, message_id, at)
        story_id = await world.value("SELECT story_id FROM post WHERE id = ?", post_id)
        return Card(post_id, guild_id, story_id, channel_id, message_id)

    async def happen(self, *steps: Step, now: datetime = NOW) -> set[Ballot]:
        """Write what happens as one batch, a second apart, and let all follow."""
        batch = Batch()
        for step in steps:
            batch.ballots[step.card.post_id] = step.card.ballot
            key = ReactionKey(step.card.post_id, step.user, step.emoji)
            if step.what == "clear":
                batch.cleared.append((step.card.post_id, step.emoji))
            elif step.what == "remove":
                batch.gone.append(key)
            else:
                at = to_time(NOW + next(self._seconds) * SECOND)
                batch.there.append(ReactionRow(*key, VALUES[step.emoji], step.counts, at))
        async with self.database.write() as tx:
            ballots = await self.votes.write(tx, batch, now)
            await self.count(tx, ballots, now)
        return ballots

    async def count(self, tx: Tx, ballots: Iterable[Ballot], now: datetime = NOW) -> None:
        await self.scores.recount(tx, ballots)
        await self.cards.follow(tx, ballots, now)

    async def add(self, card: Card, user: int, emoji: str = UP, *, counts: bool = True) -> None:
        await self.happen(Step("add", card, user, emoji, counts))

    async def remove(self, card: Card, user: int, emoji: str = UP) -> None:
        await self.happen(Step("remove", card, user, emoji))

    async def clear(self, card: Card, emoji: str = "") -> None:
        await self.happen(Step("clear", card, emoji=emoji))

    async def delete(self, *cards: Card) -> None:
        async with self.database.write() as tx:
            await self.cards.mark_deleted(tx, [card.message_id for card in cards], NOW)

    async def show(
        self, card: Card, *, crossposted: bool = False, now: datetime = NOW, edited: bool = True
    ) -> None:
        """Bring a card up to date now, due or not."""
        [stale] = [
            one
            for old in (True, False)
            for one in await self.cards.due(now + timedelta(days=1), 99, old=old)
            if one.post_id == card.post_id
        ]
        async with self.database.write() as tx:
            await self.cards.mark_shown(tx, stale, crossposted=crossposted, edited=edited, now=now)

    async def rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        async with self.database.read() as reader:
            return [tuple(row) for row in await reader.execute_fetchall(sql, values)]

    async def cast(self, card: Card) -> dict[int, int]:
        """Return the votes on a card's story in its server, by person."""
        sql = "SELECT user_id, value FROM vote WHERE guild_id = ? AND story_id = ?"
        return dict(await self.rows(sql, *card.ballot))  # type: ignore[arg-type]

    async def points(self, card: Card) -> tuple[int, int] | None:
        """Return the ups and downs of a card's story in its server."""
        sql = "SELECT ups, downs FROM score WHERE guild_id = ? AND story_id = ?"
        found = await self.rows(sql, *card.ballot)
        return found[0] if found else None  # type: ignore[return-value]

    async def unwanted(self, *cards: Card) -> list[tuple[int, int, str]]:
        """Return what is to be taken away: post, person, emoji."""
        return await self.rows(  # type: ignore[return-value]
            "SELECT post_id, user_id, emoji FROM reaction WHERE take_away_at IS NOT NULL"
            " ORDER BY post_id, user_id, emoji"
        )

    async def under(self, card: Card) -> set[Reactor]:
        return await self.votes.under(card.post_id)

    async def edit_at(self, card: Card) -> int | None:
        return await self.world.value("SELECT edit_at FROM post WHERE id = ?", card.post_id)
