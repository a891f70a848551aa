"""A world whose moderators are told: real SQLite, all services, and a substitute for their channel."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bot.domain.notice import Act, Kind
from bot.domain.setting import ServerSettings
from bot.services.auditing import Auditing
from bot.services.feed_rows import FeedRows
from bot.services.feed_stopping import FeedStopping
from bot.services.notice_desk import NoticeDesk
from bot.services.notices import Bundle
from bot.services.noticing import Noticing
from bot.services.pacing import Pacing
from bot.services.watching import Watching
from bot.storage.database import open_database
from bot.storage.server import ServerTable
from tests.services.world import GUILD, World, drain

MODS = 99
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class Killed(BaseException):
    """The process ends here."""


@dataclass
class FakeNotices:
    """Messages by id, as they were last written; honours a nonce, and fails as it is told to."""

    messages: dict[int, Bundle] = field(default_factory=dict)
    nonces: dict[str, int] = field(default_factory=dict)
    tries: int = 0
    looked: int = 0
    honours_nonces: bool = True
    before: Callable[[], BaseException | None] = lambda: None
    after: Callable[[], BaseException | None] = lambda: None
    fail_edit: Exception | None = None
    lacks: dict[int, bool] | None = field(default_factory=dict)

    async def send_notice(self, bundle: Bundle) -> int:
        self.tries += 1
        if error := self.before():
            raise error
        if not (self.honours_nonces and bundle.first.nonce in self.nonces):
            message_id = 5_000 + len(self.messages)
            self.messages[message_id] = bundle
            self.nonces[bundle.first.nonce] = message_id
        if error := self.after():
            raise error
        return self.nonces[bundle.first.nonce]

    async def find_notice(self, bundle: Bundle) -> int | None:
        self.looked += 1
        marker = bundle.first.marker
        found = (id_ for id_, one in self.messages.items() if one.first.marker == marker)
        return next(found, None)

    async def edit_notice(self, bundle: Bundle, message_id: int) -> None:
        if self.fail_edit:
            raise self.fail_edit
        self.messages[message_id] = bundle

    async def lacking(
        self, guild_id: int, channel_ids: Collection[int]
    ) -> Mapping[int, bool] | None:
        if self.lacks is None:
            return None
        return {id_: closed for id_, closed in self.lacks.items() if id_ in channel_ids}


class Lookout:
    """A server with a channel for notices."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.clock = world.clock
        self.discord = FakeNotices()
        self.start()

    def start(self) -> None:
        """Let a new process begin: what was in memory is gone."""
        db = self.world.db
        auditing = Auditing(db=db, clock=self.clock)
        rows = FeedRows(db=db, auditing=auditing, clock=self.clock)
        self.watching = Watching(db=db, notices=self.discord, clock=self.clock)
        self.noticing = Noticing(db=db, notices=self.discord, clock=self.clock)
        self.desk = NoticeDesk(
            db=db,
            subscribing=self.world.subscribing,
            stopping=FeedStopping(db=db, rows=rows, clock=self.clock),
            pacing=Pacing(db=db, clock=self.clock),
            auditing=auditing,
            clock=self.clock,
            on_permissions=self.watching.look_at_permissions,
        )
        self.auditing = auditing

    async def choose(self, channel_id: int | None = MODS) -> None:
        """Let moderators choose where they are told."""
        async with self.world.db.write() as tx:
            settings = ServerSettings(guild_id=GUILD, notice_channel_id=channel_id)
            await ServerTable(self.world.db).save(tx, settings)

    async def work(self) -> None:
        """Look, and tell what is to be told."""
        await drain(self.watching.due, self.watching.work)
        await drain(self.noticing.due, self.noticing.work)

    async def pass_(self, span: timedelta, *, step: timedelta = MINUTE) -> None:
        """Let time pass, and work at each step of it."""
        end = self.clock.time + span
        while self.clock.time < end:
            self.clock.pass_(min(step, end - self.clock.time))
            await self.work()

    async def killed(self) -> None:
        """Work until the process ends, and let a new one begin."""
        try:
            await self.work()
        except Killed:
            self.discord.before = self.discord.after = lambda: None
            self.start()
            return
        raise AssertionError("it was not killed")

    def told(self) -> list[list[Kind]]:
        """Return the kinds of what each message tells, oldest first."""
        return [[one.kind for one in told.notices] for told in self.discord.messages.values()]

    def last(self) -> Bundle:
        return list(self.discord.messages.values())[-1]

    async def act(self, act: Act, *, by: int = 5) -> int:
        """Click a button of the last message, and return what it says it did."""
        first = self.last().first
        message = await self.desk.message(first.id, first.salt, guild_id=GUILD)
        return (await self.desk.act(message, act, by=by)).count

    async def change(self, sql: str, *values: object) -> None:
        async with self.world.db.write() as tx:
            await tx.execute_fetchall(sql, values)

    async def value(self, sql: str, *values: object) -> int:
        async with self.world.db.read() as reader:
            rows = await reader.execute_fetchall(sql, values)
        return next(iter(rows))[0]


@asynccontextmanager
async def open_lookout(folder: Path) -> AsyncIterator[Lookout]:
    async with open_database(folder / "newsreel.db") as db:
        lookout = Lookout(World(db))
        await lookout.choose()
        yield lookout
