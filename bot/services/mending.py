"""Mending: a photo that Discord could not load is uploaded, once, or taken out."""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.error import ChannelGone, DeliveryError, Forbidden, Malformed
from bot.domain.link import host_of
from bot.domain.model import Post
from bot.services.ports import Clock, Gallery, Publisher, Upload
from bot.services.uploading import Uploading
from bot.storage.database import Database
from bot.storage.mend import MendTable, Unmended
from bot.storage.photo_host import PhotoHostTable
from bot.storage.post import PostTable

log = logging.getLogger(__name__)

FIRST_LOOK = timedelta(seconds=15)  # after sending; until then Discord says that it is loading
NEXT_LOOK = timedelta(minutes=2)
MOST_LOOKS = 6  # doubling pauses: about two hours
PATIENCE = timedelta(seconds=30)  # for the photos of one post


class Mending:
    """Look at each post once Discord has loaded its photos, and mend what it could not load.

    There is one edit at most that changes anything: what is uploaded or taken out then is settled.
    A crash before the row says so makes it look again, and what was mended is no longer broken.
    """

    def __init__(
        self,
        *,
        db: Database,
        mends: MendTable,
        posts: PostTable,
        hosts: PhotoHostTable,
        uploading: Uploading,
        publisher: Publisher,
        clock: Clock,
    ) -> None:
        self._db = db
        self._mends = mends
        self._posts = posts
        self._hosts = hosts
        self._uploading = uploading
        self._publisher = publisher
        self._clock = clock
        self._waiting: dict[int, Unmended] = {}

    async def due(self, *, limit: int, busy: Collection[int]) -> Sequence[int]:
        """Return the ids of posts to look at."""
        rows = await self._mends.due(self._clock.now(), limit + len(busy))
        free = {row.post_id: row for row in rows if row.post_id not in busy}
        self._waiting |= free
        return list(free)[:limit]

    async def next_at(self) -> datetime | None:
        """Return when the next post is to be looked at."""
        return await self._mends.next_due_at()

    async def work(self, key: int) -> None:
        """Look at one post, and mend it where that is needed."""
        row = self._waiting.pop(key)
        post = await self._posts.get(key)
        if post is None:  # its story was deleted meanwhile
            return
        try:
            settled = await self._look_at(post, first=row.looks == 0)
        except ChannelGone:
            await self._done(post, post.files)
        except DeliveryError as error:
            log.info("photos can't be mended now", extra={"post": key, "why": str(error)})
            await self._again_later(post, row)
        except Exception:
            log.exception("mending photos met a bug", extra={"post": key})
            await self._again_later(post, row)
        else:
            if not settled:
                await self._again_later(post, row)

    async def _look_at(self, post: Post, *, first: bool) -> bool:
        """Mend what is broken; False to look again, since Discord or a host needs more time.

        What it loads for minutes, it never will; nor will we, after a second look.
        """
        gallery = await self._publisher.gallery(post)
        if gallery is None:  # the message was deleted
            await self._done(post, {})
            return True
        if first and gallery.loading:
            return False
        files = _files(post, gallery)
        if broken := (*gallery.broken, *gallery.loading):
            loaded = await self._uploading.load(post, broken, patience=PATIENCE)
            if first and len(loaded) < len(broken):  # their hosts may be busy just now
                return False
            files |= await self._mended(post, gallery, loaded)
        await self._done(post, files)
        return True

    async def _mended(
        self, post: Post, gallery: Gallery, loaded: Mapping[str, Upload | None]
    ) -> dict[str, str | None]:
        """Upload what was loaded, take out the rest, and return what stands there now."""
        broken = (*gallery.broken, *gallery.loading)
        uploads = {url: _apart(one, gallery.files) for url, one in loaded.items() if one}
        try:
            await self._publisher.replace_photos(post, {url: uploads.get(url) for url in broken})
        except (Forbidden, Malformed):
            if not uploads:
                raise
            uploads = {}  # Attach Files may be what is missing, or it is too much
            await self._publisher.replace_photos(post, dict.fromkeys(broken))
        # A host that is slow does not refuse, and of another version nothing was learnt.
        refused = (url for url in gallery.broken if url in uploads and uploads[url].source == url)
        await self._remember(refused)
        return {url: upload.name if (upload := uploads.get(url)) else None for url in broken}

    async def _remember(self, urls: Iterable[str]) -> None:
        """Remember the hosts of URLs from which we, and not Discord, could load."""
        if hosts := {host_of(url) for url in urls}:
            async with self._db.write() as tx:
                await self._hosts.remember(tx, hosts, self._clock.now())

    async def _done(self, post: Post, files: Mapping[str, str | None]) -> None:
        async with self._db.write() as tx:
            await self._mends.done(tx, post.id, files)

    async def _again_later(self, post: Post, row: Unmended) -> None:
        if row.looks >= MOST_LOOKS:
            await self._done(post, post.files)
            return
        async with self._db.write() as tx:
            await self._mends.again(tx, post.id, self._clock.now() + NEXT_LOOK * 2**row.looks)


def _apart(upload: Upload, names: Collection[str]) -> Upload:
    """Return a file under a name that the message has not yet: places may have changed since."""
    return replace(upload, name=f"new-{upload.name}") if upload.name in names else upload


def _files(post: Post, gallery: Gallery) -> dict[str, str | None]:
    """Return which photos came as files, as the message itself says.

    After a lost answer the message may be that of an earlier try, which had other files. They are
    named for the photo's place in the article.
    """
    known = {name: url for url, name in post.files.items()}
    found: dict[str, str | None] = {}
    for name in gallery.files:
        number = re.match(r"photo-(\d{1,4})\.", name)
        place = int(number[1]) if number else 0
        if name in known:
            found[known[name]] = name
        elif 1 <= place <= len(post.article.photos):
            found[post.article.photos[place - 1].url] = name
    return found
