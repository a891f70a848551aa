"""The edges to the outside world that services use, each a small Protocol.

Substitutes for tests go in by constructor.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple, Protocol

from bot.domain.error import NewsreelError
from bot.domain.model import FeedDocument, Page, Post, Report
from bot.domain.opml import FeedList
from bot.domain.picture_check import Look


class Clock(Protocol):
    """Tell the time."""

    def now(self) -> datetime:
        """Return the current time, aware, in UTC."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An answer to a GET.

    ``body`` is decompressed and within the cap; empty with status 304. ``url`` is the final
    address after redirects; ``moved_to`` is set if every redirect on the way was permanent
    (301 or 308). ``etag`` and ``last_modified`` are the header values byte for byte. ``headers``
    has lower-case names.
    """

    url: str
    status: int
    body: bytes = b""
    content_type: str | None = None
    etag: bytes | None = None
    last_modified: bytes | None = None
    moved_to: str | None = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def not_modified(self) -> bool:
        """Tell whether the server said that nothing changed (304)."""
        return self.status == 304  # noqa: PLR2004


class Fetcher(Protocol):
    """Get what is behind a URL, politely and safely."""

    async def fetch(
        self, url: str, *, etag: bytes | None = None, last_modified: bytes | None = None
    ) -> Fetched:
        """Return the answer (status 2xx or 304); raise FetchError for all else."""
        ...


class Reader(Protocol):
    """Make sense of bytes, in worker processes that are killed when they run too long."""

    async def feed(
        self,
        body: bytes,
        *,
        url: str,
        content_type: str | None = None,
        known: frozenset[bytes] = frozenset(),
    ) -> FeedDocument:
        """Read a feed, of which the entries with a known fingerprint are left out.

        Raises ParseError if the bytes are no feed (S36), are empty (S37), or break the limits.
        """
        ...

    async def page(self, body: bytes, *, url: str, content_type: str | None = None) -> Page:
        """Read an article's page, or a site's front page for its feeds; raises ParseError."""
        ...

    async def opml(self, body: bytes) -> FeedList:
        """Read a list of feeds; raises ListRefused, or ParseError if it breaks the limits."""
        ...

    async def shows_nothing(self, body: bytes) -> bool:
        """Tell whether a picture is one flat colour, all transparent, or broken.

        Raises ParseError if that can't be told within the limits.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A whole picture, loaded from ``url``; ``suffix`` is that of its file, such as "jpg"."""

    url: str
    suffix: str
    content: bytes


class Photos(Protocol):
    """Look at photos, and load them."""

    async def look(self, url: str, *, referer: str | None = None) -> Look:
        """Return what can be seen of a photo without reading it all; what fails is a look too.

        ``referer`` is the page that it stands on, which some hosts want to hear.
        """
        ...

    async def load(self, url: str, *, referer: str | None = None, max_bytes: int) -> Picture:
        """Return the whole picture; raises FetchError or ParseError."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A picture that comes with a message as a file; ``source`` is where it was loaded."""

    name: str
    content: bytes
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gallery:
    """What became of the photos of a message, as Discord says.

    ``broken`` are the URLs of photos that it could not load, ``loading`` of those that it has not
    loaded yet; ``files`` are the names of those that came as files.
    """

    broken: tuple[str, ...] = ()
    loading: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CardNews:
    """What becomes of a card after it was sent: its points, and what others reported (D12).

    ``story_id`` is the one that its buttons are for.
    """

    story_id: int
    points: int
    reports: tuple[Report, ...] = ()


class ShownCard(Protocol):
    """A card as it stands in its channel."""

    def shows(self, news: CardNews) -> bool:
        """Tell whether it is up to date; one that names no points shows none."""
        ...

    @property
    def edited_at(self) -> datetime | None:
        """Return when it was last edited, by Discord's clock; None for never."""
        ...

    @property
    def crossposted(self) -> bool:
        """Tell whether it was published to other servers, which limits its edits (M52)."""
        ...


class Sent(NamedTuple):
    """The message of a post; in a forum it began a thread."""

    message_id: int
    thread_id: int | None = None


class Publisher(Protocol):
    """Put posts into channels."""

    async def send(self, post: Post, uploads: Sequence[Upload] = ()) -> Sent:
        """Send the card of a post with its nonce and return the message.

        ``uploads`` are the files that the post names. Where there are no nonces, as in a forum, a
        post in doubt is Uncertain until it was looked for.
        Raises a DeliveryError of the kind that says what happened.
        """
        ...

    async def find(self, post: Post) -> Sent | None:
        """Look in the channel's history for the message of a post, by the ids in its buttons.

        Looks at messages since a little before ``post.created_at``. Raises Forbidden when the
        bot may not read the history, ChannelGone, or Unreachable.
        """
        ...

    async def gallery(self, post: Post) -> Gallery | None:
        """Return what became of the photos of a post's message; None where that was deleted.

        Raises a DeliveryError.
        """
        ...

    async def replace_photos(self, post: Post, files: Mapping[str, Upload | None]) -> None:
        """Put files into the places of photos, by URL, or take photos out (None).

        All else of the message stays as it is. A repeat does no harm. Raises a DeliveryError.
        """
        ...

    async def shown(self, channel_id: int, message_id: int) -> ShownCard | None:
        """Return a message as it stands, to edit it; None where it was deleted.

        Raises a DeliveryError.
        """
        ...

    async def update(self, card: ShownCard, news: CardNews) -> None:
        """Bring a card up to date; all else of the message stays. Raises a DeliveryError."""
        ...

    async def take_down(self, channel_id: int, message_id: int) -> None:
        """Delete a card's message; one that is gone already is fine. Raises a DeliveryError."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A story on a contact sheet; ``photo`` is the bytes of a picture, None where there is none."""

    rank: int
    points: int
    photo: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The votes of one day; ``points`` is the running total at its end.

    ``label`` is what the chart calls the day where it names it: "" for ISO's month and day.
    """

    date: date
    ups: int
    downs: int
    points: int
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collage:
    """A picture of photos; ``shown`` are the places, from 0, of the photos that are in it."""

    picture: bytes
    shown: tuple[int, ...]


class NotDrawn(NewsreelError):
    """A picture could not be drawn within the limits of time and memory, or at all."""


class Drawer(Protocol):
    """Draw pictures for messages, away from the event loop. Words are Latin, Greek or Cyrillic."""

    async def contact_sheet(
        self, tiles: Sequence[Tile], *, one: str = "point", many: str = "points"
    ) -> bytes:
        """Return a JPEG, 1200 pixels wide and at most 2 MB, of one to nine stories.

        The first tile is the largest. A photo that is missing, broken, or breaks the limits
        becomes a placeholder. Raises NotDrawn.
        """
        ...

    async def collage(self, photos: Sequence[bytes]) -> Collage:
        """Return a JPEG, 1200 pixels wide and at most 2 MB, of one to nine photos and no words.

        The first photo is the largest. One that is broken or breaks the limits is left out, and the
        others take its room. Raises NotDrawn, also where none is left.
        """
        ...

    async def vote_chart(
        self,
        days: Sequence[Day],
        *,
        ups: str = "Ups",
        downs: str = "Downs",
        points: str = "Points",
    ) -> bytes:
        """Return a PNG of 1200 by 675 pixels of at least one day, in any order of theirs.

        Days that are left out had no votes. The words are those of its legend. Raises NotDrawn.
        """
        ...
