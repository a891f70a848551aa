"""Joining: outlets' articles on the same news share one story, and one card in a channel (D12).

Each article has a story of its own. Which story tells it is decided in each server for itself, when it
is about to be posted there: one of another outlet that is so like it that people would call it the
same news (domain/same_news.py). Where that story has a card in the channel, the card names the outlet;
elsewhere the article is posted as that story, so that its votes count together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import chain

from bot.domain.error import UserError
from bot.domain.model import Report, Subscription
from bot.domain.same_news import WINDOW, best_story, terms_of
from bot.services.ports import Clock
from bot.services.vote_writing import VoteTables, VoteWriting
from bot.storage.article_text import ArticleTextTable
from bot.storage.channel_rule import ChannelRuleTable
from bot.storage.database import Database, Tx
from bot.storage.join import JoinTable, StoryPlace
from bot.storage.post import Intention, PostTable
from bot.storage.report import Joined, ReportTable
from bot.storage.value import to_time
from bot.storage.vote import Ballot

_BUSY = "One of their cards is just being sent. Please try again in a minute."


class Joining:
    """Decide which card tells an article, and let moderators decide otherwise.

    ``on_change`` is called when cards are to be edited or posted.
    """

    def __init__(
        self,
        *,
        db: Database,
        votes: VoteTables,
        clock: Clock,
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        self._db = db
        self._posts = PostTable(db)
        self._joins = JoinTable(db)
        self._reports = ReportTable(db)
        self._rules = ChannelRuleTable(db)
        self._texts = ArticleTextTable(db)
        self._votes = votes
        self._writing = VoteWriting(votes)
        self._clock = clock
        self._on_change = on_change

    async def enqueue(
        self, tx: Tx, subscription: Subscription, intentions: Sequence[Intention], now: datetime
    ) -> int:
        """Queue stories for a channel, in this order, but those that a card there can tell.

        Returns how many are told by it now: by a post that waits, or by another outlet's card.
        """
        alone = await self._placed(tx, subscription, intentions, now)
        joined = len(intentions) - len(alone)
        return joined + await self._posts.enqueue_many(
            tx, alone, subscription=subscription, now=now
        )

    async def _placed(
        self, tx: Tx, subscription: Subscription, intentions: Sequence[Intention], now: datetime
    ) -> list[Intention]:
        """Return what is to be posted in a channel; what a card there can tell, joins that card."""
        if not await self._may_join(tx, subscription):
            return list(intentions)
        alone: list[Intention] = []
        joined: list[Joined] = []
        for one in intentions:
            story_id = await self._told_by(tx, one, subscription.guild_id, now)
            here = await self._here(tx, story_id, subscription) if story_id else None
            if here and here.live:
                joined.append(Joined(here.post_id, one.article_id))
            elif (
                here or story_id is None
            ):  # that card is gone, or was never to be: this one is news
                alone.append(one)
            else:
                alone.append(one._replace(story_id=story_id))
        await self._votes.cards.revise(tx, await self._reports.add(tx, joined, now), now)
        return alone

    async def joins(self, channel_id: int) -> bool:
        """Tell whether articles on the same news share a card in a channel."""
        return await self._rules.joins(channel_id)

    async def set_joins(self, channel_id: int, *, guild_id: int, joins: bool) -> None:
        """Say so, for what comes from now on."""
        async with self._db.write() as tx:
            await self._rules.set_joins(tx, channel_id, guild_id=guild_id, joins=joins)

    async def reports(self, story_id: int, *, guild_id: int) -> list[Report]:
        """Return what other outlets reported, as the cards of a story in a server name it."""
        return await self._reports.of_story(story_id, guild_id=guild_id)

    async def split(self, story_id: int, article_id: int, *, guild_id: int) -> None:
        """Let an article be a story of its own in a server: posted by itself where a card named it.

        Raises UserError where no card does.
        """
        now = self._clock.now()
        async with self._db.write() as tx:
            own = await self._joins.own_story(tx, article_id)
            posts = await self._reports.remove(tx, article_id, guild_id=guild_id, story_id=story_id)
            moved = await self._moved_out(tx, story_id, article_id, own, guild_id)
            if not posts and not moved:
                raise UserError("No card names that outlet any more, so there is nothing to split.")
            await self._joins.post_alone(tx, article_id, beside=posts, now=to_time(now))
            await self._count(tx, {story_id, own} if moved else (), guild_id, now)
            await self._votes.cards.revise(tx, [*posts, *moved], now)
        self._on_change()

    async def join(self, story_id: int, other_id: int, *, guild_id: int) -> None:
        """Let the cards of a story tell another one, whose cards are taken down where both are.

        Votes on both count together from then on. Raises UserError for one and the same story, and
        while a card of theirs is being sent.
        """
        if story_id == other_id:
            raise UserError("These are one story already.")
        now = self._clock.now()
        async with self._db.write() as tx:
            kept = await self._joins.places(tx, story_id, guild_id=guild_id)
            other = await self._joins.places(tx, other_id, guild_id=guild_id)
            if any(place.sending for place in (*kept, *other)):
                raise UserError(_BUSY)
            by_channel = {place.channel_id: place for place in kept}
            for place in other:
                await self._bring_together(
                    tx, place, by_channel.get(place.channel_id), story_id, now
                )
            await self._count(tx, {story_id, other_id}, guild_id, now)
            await self._votes.cards.revise(tx, [p.post_id for p in (*kept, *other)], now)
        self._on_change()

    async def _may_join(self, tx: Tx, subscription: Subscription) -> bool:
        return await self._joins.has_several_feeds(
            tx, subscription.guild_id
        ) and await self._rules.joins(subscription.channel_id, tx=tx)

    async def _told_by(self, tx: Tx, one: Intention, guild_id: int, now: datetime) -> int | None:
        """Return the other story that tells an article in a server; None if it is a story itself."""
        if one.state != "pending":
            return None
        told = await self._joins.told_by(tx, one.story_id, guild_id=guild_id)
        if told is not None or await self._joins.places(tx, one.story_id, guild_id=guild_id):
            return told
        found = await self._texts.candidates(
            one.article_id, guild_id=guild_id, since=now - WINDOW, tx=tx
        )
        if not found:
            return None
        return await self._alike(tx, one.article_id, found, guild_id)

    async def _alike(
        self, tx: Tx, article_id: int, found: Sequence[int], guild_id: int
    ) -> int | None:
        """Return the story among those of the found articles that is the same news."""
        new = await self._joins.headline(tx, article_id)
        stories = await self._joins.headlines(tx, found, guild_id=guild_id)
        words = terms_of([new, *chain.from_iterable(stories.values())])
        known = await self._texts.commonness(words, tx=tx)
        return best_story(new, stories, known)

    async def _here(self, tx: Tx, story_id: int, subscription: Subscription) -> StoryPlace | None:
        places = await self._joins.places(tx, story_id, guild_id=subscription.guild_id)
        return next((p for p in places if p.channel_id == subscription.channel_id), None)

    async def _moved_out(
        self, tx: Tx, story_id: int, article_id: int, own: int, guild_id: int
    ) -> list[int]:
        """Let the posts that tell a story by this article be of its own story; return them."""
        if own == story_id:
            return []
        places = await self._joins.places(tx, story_id, guild_id=guild_id)
        telling = [place for place in places if place.article_id == article_id]
        if any(place.sending for place in telling):
            raise UserError(_BUSY)
        for place in telling:
            await self._joins.move(tx, place.post_id, own)
        return [place.post_id for place in telling]

    async def _bring_together(
        self,
        tx: Tx,
        place: StoryPlace,
        kept: StoryPlace | None,
        story_id: int,
        now: datetime,
    ) -> None:
        """Let a post's story be told by the card that is kept in its channel, or else by its own."""
        if kept and kept.live:
            await self._reports.add(tx, [Joined(kept.post_id, place.article_id)], now)
            await self._joins.merge(tx, place.post_id, into=kept.post_id)
            return
        if kept:  # what is left of it gives way
            await self._joins.merge(tx, kept.post_id, into=place.post_id)
        await self._joins.move(tx, place.post_id, story_id)

    async def _count(
        self, tx: Tx, story_ids: set[int] | tuple[()], guild_id: int, now: datetime
    ) -> None:
        """Count votes anew where posts changed their stories."""
        ballots = {Ballot(guild_id, story_id) for story_id in story_ids}
        if ballots:
            await self._votes.votes.follow_stories(tx, ballots, now)
            await self._writing.count(tx, ballots, now)
