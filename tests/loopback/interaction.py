"""What people do in the client: slash commands, buttons, menus, modals, and the bot's answers."""

from __future__ import annotations

import asyncio
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from tests.loopback import payload
from tests.loopback.call import Memory
from tests.loopback.channel import Channel
from tests.loopback.limits import walk
from tests.loopback.message import Message
from tests.loopback.permission import Permission
from tests.loopback.world import User, World

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
SUBCOMMAND, SUBCOMMAND_GROUP = 1, 2
CHANNEL_OPTION = 7
OPTION_TYPES = {bool: 5, int: 4, float: 10, str: 3, Channel: CHANNEL_OPTION, User: 6}
EPHEMERAL = 64
SECONDS_TO_ACKNOWLEDGE = 3.0


@dataclass(eq=False, kw_only=True)
class Interaction:
    """One thing that a user did, and what the bot made of it."""

    id: int
    token: str
    kind: int
    user: User
    channel: Channel
    message: Message | None = None
    began: float = field(default_factory=time.monotonic)
    acknowledged: int | None = None
    original: Message | None = None
    messages: list[Message] = field(default_factory=list)
    modal: dict[str, Any] | None = None
    choices: list[dict[str, Any]] | None = None
    _answered: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def late(self) -> bool:
        """Tell whether the three seconds for the first answer are over (M55)."""
        return time.monotonic() - self.began > SECONDS_TO_ACKNOWLEDGE

    def answered(self) -> None:
        """Note that there is something to see."""
        self._answered.set()

    async def answer(self, *, within: float = 10.0) -> Message:
        """Wait for the message with which the bot answers, ephemeral or not."""
        await asyncio.wait_for(self._answered.wait(), within)
        shown = self.original or (self.messages[-1] if self.messages else self.message)
        assert shown is not None, "the answer is no message"
        return shown

    async def opened_modal(self, *, within: float = 10.0) -> dict[str, Any]:
        """Wait for the modal that the bot opens."""
        await asyncio.wait_for(self._answered.wait(), within)
        assert self.modal is not None, "the answer is no modal"
        return self.modal

    async def done(self, *, within: float = 10.0) -> None:
        """Wait for any visible answer."""
        await asyncio.wait_for(self._answered.wait(), within)


class Client:
    """The Discord client of the people in a test."""

    def __init__(self, world: World, memory: Memory) -> None:
        self._world = world
        self._memory = memory

    def run(self, user: User, channel: Channel, command: str, /, **options: Any) -> Interaction:
        """Type a slash command such as ``feed add`` with its options."""
        root, *path = command.split()
        known = self._command(channel, root)
        self._may_use(user, channel, known)
        inner = [_option(name, value) for name, value in options.items() if value is not None]
        for name in reversed(path):
            kind = SUBCOMMAND if name == path[-1] else SUBCOMMAND_GROUP
            inner = [{"name": name, "type": kind, "options": inner}]
        fields = {"id": known["id"], "name": root, "type": 1, "options": inner}
        fields["resolved"] = self._resolved(channel, options)
        return self._send(COMMAND, user, channel, fields)

    def click(
        self, user: User, message: Message, custom_id: str, *, values: list[str] | None = None
    ) -> Interaction:
        """Press the button, or choose from the menu, with this custom id."""
        parts = [part for _, part in walk(message.components)]
        part = next((part for part in parts if part.get("custom_id") == custom_id), None)
        assert part, f"the message has no component {custom_id!r}"
        assert not part.get("disabled"), f"{custom_id!r} is disabled"
        fields = {"custom_id": custom_id, "component_type": part["type"], "id": part.get("id", 1)}
        if values is not None:
            fields["values"] = values
        return self._send(COMPONENT, user, message.channel, fields, message)

    def submit(self, opened: Interaction, **values: str) -> Interaction:
        """Fill in the modal that an interaction opened, inputs by their custom id."""
        assert opened.modal is not None, "no modal was opened"
        fields = {
            "custom_id": opened.modal["custom_id"],
            "components": [_filled(part, values) for part in opened.modal["components"]],
        }
        return self._send(MODAL, opened.user, opened.channel, fields, opened.message)

    def _command(self, channel: Channel, name: str) -> dict[str, Any]:
        places = (channel.guild.id, None)
        commands = [c for place in places for c in self._memory.commands.get(place, [])]
        found = next((command for command in commands if command["name"] == name), None)
        assert found, f"no command /{name}; there are {[c['name'] for c in commands]}"
        return found

    def _may_use(self, user: User, channel: Channel, command: dict[str, Any]) -> None:
        needed = Permission(int(command.get("default_member_permissions") or 0))
        if needed & ~channel.permissions(user):
            msg = f"{user.name} does not see /{command['name']}"
            raise PermissionError(msg)

    def _resolved(self, channel: Channel, options: dict[str, Any]) -> dict[str, Any]:
        channels = [value for value in options.values() if isinstance(value, Channel)]
        users = [value for value in options.values() if isinstance(value, User)]
        return {
            "channels": {
                str(c.id): payload.channel(c)
                | {"permissions": str(int(c.permissions(c.guild.owner)))}
                for c in channels
            },
            "users": {str(user.id): payload.user(user) for user in users},
            "members": {str(user.id): payload.member(channel.guild, user) for user in users},
        }

    def _send(
        self,
        kind: int,
        user: User,
        channel: Channel,
        fields: dict[str, Any],
        message: Message | None = None,
    ) -> Interaction:
        interaction = Interaction(
            id=self._world.next_id(),
            token=secrets.token_hex(20),
            kind=kind,
            user=user,
            channel=channel,
            message=message,
        )
        self._memory.interactions[interaction.token] = interaction
        event = self._event(interaction, fields)
        self._world.emit("INTERACTION_CREATE", lambda: event, channel.guild)
        return interaction

    def _event(self, interaction: Interaction, fields: dict[str, Any]) -> dict[str, Any]:
        channel, guild = interaction.channel, interaction.channel.guild
        allowed = str(int(channel.permissions(interaction.user)))
        event: dict[str, Any] = {
            "id": str(interaction.id),
            "application_id": str(self._world.bot.id),
            "type": interaction.kind,
            "token": interaction.token,
            "version": 1,
            "data": fields,
            "guild_id": str(guild.id),
            "guild": {"id": str(guild.id), "locale": "en-US", "features": []},
            "channel_id": str(channel.id),
            "channel": payload.channel(channel) | {"permissions": allowed},
            "member": payload.member(guild, interaction.user) | {"permissions": allowed},
            "locale": interaction.user.locale,
            "guild_locale": "en-US",
            "app_permissions": str(int(channel.permissions(self._world.bot))),
            "entitlements": [],
            "authorizing_integration_owners": {"0": str(guild.id)},
            "context": 0,
            "attachment_size_limit": 10_485_760,
        }
        if interaction.message:
            event["message"] = payload.message(interaction.message)
        return event


def _option(name: str, value: Any) -> dict[str, Any]:
    plain = str(value.id) if isinstance(value, (Channel, User)) else value
    return {"name": name, "type": OPTION_TYPES[type(value)], "value": plain}


def _filled(part: dict[str, Any], values: dict[str, str]) -> dict[str, Any]:
    """Return a modal's component as it comes back, with what the user wrote."""
    same = {key: part[key] for key in ("type", "id", "custom_id") if key in part}
    if "components" in part:
        same["components"] = [_filled(child, values) for child in part["components"]]
    if "component" in part:
        same["component"] = _filled(part["component"], values)
    if part.get("custom_id") in values:
        same["value"] = values[part["custom_id"]]
    return same
