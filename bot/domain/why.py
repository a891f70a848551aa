"""Why a story is in a channel or is not: from what is stored to the one reason that counts. Pure.

In a channel the post decides: it is there, or waits, or ended. Where there is none, each feed that
brought the story there has its own reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from bot.domain.intake import BEFORE_ADDED, HELD_BACK, IN_A_DIGEST, SURFACED, TOO_OLD
from bot.domain.link import host_of
from bot.domain.model import Feed
from bot.domain.pacing import Reason, Wait


class Why(Enum):
    """What became of a story in a channel."""

    POSTED = auto()
    TOLD = auto()  # the card of another story there names it, or tells it (D12)
    IN_DIGEST = auto()  # a digest card lists it (L26, L28)
    IN_DOUBT = auto()  # Discord did not say whether it took it
    NEXT = auto()  # it is to be sent now, or as soon as Discord takes it
    PAUSED = auto()
    BLOCKED = auto()
    QUIET = auto()
    LIMIT = auto()
    HELD = auto()  # by the flood guard (D5)
    REFUSED = auto()  # by Discord
    ENDED = auto()  # by a person, or with its channel or feed
    DELETED = auto()  # its message
    FILTERED = auto()
    NO_CHANNEL = auto()
    BEFORE_ADDED = auto()
    TOO_OLD = auto()
    SURFACED = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message in Discord; ``place_id`` is its channel or thread."""

    place_id: int
    message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PostState:
    """A post of a story in a channel, or one that tells it.

    ``message`` is None where it was not sent or was deleted. ``own`` is False where it is another
    outlet's card that names the story. ``card`` is the message of the card that took its place, or
    lists it (``in_digest``). ``title`` and ``outlet`` are those of the card's article.
    """

    channel_id: int
    subscription_id: int | None
    state: str
    own: bool
    title: str
    outlet: str
    created_at: datetime
    not_before: datetime
    sent_at: datetime | None = None
    deleted_at: datetime | None = None
    message: Message | None = None
    joined: bool = False
    in_digest: bool = False
    card: Message | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """A subscription whose feed has brought the story.

    ``state`` as in Subscription; ``problem`` is what keeps its channel from being posted to, ``wait`` why its posts
    wait. ``seen_at`` is when the feed brought the story, ``note`` why it was recorded and not
    posted, ``left_out`` the rule of the filter that kept it out ("" for none of those that must
    hold), None where the filter did not.
    """

    subscription_id: int
    channel_id: int
    feed: str
    state: str
    since: datetime
    seen_at: datetime
    problem: str | None = None
    wait: Wait | None = None
    note: str | None = None
    left_out: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of a story in a channel, and why.

    ``at`` is when, ``until`` what it waits for; ``message`` where it can be read; ``said`` a rule, an
    error or a problem, in the words that are stored; ``told_as`` and ``outlet`` are the title of the
    card that tells it, and whose it is.
    """

    channel_id: int
    why: Why
    feed: str = ""
    at: datetime | None = None
    until: datetime | None = None
    message: Message | None = None
    said: str = ""
    told_as: str = ""
    outlet: str = ""


_NOTES = {
    BEFORE_ADDED: Why.BEFORE_ADDED,
    TOO_OLD: Why.TOO_OLD,
    SURFACED: Why.SURFACED,
    HELD_BACK: Why.HELD,
    IN_A_DIGEST: Why.IN_DIGEST,
}
_WAITS = {
    Reason.STOPPED: Why.PAUSED,
    Reason.BLOCKED: Why.BLOCKED,
    Reason.QUIET: Why.QUIET,
    Reason.LIMIT: Why.LIMIT,
}
# Which of several posts of a channel counts: the one that people can read, then what is to come.
_STATES = ("sent", "sending", "pending", "waiting", "held", "dropped")


def answers(posts: Iterable[PostState], carriers: Iterable[Carrier]) -> tuple[Answer, ...]:
    """Return what became of a story, by channel: where it can be read first."""
    by_channel: dict[int, list[PostState]] = defaultdict(list)
    for post in posts:
        by_channel[post.channel_id].append(post)
    known = {one.subscription_id: one for one in carriers}
    found = [_of_post(min(those, key=_rank), known) for those in by_channel.values()]
    found += [_of_carrier(one) for one in known.values() if one.channel_id not in by_channel]
    return tuple(sorted(found, key=lambda one: (one.why.value, one.channel_id)))


def _rank(post: PostState) -> tuple[bool, int, bool]:
    return (post.deleted_at is not None or post.joined, _STATES.index(post.state), not post.own)


def _of_post(post: PostState, carriers: dict[int, Carrier]) -> Answer:
    carrier = carriers.get(post.subscription_id or 0)
    why = _why(post, carrier)
    told = why is Why.TOLD
    return Answer(
        channel_id=post.channel_id,
        why=why,
        feed=carrier.feed if carrier else "",
        at=post.deleted_at if why is Why.DELETED else post.sent_at or post.created_at,
        until=_until(why, post, carrier),
        message=post.card or post.message,
        said=_said(why, post, carrier),
        told_as=post.title if told else "",
        outlet=post.outlet if told else "",
    )


def _why(post: PostState, carrier: Carrier | None) -> Why:
    if post.joined:
        return Why.TOLD
    if post.state == "sent":
        return Why.DELETED if post.deleted_at else Why.POSTED if post.own else Why.TOLD
    if post.state == "waiting" and carrier and carrier.wait:
        return _WAITS[carrier.wait.reason]
    if post.state == "dropped":
        digested = post.in_digest or (carrier and carrier.note == IN_A_DIGEST)
        return Why.IN_DIGEST if digested else Why.ENDED
    if post.state == "held":
        return Why.REFUSED if post.error else Why.HELD
    return Why.IN_DOUBT if post.state == "sending" else Why.NEXT


def _until(why: Why, post: PostState, carrier: Carrier | None) -> datetime | None:
    if why in (Why.QUIET, Why.LIMIT) and carrier and carrier.wait:
        return carrier.wait.until
    return post.not_before if why is Why.NEXT else None


def _said(why: Why, post: PostState, carrier: Carrier | None) -> str:
    if why is Why.BLOCKED and carrier:
        return carrier.problem or ""
    return post.error or ""


def _of_carrier(carrier: Carrier) -> Answer:
    return Answer(
        channel_id=carrier.channel_id,
        why=_why_not(carrier),
        feed=carrier.feed,
        at=carrier.seen_at,
        said=carrier.left_out or "",
    )


def _why_not(carrier: Carrier) -> Why:
    if carrier.left_out is not None:
        return Why.FILTERED
    if carrier.seen_at < carrier.since:
        return Why.BEFORE_ADDED
    if carrier.state == "disabled":
        return Why.NO_CHANNEL
    return _NOTES.get(carrier.note or "", Why.UNKNOWN)


def carries(feed: Feed, link: str, example: str | None = None) -> bool:
    """Tell whether a feed is of the site of a link: by its own address, its site's, or an article's."""
    host = _host(link)
    return any(_one_site(host, _host(url)) for url in (feed.site, feed.url, example) if url)


def _host(url: str) -> str:
    return host_of(url).removeprefix("www.")


def _one_site(one: str, other: str) -> bool:
    """Tell whether two hosts are one, or one is within the other."""
    return bool(one and other) and (
        one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
    )
