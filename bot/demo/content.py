"""The demo's news: outlets and stories, as written in data/demo/stories.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.domain.error import UserError

FOLDER = Path(__file__).resolve().parents[2] / "data" / "demo"
STILLS = FOLDER / "stills"


@dataclass(frozen=True, slots=True, kw_only=True)
class Still:
    """A picture of a story; ``name`` is its file's name without ``.jpg``.

    ``credit`` is None where the outlet gives none. ``spoiler`` is set where it rates the picture
    as not for everybody. ``fault`` says why nobody can see it: "missing" for one that is not on
    the site, "blank" for one of a single colour.
    """

    name: str
    caption: str
    credit: str | None = None
    spoiler: bool = False
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSource:
    """Where a story says that it is from; ``link`` is a path on the site."""

    name: str
    link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoStory:
    """A story as an outlet publishes it.

    ``age`` is how long before the demo's start it appeared; None for one that arrives later.
    ``body`` is in paragraphs of plain text. ``style`` names how its page is built, as the
    publishing systems of real outlets differ.
    """

    outlet: str
    slug: str
    title: str
    author: str
    summary: str
    body: tuple[str, ...]
    style: str
    sources: tuple[DemoSource, ...] = ()
    categories: tuple[str, ...] = ()
    photos: tuple[Still, ...] = ()
    age: timedelta | None = None

    @property
    def good_photos(self) -> tuple[Still, ...]:
        """Return the pictures that a card is to show."""
        return tuple(still for still in self.photos if not still.fault)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """An invented outlet; ``format`` is of its feed, ``channel`` is empty where nobody follows.

    ``in_feed`` is which photos its feed holds: "all" with their credits, the "first" without, or
    "none". Its pages always have all of them. ``host`` is the name under which it is reached: of two
    outlets of one host the bot joins no articles.
    """

    id: str
    name: str
    language: str
    format: str
    in_feed: str
    channel: str
    about: str
    host: str = "127.0.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that the demo can tell; stories in the order of the file."""

    outlets: tuple[Outlet, ...]
    stories: tuple[DemoStory, ...] = field(repr=False)

    @property
    def first(self) -> tuple[DemoStory, ...]:
        """Return the stories that are there at the start."""
        return tuple(story for story in self.stories if story.age is not None)

    @property
    def later(self) -> tuple[DemoStory, ...]:
        """Return the stories that arrive one by one."""
        return tuple(story for story in self.stories if story.age is None)


def load_content(folder: Path = FOLDER) -> Content:
    """Read the demo's news.

    Raises UserError where it is missing: it is no part of an installed package, only of its source.
    A mistake in the file raises KeyError, TypeError or ValueError.
    """
    if not (folder / "stories.toml").is_file():
        raise UserError(
            "The demo's stories and pictures come with Newsreel's source only. "
            "Clone it, and run there: make demo"
        )
    with (folder / "stories.toml").open("rb") as file:
        raw = tomllib.load(file)
    return Content(
        outlets=tuple(Outlet(**outlet) for outlet in raw["outlets"]),
        stories=tuple(_story(story) for story in raw["stories"]),
    )


def _story(raw: dict[str, Any]) -> DemoStory:
    age = raw.get("age")
    return DemoStory(
        outlet=raw["outlet"],
        slug=raw["slug"],
        title=raw["title"],
        author=raw["author"],
        summary=raw["summary"],
        body=tuple(raw["body"]),
        style=raw["style"],
        sources=tuple(DemoSource(**source) for source in raw.get("sources", ())),
        categories=tuple(raw.get("categories", ())),
        photos=tuple(_still(photo) for photo in raw["photos"]),
        age=None if age is None else timedelta(minutes=age),
    )


def _still(raw: dict[str, Any]) -> Still:
    return Still(name=raw["still"], **{key: raw[key] for key in raw if key != "still"})
