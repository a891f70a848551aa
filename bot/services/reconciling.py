"""Reconciling: after a gap, the counts of recent posts are compared with what is stored (V56).

A hundred posts cost one request. Where counts differ the people are asked for next; where they
are equal that follows later, unhurried, since equal counts can hide one who left and one who came.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.domain.error import ChannelGone, DeliveryError, Unreachable
from bot.services.ports import Clock
from bot.services.reactions import Reactions, UnderMessage
from bot.services.voting import Voting
from bot.storage.database import Database
from bot.storage.post import REST_LAG
from bot.storage.recount import RecountProgress, RecountTable, Uncounted
from bot.storage.vote import Place, StoredCounts, VoteTable

log = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)

NEW = timedelta(minutes=1)

COMPARE, DIFFERS, UNSURE = "compare", "differs", "unsure"
_GAPS = 0  # no channel


class _Gap(NamedTuple):
    """A time of which the gateway did not tell us: of a shard's servers, or of one server."""

    shard: tuple[int, int] = (0, 1)
    guild_id: int | None = None


class Reconciling:
    """Compare the posts of a channel, newest first.

    ``reach`` is how old posts may be; ``on_change`` is called when there is more to ask for.
    """

    def __init__(
        self,
        *,
        db: Database,
        recounts: RecountTable,
        votes: VoteTable,
        voting: Voting,
        reactions: Reactions,
        clock: Clock,
        reach: timedelta,
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        self._db = db
        self._recounts = recounts
        self._votes = votes
        self._voting = voting
        self._reactions = reactions
        self._clock = clock
        self._reach = reach
        self._on_change = on_change
        self._gaps: list[_Gap] = []

    async def after_gap(self, *, shard: int = 0, shards: int = 1) -> None:
        """Doubt the recent posts of a shard: the gateway did not tell us all that happened.

        Discord is asked REST_LAG later, when its answers hold all that we were not told.
        """
        self._gaps.append(_Gap(shard=(shard, shards)))
        await self._begin()

    async def after_gap_of(self, guild_id: int) -> None:
        """Doubt the recent posts of one server, which was away."""
        self._gaps.append(_Gap(guild_id=guild_id))
        await self._begin()

    async def _begin(self) -> None:
        """Write which posts are in doubt; gaps that can't be written now are tried again."""
        gaps, self._gaps = self._gaps, []
        try:
            # What restless people did before the gap is written before anything newer is asked for.
            await self._voting.release()
            posts = await self._doubt(gaps)
        except BaseException:
            self._gaps[:0] = gaps
            raise
        finally:
            self._on_change()
        if posts:
            log.info("votes are compared with Discord's", extra={"posts": posts})

    async def _doubt(self, gaps: Iterable[_Gap]) -> int:
        now = self._clock.now()
        span = {"since": now - self._reach, "at": now + REST_LAG}
        async with self._db.write() as tx:
            return sum(
                [
                    await self._recounts.doubt(tx, **span, shard=gap.shard)
                    if gap.guild_id is None
                    else await self._recounts.doubt_guild(tx, gap.guild_id, **span)
                    for gap in gaps
                ]
            )

    async def progress(self, guild_id: int) -> RecountProgress:
        """Return how far the check is in a server; the first look at a new post is none."""
        now = self._clock.now()
        return await self._recounts.progress(guild_id, since=now - self._reach, until=now - NEW)

    async def due(self, *, limit: int, busy: Collection[int]) -> Sequence[int]:
        """Return the channels with posts to compare; before them, gaps that are not stored yet."""
        channels = await self._recounts.channels_to_compare(self._clock.now())
        keys = [_GAPS, *channels] if self._gaps else channels
        return [key for key in keys if key not in busy][:limit]

    async def next_at(self) -> datetime | None:
        """Return when the next post is to be compared."""
        return self._clock.now() if self._gaps else await self._recounts.next_at(COMPARE)

    async def work(self, key: int) -> None:
        """Compare the posts of one channel, a page of its history after the other."""
        if key == _GAPS:
            await self._begin()
            return
        while posts := await self._recounts.to_compare(key, self._clock.now()):
            try:
                await self._compare(posts)
            except ChannelGone:
                self._voting.note_channel_deleted(key)
                await self._voting.flush()  # or it would be asked for again
                return
            except DeliveryError as error:
                log.info("votes can't be compared now", extra={"channel": key, "why": str(error)})
                await self._again_later(posts, error)
                return
            except Exception:
                await self._again_later(posts, None)
                raise

    async def _compare(self, posts: Sequence[Uncounted]) -> None:
        """Compare the newest of the posts and those that are on the same page of the history."""
        await self._voting.flush()
        asked_at = self._clock.now()
        newest = posts[0]
        page = await self._reactions.history(
            newest.guild_id, newest.channel_id, newest=newest.message_id
        )
        seen = [post for post in posts if post.message_id >= page.oldest]
        places = await self._votes.places([post.message_id for post in seen])
        stored = await self._votes.counts([post.post_id for post in seen])
        there = {message.message_id: message for message in page.messages}
        states = [
            (
                post.post_id,
                _state(
                    there.get(post.message_id), places.get(post.message_id), stored[post.post_id]
                ),
            )
            for post in seen
        ]
        async with self._db.write() as tx:
            await self._recounts.compared(tx, states, asked_at=asked_at, now=self._clock.now())
        self._on_change()

    async def _again_later(self, posts: Sequence[Uncounted], error: DeliveryError | None) -> None:
        until = self._clock.now() + pause_after(posts[0].tries, error)
        async with self._db.write() as tx:
            await self._recounts.defer(tx, [post.post_id for post in posts], until)


def pause_after(tries: int, error: DeliveryError | None) -> timedelta:
    """Return how long to wait after a failure: what Discord asked for, else longer each time."""
    asked = error.retry_after if isinstance(error, Unreachable) else None
    doubled: timedelta = FIRST_PAUSE * 2 ** min(tries, 10)
    return min(max(doubled, asked or timedelta(0)), LONGEST_PAUSE)


def _state(message: UnderMessage | None, place: Place | None, stored: StoredCounts) -> str | None:
    """Return what is to be done for a post: a message that is not there is asked for by itself.

    Where neither Discord nor we know of a reaction of anybody else, equal counts hide nobody.
    """
    if message is None or place is None:
        return DIFFERS
    votes = [one for one in message.emoji if place.rules.value_of(one.emoji)]
    own = {place.rules.value_of(one.emoji) for one in votes if one.own}
    if {one.emoji: one.number for one in votes} != dict(stored.numbers) or own != {1, -1}:
        return DIFFERS
    return UNSURE if stored.of_people or any(one.number > one.own for one in votes) else None
