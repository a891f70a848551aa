"""The use cases. No discord, no SQL, no HTTP."""

from __future__ import annotations

from dataclasses import dataclass

from bot.services.subscribing import Subscribing


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """All use cases that cogs may call."""

    subscribing: Subscribing
