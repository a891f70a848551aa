"""How the process ends."""

import asyncio

import pytest

from bot.running import insistently


async def test_work_that_lost_its_cancellation_is_cancelled_again() -> None:
    lost = 0
    began = asyncio.Event()

    async def deaf() -> None:
        nonlocal lost
        began.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            lost += 1
        await asyncio.Event().wait()

    task = asyncio.create_task(insistently(deaf(), pause=0.01))
    await began.wait()
    task.cancel()
    async with asyncio.timeout(5):
        with pytest.raises(asyncio.CancelledError):
            await task
    assert lost == 1


async def test_an_error_of_the_work_is_raised() -> None:
    async def broken() -> None:
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        await insistently(broken())
