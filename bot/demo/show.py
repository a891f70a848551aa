"""The demo: the real bot, on simcord's Discord, reading a news site on loopback."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import tempfile
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.console import Console

from bot.app import App, open_app
from bot.demo.content import STILLS, Content, DemoStory, Outlet, load_content
from bot.demo.crowd import Crowd
from bot.demo.letters import announce_letters
from bot.demo.photos import fetch_wanted, hang, hang_faces
from bot.demo.site import CLOSED, NewsSite, serve_site
from bot.demo.stage import MODS, TOPICS, Stage, set_stage
from bot.domain.error import UserError
from bot.domain.setting import MOST_PER_HOUR
from bot.running import end_on_signal
from bot.services.discovering import FoundFeed
from bot.settings import Settings

LOOPBACK = ipaddress.ip_network("127.0.0.0/8")
BACKLOG = 10
_FIRST_CARDS = 30.0  # seconds to wait for them before the page is opened all the same
_EVERY = timedelta(seconds=30)


class Demo:
    """A running demo; nobody of the ``crowd`` votes yet."""

    def __init__(self, app: App, site: NewsSite, stage: Stage, content: Content) -> None:
        self.stage = stage
        self.site = site
        self.content = content
        self.crowd = Crowd(app, stage)
        self.app = app
        self._feeds: dict[str, int] = {}

    async def follow_outlets(self) -> None:
        """Subscribe the channels to their outlets, as a moderator would by /feed add.

        One after the other, in the order of the file: the last one's newest card is the first
        that a person sees.
        """
        for outlet in self.content.outlets:
            if outlet.channel:
                expected = self._posted() + len(self.site.newest(outlet))
                url = self.site.feed_url(outlet)
                self._feeds[outlet.id] = await self._follow(url, outlet.channel)
                while self._posted() < expected:  # noqa: ASYNC110 - Discord tells nobody here
                    await asyncio.sleep(0.02)

    async def follow(self, url: str) -> str:
        """Show a person's own feed in #film-news too and return its title; raises UserError."""
        found = await self.app.services.subscribing.find(url)
        await self._follow(found.url, "film-news")
        return found.title or found.url

    async def _follow(self, url: str, channel: str) -> int:
        found = await self.app.services.subscribing.find(url)
        subscription = await self.app.services.subscribing.add(
            found,
            guild_id=self.stage.guild.id,
            channel_id=self.stage.channels[channel].id,
            user_id=self.stage.moderator.id,
            backlog=BACKLOG,
        )
        await self.app.services.feed_desk.change(  # a story every half minute is much for a channel
            subscription.id,
            guild_id=self.stage.guild.id,
            by=self.stage.moderator.id,
            max_per_hour=MOST_PER_HOUR,
        )
        return subscription.feed_id

    async def inform_moderators(self) -> None:
        """Let #mods be where moderators are told, and let there be something to tell: a feed that is gone."""
        services, guild, mina = self.app.services, self.stage.guild, self.stage.moderator
        channel = self.stage.channels[MODS].id
        await services.server_setting.change(guild.id, by=mina.id, notice_channel_id=channel)
        closed = FoundFeed(
            url=f"{self.site.url}{CLOSED}",
            title="The Paper Lantern",
            site=None,
            stories=0,
            newest=None,
        )
        await services.subscribing.add(
            closed,
            guild_id=guild.id,
            channel_id=self.stage.channels["film-news"].id,
            user_id=mina.id,
            backlog=0,
        )

    def _posted(self) -> int:
        return sum(len(self.stage.stories(channel)) for channel in TOPICS)

    async def publish(self, story: DemoStory) -> Outlet:
        """Put a story on the site and let the bot look, as if the feed's time had come.

        A bot asks a feed every two minutes at most; a demo can't wait so long.
        """
        self.site.publish(story, datetime.now(UTC))
        await self.app.services.subscribing.check_now(self._feeds[story.outlet])
        return next(outlet for outlet in self.content.outlets if outlet.id == story.outlet)


@asynccontextmanager
async def open_demo(settings: Settings, *, port: int | None = None) -> AsyncIterator[Demo]:
    """Start the demo's site, bot, Discord and pages; no outlet is followed yet.

    Raises UserError for a port that is taken, StorageError if there is no place for a database.
    """
    content = load_content()
    site = NewsSite(content, stills=STILLS, now=datetime.now(UTC))
    with tempfile.TemporaryDirectory(prefix="newsreel-demo-") as folder:
        own = replace(
            settings,
            database=Path(folder) / "demo.db",
            allowed_networks=(*settings.allowed_networks, LOOPBACK),
            host_pause=timedelta(0),  # the site is ours; --feed meets it seldom
        )
        async with (
            serve_site(site),
            open_app(own) as app,
            set_stage(app.bot, port=port) as stage,
            _beside(app.work(), fetch_wanted(stage.pictures, app.fetcher)),
        ):
            for base in {site.base(outlet) for outlet in content.outlets}:
                hang(stage.pictures, base, STILLS)
            hang_faces(stage.pictures, stage.env.backend.users.values(), STILLS)
            yield Demo(app, site, stage, content)


