"""A badge reader on its cable: each showing once, whatever the cable and the hand do."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.badge_reader.badge import BadgeForm, badge_of
from devices.badge_reader.driver import BadgeReader, BadgeReaderSettings, ReaderKind
from devices.badge_reader.events import BadgeReaderEvent, BadgeShown
from devices.badge_reader.inbox import INBOX_MAX
from devices.badge_reader.protocol import BadgeDropReason, WiegandLine
from devices.badge_reader.showings import REMEMBERED_MAX, Showings
from devices.badge_reader.simulated import SimulatedEmReader, SimulatedReader, SimulatedWiegandReader
from devices.errors import OutOfRange
from devices.events import LineBack, LineLost
from devices.memory_port import NO_FAULTS, CableFaults, MemoryCable
from devices.player import Player
from devices.virtual_time import run_virtually

A, B = "0001000734", "0005898564"


def reader_of(kind: ReaderKind) -> SimulatedReader:
    if kind is ReaderKind.EM4100:
        return SimulatedEmReader(version=0x62)
    is_hex = kind is ReaderKind.WIEGAND26_HEX
    return SimulatedWiegandReader(line=WiegandLine.HEX if is_hex else WiegandLine.BITS)


class Bench:
    """A reader on a cable."""

    def __init__(self, settings: BadgeReaderSettings | None = None, faults: CableFaults = NO_FAULTS) -> None:
        settings = settings or BadgeReaderSettings()
        self.cable = MemoryCable("badges", faults, chance=random.Random(3).random)
        self.device = reader_of(settings.kind)
        self.player = Player(self.cable.open_far, self.device)
        self.events: list[BadgeReaderEvent] = []
        self.may_take = asyncio.Event()
        self.may_take.set()
        self.reader = BadgeReader(self.cable.open_near, self._take, settings=settings)

    async def _take(self, event: BadgeReaderEvent) -> None:
        await self.may_take.wait()
        self.events.append(event)

    async def show(self, badge: str, then_ms: int = 3500) -> None:
        await self.player.say(self.device.show(badge))
        await asyncio.sleep(then_ms / 1000)

    async def lay(self, badge: str, for_ms: int) -> None:
        await self.player.say(self.device.lay(badge, self.player.now_ms()))
        await asyncio.sleep(for_ms / 1000)
        self.device.lift()


@asynccontextmanager
async def running(bench: Bench) -> AsyncIterator[Bench]:
    async with asyncio.TaskGroup() as tasks:
        sides = [tasks.create_task(bench.player.run()), tasks.create_task(bench.reader.run())]
        await asyncio.sleep(0.01)
        yield bench
        for side in sides:
            side.cancel()


@pytest.mark.parametrize("kind", list(ReaderKind))
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
def test_badges_arrive_once_each_and_in_order(kind: ReaderKind, faults: CableFaults) -> None:
    async def program() -> None:
        async with running(Bench(BadgeReaderSettings(kind), faults)) as bench:
            for number in range(20):
                await bench.show(badge_of(number))
        assert bench.events == [BadgeShown(badge_of(number)) for number in range(20)]

    run_virtually(program())


def test_noise_never_makes_a_badge() -> None:
    async def program() -> None:
        async with running(Bench(faults=CableFaults(loss=0.05, garbage=0.5))) as bench:
            for number in range(50):
                await bench.lay(badge_of(number), for_ms=1000)
        shown = [event.badge for event in bench.events if isinstance(event, BadgeShown)]
        assert shown == [badge_of(number) for number in range(50)]
        assert bench.reader.splitter.drops[BadgeDropReason.GARBAGE] > 0

    run_virtually(program())


def test_a_badge_left_lying_is_one_showing_and_shown_again_it_is_the_next() -> None:
    async def program() -> None:
        async with running(Bench()) as bench:
            await bench.lay(A, for_ms=300_000)
            await asyncio.sleep(3.5)
            await bench.lay(A, for_ms=1000)
        assert bench.events == [BadgeShown(A)] * 2

    run_virtually(program())


def test_two_badges_in_turn_are_two_showings() -> None:
    async def program() -> None:
        async with running(Bench()) as bench:
            for _ in range(5):
                await bench.show(A, then_ms=400)
                await bench.show(B, then_ms=400)
        assert bench.events == [BadgeShown(A), BadgeShown(B)]

    run_virtually(program())


def test_a_hall_may_count_three_bytes_only() -> None:
    async def program() -> None:
        async with running(Bench(BadgeReaderSettings(form=BadgeForm.PAIR))) as bench:
            await bench.show(badge_of(0xE3086CED))
        assert bench.events == [BadgeShown(badge_of(0x086CED))]

    run_virtually(program())


def test_showings_beyond_the_bound_are_dropped_counted_and_may_be_shown_again() -> None:
    async def program() -> None:
        async with running(Bench()) as bench:
            bench.may_take.clear()
            for number in range(INBOX_MAX + 5):
                await bench.show(badge_of(number), then_ms=10)
            bench.may_take.set()
            await asyncio.sleep(1)
            assert len(bench.events) == INBOX_MAX + 1
            assert bench.reader.overflows == 4
            await bench.show(badge_of(INBOX_MAX + 4), then_ms=10)
        assert bench.events[-1] == BadgeShown(badge_of(INBOX_MAX + 4))

    run_virtually(program())


def test_a_reader_pulled_out_is_told_and_comes_back() -> None:
    async def program() -> None:
        async with running(Bench()) as bench:
            bench.cable.unplug()
            await asyncio.sleep(10)
            bench.cable.plug()
            await asyncio.sleep(10)
            await bench.show(A)
        assert bench.events[0] == LineLost("unplugged")
        assert isinstance(bench.events[1], LineBack)
        assert bench.events[2:] == [BadgeShown(A)]

    run_virtually(program())


def test_half_a_badge_before_a_silence_is_not_glued_to_the_next() -> None:
    async def program() -> None:
        async with running(Bench()) as bench:
            await bench.player.say(bench.device.show(B)[:9])
            await asyncio.sleep(1)
            await bench.show(A)
        assert bench.events == [BadgeShown(A)]
        assert bench.reader.splitter.drops[BadgeDropReason.STALE] == 1

    run_virtually(program())


def test_what_the_program_above_raises_ends_the_reader() -> None:
    async def program() -> None:
        async def refuse(_event: BadgeReaderEvent) -> None:
            raise RuntimeError("no")

        cable = MemoryCable()
        await cable.plug_far().write(SimulatedEmReader().show(A))
        with pytest.raises(BaseExceptionGroup) as caught:
            await BadgeReader(cable.open_near, refuse).run()
        assert caught.group_contains(RuntimeError, match="no")

    run_virtually(program())


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.integers(0, 5000)), max_size=40))
def test_a_showing_begins_exactly_where_the_badge_was_not_read_for_long(reads: list[tuple[str, int]]) -> None:
    showings, now_ms, last = Showings(3000), 0, dict[str, int]()
    for badge, passed_ms in reads:
        now_ms += passed_ms
        assert showings.is_new(badge, now_ms) == (badge not in last or now_ms - last[badge] >= 3000)
        last[badge] = now_ms


def test_showings_remember_only_so_much_and_each_reader_has_its_own() -> None:
    showings = Showings(3000)
    assert showings.is_new("A", 0, addr=1)
    assert showings.is_new("A", 0, addr=2)
    for number in range(REMEMBERED_MAX * 2):
        showings.is_new(str(number), 1)
    assert len(showings._read_at_ms) == REMEMBERED_MAX


@pytest.mark.parametrize("badge", ["", "37-0A", "A017", "123"])
def test_a_simulated_reader_shows_only_ten_digits(badge: str) -> None:
    with pytest.raises(OutOfRange):
        SimulatedEmReader().show(badge)
