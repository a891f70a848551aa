"""Hundreds of people vote while the bot is killed, stopped, cut off and told of the past.

In the end the stored votes must be Discord's reactions, whatever happened.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import time
from collections import Counter
from datetime import timedelta

from bot.storage.post import REST_LAG
from tests.e2e.vote_oracle import Oracle
from tests.e2e.vote_plan import (
    ACTIONS,
    BURSTS,
    BUSY,
    CUT,
    KILL,
    LOSE,
    READING,
    STOP,
    TRICKLE,
    WRITING,
    Disturbance,
    draw,
)
from tests.e2e.vote_world import Place, build
from tests.loopback import LoopbackDiscord
from tests.loopback.bot_process import BotProcess
from tests.loopback.faults import REACTORS
from tests.loopback.message import Message
from tests.loopback.world import User

LONGEST = 16.0  # seconds that people act at the most
AFTERWARDS = 1.2  # seconds that they go on after the bot began to ask who reacted
WITHIN = 60.0  # seconds in which everything settles, also on a busy machine
A_WHILE = timedelta(hours=1)  # longer than any pause between two edits of a message
CODES = (1006, 1006, 4000, 1001)
PASS_TIME = """
UPDATE post SET edited_at = NULL, edit_tries = 0, edit_at = iif(edit_at IS NULL, NULL, 0),
    reaction_not_before = 0, recount_tries = 0;
