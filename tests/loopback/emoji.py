"""A server's own emoji."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.loopback.world import Guild


@dataclass(eq=False, kw_only=True)
class Emoji:
    """An emoji of a server; as a string it is what reactions are named by, ``name:id``.

    Only sessions with the intent for expressions are told that it came or went.
    """

    guild: Guild = field(repr=False)
    id: int
    name: str
    animated: bool = False

    def __str__(self) -> str:
        return f"{self.name}:{self.id}"

    def delete(self) -> None:
        """Delete the emoji; reactions with it stay, but nobody can say its name any more (V59)."""
        self.guild.emojis.pop(self.id, None)
        self.guild.world.nameless.add(self.id)
        self.guild.tell_emojis()
