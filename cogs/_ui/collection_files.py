"""Collections as files that people get and give."""

from __future__ import annotations

from io import BytesIO

import discord
from discord import ui

from bot.domain.collection import Collection
from bot.domain.collection_file import MAX_FILE
from bot.domain.error import UserError
from bot.domain.text import cut, escape, plain
from bot.language import marked, t, tn
from bot.services.filing import CollectionFile, ImportResult
from cogs._ui.collection_parts import box, collection_button, row, shelf_button
from cogs._ui.collection_words import bold, shown
from cogs._ui.refusal import CALL_ERRORS

KINDS = {"json": "JSON: everything", "csv": "CSV: a table", "md": "Markdown: to read"}

_MAX_NAME = 80
_MEGABYTE = 1024 * 1024
_TOO_LARGE = marked(
    "**{name}** has {size:.1f} MB; {most} MB is the most that I read. Please split it into several "
    "files: stories that come twice are kept once."
)
_LOST = marked("I couldn’t get that file from Discord. Please attach it again.")


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
        raise UserError(_TOO_LARGE, name=name, size=size / _MEGABYTE, most=MAX_FILE // _MEGABYTE)


def exported(collection: Collection, file: CollectionFile) -> str:
    """Return what is said of a file that is given."""
    said = t(
        "{collection} as a file. `/collection import` reads it again, for anybody.",
        collection=bold(collection),
    )
    if file.left_out:
        left = t("-# All of it would be too large: {number} are left out.", number=file.left_out)
        said = f"{said}\n{left}"
    return said


def as_attachment(file: CollectionFile) -> discord.File:
    """Return a file that discord.py sends."""
    return discord.File(BytesIO(file.content), file.name)


def import_view(result: ImportResult) -> ui.LayoutView:
    """Build what is said of a file that was read."""
    collection = result.collection
    return box(
        ui.TextDisplay(f"### {shown(collection.name)}\n{_what_came(result)}"),
        row(collection_button(collection.id, 0, t("Open")), shelf_button(0, t("My collections"))),
    )


def _what_came(result: ImportResult) -> str:
    """Return a sentence for each kind of story in the file."""
    name = bold(result.collection)
    added = (
        tn(
            "{n} story came into {collection}.",
            "{n} stories came into {collection}.",
            result.added,
            collection=name,
        )
        if result.added
        else t("No stories came into {collection}.", collection=name)
    )
    others = (
        (
            result.known,
            tn("{n} was in it already.", "{n} were in it already.", result.known),
        ),
        (
            result.no_room,
            tn("{n} was left out. It is full.", "{n} were left out. It is full.", result.no_room),
        ),
        (
            result.left_out,
            tn(
                "{n} was left out. Each story needs a title or a link.",
                "{n} were left out. Each story needs a title or a link.",
                result.left_out,
            ),
        ),
    )
    return "\n".join([added, *(sentence for number, sentence in others if number)])
