"""Messages and reactions over REST."""

from __future__ import annotations

import time
from typing import Any

from tests.loopback import payload
from tests.loopback.call import Call, endpoint
from tests.loopback.channel import Message
from tests.loopback.error import ApiError
from tests.loopback.permission import Permission
from tests.loopback.world import User

MESSAGES = "/channels/{channel_id}/messages"
MESSAGE = MESSAGES + "/{message_id}"
REACTIONS = MESSAGE + "/reactions"
REACTION = REACTIONS + "/{emoji_name}"
MOST_REACTIONS = 20


@endpoint("POST", MESSAGES)
async def create_message(call: Call) -> Any:
    """Send, or return what was sent with the same nonce some minutes ago (D9)."""
    channel = call.channel()
    sending = Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES
    channel = call.channel(sending)
    if channel.archived:
        raise ApiError(400, 50083)
    if call.uploads:
        call.channel(Permission.ATTACH_FILES)
    author, nonce = call.world.bot, call.body.get("nonce")
    if call.body.get("enforce_nonce") and (sent := call.memory.message_of(author.id, nonce)):
        if sent.channel is not channel:
            call.problem(f"nonce {nonce} was used in another channel")
        return payload.message(sent)
    message = channel.add_message(author, **call.message_fields())
    if nonce is not None:
        call.memory.nonces[author.id, str(nonce)] = (time.monotonic(), message)
    return payload.message(message, just_sent=True)


@endpoint("GET", MESSAGES)
async def history(call: Call) -> Any:
    """Return up to ``limit`` messages, newest first; none without Read Message History."""
    channel = call.channel()
    if Permission.READ_MESSAGE_HISTORY not in channel.permissions(call.world.bot):
        return []
    chosen = _page(sorted(channel.by_id), call.query, call.number("limit", 50))
    return [payload.message(channel.by_id[message_id]) for message_id in reversed(chosen)]


def _page(ids: list[int], query: dict[str, str], limit: int) -> list[int]:
    if "after" in query:
        return [found for found in ids if found > int(query["after"])][:limit]
    if "before" in query:
        return [found for found in ids if found < int(query["before"])][-limit:]
    if "around" in query:
        middle = int(query["around"])
        half = limit // 2
        older = [found for found in ids if found < middle][-half:]
        return older + [found for found in ids if found >= middle][: limit - len(older)]
    return ids[-limit:]


@endpoint("GET", MESSAGE)
async def get_message(call: Call) -> Any:
    """Return one message."""
    return payload.message(call.message(Permission.READ_MESSAGE_HISTORY))


@endpoint("PATCH", MESSAGE)
async def edit_message(call: Call) -> Any:
    """Change a message of the bot's own."""
    message = call.message()
    if message.author is not call.world.bot:
        raise ApiError(403, 50005)
    if message.channel.archived:
        raise ApiError(400, 50083)
    if call.uploads:
        call.channel(Permission.ATTACH_FILES)
    message.edit(call.message_fields(there=message.fields.get("uploaded", ())))
    return payload.message(message)


@endpoint("DELETE", MESSAGE)
async def delete_message(call: Call) -> Any:
    """Delete a message: the bot's own, or any with Manage Messages."""
    message = call.message()
    if message.author is not call.world.bot:
        call.channel(Permission.MANAGE_MESSAGES)
    message.delete()


@endpoint("PUT", REACTION + "/@me")
async def add_reaction(call: Call) -> Any:
    """Add the bot's reaction; an emoji that is not there yet needs Add Reactions."""
    message = call.message(Permission.READ_MESSAGE_HISTORY)
    emoji = _emoji(call)
    if message.channel.archived:
        raise ApiError(400, 50083)
    if emoji not in message.reactions:
        call.channel(Permission.ADD_REACTIONS)
        if len(message.reactions) >= MOST_REACTIONS:
            raise ApiError(400, 30010)
    message.add_reaction(call.world.bot, emoji)


@endpoint("DELETE", REACTION + "/@me")
async def remove_own_reaction(call: Call) -> Any:
    """Take the bot's reaction away."""
    call.message().remove_reaction(call.world.bot, _emoji(call))


@endpoint("DELETE", REACTION + "/{user_id}")
async def remove_reaction(call: Call) -> Any:
    """Take somebody's reaction away (V60)."""
    message = call.message(Permission.MANAGE_MESSAGES)
    user = call.world.users.get(int(call.params["user_id"]))
    if user is None:
        raise ApiError(404, 10013)
    message.remove_reaction(user, _emoji(call))


@endpoint("DELETE", REACTION)
async def clear_emoji(call: Call) -> Any:
    """Take all reactions with one emoji away."""
    call.message(Permission.MANAGE_MESSAGES).clear_reactions(_emoji(call))


@endpoint("DELETE", REACTIONS)
async def clear_reactions(call: Call) -> Any:
    """Take all reactions away."""
    call.message(Permission.MANAGE_MESSAGES).clear_reactions()


@endpoint("GET", REACTION)
async def reacted(call: Call) -> Any:
    """Return the users who reacted, by id, after a given one (V56)."""
    message = call.message(Permission.READ_MESSAGE_HISTORY)
    users = _after(message, _emoji(call), call.number("after", 0))
    return [payload.user(user) for user in users[: call.number("limit", 25)]]


def _after(message: Message, emoji: str, user_id: int) -> list[User]:
    users = message.reactions.get(emoji, {})
    return [users[found] for found in sorted(users) if found > user_id]


def _emoji(call: Call) -> str:
    emoji = call.params["emoji_name"]
    if emoji.isascii() and ":" not in emoji:
        raise ApiError(400, 10014)
    return emoji
