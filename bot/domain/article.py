"""How an article is made: from an entry, completed from its page; or a digest of several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from bot.domain.identity import similar
from bot.domain.link import canonical_link, link_key
from bot.domain.model import Article, Entry, Page, Photo, Post
from bot.domain.photo import one_each
from bot.domain.spoiler import is_spoiler_category
from bot.domain.text import cut, escape, plain

DIGEST_LIMIT = 3_200  # characters of a digest's list, of the 4,000 that a message may hold
_DIGEST_TITLE = 140
_NAMED = 3  # outlets of a digest of several
_AND = "- … and "


def from_entry(entry: Entry, *, outlet: str, language: str | None = None) -> Article:
    """Return the article as far as the feed tells it."""
    return Article(
        title=entry.title,
        link=canonical_link(entry.link) if entry.link else None,
        outlet=outlet,
        author=entry.author,
        published=entry.published,
        summary=entry.summary,
        language=entry.language or language,
        categories=entry.categories,
        photos=one_each(entry.photos),
        sensitive=entry.sensitive or any(map(is_spoiler_category, entry.categories)),
    )


def completed(article: Article, page: Page, *, final_url: str | None = None) -> Article:
    """Return the article with what its page adds; what the feed said stays.

    ``final_url`` is where redirects led; a page at another address under another headline is not
    the article's (a consent page, a login, a front page) and adds nothing. The page's own canonical
    link is believed if it names a page of the same site: some sites name their front page on every
    page.
    """
    if _led_astray(article, page, final_url):
        return article
    return replace(
        article,
        title=article.title or page.title,
        link=_canonical(article.link, page.link, final_url),
        author=article.author or page.author,
        published=article.published or page.published,
        summary=article.summary or page.summary,
        sources=article.sources or page.sources,
        language=article.language or page.language,
        photos=_photos(article.photos, page.photos),
        sensitive=article.sensitive or page.sensitive,
    )


def updated(stored: Article, entry: Article) -> Article:
    """Return a stored article after its feed changed the entry; what only its page told stays.

    The page is not read again: its photos, with their credits, are not given up for the picture
    that the feed has of them.
    """
    return replace(
        entry,
        author=entry.author or stored.author,
        published=entry.published or stored.published,
        summary=entry.summary or stored.summary,
        sources=entry.sources or stored.sources,
        language=entry.language or stored.language,
        photos=stored.photos or entry.photos,
        sensitive=entry.sensitive or stored.sensitive,
    )


def digest(articles: Sequence[Article], *, outlet: str, site: str | None) -> Article:
    """Return one article that lists others, oldest first, as links.

    What does not fit into DIGEST_LIMIT characters, the oldest, is counted in a last line.
    """
    lines = [f"- {_linked(article)}" for article in articles]
    return _listing(lines, stories=len(articles), outlet=outlet, site=site)


def digest_of(posts: Sequence[Post], *, stories: int, site: str | None) -> Article:
    """Return one article that lists what posts would have told, oldest first, with their reports.

    ``stories`` is for how many it stands, of which ``posts`` may be only the newest. Digests among
    them are taken apart.
    """
    outlets = list(dict.fromkeys(post.article.outlet for post in posts))
    lines = [line for post in posts for line in _told(post, named=len(outlets) > 1)]
    named = ", ".join(outlets[:_NAMED]) + (" …" if len(outlets) > _NAMED else "")
    return _listing(lines, stories=stories, outlet=named, site=site)


def _listing(lines: Sequence[str], *, stories: int, outlet: str, site: str | None) -> Article:
    kept: list[str] = []
    room = DIGEST_LIMIT
    for line in reversed(lines):
        if len(line) + 1 > room:
            break
        kept.insert(0, line)
        room -= len(line) + 1
    if left := stories - len(kept):
        kept.append(f"{_AND}{left} more on {escape(outlet)}")
    return Article(
        title=f"{stories} more stories from {outlet}",
        link=site,
        outlet=outlet,
        digest=stories,
        summary="\n".join(kept),
    )


def is_rest(line: str) -> bool:
    """Tell whether a line of a digest's summary counts what is left out."""
    return line.startswith(_AND)


def _told(post: Post, *, named: bool) -> list[str]:
    """Return the lines of a post in a digest; ``named`` is set where there are several outlets."""
    article = post.article
    if article.digest:
        return [line for line in article.summary.splitlines() if not is_rest(line)]
    outlets = [escape(article.outlet)] if named else []
    outlets += [_link(escape(report.outlet), report.link) for report in post.reports]
    return [" · ".join([f"- {_linked(article)}", *outlets])]


def _linked(article: Article) -> str:
    title = escape(cut(plain(article.title), _DIGEST_TITLE)) or "Untitled story"
    return _link(title, article.link)


def _link(text: str, link: str | None) -> str:
    if not link:
        return text
    # Angle brackets keep the link from unfurling; these three would end the link early.
    link = link.replace("(", "%28").replace(")", "%29").replace(">", "%3E")
    return f"[{text}](<{link}>)"


def _led_astray(article: Article, page: Page, final_url: str | None) -> bool:
    if not (article.link and final_url and article.title):
        return False
    elsewhere = link_key(final_url) != link_key(article.link)
    return elsewhere and not similar(page.title, article.title)


def _canonical(link: str | None, of_page: str | None, final_url: str | None) -> str | None:
    reached = final_url or link
    if of_page and reached and _same_site(of_page, reached) and urlsplit(of_page).path.strip("/"):
        return canonical_link(of_page)
    return canonical_link(reached) if reached else None


def _same_site(one: str, other: str) -> bool:
    """Tell whether two hosts are one, or one is within the other; no list of domains is needed."""
    a, b = ((urlsplit(url).hostname or "").removeprefix("www.") for url in (one, other))
    return a == b or a.endswith(f".{b}") or b.endswith(f".{a}")


def _photos(of_feed: Sequence[Photo], of_page: Sequence[Photo]) -> tuple[Photo, ...]:
    """Return the fuller of two lists, completed by the credits and sizes of the other."""
    base, other = (of_page, of_feed) if len(of_page) >= len(of_feed) else (of_feed, of_page)
    return one_each([*base, *other])[: len(one_each(base))]
