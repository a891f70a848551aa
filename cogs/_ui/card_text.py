"""The words of a card: its title and summary, and the small print below."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.article import is_rest
from bot.domain.model import Article, Photo
from bot.domain.text import cut, cut_markdown, escape, link, width
from bot.language import t
from cogs._ui.address import safe_url
from cogs._ui.credit import credit_line
from cogs._ui.headline import own_title
from cogs._ui.origin import origin, outlet_name

MAX_TITLE = 220
_MAX_TITLE_URL = 1_500
_MAX_THREAD_NAME = 100


def title_of(article: Article) -> str:
    """Return a title for everybody, also where the feed has none (S47); plain text."""
    title = cut(own_title(article), MAX_TITLE)
    outlet = outlet_name(article)
    return title or (t("New from {outlet}", outlet=outlet) if outlet else t("A new story"))


def thread_name(article: Article) -> str:
    """Return the name of a thread about an article: its title, cut to what Discord takes."""
    return cut(title_of(article), _MAX_THREAD_NAME)


def head(article: Article, *, room: int, summary: int) -> str:
    """Return the linked title and up to so many characters of the summary.

    Of a digest (L28), as much as there is ``room`` for, in UTF-16 units as Discord counts.
    """
    title, url = title_of(article), safe_url(article.link, limit=_MAX_TITLE_URL)
    heading = f"### {link(title, url) if url else escape(title)}"
    left = room - width(heading) - 1
    longest = left if article.digest else min(left, summary)
    shown = cut_markdown(_summary(article), longest) if longest > 0 else ""
    return f"{heading}\n{shown}" if shown else heading


def _summary(article: Article) -> str:
    """Return the summary; the last line of a digest, which counts what is left out, in our words."""
    *kept, last = article.summary.strip().split("\n")
    if not (article.digest and is_rest(last)):
        return article.summary.strip()
    left, outlet = article.digest - len(kept), escape(article.outlet)
    rest = t("- … and {n:,} more on {outlet}", n=left, outlet=outlet)
    return "\n".join([*kept, rest])


def foot(article: Article, photos: Sequence[Photo]) -> str:
    """Return the small print: the credits of the photos that are shown, and where it is from."""
    small = [credit_line(photos), origin(article)]
    return "\n".join(f"-# {line}" for line in small if line)


def bare_text(article: Article) -> str:
    """Return what no check of Discord's can find a fault in."""
    where = origin(article, with_links=False)
    return "\n".join(part for part in (f"**{escape(title_of(article))}**", where) if part)
