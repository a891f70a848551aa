"""Channels of the loopback Discord and the messages in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.loopback import payload
from tests.loopback.component import numbered
from tests.loopback.limits import walk
from tests.loopback.permission import NOTHING, Permission, permissions_in

if TYPE_CHECKING:
    from tests.loopback.world import Guild, User

TEXT, THREAD = 0, 11


@dataclass(eq=False, kw_only=True)
class Channel:
    """A text channel or a thread; ``overwrites`` maps a role's or user's id to (allow, deny)."""

    guild: Guild = field(repr=False)
    id: int
    name: str
    type: int = TEXT
    parent: Channel | None = None
    archived: bool = False
    overwrites: dict[int, tuple[Permission, Permission]] = field(default_factory=dict, repr=False)
    by_id: dict[int, Message] = field(default_factory=dict, repr=False)

    @property
    def is_thread(self) -> bool:
        """Tell whether this is a thread."""
        return self.type == THREAD

    @property
    def messages(self) -> list[Message]:
        """Return the messages that are there, oldest first."""
        return list(self.by_id.values())

    def permissions(self, user: User) -> Permission:
        """Return what a member may do here."""
        return permissions_in(self, user)

    def deny(self, permission: Permission) -> None:
        """Take permissions in this channel from the bot."""
        self._overwrite(NOTHING, permission)

    def allow(self, permission: Permission) -> None:
        """Give the bot permissions in this channel."""
        self._overwrite(permission, NOTHING)

    def _overwrite(self, allow: Permission, deny: Permission) -> None:
        self.overwrites[self.guild.world.bot.id] = (allow, deny)
        self._tell("UPDATE")

    def delete(self) -> None:
        """Delete the channel, with its messages and threads."""
        self.guild.channels.pop(self.id, None)
        self._tell("DELETE")

    def add_thread(self, name: str) -> Channel:
        """Open a public thread."""
        thread = Channel(
            guild=self.guild, id=self.guild.world.next_id(), name=name, type=THREAD, parent=self
        )
        self.guild.channels[thread.id] = thread
        thread._tell("CREATE")
        return thread

    def archive(self, *, archived: bool = True) -> None:
        """Archive this thread, or open it again (M51)."""
        self.archived = archived
        self._tell("UPDATE")

    def _tell(self, what: str) -> None:
        kind = "THREAD" if self.is_thread else "CHANNEL"
        self.guild.world.emit(f"{kind}_{what}", payload.channel(self), self.guild)

    def add_message(self, author: User, *, at: datetime | None = None, **fields: Any) -> Message:
        """Put a message there; ``fields`` are those of Discord's create message."""
        world = self.guild.world
        message = Message(
            channel=self, id=world.next_id(at), author=author, created_at=at or world.now()
        )
        message.fill(fields)
        self.by_id[message.id] = message
        world.emit("MESSAGE_CREATE", payload.message(message), self.guild)
        return message


@dataclass(eq=False, kw_only=True)
class Message:
    """A message; ``fields`` is what its author sent last."""

    channel: Channel = field(repr=False)
    id: int
    author: User
    created_at: datetime
    edited_at: datetime | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    components: list[dict[str, Any]] = field(default_factory=list, repr=False)
    reactions: dict[str, dict[int, User]] = field(default_factory=dict)
    interaction: dict[str, Any] | None = None

    @property
    def text(self) -> str:
        """Return all that can be read: the content and every text of the components."""
        shown = [part["content"] for _, part in walk(self.components) if part.get("content")]
        return "\n".join(filter(None, [self.fields.get("content"), *shown]))

    @property
    def custom_ids(self) -> list[str]:
        """Return the custom ids of the components."""
        return [part["custom_id"] for _, part in walk(self.components) if part.get("custom_id")]

    def fill(self, fields: dict[str, Any]) -> None:
        """Take over what the author sent."""
        self.fields |= fields
        if "components" in fields:
            self.components = numbered(fields["components"] or [])

    def edit(self, fields: dict[str, Any]) -> None:
        """Change the message."""
        self.fill(fields)
        self.edited_at = self.channel.guild.world.now()
        self._emit("MESSAGE_UPDATE", payload.message(self))

    def delete(self) -> None:
        """Delete the message, as its author or a moderator would (M53)."""
        self.channel.by_id.pop(self.id, None)
        self._emit("MESSAGE_DELETE", {"id": str(self.id)})

    def add_reaction(self, user: User, emoji: str) -> None:
        """Add a user's reaction; a repeat changes nothing."""
        users = self.reactions.setdefault(emoji, {})
        if user.id not in users:
            users[user.id] = user
            self._emit("MESSAGE_REACTION_ADD", payload.reaction(self, emoji, user, added=True))

    def remove_reaction(self, user: User, emoji: str) -> None:
        """Remove a user's reaction, where there is one."""
        users = self.reactions.get(emoji, {})
        if users.pop(user.id, None):
            if not users:
                del self.reactions[emoji]
            self._emit("MESSAGE_REACTION_REMOVE", payload.reaction(self, emoji, user))

    def clear_reactions(self, emoji: str | None = None) -> None:
        """Remove all reactions, or all of one emoji (V57)."""
        if emoji is None:
            self.reactions.clear()
            self._emit("MESSAGE_REACTION_REMOVE_ALL", {"message_id": str(self.id)})
        elif self.reactions.pop(emoji, None):
            gone = {"message_id": str(self.id), "emoji": payload.emoji(emoji)}
            self._emit("MESSAGE_REACTION_REMOVE_EMOJI", gone)

    def _emit(self, event: str, fields: dict[str, Any]) -> None:
        guild = self.channel.guild
        place = {"channel_id": str(self.channel.id), "guild_id": str(guild.id)}
        guild.world.emit(event, fields | place, guild)
