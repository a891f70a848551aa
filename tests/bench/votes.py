"""What votes cost, as ratios within one run: ``python -m tests.bench.votes``.

The yardstick is discord.py itself: the same frames of the same gateway, in a process of its own, come
to the same bot whose one listener does nothing. Processor time is compared, as it depends less on what
else runs. Ours are counted until the last vote is on the disk. Then 20,000 votes come in
within ten minutes of a clock of its own, and the edits of cards are counted.
"""

from __future__ import annotations

import asyncio
import gc
import json
import random
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import aiohttp
import discord
from discord.ext.commands import Cog
from discord.gateway import DiscordWebSocket
from yarl import URL

from bot.client import NewsreelBot
from bot.clock import SystemClock
from bot.domain.edit_pace import PAUSE
from bot.domain.model import Article
from bot.domain.vote import Kind
from bot.services import Services
from bot.services.ports import CardNews
from bot.services.showing import Showing
from bot.services.vote_writing import VoteTables
from bot.services.voting import Voting
from bot.storage.article import ArticleTable, NewArticle
from bot.storage.database import Database, Tx, open_database
from bot.storage.feed import FeedTable
from bot.storage.post import Intention, PostTable
from bot.storage.subscription import SubscriptionTable
from bot.worker import Bell, Worker
from cogs.reaction import ReactionCog
from tests.loopback import payload, payload_reaction
from tests.loopback.message import Message
from tests.loopback.world import World

POSTS, PEOPLE = 50, 400
ROUNDS = 5
START = datetime(2026, 3, 14, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Scene:
    """Frames of a gateway, and the messages that they are about."""

    world: World
    messages: list[Message]
    guild: dict[str, Any]
    frames: list[str]


def build_scene() -> Scene:
    """Let everybody vote on every post, in a random order; one in five changes his mind."""
    world = World(emit=lambda *_: None)
    guild = world.add_guild("Cinema Club")
    channel = guild.add_channel("film-news")
    messages = [channel.add_message(world.bot, content="card") for _ in range(POSTS)]
    people = [guild.add_member(f"fan {number}") for number in range(PEOPLE)]
    chance = random.Random(7)
    votes = [(message, person) for message in messages for person in people]
    chance.shuffle(votes)
    frames = [
        _frame(message, "👎" if chance.random() < 0.2 else "👍", person)
        for message, person in votes
    ]
    return Scene(world, messages, payload.guild(guild), frames)


def _frame(message: Message, emoji: str, person: Any) -> str:
    event = payload_reaction.added(message, emoji, person, burst=False)
    channel = message.channel
    event |= {"channel_id": str(channel.id), "guild_id": str(channel.guild.id)}
    return json.dumps({"op": 0, "t": "MESSAGE_REACTION_ADD", "s": 1, "d": event})


class Idle(Cog):
    """Listen to reactions, and do nothing."""

    @Cog.listener()
    async def on_raw_reaction_add(self, _event: discord.RawReactionActionEvent) -> None:
        """Do nothing."""


@asynccontextmanager
async def connected(
    scene: Scene, gateway: URL, cog: Callable[[NewsreelBot], Cog]
) -> AsyncIterator[DiscordWebSocket]:
    """Connect a bot with one cog to the gateway."""
    bot = NewsreelBot(Services(**dict.fromkeys(Services.__slots__)))  # type: ignore[arg-type]
    await bot._async_setup_hook()
    state = bot._connection
    state.user = discord.ClientUser(state=state, data=payload.user(scene.world.bot))
    state._add_guild_from_data(scene.guild)
    await bot.add_cog(cog(bot))
    async with aiohttp.ClientSession() as session:
        bot.http._HTTPClient__session = session
        ws = await DiscordWebSocket.from_client(bot, gateway=gateway, shard_id=0)
        try:
            yield ws
        finally:
            ws._keep_alive.stop()
            await ws.socket.close()


async def receive(ws: DiscordWebSocket, frames: int) -> None:
    """Receive frames, and let the listeners of the last ones end."""
    for _ in range(frames):
        await ws.poll_event()
    await asyncio.sleep(0)


@asynccontextmanager
async def gateway_of(scene: Scene) -> AsyncIterator[URL]:
    """Start the gateway that sends a scene's frames."""
    with tempfile.TemporaryDirectory(prefix="newsreel-bench-") as folder:
        file = Path(folder) / "frames"
        file.write_text("\n".join(scene.frames), encoding="utf-8")
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.bench.gateway", str(file), stdout=asyncio.subprocess.PIPE
        )
        try:
            assert process.stdout
            port = int(await process.stdout.readline())
            yield URL(f"ws://127.0.0.1:{port}/")
        finally:
            process.terminate()
            await process.wait()


