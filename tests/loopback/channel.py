"""Channels of the loopback Discord."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.loopback import payload
from tests.loopback.message import Message
from tests.loopback.permission import NOTHING, Permission, permissions_in

if TYPE_CHECKING:
    from tests.loopback.world import Guild, User

TEXT, ANNOUNCEMENT, THREAD, FORUM = 0, 5, 11, 15


@dataclass(eq=False, kw_only=True)
class Channel:
    """A text channel, a forum or a thread; ``overwrites`` maps a role's or user's id to (allow, deny)."""

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

    def add_thread(self, name: str, *, thread_id: int | None = None) -> Channel:
        """Open a public thread; one that a message begins has its id."""
        thread = Channel(
            guild=self.guild,
            id=thread_id or self.guild.world.next_id(),
            name=name,
            type=THREAD,
            parent=self,
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
        self.guild.world.emit(f"{kind}_{what}", lambda: payload.channel(self), self.guild)

    def delete_messages(self, messages: Iterable[Message]) -> None:
        """Delete several messages at once, as moderators and their bots do."""
        gone = [message.id for message in messages if self.by_id.pop(message.id, None)]
        place = {"channel_id": str(self.id), "guild_id": str(self.guild.id)}
        event = {"ids": [str(message_id) for message_id in gone]} | place
        self.guild.world.emit("MESSAGE_DELETE_BULK", lambda: event, self.guild)

    def add_message(self, author: User, *, at: datetime | None = None, **fields: Any) -> Message:
        """Put a message there; ``fields`` are those of Discord's create message.

        The first one of a thread in a forum has the thread's id.
        """
        world = self.guild.world
        begins = self.parent is not None and self.parent.type == FORUM and not self.by_id
        message_id = self.id if begins else world.next_id(at)
        message = Message(channel=self, id=message_id, author=author, created_at=at or world.now())
        message.fill(fields)
        self.by_id[message.id] = message
        world.emit("MESSAGE_CREATE", lambda: payload.message(message), self.guild)
        return message
