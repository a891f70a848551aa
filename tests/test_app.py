"""The app over its own parts: what must outlive a restart."""

from __future__ import annotations

import sys
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest

from bot.app import open_app
from bot.domain.error import RateLimited, UserError
from bot.settings import Settings
from tests.web.loopback import redirect, reply, site

FEED_OF = (
    b"<rss><channel><title>Lantern Street</title><item><title>A film</title>"
    b"<link>%s</link></item></channel></rss>"
)


def settings_for(folder: Path) -> Settings:
    """Return settings that let 127.0.0.1 through, and no other address inside."""
    return Settings(
        database=folder / "newsreel.db",
        allowed_networks=(ip_network("127.0.0.1/32"),),
        host_pause=timedelta(0),
    )


@pytest.mark.skipif(sys.platform == "darwin", reason="has 127.0.0.1 only")
@pytest.mark.parametrize("way", ["page", "redirect of the page", "announced feed", "redirect"])
async def test_no_way_through_a_feed_or_a_page_leads_inside(tmp_path: Path, way: str) -> None:
    """S44: what a feed links to, what a page announces, and where either redirects."""
    async with site() as outside, site("127.0.0.2") as inside:
        inside.answers["/x"] = reply(b"<rss><channel><title>Secret</title></channel></rss>")
        private, own = f"{inside.url}/x", f"{outside.url}/page"
        target = private if way == "page" else own
        outside.answers |= {
            "/page": redirect(private, 302),
            "/feed": reply(FEED_OF % target.encode(), Content_Type="application/rss+xml"),
            "/front": reply(
                b'<html><head><link rel=alternate type="application/rss+xml" href="%s"></head>'
                b"<body>Film</body></html>" % private.encode(),
                Content_Type="text/html",
            ),
        }
        typed = {"announced feed": "/front", "redirect": "/page"}.get(way, "/feed")
        async with open_app(settings_for(tmp_path)) as app:
            if typed == "/feed":
                found = await app.services.subscribing.find(outside.url + typed)
                assert found.newest is not None
            else:
                with pytest.raises(UserError):
                    await app.services.subscribing.find(outside.url + typed)
        assert outside.requests
        assert inside.connections == 0


async def test_a_pause_that_a_page_asked_for_outlives_a_restart(tmp_path: Path) -> None:
    """S34: no request to that host before then, for whatever."""
    settings = settings_for(tmp_path)
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
