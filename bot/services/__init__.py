"""The use cases. No discord, no SQL, no HTTP."""

from __future__ import annotations

from dataclasses import dataclass

from bot.services.delivery import Delivery
from bot.services.subscribing import Subscribing


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What cogs may call."""

    subscribing: Subscribing
    delivery: Delivery
