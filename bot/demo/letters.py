"""The demo's direct messages, told of in the terminal."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime

import discord
from discord.ui import LayoutView, TextDisplay
from rich.console import Console

from bot.demo.stage import Stage

_LETTERS_EVERY = 1.0  # seconds
_HEADING = re.compile(r"^### \[?(.*?)(?:\]\(|$)", re.MULTILINE)


async def announce_letters(console: Console, stage: Stage) -> None:
    """Say which direct messages the bot sent, until cancelled: the pages show none."""
    told: set[int] = set()
    while True:
        for name, letter in stage.letters():
            if letter.id not in told:
                told.add(letter.id)
                console.print(
                    f"  {datetime.now(UTC).astimezone():%H:%M:%S}  direct message to {name}: {title_of(letter)}"
                )
        await asyncio.sleep(_LETTERS_EVERY)


def title_of(letter: discord.Message) -> str:
    """Return the title of the story on a card."""
    texts = (
        part.content
        for part in LayoutView.from_message(letter).walk_children()
        if isinstance(part, TextDisplay)
    )
    found = (_HEADING.search(text) for text in texts)
    return next((match[1] for match in found if match), "a story")
