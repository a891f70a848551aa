"""Recounting: the people who reacted to a post are asked for, and its votes made theirs (V56)."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from bot.domain.error import ChannelGone, DeliveryError
from bot.domain.vote import Change, Kind, Reactor
from bot.services.ports import Clock
from bot.services.reactions import MOST_REACTORS, EmojiCount, Person, Reactions, UnderMessage
from bot.services.reconciling import COMPARE, DIFFERS, UNSURE, pause_after
from bot.services.turns import Turns
from bot.services.voting import Voting
from bot.storage.database import Database
from bot.storage.recount import RecountTable, Uncounted
from bot.storage.vote import Place, VoteTable

log = logging.getLogger(__name__)

UNHURRIED = timedelta(seconds=1)  # between two posts whose counts are equal
_REPORT_EVERY = 50  # posts
_TICK = timedelta(microseconds=1)


class Recounting:
    """Ask for the people: first where counts differ, then, one by one, for the rest."""

    def __init__(
        self,
        *,
        db: Database,
        recounts: RecountTable,
        votes: VoteTable,
        voting: Voting,
        reactions: Reactions,
        clock: Clock,
    ) -> None:
        self._db = db
        self._recounts = recounts
        self._votes = votes
        self._voting = voting
        self._reactions = reactions
        self._clock = clock
        self._turns = Turns[Uncounted]()
        self._waiting: dict[int, Uncounted] = {}
        self._unsure_at = clock.now()

    async def due(self, *, limit: int, busy: Collection[int]) -> Sequence[int]:
        """Return the channels with a post whose people to ask for, one post of each at a time.

        An unsure one follows only when nothing else is left.
        """
        now = self._clock.now()

        async def find(taken: Collection[int]) -> list[Uncounted]:
            return await self._recounts.to_recount(DIFFERS, now, 1, exclude=taken)

        rows = await self._turns.next(find, limit=limit, busy=busy)
        if not rows and not busy and now >= self._unsure_at:
            rows = {row.channel_id: row for row in await self._unsure(now)}
        self._waiting |= rows
        return list(rows)

    async def _unsure(self, now: datetime) -> list[Uncounted]:
        """Return the next unsure post, unless there are others to compare first."""
        self._unsure_at = now + UNHURRIED
        to_compare = await self._recounts.next_at(COMPARE)
        if to_compare is not None and to_compare <= now:
            return []
        return await self._recounts.to_recount(UNSURE, now, 1)

    async def next_at(self) -> datetime | None:
        """Return when the next post is to be recounted."""
        differs = await self._recounts.next_at(DIFFERS)
        unsure = await self._recounts.next_at(UNSURE)
        times = [differs, unsure and max(unsure, self._unsure_at)]
        return min((time for time in times if time), default=None)

    async def work(self, key: int) -> None:
        """Recount the post of a channel that is next."""
        row = self._waiting.pop(key)
        try:
            await self._recount(row)
        except ChannelGone:
            self._voting.note_channel_deleted(row.channel_id)
            await self._voting.flush()
        except DeliveryError as error:
            log.info("votes can't be counted now", extra={"post": row.post_id, "why": str(error)})
            await self._again_later(row, error)
        except Exception:
            await self._again_later(row, None)
            raise

    async def _recount(self, post: Uncounted) -> None:
        asked_at = self._clock.now()
        with self._voting.remembering(asked_at):
            answer = await self._asked(post)
            if answer is None:  # its votes stay (M53)
                self._voting.note_deleted([post.message_id])
                await self._voting.flush()  # or it would be asked for again
            elif await self._voting.settle(post, answer, asked_at=asked_at):
                await self._report()

    async def _asked(self, post: Uncounted) -> dict[Reactor, Change] | None:
        """Ask for all who voted; None where the message is gone, be it while we ask."""
        message = await self._reactions.under(post.channel_id, post.message_id)
        place = (await self._votes.places([post.message_id])).get(post.message_id)
        if message is None or place is None:
            return None
        return await self._answer(post, place, message)

    async def _answer(
        self, post: Uncounted, place: Place, message: UnderMessage
    ) -> dict[Reactor, Change] | None:
        """Ask emoji by emoji.

        What is new to us happened in the gap, so that what we were told since is newer (V60); of
        one whose ups and downs are both new to us the up counts.
        """
        stored = await self._votes.under(post.post_id)
        found: dict[Reactor, Change] = {}
        for emoji in message.emoji:
            value = place.rules.value_of(emoji.emoji)
            if not value:
                continue
            moment = post.doubted_at + max(value, 0) * _TICK
            people = await self._people(post, emoji)
            if people is None:
                return None
            for person in people:
                reactor = Reactor(person.user_id, emoji.emoji)
                joined = None if reactor in stored else await self._joined_at(place, person)
                found[reactor] = Change(
                    Kind.ADDED,
                    post.message_id,
                    moment,
                    person.user_id,
                    emoji.emoji,
                    person.bot,
                    person.own,
                    joined,
                )
        return found

    async def _people(self, post: Uncounted, emoji: EmojiCount) -> list[Person] | None:
        """Return all who reacted with an emoji, plain and super reactions, page by page.

        None where the message is gone.
        """
        kinds = [burst for burst, wanted in ((False, True), (True, emoji.burst > 0)) if wanted]
        people: list[Person] = []
        for burst in kinds:
            after, page = 0, MOST_REACTORS
            while page == MOST_REACTORS:
                found = await self._reactions.reactors(
                    post.channel_id, post.message_id, emoji, burst=burst, after=after
                )
                if found is None:
                    return None
                people += found
                onward = bool(found) and found[-1].user_id > after
                page = len(found) if onward else 0  # a page that leads nowhere is the last
                after = found[-1].user_id if found else 0
        return people

    async def _joined_at(self, place: Place, person: Person) -> datetime | None:
        """Return when somebody joined, where the server's rules ask for it."""
        if person.bot or not place.rules.min_membership:
            return None
        return await self._reactions.joined_at(place.guild_id, person.user_id)

    async def _report(self) -> None:
        """Say in the log how far it is, now and then and at the end."""
        left = await self._recounts.left()
        if left % _REPORT_EVERY == 0:
            log.info("counting votes" if left else "votes are counted", extra={"left": left})

    async def _again_later(self, row: Uncounted, error: DeliveryError | None) -> None:
        until = self._clock.now() + pause_after(row.tries, error)
        async with self._db.write() as tx:
            await self._recounts.defer(tx, [row.post_id], until)
