"""Reactions over REST."""

from __future__ import annotations

from typing import Any

from tests.loopback import payload
from tests.loopback.call import Call, endpoint
from tests.loopback.error import ApiError, Violation, invalid
from tests.loopback.message import Message
from tests.loopback.permission import Permission
from tests.loopback.rest_messages import MESSAGE

REACTIONS = MESSAGE + "/reactions"
REACTION = REACTIONS + "/{emoji_name}"
MOST_REACTIONS, MOST_USERS = 20, 100
BURST = "1"


@endpoint("PUT", REACTION + "/@me")
async def add_reaction(call: Call) -> Any:
    """Add the bot's reaction; an emoji that is not there yet needs Add Reactions."""
    message = call.message(Permission.READ_MESSAGE_HISTORY)
    emoji = _emoji(call, message)
    if message.channel.archived:
        raise ApiError(400, 50083)
    if emoji not in message.reactions:
        call.channel(Permission.ADD_REACTIONS)
        _require_usable(call, emoji)
        if len(message.reactions) >= MOST_REACTIONS:
            raise ApiError(400, 30010)
    message.add_reaction(call.world.bot, emoji)


def _require_usable(call: Call, emoji: str) -> None:
    _, _, emoji_id = emoji.partition(":")
    known = call.world.emoji(int(emoji_id)) if emoji_id else None
    if known and known.guild is not call.channel().guild:
        call.channel(Permission.USE_EXTERNAL_EMOJIS)


@endpoint("DELETE", REACTION + "/@me")
async def remove_own_reaction(call: Call) -> Any:
    """Take the bot's reaction away."""
    message = call.message()
    message.remove_reaction(call.world.bot, _emoji(call, message))


@endpoint("DELETE", REACTION + "/{user_id}")
async def remove_reaction(call: Call) -> Any:
    """Take somebody's reaction away (V60)."""
    message = call.message(Permission.MANAGE_MESSAGES)
    user = call.world.users.get(int(call.params["user_id"]))
    if user is None:
        raise ApiError(404, 10013)
    message.remove_reaction(user, _emoji(call, message))


@endpoint("DELETE", REACTION)
async def clear_emoji(call: Call) -> Any:
    """Take all reactions with one emoji away."""
    message = call.message(Permission.MANAGE_MESSAGES)
    message.clear_reactions(_emoji(call, message))


@endpoint("DELETE", REACTIONS)
async def clear_reactions(call: Call) -> Any:
    """Take all reactions away."""
    call.message(Permission.MANAGE_MESSAGES).clear_reactions()


@endpoint("GET", REACTION)
async def reacted(call: Call) -> Any:
    """Return the users who reacted, by id, after a given one; super reactions as type 1 (V56)."""
    message = call.message(Permission.READ_MESSAGE_HISTORY)
    emoji, limit = _emoji(call, message), call.number("limit", 25)
    if not 1 <= limit <= MOST_USERS:
        raise invalid([Violation(("limit",), f"int value should be between 1 and {MOST_USERS}.")])
    past = message.reacted.ago(call.world.age_of_answer())
    burst = call.query.get("type") == BURST
    users = past.by_emoji.get(emoji, {})
    asked = [user_id for user_id in users if ((emoji, user_id) in past.burst) == burst]
    page = sorted(user_id for user_id in asked if user_id > call.number("after", 0))[:limit]
    return [payload.user(users[user_id]) for user_id in page]


def _emoji(call: Call, message: Message) -> str:
    """Return an emoji as the message knows it; raises ApiError for what is none."""
    name = call.params["emoji_name"]
    _, _, emoji_id = name.partition(":")
    if emoji_id.isdigit():
        return _custom(call, message, int(emoji_id))
    if name.isascii():
        raise ApiError(400, 10014)
    return name


def _custom(call: Call, message: Message, emoji_id: int) -> str:
    """Return a custom emoji by its id; one that was deleted can be taken away, not put."""
    if known := call.world.emoji(emoji_id):
        return str(known)
    there = [key for key in message.reactions if key.endswith(f":{emoji_id}")]
    if not there or call.method == "PUT":
        raise ApiError(400, 10014)
    return there[0]
