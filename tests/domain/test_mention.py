from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.domain.mention import role_to_mention
from bot.domain.model import Post
from bot.domain.setting import Settings
from tests.cogs.articles import NOON, article, post

ROLE, SERVER = 77, 8


def made(
    *,
    age: timedelta = timedelta(0),
    queued: timedelta = timedelta(0),
    when: Any = (),
    **changes: Any,
) -> Post:
    settings = Settings(**{"mention_role": ROLE, "mention_when": when, **changes})
    told = article(title="A trailer at last", published=NOON - age)
    return post(article=told, created_at=NOON - queued, settings=settings, guild_id=SERVER)


@pytest.mark.parametrize(
    ("when", "role"),
    [
        pytest.param((), ROLE, id="no rules"),
        pytest.param(("casting", "trailer"), ROLE, id="one of the rules holds"),
        pytest.param(("casting",), None, id="no rule holds"),
        pytest.param(("/tr[ae]iler/",), ROLE, id="a regular expression holds"),
    ],
)
def test_role_is_mentioned_when_its_rules_say_so(when: tuple[str, ...], role: int | None):
    assert role_to_mention(made(when=when), NOON) == role


@pytest.mark.parametrize("role", [None, SERVER], ids=["none chosen", "everyone"])
def test_nobody_is_mentioned_without_a_role_of_its_own(role: int | None):
    """S46: the role that everybody has is none that a post may mention."""
    assert role_to_mention(made(mention_role=role), NOON) is None


@pytest.mark.parametrize(
    ("age", "queued", "mentioned"),
    [
        pytest.param(timedelta(hours=23), timedelta(0), True, id="of today"),
        pytest.param(timedelta(hours=24), timedelta(0), False, id="of yesterday"),
        pytest.param(timedelta(hours=-3), timedelta(days=20), False, id="its date was ahead"),
        pytest.param(timedelta(hours=9), timedelta(hours=9), True, id="waited over a night"),
        pytest.param(timedelta(days=21), timedelta(days=21), False, id="waited for weeks"),
    ],
)
def test_nobody_is_mentioned_for_old_news(age: timedelta, queued: timedelta, mentioned: bool):
    """F31, F32: a backlog, or what waited for weeks, pings nobody."""
    role = role_to_mention(made(age=age, queued=queued), NOON)
    assert role == (ROLE if mentioned else None)


@pytest.mark.parametrize(("queued", "role"), [(NOON, ROLE), (NOON - timedelta(days=2), None)])
def test_story_without_a_date_is_as_old_as_its_post(queued: datetime, role: int | None):
    undated = replace(made(), article=article(published=None), created_at=queued)
    assert role_to_mention(undated, NOON) == role


def test_digest_card_mentions_nobody():
    """L26, L28."""
    listing = replace(made(), article=article(digest=12, published=NOON))
    assert role_to_mention(listing, NOON) is None
