"""The counting of pairs, by hand-made files whose precision and recall are known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.bench.stories import Row, by_overlap, by_product, by_rule, main, read_rows, score

HEADER = "published_ms\tstory\tcategory\tpublisher\turl\ttitle\n"
OCEAN = "Zendaya joins Christopher Nolan’s ‘The Odyssey’"
OCEAN_TOO = "Zendaya to star in Christopher Nolan’s ‘The Odyssey’"
SEVERANCE = "‘Severance’ renewed for a third season by Apple"
ROWS = [
    (3000, "sea", "e", "Deadline", "https://deadline.com/1", OCEAN_TOO),
    (1000, "sea", "e", "Variety", "https://variety.com/1", OCEAN),
    (2000, "work", "t", "Variety", "https://variety.com/2", SEVERANCE),
    (4000, "sea", "e", "Variety", "https://variety.com/3", OCEAN),
    (5000, "work", "t", "IndieWire", "https://indiewire.com/1", "What next for the office drama?"),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    lines = ["\t".join(map(str, row)) for row in ROWS]
    file = tmp_path / "headlines.tsv"
    file.write_text(HEADER + "\n".join(lines) + "\n", "utf-8")
    return file


@pytest.fixture
def rows(path: Path) -> list[Row]:
    return read_rows(path)


def test_rows_come_in_the_order_of_time(rows: list[Row]) -> None:
    """What is fed later must not help with what came before."""
    assert [row.label for row in rows] == ["sea", "work", "sea", "sea", "work"]
    assert rows[0].published == datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=1)


def test_a_title_in_quotes_is_read_as_the_spreadsheet_wrote_it(tmp_path: Path) -> None:
    file = tmp_path / "quoted.tsv"
    file.write_text(HEADER + '1\ts\te\tVariety\t\t"He said ""no"""\n', "utf-8")
    assert read_rows(file)[0].article.title == 'He said "no"'


@pytest.mark.parametrize(
    ("stories", "precision", "recall"),
    [
        ("aabbc", 1 / 2, 1 / 4),  # sea+work is wrong, sea+sea right, of four labelled pairs
        ("aaaaa", 4 / 10, 1.0),
        ("abcde", 1.0, 0.0),  # nobody said anything wrong
        ("abaab", 1.0, 1.0),
        ("abacd", 1.0, 1 / 4),
    ],
)
def test_pairs_are_counted_over_all_rows(
    rows: list[Row], stories: str, precision: float, recall: float
) -> None:
    found = score(rows, stories)
    assert (found.precision, found.recall) == pytest.approx((precision, recall))


def test_no_rows_have_nothing_wrong_and_nothing_missed() -> None:
    found = score([], [])
    assert (found.precision, found.recall) == (1.0, 1.0)


def test_the_overlap_of_words_is_of_all_words_in_either_title(rows: list[Row]) -> None:
    assert by_overlap(rows, 1.0) == [0, 1, 2, 0, 4]
    assert by_overlap(rows, 0.4) == [0, 1, 0, 0, 4]


def test_the_rule_is_asked_in_the_order_of_time_and_keeps_an_outlet_apart(rows: list[Row]) -> None:
    assert by_rule(rows) == [0, 1, 0, 3, 4]


def test_the_product_joins_by_itself_what_the_rule_joins(rows: list[Row]) -> None:
    """D12: the number that is measured is that of the product."""
    stories = by_product(rows)
    assert [stories.index(story) for story in stories] == [0, 1, 0, 3, 4]


def test_the_bench_prints_every_way_and_category(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(path), "--rule-only"]) == 0
    printed = capsys.readouterr().out
    assert "words in common, 0.3" in printed
    assert "the rule" in printed
    assert "e    precision 1.0000  recall 0.3333" in printed
