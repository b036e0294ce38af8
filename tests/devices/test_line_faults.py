"""The line's promises over every bad cable: each press once, in order, and the displays right in the end."""

import random

import pytest

from devices.bench import Bench, running
from devices.events import LineEvent, PadPressed, RatingPressed
from devices.memory_port import NO_FAULTS, CableFaults
from devices.virtual_time import run_virtually

CALL, FUNCTION = 0x0C, 0x0F


FAULTS = [
    pytest.param(NO_FAULTS, id="perfect"),
    pytest.param(CableFaults(is_one_byte_at_a_time=True), id="one byte at a time"),
    pytest.param(CableFaults(loss=0.02), id="lossy"),
    pytest.param(CableFaults(garbage=0.3), id="noisy"),
    pytest.param(CableFaults(duplicate=0.5), id="duplicated"),
    pytest.param(CableFaults(delay_ms=120), id="delayed"),
    pytest.param(CableFaults(glue_ms=250), id="glued"),
    pytest.param(CableFaults(hears_itself=True), id="hears itself"),
    pytest.param(
        CableFaults(is_one_byte_at_a_time=True, loss=0.01, garbage=0.1, duplicate=0.1, delay_ms=40),
        id="everything at once",
    ),
]


@pytest.mark.parametrize("faults", FAULTS)
def test_a_day_of_presses_arrives_once_each_and_in_order_over_a_bad_cable(faults: CableFaults) -> None:
    async def program() -> None:
        async with running(Bench(faults, chance=random.Random(7).random)) as bench:
            pad = bench.bus.pads[3]
            wanted: list[LineEvent] = []
            for number in range(60):
                wanted.append(PadPressed(3, f"{number:02}", FUNCTION))
                await bench.player.press(3, f"{number:02}", FUNCTION)
                await bench.until(lambda: pad.is_acknowledged)
            assert bench.presses() == wanted

    run_virtually(program())


@pytest.mark.parametrize("faults", FAULTS)
def test_ratings_and_presses_of_all_windows_at_once_arrive_once_each(faults: CableFaults) -> None:
    async def program() -> None:
        async with running(Bench(faults, chance=random.Random(7).random)) as bench:
            for addr in (1, 2, 3):
                await bench.player.press(addr, "", CALL)
                await bench.player.rate(addr, addr)
            speakers = (*bench.bus.pads.values(), *bench.bus.evaluators.values())
            await bench.until(lambda: all(each.is_acknowledged for each in speakers))
            await bench.clock.sleep_ms(1000)
            wanted = {PadPressed(addr, "", CALL) for addr in (1, 2, 3)} | {
                RatingPressed(a, a) for a in (1, 2, 3)
            }
            assert len(bench.presses()) == len(wanted)
            assert set(bench.presses()) == wanted

    run_virtually(program())


@pytest.mark.parametrize("faults", [case for case in FAULTS if not case.values[0].loss])  # type: ignore[union-attr]  # always CableFaults
def test_what_stands_is_shown_in_the_end_where_no_byte_is_lost(faults: CableFaults) -> None:
    async def program() -> None:
        async with running(Bench(faults, chance=random.Random(7).random)) as bench:
            for number in range(20):
                bench.line.show_ticket(1, number)
                bench.line.led(1, f"请A{number:03}号到1号窗口")
                await bench.clock.sleep_ms(90)
            await bench.until(lambda: bench.bus.pads[1].ticket == "019")
            await bench.until(lambda: bench.bus.bars[1].text == "请A019号到1号窗口")

    run_virtually(program())
