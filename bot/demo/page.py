"""The pages of the demo's outlets, for people and for the bot."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape

from bot.demo.content import Content, DemoSource, Outlet
from bot.demo.feeds import FORMATS, Published
from bot.demo.markup import still_url
from bot.demo.page_look import STYLE
from bot.demo.page_style import STYLES, WORDS, image_objects, source_line


def article_page(base: str, outlet: Outlet, item: Published) -> str:
    """Return a story's page, with all that pages say about themselves."""
    story = item.story
    url = f"{base}{item.path}"
    words = WORDS[outlet.language]
    meta = [
        ("og:type", "article"),
        ("og:site_name", outlet.name),
        ("og:title", story.title),
        ("og:description", story.summary),
        ("og:url", url),
        *(("og:image", still_url(base, still)) for still in story.photos[:1]),
    ]
    linked = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": item.at.isoformat(),
        "author": {"@type": "Person", "name": story.author},
        "publisher": {"@type": "Organization", "name": outlet.name},
        "image": image_objects(base, story),
        "inLanguage": outlet.language,
        "mainEntityOfPage": url,
    }
    kicker = f'<p class="kicker">{escape(" · ".join(story.categories))}</p>'
    when = f'<time datetime="{item.at.isoformat()}">{item.at:%d.%m.%Y %H:%M} UTC</time>'
    return _page(
        base,
        outlet,
        title=story.title,
        head=f"""<link rel="canonical" href="{url}">
{"".join(f'<meta property="{name}" content="{escape(value)}">' for name, value in meta)}
<script type="application/ld+json">{_script(linked)}</script>""",
        main=f"""<article>
{kicker}
<h1>{escape(story.title)}</h1>
<p class="by"><span class="author">{escape(story.author)}</span> · {when}</p>
<p class="standfirst">{escape(story.summary)}</p>
{STYLES[story.style](base, story, words)}
{source_line(base, story, words)}
</article>""",
    )


def outlet_page(base: str, outlet: Outlet, items: Sequence[Published]) -> str:
    """Return an outlet's front page, which announces its feed."""
    rows = "".join(
        f'<li><a href="{base}{item.path}"><h2>{escape(item.story.title)}</h2></a>'
        f'<span class="by">{escape(item.story.author)}</span></li>'
        for item in items
    )
    main = f"<h1>{escape(outlet.name)}</h1><p class=standfirst>{escape(outlet.about)}</p><ul>{rows}</ul>"
    return _page(base, outlet, title=outlet.name, head="", main=main)


def press_page(base: str, source: DemoSource, items: Sequence[Published]) -> str:
    """Return the page of a studio's press office, to which stories point as their source."""
    rows = "".join(
        f'<li><a href="{base}{item.path}"><h2>{escape(item.story.title)}</h2></a></li>'
        for item in items
        if any(one.link == source.link for one in item.story.sources)
    )
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{escape(source.name)}: press office</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head>
<body><main><h1>{escape(source.name)}</h1>
<p class="standfirst">The press office of an invented studio. It has told the outlets of this:</p>
<ul>{rows}</ul></main></body></html>
"""


def front_page(base: str, content: Content) -> str:
    """Return the page from which all outlets are reached."""
    rows = "".join(
        f'<li><a href="{base}/{outlet.id}"><h2>{escape(outlet.name)}</h2></a>'
        f'<span class="by">{escape(outlet.about)}</span></li>'
        for outlet in content.outlets
    )
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Newsreel’s demo: the outlets</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head>
<body><main><h1>Seven invented outlets</h1>
<p class="standfirst">Newsreel reads their feeds over HTTP, as it would read any other.
In the demo’s channel, as the moderator: /feed add with one of these addresses.</p>
<ul>{rows}</ul></main></body></html>
"""


def _page(base: str, outlet: Outlet, *, title: str, head: str, main: str) -> str:
    feed = FORMATS[outlet.format]
    return f"""<!doctype html>
<html lang="{outlet.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<link rel="alternate" type="{feed.content_type}" title="{escape(outlet.name)}" href="{base}/{outlet.id}/feed">
{head}
<style>{STYLE}</style>
</head>
<body>
<header><a href="{base}/{outlet.id}">{escape(outlet.name)}</a><small>{escape(outlet.about)}</small></header>
<main>
{main}
</main>
<footer>An invented outlet of Newsreel’s demo. Films, people and pictures are made up.
<a href="{base}/">All outlets</a></footer>
</body>
</html>
"""


def _script(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
