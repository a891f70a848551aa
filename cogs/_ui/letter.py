"""A letter: the card of a story in a direct message, with the way to its post and out of it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Self

import discord
from discord import ui

from bot.client import NewsreelBot
from bot.domain.follow import MAX_NAME
from bot.domain.model import TEXT_ONLY, Article
from bot.domain.spoiler import with_spoilers
from bot.domain.text import cut, cut_markdown, escape, width
from bot.language import t
from bot.services.letters import Letter
from cogs._ui.button import LastingButton
from cogs._ui.card import build_card
from cogs._ui.headline import post_url
from cogs._ui.reply import say

_MAX_TEXT = 4_000
_MAX_LABEL = 80
_SUMMARIES = (_MAX_TEXT, 1_000, 0)  # UTF-16 units: a digest fills all the room that it gets


def build_letter(letter: Letter, *, place: str = "", plainness: int = 0) -> ui.LayoutView:
    """Build a letter; ``place`` names the server that the post is in, as text.

    ``plainness`` is that of a Post. It holds its limits whatever the article holds (M48).
    """
    line = _line(letter, place)
    view = _card(letter, plainness, room=_MAX_TEXT - width(line))
    view.add_item(ui.TextDisplay(line))
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    post = letter.post
    if url := post_url(post.guild_id, post.place_id, post.message_id):
        row.add_item(ui.Button(label=t("See the post"), url=url))
    view.add_item(row.add_item(StopFollowing(letter.name)))
    view.stop()  # or discord.py would keep it for each message
    return view


def _line(letter: Letter, place: str) -> str:
    line = t("-# 🔔 You follow “{name}”", name=escape(letter.name))
    return f"{line} · {t('posted in **{server}**', server=escape(place))}" if place else line


def _card(letter: Letter, plainness: int, *, room: int) -> ui.LayoutView:
    """Return the card, with as much of its summary as there is room for."""
    views = (_card_of(letter, plainness, summary=longest) for longest in _SUMMARIES)
    fitting = (view for view in views if _text_of(view) <= room)
    return next(fitting, None) or _card_of(letter, TEXT_ONLY, summary=0)


def _text_of(view: ui.LayoutView) -> int:
    """Return how much text a message has, as Discord counts it."""
    parts = view.walk_children()
    return sum(width(part.content) for part in parts if isinstance(part, ui.TextDisplay))


def _card_of(letter: Letter, plainness: int, *, summary: int) -> ui.LayoutView:
    post = letter.post
    own = letter.article == post.article
    article = with_spoilers(letter.article, post.spoiler_words)
    return build_card(
        _cut(article, summary),
        story_id=post.story_id,
        plainness=max(plainness, post.plainness if own else 0),
        reports=post.reports if own else (),
        # What was uploaded with the post can't be shown elsewhere.
        files=dict.fromkeys(post.files),
    )


def _cut(article: Article, summary: int) -> Article:
    if width(article.summary) <= summary:
        return article
    return replace(article, summary=cut_markdown(article.summary, summary) if summary else "")


class StopFollowing(LastingButton, template=rf"nr:unfollow:(?P<name>.{{1,{MAX_NAME}}})"):
    """Stop following the name that a letter came for."""

    def __init__(self, name: str) -> None:
        label = cut(t("Stop following “{name}”", name=name), _MAX_LABEL)
        super().__init__(ui.Button(label=label, custom_id=f"nr:unfollow:{name}"))
        self.name = name

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read the name."""
        return cls(match["name"])

    async def act(self, interaction: discord.Interaction[NewsreelBot]) -> None:
        """Stop, and say how to begin again."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        name = await interaction.client.services.following.remove(interaction.user.id, self.name)
        await say(
            interaction,
            t(
                "You no longer follow “{name}”. Changed your mind? `/follow add` it again.",
                name=escape(name),
            ),
        )
