"""Listing: stories as a list shows them, to somebody who may see some channels.

Who asks sees what is in channels that the one may see. A story that was posted in several of them is
there once, and leads to the post in the channel that was asked for, else to the first that is left.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.link import host_of
from bot.domain.model import FEWER_PHOTOS, NO_PHOTOS, Article, Photo
from bot.domain.spoiler import with_spoilers
from bot.services.ports import Clock
from bot.storage.database import Database
from bot.storage.photo_host import PhotoHostTable
from bot.storage.score import Score, ScoreTable
from bot.storage.story import StoryPost, StoryTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Of what somebody asks: all of a server, one channel or one feed of it.

    ``channels`` are those that whoever reads the answer may see.
    """

    guild_id: int
    channels: Collection[int]
    channel_id: int | None = None
    feed_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedStory:
    """A story in a list.

    ``article`` has the photos that Discord can load, marked where they are to be hidden.
    ``message_id`` is None where its message was deleted; ``up`` and ``down`` are its vote emoji,
    ``thread_id`` is as in a Post. ``vote`` is what the person voted, 1 or -1, and ``voted_at`` when; 0 and None in a list of the best.
    """

    rank: int
    story_id: int
    article: Article
    ups: int
    downs: int
    posted_at: datetime
    channel_id: int
    message_id: int | None
    up: str
    down: str
    vote: int = 0
    voted_at: datetime | None = None
    thread_id: int | None = None

    @property
    def place_id(self) -> int:
        """Return the channel or thread that the message is in."""
        return self.thread_id or self.channel_id


class Listing:
    """Make what is shown of stories."""

    def __init__(self, *, db: Database, clock: Clock) -> None:
        self._scores = ScoreTable(db)
        self._stories = StoryTable(db)
        self._hosts = PhotoHostTable(db)
        self._clock = clock

    async def of_stories(
        self, story_ids: Sequence[int], scope: Scope, *, before: int = 0
    ) -> list[ListedStory]:
        """Do as ``listed`` for stories that may have no votes."""
        scores = await self._scores.of_stories(story_ids, guild_id=scope.guild_id)
        ranked = [scores[story_id] for story_id in story_ids if story_id in scores]
        return await self.listed(ranked, scope, before=before)

    async def listed(
        self, scores: Sequence[Score], scope: Scope, *, before: int = 0
    ) -> list[ListedStory]:
        """Return stories as they are shown, in this order; one whose posts just went is left out.

        ``before`` is how many are on the pages before: the first one's rank is one more.
        """
        posts: dict[int, list[StoryPost]] = defaultdict(list)
        for post in await self._stories.posts(
            [score.story_id for score in scores], guild_id=scope.guild_id, channels=scope.channels
        ):
            posts[post.story_id].append(post)
        refusing = await self._refusing(post for found in posts.values() for post in found)
        return [
            _listed(rank, score, posts[score.story_id], scope, refusing)
            for rank, score in enumerate(scores, start=before + 1)
            if posts[score.story_id]
        ]

    async def _refusing(self, posts: Iterable[StoryPost]) -> frozenset[str]:
        hosts = {host_of(photo.url) for post in posts for photo in post.article.photos}
        return await self._hosts.refusing(hosts, self._clock.now()) if hosts else frozenset()


def clamped(page: int, total: int, size: int) -> tuple[int, int]:
    """Return the page that there is, and the number of pages."""
    pages = -(-total // size)
    return max(0, min(page, pages - 1)), pages


def _listed(
    rank: int,
    score: Score,
    posts: Sequence[StoryPost],
    scope: Scope,
    refusing: Collection[str],
) -> ListedStory:
    post = _chosen(posts, scope)
    words = {word for one in posts for word in one.spoiler_words}
    files = {url for one in posts for url in one.files}
    article = with_spoilers(post.article, words)
    photos = _loadable(article, post.plainness, files, refusing)
    return ListedStory(
        rank=rank,
        story_id=score.story_id,
        article=replace(article, photos=photos),
        ups=score.ups,
        downs=score.downs,
        posted_at=score.posted_at,
        channel_id=post.channel_id,
        message_id=post.message_id,
        thread_id=post.thread_id,
        up=post.up,
        down=post.down,
    )


def _chosen(posts: Sequence[StoryPost], scope: Scope) -> StoryPost:
    """Return the post to lead to: one that is there, then one that was asked for, then the first."""

    def place(post: StoryPost) -> tuple[bool, bool, bool]:
        return (
            post.message_id is None,
            scope.channel_id is not None and post.channel_id != scope.channel_id,
            scope.feed_id is not None and post.feed_id != scope.feed_id,
        )

    return min(posts, key=place)


def _loadable(
    article: Article, plainness: int, files: Collection[str], refusing: Collection[str]
) -> tuple[Photo, ...]:
    """Return the photos that Discord loads from where they are, as far as is known.

    Those that had to be uploaded or left out it does not, nor those of hosts that refuse hotlinks;
    and what it called malformed in the card (L23) it would here.
    """
    if plainness >= NO_PHOTOS:
        return ()
    taken = article.photos[:1] if plainness >= FEWER_PHOTOS else article.photos
    return tuple(
        photo for photo in taken if photo.url not in files and host_of(photo.url) not in refusing
    )
