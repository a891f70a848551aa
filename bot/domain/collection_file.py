"""Files of collections: Markdown, CSV and JSON, written by us and read from anywhere."""

from __future__ import annotations

from typing import Final

from bot.domain.error import UserError
from bot.domain.filed_collection import FiledCollection, Reading

FILE_KINDS: Final = ("md", "csv", "json")

MAX_FILE: Final = 5 * 1024 * 1024
"""Bytes of a file that is read."""


def write_file(collection: FiledCollection, kind: str) -> bytes:
    """Return a collection as a file of a kind."""
    raise UserError(f"Files of the kind {kind} for {collection.name} can’t be made yet.")


def read_file(filename: str, content: bytes) -> Reading:
    """Return what a file holds; raises UserError, with what to do, if it is none of ours."""
    raise UserError(f"{filename} ({len(content)}) can’t be read yet.")
