"""An entry of the loopback news site, as its feed and its page show it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr


@dataclass(kw_only=True)
class NewsEntry:
    """An entry of a feed; a change of its fields changes the feed."""

    title: str
    link: str
    guid: str | None
    published: datetime | None
    summary: str = ""
    photos: list[tuple[str, str]] = field(default_factory=list)

    def xml(self) -> str:
        """Return the RSS item; photos are (URL, credit)."""
        parts = [f"<title>{escape(self.title)}</title>", f"<link>{escape(self.link)}</link>"]
        if self.guid is not None:
            parts.append(f'<guid isPermaLink="false">{escape(self.guid)}</guid>')
        if self.published:
            parts.append(f"<pubDate>{format_datetime(self.published)}</pubDate>")
        parts.append(f"<description>{escape(self.summary)}</description>")
        parts += [
            f'<media:content url={quoteattr(url)} medium="image">'
            f"<media:credit>{escape(credit)}</media:credit></media:content>"
            for url, credit in self.photos
        ]
        return f"<item>{''.join(parts)}</item>"


def article_page(entry: NewsEntry) -> str:
    """Return an article's page: OpenGraph, and a figure with its credit for each photo."""
    figures = "".join(
        f"<figure><img src={quoteattr(url)} width=640 height=360 alt=''>"
        f"<figcaption>A still. Credit: {escape(credit)}</figcaption></figure>"
        for url, credit in entry.photos
    )
    return (
        f"<!doctype html><html lang=en><head><title>{escape(entry.title)}</title>"
        f'<meta property="og:title" content={quoteattr(entry.title)}>'
        f'<link rel="canonical" href={quoteattr(entry.link)}></head>'
        f"<body><article><h1>{escape(entry.title)}</h1>{figures}"
        f"<p>{escape(entry.summary)}</p><p>Source: Lantern Pictures</p></article></body></html>"
    )
