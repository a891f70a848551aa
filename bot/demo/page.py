"""The pages of the demo's outlets, for people and for the bot."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape

from bot.demo.content import Content, Outlet
from bot.demo.feeds import FORMATS, Published, figures, paragraphs, still_url

_STYLE = """
:root { color-scheme: light dark; --ink: #1d1a17; --paper: #faf7f1; --quiet: #7a7067; --line: #e3dccf; --mark: #b8482f }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ece6dc; --paper: #161412; --quiet: #9c9186; --line: #34302b; --mark: #ef8a66 }
}
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 19px/1.65 Georgia, "Noto Serif", "Noto Serif CJK KR", serif }
header, main, footer { max-width: 46rem; margin: 0 auto; padding: 0 1.25rem }
header { display: flex; gap: 1rem; align-items: baseline; padding-top: 1.5rem; padding-bottom: .75rem; border-bottom: 3px double var(--line) }
header a { font: 700 1.15rem/1.2 "Helvetica Neue", Arial, sans-serif; letter-spacing: .02em; color: inherit; text-decoration: none }
header small, .by, figcaption, footer { color: var(--quiet); font: .82rem/1.5 "Helvetica Neue", Arial, sans-serif }
:lang(ko) { word-break: keep-all }
h1 { font-size: clamp(1.7rem, 5vw, 2.5rem); line-height: 1.18; margin: 1.6rem 0 .4rem; text-wrap: balance }
h2 { font-size: 1.2rem; line-height: 1.3; margin: 0 }
.standfirst { font-size: 1.15rem; color: var(--quiet); margin: .4rem 0 1rem }
figure { margin: 1.6rem 0 } figure img { display: block; width: 100%; max-height: 85vh; object-fit: contain; background: #0003; border-radius: 4px }
figcaption { margin-top: .45rem } .credit { white-space: nowrap } .credit::before { content: "· " }
.kicker { color: var(--mark); font: 700 .78rem/1 "Helvetica Neue", Arial, sans-serif; letter-spacing: .08em; text-transform: uppercase; margin-top: 2rem }
ul { list-style: none; padding: 0 } li { padding: 1rem 0; border-bottom: 1px solid var(--line) } li a { color: inherit; text-decoration: none }
li a:hover, header a:hover { color: var(--mark) } a { color: var(--mark) } footer { padding-top: 2rem; padding-bottom: 3rem }
"""


def article_page(base: str, outlet: Outlet, item: Published) -> str:
    """Return a story's page, with all that pages say about themselves."""
    story = item.story
    url = f"{base}{item.path}"
    images = [still_url(base, still) for still in story.photos]
    meta = [
        ("og:type", "article"),
        ("og:site_name", outlet.name),
        ("og:title", story.title),
        ("og:description", story.summary),
        ("og:url", url),
        *(("og:image", image) for image in images[:1]),
    ]
    linked = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": item.at.isoformat(),
        "author": {"@type": "Person", "name": story.author},
        "publisher": {"@type": "Organization", "name": outlet.name},
        "image": images,
        "inLanguage": outlet.language,
        "mainEntityOfPage": url,
    }
    source = f"<p>Source: {escape(story.source)}</p>" if story.source else ""
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
{figures(base, story)}
{paragraphs(story)}
{source}
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


def front_page(base: str, content: Content) -> str:
    """Return the page from which all outlets are reached."""
    rows = "".join(
        f'<li><a href="{base}/{outlet.id}"><h2>{escape(outlet.name)}</h2></a>'
        f'<span class="by">{escape(outlet.about)}</span></li>'
        for outlet in content.outlets
    )
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Newsreel’s demo: the outlets</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head>
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
<style>{_STYLE}</style>
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
