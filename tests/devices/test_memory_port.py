"""The cable in memory: every fault it can have is the fault it says."""

import asyncio
import random

import pytest

from devices.errors import PortLost
from devices.memory_port import HELD_BYTES_MAX, NO_FAULTS, CableFaults, MemoryCable, MemoryPort
from devices.virtual_time import run_virtually

SAID = [bytes((number,)) * 10 for number in range(100)]


async def carried(faults: CableFaults, pause_s: float = 0.0) -> list[bytes]:
    """Send ``SAID`` down a cable; return the pieces that arrive."""
    cable = MemoryCable(faults=faults, chance=random.Random(5).random)
    near, far = cable.plug_near(), cable.plug_far()
    pieces: list[bytes] = []

    async def listen() -> None:
        while True:
            pieces.append(await far.read())

    async with asyncio.TaskGroup() as tasks:
        listening = tasks.create_task(listen())
        for data in SAID:
            await near.write(data)
            await asyncio.sleep(pause_s)
        await asyncio.sleep(10)
        listening.cancel()
    return pieces


def heard(faults: CableFaults, pause_s: float = 0.0) -> list[bytes]:
    pieces: list[bytes] = []

    async def program() -> None:
        pieces.extend(await carried(faults, pause_s))

    run_virtually(program())
    return pieces


def test_a_sound_cable_carries_every_piece_as_it_was_written() -> None:
    assert heard(NO_FAULTS) == SAID


def test_one_byte_at_a_time() -> None:
    pieces = heard(CableFaults(is_one_byte_at_a_time=True))
    assert {len(piece) for piece in pieces} == {1}
    assert b"".join(pieces) == b"".join(SAID)


def test_a_lossy_cable_loses_about_the_share_it_says() -> None:
    lost = 1000 - len(b"".join(heard(CableFaults(loss=0.1))))
    assert 60 < lost < 140


def test_a_noisy_cable_adds_bytes_and_loses_none() -> None:
    pieces = heard(CableFaults(garbage=0.5))
    assert len(b"".join(pieces)) > 1000
    assert all(data in piece for data, piece in zip(SAID, pieces, strict=True))


def test_a_stuttering_cable_carries_some_writes_twice() -> None:
    assert {len(piece) for piece in heard(CableFaults(duplicate=0.5))} == {10, 20}


def test_a_slow_cable_carries_everything_later() -> None:
    async def program() -> None:
        cable = MemoryCable(faults=CableFaults(delay_ms=250))
        near, far = cable.plug_near(), cable.plug_far()
        await near.write(b"late")
        assert await far.read() == b"late"
        assert asyncio.get_running_loop().time() == pytest.approx(0.25)

    run_virtually(program())


def test_a_gathering_cable_glues_writes_together() -> None:
    pieces = heard(CableFaults(glue_ms=100), pause_s=0.03)
    assert len(pieces) < 40
    assert b"".join(pieces) == b"".join(SAID)


def test_a_cable_nobody_reads_holds_so_much_and_no_more() -> None:
    async def program() -> None:
        cable = MemoryCable()
        near, far = cable.plug_near(), cable.plug_far()
        for _ in range(20):
            await near.write(b"x" * 10_000)
        total = 0
        while total < HELD_BYTES_MAX:
            total += len(await far.read())
        assert total == HELD_BYTES_MAX
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(far.read(), 1)

    run_virtually(program())


async def is_lost(port: MemoryPort) -> str:
    with pytest.raises(PortLost) as loss:
        await port.read()
    with pytest.raises(PortLost):
        await port.write(b"x")
    return loss.value.reason


def test_a_pulled_cable_loses_both_ends_and_what_was_under_way_until_it_is_put_back() -> None:
    async def program() -> None:
        cable = MemoryCable("north")
        near, far = cable.plug_near(), cable.plug_far()
        await near.write(b"under way")
        cable.unplug()
        assert (await is_lost(near), await is_lost(far)) == ("unplugged", "unplugged")
        with pytest.raises(PortLost, match="sim://north: unplugged"):
            cable.plug_near()
        cable.plug()
        near, far = await cable.open_near(), await cable.open_far()
        await near.write(b"again")
        assert await far.read() == b"again"

    run_virtually(program())


def test_an_end_opened_by_somebody_else_is_lost_to_the_first() -> None:
    async def program() -> None:
        cable = MemoryCable()
        first = cable.plug_near()
        second = cable.plug_near()
        assert await is_lost(first) == "opened by somebody else"
        await second.write(b"mine")
        assert await cable.plug_far().read() == b"mine"

    run_virtually(program())
