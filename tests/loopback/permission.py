"""Permissions in a channel: the bits this project needs, and Discord's order of overwrites."""

from __future__ import annotations

from enum import IntFlag
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.loopback.channel import Channel
    from tests.loopback.world import User


class Permission(IntFlag):
    """Discord's permission bits, those that a news bot can meet."""

    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_EXTERNAL_EMOJIS = 1 << 18
    USE_APPLICATION_COMMANDS = 1 << 31
    CREATE_PUBLIC_THREADS = 1 << 35
    SEND_MESSAGES_IN_THREADS = 1 << 38


NOTHING = Permission(0)
READING = Permission.VIEW_CHANNEL | Permission.READ_MESSAGE_HISTORY
WRITING = (
    Permission.SEND_MESSAGES
    | Permission.SEND_MESSAGES_IN_THREADS
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.ADD_REACTIONS
    | Permission.USE_EXTERNAL_EMOJIS
    | Permission.USE_APPLICATION_COMMANDS
)
EVERYONE = READING | WRITING
BOT = EVERYONE | Permission.MANAGE_MESSAGES
ALL = Permission(sum(Permission))


def permissions_in(channel: Channel, user: User) -> Permission:
    """Compute a member's permissions: roles, then overwrites, then what hangs on another one."""
    guild = channel.guild
    base = guild.base_permissions(user)
    if user.id == guild.owner.id or Permission.ADMINISTRATOR in base:
        return ALL
    home = channel.parent or channel
    granted = base
    for target in (guild.id, *guild.role_ids(user), user.id):
        allow, deny = home.overwrites.get(target, (NOTHING, NOTHING))
        granted = granted & ~deny | allow
    if Permission.VIEW_CHANNEL not in granted:
        return NOTHING
    sending = Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES
    if sending not in granted:
        granted &= ~(Permission.EMBED_LINKS | Permission.ATTACH_FILES | Permission.MENTION_EVERYONE)
    return granted
