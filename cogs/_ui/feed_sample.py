"""The newest story of a feed, as it looks with what is set; and what a check of a feed saw."""

from __future__ import annotations

from collections.abc import Iterator

import discord
from discord import ui

from bot.client import NewsreelBot
from bot.domain.filter import Verdict
from bot.domain.text import escape
from bot.language import t, tn, using
from bot.moderator import require_manager
from bot.services.feed_check import Checked
from bot.services.sampling import Sample
from cogs._ui.button import note
from cogs._ui.card import build_container
from cogs._ui.feed_button import FEED, FeedButton, guild_of
from cogs._ui.feed_words import bold, channel_of, in_channel
from cogs._ui.language import PublicLanguage
from cogs._ui.reply import say, show
from cogs._ui.words import ago

_Call = discord.Interaction[NewsreelBot]


async def show_newest(interaction: _Call, subscription_id: int) -> None:
    """Show the newest story of a feed to an interaction that is deferred."""
    services, guild = interaction.client.services, guild_of(interaction)
    sample = await services.sampling.newest(subscription_id, guild_id=guild.id)
    public = PublicLanguage(interaction.client, services.server_setting)
    language = await public.of(guild.id, sample.feed.subscription.settings.language)
    await show(interaction, sample_view(sample, language=language))


def sample_view(sample: Sample, *, language: str) -> ui.LayoutView:
    """Build the preview; the card is in the channel's ``language``, what is said of it in the person's."""
    if sample.article is None:
        return note(
            t(
                "{feed} has no story yet. `/feed check` looks for one now.",
                feed=in_channel(sample.feed),
            )
        )
    head = t(
        "The newest story of {feed}, as it looks in {channel}:",
        feed=bold(sample.feed),
        channel=channel_of(sample.feed),
    )
    view = ui.LayoutView(timeout=None).add_item(ui.TextDisplay(head))
    with using(language):
        view.add_item(build_container(sample.article, settings=sample.feed.subscription.settings))
    view.add_item(ui.TextDisplay("\n".join(f"-# {line}" for line in _of_rules(sample))))
    view.stop()  # or discord.py would keep it
    return view


def _of_rules(sample: Sample) -> Iterator[str]:
    """Yield what filter and mention would do with it."""
    settings = sample.feed.subscription.settings
    if sample.verdict and settings.filters:
        yield _of_filter(sample.verdict)
    if settings.mention_role is None:
        yield t("It mentions nobody.")
    elif sample.mentions is None:
        yield t("It does not mention {role}.", role=f"<@&{settings.mention_role}>")
    else:
        yield t("It mentions {role}.", role=f"<@&{sample.mentions}>")


def _of_filter(verdict: Verdict) -> str:
    rule = verdict.rule and f"“{escape(verdict.rule)}”"
    if verdict.passes and rule:
        return t("✅ The filter lets it pass: it has {rule}.", rule=rule)
    if verdict.passes:
        return t("✅ The filter lets it pass.")
    if rule:
        return t("🚫 The filter keeps it out: it has {rule}.", rule=rule)
    return t("🚫 The filter keeps it out: it has none of the words that it must have.")


async def check_feed(interaction: _Call, subscription_id: int) -> None:
    """Poll a feed for an interaction that is deferred, and say what was seen."""
    checked = await interaction.client.services.feed_check.check(
        subscription_id, guild_id=guild_of(interaction).id
    )
    await say(interaction, "\n".join(checked_lines(checked)))


def checked_lines(checked: Checked) -> Iterator[str]:
    """Yield what a check saw, what became of it, and when the next one is."""
    yield in_channel(checked.feed)
    yield _seen(checked)
    yield from _became(checked)
    if checked.feed.next_check_at and not checked.paused:
        yield t("-# Next look {when}", when=ago(checked.feed.next_check_at))


def _seen(checked: Checked) -> str:
    if checked.paused:
        return t("Its site asked me to wait: I look again {when}.", when=ago(checked.paused))
    if checked.just_now:
        return t(
            "I looked {when}, and leave the site in peace for a moment.", when=ago(checked.just_now)
        )
    if checked.late or checked.seen is None:
        return t("This takes a while: I go on with it, and what is new comes by itself.")
    if checked.seen.error:
        return t("⚠️ It can’t be read: {error}", error=checked.seen.error)
    if checked.seen.unchanged:
        return t("The site answers, and nothing has changed since the last look.")
    return tn(
        "The site answers: the feed has {n} entry.",
        "The site answers: the feed has {n} entries.",
        checked.seen.entries,
    )


def _became(checked: Checked) -> Iterator[str]:
    """Yield what became of what was new."""
    tally = checked.tally
    if tally is None or checked.seen is None or checked.seen.error or checked.seen.unchanged:
        return
    if not tally.articles:
        yield t("None of them is new.")
        return
    yield tn("{n} of them is new:", "{n} of them are new:", tally.articles)
    sent = sum(tally.posts.get(state, 0) for state in ("pending", "sending", "sent"))
    waiting, held = tally.posts.get("waiting", 0), tally.posts.get("held", 0)
    if sent:
        yield tn("- {n} is on the way", "- {n} are on the way", sent)
    if waiting:
        yield tn("- {n} waits", "- {n} wait", waiting)
    if held:
        yield tn("- {n} is held back: see `/status`", "- {n} are held back: see `/status`", held)
    if tally.left_out:
        yield tn(
            "- {n} is kept out by the filter", "- {n} are kept out by the filter", tally.left_out
        )
    if (rest := tally.articles - sent - waiting - held - tally.left_out) > 0:
        yield tn(
            "- {n} is not posted by itself: `/feed why` says the reason",
            "- {n} are not posted by themselves: `/feed why` says the reason",
            rest,
        )


class ShowNewest(FeedButton, template=rf"nr:feednewest:{FEED}"):
    """Show the newest story of a feed."""

    async def act(self, interaction: _Call) -> None:
        """Show it below the page."""
        await require_manager(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        await show_newest(interaction, self.subscription_id)


class CheckFeed(FeedButton, template=rf"nr:feedcheck:{FEED}"):
    """Poll a feed now."""

    async def act(self, interaction: _Call) -> None:
        """Poll it, and say below the page what was seen."""
        await require_manager(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        await check_feed(interaction, self.subscription_id)


SAMPLE_ITEMS = (ShowNewest, CheckFeed)
