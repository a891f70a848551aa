"""The story desk: where moderators decide which card tells which story (D12)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from bot.domain.audit import Action
from bot.domain.error import UserError
from bot.domain.model import Report
from bot.domain.sentence import marked
from bot.services.auditing import Auditing
from bot.services.ports import Clock
from bot.services.vote_writing import VoteTables, VoteWriting
from bot.storage.channel_rule import ChannelRuleTable
from bot.storage.database import Database, Tx
from bot.storage.join import JoinTable, StoryPlace
from bot.storage.move import MoveTable
from bot.storage.report import Joined, ReportTable
from bot.storage.value import to_time
from bot.storage.vote import Ballot

_BUSY = marked("One of their cards is just being sent. Please try again in a minute.")


class StoryDesk:
    """Take apart what is not the same news, and put together what is.

    ``on_change`` is called when cards are to be edited, taken down or posted.
    """

    def __init__(
        self, *, db: Database, clock: Clock, on_change: Callable[[], None] = lambda: None
    ) -> None:
        self._db = db
        self._joins = JoinTable(db)
        self._moves = MoveTable(db)
        self._reports = ReportTable(db)
        self._rules = ChannelRuleTable(db)
        self._audit = Auditing(db=db, clock=clock)
        self._votes = VoteTables(db)
        self._writing = VoteWriting(self._votes)
        self._clock = clock
        self._on_change = on_change

    async def joins(self, channel_id: int) -> bool:
        """Tell whether articles on the same news share a card in a channel."""
        return await self._rules.joins(channel_id)

    async def set_joins(self, channel_id: int, *, guild_id: int, joins: bool, by: int) -> None:
        """Say so, for what comes from now on; ``by`` is whose wish it is, here and below."""
        async with self._db.write() as tx:
            before = await self._rules.joins(channel_id, tx=tx)
            await self._audit.note(
                tx,
                Action.JOINING_CHANGED,
                guild_id=guild_id,
                by=by,
                before={"channel": channel_id, "joins": before},
                after={"channel": channel_id, "joins": joins},
            )
            await self._rules.set_joins(tx, channel_id, guild_id=guild_id, joins=joins)

    async def reports(self, story_id: int, *, guild_id: int) -> list[Report]:
        """Return what other outlets reported, as the cards of a story in a server name it."""
        return await self._reports.of_story(story_id, guild_id=guild_id)

    async def split(self, story_id: int, article_id: int, *, guild_id: int, by: int) -> None:
        """Let an article be a story of its own in a server: posted by itself where a card named it.

        Raises UserError where no card does.
        """
        now = self._clock.now()
        async with self._db.write() as tx:
            own = await self._joins.own_story(tx, article_id)
            posts = await self._reports.remove(tx, own, guild_id=guild_id, story_id=story_id)
            places = await self._joins.places(tx, {story_id}, guild_id=guild_id)
            moving = [
                place
                for place in places[story_id]
                if place.own != story_id
                and (place.own == own or (own == story_id and place.post_id in posts))
            ]
            if not posts and not moving:
                raise UserError("No card names that outlet any more, so there is nothing to split.")
            await self._move_out(tx, moving, guild_id, now)
            await self._moves.post_alone(tx, article_id, beside=posts, now=to_time(now))
            channels = {p.channel_id for p in places[story_id] if p.post_id in posts}
            posts |= await self._name_on_its_own(tx, article_id, own, channels, now)
            changed = {story_id, *(place.own for place in moving)} if moving else set()
            await self._count(tx, changed, guild_id, now)
            await self._votes.cards.revise(tx, [*posts, *(p.post_id for p in moving)], now)
            title = (await self._joins.headline(tx, article_id)).title
            await self._audit.note(tx, Action.STORY_SPLIT, guild_id=guild_id, by=by, subject=title)
        self._on_change()

    async def join(self, story_id: int, other_id: int, *, guild_id: int, by: int) -> None:
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
            title = await self._joins.title(tx, other_id)
            await self._audit.note(tx, Action.STORY_JOINED, guild_id=guild_id, by=by, subject=title)
        self._on_change()

    async def _name_on_its_own(
        self, tx: Tx, article_id: int, own: int, channel_ids: Collection[int], now: datetime
    ) -> set[int]:
        """Let cards of an article's own story name it where they are another outlet's."""
        cards = await self._joins.told_here(tx, {own}, channel_ids=channel_ids)
        return await self._reports.add(
            tx, [Joined(card.post_id, article_id) for card in cards.values() if card.other], now
        )

    async def _move_out(
        self, tx: Tx, places: Sequence[StoryPlace], guild_id: int, now: datetime
    ) -> None:
        """Let posts be of the stories that their articles have by themselves."""
        others = await self._joins.places(tx, {place.own for place in places}, guild_id=guild_id)
        for place in places:
            there = [one for one in others[place.own] if one.channel_id == place.channel_id]
            if any(one.sending for one in (place, *there)):
                raise UserError(_BUSY)
            await self._bring_together(tx, place, next(iter(there), None), place.own, now)

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
            await self._name(tx, place, kept.post_id, now)
            await self._moves.merge(tx, place.post_id, into=kept.post_id)
            return
        if kept:  # what is held, or left of a card that was deleted, gives way
            await self._name(tx, kept, place.post_id, now)
            await self._moves.merge(tx, kept.post_id, into=place.post_id)
        await self._moves.move(tx, place.post_id, story_id)

    async def _name(self, tx: Tx, given: StoryPlace, post_id: int, now: datetime) -> None:
        """Let a card name the article of a post that gives way, unless yet another card tells it."""
        told = await self._joins.told_here(tx, {given.own}, channel_ids={given.channel_id})
        if all(teller.post_id == given.post_id for teller in told.values()):
            await self._reports.add(tx, [Joined(post_id, given.article_id)], now)

    async def _count(
        self, tx: Tx, story_ids: Collection[int], guild_id: int, now: datetime
    ) -> None:
        """Count votes anew where posts changed their stories."""
        ballots = {Ballot(guild_id, story_id) for story_id in story_ids}
        if ballots:
            await self._votes.votes.follow_stories(tx, ballots, now)
            await self._writing.count(tx, ballots, now)
