"""Publishing: pending posts go into their channels, in order, once each."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.card_look import most_photos
from bot.domain.errand import wanted_errands
from bot.domain.error import (
    ChannelGone,
    DeliveryError,
    Forbidden,
    Malformed,
    Uncertain,
    Unreachable,
)
from bot.domain.mention import role_to_mention
from bot.domain.model import TEXT_ONLY, Post
from bot.services.following import Following
from bot.services.mending import FIRST_LOOK
from bot.services.ports import Clock, Publisher, Sent, Upload
from bot.services.uploading import Uploading
from bot.storage.database import Database
from bot.storage.errand import ErrandTable
from bot.storage.mend import MendTable
from bot.storage.post import Attempt, PostTable
from bot.storage.subscription import SubscriptionTable
from bot.storage.waiting import WaitingTable

log = logging.getLogger(__name__)

# Discord honours a nonce "in the past few minutes"; within this time a repeat is surely safe.
NONCE_IS_SAFE = timedelta(minutes=1)
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_OUTAGE_PAUSE = timedelta(minutes=2)  # so that news is there soon after Discord is back
LONGEST_PAUSE = timedelta(minutes=30)
LONGEST_ASKED = timedelta(days=1)  # Discord asks for minutes; what is more is a mistake


class Publishing:
    """Send what is due, channel by channel; channels don't wait for each other (L24)."""

    def __init__(
        self,
        *,
        db: Database,
        posts: PostTable,
        subscriptions: SubscriptionTable,
        mends: MendTable,
        uploading: Uploading,
        following: Following,
        publisher: Publisher,
        clock: Clock,
        on_sent: Callable[[], None] = lambda: None,
    ) -> None:
        self._db = db
        self._posts = posts
        self._subscriptions = subscriptions
        self._waiting = WaitingTable(db)
        self._mends = mends
        self._uploading = uploading
        self._following = following
        self._publisher = publisher
        self._clock = clock
        self._on_sent = on_sent
        self._errands = ErrandTable(db)

    async def due(self, *, limit: int, busy: Collection[int]) -> Sequence[int]:
        """Return the ids of channels whose next post may be sent, or looked for, now."""
        return (await self._posts.channels_due(self._clock.now(), exclude=busy))[:limit]

    async def next_at(self) -> datetime | None:
        """Return when the next post of any channel may be sent or looked for."""
        return await self._posts.next_due_at()

    async def work(self, key: int) -> None:
        """Send a channel's posts, oldest first, until one can't be sent now or none is left."""
        while post := await self._posts.first_due(key, self._clock.now()):
            if not await self._deliver(post):
                return

    async def _deliver(self, post: Post) -> bool:
        """Try to bring one post into its channel; tell whether the channel may go on."""
        try:
            post, sent = await self._looked_for(post)
            # What may be there was made of what there was to tell then: it will be looked at.
            told = post.revision if post.state == "pending" and sent is None else 0
            if sent is None:
                post, sent = await self._send(post)
        except DeliveryError as error:
            return await self._failed(post, error)
        except Exception as error:
            # Nobody knows how far a bug let the message come: it is looked for before the next try.
            log.exception("sending a post met a bug", extra={"post": post.id})
            return await self._failed(post, Uncertain(str(error)))
        if sent is not None:
            await self._record(post, sent, told=told)
            self._on_sent()
        return True

    async def _record(self, post: Post, sent: Sent, *, told: int) -> None:
        """Record the message of a post, and what is to be done for it now."""
        now = self._clock.now()
        photos = post.article.photos and most_photos(post.settings.look, post.plainness)
        errands = wanted_errands(replace(post, thread_id=sent.thread_id))
        async with self._db.write() as tx:
            await self._posts.mark_sent(
                tx, post.id, sent.message_id, now, revision=told, thread_id=sent.thread_id
            )
            look_at = now + FIRST_LOOK if photos else None
            await self._mends.begin(tx, post.id, at=look_at, files=post.files)
            await self._errands.begin(tx, post.id, errands, now)
            if await self._subscriptions.set_problem(tx, post.channel_id, None, now):
                await self._waiting.look_at_channel(tx, post.channel_id, now)  # F32
            await self._following.note_posts(tx, [post.id])

    async def _looked_for(self, post: Post) -> tuple[Post, Sent | None]:
        """Find out what became of a try whose answer was lost (D9).

        Returns the message if it is there. If it surely is not, the post counts as pending
        again; if the nonce still answers for it, it stays as it is and is sent once more. Another
        post's message that shows this story still is edited soon: it is looked for again after that.
        """
        if post.state != "sending" or self._nonce_is_safe(post):
            return post, None
        sent = await self._publisher.find(post)
        if sent is not None and await self._posts.has_message(sent.message_id):
            raise Uncertain("another story’s message is in the way, until it is up to date")
        return replace(post, state="pending"), sent

    def _nonce_is_safe(self, post: Post) -> bool:
        since = self._clock.now() - post.sending_at if post.sending_at else NONCE_IS_SAFE
        return timedelta(0) <= since < NONCE_IS_SAFE

    async def _send(self, post: Post) -> tuple[Post, Sent | None]:
        """Send, and return the post as it was sent; no message if it was dropped meanwhile.

        The row says so before Discord is called (D8). A post in doubt keeps the time of the
        doubtful try, from which its nonce counts. One that became another story's meanwhile, or has
        more to tell, comes again as it is now: by its story its message is looked for.
        """
        uploads = await self._owed(post)
        if post.state == "pending":
            async with self._db.write() as tx:
                if not await self._posts.mark_sending(
                    tx, post.id, self._clock.now(), revision=post.revision
                ):
                    return post, None
        if uploads:
            try:
                return await self._send_with(post, uploads)
            except (Forbidden, Malformed) as error:  # Attach Files is missing, or it is too much
                why = str(error)
                log.info("a post can't be sent with files", extra={"post": post.id, "why": why})
        return await self._send_with(post, {})

    async def _owed(self, post: Post) -> Mapping[str, Upload]:
        """Return the files to send with a post; a bug there costs the files, never the post."""
        try:
            return await self._uploading.owed(post)
        except Exception:
            log.exception("loading the photos of a post met a bug", extra={"post": post.id})
            return {}

    async def _send_with(self, post: Post, uploads: Mapping[str, Upload]) -> tuple[Post, Sent]:
        files = {url: upload.name for url, upload in uploads.items()}
        mention = role_to_mention(post, self._clock.now())
        sent = replace(post, files=files, mention=mention)
        return sent, await self._publisher.send(sent, tuple(uploads.values()))

    async def _failed(self, post: Post, error: DeliveryError) -> bool:
        """Record a failure; tell whether the channel may go on all the same."""
        now = self._clock.now()
        sentence = str(error)
        if sentence != post.error:
            details = {"post": post.id, "channel": post.channel_id, "why": sentence}
            log.warning("a post can't be sent now", extra=details)
        plainer = isinstance(error, Malformed) and post.plainness < TEXT_ONLY
        attempt = Attempt(
            not_before=now if plainer else now + _pause(post, error),
            error=sentence,
            plainness=post.plainness + plainer,
        )
        async with self._db.write() as tx:
            if isinstance(error, ChannelGone):
                await self._posts.drop_channel(tx, post.channel_id, sentence)
                await self._subscriptions.disable_channel(tx, post.channel_id, sentence, now)
            elif isinstance(error, Uncertain) or post.state == "sending":
                # Once in doubt always in doubt, until the message is there or surely is not.
                await self._posts.stay_in_doubt(tx, post.id, attempt)
            elif isinstance(error, Malformed) and not plainer:
                # No plainer way is left: a person decides, and the channel goes on.
                await self._posts.hold(tx, post.id, sentence)
                return True
            else:
                await self._posts.defer(tx, post.id, attempt)
            if isinstance(error, Forbidden):
                await self._subscriptions.set_problem(tx, post.channel_id, sentence, now)
                await self._waiting.keep_channel(tx, post.channel_id, but=post.id, now=now)
        return plainer


def _pause(post: Post, error: DeliveryError) -> timedelta:
    """Return how long to wait: what Discord asked for, else longer with each try in a row."""
    asked = error.retry_after if isinstance(error, Unreachable) else None
    longest = LONGEST_PAUSE if isinstance(error, Forbidden) else LONGEST_OUTAGE_PAUSE
    doubled: timedelta = FIRST_PAUSE * 2 ** min(post.attempts, 10)
    return max(min(asked or timedelta(0), LONGEST_ASKED), min(doubled, longest))
