"""Collecting: all that people do with their collections (V63).

Every method takes the person first and raises UserError with a sentence for that one. Whose a
collection is, is asked in the same statement or transaction that reads or changes it; what is not
there and what is somebody else's own give the same sentence, NOT_THERE.
"""

from __future__ import annotations

from typing import Any

from bot.services.browsing import (
    BROWSE_PAGE,
    PAGE,
    BrowseEntry,
    BrowsePage,
    CollectionPage,
    SavedEntry,
)
from bot.services.filing import CollectionFile, Filing, ImportResult
from bot.services.keeping import NOT_IN_IT, Choice
from bot.services.shelving import NOT_THERE, TOO_LATE
from bot.storage.database import Tx

__all__ = [
    "BROWSE_PAGE",
    "NOT_IN_IT",
    "NOT_THERE",
    "PAGE",
    "TOO_LATE",
    "BrowseEntry",
    "BrowsePage",
    "Choice",
    "Collecting",
    "CollectionFile",
    "CollectionPage",
    "ImportResult",
    "SavedEntry",
]  # fmt: skip


class Collecting(Filing):
    """Make collections, fill, read, copy and file them; see the classes that this one is made of.

    Shelving makes, names and deletes collections; Keeping puts stories into them; Browsing reads,
    copies and hides; Filing exports and imports.
    """

    async def of_person(self, user_id: int) -> dict[str, Any]:
        """Return all that is kept of a person here, as plain values for JSON.

        ``collections`` are as in their JSON files, and can be imported each; ``copied`` and ``hidden``
        name collections of others by their ids.
        """
        copied = await self._collections.copied(user_id)
        hidden = await self._collections.hidden_by(user_id)
        return {
            "collections": [
                {
                    **await self._values(one),
                    "public": one.public,
                    "created_at": one.created_at.isoformat(),
                    "used_at": one.used_at.isoformat(),
                }
                for one in await self.shelf(user_id)
            ],
            "copied": [{"collection": id_, "at": at.isoformat()} for id_, at in copied],
            "hidden": [
                {"server": guild_id, "collection": id_, "at": at.isoformat()}
                for guild_id, id_, at in hidden
            ],
        }

    async def forget(self, tx: Tx, user_id: int) -> None:
        """Delete all of a person's collections for good, and that the one copied or hid others'."""
        await self._collections.forget(tx, user_id)
