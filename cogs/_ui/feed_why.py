"""What became of a story in each channel of a server, and why: in pages that turn for ever."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Self

import discord
from discord import ui
from discord.utils import format_dt

from bot.client import NewsreelBot
from bot.domain.model import Article
from bot.domain.text import cut, escape, plain
from bot.domain.why import Answer
from bot.language import t
from bot.moderator import require_manager
from bot.services.explaining import Explanation, SiteFeed
from cogs._ui.address import safe_url
from cogs._ui.button import LastingButton
from cogs._ui.feed_button import framed, guild_of
from cogs._ui.feed_why_words import answer_line
from cogs._ui.headline import headline, post_url
from cogs._ui.origin import outlet_name
from cogs._ui.turns import MORE, add_turns
from cogs._ui.words import and_more, isolated

_PAGE = 10
_MAX_URL, _MAX_HOST, _MAX_OUTLET, _MAX_NAME, _MAX_ERROR = 500, 100, 60, 60, 150
_MOST_CHANNELS = 5

_Click = discord.Interaction[NewsreelBot]
_Box = ui.Container[ui.LayoutView]


def why_view(found: Explanation, guild_id: int, *, page: int = 0) -> ui.LayoutView:
    """Build a page of what is known."""
    box: _Box = ui.Container()
    if found.article is None:
        box.add_item(ui.TextDisplay("\n".join(_unknown(found))))
        return framed(box)
    pages = max(1, -(-len(found.answers) // _PAGE))
    page = min(page, pages - 1)
    box.add_item(ui.TextDisplay(_head(found.article)))
    lines = [_line(one, guild_id) for one in found.answers[page * _PAGE : (page + 1) * _PAGE]]
    box.add_item(ui.TextDisplay("\n".join(lines) or t("It is in no channel of this server.")))
    add_turns(box, page, pages, lambda to, label: WhyPage(found.article_id, to, label))
    return framed(box)


def _head(article: Article) -> str:
    title = isolated(escape(headline(article)))
    url = safe_url(article.link, limit=_MAX_URL)
    outlet = escape(cut(outlet_name(article), _MAX_OUTLET))
    published = article.published
    small = [outlet, published and t("published {when}", when=format_dt(published, "R"))]
    lines = [f"### {f'[{title}]({url})' if url else title}"]
    if told := " · ".join(part for part in small if part):
        lines.append(f"-# {told}")
    return "\n".join(lines)


def _line(answer: Answer, guild_id: int) -> str:
    line = answer_line(answer)
    if answer.message is None:
        return line
    url = post_url(guild_id, answer.message.place_id, answer.message.message_id)
    return f"{line} {t('[See it]({url})', url=url)}"


def _unknown(found: Explanation) -> Iterator[str]:
    """Yield what can be said of an address that no feed of the server brought."""
    host = escape(cut(found.host, _MAX_HOST))
    if not found.feeds:
        yield t("**No feed of this server brings stories of {host}.**", host=host)
        yield t("`/feed add` finds the feed of a site by its address.")
        return
    yield t("**This address is not in the feed of {host} so far.**", host=host)
    for one in found.feeds[:_PAGE]:
        yield _reading(one)
    yield "-# " + t(
        "Sites do not put every page into their feeds. `/feed check` looks for what is new at once."
    )


def _reading(one: SiteFeed) -> str:
    """Return when a feed was read, and will be."""
    feed = one.feed
    name = f"**{escape(cut(plain(feed.title or feed.url), _MAX_NAME))}**"
    mentions = [f"<#{channel}>" for channel in one.channels]
    channels = and_more(mentions[:_MOST_CHANNELS], max(len(mentions) - _MOST_CHANNELS, 0))
    lines = [f"{name} → {channels}", *_times(one)]
    if feed.failing_since and feed.last_error:
        error = escape(cut(plain(feed.last_error), _MAX_ERROR))
        lines.append(t("It can’t be read at the moment: {error}", error=error))
    return "\n".join(lines)


def _times(one: SiteFeed) -> Iterator[str]:
    if one.feed.last_success_at:
        yield t("Last read {when}.", when=format_dt(one.feed.last_success_at, "R"))
    if one.next_at:
        yield t("It is looked at next {when}.", when=format_dt(one.next_at, "R"))
    else:
        yield t("It is not looked at any more: the site says that it is gone.")


class WhyPage(LastingButton, template=r"nr:why:(?P<article>\d{1,18}):(?P<page>\d{1,3})"):
    """Turn to a page of the channels, as they are now."""

    def __init__(self, article_id: int, page: int, label: str = MORE) -> None:
        super().__init__(ui.Button(label=label, custom_id=f"nr:why:{article_id}:{page}"))
        self.article_id, self.page = article_id, page

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read which story, and which page."""
        return cls(int(match["article"]), int(match["page"]))

    async def act(self, interaction: _Click) -> None:
        """Show it in place of the one before."""
        await require_manager(interaction)
        await interaction.response.defer()
        guild_id = guild_of(interaction).id
        explaining = interaction.client.services.explaining
        found = await explaining.of_article(self.article_id, guild_id=guild_id)
        await interaction.edit_original_response(view=why_view(found, guild_id, page=self.page))
