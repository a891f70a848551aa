"""A story in a list: its title, what its votes come to, and the way to its post."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.domain.marking import marked_link, marked_snippet, unmarked
from bot.domain.model import Article, Photo
from bot.domain.query import Wanted
from bot.domain.text import cut, escape, plain, width
from bot.language import marked, t
from bot.services.ranking import ListedStory
from cogs._ui.address import drawable_url, safe_url
from cogs._ui.credit import alt_text, credit_line
from cogs._ui.headline import headline, post_url
from cogs._ui.origin import outlet_name
from cogs._ui.points import points_line
from cogs._ui.words import ago, isolated, number, when

_MAX_OUTLET, _MAX_CREDIT, _MAX_SNIPPET = 40, 60, 160
_LEAST_SNIPPET = 20
_BREAKS = 12  # UTF-16 units of what stands between the parts of an entry and around them
_VOTED = marked("you voted {when}")
_MEDALS = {1: "🥇", 2: "🥈", 3: "🥉"}


def top_entry(story: ListedStory, *, guild_id: int, room: int) -> ui.Item[Any]:
    """Return a story of the best, with the first of its photos that Discord can draw."""
    photo = first_photo(story.article)
    medal = _MEDALS.get(story.rank, f"**{story.rank}.**")
    below = f"{points_line(story.ups - story.downs)} · {_sides(story)}\n{_small(story, guild_id, ago(story.posted_at))}"
    if photo and (credit := small_credit(photo)):
        below = f"{below}\n{credit}"
    title = _title(story, guild_id, room - width(below) - _BREAKS)
    return _pictured(photo, f"**{medal} {title}**", below)


def vote_entry(story: ListedStory, *, guild_id: int, room: int) -> ui.Item[Any]:
    """Return a story with the vote that the person gave it."""
    mine = emoji_text(story.up if story.vote > 0 else story.down)
    points = points_line(story.ups - story.downs)
    voted = when(story.voted_at, _VOTED)
    below = " · ".join(part for part in (points, voted, _post(story, guild_id)) if part)
    return ui.TextDisplay(f"{mine} {_title(story, guild_id, room - width(below) - 80)}\n-# {below}")


def found_entry(
    story: ListedStory, wanted: Sequence[Wanted], *, guild_id: int, room: int
) -> ui.Item[Any]:
    """Return a story that somebody looked for: what was looked for is all that is bold in its words."""
    photo = first_photo(story.article)
    small = _small(story, guild_id, ago(story.posted_at), _points(story))
    credit = small_credit(photo) if photo else ""
    room -= width(small) + width(credit) + _BREAKS
    title = _title(story, guild_id, room - 2 * _LEAST_SNIPPET, wanted)
    longest = max(_LEAST_SNIPPET, min((room - width(title)) // 2, _MAX_SNIPPET))
    summary = isolated(marked_snippet(unmarked(story.article.summary), wanted, longest))
    return _pictured(photo, title, summary, small, credit)


def related_entry(story: ListedStory, *, guild_id: int, room: int) -> ui.Item[Any]:
    """Return a story that belongs to another, with its day."""
    photo = first_photo(story.article)
    small = _small(story, guild_id, discord.utils.format_dt(story.posted_at, "D"), _points(story))
    credit = small_credit(photo) if photo else ""
    title = _title(story, guild_id, room - width(small) - width(credit) - _BREAKS)
    return _pictured(photo, f"**{title}**", small, credit)


def _pictured(photo: Photo | None, *lines: str) -> ui.Item[Any]:
    """Return lines, of which some may be empty, beside a photo."""
    text: ui.TextDisplay[Any] = ui.TextDisplay("\n".join(line for line in lines if line))
    return text if photo is None else ui.Section(text, accessory=thumbnail(photo))


def _points(story: ListedStory) -> str:
    """Return the points; nothing where nobody has voted."""
    return points_line(story.ups - story.downs) if story.ups or story.downs else ""


def first_photo(article: Article) -> Photo | None:
    """Return the first of the photos that Discord can draw, None if there is none."""
    return next((one for one in article.photos if drawable_url(one.url)), None)


def emoji_text(emoji: str) -> str:
    """Return a vote emoji ("👍", "name:id" or "a:name:id") as a message shows it."""
    return str(discord.PartialEmoji.from_str(emoji))


def _title(story: ListedStory, guild_id: int, room: int, wanted: Sequence[Wanted] = ()) -> str:
    """Return the title, linked to the article, or to the post where there is no room for that."""
    title = headline(story.article)
    urls = (safe_url(story.article.link), _post_url(story, guild_id))
    linked = (marked_link(title, url, words) for words in (wanted, ()) for url in urls if url)
    return isolated(next((one for one in linked if width(one) <= room), escape(title)))


def _sides(story: ListedStory) -> str:
    ups, downs = (f"{emoji_text(emoji)} {number(votes)}" for emoji, votes in _votes(story))
    return f"{ups}  {downs}"


def _votes(story: ListedStory) -> tuple[tuple[str, int], tuple[str, int]]:
    return (story.up, story.ups), (story.down, story.downs)


def _small(story: ListedStory, guild_id: int, *said: str) -> str:
    outlet = escape(cut(outlet_name(story.article), _MAX_OUTLET))
    parts = (outlet and isolated(outlet), *said, _post(story, guild_id))
    return f"-# {' · '.join(part for part in parts if part)}"


def _post(story: ListedStory, guild_id: int) -> str:
    url = _post_url(story, guild_id)
    return t("[see the post]({url})", url=url) if url else ""


def _post_url(story: ListedStory, guild_id: int) -> str | None:
    return post_url(guild_id, story.place_id, story.message_id)


def small_credit(photo: Photo) -> str:
    """Return who made the photo, in small print; empty where no source claims it."""
    named = Photo(url=photo.url, credit=cut(plain(photo.credit or ""), _MAX_CREDIT))
    line = credit_line([named])
    return line and f"-# {line}"


def thumbnail(photo: Photo) -> ui.Thumbnail[Any]:
    """Return a photo in small, with what a screen reader says of it."""
    url = drawable_url(photo.url) or photo.url
    return ui.Thumbnail(url, description=alt_text(photo), spoiler=photo.sensitive)
