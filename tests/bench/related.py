"""Related stories: how fast they are found among a million, and how well.

``python -m tests.bench.related`` makes a server with 1,000,000 invented stories and asks for what belongs
to some of them. The yardstick is a bare query of FTS5: any of the title's words, the best five by bm25.
``python -m tests.bench.related --stories FILE.tsv`` posts the headlines of a file in the order of time, with the
story that each belongs to in a column of its own, and asks for what belongs to each as it comes.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import random
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.clock import SystemClock
from bot.domain.model import Article
from bot.domain.term import terms
from bot.services.finding import FoundStory
from bot.services.listing import Scope
from bot.services.relating import Relating
from bot.storage.article import ArticleTable, NewArticle
from bot.storage.database import Database, Tx, open_database
from bot.storage.feed import FeedTable
from bot.storage.value import to_time
from tests.bench.vocabulary import Newsroom

GUILD, CHANNEL = 700, 7001
SCOPE = Scope(guild_id=GUILD, channels=[CHANNEL])
START = datetime(2026, 3, 14, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
_AT_ONCE = 10_000
_QUESTIONS = 500


class Server:
    """A server with one channel, into which stories are put as if they had been sent."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self._articles = ArticleTable(db)
        self._relating = Relating(db=db, clock=SystemClock())
        self._feed = 0

    async def open(self) -> None:
        async with self.db.write() as tx:
            feed = await FeedTable(self.db).add(
                tx, url="https://a.example/", key="a", next_check_at=START, interval=10 * MINUTE
            )
        self._feed = feed.id

    async def post(self, articles: Sequence[Article], at: datetime) -> list[FoundStory]:
        """Put articles into the channel, one a minute, and return their stories."""
        rows = [NewArticle(feed_id=self._feed, article=one, keys=frozenset()) for one in articles]
        async with self.db.write() as tx:
            added = await self._articles.add_many(tx, rows, at)
            stories = [
                FoundStory(
                    story_id=new.story_id,
                    article_id=new.article_id,
                    article=article,
                    guild_id=GUILD,
                    channel_id=CHANNEL,
                    message_id=new.article_id,
                    posted_at=at + number * MINUTE,
                )
                for number, (new, article) in enumerate(zip(added, articles, strict=True))
            ]
            await self._send(tx, stories)
        return stories

    async def _send(self, tx: Tx, stories: Sequence[FoundStory]) -> None:
        await tx.executemany(
            """
            INSERT INTO post (
                guild_id, channel_id, story_id, article_id, state, message_id,
                not_before, created_at, sent_at
            ) VALUES (?1, ?2, ?3, ?4, 'sent', ?5, ?6, ?6, ?6)
            """,
            [
                (
                    GUILD,
                    CHANNEL,
                    one.story_id,
                    one.article_id,
                    one.message_id,
                    to_time(one.posted_at),
                )
                for one in stories
            ],
        )

    async def related(self, story: FoundStory) -> list[int]:
        return [one.story_id for one in await self._relating.related(story, SCOPE)]

    async def bare(self, story: FoundStory) -> int:
        """Ask FTS5 for the best five with any of the title's words, and nothing else."""
        words = " OR ".join(f'"{term}"' for term in dict.fromkeys(terms(story.article.title)))
        async with self.db.read() as reader:
            rows = await reader.execute_fetchall(
                "SELECT rowid FROM article_text WHERE article_text MATCH ?"
                " ORDER BY bm25(article_text) LIMIT 5",
                (words,),
            )
        return len(list(rows))


@asynccontextmanager
async def server() -> AsyncIterator[Server]:
    with tempfile.TemporaryDirectory() as folder:
        async with open_database(Path(folder) / "newsreel.db") as db:
            # What a bench writes need not survive a power cut.
            await db._writer.execute_fetchall("PRAGMA synchronous = OFF")
            one = Server(db)
            await one.open()
            yield one


def tail(times: Sequence[float]) -> float:
    """Return the 95th percentile."""
    return statistics.quantiles(times, n=20)[-1]


