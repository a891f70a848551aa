"""When an article was published.

The rules, in their order; the first text that is a believable date decides: JSON-LD of the article;
the tags made for it in the head; any other JSON-LD; elements made for it; elements called a date;
a line of the article that says "Published: …", or is a day with a time and nothing else. A bare day
becomes the first later statement of that day which tells the time too.

A time without a zone is local to the page where its language is at home in one zone only; else UTC.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from itertools import islice

from selectolax.lexbor import LexborNode

from bot.domain.date import LONGEST, parse_date
from bot.domain.text import plain
from bot.web.html.tree import text_within
from bot.web.page.line import begins_line, line_from
from bot.web.page.meta import Metadata, strings
from bot.web.page.scope import Layout

_META = (
    "article:published_time", "og:published_time", "datepublished", "article:published", "parsely-pub-date",
    "sailthru.date", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "cxenseparse:recs:publishtime",
    "dc.date.issued", "dcterms.created", "dc.date", "dc.date.created", "dcterms.date", "date.available", "date", "last-modified-date",
    "article.published", "displaydate", "timestamp", "rnews:datepublished", "uploaddate",
)  # fmt: skip
_MADE_FOR_IT = '[itemprop~="datePublished"], time[pubdate], article time, time'
_CALLED = '[class*="publish" i], [class*="timestamp" i], [class~="date"], [class*="-date" i], [class*="dateline" i], [class*="datetime" i], [class*="date_time" i]'
_MAX_ELEMENTS = 20
_MAX_NODE = 2000  # characters of one text, with the white space around it
_MAX_TEXTS = 600  # texts of the article in which a line with its date is looked for

_MAX_STATEMENTS = 80
_CLOCK = re.compile(r"\d[:.h]\d{2}|T\d{4}|^\d{10,}$|[T\s]\d{6}")
# A day is told without its zone: it begins in Japan, and ends on the Pacific coast.
_EARLIEST, _LATEST = timedelta(hours=-10), timedelta(hours=31)

_LABELS = {
    "en": "published(?: on| at)?|posted(?: on| at)?|publication date|first published",
    "de": "veröffentlicht(?: am)?|erstellt(?: am)?|erschienen(?: am)?",
    "fr": "publié(?:e)?(?: le)?|mis en ligne(?: le)?",
    "es": "publicado(?: el)?|publicada(?: el)?",
    "pt": "publicado(?: em)?|postado(?: em)?",
    "it": "pubblicato(?: il)?",
    "ko": r"(?:기사)?\s?(?:입력|등록|승인|송고)(?:시간|일시|일)?|작성일|게시일",
    "ja": "公開日?時?|掲載日?|投稿日?|配信日?",
    "zh": "发布时间|发布日期|發布時間|發佈時間",
}
_LABELLED = re.compile(
    rf"[\s\W]{{0,5}}(?:{'|'.join(_LABELS.values())})(?![^\W\d])[\s\W]{{0,5}}(?=\w)", re.IGNORECASE
)
_DAY_AND_TIME = re.compile(
    r"\W*\d{4}\s?[-./年년]\s?\d{1,2}\s?[-./月월]\s?\d{1,2}\s?[.일日]?(?:\s?\([^\d()]{1,4}\))?"
    r"\s{1,3}(?:(?:오전|오후|午前|午後)\s?)?\d{1,2}:\d{2}(?::\d{2})?\W*"
)
# The languages spoken as a first one in one zone only, and the letters that only they are written in.
_ONE_ZONE = {"ko": timezone(timedelta(hours=9)), "ja": timezone(timedelta(hours=9))}
_LETTERS = {"ko": re.compile("[가-힣]"), "ja": re.compile("[ぁ-んァ-ヺ]")}


def published(
    layout: Layout, meta: Metadata, *, language: str | None = None, title: str = ""
) -> datetime | None:
    """Return when the article was published, in UTC; None where the page does not say."""
    now, local = datetime.now(UTC), _local_zone(language, title)
    dated = (
        (text, found)
        for text in islice(filter(None, _texts(layout, meta)), _MAX_STATEMENTS)
        if (found := parse_date(text, now=now, local=local))
    )
    text, moment = next(dated, ("", None))
    if moment is None or _CLOCK.search(text):
        return moment
    return next((one for other, one in dated if _is_hour_of(one, other, moment)), moment)


def _is_hour_of(one: datetime, text: str, day: datetime) -> bool:
    """Tell whether a text says the time of day that a date without one leaves open."""
    return bool(_CLOCK.search(text)) and _EARLIEST <= one - day <= _LATEST


def _local_zone(language: str | None, title: str) -> tzinfo:
    written = next((name for name, letter in _LETTERS.items() if letter.search(title)), None)
    return _ONE_ZONE.get(written or (language or "").partition("-")[0], UTC)


def _texts(layout: Layout, meta: Metadata) -> Iterator[str]:
    yield from strings(meta.article.get("datePublished"))
    yield from (meta.first(name) for name in _META)
    yield from (text for node in meta.nodes for text in strings(node.get("datePublished")))
    yield from strings(meta.article.get("dateCreated"))
    yield from (text for node in meta.nodes for text in strings(node.get("uploadDate")))
    for node in _in_article(layout, _MADE_FOR_IT):
        attributes = node.attributes
        yield attributes.get("datetime") or attributes.get("content") or _text(node)
    yield from (_text(node) for node in _in_article(layout, _CALLED))
    yield from _lines(layout)


def _in_article(layout: Layout, selector: str) -> Iterator[LexborNode]:
    found = layout.document.css(selector)[:_MAX_ELEMENTS]
    return (node for node in found if not layout.is_aside(node))


def _lines(layout: Layout) -> Iterator[str]:
    """Yield what a label of the article calls its date, and lines that are a day with a time."""
    for node in _first_texts(layout.scope):
        text = node.text(deep=False)[:_MAX_NODE].strip()[:LONGEST]
        if (_LABELLED.match(text + ":x") or _DAY_AND_TIME.fullmatch(text)) and begins_line(node):
            line = plain("".join(piece.text for piece in line_from(node)))[:LONGEST]
            label = _LABELLED.match(line)
            if (label or _DAY_AND_TIME.fullmatch(line)) and not layout.is_aside(node):
                yield line[label.end() :] if label else line


def _first_texts(scope: LexborNode | None) -> Iterator[LexborNode]:
    found = 0
    for count, node in enumerate(scope.traverse(include_text=True) if scope is not None else ()):
        if found > _MAX_TEXTS or count > _MAX_TEXTS * 20:
            return
        if node.tag == "-text" and node.text(deep=False)[:_MAX_NODE].strip():
            found += 1
            yield node


def _text(node: LexborNode) -> str:
    return plain(text_within(node, LONGEST))
