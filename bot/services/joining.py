"""Joining: outlets' articles on the same news share one story, and one card in a channel (D12).

Each article has a story of its own. Which story tells it is decided in each server for itself, when it
is about to be posted there: one of another outlet that is so like it that people would call it the
same news (domain/same_news.py). Where that story has a card in the channel, the card names the outlet;
elsewhere the article is posted as that story, so that its votes count together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import NamedTuple

from bot.domain.model import Subscription
from bot.domain.same_news import WINDOW, best_story, plausible, terms_of
from bot.services.following import Following
from bot.storage.article_text import ArticleTextTable
from bot.storage.card import CardTable
from bot.storage.channel_rule import ChannelRuleTable
from bot.storage.claim import Claim, ClaimTable
from bot.storage.database import Database, Tx
from bot.storage.join import JoinTable, StoryPlace, Teller
from bot.storage.post import Intention, PostTable
from bot.storage.report import Joined, ReportTable


class Share(NamedTuple):
    """What a subscription's channel gets of a harvest."""

    subscription: Subscription
    intentions: Sequence[Intention]


class Joining:
    """Decide which card tells an article; what moderators decide is in story_desk.py."""

    def __init__(
        self,
        *,
        db: Database,
        following: Following,
    ) -> None:
        self._posts = PostTable(db)
        self._joins = JoinTable(db)
        self._reports = ReportTable(db)
        self._claims = ClaimTable(db)
        self._rules = ChannelRuleTable(db)
        self._texts = ArticleTextTable(db)
        self._cards = CardTable(db)
        self._following = following

    async def enqueue(self, tx: Tx, shares: Sequence[Share], now: datetime) -> int:
        """Queue stories for channels, in this order, but those that a card there can tell.

        Returns how many are told by it now: by posts that wait, and by cards of other outlets.
        """
        tellers = await self._tellers(tx, shares)
        told = await self._told(tx, shares, now)
        places = await self._places(tx, told)
        waiting = await self._waiting(tx, shares, now)
        joined: list[Joined] = []
        claims: list[Claim] = []
        posts = 0
        for share in shares:
            place = share.subscription
            waits = place.id in waiting
            alone = []
            for one in share.intentions:
                story_id = told.get((place.channel_id, one.article_id))
                here = places.get((place.channel_id, story_id))
                card = tellers.get((place.channel_id, one.story_id)) or _card(here)
                if (
                    card is None
                ):  # a card that is gone, or never was, tells nothing: this one is news
                    of_another = None if here else story_id
                    alone.append(one._replace(story_id=of_another or one.story_id))
                elif one.state == "pending":
                    if card.other:
                        joined.append(Joined(card.post_id, one.article_id))
                    if place.state == "active":
                        claims.append(Claim(card.post_id, place.id, one.article_id, waits))
            posts += await self._posts.enqueue_many(
                tx, alone, subscription=place, now=now, waits=waits
            )
        told_more = await self._reports.add(tx, joined, now)
        told_more |= await self._reports.add(tx, await self._claims.claim(tx, claims, now), now)
        await self._cards.revise(tx, told_more, now)
        await self._following.note_posts(tx, told_more)
        return posts + len(joined)

    async def _waiting(self, tx: Tx, shares: Sequence[Share], now: datetime) -> set[int]:
        """Return the subscriptions whose posts wait until it is seen which may go out."""
        wanted = {
            share.subscription.id: sum(one.state == "pending" for one in share.intentions)
            for share in shares
        }
        return await self._claims.crowded(tx, wanted, now) | {
            share.subscription.id for share in shares if share.subscription.waits
        }

    async def _tellers(self, tx: Tx, shares: Sequence[Share]) -> dict[tuple[int, int], Teller]:
        """Return the cards that tell these stories already, by channel and story."""
        stories = {one.story_id for share in shares for one in share.intentions}
        channels = {share.subscription.channel_id for share in shares}
        return await self._joins.told_here(tx, stories, channel_ids=channels)

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
        told = await self._joins.headlines(tx, found, guild_ids=guild_ids)
        stories = {guild_id: plausible(new, those) for guild_id, those in told.items()}
        near = [one for those in stories.values() for one in chain(*those.values())]
        if not near:
            return {}
        known = await self._texts.commonness(terms_of([new, *near]), tx=tx)
        best: dict[object, int | None] = {}  # most servers have the same stories
        alike = {}
        for guild_id, those in stories.items():
            key = frozenset(those.items())
            if key not in best:
                best[key] = best_story(new, those, known)
            alike[guild_id] = best[key]
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


def _card(place: StoryPlace | None) -> Teller | None:
    """Return the card of another outlet's story, where it is there or will be."""
    return Teller(place.post_id, other=True) if place and place.live else None
