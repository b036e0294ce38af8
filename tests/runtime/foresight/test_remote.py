"""The forecaster's real process over real pipes: asked, killed, late, talking nonsense, orphaned."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager

import numpy as np
import pytest

from queue_server.forecast.law import Law
from queue_server.forecast.outcome import forecast
from queue_server.forecast.present import Doing, Present, Probe, Waiter, WindowAt
from queue_server.runtime.foresight.remote import COMMAND, ForecasterLost, Patience, Remote, restart_delays_s
from queue_server.vocabulary import ItemCode, TicketId, WindowNo

NOW = 1_772_413_200_000
ITEM = ItemCode("A1")
LAW = Law.of([200_000, 300_000, 400_000, 700_000])
LAWS = {ITEM: LAW}
PATIENT = Patience(first_s=45, answer_s=45, start_s=45)
"""Other programs may want the machine as well."""
STATUS_TAKEN = 255
"""What asyncio says of a child whose status somebody else has read."""


def present(waiting: int = 5) -> Present:
    return Present(
        NOW,
        (WindowAt(WindowNo("01"), (ITEM,), Doing.SERVING, NOW - 60_000, ITEM),),
        waiting=tuple(Waiter(TicketId(f"t{n}"), ITEM, NOW - 9_000 + n, seq=n) for n in range(waiting)),
        probes=(Probe(ITEM, closes_ms=NOW + 3_600_000),),
        seq=11,
    )


def at_once() -> Iterator[float]:
    while True:
        yield 0.0


async def until(holds: Callable[[], object], within_s: float = 45) -> None:
    async with asyncio.timeout(within_s):
        while not holds():  # noqa: ASYNC110 - a process sets no event of ours
            await asyncio.sleep(0.01)


@asynccontextmanager
async def alive(
    patience: Patience = PATIENT, command: tuple[str, ...] = COMMAND
) -> AsyncIterator[tuple[Remote, asyncio.Event]]:
    """Keep a forecaster for the length of the block; the event is set whenever one is ready."""
    ready = asyncio.Event()
    remote = Remote(ready.set, command=command, patience=patience, delays=at_once)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(remote.run())
        try:
            yield remote, ready
        finally:
            running.cancel()


async def test_its_answer_is_the_replay_s_own_to_the_last_bit() -> None:
    async with alive() as (remote, ready):
        await ready.wait()
        told = await remote.ask(present(), 11, 100, LAWS)
    assert told == forecast(present(), {ITEM: LAW}, 11, 100)


async def test_only_laws_that_changed_are_sent_again() -> None:
    other = Law(np.array([60_000.0]))
    async with alive() as (remote, ready):
        await ready.wait()
        first = await remote.ask(present(), 1, 100, LAWS)
        again = await remote.ask(present(), 1, 100, LAWS)
        changed = await remote.ask(present(), 1, 100, {ITEM: other})
    assert first == again
    assert changed == forecast(present(), {ITEM: other}, 1, 100)


async def test_before_it_has_started_there_is_no_answer_and_no_waiting() -> None:
    with pytest.raises(ForecasterLost, match="not started"):
        await Remote().ask(present(), 1, 100, LAWS)


async def test_killed_it_comes_back_and_learns_every_law_again() -> None:
    async with alive() as (remote, ready):
        await ready.wait()
        before = await remote.ask(present(), 3, 100, LAWS)
        first = remote.pid
        ready.clear()
        os.kill(first, signal.SIGKILL)
        await ready.wait()
        assert remote.pid not in (0, first)
        assert await remote.ask(present(), 3, 100, LAWS) == before


async def test_killed_while_it_is_asked_whoever_waits_is_told() -> None:
    async with alive() as (remote, ready):
        await ready.wait()
        os.kill(remote.pid, signal.SIGSTOP)  # it will hear the question and never answer
        async with asyncio.TaskGroup() as tasks:
            asked = tasks.create_task(lost(remote))
            await asyncio.sleep(0)
            os.kill(remote.pid, signal.SIGKILL)
        assert asked.result()


async def lost(remote: Remote) -> str:
    with pytest.raises(ForecasterLost) as told:
        await remote.ask(present(), 3, 100, LAWS)
    return str(told.value)


async def test_one_that_is_late_is_killed_and_another_one_answers() -> None:
    async with alive(Patience(first_s=45, answer_s=0.2, start_s=45)) as (remote, ready):
        await ready.wait()
        await remote.ask(present(), 3, 100, LAWS)
        first = remote.pid
        ready.clear()
        os.kill(first, signal.SIGSTOP)
        with pytest.raises(ForecasterLost, match=r"within 0\.2 s"):
            await remote.ask(present(), 3, 100, LAWS)
        await ready.wait()
        assert not is_alive(first)
        assert (await remote.ask(present(), 3, 100, LAWS)).seed == 3


async def test_a_question_that_nobody_waits_for_any_more_spoils_no_other() -> None:
    async with alive() as (remote, ready):
        await ready.wait()
        pid = remote.pid
        async with asyncio.TaskGroup() as tasks:
            given_up = tasks.create_task(remote.ask(present(400), 3, 2000, LAWS))
            await asyncio.sleep(0)
            given_up.cancel()
        told = await remote.ask(present(), 4, 100, LAWS)
        assert (told.seed, remote.pid) == (4, pid)


@pytest.mark.parametrize(
    "words", ["b'once upon a time, in a hall far away'", "(6).to_bytes(4, 'big') + b'\\x81\\xa4type'"]
)
async def test_one_that_talks_nonsense_is_replaced(words: str) -> None:
    talker = f"import sys; sys.stdout.buffer.write({words}); sys.stdout.flush(); sys.stdin.read()"
    async with alive(command=(sys.executable, "-c", talker)) as (remote, _):
        await until(lambda: remote.pid)
        first = remote.pid
        await until(lambda: remote.pid not in (0, first))
        assert not is_alive(first)


async def test_one_that_never_says_that_it_is_ready_is_replaced() -> None:
    mute = (sys.executable, "-c", "import sys; sys.stdin.read()")
    async with alive(Patience(start_s=0.1), command=mute) as (remote, _):
        await until(lambda: remote.pid)
        first = remote.pid
        await until(lambda: remote.pid not in (0, first))
        assert not is_alive(first)


async def test_a_program_that_is_not_there_is_tried_again_and_stops_nobody() -> None:
    async with alive(command=("/no/such/program",)) as (remote, _):
        await asyncio.sleep(0.05)
        with pytest.raises(ForecasterLost):
            await remote.ask(present(), 1, 100, LAWS)


async def test_a_server_that_stops_while_one_is_buried_waits_for_that() -> None:
    async with alive(command=(sys.executable, "-c", "import sys; sys.stdin.read()")) as (remote, _):
        await until(lambda: remote.pid)
        process = remote._process
        assert process is not None
        process.kill()
        while remote._process is process:  # noqa: ASYNC110 - the very turn in which it is taken away
            await asyncio.sleep(0)
    # Who kills a process that is gone already looks after it, and may take its status before asyncio does.
    assert process.returncode in (-signal.SIGKILL, STATUS_TAKEN)


async def test_it_leaves_with_the_server() -> None:
    async with alive() as (remote, ready):
        await ready.wait()
        pid = remote.pid
    assert not is_alive(pid)


SERVER = """
import asyncio
from queue_server.runtime.foresight.remote import Remote

async def main():
    remote = Remote(lambda: print(remote.pid, flush=True))
    await remote.run()

asyncio.run(main())
"""


async def test_a_server_killed_by_force_leaves_no_orphan() -> None:
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-c", SERVER, stdout=asyncio.subprocess.PIPE, env={**os.environ}
    )
    assert server.stdout is not None
    pid = int(await server.stdout.readline())
    assert is_alive(pid)
    server.kill()
    await server.wait()
    await until(lambda: not is_alive(pid))


def test_the_delays_between_starts_grow_to_a_minute() -> None:
    delays = restart_delays_s()
    assert [next(delays) for _ in range(9)] == [0.5, 1, 2, 4, 8, 16, 32, 60, 60]


def is_alive(pid: int) -> bool:
    """Return whether a process runs; one that has ended and is not yet buried does not."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as stat:  # noqa: PTH123 - no path of ours
            return stat.read().rpartition(")")[2].split()[0] not in ("Z", "X")
    except (FileNotFoundError, ProcessLookupError):
        return False
