"""The JSON of emoji and reactions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.loopback import payload

if TYPE_CHECKING:
    from tests.loopback.emoji import Emoji
    from tests.loopback.message import Message
    from tests.loopback.reaction import Reactions
    from tests.loopback.world import User, World

NORMAL, BURST = 0, 1
BURST_COLORS = ["#f9d35f", "#ffac33"]


def emoji(key: str, world: World) -> dict[str, Any]:
    """Return the emoji of a reaction from ``👍`` or ``name:id``; a deleted one has no name (V59)."""
    name, _, emoji_id = key.partition(":")
    if not emoji_id:
        return {"id": None, "name": name}
    return {"id": emoji_id, "name": None if int(emoji_id) in world.nameless else name}


def custom_emoji(one: Emoji) -> dict[str, Any]:
    """Return a server's emoji."""
    return {
        "id": str(one.id),
        "name": one.name,
        "roles": [],
        "require_colons": True,
        "managed": False,
        "animated": one.animated,
        "available": True,
    }


def changed(of: Message, key: str, by: User, *, burst: bool) -> dict[str, Any]:
    """Return the body of the event of a reaction that went."""
    return {
        "user_id": str(by.id),
        "message_id": str(of.id),
        "emoji": emoji(key, of.channel.guild.world),
        "burst": burst,
        "type": BURST if burst else NORMAL,
    }


def added(of: Message, key: str, by: User, *, burst: bool) -> dict[str, Any]:
    """Return the body of the event of a new reaction: only this names member and author."""
    member = payload.member(of.channel.guild, by)
    colors = {"burst_colors": BURST_COLORS} if burst else {}
    of_author = {"message_author_id": str(of.author.id), "member": member}
    return changed(of, key, by, burst=burst) | of_author | colors


def counted(reacted: Reactions, world: World) -> list[dict[str, Any]]:
    """Return the reactions of a message, as they stand in it."""
    return [_of_emoji(key, reacted, world) for key in reacted.by_emoji]


def _of_emoji(key: str, reacted: Reactions, world: World) -> dict[str, Any]:
    users = reacted.by_emoji[key]
    burst = sum((key, user_id) in reacted.burst for user_id in users) if reacted.burst else 0
    mine_is_burst = (key, world.bot.id) in reacted.burst
    return {
        "emoji": emoji(key, world),
        "count": len(users),
        "count_details": {"normal": len(users) - burst, "burst": burst},
        "me": world.bot.id in users and not mine_is_burst,
        "me_burst": mine_is_burst,
        "burst_colors": BURST_COLORS if burst else [],
    }
