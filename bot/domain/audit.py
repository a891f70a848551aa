"""Who changed what: the entries of a server's log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Action(StrEnum):
    """What somebody did. Its words are the cogs' matter."""

    FEED_ADDED = "feed added"
    FEED_REMOVED = "feed removed"
    FEED_RESTORED = "feed restored"
    FEED_PAUSED = "feed paused"
    FEED_RESUMED = "feed resumed"
    FEED_CHANGED = "feed changed"
    FEED_MOVED = "feed moved to another channel"
    FEEDS_IMPORTED = "feeds imported"
    IMPORT_UNDONE = "import undone"
    HELD_POSTED = "held stories posted"
    HELD_SKIPPED = "held stories skipped"
    SERVER_CHANGED = "server changed"
    VOTES_CHANGED = "votes changed"
    DIGEST_CHANGED = "digest changed"
    STORY_SPLIT = "story split"
    STORY_JOINED = "stories joined"
    JOINING_CHANGED = "joining changed"
    COLLECTION_HIDDEN = "collection hidden"
    COLLECTION_SHOWN = "collection shown"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One change: by whom, of what (``subject``, a name for people), and from what to what.

    ``before`` and ``after`` hold what changed, by the name of the setting, as values of JSON.
    """

    guild_id: int
    user_id: int
    at: datetime
    action: Action
    subject: str = ""
    before: Mapping[str, object] = field(default_factory=dict, hash=False)
    after: Mapping[str, object] = field(default_factory=dict, hash=False)
