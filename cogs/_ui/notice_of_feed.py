"""What notices about feeds say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from bot.domain.notice import Kind, Notice
from bot.language import t, tn
from cogs._ui.notice_parts import Words, address, channels_of, error_of, name_of, since
from cogs._ui.words import lasting


def _failing(notice: Notice) -> Words:
    return Words(
        t("⚠️ {feed} can’t be read", feed=name_of(notice)),
        t(
            "Each try since {since} failed. The last one: {error}",
            since=since(notice),
            error=error_of(notice),
        ),
        t(
            "Nothing new of it comes to {channels}. I go on trying, less and less often, and "
            "post what was missed when it works again.",
            channels=channels_of(notice),
        ),
        t(
            "Please see whether {address} opens for you. If the site has a new address, I can "
            "look for it.",
            address=address(notice.facts.site or notice.facts.url),
        ),
    )


def _gone(notice: Notice) -> Words:
    return Words(
        t("🪦 {feed} is gone", feed=name_of(notice)),
        t("The site says that this feed is there no more: {error}", error=error_of(notice)),
        t(
            "I don’t ask for it any longer, and nothing more of it comes to {channels}. What "
            "was posted stays.",
            channels=channels_of(notice),
        ),
        t("Let me look for its new address, or remove it."),
    )


def _moved(notice: Notice) -> Words:
    return Words(
        t("📦 {feed} has moved", feed=name_of(notice)),
        t(
            "Its site sent me from {former} to {address} for good, so I ask there from now on.",
            former=address(notice.facts.former),
            address=address(notice.facts.url),
        ),
        t(
            "Nothing changes in {channels}, and no story is posted twice.",
            channels=channels_of(notice),
        ),
        t("There is nothing to do."),
    )


def _silent(notice: Notice) -> Words:
    return Words(
        t("🔇 {feed} is silent", feed=name_of(notice)),
        t(
            "Its last story came {since}; usually one comes every {gap}.",
            since=since(notice),
            gap=lasting(timedelta(seconds=notice.facts.gap)),
        ),
        t(
            "The feed can be read; there is just nothing new for {channels}.",
            channels=channels_of(notice),
        ),
        t(
            "If there are newer stories on {address}, its feed was given up, and I can look "
            "for another one there.",
            address=address(notice.facts.site or notice.facts.url),
        ),
    )


def _changed_ids(notice: Notice) -> Words:
    return Words(
        tn(
            "✋ {n} story of {feed} held back",
            "✋ {n} stories of {feed} held back",
            notice.facts.count,
            feed=name_of(notice),
        ),
        t("All its entries changed their ids and links at once, as they do when a site moves."),
        t(
            "I can’t tell what of it is new, so none of it was posted in {channels}, lest it "
            "be flooded.",
            channels=channels_of(notice),
        ),
        t("Shall I post the newest in each channel, or skip them all and go on with what is new?"),
    )


def _refused(notice: Notice) -> Words:
    return Words(
        tn(
            "✋ Discord refuses {n} story of {feed}",
            "✋ Discord refuses {n} stories of {feed}",
            notice.facts.count,
            feed=name_of(notice),
        ),
        t("Not even as bare text was it taken: {error}", error=error_of(notice)),
        t("It is held back; all else goes to {channels} as usual.", channels=channels_of(notice)),
        t("Try it again, or skip it."),
    )


OF_FEEDS: Final[Mapping[Kind, Callable[[Notice], Words]]] = {
    Kind.FAILING: _failing,
    Kind.GONE: _gone,
    Kind.MOVED: _moved,
    Kind.SILENT: _silent,
    Kind.CHANGED_IDS: _changed_ids,
    Kind.REFUSED: _refused,
}
"""What to say, by kind."""
