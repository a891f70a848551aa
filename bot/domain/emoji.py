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
_MAX_UNICODE = 20  # characters: the longest sequences of Unicode have fewer
_JOINERS = {"\u200d", "\u20e3"}


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
    if not text or len(text) > _MAX_UNICODE or not all(map(_may_be_in_emoji, text)):
        raise UserError("Please give me one emoji, such as 👍 or one of this server’s own.")
    return text


def _may_be_in_emoji(char: str) -> bool:
    """Tell whether a character occurs in emoji; letters and the like do not.

    Keycaps begin with a digit, # or *, and end with a combining frame.
    """
    return ord(char) >= 0x2000 or char in "0123456789#*©®" or char in _JOINERS  # noqa: PLR2004
