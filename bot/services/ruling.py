"""Ruling: how a server votes."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from typing import TypedDict, Unpack

from bot.domain.audit import Action
from bot.domain.emoji import emoji_key
from bot.domain.error import UserError
from bot.domain.vote import VoteRules
from bot.services.auditing import Auditing
from bot.services.ports import Clock
from bot.storage.database import Database
from bot.storage.vote_rule import VoteRuleTable


class Changed(TypedDict, total=False):
    """What of the rules is to change; see VoteRules."""

    up: str
    down: str
    min_account_age: timedelta
    min_membership: timedelta
    most_toggles: int


class Ruling:
    """Tell and change the rules of servers."""

    def __init__(self, *, db: Database, clock: Clock) -> None:
        self._db = db
        self._audit = Auditing(db=db, clock=clock)
        self._rules = VoteRuleTable(db)

    async def get(self, guild_id: int) -> VoteRules:
        """Return how a server votes."""
        return await self._rules.get(guild_id)

    async def planned(self, guild_id: int, **changes: Unpack[Changed]) -> VoteRules:
        """Return a server's rules as they would be with some changes.

        Raises UserError if up and down would be the same emoji (V59).
        """
        rules = replace(await self.get(guild_id), **changes)
        if emoji_key(rules.up) == emoji_key(rules.down):
            raise UserError("Up and down have to be two different emoji.")
        return rules

    async def set(self, guild_id: int, rules: VoteRules, *, by: int) -> None:
        """Let a server vote like this, for all votes and posts to come; ``by`` wishes it."""
        before = await self.get(guild_id)
        async with self._db.write() as tx:
            await self._rules.set(tx, guild_id, rules)
            await self._audit.note(
                tx,
                Action.VOTES_CHANGED,
                guild_id=guild_id,
                by=by,
                before=_differing(before, rules),
                after=_differing(rules, before),
            )


def _differing(rules: VoteRules, other: VoteRules) -> dict[str, object]:
    """Return what of some rules is not so in others, as values of JSON; times in seconds."""
    named = ((one.name, getattr(rules, one.name)) for one in fields(rules))
    return {
        name: value.total_seconds() if isinstance(value, timedelta) else value
        for name, value in named
        if value != getattr(other, name)
    }
