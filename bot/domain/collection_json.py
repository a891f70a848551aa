"""Collections as JSON: complete, with a version; and links from JSON of other makers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from bot.domain.error import UserError
from bot.domain.filed_collection import (
    FiledCollection,
    FiledStory,
    Reading,
    head_from,
    reading,
    story_from,
)
from bot.domain.json_steps import loads
from bot.domain.model import Article, Photo
from bot.domain.sentence import marked

FORMAT: Final = "newsreel-collection"
VERSION: Final = 1

_BROKEN = marked(
    "That file isn’t readable JSON. Export the collection once more, or try it as CSV."
)
_LISTS = ("stories", "items", "articles", "entries", "bookmarks", "links")
# What others call it, in the order in which it is believed.
_ALIASES = {
    "title": ("name", "headline"),
    "link": ("url", "href", "uri", "external_url"),
    "outlet": ("publisher", "source", "site"),
    "author": ("creator", "byline"),
    "published": ("date_published", "published_at", "date", "time"),
    "summary": ("description", "excerpt"),
    "note": ("comment", "notes"),
    "saved_at": ("added_at", "saved", "created_at"),
}


def write_json(collection: FiledCollection) -> str:
    """Return a collection as JSON. ``summary`` is Discord Markdown; what is empty is left out."""
    return json.dumps(collection_values(collection), ensure_ascii=False, indent=1) + "\n"


def collection_values(collection: FiledCollection) -> dict[str, Any]:
    """Return a collection as plain values, for JSON."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "name": collection.name,
        "description": collection.description,
        "order": collection.order.value,
        "stories": [_story_values(story) for story in collection.stories],
    }


def read_json(text: str) -> Reading:
    """Return the stories of our JSON, or of a list of links from elsewhere; raises UserError."""
    try:
        found = loads(text)
    except (ValueError, RecursionError) as error:
        raise UserError(_BROKEN) from error
    head = found if isinstance(found, Mapping) else {}
    if head.get("format") == FORMAT and head.get("version") != VERSION:
        raise UserError("That file was made by a newer Newsreel, in a way that I can’t read yet.")
    rows = _rows(found)
    if rows is None:
        raise UserError("There is no list of stories in that file. `/collection export` makes one.")
    return reading(head_from(head), rows, _story)


def _rows(found: object) -> list[Any] | None:
    if isinstance(found, Mapping):
        found = next((found[key] for key in _LISTS if isinstance(found.get(key), list)), None)
    return found if isinstance(found, list) else None


def _story(row: object) -> FiledStory | None:
    if isinstance(row, str):
        return story_from({"link": row})
    if not isinstance(row, Mapping):
        return None
    named = {
        name: next((row[key] for key in (name, *others) if isinstance(row.get(key), str)), None)
        for name, others in _ALIASES.items()
    }
    return story_from({**row, **named})


def _story_values(story: FiledStory) -> dict[str, Any]:
    article = story.article
    return _filled(
        {
            **_article_values(article),
            "saved_at": story.saved_at.isoformat() if story.saved_at else None,
            "note": story.note,
        }
    )


def _article_values(article: Article) -> dict[str, Any]:
    return {
        "title": article.title,
        "link": article.link,
        "outlet": article.outlet,
        "author": article.author,
        "published": article.published.isoformat() if article.published else None,
        "summary": article.summary,
        "sources": [_filled({"name": one.name, "link": one.link}) for one in article.sources],
        "language": article.language,
        "photos": [_photo_values(photo) for photo in article.photos],
        "sensitive": article.sensitive,
    }


def _photo_values(photo: Photo) -> dict[str, Any]:
    return _filled(
        {
            "url": photo.url,
            "credit": photo.credit,
            "role": photo.role,
            "caption": photo.caption,
            "alt": photo.alt,
            "width": photo.width,
            "height": photo.height,
            "sensitive": photo.sensitive,
        },
        keep=("credit", "role", "caption", "alt"),
    )


def _filled(values: Mapping[str, Any], keep: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the values that say something; of those to keep, empty text does so, too."""
    return {
        name: value
        for name, value in values.items()
        if value or (name in keep and value is not None)
    }
