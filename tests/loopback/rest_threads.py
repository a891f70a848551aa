"""Threads, and the posts of forums, over REST."""

from __future__ import annotations

from typing import Any

from tests.loopback import payload
from tests.loopback.call import FORUM_POSTS, Call, endpoint
from tests.loopback.channel import ANNOUNCEMENT, FORUM, Channel
from tests.loopback.error import ApiError
from tests.loopback.permission import Permission

CROSSPOSTED = 1 << 0


@endpoint("POST", FORUM_POSTS)
async def open_thread(call: Call) -> Any:
    """Open a thread; in a forum with its first message, as which it takes no nonce."""
    if call.channel().type != FORUM:
        channel = call.channel(Permission.CREATE_PUBLIC_THREADS)
        return payload.channel(channel.add_thread(call.body["name"]))
    forum = call.channel(Permission.SEND_MESSAGES)
    if "nonce" in call.body["message"]:
        call.problem("a forum takes no nonce")
    thread = forum.add_thread(call.body["name"])
    first = thread.add_message(call.world.bot, **call.message_fields(call.body["message"]))
    return payload.channel(thread) | {"message": payload.message(first, just_sent=True)}


@endpoint("POST", "/channels/{channel_id}/messages/{message_id}/threads")
async def start_thread(call: Call) -> Any:
    """Open a thread under a message, which has the message's id; there is one at most."""
    channel = call.channel(Permission.CREATE_PUBLIC_THREADS)
    message = call.message()
    if message.id in channel.guild.channels:
        raise ApiError(400, 160004)
    return payload.channel(channel.add_thread(call.body["name"], thread_id=message.id))


@endpoint("POST", "/channels/{channel_id}/messages/{message_id}/crosspost")
async def crosspost(call: Call) -> Any:
    """Publish a message of an announcement channel, once."""
    message = call.message(Permission.SEND_MESSAGES)
    if message.channel.type != ANNOUNCEMENT:
        raise ApiError(400, 50024)
    flags = message.fields.get("flags") or 0
    if flags & CROSSPOSTED:
        raise ApiError(400, 40033)
    message.fields["flags"] = flags | CROSSPOSTED
    return payload.message(message)


@endpoint("GET", "/guilds/{guild_id}/threads/active")
async def active_threads(call: Call) -> Any:
    """List the open threads of a server."""
    guild = call.world.guilds.get(int(call.params["guild_id"]))
    threads = guild.channels.values() if guild else ()
    return _listed([one for one in threads if one.is_thread and not one.archived])


@endpoint("GET", "/channels/{channel_id}/threads/archived/public")
async def archived_threads(call: Call) -> Any:
    """List the archived threads of a channel."""
    parent = call.channel(Permission.READ_MESSAGE_HISTORY)
    everyone = parent.guild.channels.values()
    return _listed([one for one in everyone if one.parent is parent and one.archived])


def _listed(threads: list[Channel]) -> dict[str, Any]:
    return {
        "threads": [payload.channel(one) for one in threads],
        "members": [],
        "has_more": False,
    }
