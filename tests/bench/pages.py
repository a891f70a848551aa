"""Pages read a second, against trafilatura and newspaper4k, as ratios within one run.

usage: python -m tests.bench.pages [FOLDER]

FOLDER is one of captures as for ``tests.bench.articles``, or holds .html files; without it the
pages are synthetic, of the size that sites publish. One process, the same pages for all (those that none of them fails on), each
reader warmed up, rounds interleaved, medians of the rounds. Each is asked for title, author, date and pictures, and works
on text that is already there; the other two also find the article's text, which is their job.
They are installed with ``pip install -e '.[bench]'``.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from bot.web.page.document import read_page
from tests.bench.articles import load_cases, read_body
from tests.web.rich_pages import PAGES

HOW_TO_INSTALL = "it is not installed: pip install -e '.[bench]' installs both"
ROUNDS = 7
_URL = "https://www.lantern.example/film/2021/lunar-sea.html"


class Sample(NamedTuple):
    """A page as it came, its text, and where it was found."""

    body: bytes
    text: str
    url: str


Reader = Callable[[Sample], object]


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.pages")
    parser.add_argument("folder", type=Path, nargs="?", help="pages; synthetic ones without it")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args(arguments)
    readers = available_readers()
    found = list(samples(options.folder))
    pages = read_by_all(readers, found)
    if not pages:
        parser.error("there are no pages that all of them read")
    size = sum(len(page.body) for page in pages)
    print(f"{len(pages)} pages, {size / 1e6:.1f} MB, median of {options.rounds} rounds")
    print(f"{len(found) - len(pages)} more were left out: not every reader could read them")
    spent = measure(readers, pages, rounds=options.rounds)
    ours = spent["newsreel"]
    for name, seconds in spent.items():
        rate = f"{len(pages) / seconds:8.1f} pages/s  {seconds / len(pages) * 1000:7.2f} ms a page"
        print(f"{name:12} {rate}  {seconds / ours:6.2f} times newsreel's time")
    return 0


def samples(folder: Path | None) -> Iterator[Sample]:
    """Yield the pages of a folder, or synthetic ones."""
    if folder is None:
        for page in map(as_published, PAGES):
            yield Sample(page.encode(), page, _URL)
        return
    for body, url in _stored(folder):
        yield Sample(body, body.decode("utf-8", "replace"), url)


def as_published(page: str) -> str:
    """Return a page with what sites put around an article: scripts, styles, menus, more text."""
    script = (
        "<script>" + "window.queue.push(function (ad) { return ad.slot; });" * 1200 + "</script>"
    )
    style = "<style>" + ".card .title { margin: 0 auto; color: #123456; }" * 600 + "</style>"
    menu = "".join(f"<li class=item><a href=/topic/{n}>Topic {n}</a></li>" for n in range(200))
    text = (
        "<p>The keeper of a lighthouse off Busan finds a reel of film in the fog, and plays it.</p>"
    )
    around = page.replace("<article", f"<nav><ul>{menu}</ul></nav><article", 1)
    inside = around.replace("</figure>", "</figure>" + text * 30, 1)
    return f"{style}{inside}<footer><ul>{menu}</ul></footer>{script}"


def _stored(folder: Path) -> Iterator[tuple[bytes, str]]:
    if (folder / "truth.jsonl").is_file():
        pages = (case for case in load_cases(folder) if case["kind"] == "page")
        yield from ((read_body(case, folder), case.get("url") or _URL) for case in pages)
    else:
        yield from ((path.read_bytes(), _URL) for path in sorted(folder.glob("*.html")))


def available_readers() -> dict[str, Reader]:
    """Return the readers that are installed; say of the others how to install them."""
    readers: dict[str, Reader] = {"newsreel": _newsreel}
    for name, load in (("trafilatura", _trafilatura), ("newspaper4k", _newspaper)):
        try:
            readers[name] = load()
        except ImportError:
            print(f"{name}: {HOW_TO_INSTALL}")
    return readers


def read_by_all(readers: dict[str, Reader], pages: list[Sample]) -> list[Sample]:
    """Return the pages that no reader fails on; reading them warms the readers up."""
    return [page for page in pages if all(_succeeds(read, page) for read in readers.values())]


def _succeeds(read: Reader, page: Sample) -> bool:
    try:
        read(page)
    except Exception:  # whatever a reader raises, it has not read the page
        return False
    return True


def measure(readers: dict[str, Reader], pages: list[Sample], *, rounds: int) -> dict[str, float]:
    """Return for each reader the median of its seconds for all pages; rounds are interleaved."""
    spent: dict[str, list[float]] = {name: [] for name in readers}
    for _ in range(rounds):
        for name, read in readers.items():
            begin = time.perf_counter()
            for page in pages:
                read(page)
            spent[name].append(time.perf_counter() - begin)
    return {name: statistics.median(times) for name, times in spent.items()}


def _newsreel(page: Sample) -> object:
    return read_page(page.body, url=page.url)


def _trafilatura() -> Reader:
    from trafilatura import bare_extraction

    return lambda page: bare_extraction(
        page.text, url=page.url, with_metadata=True, include_images=True
    )


def _newspaper() -> Reader:
    from newspaper import Article

    def read(page: Sample) -> object:
        article = Article(page.url, fetch_images=False)  # only what is on the page
        article.download(input_html=page.text)
        article.parse()
        return article

    return read


if __name__ == "__main__":
    raise SystemExit(main())
