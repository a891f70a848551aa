"""Messages over REST."""

from __future__ import annotations

import time
from typing import Any

from tests.loopback import payload
from tests.loopback.call import Call, endpoint
from tests.loopback.channel import FORUM
from tests.loopback.error import ApiError
from tests.loopback.permission import Permission

MESSAGES = "/channels/{channel_id}/messages"
MESSAGE = MESSAGES + "/{message_id}"


@endpoint("POST", MESSAGES)
async def create_message(call: Call) -> Any:
    """Send, or return what was sent with the same nonce some minutes ago (D9)."""
    channel = call.channel()
    sending = Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES
    channel = call.channel(sending)
    if channel.type == FORUM:
        raise ApiError(400, 50008)
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
    age = call.world.age_of_answer()
    found = [channel.by_id[message_id] for message_id in reversed(chosen)]
    return [payload.message(message, reacted=message.reacted.ago(age)) for message in found]


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
    message = call.message(Permission.READ_MESSAGE_HISTORY)
    return payload.message(message, reacted=message.reacted.ago(call.world.age_of_answer()))


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
    fields = call.message_fields(there=message.fields.get("uploaded", ()))
    call.memory.edits.count(message)
    message.edit(fields)
    return payload.message(message)


@endpoint("DELETE", MESSAGE)
async def delete_message(call: Call) -> Any:
    """Delete a message: the bot's own, or any with Manage Messages."""
    message = call.message()
    if message.author is not call.world.bot:
        call.channel(Permission.MANAGE_MESSAGES)
    message.delete()
