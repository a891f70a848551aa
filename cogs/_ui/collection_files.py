"""Collections as files that people get and give."""

from __future__ import annotations

from io import BytesIO

import discord
from discord import ui

from bot.domain.collection import Collection
from bot.domain.collection_file import MAX_FILE
from bot.domain.error import UserError
from bot.domain.text import cut, escape, plain
from bot.services.filing import CollectionFile, ImportResult
from cogs._ui.collection_parts import box, collection_button, row, shelf_button
from cogs._ui.collection_words import bold, shown
from cogs._ui.refusal import CALL_ERRORS
from cogs._ui.words import counted

KINDS = {"json": "JSON: everything", "csv": "CSV: a table", "md": "Markdown: to read"}

_MAX_NAME = 80
_MEGABYTE = 1024 * 1024
_TOO_LARGE = (
    "**{name}** has {size:.1f} MB; {most} MB is the most that I read. Please split it into several "
    "files: stories that come twice are kept once."
)
_LOST = "I couldn’t get that file from Discord. Please attach it again."


async def read_attachment(file: discord.Attachment) -> bytes:
    """Return what is in a file; raises UserError for one that is too large, before it is loaded."""
    _require_small(file, file.size)
    try:
        content = await file.read()
    except CALL_ERRORS as error:
        raise UserError(_LOST) from error
    _require_small(file, len(content))
    return content


def _require_small(file: discord.Attachment, size: int) -> None:
    if size > MAX_FILE:
        name = escape(cut(plain(file.filename), _MAX_NAME))
        raise UserError(
            _TOO_LARGE.format(name=name, size=size / _MEGABYTE, most=MAX_FILE // _MEGABYTE)
        )


def exported(collection: Collection, file: CollectionFile) -> str:
    """Return what is said of a file that is given."""
    said = f"{bold(collection)} as a file. `/collection import` reads it again, for anybody."
    if file.left_out:
        said += f"\n-# All of it would be too large: {file.left_out} are left out."
    return said


def as_attachment(file: CollectionFile) -> discord.File:
    """Return a file that discord.py sends."""
    return discord.File(BytesIO(file.content), file.name)


def import_view(result: ImportResult) -> ui.LayoutView:
    """Build what is said of a file that was read."""
    collection = result.collection
    return box(
        ui.TextDisplay(f"### {shown(collection.name)}\n{_what_came(result)}"),
        row(collection_button(collection.id, 0, "Open"), shelf_button(0, "My collections")),
    )


def _what_came(result: ImportResult) -> str:
    """Return a sentence for each kind of story in the file."""
    added = counted(result.added, "story", "stories")
    sentences = [
        f"{added[0].upper()}{added[1:]} came into {bold(result.collection)}.",
        _was(result.known, "in it already") if result.known else "",
        f"{_was(result.no_room, 'left out')} It is full." if result.no_room else "",
        f"{_was(result.left_out, 'left out')} Each story needs a title or a link."
        if result.left_out
        else "",
    ]
    return "\n".join(sentence for sentence in sentences if sentence)


def _was(number: int, what: str) -> str:
    return f"{number:,} {'was' if number == 1 else 'were'} {what}."