UPDATE reaction SET take_away_at = 0 WHERE take_away_at IS NOT NULL;
"""


class Electorate:
    """One server and one bot; all that happens follows from the seed, save for its timing."""

    place: Place
    oracle: Oracle

    def __init__(self, fake: LoopbackDiscord, bot: BotProcess, *, seed: int) -> None:
        self.fake = fake
        self.bot = bot
        self.chance = random.Random(seed)
        self.plan = draw(self.chance)
        self.deeds: Counter[str] = Counter()
        self.starts: list[float] = []
        self._disturbing: set[asyncio.Task[None]] = set()
        self._process = asyncio.Lock()
        self._ready_at = 0.0
        self._asked_at = 0.0
        fake.watch = self._seen

    async def run(self) -> list[str]:
        """Let people vote, then let everything settle; return all that is wrong then."""
        self.place = await build(self.fake, self.bot.database, self.plan, self.chance)
        self.oracle = Oracle(self.place, self.bot.database)
        self.fake.memory.edits.on = True
        await self._start()
        await self._campaign()
        self.fake.faults.clear()
        if self.plan.failing:  # what failed is tried again after a pause
            await self._pass_time()
        await self._settled(cards=False)
        wrong = [f"before the last restart: {one}" for one in self.oracle.differences()]
        await self._pass_time()
        await self._settled(cards=True)
        wrong += self.oracle.differences() + self.oracle.wrong_cards(self.starts)
        wrong += [f"told to wait: {one}" for one in self.fake.limited]
        return wrong + [f"in the log: {one}" for one in self._bugs()]

    def _bugs(self) -> list[str]:
        log = self.bot.log.read_text()
        return [line for line in log.splitlines() if '"ERROR", "logger": "bot' in line]

    async def _start(self, *, ready: bool = True) -> None:
        self.starts.append(time.time())
        await self.bot.start(ready=ready)

    async def _campaign(self) -> None:
        """Act, more and more slowly, until the bot asked for the votes after the last gap."""
        self._make_trouble()
        loop = asyncio.get_running_loop()
        began, asked_at = loop.time(), None
        coming = list(self.plan.disturbances)
        while (elapsed := loop.time() - began) < LONGEST:
            while coming and elapsed >= coming[0].at:
                self._begin(coming.pop(0))
            for _ in range(self.chance.choice(BURSTS if elapsed < BUSY else TRICKLE)):
                self._act()
            await asyncio.sleep(self.chance.uniform(0.005, 0.04))
            if asked_at is None and not coming and not self._disturbing and self._asked():
                asked_at = elapsed
            if asked_at is not None and elapsed > max(BUSY, asked_at + AFTERWARDS):
                break
        await asyncio.gather(*self._disturbing)

    def _seen(self, moment: str, route: str) -> None:
        if moment == "ready":
            self._ready_at = time.time()
        elif (moment, route) == ("received", REACTORS):
            self._asked_at = time.time()

    def _make_trouble(self) -> None:
        seed = self.chance.randrange(10**6)
        self.fake.faults.random(seed, self.plan.faults(), routes=(*READING, *WRITING))
        if self.plan.oldest:
            chance = random.Random(seed)
            self.fake.staleness = lambda: chance.uniform(0, self.plan.oldest)

    def _asked(self) -> bool:
        """Tell whether it asked for who reacted since the last gap, and not for one before that."""
        since = self._asked_at - self._ready_at
        return bool(self.fake.gateway.connected) and since > REST_LAG.total_seconds()

    def _begin(self, one: Disturbance) -> None:
        self.deeds[one.what] += 1
        task = asyncio.create_task(self._disturb(one))
        self._disturbing.add(task)
        task.add_done_callback(self._disturbing.discard)

    async def _disturb(self, one: Disturbance) -> None:
        async with self._process:
            if one.what in (KILL, STOP):
                await (self.bot.kill() if one.what == KILL else self.bot.stop())
                await asyncio.sleep(one.pause)
                await self._start(ready=False)
            elif one.what in (CUT, LOSE):
                self.fake.disconnect(self.chance.choice(CODES), resumable=one.what == CUT)
            else:
                self.fake.gateway.ask_to_reconnect()

    async def _pass_time(self) -> None:
        """Let the bot live again after a while, so that nothing has to wait for its pause.

        A card may be edited at once then, and not again soon: so its points should be the last.
        """
        await (self.bot.kill() if self.chance.random() < 0.5 else self.bot.stop())
        with sqlite3.connect(self.bot.database) as db:
            db.executescript(PASS_TIME)
        db.close()
        for message in self.place.messages.values():
            if message.edited_at:
                message.edited_at -= A_WHILE
        await self._start()

    async def _settled(self, *, cards: bool) -> None:
        """Wait until the bot has nothing left to do, and has been silent for a while."""
        ends = time.monotonic() + WITHIN
        asked, since = -1, time.monotonic()
        while time.monotonic() - since < self.plan.quiet:
            await asyncio.sleep(0.1)
            assert self.bot.running, "the bot ended by itself"
            waiting = self.oracle.waiting(cards=cards, since=self._ready_at)
            assert time.monotonic() < ends, f"not settled: {waiting}"
            busy = len(self.fake.requests) != asked
            if waiting or busy or not self.fake.gateway.connected:
                asked, since = len(self.fake.requests), time.monotonic()

    def _act(self) -> None:
        (deed,) = self.chance.choices(list(ACTIONS), list(ACTIONS.values()))
        there = self.place.there
        self.deeds[deed] += 1
        getattr(self, f"_{deed}")(self.chance.choice(there), self._somebody())

    def _somebody(self) -> User:
        """Return one of the people, some of them much more often than others."""
        return self.place.people[int(len(self.place.people) * self.chance.random() ** 1.5)]

    def _emoji(self, value: int | None = None) -> str:
        value = value or self.chance.choice((1, 1, 1, -1))
        return self.chance.choice(self.place.ups if value > 0 else self.place.downs)

    def _mine(self, message: Message, user: User) -> list[str]:
        return [
            emoji
            for emoji, users in message.reactions.items()
            if user.id in users and self.place.value_of(emoji)
        ]

    def _react(self, message: Message, user: User) -> None:
        if user.id in self.place.guild.members:
            user.react(message, self._emoji(), burst=self.chance.random() < 0.05)

    def _unreact(self, message: Message, user: User) -> None:
        for emoji in self._mine(message, user):
            user.unreact(message, emoji)

    def _switch(self, message: Message, user: User) -> None:
        """Take the one away and put the other."""
        mine = self._mine(message, user)
        self._unreact(message, user)
        for emoji in mine[:1]:
            user.react(message, self._emoji(-self.place.value_of(emoji)))

    def _change_mind(self, message: Message, user: User) -> None:
        """Put the other one and leave it to the bot to take the first one away (V60)."""
        for emoji in self._mine(message, user)[:1]:
            user.react(message, self._emoji(-self.place.value_of(emoji)))

    def _toggle(self, message: Message, user: User) -> None:
        """Click again and again (V61)."""
        emoji = self._emoji()
        for _ in range(self.chance.choice((1, 2, 3, 7))):
            user.react(message, emoji)
            user.unreact(message, emoji)
        self._react(message, user)

    def _swap(self, message: Message, user: User) -> None:
        """Leave as another one comes: the counts stay as they are (V56)."""
        for emoji in self._mine(message, user)[:1]:
            user.unreact(message, emoji)
            self._somebody().react(message, emoji)

    def _react_otherwise(self, message: Message, user: User) -> None:
        user.react(message, self.chance.choice("🎬❤🍿"))

    def _let_bot_react(self, message: Message, _: User) -> None:
        self.chance.choice(self.place.bots).react(message, self._emoji())

    def _rob(self, message: Message, _: User) -> None:
        """Take the bot's own reaction away (V57)."""
        message.remove_reaction(message.author, self._emoji())

    def _clear_emoji(self, message: Message, _: User) -> None:
        message.clear_reactions(self._emoji())

    def _clear(self, message: Message, _: User) -> None:
        message.clear_reactions()

    def _leave(self, _: Message, user: User) -> None:
        if user.id not in self.place.left_out:
            self.place.guild.remove_member(user)

    def _delete(self, message: Message, _: User) -> None:
        """Delete a message, or with it all of its channel; some stay (M53, M51)."""
        if len(self.place.there) <= len(self.place.messages) - 2:
            return
        alone = len(message.channel.messages) == 1
        (message.channel if alone and self.chance.random() < 0.2 else message).delete()
