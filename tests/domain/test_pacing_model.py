"""Days of a channel, drawn by lot: no story is lost or told twice, and no promise broken."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.model import Subscription
from bot.domain.pacing import HOUR, NEXT_TRY, Queue, Sent, Unsent, limit_of, plan
from bot.domain.quiet import quiet_until
from bot.domain.setting import Quiet, Settings
from tests.domain.test_pacing import NOW, place

ZONE = ZoneInfo("Europe/Berlin")
MINUTE = timedelta(minutes=1)


@dataclass
class Post:
    """A story, or a digest of some, on its way."""

    id: int
    owner: int
    since: datetime
    state: str
    lists: list[Post] = field(default_factory=list)
    sent_at: datetime | None = None
    not_before: datetime = NOW


class Channel:
    """What the database, the two lanes and Discord do, in a few lines."""

    def __init__(self, feeds: list[Settings]) -> None:
        self.now = NOW
        self.places = [place(n, **_given(one)) for n, one in enumerate(feeds)]
        self.looks: dict[int, datetime | None] = {}
        self.posts: list[Post] = []
        self.stories: list[Post] = []
        self.away = self.forbidden = False
        self.ids = count(1)

    def arrive(self, feed: int, number: int) -> None:
        """As ``Joining.enqueue`` has it."""
        own = self.places[feed]
        recent = [p for p in self._of(feed, "sent") if p.sent_at and p.sent_at > self.now - HOUR]
        crowd = number + len(recent) + len(self._of(feed, "pending"))
        waits = own.waits or crowd > limit_of(own) or bool(self._of(feed, "waiting"))
        for _ in range(number):
            state = "waiting" if waits else "pending"
            self.stories.append(Post(next(self.ids), feed, self.now, state))
            self.posts.append(self.stories[-1])
        if waits and own.state == "active":
            self.looks[feed] = self.now
        self.rest()

    def pause(self, feed: int) -> None:
        self.places[feed] = replace(self.places[feed], state="paused")
        self.looks[feed] = None
        for post in self._of(feed, "pending"):
            post.state = "waiting"

    def resume(self, feed: int) -> None:
        self.places[feed] = replace(self.places[feed], state="active")
        self.looks[feed] = self.now
        self.rest()

    def pass_(self, minutes: int) -> None:
        """Let time pass, and the lanes work whenever something is due."""
        until = self.now + minutes * MINUTE
        while (due := self._due()) and due <= until:
            self.now = due
            self.rest()
        self.now = max(until, self.now)
        self.rest()

    def rest(self) -> None:
        """Let the lanes work until there is nothing to do now."""
        for _ in range(100):
            if any(look and look <= self.now for look in self.looks.values()):
                self._pace()
            elif not self._send():
                return
        raise AssertionError("there is always more to do")

    def _due(self) -> datetime | None:
        times = [look for look in self.looks.values() if look]
        times += [post.not_before for post in self.posts if post.state == "pending"]
        return min((time for time in times if time > self.now), default=None)

    def _of(self, feed: int, *states: str) -> list[Post]:
        return [post for post in self.posts if post.owner == feed and post.state in states]

    def _queue(self, own: Subscription) -> Queue:
        sent = [p for p in self._of(own.id, "sent") if p.sent_at and p.sent_at > self.now - HOUR]
        return Queue(
            subscription=own,
            unsent=tuple(Unsent(p.id, p.since) for p in self._of(own.id, "waiting", "pending")),
            sent=tuple(Sent(p.sent_at, p.since) for p in sent if p.sent_at),
        )

    def _pace(self) -> None:
        """As ``Pacing.work`` has it."""
        blocked = any(own.blocked for own in self.places)
        queues = [
            self._queue(own)
            for own in self.places
            if blocked or self._of(own.id, "waiting") or self.looks.get(own.id)
        ]
        decided = plan(queues, zone=ZONE, now=self.now)
        by_id = {post.id: post for post in self.posts}
        for unsent in (one for queue in queues for one in queue.unsent):
            post = by_id[unsent.id]
            if unsent.id in decided.go and post.state == "waiting":
                post.not_before = self.now
            post.state = "pending" if unsent.id in decided.go else "waiting"
        if decided.fold:
            assert len(decided.fold) > 1
            assert decided.owner is not None
            listed = [by_id[id_] for id_ in decided.fold]
            for post in listed:
                post.state = "dropped"
            self.posts.append(
                Post(next(self.ids), decided.owner, self.now, "pending", listed, None, self.now)
            )
        self.looks |= decided.looks

    def _send(self) -> bool:
        """Try the channel's next post, as ``Publishing`` has it."""
        pending = [p for p in self.posts if p.state == "pending"][:1]
        if self.away or not pending or pending[0].not_before > self.now:
            return False
        if self.forbidden:
            pending[0].not_before = self.now + NEXT_TRY
            for post in self.posts:
                if post.state == "pending" and post is not pending[0]:
                    post.state = "waiting"
        else:
            pending[0].state, pending[0].sent_at = "sent", self.now
            own = self.places[pending[0].owner]
            quiet = own.settings.quiet
            assert own.state == "active"
            assert not (quiet and quiet_until(quiet, ZONE, self.now))
        if self.forbidden or any(own.blocked for own in self.places):
            self.places = [replace(own, blocked=self.forbidden) for own in self.places]
            self.looks |= {own.id: self.now for own in self.places if own.state == "active"}
        return True

    def told(self) -> list[int]:
        """Return the stories that the channel shows, by cards and in digests."""
        shown = [post for post in self.posts if post.state == "sent"]
        ids = []
        while shown:
            post = shown.pop()
            shown += post.lists
            ids += [] if post.lists else [post.id]
        return sorted(ids)


def _given(own: Settings) -> dict[str, object]:
    return {"max_per_hour": own.max_per_hour, "quiet": own.quiet}


times = st.times().map(lambda t: t.replace(minute=t.minute // 15 * 15, second=0, microsecond=0))
feeds = st.builds(
    Settings,
    max_per_hour=st.sampled_from((None, None, 1, 2, 3, 5)),
    quiet=st.none() | st.builds(Quiet, start=times, end=times),
)
steps = st.one_of(
    st.tuples(st.just("arrive"), st.integers(0, 1), st.sampled_from((1, 1, 2, 6, 15, 30))),
    st.tuples(st.just("pass"), st.sampled_from((1, 7, 20, 59, 60, 300, 900))),
    st.tuples(st.sampled_from(("pause", "resume")), st.integers(0, 1)),
    st.tuples(st.sampled_from(("away", "forbidden")), st.booleans()),
)


@settings(max_examples=150, deadline=None)
@given(settings=st.tuples(feeds, feeds), steps=st.lists(steps, max_size=25))
def test_nothing_is_lost_or_doubled_or_out_of_its_hours(
    settings: tuple[Settings, Settings], steps: list[tuple[str, ...]]
):
    """L26, L28, F32, M50: whatever comes, waits, is forbidden or can't be reached."""
    channel = Channel(list(settings))
    for name, *values in steps:
        if name in ("away", "forbidden"):
            setattr(channel, name, values[0])
            channel.rest()
        else:
            getattr(channel, "pass_" if name == "pass" else name)(*values)
    channel.away = channel.forbidden = False
    for feed in (0, 1):
        channel.resume(feed)
    channel.pass_(4 * 24 * 60)
    assert channel.told() == [post.id for post in channel.stories]
    for own in channel.places:
        moments = sorted(post.sent_at for post in channel._of(own.id, "sent") if post.sent_at)
        for number, moment in enumerate(moments):
            assert number + 1 - bisect_right(moments, moment - HOUR) <= limit_of(own)
