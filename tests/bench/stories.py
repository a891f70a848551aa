"""How well articles join the stories that they belong to.

usage: python -m tests.bench.stories FILE.tsv [--rule-only]

FILE.tsv has the columns published_ms, story, category, publisher, url and title: headlines, each with the
story that somebody put it in. They are fed in the order of time, as they would come. Of all pairs of
articles that we put into one story, precision is the part that have one label; of all pairs that
have one label, whatever their outlets, recall is the part that we put into one story. A pair of one
outlet counts as well, so that full recall cannot be had: a story has one article of each outlet.

Three ways are measured: the share of words that two titles have in common (of all words in either; an
article joins the story of the nearest one), the rule by itself with every story at hand, and the
product: database, search for candidates, joining and all, a feed for each publisher and one channel.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.domain.commonness import Commonness
from bot.domain.headline import reading
from bot.domain.model import Article
from bot.domain.same_news import Headline, best_story
from bot.domain.term import terms
from tests.bench.newsroom import join_all

SHARES = (0.3, 0.4)
_SHARED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A headline and the story that it belongs to."""

    label: str
    category: str
    article: Article

    @property
    def published(self) -> datetime:
        assert self.article.published
        return self.article.published


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Pairs that are together by us, by the labels, and by both."""

    ours: int
    labelled: int
    both: int

    @property
    def precision(self) -> float:
        """Return the part of our pairs that is right; 1 where there are none."""
        return self.both / self.ours if self.ours else 1.0

    @property
    def recall(self) -> float:
        """Return the part of the labelled pairs that we found; 1 where there are none."""
        return self.both / self.labelled if self.labelled else 1.0


def read_rows(path: Path) -> list[Row]:
    """Return the rows of a file, oldest first."""
    with path.open(encoding="utf-8", newline="") as file:
        found = [_row(one) for one in csv.DictReader(file, delimiter="\t")]
    return sorted(found, key=lambda row: row.published)


def _row(columns: dict[str, str]) -> Row:
    published = datetime.fromtimestamp(0, UTC) + timedelta(
        milliseconds=int(columns["published_ms"])
    )
    article = Article(
        title=columns["title"],
        link=columns["url"] or None,
        outlet=columns["publisher"],
        published=published,
    )
    return Row(label=columns["story"], category=columns["category"], article=article)


def score(rows: Sequence[Row], stories: Sequence[Hashable]) -> Score:
    """Count pairs: ``stories`` has what each row was put into."""
    labels = [row.label for row in rows]
    return Score(
        ours=_pairs(stories),
        labelled=_pairs(labels),
        both=_pairs(zip(stories, labels, strict=True)),
    )


def _pairs(of: Iterable[Hashable]) -> int:
    return sum(count * (count - 1) // 2 for count in Counter(of).values())


def by_overlap(rows: Sequence[Row], share: float) -> list[int]:
    """Let each row join the story of the nearest one before it, by words in common."""
    words = [frozenset(terms(row.article.title)) for row in rows]
    with_word: dict[str, list[int]] = defaultdict(list)
    stories: list[int] = []
    for number, ours in enumerate(words):
        shared = Counter(other for word in ours for other in with_word[word])
        near = {one: both / (len(ours) + len(words[one]) - both) for one, both in shared.items()}
        best = max(near, key=lambda one: near[one], default=None)
        joins = best is not None and near[best] >= share
        stories.append(stories[best] if joins and best is not None else number)
        for word in ours:
            with_word[word].append(number)
    return stories


def by_rule(rows: Sequence[Row]) -> list[int]:
    """Let each row join the story that the rule names among all that share two words with it."""
    articles: Counter[str] = Counter()
    with_word: dict[str, set[int]] = defaultdict(set)
    told: dict[int, list[Headline]] = defaultdict(list)
    stories: list[int] = []
    for number, row in enumerate(rows):
        new = _headline(row.article, row.published)
        articles.update(set(terms(new.title)))
        words = reading(new.title, new.outlet).spellings
        shared = Counter(story for word in words for story in with_word[word])
        near = {story: told[story] for story, count in shared.items() if count >= _SHARED}
        joined = best_story(new, near, Commonness(total=number + 1, articles=articles))
        stories.append(number if joined is None else joined)
        told[stories[-1]].append(new)
        for word in words:
            with_word[word].add(stories[-1])
    return stories


def _headline(article: Article, published: datetime) -> Headline:
    return Headline(
        title=article.title, outlet=article.outlet, link=article.link, published=published
    )


def by_product(rows: Sequence[Row]) -> list[int]:
    """Let the product post each row to a channel, and return the story of the card that tells it."""
    with tempfile.TemporaryDirectory() as folder:
        articles = [(row.article, row.published) for row in rows]
        return asyncio.run(join_all(articles, Path(folder) / "newsreel.db"))


def report(
    name: str, rows: Sequence[Row], way: Callable[[Sequence[Row]], Sequence[Hashable]]
) -> None:
    """Measure one way and print it, over all rows and for each category."""
    begin = time.perf_counter()
    stories = way(rows)
    spent = time.perf_counter() - begin
    print(f"{name}: {len(rows) / spent:,.0f} rows/s")
    _print("all", score(rows, stories))
    for category in sorted({row.category for row in rows}):
        places = [place for place, row in enumerate(rows) if row.category == category]
        _print(category, score([rows[i] for i in places], [stories[i] for i in places]))


def _print(name: str, found: Score) -> None:
    print(
        f"  {name:4} precision {found.precision:.4f}  recall {found.recall:.4f}"
        f"  ({found.both:,} of {found.ours:,} pairs are right, of {found.labelled:,})"
    )


def main(arguments: list[str] | None = None) -> int:
    """Measure a file every way and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.stories")
    parser.add_argument("file", type=Path)
    parser.add_argument("--rule-only", action="store_true", help="leave out the database")
    options = parser.parse_args(arguments)
    rows = read_rows(options.file)
    for share in SHARES:
        report(f"words in common, {share}", rows, lambda some, s=share: by_overlap(some, s))
    report("the rule", rows, by_rule)
    if not options.rule_only:
        report("the product", rows, by_product)
    return 0


if __name__ == "__main__":
    sys.exit(main())
