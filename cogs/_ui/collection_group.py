"""The one ``/collection``: several cogs add commands to it, whichever is loaded first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from discord import app_commands
from discord.ext import commands

from bot.client import NewsreelBot

_MARK = "__collection_command__"

_Body = TypeVar("_Body", bound=Callable[..., Any])


def collection_command(name: str, description: str) -> Callable[[_Body], _Body]:
    """Mark a cog's method as a command of the group.

    It stands above ``app_commands.describe`` and its like, in the place of
    ``app_commands.command``, which would make a command at the top.
    """

    def mark(body: _Body) -> _Body:
        setattr(body, _MARK, (name, description))
        return body

    return mark


async def add_collection_cog(bot: NewsreelBot, cog: commands.Cog) -> None:
    """Add a cog, and its marked methods to the group, in the order in which they stand."""
    await bot.add_cog(cog)
    group = _group(bot.tree)
    for attribute, body in vars(type(cog)).items():
        if marked := getattr(body, _MARK, None):
            name, description = marked
            group.add_command(
                app_commands.Command(
                    name=name, description=description, callback=getattr(cog, attribute)
                )
            )


def _group(tree: app_commands.CommandTree[Any]) -> app_commands.Group:
    """Return the group; make it where no cog did so far."""
    group = tree.get_command("collection")
    if not isinstance(group, app_commands.Group):
        group = app_commands.Group(
            name="collection",
            description="Keep the stories that you love",
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True),
        )
        tree.add_command(group)
    return group
