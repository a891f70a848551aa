"""Pages broken at random: what is read of them is on them, and nothing else happens.

``FUZZ`` is how many pages are broken (default 240), ``SEED`` where the random numbers begin.
"""

from __future__ import annotations

import html
import json
import os
import pickle
import re
import time
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from bot.domain.error import ParseError
from bot.domain.model import Page
from bot.domain.photo_key import photo_key
from bot.web.encoding import decode
from bot.web.html.tree import document
from bot.web.page.document import MAX_PAGE, read_page
from tests.bench.articles import load_cases, read_body
from tests.web.mangling import mangled
from tests.web.rich_pages import PAGES

FUZZ = int(os.environ.get("FUZZ", "240"))
SEED = int(os.environ.get("SEED", "1"))
CAPTURES = Path(__file__).parents[3] / "shared" / "data" / "articles"
URL = "https://www.lantern.example/film/2021/lunar-sea.html"
CPU_SECONDS = 2.0
MAX_URL, MAX_WORDS, MAX_PIECES = 2048, 1500, 3
BATCHES = 10
_TAG = re.compile(r"<[^<>]*>")
_NO_LETTER = re.compile("[\\W_\u115f\u1160\u3164\uffa0]+")  # Hangul fillers show nothing


@pytest.mark.parametrize("batch", range(BATCHES))
def test_what_is_read_of_a_broken_page_is_on_it(batch: int):
    """S41, M49."""
    for seed in range(SEED + batch, SEED + FUZZ, BATCHES):
        _check(mangled(PAGES[seed % len(PAGES)], seed), URL, f"page {seed % len(PAGES)}, {seed=}")


@pytest.mark.parametrize("page", PAGES)
def test_an_unbroken_page_keeps_the_same_rules(page: str):
    _check(page.encode(), URL, "unbroken")


@pytest.mark.skipif(not CAPTURES.is_dir(), reason="the captures are not here")
@pytest.mark.parametrize("batch", range(4))
def test_what_is_read_of_a_broken_capture_is_on_it(batch: int):
    """S41, M49."""
    cases = _captures()
    for seed in range(SEED + batch, SEED + max(FUZZ // 10, 1), 4):
        name, url, text = cases[seed % len(cases)]
        _check(mangled(text, seed), url, f"{name}, {seed=}")


@cache
def _captures() -> list[tuple[str, str, str]]:
    pages = [case for case in load_cases(CAPTURES) if case["kind"] == "page"]
    return [(case["id"], case["url"], decode(read_body(case, CAPTURES))) for case in pages]


def _check(body: bytes, url: str, name: str) -> None:
    """Read a page and hold the result against the page's own words; name it if it fails."""
    begin = time.process_time()
    try:
        page = read_page(body, url=url)
    except ParseError:
        return
    spent = time.process_time() - begin
    assert spent < CPU_SECONDS, f"{name}: {spent:.1f} s"
    assert pickle.loads(pickle.dumps(page)) == page, name
    faults = list(_faults(page, body, url))
    assert not faults, f"{name}: {faults}"


def _faults(page: Page, body: bytes, url: str) -> Iterator[str]:
    """Yield what a reading holds that its page does not."""
    keys = [photo_key(photo.url) for photo in page.photos]
    if len(keys) != len(set(keys)):
        yield f"a photo twice: {keys}"
    raw = decode(body)
    written = "\n".join(_address_forms(raw + url))
    for address in _addresses(page):
        if not _is_web_address(address) or not _is_written(address, written):
            yield f"an address that is not on the page: {address}"
    words = _all_words(raw)
    for text in _texts(page):
        if len(text) > MAX_WORDS or _pieces(text, words) > MAX_PIECES:
            yield f"words that are not on the page: {text!r}"


def _addresses(page: Page) -> Iterator[str]:
    for photo in page.photos:
        yield from (photo.url, *photo.fallbacks)
    yield from (source.link for source in page.sources if source.link)
    if page.lead_image:
        yield page.lead_image


def _texts(page: Page) -> Iterator[str]:
    yield page.title
    yield from (page.author or "").split(", ")
    yield from (source.name for source in page.sources)
    for photo in page.photos:
        yield from (photo.credit or "", photo.caption or "", photo.alt or "")


def _is_web_address(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and len(address) <= MAX_URL


def _is_written(address: str, written: str) -> bool:
    """Tell whether all parts of an address occur on the page, or in the page's own address."""
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2]
    with suppress(UnicodeError):
        host = host.encode("ascii").decode("idna")
    pieces = [host, *parts.path.split("/"), parts.query]
    return all(any(form in written for form in _address_forms(piece)) for piece in pieces)


def _address_forms(text: str) -> Iterator[str]:
    """Yield text with ever less of what is escaped or left out when an address is read."""
    for _ in range(5):
        yield re.sub(r"[\s\0-\x20\ufffd\\/]+", "", unicodedata.normalize("NFKC", text)).casefold()
        text = unquote(html.unescape(text), errors="replace")


def _all_words(raw: str) -> str:
    """Return all letters of a page: of its texts as they are shown, its attributes and its JSON."""
    shown = document(raw, limit=MAX_PAGE)
    texts = (
        [node.text(deep=False) for node in shown.root.traverse(include_text=True)]
        if shown.root
        else []
    )
    bare = _TAG.sub("", html.unescape(html.unescape(raw)))  # what an element never closed shows
    once = html.unescape(raw)
    twice = html.unescape(once)
    bare = _TAG.sub("", twice)  # what an element never closed shows
    forms = {"".join(texts), once, twice, bare, html.unescape(_without_json_escapes(raw))}
    return "\n".join(map(_letters, forms))


def _without_json_escapes(raw: str) -> str:
    def meant(match: re.Match[str]) -> str:
        with suppress(ValueError):
            return str(json.loads(f'"{match[0]}"'))
        return match[0]

    return re.sub(r"(?:\\u[0-9a-fA-F]{4})+|\\[nrtbf]", meant, raw)


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", unicodedata.normalize("NFC", text).casefold())


def _pieces(text: str, page: str) -> int:
    """Return in how many pieces a text stands on the page; one too many where a word does not."""
    count, rest = 0, [letters for word in re.split(r"[\s,;]+", text) if (letters := _letters(word))]
    while rest:
        count += 1
        length = len(rest)
        while length and "".join(rest[:length]) not in page:
            length -= 1
        if not length:
            return MAX_PIECES + 1
        rest = rest[length:]
    return count
