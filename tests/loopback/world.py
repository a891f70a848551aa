"""The world of the loopback Discord: users, guilds, channels, messages and reactions.

Plain state with a small, synchronous interface for tests. Each change is told to ``World.emit``
as a gateway event; who may see it is the gateway's business.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.loopback import payload
from tests.loopback.channel import Channel, Message
from tests.loopback.component import LOADED
from tests.loopback.permission import ALL, BOT, EVERYONE, NOTHING, Permission

DISCORD_EPOCH_MS = 1_420_070_400_000
Emit = Callable[[str, dict[str, Any], "Guild | None"], None]


@dataclass(eq=False, kw_only=True)
class User:
    """A person, or a bot."""

    world: World = field(repr=False)
    id: int
    name: str
    bot: bool = False

    def react(self, message: Message, emoji: str) -> None:
        """Put a reaction on a message, as a click in the client would."""
        message.add_reaction(self, emoji)

    def unreact(self, message: Message, emoji: str) -> None:
        """Take this user's own reaction away."""
        message.remove_reaction(self, emoji)


@dataclass(eq=False, kw_only=True)
class Guild:
    """A server; the bot is a member with its own role."""

    world: World = field(repr=False)
    id: int
    name: str
    owner: User
    bot_role_id: int
    everyone: Permission = EVERYONE
    bot_permissions: Permission = BOT
    members: dict[int, User] = field(default_factory=dict, repr=False)
    managers: set[int] = field(default_factory=set, repr=False)
    channels: dict[int, Channel] = field(default_factory=dict, repr=False)
    available: bool = True

    def add_channel(
        self, name: str, *, allow: Permission = NOTHING, deny: Permission = NOTHING
    ) -> Channel:
        """Create a text channel; ``allow`` and ``deny`` are the bot's overwrite in it."""
        channel = Channel(guild=self, id=self.world.next_id(), name=name)
        if allow or deny:
            channel.overwrites[self.world.bot.id] = (allow, deny)
        self.channels[channel.id] = channel
        self.world.emit("CHANNEL_CREATE", payload.channel(channel), self)
        return channel

    def add_member(self, name: str, *, moderator: bool = False, bot: bool = False) -> User:
        """Let a new user join; a moderator has every permission but is not the owner."""
        user = self.world.add_user(name, bot=bot)
        self.members[user.id] = user
        if moderator:
            self.managers.add(user.id)
        return user

    def base_permissions(self, user: User) -> Permission:
        """Return what a member's roles grant, before the overwrites of a channel."""
        if user.id in self.managers or user is self.owner:
            return ALL
        return self.everyone | (self.bot_permissions if user is self.world.bot else NOTHING)

    def role_ids(self, user: User) -> list[int]:
        """Return the member's roles without @everyone."""
        return [self.bot_role_id] if user is self.world.bot else []

    def set_bot_permissions(self, permissions: Permission) -> None:
        """Change the bot's role, and tell of it."""
        self.bot_permissions = permissions
        self.everyone = self.everyone & permissions
        for role in payload.roles(self):
            update = {"guild_id": str(self.id), "role": role}
            self.world.emit("GUILD_ROLE_UPDATE", update, self)

    def go_down(self) -> None:
        """Become unavailable, as in an outage (M51)."""
        self.available = False
        self.world.emit("GUILD_DELETE", {"id": str(self.id), "unavailable": True}, self)

    def come_back(self) -> None:
        """Become available again."""
        self.available = True
        self.world.emit("GUILD_CREATE", payload.guild(self), self)

    def kick_bot(self) -> None:
        """Throw the bot out (M51)."""
        self.members.pop(self.world.bot.id, None)
        self.world.emit("GUILD_DELETE", {"id": str(self.id)}, self)


class World:
    """All there is, and the bot among it.

    ``photo_state`` says what became of the picture at a URL: LOADING, LOADED or NOT_FOUND.
    """

    def __init__(self, *, emit: Emit, now: Callable[[], datetime] | None = None) -> None:
        self.emit = emit
        self.now = now or (lambda: datetime.now(UTC))
        self.guilds: dict[int, Guild] = {}
        self.users: dict[int, User] = {}
        self.photo_state: Callable[[str], int] = lambda _url: LOADED
        self._last_id = 0
        self.bot = self.add_user("newsreel", bot=True)

    def next_id(self, at: datetime | None = None) -> int:
        """Return a new snowflake of this moment, larger than all before it (if not dated back)."""
        moment = at.timestamp() if at else time.time()
        new = (int(moment * 1000) - DISCORD_EPOCH_MS) << 22
        if at:
            return new + len(self.users) % 4096
        self._last_id = max(new, self._last_id + 1)
        return self._last_id

    def add_user(self, name: str, *, bot: bool = False) -> User:
        """Create a user who is in no server yet."""
        user = User(world=self, id=self.next_id(), name=name, bot=bot)
        self.users[user.id] = user
        return user

    def add_guild(self, name: str) -> Guild:
        """Create a server in which the bot is a member."""
        owner = self.add_user(f"owner of {name}")
        guild = Guild(
            world=self, id=self.next_id(), name=name, owner=owner, bot_role_id=self.next_id()
        )
        guild.members = {owner.id: owner, self.bot.id: self.bot}
        self.guilds[guild.id] = guild
        self.emit("GUILD_CREATE", payload.guild(guild), guild)
        return guild

    def channels(self) -> Iterator[Channel]:
        """Yield every channel and thread that exists."""
        for guild in self.guilds.values():
            yield from guild.channels.values()

    def channel(self, channel_id: int) -> Channel | None:
        """Return a channel in a guild of which the bot is a member."""
        for guild in self.guilds.values():
            if channel_id in guild.channels and self.bot.id in guild.members:
                return guild.channels[channel_id]
        return None
