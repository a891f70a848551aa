"""A story in a list: its title, what its votes come to, and the way to its post."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import discord
from discord import ui

from bot.domain.marking import marked_link, marked_snippet
from bot.domain.model import Article, Photo
from bot.domain.query import Wanted
from bot.domain.text import cut, escape, plain, width
from bot.domain.wording import without_markup
from bot.services.ranking import ListedStory
from cogs._ui.address import drawable_url, safe_url
from cogs._ui.credit import alt_text, credit_line
from cogs._ui.headline import headline, post_url
from cogs._ui.origin import outlet_name
from cogs._ui.points import points_line
from cogs._ui.words import ago, isolated, number

_MAX_OUTLET, _MAX_CREDIT, _MAX_SNIPPET = 40, 60, 160
_MAX_CREDIT_LINE = 2 * _MAX_CREDIT + 10
_TITLE_ROOM = 280  # UTF-16 units of a title of escapes alone, or one with a link
_LEAST_SNIPPET = 20
_MEDALS = {1: "🥇", 2: "🥈", 3: "🥉"}


def top_entry(story: ListedStory, *, guild_id: int, room: int) -> ui.Item[Any]:
    """Return a story of the best, with the first of its photos that Discord can draw."""
    photo = first_photo(story.article)
    medal = _MEDALS.get(story.rank, f"**{story.rank}.**")
    below = f"{points_line(story.ups - story.downs)} · {_sides(story)}\n{_small(story, guild_id, ago(story.posted_at))}"
    if photo and (credit := small_credit(photo)):
        below = f"{below}\n{credit}"
    text = f"**{medal} {_title(story, guild_id, room - width(below) - 12)}**\n{below}"
    if photo is None:
        return ui.TextDisplay(text)
    return ui.Section(ui.TextDisplay(text), accessory=thumbnail(photo))


def vote_entry(story: ListedStory, *, guild_id: int, room: int) -> ui.Item[Any]:
    """Return a story with the vote that the person gave it."""
    mine = emoji_text(story.up if story.vote > 0 else story.down)
    points = points_line(story.ups - story.downs)
    voted = ago(story.voted_at, "you voted ")
    below = " · ".join(part for part in (points, voted, _post(story, guild_id)) if part)
    return ui.TextDisplay(f"{mine} {_title(story, guild_id, room - width(below) - 80)}\n-# {below}")


def found_entry(
    story: ListedStory, wanted: Sequence[Wanted], *, guild_id: int, room: int
) -> ui.Item[Any]:
    """Return a story that somebody looked for: what was looked for is all that is bold in its words."""
    small = _small(story, guild_id, ago(story.posted_at), _points(story))
    left = (room - width(small) - _MAX_CREDIT_LINE - _TITLE_ROOM) // 2
    longest = max(_LEAST_SNIPPET, min(left, _MAX_SNIPPET))
    summary = marked_snippet(without_markup(story.article.summary), wanted, longest)
    below = f"{isolated(summary)}\n{small}" if summary else small
    return _pictured(
        story,
        below,
        lambda left: _title(story, guild_id, left, wanted),
        room,
    )


def related_entry(story: ListedStory, *, guild_id: int, room: int) -> ui.Item[Any]:
    """Return a story that belongs to another, with its day."""
    day = discord.utils.format_dt(story.posted_at, "D")
    below = _small(story, guild_id, day, _points(story))
    return _pictured(story, below, lambda left: f"**{_title(story, guild_id, left - 4)}**", room)


def _pictured(
    story: ListedStory, below: str, title: Callable[[int], str], room: int
) -> ui.Item[Any]:
    """Return a title, as long as there is room for it, what stands below it, and the first photo."""
    photo = first_photo(story.article)
    if photo and (credit := small_credit(photo)):
        below = f"{below}\n{credit}"
    text = f"{title(room - width(below) - 8)}\n{below}"
    if photo is None:
        return ui.TextDisplay(text)
    return ui.Section(ui.TextDisplay(text), accessory=thumbnail(photo))


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
    return f"[see the post]({url})" if url else ""


def _post_url(story: ListedStory, guild_id: int) -> str | None:
    return post_url(guild_id, story.channel_id, story.message_id)


def small_credit(photo: Photo) -> str:
    """Return who made the photo, in small print; empty where no source claims it."""
    named = Photo(url=photo.url, credit=cut(plain(photo.credit or ""), _MAX_CREDIT))
    line = credit_line([named])
    return line and f"-# {line}"


def thumbnail(photo: Photo) -> ui.Thumbnail[Any]:
    """Return a photo in small, with what a screen reader says of it."""
    url = drawable_url(photo.url) or photo.url
    return ui.Thumbnail(url, description=alt_text(photo), spoiler=photo.sensitive)
