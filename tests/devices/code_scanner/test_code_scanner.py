"""The scanner: lines of text, and the cable's fate."""

import asyncio
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.code_scanner.driver import INBOX_MAX, CodeScanned, CodeScanner, ScannerEvent
from devices.code_scanner.protocol import CODE_BYTES_MAX, CodeDropReason, CodeSplitter, code_bytes
from devices.code_scanner.simulated import SimulatedScanner
from devices.events import LineBack, LineLost
from devices.memory_port import NO_FAULTS, CableFaults, MemoryCable
from devices.player import Player
from devices.virtual_time import run_virtually

codes = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn", "Zs", "Zl", "Zp")),
    min_size=1,
    max_size=60,
)


@given(st.lists(codes, max_size=8), st.sampled_from([b"\r", b"\n", b"\r\n"]), st.integers(1, 20))
def test_every_code_comes_out_once_however_it_is_cut(said: list[str], end: bytes, size: int) -> None:
    data = b"".join(code_bytes(code, end) for code in said)
    splitter = CodeSplitter()
    heard = [
        code for start in range(0, len(data), size) for code in splitter.feed(data[start : start + size])
    ]
    assert heard == said
    assert not splitter.drops


@given(st.lists(st.binary(max_size=2000), max_size=5))
def test_garbage_is_dropped_and_the_next_code_is_read(garbage: list[bytes]) -> None:
    splitter = CodeSplitter()
    for noise in garbage:
        for code in splitter.feed(noise):
            assert code.isprintable()
            assert len(code.encode()) <= CODE_BYTES_MAX * 2
    splitter.feed(b"\r")
    assert splitter.feed(b"YY20261124001\r\n") == ["YY20261124001"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"A" * (CODE_BYTES_MAX + 1), CodeDropReason.TOO_LONG),
        (b"A\x00B", CodeDropReason.NOT_TEXT),
        (b"\xff\xff", CodeDropReason.NOT_TEXT),
    ],
)
def test_what_is_no_code_is_counted_by_its_reason(line: bytes, reason: CodeDropReason) -> None:
    splitter = CodeSplitter()
    assert splitter.feed(line + b"\r") == []
    assert splitter.drops == {reason: 1}
    assert splitter.feed(b"A" * CODE_BYTES_MAX + b"\r") == ["A" * CODE_BYTES_MAX]


def test_a_scanner_set_up_for_chinese_is_read() -> None:
    assert CodeSplitter("gb18030").feed(code_bytes("预约001", encoding="gb18030")) == ["预约001"]


def test_half_a_code_is_forgotten_after_silence() -> None:
    splitter = CodeSplitter()
    splitter.feed(b"YY2026")
    splitter.expire()
    assert splitter.feed(b"YY1\r") == ["YY1"]
    assert splitter.drops == {CodeDropReason.STALE: 1}


class Bench:
    """A scanner on a cable."""

    def __init__(self, faults: CableFaults = NO_FAULTS) -> None:
        self.cable = MemoryCable("scanner", faults, chance=random.Random(3).random)
        self.device = SimulatedScanner(b"\r\n")
        self.player = Player(self.cable.open_far, self.device)
        self.events: list[ScannerEvent] = []
        self.may_take = asyncio.Event()
        self.may_take.set()
        self.scanner = CodeScanner(self.cable.open_near, self._take)

    async def _take(self, event: ScannerEvent) -> None:
        await self.may_take.wait()
        self.events.append(event)

    async def show(self, code: str, then_ms: int = 3000) -> None:
        await self.player.say(self.device.show(code))
        await asyncio.sleep(then_ms / 1000)


@pytest.mark.parametrize(
    "faults",
    [
        pytest.param(NO_FAULTS, id="perfect"),
        pytest.param(CableFaults(is_one_byte_at_a_time=True), id="one byte at a time"),
        pytest.param(CableFaults(duplicate=0.5), id="duplicated"),
        pytest.param(CableFaults(delay_ms=200), id="delayed"),
        pytest.param(CableFaults(glue_ms=200), id="glued"),
    ],
)
def test_codes_arrive_once_each_and_in_order(faults: CableFaults) -> None:
    async def program() -> None:
        bench = Bench(faults)
        async with asyncio.TaskGroup() as tasks:
            sides = [tasks.create_task(bench.player.run()), tasks.create_task(bench.scanner.run())]
            await asyncio.sleep(0.01)
            for number in range(20):
                await bench.show(f"YY{number:03}")
            for side in sides:
                side.cancel()
        assert bench.events == [CodeScanned(f"YY{number:03}") for number in range(20)]

    run_virtually(program())


def test_a_code_left_before_the_scanner_is_one_showing() -> None:
    async def program() -> None:
        bench = Bench()
        async with asyncio.TaskGroup() as tasks:
            sides = [tasks.create_task(bench.player.run()), tasks.create_task(bench.scanner.run())]
            await asyncio.sleep(0.01)
            for _ in range(10):
                await bench.show("YY001", then_ms=700)
            await asyncio.sleep(2)
            await bench.show("YY001")
            for side in sides:
                side.cancel()
        assert bench.events == [CodeScanned("YY001")] * 2

    run_virtually(program())


def test_codes_beyond_the_bound_are_dropped_and_counted() -> None:
    async def program() -> None:
        bench = Bench()
        bench.may_take.clear()
        async with asyncio.TaskGroup() as tasks:
            sides = [tasks.create_task(bench.player.run()), tasks.create_task(bench.scanner.run())]
            await asyncio.sleep(0.01)
            for number in range(INBOX_MAX + 5):
                await bench.show(f"YY{number:03}")
            bench.may_take.set()
            await asyncio.sleep(1)
            for side in sides:
                side.cancel()
        assert len(bench.events) == INBOX_MAX + 1
        assert bench.scanner.overflows == 4

    run_virtually(program())


def test_a_scanner_pulled_out_is_told_and_comes_back() -> None:
    async def program() -> None:
        bench = Bench()
        async with asyncio.TaskGroup() as tasks:
            sides = [tasks.create_task(bench.player.run()), tasks.create_task(bench.scanner.run())]
            await asyncio.sleep(0.01)
            bench.cable.unplug()
            await asyncio.sleep(10)
            bench.cable.plug()
            await asyncio.sleep(10)
            await bench.show("YY001")
            for side in sides:
                side.cancel()
        assert bench.events[0] == LineLost("unplugged")
        assert isinstance(bench.events[1], LineBack)
        assert bench.events[2:] == [CodeScanned("YY001")]

    run_virtually(program())
