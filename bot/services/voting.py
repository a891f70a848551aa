"""Voting: what happens under the cards becomes votes and points, in few transactions, in order."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

from bot.domain.vote import Change, Kind, Reactor, settled
from bot.services.concern import NOTHING, Concern
from bot.services.journal import Journal
from bot.services.ports import Clock
from bot.services.restless import Restless
from bot.services.vote_batch import batch_of, is_vote, row_of
from bot.services.vote_writing import VoteTables, VoteWriting
from bot.storage.database import Database, Tx
from bot.storage.post import REST_LAG
from bot.storage.recount import Uncounted
from bot.storage.vote import Ballot, Batch, Place, ReactionKey

log = logging.getLogger(__name__)

COLLECTED = timedelta(milliseconds=100)  # so that votes that trickle in share a transaction
PUT_BACK_AFTER = timedelta(seconds=5)  # who clears reactions may clear others in the same moment
_TICK = timedelta(microseconds=1)
_EVER = datetime.max.replace(tzinfo=UTC)
_WRITING = 0  # the one key of this lane


class Voting:
    """Take note of each change at once, and write what has come together in one transaction.

    ``on_note`` is called when there is something to write, ``on_votes`` after votes changed, with
    whom that concerns.
    """

    def __init__(
        self,
        *,
        db: Database,
        tables: VoteTables,
        clock: Clock,
        on_note: Callable[[], None] = lambda: None,
        on_votes: Callable[[Concern], None] = lambda _: None,
    ) -> None:
        self._db = db
        self._tables = tables
        self._writing = VoteWriting(tables)
        self._clock = clock
        self._on_note = on_note
        self._on_votes = on_votes
        self._journal = Journal()
        self._restless = Restless()
        self._turn = asyncio.Lock()
        self._last = datetime.min.replace(tzinfo=clock.now().tzinfo)
        self._changes: list[Change] = []
        self._deleted: set[int] = set()
        self._deleted_channels: set[int] = set()

    def note(
        self,
        kind: Kind,
        message_id: int,
        *,
        user_id: int = 0,
        emoji: str = "",
        bot: bool = False,
        own: bool = False,
        joined_at: datetime | None = None,
    ) -> None:
        """Take note of a change under any message, in the order in which Discord tells of them."""
        now = self._clock.now()
        self._last = now if now > self._last else self._last + _TICK
        self._changes.append(
            Change(kind, message_id, self._last, user_id, emoji, bot, own, joined_at)
        )
        if len(self._changes) == 1:  # those that follow are written along with it
            self._on_note()

    def note_deleted(self, message_ids: Iterable[int]) -> None:
        """Take note of messages that are gone; votes on them stay (M53)."""
        self._deleted.update(message_ids)
        self._on_note()

    def note_channel_deleted(self, channel_id: int) -> None:
        """Take note of a channel that is gone, with all messages in it (M51)."""
        self._deleted_channels.add(channel_id)
        self._on_note()

    async def due(self, *, limit: int, busy: Collection[int]) -> Sequence[int]:
        """Return whether there is something to write, as the one key of this lane."""
        due_at = await self.next_at()
        due = due_at is not None and due_at <= self._clock.now()
        return [_WRITING] if due and not busy and limit > 0 else []

    async def next_at(self) -> datetime | None:
        """Return when there is something to write: what comes, comes together for a moment."""
        now = self._clock.now()
        times = [self._restless.next_at()]
        if self._changes:
            first = self._changes[0].at
            set_back = first - now > COLLECTED  # the clock was (V64)
            times.append(now if set_back else first + COLLECTED)
        if self._deleted or self._deleted_channels:
            times.append(now)
        return min((time for time in times if time is not None), default=None)

    async def work(self, key: int) -> None:  # noqa: ARG002 - there is one only
        """Write what there is."""
        await self.flush()

    async def flush(self) -> None:
        """Write all changes that were noted until now."""
        async with self._turn:
            await self._flush()

    async def release(self) -> None:
        """Write also what restless people did last, before answers are asked for after a gap.

        They may have settled otherwise in it, and then nobody told us.
        """
        async with self._turn:
            await self._flush()
            await self._flush(quiet_by=_EVER)

    def remembering(self, asked_at: datetime) -> AbstractContextManager[None]:
        """Remember what happens while an answer is asked for, however long that takes (V61)."""
        return self._journal.kept_since(asked_at - REST_LAG)

    async def _flush(self, *, quiet_by: datetime | None = None) -> None:
        noted, self._changes = self._changes, []
        deleted, self._deleted = self._deleted, set()
        channels, self._deleted_channels = self._deleted_channels, set()
        held = self._restless.held()
        try:
            await self._write_noted(noted, deleted, channels, quiet_by or self._clock.now())
        except BaseException:  # nothing was stored: it is written with what comes next
            self._changes[:0] = noted
            self._restless.restore(held)
            self._deleted |= deleted
            self._deleted_channels |= channels
            self._on_note()  # whoever else asked for this, the writer has to do it now
            raise

    async def _write_noted(
        self, noted: list[Change], deleted: set[int], channels: set[int], quiet_by: datetime
    ) -> None:
        messages = {change.message_id for change in noted} | self._restless.messages() | deleted
        places = await self._tables.votes.places(messages) if messages else {}
        votes = [change for change in noted if is_vote(change, places)]
        steady = self._restless.steady(votes, places, quiet_by=quiet_by)
        # What was held back may be no vote any more: its post got other emoji.
        batch, owed = batch_of([change for change in steady if is_vote(change, places)], places)
        gone = deleted & places.keys()
        now = self._clock.now()
        if batch or owed or gone or channels:
            async with self._db.write() as tx:
                news = await self._writing.write(tx, batch, now)
                news |= await self._writing.owe(tx, owed, now + PUT_BACK_AFTER)
                news |= await self._writing.lift(tx, steady, places, now)
                await self._tables.cards.mark_deleted(tx, gone, now)
                await self._tables.cards.mark_channels_deleted(tx, channels, now)
            self._on_votes(news)
        self._journal.add(votes, now)

    async def settle(
        self, post: Uncounted, answer: Mapping[Reactor, Change], *, asked_at: datetime
    ) -> bool:
        """Make the reactions under a post those of Discord's answer and of what happened since.

        ``answer`` was asked for at ``asked_at``. Votes are added and removed (V56); what the gateway
        told since a little before then wins (V61). False if the post was doubted again meanwhile.
        """
        async with self._turn:
            await self._flush()
            since = self._journal.since(post.message_id, asked_at - REST_LAG)
            places = await self._tables.votes.places([post.message_id])
            now = self._clock.now()
            async with self._db.write() as tx:
                if not await self._tables.recounts.settle(
                    tx, post.post_id, asked_at=asked_at, now=now
                ):
                    return False
                news = NOTHING
                for place in places.values():
                    news |= await self._settle(tx, place, settled(answer, since), now)
        self._on_votes(news)
        return True

    async def _settle(
        self, tx: Tx, place: Place, found: Mapping[Reactor, Change], now: datetime
    ) -> Concern:
        stored = await self._tables.votes.under(place.post_id, tx=tx)
        new = {
            reactor: change
            for reactor, change in found.items()
            if reactor not in stored and place.rules.value_of(reactor.emoji)
        }
        forgotten = await self._tables.forgotten.among(tx, {one.user_id for one in new})
        batch = Batch(ballots={place.post_id: Ballot(place.guild_id, place.story_id)})
        batch.gone.extend(ReactionKey(place.post_id, *one) for one in stored - found.keys())
        batch.there.extend(
            row_of(place, change) for one, change in new.items() if one.user_id not in forgotten
        )
        news = await self._writing.write(tx, batch, now)
        await self._tables.reactions.doubt_kept(tx, place.post_id, now)
        news |= await self._writing.unwanted(tx, now)
        own = {place.rules.value_of(change.emoji) for change in found.values() if change.own}
        owed = [] if own == {1, -1} else [place.post_id]
        return news | await self._writing.owe(tx, owed, now)

    async def forget(
        self, user_id: int, *, also: Callable[[Tx, int], Awaitable[None]] | None = None
    ) -> None:
        """Delete all of a person's votes and count the points anew.

        Reactions of theirs that are still at Discord are not read again until they vote again.
        ``also`` deletes more of the person in the same transaction.
        """
        async with self._turn:
            await self._flush()
            async with self._db.write() as tx:
                await self._tables.forgotten.add(tx, user_id)
                ballots = await self._tables.votes.forget(tx, user_id)
                news = await self._writing.count(tx, ballots, self._clock.now())
                if also:
                    await also(tx, user_id)
            self._restless.forget(user_id)
        self._on_votes(news)
