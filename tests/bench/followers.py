"""What it costs when thousands follow a name: ``python -m tests.bench.followers [PEOPLE]``.

Letters are taken at once here; the bot itself sends LETTERS_PER_SECOND. Printed are what a post's
transaction costs more when it is noted whom to tell, and how long other writers wait meanwhile.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path
from statistics import quantiles
from time import perf_counter, process_time

from cogs._ui.letters import LETTERS_PER_SECOND
from tests.services.followers import NEWS, TRAILERS, Followers, open_followers
from tests.storage.world import GUILD

NAME = "Song Joong Ki"
OTHERS = 100_000  # who follow other names


async def fill(world: Followers, people: int) -> None:
    """Let so many follow the name, and many more another one each."""
    everybody = range(10_000, 10_000 + OTHERS)
    async with world.world.database.write() as tx:
        await tx.executemany(
            "INSERT INTO follow VALUES (?, ?, ?, 1)",
            [(one, f"film {one % 7_919} part {one}", "Film") for one in everybody],
        )
        await tx.executemany(
            "INSERT INTO follow VALUES (?, 'song joong ki', ?, 1)",
            [(one, NAME) for one in everybody[:people]],
        )
        await tx.executemany(
            "INSERT INTO follower (user_id) VALUES (?)", [(one,) for one in everybody]
        )
    world.letters.members[GUILD] = {one: {NEWS} for one in everybody[:people]}
    world.start()


async def noted(world: Followers, article_id: int, channel_id: int) -> float:
    """Post an article and return the milliseconds that noting took."""
    post_id = await world.queue(article_id, channel_id)
    await world.world.sent(post_id, 90_000 + post_id, world.time)
    async with world.world.database.write() as tx:
        began = perf_counter()
        await world.following.note_posts(tx, [post_id])
        return (perf_counter() - began) * 1_000


async def waits(world: Followers) -> list[float]:
    """Write a little, again and again, until cancelled; return the milliseconds that each took."""
    took: list[float] = []
    try:
        while True:
            began = perf_counter()
            async with world.world.database.write() as tx:
                await tx.execute_fetchall("UPDATE meta SET value = value")
            took.append((perf_counter() - began) * 1_000)
            await asyncio.sleep(0.01)
    except asyncio.CancelledError:
        return took


async def measure(people: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with open_followers(Path(folder)) as world:
            summary = "A long summary of words and names. " * 12
            article = await world.article(f"{NAME} reads a script", summary=summary)
            print(f"nobody follows anything: {await noted(world, article, 7_010):.2f} ms")
            await fill(world, people)
            other = await world.article("A quiet day", summary=summary)
            print(f"a story that nobody follows: {await noted(world, other, NEWS):.1f} ms")
            print(f"its second channel: {await noted(world, other, TRAILERS):.1f} ms")
            print(f"a name with {people:,} followers: {await noted(world, article, NEWS):.1f} ms")
            print(f"its second channel: {await noted(world, article, TRAILERS):.1f} ms")
            writer = asyncio.create_task(waits(world))
            began, cpu = perf_counter(), process_time()
            await world.tell()
            took, cpu = perf_counter() - began, process_time() - cpu
            writer.cancel()
            found = await writer
            print(
                f"{len(world.letters.sent):,} letters in {took:.1f} s, {cpu:.1f} s of CPU, "
                f"{len(world.letters.asked)} look-ups; "
                f"at {LETTERS_PER_SECOND} a second: {people / LETTERS_PER_SECOND / 60:.0f} minutes"
            )
            print(
                f"other writers meanwhile: {quantiles(found, n=100)[94]:.1f} ms at the 95th "
                f"percentile, {max(found):.1f} ms at most"
            )


if __name__ == "__main__":
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000))