async def measure_speed(count: int) -> None:
    """Fill a server, ask, and print."""
    newsroom = Newsroom(random.Random(5))
    async with server() as place:
        begin = time.perf_counter()
        asked: list[FoundStory] = []
        for first in range(0, count, _AT_ONCE):
            some = [newsroom.article() for _ in range(min(_AT_ONCE, count - first))]
            stories = await place.post(some, START + first * MINUTE)
            asked += newsroom.random.sample(stories, max(1, _QUESTIONS * len(some) // count))
        print(f"{count:,} stories, made in {time.perf_counter() - begin:.0f} s")
        await _ask(place, newsroom.random.sample(asked, len(asked)))


async def _ask(place: Server, asked: Sequence[FoundStory]) -> None:
    """Ask ours alone, then both in turn; processor time depends less on what else runs.

    The bare query reads so much that it takes from the caches what ours would find there: alone is
    how people ask, in turn is the harder case, and what the ratio is of.
    """
    alone, ours, bare = Times(), Times(), Times()
    answered = 0
    for story in asked:
        with alone.one():
            await place.related(story)
    for name, measure in (("median", statistics.median), ("95th percentile", tail)):
        passed, worked = measure(alone.passed), measure(alone.processor)
        print(f"alone: {name:16} passed {passed:7.1f} ms   processor {worked:7.1f} ms")
    for story in asked:
        with ours.one():
            answered += bool(await place.related(story))
        with bare.one():
            await place.bare(story)
    print(f"{len(asked)} questions, {answered / len(asked):.0%} answered")
    for name, measure in (("median", statistics.median), ("95th percentile", tail)):
        for kind in ("passed", "processor"):
            one, other = (measure(getattr(times, kind)) for times in (ours, bare))
            what = f"{name:16} {kind:10} {one:7.1f} ms   bare FTS5 {other:7.1f} ms"
            print(f"{what}   ratio {one / other:.3f}")


@dataclass
class Times:
    """Milliseconds that passed, and those that a processor worked for us."""

    passed: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    @contextmanager
    def one(self) -> Iterator[None]:
        begin, worked = time.perf_counter(), time.process_time()
        yield
        self.passed.append((time.perf_counter() - begin) * 1000)
        self.processor.append((time.process_time() - worked) * 1000)


@dataclass
class Tally:
    """What came of the questions."""

    listed: int = 0
    right: int = 0
    asked: int = 0
    answered: int = 0
    answerable: int = 0
    answered_of_those: int = 0
    told: Counter[str] = field(default_factory=Counter)

    def count(self, label: str, answer: Sequence[str]) -> None:
        """Count an answer, as the labels of what it lists."""
        self.asked += 1
        self.answered += bool(answer)
        self.answerable += bool(self.told[label])
        self.answered_of_those += bool(self.told[label] and answer)
        self.listed += len(answer)
        self.right += answer.count(label)
        self.told[label] += 1

    def __str__(self) -> str:
        return (
            f"precision {self.right / max(self.listed, 1):.3f} of {self.listed:,} listed;"
            f" abstains for {1 - self.answered / max(self.asked, 1):.1%} of {self.asked:,}"
            f" ({1 - self.answered_of_those / max(self.answerable, 1):.1%} of the"
            f" {self.answerable:,} with an earlier one of their story)"
        )


def headlines(path: Path) -> Iterator[tuple[str, str, Article]]:
    """Yield label, category and article of each row, in the order of time."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file, delimiter="\t"), key=lambda r: int(r["published_ms"]))
    for row in rows:
        article = Article(title=row["title"], link=row["url"] or None, outlet=row["publisher"])
        yield row["story"], row["category"], article


async def measure_relevance(path: Path) -> None:
    """Post headlines one by one, ask for what belongs to each, and print."""
    total, tallies = Tally(), {}
    labels: dict[int, str] = {}
    async with server() as place:
        for number, (label, category, article) in enumerate(headlines(path)):
            [story] = await place.post([article], START + number * MINUTE)
            answer = [labels[story_id] for story_id in await place.related(story)]
            labels[story.story_id] = label
            for tally in (total, tallies.setdefault(category, Tally())):
                tally.count(label, answer)
    for category, tally in sorted(tallies.items()):
        print(f"category {category}: {tally}")
    print(f"all:        {total}")


def main() -> None:
    """Measure one or the other and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--stories", type=Path, help="a file of headlines with their stories")
    parser.add_argument("--count", type=int, default=1_000_000, help="how many invented stories")
    asked = parser.parse_args()
    asyncio.run(measure_relevance(asked.stories) if asked.stories else measure_speed(asked.count))


if __name__ == "__main__":
    main()
