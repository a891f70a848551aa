"""Joining: outlets' articles on the same news share one story, and one card in a channel (D12).

Each article has a story of its own. Which story tells it is decided in each server for itself, when it
is about to be posted there: one of another outlet that is so like it that people would call it the
same news (domain/same_news.py). Where that story has a card in the channel, the card names the outlet;
elsewhere the article is posted as that story, so that its votes count together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import NamedTuple

from bot.domain.error import UserError
from bot.domain.model import Report, Subscription
from bot.domain.same_news import WINDOW, best_story, terms_of
from bot.services.following import Following
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


class Share(NamedTuple):
    """What a subscription's channel gets of a harvest."""

    subscription: Subscription
    intentions: Sequence[Intention]


class Joining:
    """Decide which card tells an article, and let moderators decide otherwise.

    ``on_change`` is called when cards are to be edited or posted.
    """

    def __init__(
        self,
        *,
        db: Database,
        votes: VoteTables,
        following: Following,
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
        self._following = following
        self._clock = clock
        self._on_change = on_change

    async def enqueue(self, tx: Tx, shares: Sequence[Share], now: datetime) -> int:
        """Queue stories for channels, in this order, but those that a card there can tell.

        Returns how many are told by it now: by posts that wait, and by cards of other outlets.
        """
        told = await self._told(tx, shares, now)
        places = await self._places(tx, told)
        joined: list[Joined] = []
        posts = 0
        for share in shares:
            alone = []
            for one in share.intentions:
                story_id = told.get((share.subscription.channel_id, one.article_id))
                here = places.get((share.subscription.channel_id, story_id))
                if here and here.live:
                    joined.append(Joined(here.post_id, one.article_id))
                elif here or story_id is None:  # that card is gone, or never was: this one is news
                    alone.append(one)
                else:
                    alone.append(one._replace(story_id=story_id))
            posts += await self._posts.enqueue_many(
                tx, alone, subscription=share.subscription, now=now
            )
        told_more = await self._reports.add(tx, joined, now)
        await self._votes.cards.revise(tx, told_more, now)
        await self._following.note_posts(tx, told_more)
        return posts + len(joined)

    async def _told(
        self, tx: Tx, shares: Sequence[Share], now: datetime
    ) -> dict[tuple[int, int], int]:
        """Return the other stories that tell articles, by channel and article."""
        joining = await self._joining(tx, shares)
        wanted: dict[Intention, set[int]] = defaultdict(set)
        for share in joining:
            for one in share.intentions:
                if one.state == "pending":
                    wanted[one].add(share.subscription.guild_id)
        found: dict[tuple[int, int], int] = {}
        for one, guilds in wanted.items():
            # What came before it in this harvest is of the same outlet.
            taken = {(guild_id, story_id) for (guild_id, _), story_id in found.items()}
            told = await self._told_by(tx, one, guilds, taken, now)
            found |= {(guild_id, one.article_id): story_id for guild_id, story_id in told.items()}
        return {
            (share.subscription.channel_id, one.article_id): story_id
            for share in joining
            for one in share.intentions
            if (story_id := found.get((share.subscription.guild_id, one.article_id)))
        }

    async def _joining(self, tx: Tx, shares: Sequence[Share]) -> list[Share]:
        """Return the shares of channels in which an article may join another outlet's card."""
        subscriptions = [share.subscription for share in shares if share.intentions]
        servers = await self._joins.with_several_feeds(tx, {s.guild_id for s in subscriptions})
        apart = await self._rules.apart(tx, {s.channel_id for s in subscriptions})
        return [
            share
            for share in shares
            if share.subscription.guild_id in servers and share.subscription.channel_id not in apart
        ]

    async def _told_by(
        self,
        tx: Tx,
        one: Intention,
        guild_ids: set[int],
        taken: set[tuple[int, int]],
        now: datetime,
    ) -> dict[int, int]:
        """Return the other story that tells an article, by server; of those ``taken`` none anew."""
        told = await self._joins.told_by(tx, one.story_id, guild_ids=guild_ids)
        if new := guild_ids - told.keys():
            alike = await self._alike(tx, one.article_id, new, now)
            told |= {
                server: story for server, story in alike.items() if (server, story) not in taken
            }
        return {
            guild_id: story_id for guild_id, story_id in told.items() if story_id != one.story_id
        }

    async def _alike(
        self, tx: Tx, article_id: int, guild_ids: set[int], now: datetime
    ) -> dict[int, int]:
        """Return the story of a server that is the same news as an article, by server."""
        found = await self._texts.candidates(
            article_id, guild_ids=guild_ids, since=now - WINDOW, tx=tx
        )
        if not found:
            return {}
        new = await self._joins.headline(tx, article_id)
        stories = await self._joins.headlines(tx, found, guild_ids=guild_ids)
        known = await self._texts.commonness(
            terms_of([new, *(one for told in stories.values() for one in chain(*told.values()))]),
            tx=tx,
        )
        alike = {guild_id: best_story(new, told, known) for guild_id, told in stories.items()}
        return {guild_id: story_id for guild_id, story_id in alike.items() if story_id}

    async def _places(
        self, tx: Tx, told: Mapping[tuple[int, int], int]
    ) -> dict[tuple[int, int | None], StoryPlace]:
        """Return the posts of the stories that tell others, by channel and story."""
        if not told:
            return {}
        places = await self._joins.places(tx, set(told.values()))
        return {
            (place.channel_id, story_id): place
            for story_id, found in places.items()
            for place in found
        }

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
            places = await self._joins.places(tx, {story_id, other_id}, guild_id=guild_id)
            kept, other = places[story_id], places[other_id]
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

    async def _moved_out(
        self, tx: Tx, story_id: int, article_id: int, own: int, guild_id: int
    ) -> list[int]:
        """Let the posts that tell a story by this article be of its own story; return them."""
        if own == story_id:
            return []
        places = await self._joins.places(tx, {story_id}, guild_id=guild_id)
        telling = [place for place in places[story_id] if place.article_id == article_id]
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
