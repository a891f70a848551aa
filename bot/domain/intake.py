"""What becomes of the entries of a poll: posted, recorded, or held back. Pure decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from itertools import pairwise

from bot.domain.identity import Candidate
from bot.domain.model import Entry, Feed

FLOOD = 5  # so many entries, all of them new and none of them recent, are a site that moved (D5)
MAX_AT_ONCE = 50  # cards for one poll; the rest goes into one digest
MAX_AFTER_GAP = 10  # cards after a gap of more than a day (L28)
LONG_GAP = timedelta(days=1)

# Why an entry is not posted by itself: stored with its article.
BEFORE_ADDED = "before the feed was added"
TOO_OLD = "older than the limit"
SURFACED = "surfaced as newer ones were withdrawn"
HELD_BACK = "held back: the feed changed all its addresses at once"
IN_A_DIGEST = "in a digest"


class Fate(Enum):
    """What becomes of an entry."""

    POST = "post"
    DIGEST = "digest"
    RECORD = "record"
    HOLD = "hold"
    UPDATE = "update"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """An entry's fate, with the reason where it is not posted by itself."""

    candidate: Candidate
    fate: Fate
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What is known of a feed's stored articles.

    ``known_entries`` counts those that the document holds under a link or guid of theirs,
    ``oldest_present`` is when the oldest of them was published. ``newest_is_present`` is False if the newest article that we know of has gone from the
    document: then older ones may surface in its place (D7).
    """

    known_entries: int = 0
    oldest_present: datetime | None = None
    newest_is_present: bool = True


def decide(
    candidates: Sequence[Candidate],
    *,
    feed: Feed,
    around: Surroundings,
    now: datetime,
    max_age: timedelta,
) -> tuple[Decision, ...]:
    """Tell what becomes of each candidate, oldest first (L17).

    Before the first parse of a feed that succeeded there is no baseline: all its entries are then
    recorded, and each subscription gets as many of the newest as its moderator chose (F31, L22).
    ``max_age`` counts from the last time that we looked, so that time when the bot was down does
    not make news old (L20, L28).
    """
    decisions = [
        _decide_one(candidate, feed=feed, around=around, now=now, max_age=max_age)
        for candidate in oldest_first(candidates, now=now)
    ]
    if _site_moved(decisions, feed=feed, around=around):
        return tuple(
            d if d.fate is Fate.UPDATE else _instead(d, Fate.HOLD, HELD_BACK) for d in decisions
        )
    return _bounded(decisions, feed=feed, now=now)


def oldest_first(candidates: Sequence[Candidate], *, now: datetime) -> list[Candidate]:
    """Return candidates in the order of their publication.

    Equal and missing times follow the document, which lists its newest first unless its dates say
    otherwise. An entry without a date counts as published now.
    """
    dates = [c.entry.published for c in candidates if c.entry.published]
    rising = sum(a < b for a, b in pairwise(dates))
    falling = sum(a > b for a, b in pairwise(dates))
    step = 1 if rising > falling else -1
    return sorted(candidates, key=lambda c: (c.entry.published or now, step * c.position))


def newest_entry(entries: Sequence[Entry], *, now: datetime) -> Entry | None:
    """Return the entry that was published last, by the same order; None of none."""
    candidates = [
        Candidate(entry=entry, position=position, keys=frozenset())
        for position, entry in enumerate(entries)
    ]
    return next((c.entry for c in reversed(oldest_first(candidates, now=now))), None)


def _decide_one(
    candidate: Candidate,
    *,
    feed: Feed,
    around: Surroundings,
    now: datetime,
    max_age: timedelta,
) -> Decision:
    if candidate.known and candidate.known.known_in(feed.id):
        return Decision(candidate=candidate, fate=Fate.UPDATE)
    if feed.baseline_at is None:
        return Decision(candidate=candidate, fate=Fate.RECORD, reason=BEFORE_ADDED)
    published = candidate.entry.published
    looked = min(feed.last_success_at or now, now)
    if published and published < looked - max_age:
        return Decision(candidate=candidate, fate=Fate.RECORD, reason=TOO_OLD)
    if published and _surfaced(published, around):
        return Decision(candidate=candidate, fate=Fate.RECORD, reason=SURFACED)
    return Decision(candidate=candidate, fate=Fate.POST)


def _surfaced(published: datetime, around: Surroundings) -> bool:
    """Tell whether an entry only moved up from behind the end of the document (D7)."""
    return (
        not around.newest_is_present
        and around.oldest_present is not None
        and published < around.oldest_present
    )


def _site_moved(decisions: Sequence[Decision], *, feed: Feed, around: Surroundings) -> bool:
    """Tell whether all entries changed their keys at once (D5).

    They are then all new, or known by their titles alone, though most are dated before our last
    visit, when they would have been seen already, or carry no date at all.
    """
    new = [d for d in decisions if d.fate is not Fate.UPDATE]
    if feed.baseline_at is None or feed.last_success_at is None or not new:
        return False
    if len(decisions) < FLOOD or around.known_entries:
        return False
    seen_before = [
        d
        for d in new
        if not d.candidate.entry.published or d.candidate.entry.published < feed.last_success_at
    ]
    return len(seen_before) * 2 > len(new)


def _bounded(decisions: Sequence[Decision], *, feed: Feed, now: datetime) -> tuple[Decision, ...]:
    """Put all but the newest into one digest where there are too many for cards (L28)."""
    gap = now - feed.last_success_at if feed.last_success_at else timedelta(0)
    limit = MAX_AFTER_GAP if gap > LONG_GAP else MAX_AT_ONCE
    posts = [d for d in decisions if d.fate is Fate.POST]
    digested = {id(d) for d in posts[: max(len(posts) - limit, 0)]}
    return tuple(
        _instead(d, Fate.DIGEST, IN_A_DIGEST) if id(d) in digested else d for d in decisions
    )


def _instead(decision: Decision, fate: Fate, reason: str) -> Decision:
    return Decision(candidate=decision.candidate, fate=fate, reason=reason)
