"""Privacy: all that is kept of a person, shown to that one, or gone for good."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot.domain.personal_file import PersonalFile, write_files
from bot.services.collecting import Collecting
from bot.services.following import Following
from bot.services.ports import Clock
from bot.services.voting import Voting
from bot.storage.database import Database, Tx
from bot.storage.personal import PersonalTable

__all__ = ["MAX_FILE", "Kept", "PersonalFile", "Privacy"]

MAX_FILE = 8_000_000
"""Bytes of one file: Discord takes ten megabytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How much is kept of a person.

    ``feeds`` are those that the one added to servers, ``traces`` all that is smaller.
    """

    votes: int
    collections: int
    stories: int
    names: int
    feeds: int
    traces: int


class Privacy:
    """Show and delete what is kept of people; ``max_file`` is in bytes."""

    def __init__(
        self,
        *,
        db: Database,
        voting: Voting,
        collecting: Collecting,
        following: Following,
        clock: Clock,
        max_file: int = MAX_FILE,
    ) -> None:
        self._table = PersonalTable(db)
        self._voting = voting
        self._collecting = collecting
        self._following = following
        self._clock = clock
        self._max_file = max_file

    async def kept(self, user_id: int) -> Kept:
        """Return how much is kept of a person."""
        await self._voting.flush()
        return Kept(**await self._table.counts(user_id))

    async def export(self, user_id: int) -> tuple[PersonalFile, ...]:
        """Return all that is kept of a person, in one file if it is not too large for that."""
        await self._voting.flush()
        stored = await self._table.read(user_id)
        collections = await self._collecting.of_person(user_id)
        sections = {
            "votes": stored["votes"],
            "reactions": stored["reactions"],
            "collections": collections["collections"],
            "copied": collections["copied"],
            "hidden": collections["hidden"],
            "follows": await self._following.of_person(user_id),
            "messages": stored["messages"],
            "feeds_added": stored["feeds_added"],
        }
        return await asyncio.to_thread(
            write_files, sections, user_id=user_id, now=self._clock.now(), limit=self._max_file
        )

    async def delete(self, user_id: int) -> None:
        """Delete all that is kept of a person, in one transaction; points are counted anew.

        What a person did for a server remains without the name: feeds that were added, collections
        that were hidden. A second time finds nothing, and does no harm.
        """
        await self._voting.forget(user_id, also=self._forget)

    async def _forget(self, tx: Tx, user_id: int) -> None:
        await self._collecting.forget(tx, user_id)
        await self._following.forget(tx, user_id)
        await self._table.let_go(tx, user_id)
