"""The feeds of the demo's outlets: RSS with Media RSS, Atom with figures, JSON Feed."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from html import escape

from bot.demo.content import DemoStory, Outlet, Still
from bot.demo.markup import paragraphs, still_url
from bot.demo.page_style import WORDS, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A story that is out; ``edition`` counts from 1 how often it has been."""

    story: DemoStory
    at: datetime
    edition: int = 1

    @property
    def path(self) -> str:
        """Return the path of its page on the site."""
        again = f"-{self.edition}" if self.edition > 1 else ""
        return f"/{self.story.outlet}/{self.story.slug}{again}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFormat:
    """How a feed is written: its content type, and what writes it for a site's address."""

    content_type: str
    write: Callable[[str, Outlet, Sequence[Published]], str]


def _in_feed(outlet: Outlet, story: DemoStory) -> tuple[Still, ...]:
    """Return the photos that an outlet's feed holds of a story."""
    many = {"all": None, "first": 1, "none": 0}[outlet.in_feed]
    return story.photos[:many]


def _figures(base: str, stills: Sequence[Still], words: Words) -> str:
    return "\n".join(
        f'<figure><img src="{escape(still_url(base, still))}" alt="{escape(still.caption)}">'
        f'<figcaption>{escape(still.caption)} <span class="credit">{words.credit(still)}</span>'
        f"</figcaption></figure>"
        for still in stills
    )


def _rss(base: str, outlet: Outlet, items: Sequence[Published]) -> str:
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>{escape(outlet.name)}</title>
<link>{base}/{outlet.id}</link>
<description>{escape(outlet.about)}</description>
<language>{outlet.language}</language>
<atom:link rel="self" type="application/rss+xml" href="{base}/{outlet.id}/feed"/>
{"".join(_rss_item(base, outlet, item) for item in items)}</channel>
</rss>
"""


def _rss_item(base: str, outlet: Outlet, item: Published) -> str:
    story = item.story
    tell = _media if outlet.in_feed == "all" else _thumbnail
    media = "".join(tell(base, still) for still in _in_feed(outlet, story))
    categories = "".join(f"<category>{escape(name)}</category>" for name in story.categories)
    return f"""<item>
<title>{escape(story.title)}</title>
<link>{base}{item.path}</link>
<guid isPermaLink="true">{base}{item.path}</guid>
<pubDate>{format_datetime(item.at)}</pubDate>
<dc:creator>{escape(story.author)}</dc:creator>
<description>{escape(f"<p>{escape(story.summary)}</p>")}</description>
{categories}
{media}</item>
"""


def _media(base: str, still: Still) -> str:
    credit = f"<media:credit>{escape(still.credit)}</media:credit>" if still.credit else ""
    rating = "<media:rating>adult</media:rating>" if still.spoiler else ""
    return (
        f'<media:content url="{still_url(base, still)}" type="image/jpeg" medium="image">'
        f'<media:description type="plain">{escape(still.caption)}</media:description>'
        f"{credit}{rating}</media:content>\n"
    )


def _thumbnail(base: str, still: Still) -> str:
    return f'<media:thumbnail url="{still_url(base, still)}?w=320" width="320"/>\n'


def _atom(base: str, outlet: Outlet, items: Sequence[Published]) -> str:
    updated = max((item.at for item in items), default=None)
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{outlet.language}">
<title>{escape(outlet.name)}</title>
<subtitle>{escape(outlet.about)}</subtitle>
<id>{base}/{outlet.id}</id>
<link rel="alternate" type="text/html" href="{base}/{outlet.id}"/>
<link rel="self" type="application/atom+xml" href="{base}/{outlet.id}/feed"/>
{f"<updated>{updated.isoformat()}</updated>" if updated else ""}
{"".join(_atom_entry(base, outlet, item) for item in items)}</feed>
"""


def _atom_entry(base: str, outlet: Outlet, item: Published) -> str:
    story = item.story
    content = _content(base, outlet, story)
    categories = "".join(f'<category term="{escape(name)}"/>' for name in story.categories)
    return f"""<entry>
<title>{escape(story.title)}</title>
<id>{base}{item.path}</id>
<link rel="alternate" type="text/html" href="{base}{item.path}"/>
<published>{item.at.isoformat()}</published>
<updated>{item.at.isoformat()}</updated>
<author><name>{escape(story.author)}</name></author>
{categories}
<summary>{escape(story.summary)}</summary>
<content type="html">{escape(content)}</content>
</entry>
"""


def _json(base: str, outlet: Outlet, items: Sequence[Published]) -> str:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "home_page_url": f"{base}/{outlet.id}",
        "feed_url": f"{base}/{outlet.id}/feed",
        "description": outlet.about,
        "language": outlet.language,
        "items": [_json_item(base, outlet, item) for item in items],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1)


def _json_item(base: str, outlet: Outlet, item: Published) -> dict[str, object]:
    story = item.story
    entry: dict[str, object] = {
        "id": f"{base}{item.path}",
        "url": f"{base}{item.path}",
        "title": story.title,
        "summary": story.summary,
        "content_html": f"<p>{escape(story.summary)}</p>{paragraphs(story)}",
        "date_published": item.at.isoformat(),
        "authors": [{"name": story.author}],
        "tags": list(story.categories),
    }
    if stills := _in_feed(outlet, story):
        entry["image"] = still_url(base, stills[0])
    return entry


def _content(base: str, outlet: Outlet, story: DemoStory) -> str:
    """Return a story's text with the photos that the feed holds."""
    pictures = _figures(base, _in_feed(outlet, story), WORDS[outlet.language])
    return f"<p>{escape(story.summary)}</p>{pictures}{paragraphs(story)}"


FORMATS = {
    "rss": FeedFormat(content_type="application/rss+xml", write=_rss),
    "atom": FeedFormat(content_type="application/atom+xml", write=_atom),
    "json": FeedFormat(content_type="application/feed+json", write=_json),
}
