"""Commands are registered with Discord only when they changed."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Protocol

import discord
from discord import app_commands

_Command = app_commands.Command[Any, ..., Any] | app_commands.Group | app_commands.ContextMenu


class Memory(Protocol):
    """Keep one text for each key, across restarts."""

    async def get(self, key: str) -> str | None:
        """Return the text of a key, None where there is none."""
        ...

    async def set(self, key: str, value: str) -> None:
        """Store the text of a key."""
        ...


async def sync_commands(tree: app_commands.CommandTree[Any], memory: Memory) -> bool:
    """Register the commands unless this application's are known to be the same; tell whether.

    Registering is limited to some hundred creations a day and shows people a moment without
    commands, so a restart alone must not do it. What was registered is noted after Discord
    accepted it: a sync that fails is done again.
    """
    key = f"commands of {tree.client.application_id}"
    digest = await _digest(tree)
    if await memory.get(key) == digest:
        return False
    await tree.sync()
    await memory.set(key, digest)
    return True


async def _digest(tree: app_commands.CommandTree[Any]) -> str:
    """Return a digest of the commands as Discord is told of them, in all languages."""
    payload = [await _payload(command, tree) for command in tree.get_commands()]
    payload.sort(key=lambda command: (command["type"], command["name"]))
    text = json.dumps([discord.__version__, payload], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


async def _payload(command: _Command, tree: app_commands.CommandTree[Any]) -> dict[str, Any]:
    if tree.translator is None:
        return command.to_dict(tree)
    return await command.get_translated_payload(tree, tree.translator)
