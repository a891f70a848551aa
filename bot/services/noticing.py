"""Noticing: moderators are told of what changed, once, in the channel that they chose."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby

from bot.domain.error import (
    ChannelGone,
    DeliveryError,
    Forbidden,
    Malformed,
    Uncertain,
    Unreachable,
)
from bot.domain.link import host_of
from bot.domain.notice import Kind, Notice, bundles
from bot.domain.setting import ServerSettings
from bot.services.notices import Bundle, Notices
from bot.services.ports import Clock
from bot.services.publishing import FIRST_PAUSE, LONGEST_ASKED, NONCE_IS_SAFE
from bot.storage.database import Database
from bot.storage.notice import NoticeTable
from bot.storage.notice_outbox import NoticeOutbox
from bot.storage.server import ServerTable

log = logging.getLogger(__name__)

LONGEST_PAUSE = timedelta(minutes=15)
FORBIDDEN_PAUSE = timedelta(hours=6)  # moderators see in /status what is missing
JOINS_FOR = timedelta(days=1)


class Noticing:
    """Tell what is to be told, and bring messages up to date when what they tell is over.

    Servers without a channel for notices are told nothing; when they choose one, what still lasts.
    """

    def __init__(self, *, db: Database, notices: Notices, clock: Clock) -> None:
        self._db = db
        self._table = NoticeTable(db)
        self._outbox = NoticeOutbox(db)
        self._servers = ServerTable(db)
        self._notices = notices
        self._clock = clock

    async def due(self, *, limit: int, busy: Collection[int]) -> Sequence[int]:
        """Return the ids of servers that have something to be told, or a message to be edited."""
        found = await self._outbox.due(self._clock.now(), limit + len(busy))
        return [guild_id for guild_id in found if guild_id not in busy][:limit]

    async def next_at(self) -> datetime | None:
        """Return when something may be told, or edited, next."""
        return await self._outbox.next_due_at()

    async def work(self, key: int) -> None:
        """Tell a server what there is; then bring its messages up to date."""
        settings = await self._servers.get(key)
        if settings.notice_channel_id is not None:
            for notices in _due(await self._outbox.untold(key), self._clock.now()):
                if not await self._deliver(notices, settings):
                    break
        for first_id in await self._outbox.outdated(key, self._clock.now()):
            await self._edit(first_id, settings)

    async def _deliver(self, notices: Sequence[Notice], settings: ServerSettings) -> bool:
        """Try to tell these by one message; tell whether the server may be told more."""
        notices = await self._joined(notices)
        if not notices:
            return True
        bundle = _bundle(notices, settings)
        try:
            bundle, message_id = await self._looked_for(bundle)
            if message_id is None:
                bundle, message_id = await self._send(bundle)
        except DeliveryError as error:
            return await self._failed(bundle, error)
        except Exception as error:
            # Nobody knows how far a bug let the message come: it is looked for before the next try.
            log.exception("sending a notice met a bug", extra={"server": bundle.guild_id})
            return await self._failed(bundle, Uncertain(str(error)))
        if message_id is not None:
            async with self._db.write() as tx:
                now = self._clock.now()
                await self._outbox.mark_told(tx, _bundle_id(bundle), message_id, now)
                await self._table.set_problem(tx, bundle.guild_id, None)
        return True

    async def _joined(self, notices: Sequence[Notice]) -> Sequence[Notice]:
        """Return those that no message tells which was sent lately.

        Feeds of one host fail hour by hour, as each is asked: the message that told of the first
        names the next ones too.
        """
        if notices[0].state != "pending" or all(one.kind is not Kind.FAILING for one in notices):
            return notices
        now = self._clock.now()
        told = {
            host_of(one.facts.url): one
            for one in await self._table.told(notices[0].guild_id, Kind.FAILING)
            if one.sending_at and now - one.sending_at < JOINS_FOR and one.act is None
        }
        alone = [
            one
            for one in notices
            if one.kind is not Kind.FAILING or host_of(one.facts.url) not in told
        ]
        async with self._db.write() as tx:
            for one in notices:
                if one not in alone:
                    await self._outbox.join(tx, [one.id], told[host_of(one.facts.url)], now)
        return alone

    async def _looked_for(self, bundle: Bundle) -> tuple[Bundle, int | None]:
        """Find out what became of a try whose answer was lost (D9), as for a post.

        If its message surely is not there, what is over meanwhile is told to nobody.
        """
        if bundle.first.state != "sending" or self._nonce_is_safe(bundle.sending_at):
            return bundle, None
        message_id = await self._notices.find_notice(bundle)
        if message_id is not None:
            return bundle, message_id
        over = [one.id for one in bundle.notices if one.is_over]
        async with self._db.write() as tx:
            await self._outbox.drop(tx, over, "it was over before it could be told")
        lost = [replace(one, state="pending", sending_at=None) for one in bundle.notices]
        return replace(bundle, notices=lost), None

    def _nonce_is_safe(self, sending_at: datetime | None) -> bool:
        since = self._clock.now() - sending_at if sending_at else NONCE_IS_SAFE
        return timedelta(0) <= since < NONCE_IS_SAFE

    async def _send(self, bundle: Bundle) -> tuple[Bundle, int | None]:
        """Send a message, and return what it tells; the rows say so before Discord is called (D8)."""
        if bundle.first.state == "pending":
            async with self._db.write() as tx:
                now = self._clock.now()
                notices = await self._outbox.mark_sending(
                    tx, bundle.notices, bundle.channel_id, now
                )
            if not notices:
                return bundle, None
            bundle = replace(bundle, notices=notices)
        return bundle, await self._notices.send_notice(bundle)

    async def _failed(self, bundle: Bundle, error: DeliveryError) -> bool:
        """Record a failure; tell whether the server may be told more all the same."""
        sentence, now = str(error), self._clock.now()
        if sentence != bundle.first.error:
            details = {"server": bundle.guild_id, "channel": bundle.channel_id, "why": sentence}
            log.warning("moderators can't be told now", extra=details)
        ids = [one.id for one in bundle.notices]
        # Once in doubt always in doubt, until the message is there or surely is not.
        in_doubt = isinstance(error, Uncertain) or bundle.first.state == "sending"
        async with self._db.write() as tx:
            if isinstance(error, Malformed):
                await self._outbox.drop(tx, ids, sentence)
                return True
            if isinstance(error, ChannelGone | Forbidden):
                # The server waits, and its notices with it: another channel ends that at once.
                retry_at = None if isinstance(error, ChannelGone) else now + FORBIDDEN_PAUSE
                await self._table.set_problem(tx, bundle.guild_id, sentence, retry_at=retry_at)
                in_doubt = in_doubt and not isinstance(error, ChannelGone)
                at = now
            else:
                at = now + _pause(bundle.first, error)
            await self._outbox.defer(tx, ids, at, error=sentence, in_doubt=in_doubt)
        return False

    async def _edit(self, first_id: int, settings: ServerSettings) -> None:
        """Bring a message up to date; what can't be edited any more is left as it is."""
        notices = await self._table.bundle(first_id)
        message_id = notices[0].message_id if notices else None
        again_at = None
        if message_id is not None:
            try:
                await self._notices.edit_notice(_bundle(notices, settings), message_id)
            except (Unreachable, Uncertain) as error:
                again_at = self._clock.now() + _pause(notices[0], error)
            except DeliveryError as error:
                log.info("a notice can't be edited", extra={"notice": first_id, "why": str(error)})
        async with self._db.write() as tx:
            await self._outbox.edited(tx, first_id, again_at=again_at)


