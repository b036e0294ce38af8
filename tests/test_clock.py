"""The clocks: real ones never run backwards, a patient one waits for the hall, a test's moves when told."""

import asyncio
import time

import pytest

from queue_server.clock import ManualClock, PatientClock, SystemClock


class Machine:
    """A machine whose wall clock and steady clock a test sets."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.wall_ms, self.steady_ms = 5_000, 0
        monkeypatch.setattr(time, "time_ns", lambda: self.wall_ms * 1_000_000)
        monkeypatch.setattr(time, "monotonic_ns", lambda: self.steady_ms * 1_000_000)

    def goes_on(self, ms: int) -> None:
        self.wall_ms += ms
        self.steady_ms += ms


def test_a_machine_clock_set_back_goes_on_at_half_its_pace_until_it_is_caught_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    machine, clock = Machine(monkeypatch), SystemClock()
    assert clock.now_ms() == 5_000
    machine.wall_ms -= 3_000
    assert clock.now_ms() == 5_000
    machine.goes_on(2_000)
    assert clock.now_ms() == 6_000
    machine.goes_on(4_000)
    assert clock.now_ms() == machine.wall_ms == 8_000
    machine.goes_on(100)
    assert clock.now_ms() == 8_100


def test_a_clock_set_back_before_a_restart_goes_on_from_the_journal(monkeypatch: pytest.MonkeyPatch) -> None:
    machine, clock = Machine(monkeypatch), SystemClock()
    clock.not_before(9_000)
    machine.goes_on(1_000)
    assert clock.now_ms() == 9_500
    clock.not_before(2_000)
    assert clock.now_ms() == 9_500


async def test_a_test_s_clock_wakes_only_those_whose_time_has_come() -> None:
    clock, woken = ManualClock(1_000), []

    async def sleeper(name: str, duration_ms: int) -> None:
        await clock.sleep_ms(duration_ms)
        woken.append(name)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(sleeper("late", 30))
        tasks.create_task(sleeper("soon", 10))
        await asyncio.sleep(0)
        clock.advance_ms(10)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert woken == ["soon"]
        clock.advance_ms(20)
    assert woken == ["soon", "late"]
    assert clock.now_ms() == 1_030


async def test_a_patient_clock_wakes_sleepers_in_the_order_of_their_instants() -> None:
    clock, woken = PatientClock(0, speed=10_000), []

    async def sleeper(duration_ms: int) -> None:
        await clock.sleep_ms(duration_ms)
        woken.append((duration_ms, clock.now_ms()))

    async with asyncio.TaskGroup() as tasks:
        hand = tasks.create_task(clock.run())
        async with asyncio.TaskGroup() as sleepers:
            for duration_ms in (5_000, 1_500, 3_000):
                sleepers.create_task(sleeper(duration_ms))
        hand.cancel()
    assert [duration_ms for duration_ms, _ in woken] == [1_500, 3_000, 5_000]
    assert all(at_ms >= duration_ms for duration_ms, at_ms in woken)


async def test_a_patient_clock_hardly_moves_while_the_hall_is_busy() -> None:
    clock = PatientClock(0, speed=1_000_000)
    clock.is_busy = lambda: True
    steps = 20
    async with asyncio.TaskGroup() as tasks:
        hand = tasks.create_task(clock.run())
        for _ in range(steps):
            before_ms = clock.now_ms()
            await clock.sleep_ms(1)
            assert clock.now_ms() - before_ms <= 200
        hand.cancel()


async def test_a_patient_clock_stands_while_it_is_held() -> None:
    clock, asked = PatientClock(0, speed=1_000_000), list[int]()

    def is_held() -> bool:
        asked.append(clock.now_ms())
        return len(asked) < 5

    clock.is_held = is_held
    async with asyncio.TaskGroup() as tasks:
        hand = tasks.create_task(clock.run())
        await clock.sleep_ms(1)
        hand.cancel()
    assert asked == [0] * 5
    assert clock.now_ms() > 0


async def test_what_takes_longer_than_its_time_gives_nothing() -> None:
    clock = PatientClock(0, speed=10_000)

    async def answer() -> str:
        return "done"

    async def never() -> str:
        await asyncio.Event().wait()
        return "never"

    async with asyncio.TaskGroup() as tasks:
        hand = tasks.create_task(clock.run())
        assert await clock.within(60_000, answer()) == "done"
        assert await clock.within(2_000, never()) is None
        assert clock.now_ms() >= 2_000
        hand.cancel()
