"""/story: what moderators say of which card tells which news."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import NewsreelBot
from bot.domain.error import UserError
from bot.domain.text import cut, escape, plain
from bot.language import marked, t
from bot.moderator import MANAGERS_ONLY
from bot.services.finding import Finding, FoundStory
from bot.services.story_desk import StoryDesk
from cogs._ui.audience import scope_of
from cogs._ui.headline import headline, post_url
from cogs._ui.reply import say
from cogs._ui.server import server_id

_MAX_CHOICES = 25
_MAX_CHOICE = 100
_MAX_ID = 18  # digits; longer numbers are no rows of SQLite's
_TOGETHER = marked(
    "From now on, what several outlets report is one card in {channel}, which names them."
)
_APART = marked("From now on, each outlet’s article is posted by itself in {channel}.")

Choices = list[app_commands.Choice[str]]


@app_commands.guild_only()
class StoryDeskCog(
    commands.GroupCog,
    group_name="story",
    group_description="Which card tells which news",
    group_extras=MANAGERS_ONLY,
):
    """Take stories apart that are not the same news, and put together those that are."""

    def __init__(self, desk: StoryDesk, finding: Finding) -> None:
        self._desk = desk
        self._finding = finding

    @app_commands.command(description="Post an outlet’s article by itself that a card names")
    @app_commands.describe(
        story="The story whose card names it: pick one, or give the link of its post",
        outlet="The outlet that reports other news",
    )
    async def split(self, interaction: discord.Interaction, story: str, outlet: str) -> None:
        """Take an article off a story's card."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        found = await self._story(interaction, story)
        name, article_id = await self._report(found, outlet)
        await self._desk.split(
            found.story_id, article_id, guild_id=found.guild_id, by=interaction.user.id
        )
        await say(
            interaction,
            t(
                "Done: {outlet} is posted by itself now, and its name comes off {story} soon.",
                outlet=name,
                story=_linked(found),
            ),
        )

    @app_commands.command(description="Let one card tell two stories that are the same news")
    @app_commands.describe(
        story="The story whose card stays: pick one, or give the link of its post",
        other="The story that joins it: its card goes, its votes come along",
    )
    async def join(self, interaction: discord.Interaction, story: str, other: str) -> None:
        """Let the card of a story name the outlet of another, and take that one's card down."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        kept, joined = await self._story(interaction, story), await self._story(interaction, other)
        await self._desk.join(
            kept.story_id, joined.story_id, guild_id=kept.guild_id, by=interaction.user.id
        )
        await say(
            interaction,
            t(
                "Done: {story} tells “{other}” too, with the votes of both. Where both had a card, "
                "the other one is taken down. `/story split` takes it back.",
                story=_linked(kept),
                other=escape(headline(joined.article)),
            ),
        )

    @app_commands.command(description="Choose whether outlets’ reports share a card in a channel")
    @app_commands.describe(
        channel="Which channel",
        on="On: one card names all outlets. Off: each outlet’s article gets its own card",
    )
    async def together(
        self,
        interaction: discord.Interaction,
        channel: discord.TextChannel | discord.Thread,
        on: bool,  # noqa: FBT001 - a command's option
    ) -> None:
        """Choose it for what comes from now on."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        await self._desk.set_joins(
            channel.id, guild_id=server_id(interaction), joins=on, by=interaction.user.id
        )
        await say(
            interaction,
            t(_TOGETHER if on else _APART, channel=channel.mention),
        )

    @split.autocomplete("story")
    @join.autocomplete("story")
    @join.autocomplete("other")
    async def stories(self, interaction: discord.Interaction, typed: str) -> Choices:
        """Offer the newest stories."""
        scope = scope_of(interaction, shared=False)
        found = await self._finding.recent(scope, typed, limit=_MAX_CHOICES)
        return [
            app_commands.Choice(name=cut(title, _MAX_CHOICE), value=value) for title, value in found
        ]

    @split.autocomplete("outlet")
    async def outlets(self, interaction: discord.Interaction, typed: str) -> Choices:
        """Offer the outlets that the story's card names."""
        try:
            found = await self._story(interaction, interaction.namespace.story or "")
        except UserError:
            return []  # said when the command is sent
        reports = await self._desk.reports(found.story_id, guild_id=found.guild_id)
        return [
            app_commands.Choice(
                name=cut(plain(one.outlet), _MAX_CHOICE) or t("another outlet"),
                value=str(one.article_id),
            )
            for one in reports
            if typed.casefold() in one.outlet.casefold()
        ][:_MAX_CHOICES]

    async def _story(self, interaction: discord.Interaction, text: str) -> FoundStory:
        return await self._finding.by_text(text, scope_of(interaction, shared=False))

    async def _report(self, found: FoundStory, outlet: str) -> tuple[str, int]:
        """Return the name and article of an outlet that was picked or typed."""
        reports = await self._desk.reports(found.story_id, guild_id=found.guild_id)
        for one in reports:
            if outlet == str(one.article_id) or plain(outlet).casefold() == one.outlet.casefold():
                return f"**{escape(one.outlet)}**", one.article_id
        if not reports:
            raise UserError(
                "The card of {story} names no other outlet, so there is nothing to split.",
                story=_linked(found),
            )
        names = ", ".join(escape(one.outlet) for one in reports)
        raise UserError(
            "The card of {story} names {outlets}. Please pick one of them.",
            story=_linked(found),
            outlets=names,
        )


def _linked(found: FoundStory) -> str:
    """Return a story's title, as a link to its post where that is there."""
    url = post_url(found.guild_id, found.place_id, found.message_id)
    title = f"“{escape(headline(found.article))}”"
    return f"[{title}]({url})" if url else title


async def setup(bot: NewsreelBot) -> None:
    """Add the commands."""
    await bot.add_cog(StoryDeskCog(bot.services.story_desk, bot.services.finding))