@asynccontextmanager
async def stored(scene: Scene) -> AsyncIterator[Database]:
    """Open a new database in which the scene's messages are posts."""
    with tempfile.TemporaryDirectory(prefix="newsreel-bench-") as folder:
        async with open_database(Path(folder) / "newsreel.db") as db:
            async with db.write() as tx:
                await _post_all(db, tx, scene)
            yield db


async def _post_all(db: Database, tx: Tx, scene: Scene) -> None:
    origin = await FeedTable(db).add(
        tx, url="https://reel.example/f", key="f", next_check_at=START, interval=timedelta(hours=1)
    )
    channel = scene.messages[0].channel
    subscription = await SubscriptionTable(db).add(
        tx,
        feed_id=origin.id,
        guild_id=channel.guild.id,
        channel_id=channel.id,
        created_by=1,
        backlog=0,
        now=START,
    )
    assert subscription
    articles = [
        NewArticle(feed_id=origin.id, article=Article(title=f"{n}", link=None, outlet="R"), keys=())
        for n in range(POSTS)
    ]
    made = await ArticleTable(db).add_many(tx, articles, START)
    intentions = [Intention(one.story_id, one.article_id) for one in made]
    posts = PostTable(db)
    await posts.enqueue_many(tx, intentions, subscription=subscription, now=START)
    for number, message in enumerate(scene.messages, start=1):
        await posts.mark_sent(tx, number, message.id, START)


@dataclass(frozen=True)
class Cost:
    """What one round took: seconds by the clock, and of the processor in all threads."""

    seconds: float
    cpu: float
    transactions: int = 0
    votes: int = 0


async def discord_alone(scene: Scene, gateway: URL) -> Cost:
    """Return what discord.py takes for all frames."""
    async with connected(scene, gateway, lambda _: Idle()) as ws:
        begin, cpu = time.perf_counter(), time.process_time()
        await receive(ws, len(scene.frames))
        return Cost(time.perf_counter() - begin, time.process_time() - cpu)


async def with_votes(scene: Scene, gateway: URL) -> Cost:
    """Return what it takes until all votes are on the disk."""
    async with stored(scene) as db:
        bell = Bell()
        voting = Voting(db=db, tables=VoteTables(db), clock=SystemClock(), on_note=bell)
        writer = Worker("voting", voting, clock=SystemClock(), limit=1)
        bell.wakes(writer)
        commits = Counter[str]()
        await db._writer.set_trace_callback(lambda sql: commits.update([sql]))
        work = asyncio.create_task(writer.run())
        async with connected(
            scene,
            gateway,
            lambda bot: ReactionCog(bot, voting, None),  # type: ignore[arg-type]
        ) as ws:
            begin, cpu = time.perf_counter(), time.process_time()
            await receive(ws, len(scene.frames))
            await voting.flush()
            taken = time.perf_counter() - begin, time.process_time() - cpu
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
        return Cost(*taken, commits["COMMIT"], await _count(db))


async def _count(db: Database) -> int:
    async with db.read() as reader:
        rows = await reader.execute_fetchall("SELECT count(*) FROM vote")
    return int(next(iter(rows))[0])


class Hands:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.time = START + timedelta(seconds=5)

    def now(self) -> datetime:
        return self.time


@dataclass
class Drawn:
    """A card as the fake Discord below shows it."""

    message_id: int
    points: int | None = None
    crossposted: bool = False
    edited_at: datetime | None = None

    def shows(self, news: CardNews) -> bool:
        return (self.points or 0) == news.points


