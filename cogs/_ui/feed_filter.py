"""What the filter of a feed lets pass of its last stories, and the form to try other words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Self

import discord
from discord import ui

from bot.client import NewsreelBot
from bot.domain.filter import Verdict
from bot.domain.model import Article
from bot.domain.text import cut, escape
from bot.language import marked, t, tn
from bot.moderator import require_manager
from bot.services.filtering import FilterTest
from cogs._ui.collection_field import defer_in_place
from cogs._ui.feed_button import FEED, FeedButton, feed_button, framed, guild_of
from cogs._ui.feed_words import in_channel, listed
from cogs._ui.form import LastingForm
from cogs._ui.headline import headline
from cogs._ui.turns import add_turns
from cogs._ui.words import isolated

PAGE = 10
_MAX_TITLE, _MAX_RULE = 110, 60
_LONGEST = 4_000  # characters of a field, for Discord
_TRIAL = r"(?P<trial>[0-9a-f]{8}|-)"
_SET = "-"  # in place of a token: the filter that is set

_ONE_A_LINE = marked("One a line: a word, “a phrase”, title: word, or /a regular expression/")
_NO_STORIES = marked(
    "Nothing to try it on yet: this feed has brought no stories. They are here after its first "
    "reading."
)
_NO_WORDS = marked("No words are set, so every story is posted.")

_Click = discord.Interaction[NewsreelBot]
_Box = ui.Container[ui.LayoutView]


def filter_view(test: FilterTest, *, page: int = 0, said: str = "") -> ui.LayoutView:
    """Build a page of the stories, each with whether it passes and by which rule.

    ``said`` is what was done just now.
    """
    pages = max(1, -(-len(test.stories) // PAGE))
    page = min(page, pages - 1)
    shown = test.stories[page * PAGE : (page + 1) * PAGE]
    box: _Box = ui.Container()
    box.add_item(ui.TextDisplay("\n".join([said, *_head(test)] if said else _head(test))))
    if shown:
        box.add_item(ui.TextDisplay("\n".join(_story(*one) for one in shown)))
    box.add_item(_buttons(test))

    add_turns(box, page, pages, lambda to, label: _button(test, f"filterpage:{to}", label))
    return framed(box)


def _head(test: FilterTest) -> list[str]:
    name = in_channel(test.feed)
    lines = [f"### {t('Other words for {feed}', feed=name) if test.token else name}"]
    if test.must:
        lines.append(f"**{t('Only stories with')}:** {listed(test.must)}")
    if test.must_not:
        lines.append(f"**{t('No stories with')}:** {listed(test.must_not)}")
    if not test.must and not test.must_not:
        lines.append(t(_NO_WORDS))
    lines.append(_result(test) if test.stories else t(_NO_STORIES))
    return lines


def _result(test: FilterTest) -> str:
    number, passing = len(test.stories), test.passing
    if passing == number:
        return tn("The last story passes.", "All of the last {n} stories pass.", number)
    if not passing:
        return tn("The last story does not pass.", "None of the last {n} stories passes.", number)
    return tn(
        "Of the last {total} stories, {n} passes.",
        "Of the last {total} stories, {n} pass.",
        passing,
        total=number,
    )


def _story(article: Article, verdict: Verdict) -> str:
    title = isolated(escape(cut(headline(article), _MAX_TITLE)))
    rule = isolated(escape(cut(verdict.rule or "", _MAX_RULE)))
    if verdict.passes:
        return t("✅ {title} · has “{rule}”", title=title, rule=rule) if rule else f"✅ {title}"
    if rule:
        return t("🚫 {title} · has “{rule}”", title=title, rule=rule)
    return t("🚫 {title} · has none of the words", title=title)


def _buttons(test: FilterTest) -> ui.ActionRow[ui.LayoutView]:
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    row.add_item(_button(test, "filtertry", t("Try other words…")))
    if test.token:
        row.add_item(_button(test, "filtersave", t("Save these"), discord.ButtonStyle.success))
    return row


def _button(
    test: FilterTest,
    action: str,
    label: str,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
) -> ui.Button[Any]:
    return feed_button(f"{action}:{test.token or _SET}", test.feed.subscription.id, label, style)


class _OfFilter(FeedButton, template=r"nr:nofilter"):
    """A button about the filter that is set for a feed, or that was tried."""

    @property
    def token(self) -> str:
        """Return the name of what was tried; empty for what is set."""
        return "" if self.match["trial"] == _SET else self.match["trial"]


class TryOther(_OfFilter, template=rf"nr:filtertry:{_TRIAL}:{FEED}"):
    """Open the form, with the words that are shown."""

    async def act(self, interaction: _Click) -> None:
        """Ask; a form can't be deferred."""
        await require_manager(interaction)
        must, must_not = await interaction.client.services.filtering.rules(
            self.subscription_id, guild_id=guild_of(interaction).id, token=self.token
        )
        await interaction.response.send_modal(FilterForm.of(self.subscription_id, must, must_not))


