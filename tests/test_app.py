"""The app over its own parts: what must outlive a restart."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest

from bot.app import open_app
from bot.domain.error import RateLimited, UserError
from bot.settings import Settings
from tests.web.loopback import reply, site


async def test_a_pause_that_a_page_asked_for_outlives_a_restart(tmp_path: Path) -> None:
    """S34: no request to that host before then, for whatever."""
    settings = Settings(
        database=tmp_path / "newsreel.db",
        allowed_networks=(ip_network("127.0.0.0/8"),),
        host_pause=timedelta(0),
    )
    async with site() as here:
        here.answers["/story"] = reply(status=429, Retry_After="3600")
        async with open_app(settings) as app:
            with pytest.raises(UserError):
                await app.services.subscribing.find(f"{here.url}/story")
        async with open_app(settings) as app:
            with pytest.raises(RateLimited) as refusal:
                await app.fetcher.fetch(f"{here.url}/feed")
    assert here.paths == ["/story"]
    assert refusal.value.retry_after is not None
    assert timedelta(minutes=55) < refusal.value.retry_after <= timedelta(hours=1)
