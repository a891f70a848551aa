"""The forms of a feed's page: filter, quiet hours, spoiler words, colour."""

from __future__ import annotations

import re
from typing import Any, Self

import discord
from discord import ui

from bot.client import NewsreelBot
from bot.domain.filter import read_rules
from bot.domain.setting_text import colour_text, read_colour, read_quiet
from bot.domain.spoiler import MAX_WORD, MAX_WORDS
from bot.language import t
from bot.moderator import require_manager
from bot.services.standing import FeedInChannel
from cogs._ui.collection_field import defer_in_place
from cogs._ui.feed_button import FEED, FeedButton, guild_of
from cogs._ui.feed_change import change
from cogs._ui.feed_edit import show_page
from cogs._ui.form import LastingForm

_LONGEST = 4_000  # characters of a field, for Discord
_LONGEST_WORDS = min(MAX_WORDS * (MAX_WORD + 1), _LONGEST)

_Click = discord.Interaction[NewsreelBot]


class FeedForm(LastingForm, template=r"nr:nofeedform"):
    """A form about one subscription."""

    action: str

    def __init__(self, subscription_id: int, title: str) -> None:
        super().__init__(title=title, custom_id=f"nr:{self.action}:s{subscription_id}")
        self.subscription_id = subscription_id

    @classmethod
    def from_custom_id(cls, match: re.Match[str], /) -> Self:
        """Read which subscription."""
        return cls(int(match["feed"]), "-")

    @classmethod
    def of(cls, feed: FeedInChannel) -> Self:
        """Return the form as it is asked, with what is set."""
        form = cls(feed.subscription.id, feed.name)
        form.fill(feed)
        return form

    def fill(self, feed: FeedInChannel) -> None:
        """Add the fields."""
        raise NotImplementedError

    def area(
        self, name: str, label: str, description: str, value: str, *, longest: int = _LONGEST
    ) -> None:
        """Add a field of several lines that may stay empty."""
        self._add(name, label, description, value, discord.TextStyle.paragraph, longest)

    def line(self, name: str, label: str, description: str, value: str) -> None:
        """Add a short field that may stay empty."""
        self._add(name, label, description, value, discord.TextStyle.short, 20)

    def _add(
        self,
        name: str,
        label: str,
        description: str,
        value: str,
        style: discord.TextStyle,
        longest: int,
    ) -> None:
        field: ui.TextInput[Any] = ui.TextInput(
            custom_id=name,
            style=style,
            default=value or None,
            required=False,
            max_length=longest,
        )
        self.add_item(ui.Label(text=label, description=description, component=field))


class RulesForm(FeedForm, template=rf"nr:feedrulesform:{FEED}"):
    """Which stories are posted, and which mention the role."""

    action = "feedrulesform"

    def fill(self, feed: FeedInChannel) -> None:
        """Add three fields of rules."""
        settings = feed.subscription.settings
        one_a_line = t("One a line: a word, “a phrase”, title: word, or /a regular expression/")
        self.area("must", t("Only stories with one of these"), one_a_line, _lines(settings.must))
        self.area(
            "must_not", t("No stories with any of these"), one_a_line, _lines(settings.must_not)
        )
        self.area(
            "mention_when",
            t("Mention the role only for these"),
            t("The same, where a role is chosen. Leave it empty for each story."),
            _lines(settings.mention_when),
        )

    async def act(self, interaction: _Click) -> None:
        """Set them."""
        await require_manager(interaction)
        names = ("must", "must_not", "mention_when")
        rules = {name: read_rules(self.typed(name)) for name in names}
        await defer_in_place(interaction)
        said = t("The filter holds for all that comes. `/feed filter test` shows what it does.")
        await change(interaction, self.subscription_id, said, **rules)


