"""A feed in a channel, in words: what it is called, how it does, and what is set for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.domain.pacing import UNASKED_PER_HOUR
from bot.domain.setting import Look, ServerSettings, Settings
from bot.domain.setting_text import colour_text, quiet_text
from bot.domain.text import cut, escape
from bot.language import LANGUAGES, marked, t, tn
from bot.services.standing import FeedInChannel, Standing
from cogs._ui.words import ago

LOOKS = {
    Look.GALLERY: marked("All photos, in a gallery"),
    Look.ONE_PHOTO: marked("One photo"),
    Look.COMPACT: marked("A small photo beside the text"),
    Look.TEXT: marked("No photo"),
}
SUMMARIES = {
    0: marked("No summary"),
    150: marked("A short summary"),
    350: marked("A usual summary"),
    1000: marked("A long summary"),
}
EMOJI = {
    Standing.ACTIVE: "🟢",
    Standing.PAUSED: "⏸️",
    Standing.BLOCKED: "🟠",
    Standing.FAILING: "🟡",
    Standing.GONE: "🔴",
    Standing.NO_CHANNEL: "⚫",
}
_STATES = {
    Standing.ACTIVE: marked("active"),
    Standing.PAUSED: marked("paused"),
    Standing.BLOCKED: marked("waiting"),
    Standing.FAILING: marked("failing"),
    Standing.GONE: marked("gone"),
    Standing.NO_CHANNEL: marked("its channel is gone"),
}
_STATES_SINCE = {
    Standing.ACTIVE: marked("active since {when}"),
    Standing.PAUSED: marked("paused {when}"),
    Standing.BLOCKED: marked("waiting since {when}"),
    Standing.FAILING: marked("failing since {when}"),
    Standing.GONE: marked("gone since {when}"),
    Standing.NO_CHANNEL: marked("its channel is gone since {when}"),
}
_MAX_NAME = 60
_MAX_LISTED = 300


def bold(feed: FeedInChannel) -> str:
    """Return the feed's name as Markdown."""
    return f"**{escape(cut(feed.name, _MAX_NAME))}**"


def channel_of(feed: FeedInChannel) -> str:
    """Return the mention of its channel."""
    return f"<#{feed.subscription.channel_id}>"


def in_channel(feed: FeedInChannel) -> str:
    """Return where the feed goes: "**Reel Post** → #film-news"."""
    return f"{bold(feed)} → {channel_of(feed)}"


def standing(feed: FeedInChannel) -> str:
    """Return how the feed does, and since when."""
    state = _STATES[feed.standing]
    said = t(state)
    if feed.since:
        said = t(_STATES_SINCE[feed.standing], when=ago(feed.since))
    return f"{EMOJI[feed.standing]} {said}"


def summary(length: int) -> str:
    """Return a length of the summary in words."""
    if not length:
        return t(SUMMARIES[0])
    words = t(SUMMARIES.get(length, SUMMARIES[350]))
    return tn("{words} ({n} character)", "{words} ({n} characters)", length, words=words)


def hourly(most: int | None) -> str:
    """Return how many posts an hour there may be."""
    if most is None:
        return tn(
            "As usual: at most {n} post an hour",
            "As usual: at most {n} posts an hour",
            UNASKED_PER_HOUR,
        )
    return tn("At most {n} post an hour", "At most {n} posts an hour", most)


def language(code: str | None) -> str:
    """Return the language of the cards."""
    return LANGUAGES.get(code or "") or t("In the server’s language")


def settings_lines(feed: FeedInChannel, server: ServerSettings) -> Iterator[str]:
    """Yield all that is set, a line each."""
    settings = feed.subscription.settings
    yield f"**{t('Look')}:** {t(LOOKS[settings.look])} · {summary(settings.summary)}"
    yield f"**{t('Language')}:** {language(settings.language)}"
    yield from _filter_lines(settings)
    yield f"**{t('Mentions')}:** {_mention(settings)}"
    yield f"**{t('Pace')}:** {_pace(settings, server)}"
    if settings.thread:
        yield t("A thread for talk under each post")
    if settings.publish:
        yield t("Published to the channels that follow this one")
    if words := feed.subscription.spoiler_words:
        yield f"**{t('Spoiler words')}:** {listed(words)}"
    if settings.accent is not None:
        yield f"**{t('Colour')}:** {colour_text(settings.accent)}"


def _filter_lines(settings: Settings) -> Iterator[str]:
    if not settings.filters:
        yield f"**{t('Filter')}:** {t('every story is posted')}"
    if settings.must:
        yield f"**{t('Only stories with')}:** {listed(settings.must)}"
    if settings.must_not:
        yield f"**{t('No stories with')}:** {listed(settings.must_not)}"


def _mention(settings: Settings) -> str:
    if settings.mention_role is None:
        return t("nobody")
    role = f"<@&{settings.mention_role}>"
    if not settings.mention_when:
        return t("{role}, for each story", role=role)
    return t("{role}, for stories with: {rules}", role=role, rules=listed(settings.mention_when))


def _pace(settings: Settings, server: ServerSettings) -> str:
    parts = [hourly(settings.max_per_hour), t("the rest in one card")]
    if settings.quiet:
        parts.append(
            t(
                "quiet {hours} ({zone})",
                hours=quiet_text(settings.quiet),
                zone=server.time_zone.replace("_", " "),
            )
        )
    return " · ".join(parts)


def listed(words: Sequence[str]) -> str:
    """Return words or rules on one line, cut where they are many."""
    return cut(" · ".join(map(escape, words)), _MAX_LISTED)
