"""Messages of the loopback Discord: what they show, who reacted, how they were edited."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.loopback import payload, payload_reaction
from tests.loopback.component import numbered, shown
from tests.loopback.limits import walk
from tests.loopback.reaction import Reactions

if TYPE_CHECKING:
    from tests.loopback.channel import Channel
    from tests.loopback.emoji import Emoji
    from tests.loopback.world import User


@dataclass(frozen=True, kw_only=True)
class Edit:
    """One edit: when, the components that it brought, and whether nobody saw a difference."""

    at: datetime
    components: list[dict[str, Any]] = field(repr=False)
    wasted: bool


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
    reacted: Reactions = field(default_factory=Reactions, repr=False)
    edits: list[Edit] = field(default_factory=list, repr=False)
    crossposted: bool = False
    interaction: dict[str, Any] | None = None

    @property
    def reactions(self) -> dict[str, dict[int, User]]:
        """Return who reacted: the users by their ids, of each emoji as ``👍`` or ``name:id``."""
        return self.reacted.by_emoji

    @property
    def there(self) -> bool:
        """Tell whether the message can be seen: neither it nor its channel was deleted."""
        return self.id in self.channel.by_id and self.channel.id in self.channel.guild.channels

    @property
    def wasted_edits(self) -> list[Edit]:
        """Return the edits after which the message looked as before."""
        return [edit for edit in self.edits if edit.wasted]

    @property
    def text(self) -> str:
        """Return all that can be read: the content and every text of the components."""
        said = [part["content"] for _, part in walk(self.components) if part.get("content")]
        return "\n".join(filter(None, [self.fields.get("content"), *said]))

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
        before = self._look()
        self.fill(fields)
        self.edited_at = self.channel.guild.world.now()
        wasted = self._look() == before
        self.edits.append(Edit(at=self.edited_at, components=self.components, wasted=wasted))
        self._emit("MESSAGE_UPDATE", lambda: payload.message(self))

    def _look(self) -> Any:
        files = self.fields.get("uploaded") or ()
        named = [file["id"] for file in files]
        plain = [self.fields.get(key) for key in ("content", "embeds")]
        return plain, named, shown(self.components, files=files)

    def crosspost(self) -> None:
        """Publish the message to the servers that follow its channel."""
        self.crossposted = True
        self._emit("MESSAGE_UPDATE", lambda: payload.message(self))

    def delete(self) -> None:
        """Delete the message, as its author or a moderator would (M53)."""
        self.channel.by_id.pop(self.id, None)
        self._emit("MESSAGE_DELETE", lambda: {"id": str(self.id)})

    def add_reaction(self, user: User, emoji: Emoji | str, *, burst: bool = False) -> None:
        """Add a user's reaction; a repeat, or one to a message that is gone, changes nothing."""
        key = str(emoji)
        if self.there and self.reacted.add(user, key, burst=burst, noted=self._noted):
            event = payload_reaction.added
            self._emit("MESSAGE_REACTION_ADD", lambda: event(self, key, user, burst=burst))

    def remove_reaction(self, user: User, emoji: Emoji | str) -> None:
        """Remove a user's reaction, where there is one."""
        key = str(emoji)
        if not self.there:
            return
        burst = self.reacted.remove(user, key, noted=self._noted)
        if burst is not None:
            event = payload_reaction.changed
            self._emit("MESSAGE_REACTION_REMOVE", lambda: event(self, key, user, burst=burst))

    def clear_reactions(self, emoji: Emoji | str | None = None) -> None:
        """Remove all reactions, or all of one emoji (V57)."""
        key = None if emoji is None else str(emoji)
        if not (self.there and self.reacted.clear(key, noted=self._noted)):
            return
        message_id = {"message_id": str(self.id)}
        if key is None:
            self._emit("MESSAGE_REACTION_REMOVE_ALL", lambda: message_id)
        else:
            name = payload_reaction.emoji(key, self.channel.guild.world)
            self._emit("MESSAGE_REACTION_REMOVE_EMOJI", lambda: message_id | {"emoji": name})

    @property
    def _noted(self) -> bool:
        return bool(self.channel.guild.world.staleness)

    def _emit(self, event: str, fields: Callable[[], dict[str, Any]]) -> None:
        guild = self.channel.guild
        place = {"channel_id": str(self.channel.id), "guild_id": str(guild.id)}
        guild.world.emit(event, lambda: fields() | place, guild)