def _due(notices: Sequence[Notice], now: datetime) -> list[list[Notice]]:
    """Return what to tell by one message each: what is in doubt first, as it was sent then."""
    doubtful = [one for one in notices if one.state == "sending" and one.not_before <= now]
    again = [
        list(group)
        for _, group in groupby(sorted(doubtful, key=_order), key=lambda one: one.bundle)
    ]
    pending = [one for one in notices if one.state == "pending" and one.not_before <= now]
    return again + bundles(pending)


def _order(notice: Notice) -> tuple[int, int]:
    return notice.bundle or 0, notice.id


def _bundle(notices: Sequence[Notice], settings: ServerSettings) -> Bundle:
    """Return a message: where it is, or else where it is to be."""
    return Bundle(
        guild_id=settings.guild_id,
        channel_id=notices[0].channel_id or settings.notice_channel_id or 0,
        notices=notices,
        language=settings.language,
    )


def _bundle_id(bundle: Bundle) -> int:
    return bundle.first.bundle or bundle.first.id


def _pause(notice: Notice, error: DeliveryError) -> timedelta:
    """Return how long to wait: what Discord asked for, else longer with each try in a row."""
    asked = error.retry_after if isinstance(error, Unreachable) else None
    doubled: timedelta = FIRST_PAUSE * 2 ** min(notice.attempts, 10)
    return max(min(asked or timedelta(0), LONGEST_ASKED), min(doubled, LONGEST_PAUSE))
