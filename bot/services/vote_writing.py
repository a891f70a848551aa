"""Writing votes: the rows and all that follows from them, in the transaction of whoever writes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from bot.domain.vote import Change, Kind
from bot.services.concern import NOTHING, Concern
from bot.storage.card import CardTable
from bot.storage.database import Database, Tx
from bot.storage.forgotten import ForgottenTable
from bot.storage.post import REST_LAG
from bot.storage.reaction import ReactionTable
from bot.storage.recount import RecountTable
from bot.storage.score import ScoreTable
from bot.storage.vote import Ballot, Batch, Place, VoteTable


class VoteTables:
    """The tables that a vote touches."""

    def __init__(self, db: Database) -> None:
        self.votes = VoteTable(db)
        self.scores = ScoreTable(db)
        self.cards = CardTable(db)
        self.reactions = ReactionTable(db)
        self.recounts = RecountTable(db)
        self.forgotten = ForgottenTable(db)


class VoteWriting:
    """Write, and return whom it concerns: who has nothing new to do need not be woken."""

    def __init__(self, tables: VoteTables) -> None:
        self._tables = tables

    async def write(self, tx: Tx, batch: Batch, now: datetime) -> Concern:
        """Write reactions; votes, points and cards follow."""
        if not batch:
            return NOTHING
        news = await self.count(tx, await self._tables.votes.write(tx, batch, now), now)
        return news | await self.unwanted(tx, now)

    async def count(self, tx: Tx, ballots: set[Ballot], now: datetime) -> Concern:
        """Count the points anew, and plan the edits of cards."""
        if not ballots:
            return NOTHING
        await self._tables.scores.recount(tx, ballots)
        return Concern.EDITS if await self._tables.cards.follow(tx, ballots, now) else NOTHING

    async def unwanted(self, tx: Tx, now: datetime) -> Concern:
        """Tell of reactions that are to be taken away now."""
        due_at = await self._tables.reactions.next_unwanted_at(tx=tx)
        return Concern.UNWANTED if due_at and due_at <= now else NOTHING

    async def owe(self, tx: Tx, post_ids: Collection[int], at: datetime) -> Concern:
        """Have the vote reactions put under posts again, from then on."""
        if not post_ids:
            return NOTHING
        await self._tables.reactions.owe(tx, post_ids, at)
        return Concern.OWED

    async def lift(
        self, tx: Tx, votes: Collection[Change], places: Mapping[int, Place], now: datetime
    ) -> Concern:
        """Count those again who were forgotten and vote anew; they may have voted there before."""
        added = {change.user_id for change in votes if change.kind is Kind.ADDED}
        lifted = await self._tables.forgotten.lift(tx, added)
        if not lifted:
            return NOTHING
        posts = {places[one.message_id].post_id for one in votes if one.user_id in lifted}
        await self._tables.recounts.doubt_posts(tx, posts, now + REST_LAG)
        return Concern.DOUBTS
