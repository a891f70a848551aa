"""Vote emoji: which spellings are the same one (V59).

Discord names a custom emoji by name and id, and the id alone is sure: the name changes, and is gone
once the emoji was deleted. A Unicode emoji may come with a variation selector or a skin tone.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.domain.error import UserError

UP, DOWN = "👍", "👎"

_CUSTOM = re.compile(r"<?(?:a?:)?(?:\w{0,32}:)?(\d{15,20})>?")
_MENTION = re.compile(r"<(a?):(\w{2,32}):(\d{15,20})>")
_SELECTOR_OR_TONE = re.compile("[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")

_PLAIN = (
    "(?![\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff])"
    "[©®‼⁉™ℹ↔-↪⌚-⏿Ⓜ▪-◾☀-➿⤴⤵⬅-⭕〰〽㊗㊙\U0001f004-\U0001faff]"
    "[\ufe0e\ufe0f]?[\U0001f3fb-\U0001f3ff]?\ufe0f?[\U000e0020-\U000e007f]*"
)
_UNICODE = re.compile(
    f"{_PLAIN}(?:\u200d{_PLAIN}){{0,9}}|[0-9#*]\ufe0f?\u20e3|[\U0001f1e6-\U0001f1ff]{{2}}"
)
"""One emoji, keycap or flag (Unicode's UTS 51, "Emoji sequences"), known to Discord or not."""


@lru_cache(maxsize=1_024)
def emoji_key(emoji: str) -> str:
    """Return what all spellings of one emoji share: the id of a custom one, else the plain emoji.

    ``emoji`` is a Unicode emoji, an id, "name:id", "a:name:id", or a mention ("<:name:id>").
    """
    if custom := _CUSTOM.fullmatch(emoji):
        return custom[1]
    return _SELECTOR_OR_TONE.sub("", emoji) or emoji


def read_emoji(typed: str) -> str:
    """Return the emoji that a person typed, as it is stored: "👍" or "name:id".

    Raises UserError for what is no single emoji. Whether Discord knows it is not looked at.
    """
    text = typed.strip()
    if custom := _MENTION.fullmatch(text):
        animated, name, emoji_id = custom.groups()
        return f"{'a:' if animated else ''}{name}:{emoji_id}"
    if not _UNICODE.fullmatch(text):
        raise UserError("Please give me one emoji, such as 👍 or one of this server’s own.")
    return text
