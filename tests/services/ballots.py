"""Votes in a world of their own: real SQLite, a Discord of reactions and cards, a clock that tests move."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.domain.model import Report
from bot.domain.vote import Kind, Reactor, VoteRules
from bot.services.ports import CardNews
from bot.services.reacting import Reacting
from bot.services.reactions import MOST_REACTORS, EmojiCount, HistoryPage, Person, UnderMessage
from bot.services.reconciling import Reconciling
from bot.services.recounting import Recounting
from bot.services.showing import Showing
from bot.services.tidying import Tidying
from bot.services.vote_writing import VoteTables
from bot.services.voting import Voting
from bot.storage.database import Database, open_database
from bot.storage.post import REST_LAG
from tests.services.world import FakeClock, drain
from tests.storage.booth import Booth, Card
from tests.storage.world import GUILD, NOW, World

OWN = 1
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
UP, DOWN = "👍", "👎"
Meanwhile = Callable[[], Awaitable[object]]


@dataclass
class FakeReactions:
    """The reactions under messages, by emoji and person; True for a super reaction.

    ``fail`` has the errors of the next calls by method. ``meanwhile`` is what happens, once, after an
    answer was made and before it arrives. ``asked`` lists the calls; ``tell`` is called for what changes.
    """

    messages: dict[int, dict[tuple[str, int], bool]] = field(default_factory=dict)
    channels: dict[int, int] = field(default_factory=dict)
    bots: set[int] = field(default_factory=lambda: {OWN})
    joined: dict[int, datetime] = field(default_factory=dict)
    fail: dict[str, list[Exception]] = field(default_factory=dict)
    meanwhile: dict[str, Meanwhile] = field(default_factory=dict)
    asked: list[tuple[object, ...]] = field(default_factory=list)
    tell: Callable[[Kind, int, int, str], None] = lambda *_: None
    taken: list[tuple[int, str, int]] = field(default_factory=list)

    def count(self, name: str) -> int:
        return sum(call[0] == name for call in self.asked)

    async def put(self, channel_id: int, message_id: int, emoji: Sequence[str]) -> None:
        self._call("put", message_id, *emoji)
        for one in emoji:
            if (_key(one), OWN) not in self.messages[message_id]:
                self.messages[message_id][_key(one), OWN] = False
                self.tell(Kind.ADDED, message_id, OWN, _key(one))
        await self._meanwhile("put")

    async def take_away(
        self, guild_id: int, channel_id: int, message_id: int, *, emoji: str, user_id: int
    ) -> None:
        self._call("take_away", message_id, emoji, user_id)
        self.taken.append((message_id, emoji, user_id))
        if self.messages[message_id].pop((_key(emoji), user_id), None) is not None:
            self.tell(Kind.REMOVED, message_id, user_id, _key(emoji))
        await self._meanwhile("take_away")

    async def history(self, guild_id: int, channel_id: int, *, newest: int) -> HistoryPage:
        self._call("history", channel_id, newest)
        ids = sorted(
            (one for one in self.messages if self.channels[one] == channel_id and one <= newest),
            reverse=True,
        )[:100]
        page = HistoryPage(
            tuple(self._under(one) for one in ids), ids[-1] if len(ids) == 100 else 0
        )
        await self._meanwhile("history")
        return page

    async def under(self, channel_id: int, message_id: int) -> UnderMessage | None:
        self._call("under", message_id)
        found = self._under(message_id) if message_id in self.messages else None
        await self._meanwhile("under")
        return found

    async def reactors(
        self, channel_id: int, message_id: int, emoji: EmojiCount, *, burst: bool, after: int
    ) -> Sequence[Person] | None:
        self._call("reactors", message_id, emoji.route, burst, after)
        if message_id not in self.messages:
            return None
        people = sorted(
            user
            for (one, user), kind in self.messages[message_id].items()
            if one == emoji.emoji and kind == burst and user > after
        )[:MOST_REACTORS]
        await self._meanwhile("reactors")
        return [Person(user, user in self.bots, user == OWN) for user in people]

    async def joined_at(self, guild_id: int, user_id: int) -> datetime | None:
        self._call("joined_at", user_id)
        return self.joined.get(user_id)

    def _under(self, message_id: int) -> UnderMessage:
        there = self.messages[message_id]
        return UnderMessage(
            message_id=message_id,
            emoji=tuple(
                EmojiCount(
                    emoji=one,
                    route=one,
                    number=sum(key[0] == one for key in there),
                    burst=sum(kind for key, kind in there.items() if key[0] == one),
                    own=(one, OWN) in there,
                )
                for one in dict.fromkeys(key[0] for key in there)
            ),
        )

    def _call(self, name: str, *details: object) -> None:
        self.asked.append((name, *details))
        if self.fail.get(name):
            raise self.fail[name].pop(0)

    async def _meanwhile(self, name: str) -> None:
        if happens := self.meanwhile.pop(name, None):
            await happens()


def _key(emoji: str) -> str:
    return emoji.rpartition(":")[2]


@dataclass
class Shown:
    """A card as it stands."""

    message_id: int
    points: int | None = None
    crossposted: bool = False
    edited_at: datetime | None = None
    reports: tuple[Report, ...] = ()
    story_id: int | None = None

    def shows(self, news: CardNews) -> bool:
        return (self.points or 0, self.reports) == (news.points, news.reports)


@dataclass
class FakeCards:
    """The cards in their channels; ``edits`` lists what was written where, in order."""

    clock: FakeClock
    cards: dict[int, Shown] = field(default_factory=dict)
    fail_look: list[Exception] = field(default_factory=list)
    fail_edit: list[Exception] = field(default_factory=list)
    lose_edit: list[Exception] = field(default_factory=list)
    meanwhile: Meanwhile | None = None
    before_failing: Meanwhile | None = None
    edits: list[tuple[int, int]] = field(default_factory=list)
    tries: list[int] = field(default_factory=list)
    taken_down: list[int] = field(default_factory=list)

    async def shown(self, channel_id: int, message_id: int) -> Shown | None:
        if self.fail_look:
            raise self.fail_look.pop(0)
        return self.cards.get(message_id)

    async def update(self, card: Shown, news: CardNews) -> None:
        self.tries.append(card.message_id)
        if self.fail_edit:
            if happens := self.before_failing:
                await happens()
            raise self.fail_edit.pop(0)
        self.edits.append((card.message_id, news.points))
        card.points, card.edited_at = news.points, self.clock.now()
        card.reports, card.story_id = news.reports, news.story_id
        if happens := self.meanwhile:
            self.meanwhile = None
            await happens()
        if self.lose_edit:
            raise self.lose_edit.pop(0)

    async def take_down(self, channel_id: int, message_id: int) -> None:
        if self.fail_edit:
            raise self.fail_edit.pop(0)
        self.taken_down.append(message_id)
        self.cards.pop(message_id, None)


class Ballots:
    """All that votes need over one database; who is not ``connected`` is told nothing."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.clock = FakeClock()
        self.clock.time = NOW
        self.booth = Booth(World(db))
        self.discord = FakeReactions()
        self.discord.tell = self._tell
        self.cards = FakeCards(self.clock)
        self.connected = True
        self.start()

    def start(self) -> None:
        """Start a process of the bot, which remembers what the database holds and no more."""
        clock = self.clock
        self.tables = VoteTables(self.db)
        self.voting = Voting(db=self.db, tables=self.tables, clock=clock)
        asking = {
            "db": self.db,
            "recounts": self.tables.recounts,
            "votes": self.tables.votes,
            "voting": self.voting,
            "reactions": self.discord,
            "clock": clock,
        }
        self.reconciling = Reconciling(**asking, reach=timedelta(days=14))  # type: ignore[arg-type]
        self.recounting = Recounting(**asking)  # type: ignore[arg-type]
        touching = {"table": self.tables.reactions, "reactions": self.discord}
        self.reacting = Reacting(db=self.db, **touching, clock=clock)  # type: ignore[arg-type]
        self.tidying = Tidying(db=self.db, **touching, clock=clock)  # type: ignore[arg-type]
        showing = {"db": self.db, "cards": self.tables.cards, "publisher": self.cards}
        self.young, self.old = (
            Showing(**showing, clock=clock, slow=slow)  # type: ignore[arg-type]
            for slow in (False, True)
        )

    async def card(self, channel_id: int = 7001, *, fresh: bool = False, **options: object) -> Card:
        """Send a card with its vote reactions, of which all is known unless it is ``fresh``."""
        options.setdefault("at", self.clock.now())
        card = await self.booth.card(channel_id, **options)  # type: ignore[arg-type]
        self.discord.messages[card.message_id] = {}
        self.discord.channels[card.message_id] = channel_id
        self.cards.cards[card.message_id] = Shown(card.message_id)
        if not fresh:
            await self.react_all()
            await self.voting.flush()
            async with self.db.write() as tx:
                await tx.execute_fetchall(
                    "UPDATE post SET recount_state = NULL, recount_at = NULL WHERE id = ?",
                    (card.post_id,),
                )
        return card

    async def _emoji(self, card: Card) -> tuple[str, str]:
        place = (await self.tables.votes.places([card.message_id]))[card.message_id]
        return _key(place.rules.up), _key(place.rules.down)

    async def rules(self, **changes: object) -> None:
        async with self.db.write() as tx:
            await self.booth.rules.set(tx, GUILD, VoteRules(**changes))  # type: ignore[arg-type]

    def react(self, card: Card, user: int, emoji: str = UP, *, burst: bool = False) -> None:
        there = self.discord.messages[card.message_id]
        if (emoji, user) not in there:
            there[emoji, user] = burst
            self._tell(Kind.ADDED, card.message_id, user, emoji)

    def unreact(self, card: Card, user: int, emoji: str = UP) -> None:
        if self.discord.messages[card.message_id].pop((emoji, user), None) is not None:
            self._tell(Kind.REMOVED, card.message_id, user, emoji)

    def clear(self, card: Card, emoji: str = "") -> None:
        there = self.discord.messages[card.message_id]
        for key in [key for key in there if emoji in ("", key[0])]:
            del there[key]
        self._tell(Kind.CLEARED, card.message_id, 0, emoji)

    def delete(self, card: Card) -> None:
        del self.discord.messages[card.message_id], self.cards.cards[card.message_id]
        if self.connected:
            self.voting.note_deleted([card.message_id])

    def _tell(self, kind: Kind, message_id: int, user: int, emoji: str) -> None:
        if self.connected:
            added = kind is Kind.ADDED
            self.voting.note(
                kind,
                message_id,
                user_id=user,
                emoji=emoji,
                bot=added and user in self.discord.bots,
                own=user == OWN,
                joined_at=self.discord.joined.get(user) if added else None,
            )

    async def gap(self) -> None:
        """Be connected anew, after a time of which we were told nothing."""
        self.connected = True
        await self.reconciling.after_gap()

    async def compare(self) -> None:
        await drain(self.reconciling.due, self.reconciling.work)

    async def recount(self) -> None:
        await drain(self.recounting.due, self.recounting.work)

    async def react_all(self) -> None:
        await drain(self.reacting.due, self.reacting.work)

    async def tidy(self) -> None:
        await drain(self.tidying.due, self.tidying.work)

    async def show(self) -> None:
        for lane in (self.young, self.old):
            while keys := await lane.due(limit=1, busy=()):
                await lane.work(keys[0])

    async def reconcile(self) -> None:
        """Let the bot compare and count, unhurried, until nothing is in doubt."""
        self.clock.pass_(REST_LAG)
        for _ in range(100):
            await self.voting.flush()
            await self.compare()
            await self.recount()
            if not await self.tables.recounts.left():
                return
            self.clock.pass_(SECOND)
        raise AssertionError("posts stay in doubt")

    async def state(self, card: Card) -> object:
        return await self.booth.world.value(
            "SELECT recount_state FROM post WHERE id = ?", card.post_id
        )

    async def is_discords(self, card: Card) -> bool:
        """Tell whether what is stored of a card is what Discord has."""
        await self.voting.flush()
        emoji = await self._emoji(card)
        there = self.discord.messages[card.message_id]
        truth = {Reactor(user, one) for one, user in there if one in emoji}
        return await self.booth.under(card) == truth

    async def points(self, card: Card) -> int:
        await self.voting.flush()
        ups, downs = await self.booth.points(card) or (0, 0)
        return ups - downs


@asynccontextmanager
async def open_ballots(folder: Path) -> AsyncIterator[Ballots]:
    async with open_database(folder / "newsreel.db", patience=timedelta(milliseconds=50)) as db:
        yield Ballots(db)
