"""An article in one column: the snapshot that is kept with a saved story."""

from __future__ import annotations

from typing import Any

from bot.domain.model import Article, Photo, Source
from bot.storage.value import from_json, from_time, to_object, to_time

_PHOTO = ("url", "credit", "role", "caption", "alt", "width", "height", "sensitive")


def article_column(article: Article) -> str:
    """Return all of an article but its title, as JSON; what is empty is left out."""
    values = {
        "link": article.link,
        "outlet": article.outlet,
        "digest": article.digest,
        "author": article.author,
        "published_at": to_time(article.published),
        "summary": article.summary,
        "sources": [(one.name, one.link) for one in article.sources],
        "language": article.language,
        "photos": [_photo_values(photo) for photo in article.photos],
        "sensitive": article.sensitive,
    }
    return to_object(_filled(values))


def article_of(title: str, column: str) -> Article:
    """Return the article of a row."""
    values: dict[str, Any] = from_json(column)
    return Article(
        title=title,
        link=values.get("link"),
        outlet=values.get("outlet", ""),
        digest=values.get("digest", 0),
        author=values.get("author"),
        published=from_time(values.get("published_at")),
        summary=values.get("summary", ""),
        sources=tuple(Source(name=name, link=link) for name, link in values.get("sources", ())),
        language=values.get("language"),
        photos=tuple(Photo(**photo) for photo in values.get("photos", ())),
        sensitive=values.get("sensitive", False),
    )


def _photo_values(photo: Photo) -> dict[str, Any]:
    return _filled({name: getattr(photo, name) for name in _PHOTO})


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value or value == ""}
