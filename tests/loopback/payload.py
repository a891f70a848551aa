"""The JSON that Discord makes of its world, with the fields that discord.py and the document ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.loopback import payload_reaction
from tests.loopback.component import LOADING, media_told

if TYPE_CHECKING:
    from tests.loopback.channel import Channel
    from tests.loopback.message import Message
    from tests.loopback.reaction import Reactions
    from tests.loopback.world import Guild, User

CROSSPOSTED, COMPONENTS_V2 = 1 << 0, 1 << 15  # of a message's flags
JOINED = "2024-01-01T00:00:00+00:00"


def user(someone: User) -> dict[str, Any]:
    """Return a user object."""
    return {
        "id": str(someone.id),
        "username": someone.name,
        "discriminator": "0",
        "global_name": someone.name,
        "avatar": None,
        "public_flags": 0,
        "flags": 0,
        "bot": someone.bot,
        "primary_guild": None,
    }


def member(guild: Guild, someone: User) -> dict[str, Any]:
    """Return a member object with its user."""
    joined = guild.joined.get(someone.id)
    return {
        "user": user(someone),
        "nick": None,
        "avatar": None,
        "banner": None,
        "roles": [str(role) for role in guild.role_ids(someone)],
        "joined_at": joined.isoformat() if joined else JOINED,
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
        "communication_disabled_until": None,
    }


def roles(guild: Guild) -> list[dict[str, Any]]:
    """Return @everyone and the bot's role."""
    both = (
        (guild.id, "@everyone", guild.everyone),
        (guild.bot_role_id, "bot", guild.bot_permissions),
    )
    return [
        {
            "id": str(role_id),
            "name": name,
            "permissions": str(int(permissions)),
            "position": position,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "managed": position == 1,
            "mentionable": False,
            "flags": 0,
            "icon": None,
            "unicode_emoji": None,
            "description": None,
        }
        for position, (role_id, name, permissions) in enumerate(both)
    ]


def channel(place: Channel) -> dict[str, Any]:
    """Return a channel object, or that of a thread."""
    common: dict[str, Any] = {
        "id": str(place.id),
        "guild_id": str(place.guild.id),
        "type": place.type,
        "name": place.name,
        "parent_id": str(place.parent.id) if place.parent else None,
        "last_message_id": str(max(place.by_id)) if place.by_id else None,
        "rate_limit_per_user": 0,
        "flags": 0,
    }
    return common | (_thread(place) if place.is_thread else _text_channel(place))


def _text_channel(place: Channel) -> dict[str, Any]:
    return {
        "position": 0,
        "topic": None,
        "nsfw": False,
        "permission_overwrites": [
            {
                "id": str(target),
                "type": 0 if target in (place.guild.id, place.guild.bot_role_id) else 1,
                "allow": str(int(allow)),
                "deny": str(int(deny)),
            }
            for target, (allow, deny) in place.overwrites.items()
        ],
    }


def _opener(thread: Channel) -> User:
    first = thread.by_id.get(thread.id)
    return first.author if first else thread.guild.owner


def _thread(place: Channel) -> dict[str, Any]:
    return {
        "owner_id": str(_opener(place).id),
        "message_count": len(place.by_id),
        "member_count": 1,
        "total_message_sent": len(place.by_id),
        "applied_tags": [],
        "thread_metadata": {
            "archived": place.archived,
            "auto_archive_duration": 1440,
            "archive_timestamp": JOINED,
            "locked": False,
            "create_timestamp": JOINED,
        },
    }


def guild(server: Guild) -> dict[str, Any]:
    """Return the object of GUILD_CREATE, as a bot without the members intent gets it."""
    everyone = list(server.channels.values())
    return {
        "id": str(server.id),
        "name": server.name,
        "owner_id": str(server.owner.id),
        "icon": None,
        "splash": None,
        "banner": None,
        "description": None,
        "preferred_locale": "en-US",
        "features": [],
        "emojis": [payload_reaction.custom_emoji(one) for one in server.emojis.values()],
        "stickers": [],
        "roles": roles(server),
        "channels": [channel(place) for place in everyone if not place.is_thread],
        "threads": [channel(place) for place in everyone if place.is_thread],
        "members": [member(server, server.world.bot)],
        "member_count": len(server.members),
        "joined_at": JOINED,
        "large": False,
        "unavailable": False,
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
        "verification_level": 0,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "system_channel_flags": 0,
    }


def message(
    sent: Message, *, just_sent: bool = False, reacted: Reactions | None = None
) -> dict[str, Any]:
    """Return a message object as its author, the bot, sees it, with ``reacted`` or those of now.

    Of one that was just sent, no picture is loaded yet. Files that its components show are not
    among its attachments: Discord names them in the components only.
    """
    fields = sent.fields
    of_components = (fields.get("flags") or 0) & COMPONENTS_V2
    state = (lambda _: LOADING) if just_sent else sent.channel.guild.world.photo_state
    shown: dict[str, Any] = {
        "id": str(sent.id),
        "channel_id": str(sent.channel.id),
        "author": user(sent.author),
        "content": fields.get("content") or "",
        "timestamp": sent.created_at.isoformat(),
        "edited_timestamp": sent.edited_at.isoformat() if sent.edited_at else None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [] if of_components else fields.get("uploaded", []),
        "embeds": fields.get("embeds") or [],
        "components": media_told(sent.components, state=state, files=fields.get("uploaded", ())),
        "pinned": False,
        "type": 20 if sent.interaction else 0,
        "flags": (fields.get("flags") or 0) | (CROSSPOSTED if sent.crossposted else 0),
    }
    world = sent.channel.guild.world
    if counts := payload_reaction.counted(reacted or sent.reacted, world):
        shown["reactions"] = counts
    if fields.get("nonce") is not None:
        shown["nonce"] = fields["nonce"]
    return shown
