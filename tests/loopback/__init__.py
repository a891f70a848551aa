"""A small Discord of our own on real sockets, for tests of the real bot process."""

from tests.loopback.faults import (
    MALFORMED,
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    UNKNOWN_CHANNEL,
    Broken,
    Delay,
    Lost,
    Refusal,
    TooMany,
)
from tests.loopback.permission import Permission
from tests.loopback.server import BOT_TOKEN, LoopbackDiscord

__all__ = [
    "BOT_TOKEN",
    "MALFORMED",
    "MISSING_ACCESS",
    "MISSING_PERMISSIONS",
    "UNKNOWN_CHANNEL",
    "Broken",
    "Delay",
    "LoopbackDiscord",
    "Lost",
    "Permission",
    "Refusal",
    "TooMany",
]
