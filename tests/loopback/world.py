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

from tests.loopback import payload, payload_reaction
from tests.loopback.channel import ANNOUNCEMENT, FORUM, TEXT, Channel
from tests.loopback.component import LOADED
from tests.loopback.emoji import Emoji
from tests.loopback.message import Message
from tests.loopback.permission import ALL, BOT, EVERYONE, NOTHING, Permission

DISCORD_EPOCH_MS = 1_420_070_400_000
Emit = Callable[[str, Callable[[], dict[str, Any]], "Guild | None"], None]


@dataclass(eq=False, kw_only=True)
class User:
    """A person, or a bot."""

    world: World = field(repr=False)
    id: int
    name: str
    bot: bool = False
    locale: str = "en-US"  # of this person's client

    def react(self, message: Message, emoji: Emoji | str, *, burst: bool = False) -> None:
        """Put a reaction, or with ``burst`` a super reaction, on a message, as a click would."""
        message.add_reaction(self, emoji, burst=burst)

    def unreact(self, message: Message, emoji: Emoji | str) -> None:
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
    joined: dict[int, datetime] = field(default_factory=dict, repr=False)
    emojis: dict[int, Emoji] = field(default_factory=dict, repr=False)
    managers: set[int] = field(default_factory=set, repr=False)
    channels: dict[int, Channel] = field(default_factory=dict, repr=False)
    available: bool = True

    def add_channel(
        self,
        name: str,
        *,
        allow: Permission = NOTHING,
        deny: Permission = NOTHING,
        announcement: bool = False,
        forum: bool = False,
    ) -> Channel:
        """Create a text channel or a forum; ``allow`` and ``deny`` are the bot's overwrite in it."""
        kind = FORUM if forum else ANNOUNCEMENT if announcement else TEXT
        channel = Channel(guild=self, id=self.world.next_id(), name=name, type=kind)
        if allow or deny:
            channel.overwrites[self.world.bot.id] = (allow, deny)
        self.channels[channel.id] = channel
        self.world.emit("CHANNEL_CREATE", lambda: payload.channel(channel), self)
        return channel

    def add_member(
        self,
        name: str,
        *,
        moderator: bool = False,
        bot: bool = False,
        joined_at: datetime | None = None,
        created_at: datetime | None = None,
    ) -> User:
        """Let a new user join; a moderator has every permission but is not the owner.

        ``created_at`` is the account's, which its id tells; without ``joined_at`` it is years.
        """
        user = self.world.add_user(name, bot=bot, created_at=created_at)
        self.members[user.id] = user
        if joined_at:
            self.joined[user.id] = joined_at
        if moderator:
            self.managers.add(user.id)
        self.world.emit("GUILD_MEMBER_ADD", lambda: payload.member(self, user), self)
        return user

    def remove_member(self, user: User) -> None:
        """Let a member leave, or be thrown out; their reactions stay where they are."""
        self.members.pop(user.id, None)
        self.joined.pop(user.id, None)
        self.managers.discard(user.id)
        self._tell("GUILD_MEMBER_REMOVE", {"guild_id": str(self.id), "user": payload.user(user)})

    def add_emoji(self, name: str, *, animated: bool = False) -> Emoji:
        """Create an emoji of the server's own."""
        emoji = Emoji(guild=self, id=self.world.next_id(), name=name, animated=animated)
        self.emojis[emoji.id] = emoji
        self.tell_emojis()
        return emoji

    def tell_emojis(self) -> None:
        """Tell which emoji the server has."""
        mine = [payload_reaction.custom_emoji(one) for one in self.emojis.values()]
        self._tell("GUILD_EMOJIS_UPDATE", {"guild_id": str(self.id), "emojis": mine})

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
            self._tell("GUILD_ROLE_UPDATE", {"guild_id": str(self.id), "role": role})

    def go_down(self) -> None:
        """Become unavailable, as in an outage (M51)."""
        self.available = False
        self._tell("GUILD_DELETE", {"id": str(self.id), "unavailable": True})

    def come_back(self) -> None:
        """Become available again."""
        self.available = True
        self._tell("GUILD_CREATE", payload.guild(self))

    def kick_bot(self) -> None:
        """Throw the bot out (M51)."""
        self.members.pop(self.world.bot.id, None)
        self._tell("GUILD_DELETE", {"id": str(self.id)})

    def _tell(self, event: str, fields: dict[str, Any]) -> None:
        self.world.emit(event, lambda: fields, self)


class World:
    """All there is, and the bot among it.

    ``photo_state`` says what became of the picture at a URL: LOADING, LOADED or NOT_FOUND.
    ``staleness`` is how many seconds old the reactions are that REST tells of, drawn for each
    answer if it is a function: no older than this was set.
    """

    def __init__(self, *, emit: Emit, now: Callable[[], datetime] | None = None) -> None:
        self.emit = emit
        self.now = now or (lambda: datetime.now(UTC))
        self.guilds: dict[int, Guild] = {}
        self.users: dict[int, User] = {}
        self.photo_state: Callable[[str], int] = lambda _url: LOADED
        self.staleness: float | Callable[[], float] = 0.0
        self.nameless: set[int] = set()  # the ids of emoji that were deleted
        self._last_id = 0
        self._dated = 0
        self.bot = self.add_user("newsreel", bot=True)

    def next_id(self, at: datetime | None = None) -> int:
        """Return a new snowflake of this moment, larger than all before it (if not dated back)."""
        moment = at.timestamp() if at else time.time()
        new = (int(moment * 1000) - DISCORD_EPOCH_MS) << 22
        if at:
            self._dated += 1
            return new + self._dated % 2**22
        self._last_id = max(new, self._last_id + 1)
        return self._last_id

    def age_of_answer(self) -> float:
        """Return how old the reactions are that the next answer tells of, in seconds."""
        return self.staleness() if callable(self.staleness) else self.staleness

    def add_user(self, name: str, *, bot: bool = False, created_at: datetime | None = None) -> User:
        """Create a user who is in no server yet."""
        user = User(world=self, id=self.next_id(created_at), name=name, bot=bot)
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
        self.emit("GUILD_CREATE", lambda: payload.guild(guild), guild)
        return guild

    def emoji(self, emoji_id: int) -> Emoji | None:
        """Return an emoji of a server of which the bot is a member."""
        for guild in self.guilds.values():
            if emoji_id in guild.emojis and self.bot.id in guild.members:
                return guild.emojis[emoji_id]
        return None

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