class SaveTried(_OfFilter, template=rf"nr:filtersave:{_TRIAL}:{FEED}"):
    """Set the words that were tried."""

    async def act(self, interaction: _Click) -> None:
        """Set them, and show them as they are set."""
        await require_manager(interaction)
        await interaction.response.defer()
        filtering, guild_id = interaction.client.services.filtering, guild_of(interaction).id
        await filtering.save(
            self.subscription_id, self.token, guild_id=guild_id, by=interaction.user.id
        )
        test = await filtering.test(self.subscription_id, guild_id=guild_id)
        said = t("✅ This holds for all stories that come.")
        await interaction.edit_original_response(view=filter_view(test, said=said))


class FilterPage(_OfFilter, template=rf"nr:filterpage:(?P<page>\d{{1,2}}):{_TRIAL}:{FEED}"):
    """Turn to a page of the stories, as they are now."""

    async def act(self, interaction: _Click) -> None:
        """Show it in place of the one before."""
        await require_manager(interaction)
        await interaction.response.defer()
        test = await interaction.client.services.filtering.test(
            self.subscription_id, guild_id=guild_of(interaction).id, token=self.token
        )
        view = filter_view(test, page=int(self.match["page"]))
        await interaction.edit_original_response(view=view)


class FilterForm(LastingForm, template=rf"nr:filterform:{FEED}"):
    """The words to try."""

    def __init__(self, subscription_id: int) -> None:
        super().__init__(title=t("Try other words"), custom_id=f"nr:filterform:s{subscription_id}")
        self.subscription_id = subscription_id

    @classmethod
    def from_custom_id(cls, match: re.Match[str], /) -> Self:
        """Read which feed."""
        return cls(int(match["feed"]))

    @classmethod
    def of(cls, subscription_id: int, must: Sequence[str], must_not: Sequence[str]) -> Self:
        """Return the form with some words."""
        form = cls(subscription_id)
        form.add_item(_field("must", t("Only stories with one of these"), must))
        form.add_item(_field("must_not", t("No stories with any of these"), must_not))
        return form

    async def act(self, interaction: _Click) -> None:
        """Show what they do; nothing is set yet."""
        await require_manager(interaction)
        await defer_in_place(interaction)
        test = await interaction.client.services.filtering.try_out(
            self.subscription_id,
            self.typed("must"),
            self.typed("must_not"),
            guild_id=guild_of(interaction).id,
        )
        await interaction.edit_original_response(view=filter_view(test))


def _field(name: str, label: str, rules: Sequence[str]) -> ui.Label[Any]:
    field: ui.TextInput[Any] = ui.TextInput(
        custom_id=name,
        style=discord.TextStyle.paragraph,
        default="\n".join(rules)[:_LONGEST] or None,
        required=False,
        max_length=_LONGEST,
    )
    return ui.Label(text=label, description=t(_ONE_A_LINE), component=field)


FILTER_ITEMS = (TryOther, SaveTried, FilterPage)