class QuietForm(FeedForm, template=rf"nr:feedquietform:{FEED}"):
    """The hours in which nothing is posted."""

    action = "feedquietform"

    def fill(self, feed: FeedInChannel) -> None:
        """Add two fields of a time."""
        quiet = feed.subscription.settings.quiet
        zone = t("In the server’s time zone, as 22:00. Leave both empty for none.")
        self.line("start", t("Quiet from"), zone, f"{quiet.start:%H:%M}" if quiet else "")
        end = t("What comes meanwhile is posted then, or listed on one card.")
        self.line("end", t("Until"), end, f"{quiet.end:%H:%M}" if quiet else "")

    async def act(self, interaction: _Click) -> None:
        """Set them."""
        await require_manager(interaction)
        quiet = read_quiet(self.typed("start"), self.typed("end"))
        await defer_in_place(interaction)
        said = t("The quiet hours are set.") if quiet else t("No hours are quiet.")
        await change(interaction, self.subscription_id, said, quiet=quiet)


class AccentForm(FeedForm, template=rf"nr:feedaccentform:{FEED}"):
    """The colour of the cards."""

    action = "feedaccentform"

    def fill(self, feed: FeedInChannel) -> None:
        """Add one field."""
        accent = feed.subscription.settings.accent
        self.line(
            "accent",
            t("Colour of the cards"),
            t("As #E5A823. Leave it empty for a colour of each outlet’s own."),
            colour_text(accent) if accent is not None else "",
        )

    async def act(self, interaction: _Click) -> None:
        """Set it."""
        await require_manager(interaction)
        accent = read_colour(self.typed("accent"))
        await defer_in_place(interaction)
        said = (
            t("The colour is set.") if accent is not None else t("Each outlet has its own colour.")
        )
        await change(interaction, self.subscription_id, said, accent=accent)


class SpoilerForm(FeedForm, template=rf"nr:feedspoilersform:{FEED}"):
    """The words that hide photos."""

    action = "feedspoilersform"

    def fill(self, feed: FeedInChannel) -> None:
        """Add one field with the words, one a line."""
        self.area(
            "words",
            t("Words that hide photos"),
            t("One a line, up to {most}. Leave it empty to hide none.", most=MAX_WORDS),
            _lines(feed.subscription.spoiler_words),
            longest=_LONGEST_WORDS,
        )

    async def act(self, interaction: _Click) -> None:
        """Store the words, and say what holds now."""
        await require_manager(interaction)
        await defer_in_place(interaction)
        feed = await interaction.client.services.feed_desk.set_spoiler_words(
            self.subscription_id,
            self.typed("words"),
            guild_id=guild_of(interaction).id,
            by=interaction.user.id,
        )
        said = t("✅ Photos are hidden where the story, or their caption, has one of the words.")
        if not feed.subscription.spoiler_words:
            said = t("✅ No words hide photos. What a site itself marks stays hidden.")
        await show_page(interaction, self.subscription_id, said=said)


def _lines(words: tuple[str, ...]) -> str:
    return "\n".join(words)


class AskButton(FeedButton, template=r"nr:nofeedask"):
    """A button that opens a form; a form can't be deferred."""

    form: type[FeedForm]

    async def act(self, interaction: _Click) -> None:
        """Ask, with what is set."""
        await require_manager(interaction)
        feed = await interaction.client.services.feed_desk.get(
            self.subscription_id, guild_id=guild_of(interaction).id
        )
        await interaction.response.send_modal(self.form.of(feed))


class AskRules(AskButton, template=rf"nr:feedrules:{FEED}"):
    """Ask for the filter."""

    form = RulesForm


class AskQuiet(AskButton, template=rf"nr:feedquiet:{FEED}"):
    """Ask for quiet hours."""

    form = QuietForm


class AskSpoilers(AskButton, template=rf"nr:feedspoilers:{FEED}"):
    """Ask for spoiler words."""

    form = SpoilerForm


class AskAccent(AskButton, template=rf"nr:feedaccent:{FEED}"):
    """Ask for a colour."""

    form = AccentForm


FEED_FORMS = (RulesForm, QuietForm, SpoilerForm, AccentForm)
ASK_ITEMS = (AskRules, AskQuiet, AskSpoilers, AskAccent)