@asynccontextmanager
async def _beside(*jobs: object) -> AsyncIterator[None]:
    """Run jobs for the time of the block; they begin outside of the bot's own tasks.

    simcord waits after each click until all that the bot began is done. Workers never are.
    """
    tasks = [asyncio.ensure_future(job) for job in jobs]  # type: ignore[call-overload]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def run(
    settings: Settings,
    *,
    feed: str | None = None,
    port: int | None = None,
    browser: bool = True,
    every: timedelta = _EVERY,
) -> int:
    """Show the demo until a signal or a person on the page ends it; return the exit code.

    ``feed`` is a feed of the person's own, ``port`` the page's, ``every`` the time between two
    stories. Raises UserError for a port that is taken.
    """
    console = Console(highlight=False, soft_wrap=True)
    if settings.log_level == "INFO":  # the demo tells its story itself
        logging.getLogger().setLevel(logging.WARNING)
        logging.getLogger("discord").setLevel(logging.ERROR)
    shown = asyncio.ensure_future(
        _show(console, settings, feed, port, browser=browser, every=every)
    )
    end_on_signal(shown)
    with suppress(asyncio.CancelledError):
        await shown
    return 0


async def _show(
    console: Console,
    settings: Settings,
    feed: str | None,
    port: int | None,
    *,
    browser: bool,
    every: timedelta,
) -> None:
    console.print("[bold]Newsreel demo[/]: starting the bot, its Discord and a news site …")
    async with open_demo(settings, port=port) as demo:
        try:
            await _begin(console, demo, feed)
            _point(console, demo, browser=browser)
            letters = announce_letters(console, demo.stage)
            async with _beside(_tell(console, demo, every), demo.crowd.vote(), letters):
                await demo.stage.until_closed()
        finally:
            console.print("\nThe demo has ended; nothing of it is left behind.")


async def _begin(console: Console, demo: Demo, feed: str | None) -> None:
    try:
        async with asyncio.timeout(_FIRST_CARDS):
            await demo.follow_outlets()
            await demo.inform_moderators()
    except TimeoutError:
        console.print("[yellow]The first cards take their time; more will follow on the page.[/]")
    if feed:
        try:
            console.print(f"[green]✓[/] Your feed: {await demo.follow(feed)}", markup=True)
        except UserError as error:
            console.print(f"[yellow]Your feed can't be shown:[/] {error}")
            console.print("The demo goes on with its own.")


def _point(console: Console, demo: Demo, *, browser: bool) -> None:
    """Say where the pages are and what to try, and open the first one."""
    pages = demo.stage.pages
    first = next(iter(pages.values()))
    opened = browser and _open_browser(first.url)
    console.print()
    for name, page in pages.items():
        console.print(f"  [bold]#{name}[/]  {page.url}")
    console.print()
    if browser and not opened:
        console.print("No browser was found here. Open the first address in one on this machine.")
    extra = next(outlet for outlet in demo.content.outlets if not outlet.channel)
    console.print("Things to try: vote with a reaction · press a button · “Viewing as” Theo, a fan")
    console.print("Fans vote all the time, and the cards follow: /top · /votes mine")
    console.print("Keep and find: /collection list · /search salt meridian")
    console.print(
        "/follow add Odalys Ferrant: the page shows no direct messages, but they are told of here"
    )
    console.print(
        f"As Mina, a moderator: /feed add {demo.site.url}/{extra.id} · /feed list · /feed edit · "
        "/feed why · /feed starter · /settings show · /status · /votes chart · /digest preview"
    )
    console.print("In #mods, after a minute: what moderators are told of a feed that is gone")
    console.print("A new story comes in every half minute. [bold]Ctrl-C[/] ends the demo.\n")


def _open_browser(url: str) -> bool:
    try:
        return webbrowser.open(url)
    except webbrowser.Error:
        return False


async def _tell(console: Console, demo: Demo, every: timedelta) -> None:
    """Publish the later stories one by one."""
    for story in demo.content.later:
        await asyncio.sleep(every.total_seconds())
        outlet = await demo.publish(story)
        console.print(
            f"  {datetime.now(UTC).astimezone():%H:%M:%S}  #{outlet.channel}  {outlet.name}: {story.title}"
        )
    console.print("  That was the last story. The page stays; Ctrl-C ends the demo.")