class Cards:
    """The Publisher of cards alone: remembers every edit."""

    def __init__(self, clock: Hands) -> None:
        self.clock = clock
        self.cards: dict[int, Drawn] = {}
        self.edits: dict[int, list[datetime]] = defaultdict(list)
        self.wasted = 0

    async def shown(self, _channel_id: int, message_id: int) -> Drawn:
        return self.cards.setdefault(message_id, Drawn(message_id))

    async def update(self, card: Drawn, news: CardNews) -> None:
        self.wasted += card.points == news.points
        card.points, card.edited_at = news.points, self.clock.now()
        self.edits[card.message_id].append(self.clock.now())


async def edits_of_a_rush(scene: Scene, minutes: int) -> tuple[Cards, int]:
    """Let the votes come in evenly; return the edits, and how many cards end up wrong."""
    async with stored(scene) as db:
        clock, tables = Hands(), VoteTables(db)
        cards = Cards(clock)
        voting = Voting(db=db, tables=tables, clock=clock)
        showing = Showing(db=db, cards=tables.cards, publisher=cards, clock=clock)  # type: ignore[arg-type]
        each_second = -(-len(scene.frames) // (minutes * 60))
        votes = [json.loads(frame)["d"] for frame in scene.frames]
        for second in range(minutes * 60 + 60):
            for one in votes[second * each_second : (second + 1) * each_second]:
                voting.note(
                    Kind.ADDED,
                    int(one["message_id"]),
                    user_id=int(one["user_id"]),
                    emoji=one["emoji"]["name"],
                )
            await voting.flush()
            while keys := await showing.due(limit=POSTS, busy=()):
                for key in keys:
                    await showing.work(key)
            clock.time += timedelta(seconds=1)
        return cards, await _wrong(db, cards)


async def _wrong(db: Database, cards: Cards) -> int:
    async with db.read() as reader:
        rows = await reader.execute_fetchall(
            """
            SELECT message_id, points FROM post JOIN score
                ON score.story_id = post.story_id AND score.guild_id = post.guild_id
            """
        )
    return sum(cards.cards[row["message_id"]].points != row["points"] for row in rows)


def median(costs: list[Cost], what: str) -> float:
    """Return the median of one of the numbers."""
    return statistics.median(getattr(cost, what) for cost in costs)


async def measure() -> None:
    """Measure and print."""
    scene = build_scene()
    number = len(scene.frames)
    print(f"{number:,} votes of {PEOPLE} people on {POSTS} posts; medians of {ROUNDS} rounds")
    gc.collect()
    gc.freeze()  # as the bot does once it is loaded
    alone, ours = [], []
    async with gateway_of(scene) as gateway:
        for _ in range(ROUNDS):  # in turn, so that both meet the same machine
            alone.append(await discord_alone(scene, gateway))
            ours.append(await with_votes(scene, gateway))
    assert {cost.votes for cost in ours} == {number}
    yardstick, total = median(alone, "cpu"), median(ours, "cpu")
    print(f"discord.py alone                {number / median(alone, 'seconds'):10,.0f} events/s")
    print(f"votes on the disk               {number / median(ours, 'seconds'):10,.0f} votes/s")
    print(f"processor: discord.py           {yardstick / number * 1e6:10.1f} µs an event")
    print(f"processor: we add               {(total - yardstick) / number * 1e6:10.1f} µs a vote")
    print(f"  that is                       {(total - yardstick) / yardstick:10.2f} of discord.py")
    print(f"transactions                    {median(ours, 'transactions'):10,.0f}")
    minutes = 10
    cards, wrong = await edits_of_a_rush(scene, minutes)
    edits = [len(times) for times in cards.edits.values()]
    gaps = [b - a for times in cards.edits.values() for a, b in pairwise(times)]
    print(
        f"the same votes within {minutes} minutes: {sum(edits):,} edits, {max(edits)} of a card at most"
    )
    print(
        f"  least time between two of a card: {min(gaps).total_seconds():.0f} s (allowed: {PAUSE.seconds})"
    )
    print(f"  edits that changed nothing: {cards.wasted}; cards that end up wrong: {wrong}")


if __name__ == "__main__":
    asyncio.run(measure())
