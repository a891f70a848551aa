"""The one ``/feed``: several cogs add commands to it, whichever is loaded first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from discord import app_commands
from discord.ext import commands

from bot.client import NewsreelBot
from bot.moderator import MANAGERS_ONLY

_MARK = "__feed_command__"

_Body = TypeVar("_Body", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a command stands: in the group itself, or in one within it."""

    name: str
    description: str
    within: tuple[str, str] | None


def feed_command(
    name: str, description: str, *, within: tuple[str, str] | None = None
) -> Callable[[_Body], _Body]:
    """Mark a cog's method as a command of the group, for those only who may configure the bot.

    It stands above ``app_commands.describe`` and its like, in the place of
    ``app_commands.command``, which would make a command at the top. ``within`` are the name and the
    description of a group of its own: ``("filter", …)`` makes ``/feed filter <name>``.
    """

    def mark(body: _Body) -> _Body:
        setattr(body, _MARK, _Place(name=name, description=description, within=within))
        return body

    return mark


async def add_feed_cog(bot: NewsreelBot, cog: commands.Cog) -> None:
    """Add a cog, and its marked methods to the group, in the order in which they stand."""
    await bot.add_cog(cog)
    for attribute, body in vars(type(cog)).items():
        if isinstance(place := getattr(body, _MARK, None), _Place):
            _group(bot.tree, place).add_command(
                app_commands.Command(
                    name=place.name,
                    description=place.description,
                    callback=getattr(cog, attribute),
                )
            )


def _group(tree: app_commands.CommandTree[Any], place: _Place) -> app_commands.Group:
    """Return the group of a command; make it where no cog did so far."""
    top = tree.get_command("feed")
    if not isinstance(top, app_commands.Group):
        top = app_commands.Group(
            name="feed",
            description="Feeds of this server",
            guild_only=True,
            extras=dict(MANAGERS_ONLY),
        )
        tree.add_command(top)
    return top if place.within is None else _inner(top, *place.within)


def _inner(top: app_commands.Group, name: str, description: str) -> app_commands.Group:
    group = top.get_command(name)
    if not isinstance(group, app_commands.Group):
        group = app_commands.Group(name=name, description=description, parent=top)
    return group
