"""The tables, as the list of migrations that make them.

A migration that was released is never changed; the next one is added at the end. Times and lengths
of time are microseconds (see value.py), ids of servers, channels, users and messages are Discord's.
"""

from __future__ import annotations

from typing import Final

from bot.storage.schema_desk import DESK
from bot.storage.schema_news import NEWS
from bot.storage.schema_people import PEOPLE
from bot.storage.schema_posts import POSTS
from bot.storage.schema_votes import VOTES

APPLICATION: Final = 0x4E657773
"""``PRAGMA application_id`` of a database of ours: "News"."""

MIGRATIONS: Final = (NEWS + POSTS + VOTES + PEOPLE + DESK,)
