"""Telling: who follows a name gets a direct message of a new story that has it, once at most."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from bot.domain.error import DeliveryError, Uncertain, Unreachable
from bot.services.addressing import Addressing
from bot.services.following import FRESH
from bot.services.letters import Letter, Letters, LettersClosed
from bot.services.ports import Clock
from bot.services.publishing import FIRST_PAUSE, LONGEST_ASKED, NONCE_IS_SAFE
from bot.storage.database import Database
from bot.storage.follow import FollowTable, Reach
from bot.storage.told import Addressee, ToldTable

log = logging.getLogger(__name__)

TOGETHER = 50
"""How many people are looked up together, some seconds before the last of them gets the letter."""

LONGEST_PAUSE = timedelta(minutes=5)


class Telling:
    """Send letters, story by story; those of one story one after the other.

    A row says whom to tell, and that Discord is about to be called: one whose answer was lost is sent
    again as long as its nonce holds, and counts as sent after that. The Letters keep the pace.
    """

    def __init__(self, *, db: Database, letters: Letters, clock: Clock) -> None:
        self._db = db
        self._told = ToldTable(db)
        self._follows = FollowTable(db)
        self._addressing = Addressing(db=db, letters=letters)
        self._letters = letters
        self._clock = clock

    async def due(self, *, limit: int, busy: Collection[int]) -> Sequence[int]:
        """Return the ids of stories of which somebody is to be told now."""
        return await self._told.due(self._clock.now(), limit=limit, exclude=busy)

    async def next_at(self) -> datetime | None:
        """Return when somebody is to be told next."""
        return await self._told.next_due_at()

    async def work(self, key: int) -> None:
        """Tell all of a story who are to be told now, as long as Discord takes letters."""
        while people := await self._told.addressees(key, self._clock.now(), TOGETHER):
            try:
                await self._tell(key, people)
            except (Unreachable, Uncertain) as error:
                await self._rest(people[0], error)
                return

    async def _tell(self, story_id: int, people: Sequence[Addressee]) -> None:
        """Tell some people; each has been told after that, or waits, or is not to be told now.

        Raises Unreachable or Uncertain where it makes no sense to go on.
        """
        left = await self._without_lost(story_id, people)
        since = self._clock.now() - FRESH
        letters = await self._addressing.letters(story_id, left, since=since)
        unseen = [one.user_id for one in left if one.user_id not in letters]
        if unseen:
            async with self._db.write() as tx:
                await self._told.drop(tx, story_id, unseen)
        for one in left:
            if letter := letters.get(one.user_id):
                await self._send(story_id, one, letter)

    async def _without_lost(
        self, story_id: int, people: Sequence[Addressee]
    ) -> Sequence[Addressee]:
        """Count letters as sent whose answer was lost too long ago to try them again."""
        lost = [one for one in people if one.sending_at and not self._nonce_is_safe(one.sending_at)]
        if lost:
            async with self._db.write() as tx:
                await self._told.done(tx, story_id, [one.user_id for one in lost])
        return [one for one in people if one not in lost]

    def _nonce_is_safe(self, sending_at: datetime) -> bool:
        return timedelta(0) <= self._clock.now() - sending_at < NONCE_IS_SAFE

    async def _send(self, story_id: int, to: Addressee, letter: Letter) -> None:
        """Send a letter. The row says so before Discord is called (D8), and not long before."""
        await self._letters.letter_turn()
        async with self._db.write() as tx:
            if not await self._told.mark_sending(tx, story_id, to.user_id, self._clock.now()):
                return
        try:
            await self._letters.send_letter(letter)
        except LettersClosed:
            await self._close(to.user_id)
        except (Unreachable, Uncertain) as error:
            await self._defer(story_id, to, error)
            raise
        except DeliveryError as error:  # the account is gone, or Discord takes no form of the card
            log.info("a letter can't be sent", extra={"story": story_id, "why": str(error)})
            async with self._db.write() as tx:
                await self._told.done(tx, story_id, [to.user_id])
        except Exception as error:
            log.exception("sending a letter met a bug", extra={"story": story_id})
            await self._defer(story_id, to, Uncertain(str(error)))
        else:
            await self._arrived(story_id, to.user_id)

    async def _arrived(self, story_id: int, user_id: int) -> None:
        """Record that somebody was told, whose direct messages are open then."""
        async with self._db.write() as tx:
            await self._told.done(tx, story_id, [user_id])
            if any(await self._follows.reach(user_id, tx=tx)):
                await self._follows.set_reach(tx, user_id, Reach(None, None))

    async def _close(self, user_id: int) -> None:
        """Be quiet from now on: the person takes no direct messages from us."""
        async with self._db.write() as tx:
            reach = await self._follows.reach(user_id, tx=tx)
            await self._follows.set_reach(tx, user_id, reach._replace(closed_at=self._clock.now()))
            await self._told.close(tx, user_id)

    async def _defer(self, story_id: int, to: Addressee, error: DeliveryError) -> None:
        """Try again later. Once in doubt always in doubt, until the message surely is there."""
        in_doubt = isinstance(error, Uncertain) or to.sending_at is not None
        until = self._clock.now() + _pause(to, error)
        async with self._db.write() as tx:
            await self._told.defer(tx, story_id, to.user_id, until, in_doubt=in_doubt)

    async def _rest(self, to: Addressee, error: DeliveryError) -> None:
        """Send no other letter either for a while: they would fare the same.

        Those in doubt wait less, or their nonces would not hold any more.
        """
        now = self._clock.now()
        async with self._db.write() as tx:
            await self._told.rest(tx, now + _pause(to, error), in_doubt=now + FIRST_PAUSE)


def _pause(to: Addressee, error: DeliveryError) -> timedelta:
    """Return how long to wait: what Discord asked for, else longer with each try in a row."""
    asked = error.retry_after if isinstance(error, Unreachable) else None
    doubled: timedelta = FIRST_PAUSE * 2 ** min(to.attempts, 10)
    return max(min(asked or timedelta(0), LONGEST_ASKED), min(doubled, LONGEST_PAUSE))
