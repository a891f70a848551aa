"""Finding: which story somebody means, by a message, a link, a title or a choice from a list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import islice

from bot.domain.error import UserError
from bot.domain.identity import link_keys
from bot.domain.model import Article
from bot.domain.sentence import marked
from bot.domain.term import terms, words
from bot.domain.text import plain
from bot.services.ranking import Scope
from bot.storage.article import ArticleTable
from bot.storage.database import Database
from bot.storage.place import Place, PlaceTable, Titled

MOST_CHOICES = 25
"""How many choices Discord shows below what somebody types."""

_MOST_TITLES = 100
_MAX_TYPED = 300
_MAX_TERMS = 40
_OF_EACH_CHANNEL = 200
_NEWEST = 1_000  # stories whose titles are looked at while somebody types
_MAX_ID = 18  # digits; a longer number is no row of SQLite's
_CHOICE = "story:"
_MESSAGE = re.compile(
    r"<?https?://(?:(?:www|ptb|canary)\.)?discord(?:app)?\.com/channels"
    r"/(?:\d{1,20}|@me)/\d{1,20}/(\d{1,19})/?(?:\?\S*)?>?",
    re.IGNORECASE,
)
_LINK = re.compile(r"<?(https?://\S+?)>?", re.IGNORECASE)
_LARGEST = 2**63 - 1  # of SQLite's integers

_NOTHING = marked(
    "Which story? Pick one from the list that appears while you type, or give the link of its post."
)
_NO_MESSAGE = marked(
    "That message is no story’s post that you can see in this server. Copy the link of a story’s "
    "post: **⋯** → **Copy Message Link**."
)
_NO_ARTICLE = marked(
    "No story with this link was posted where you can see it. Pick one from the list that appears "
    "while you type, or give the link of its post."
)
_NO_TITLE = marked(
    "No story with these words in its title was posted where you can see it. Pick one from the list "
    "that appears while you type, or give the link of its post."
)
_GONE = marked(
    "That story isn’t there any more, or not where you can see it. Pick one from the list that "
    "appears while you type, or give the link of its post."
)
_MANY = marked(
    "Many stories have these words in their titles. Pick one from the list that appears while you "
    "type, or give the link of its post."
)
_SEVERAL = marked(
    "{number} stories have these words in their titles. Pick one from the list that appears while "
    "you type, or give the link of its post."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundStory:
    """A story and its post in a server; ``message_id`` is None where that message was deleted.

    ``thread_id`` is as in a Post.
    """

    story_id: int
    article_id: int
    article: Article
    guild_id: int
    channel_id: int
    message_id: int | None
    posted_at: datetime
    thread_id: int | None = None

    @property
    def place_id(self) -> int:
        """Return the channel or thread that the message is in."""
        return self.thread_id or self.channel_id


class Finding:
    """Find the story that is meant."""

    def __init__(self, *, db: Database) -> None:
        self._places = PlaceTable(db)
        self._articles = ArticleTable(db)

    async def by_message(self, message_id: int) -> FoundStory | None:
        """Return the story of a message of the bot's, deleted or not; None for any other message.

        Of one whose story joined another, that other one. Whether somebody may read the message is
        not asked here.
        """
        return _best(await self._places.of_message(message_id))

    async def by_story(self, story_id: int, scope: Scope) -> FoundStory | None:
        """Return a story with the post to lead to, None where it was not posted in this scope."""
        return _best(await self._told([story_id], scope), scope)

    async def by_text(self, text: str, scope: Scope) -> FoundStory:
        """Return the story that somebody typed or picked.

        That is a choice of ``recent``, a message's link, an article's link, or a title or words of
        one. Raises UserError with what to do.
        """
        typed = plain(text)[:_MAX_TYPED] if not _LINK.fullmatch(text.strip()) else text.strip()
        if picked := _picked(typed):
            return _or_say(await self.by_story(picked, scope), _GONE)
        if message := _MESSAGE.fullmatch(typed):
            return _or_say(await self._by_link_of_message(int(message[1]), scope), _NO_MESSAGE)
        if link := _LINK.fullmatch(typed):
            return _or_say(await self._by_link(link[1], scope), _NO_ARTICLE)
        return await self._by_title(typed, scope)

    async def recent(
        self, scope: Scope, typed: str, limit: int = MOST_CHOICES
    ) -> list[tuple[str, str]]:
        """Return titles of the newest stories that have all the words typed so far.

        Each with the value that ``by_text`` understands; the titles are whole, as long as they are.
        """
        wanted = words(typed[:_MAX_TYPED])
        newest = await self._places.newest(
            guild_id=scope.guild_id,
            channels=scope.channels,
            of_each=_OF_EACH_CHANNEL,
            limit=_NEWEST,
        )
        fitting = (
            (title, f"{_CHOICE}{one.story_id}")
            for one in newest
            if (title := plain(one.title)) and begins(wanted, title)
        )
        return list(islice(fitting, limit))

    async def _told(self, story_ids: Iterable[int], scope: Scope) -> list[Place]:
        places = await self._places.of_stories(story_ids, guild_id=scope.guild_id)
        return [one for one in places if one.channel_id in scope.channels]

    async def _by_link_of_message(self, message_id: int, scope: Scope) -> FoundStory | None:
        found = await self.by_message(min(message_id, _LARGEST))
        seen = found and found.guild_id == scope.guild_id and found.channel_id in scope.channels
        return found if seen else None

    async def _by_link(self, link: str, scope: Scope) -> FoundStory | None:
        known = await self._articles.known(link_keys(link))
        articles = {one.article_id for found in known.values() for one in found}
        places = await self._places.of_articles(articles, guild_id=scope.guild_id)
        return _best([one for one in places if one.channel_id in scope.channels], scope)

    async def _by_title(self, typed: str, scope: Scope) -> FoundStory:
        wanted = terms(typed)[:_MAX_TERMS]
        if not wanted:
            raise UserError(_NOTHING)
        found = await self._places.titled(
            wanted,
            guild_id=scope.guild_id,
            channels=scope.channels,
            limit=_MOST_TITLES,
        )
        return _or_say(await self.by_story(_only(found, typed), scope), _NO_TITLE)


def names_one(text: str) -> bool:
    """Tell whether a text is a choice of ``Finding.recent`` or a link, and so means one story."""
    return _picked(text) is not None or bool(_LINK.fullmatch(text.strip()))


def _best(places: Sequence[Place], scope: Scope | None = None) -> FoundStory | None:
    """Return the card to lead to: one that is there, then one that was asked for, then the first."""

    def order(place: Place) -> tuple[bool, bool]:
        asked = scope and scope.channel_id
        return (place.message_id is None, bool(asked) and place.channel_id != asked)

    if not places:
        return None
    place = min(places, key=order)
    return FoundStory(
        story_id=place.story_id,
        article_id=place.article_id,
        article=place.article,
        guild_id=place.guild_id,
        channel_id=place.channel_id,
        message_id=place.message_id,
        thread_id=place.thread_id,
        posted_at=place.posted_at,
    )


def _only(found: Sequence[Titled], typed: str) -> int:
    """Return the story whose title this is, or the only one with these words in its title."""
    if not found:
        raise UserError(_NO_TITLE)
    exact = (one for one in found if words(one.title) == words(typed))
    if one := next(exact, found[0] if len(found) == 1 else None):
        return one.story_id
    if len(found) == _MOST_TITLES:
        raise UserError(_MANY)
    raise UserError(_SEVERAL, number=len(found))


def _picked(typed: str) -> int | None:
    number = typed.removeprefix(_CHOICE)
    is_choice = number != typed and number.isascii() and number.isdecimal()
    return int(number) if is_choice and len(number) <= _MAX_ID else None


def begins(wanted: Sequence[str], title: str) -> bool:
    """Tell whether a word of the title begins with each of those typed; Korean may stand anywhere."""
    text = _folded(title)
    return all(f" {word}" in text or (not word.isascii() and word in text) for word in wanted)


@lru_cache(maxsize=4 * _NEWEST)
def _folded(title: str) -> str:
    """Return the words of a title, with a blank before each; asked for with each key somebody types."""
    return " " + " ".join(words(title))


def _or_say(found: FoundStory | None, sentence: str) -> FoundStory:
    if found is None:
        raise UserError(sentence)
    return found
