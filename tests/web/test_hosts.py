"""Politeness towards hosts."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.domain.error import RateLimited
from bot.domain.schedule import MAX_RETRY_AFTER
from bot.web.hosts import Hosts
from tests.web.loopback import SetClock

MINUTE = timedelta(minutes=1)


def hosts(pause: float = 0, clock: SetClock | None = None) -> Hosts:
    return Hosts(clock or SetClock(), pause=timedelta(seconds=pause))


async def visit(to: Hosts, name: str, log: list[str], *, host: str = "a.test") -> None:
    async with to.turn(host):
        log.append(f"{name} in")
        await asyncio.sleep(0)
        log.append(f"{name} out")


async def test_turns_at_a_host_come_one_at_a_time_and_in_order() -> None:
    log: list[str] = []
    turns = hosts()
    await asyncio.gather(*(visit(turns, name, log) for name in "abc"))
    assert log == ["a in", "a out", "b in", "b out", "c in", "c out"]


async def test_hosts_do_not_wait_for_each_other() -> None:
    log: list[str] = []
    turns = hosts(pause=60)
    await asyncio.gather(*(visit(turns, name, log, host=f"{name}.test") for name in "ab"))
    assert log == ["a in", "b in", "a out", "b out"]


async def test_there_is_a_pause_between_two_visits() -> None:
    turns, log = hosts(pause=0.05), list[str]()
    began = asyncio.get_running_loop().time()
    await asyncio.gather(*(visit(turns, name, log) for name in "abc"))
    assert asyncio.get_running_loop().time() - began >= 0.1


async def test_the_first_visit_does_not_wait() -> None:
    async with asyncio.timeout(5):
        await visit(hosts(pause=60), "a", [])


async def test_a_visit_that_fails_gives_its_turn_away() -> None:
    turns = hosts()
    with pytest.raises(ValueError, match="broken"):
        async with turns.turn("a.test"):
            raise ValueError("broken")
    await visit(turns, "a", log := [])
    assert log == ["a in", "a out"]


async def test_a_visit_that_is_cancelled_while_it_waits_leaves_the_queue() -> None:
    turns, log = hosts(), list[str]()
    async with turns.turn("a.test"):
        waiting = [asyncio.create_task(visit(turns, name, log)) for name in "ab"]
        await asyncio.sleep(0)
        waiting[0].cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert log == ["b in", "b out"]
    assert len(turns) == 0


async def test_no_host_is_remembered_longer_than_its_pause() -> None:
    turns = hosts(pause=0.02)
    await asyncio.gather(*(visit(turns, "x", [], host=f"{number}.test") for number in range(50)))
    assert len(turns) == 50
    await asyncio.sleep(0.05)
    assert len(turns) == 0


async def test_nobody_asks_a_host_before_its_retry_after() -> None:
    """S34"""
    clock = SetClock()
    turns = hosts(clock=clock)
    turns.hold("a.test", 10 * MINUTE)
    clock.go(9 * MINUTE)
    with pytest.raises(RateLimited, match="until 2026-05-04 12:10 UTC") as caught:
        await visit(turns, "a", [])
    assert caught.value.retry_after == MINUTE


async def test_a_host_is_asked_again_after_its_retry_after() -> None:
    """S34"""
    clock = SetClock()
    turns = hosts(clock=clock)
    turns.hold("a.test", 10 * MINUTE)
    clock.go(10 * MINUTE)
    await visit(turns, "a", log := [])
    assert log
    assert len(turns) == 0


async def test_the_retry_after_of_one_host_is_not_that_of_another() -> None:
    """S34"""
    turns = hosts()
    turns.hold("a.test", MINUTE)
    await visit(turns, "b", log := [], host="b.test")
    assert log


async def test_those_who_waited_already_are_held_as_well() -> None:
    """S34"""
    turns = hosts()
    async with turns.turn("a.test"):
        waiting = asyncio.create_task(visit(turns, "a", []))
        await asyncio.sleep(0)
        turns.hold("a.test", MINUTE)
    with pytest.raises(RateLimited):
        await waiting


async def test_a_retry_after_is_forgotten_when_the_clock_was_set_back() -> None:
    """V64"""
    clock = SetClock()
    turns = hosts(clock=clock)
    turns.hold("a.test", MINUTE)
    clock.go(-timedelta(days=3650))
    await visit(turns, "a", log := [])
    assert log


async def test_a_retry_after_of_years_lasts_a_week() -> None:
    """S34"""
    clock = SetClock()
    turns = hosts(clock=clock)
    turns.hold("a.test", timedelta.max)
    clock.go(MAX_RETRY_AFTER)
    await visit(turns, "a", log := [])
    assert log


async def test_holds_that_are_over_are_not_kept() -> None:
    clock = SetClock()
    turns = hosts(clock=clock)
    for number in range(50):
        turns.hold(f"{number}.test", MINUTE)
    clock.go(MINUTE)
    turns.hold("a.test", MINUTE)
    assert len(turns) == 1
