"""The driver of one line against simulated devices, over a cable in memory, in virtual time."""

import asyncio

import pytest

from devices.bench import Bench, running
from devices.counter_bus.protocol import PadKeys, RatingAck, RatingPressed, encode
from devices.events import DeviceBack, DeviceSilent, LineBack, LineEvent, LineLost, PadPressed
from devices.led_bar.protocol import LedColour, LedKind, LedRun, LedText
from devices.line import Line, LineSettings
from devices.memory_port import CableFaults, MemoryCable
from devices.virtual_time import run_virtually

CALL = 0x0C
FUNCTION = 0x0F


def test_a_press_is_echoed_on_the_bus_before_anybody_above_has_taken_it() -> None:
    async def program() -> None:
        async with running(Bench()) as bench:
            bench.may_take.clear()
            await bench.player.press(3, "6", FUNCTION)
            took_ms = await bench.until(lambda: bench.bus.pads[3].is_acknowledged)
            assert took_ms <= 2
            assert bench.events == []
            bench.may_take.set()
            await bench.until(lambda: bench.events == [PadPressed(3, "6", FUNCTION)])

    run_virtually(program())


def test_everything_that_can_be_said_reaches_its_device() -> None:
    async def program() -> None:
        async with running(Bench()) as bench:
            line, bus = bench.line, bench.bus
            line.show_waiting(1, 12, "A017")
            line.show_ticket(2, "A018")
            line.ok(1)
            line.fail(2)
            line.beep(3)
            line.stars(3, 5)
            line.please_rate(3)
            line.led(1, "请A017号", LedColour.GREEN)
            line.led(3, "3号窗口", kind=LedKind.ONE_COLOUR)
            await bench.until(lambda: bus.bars[3].text == "3号窗口")
            assert (bus.pads[1].waiting, bus.pads[1].ticket, bus.pads[1].verdict) == (12, "017", True)
            assert (bus.pads[2].waiting, bus.pads[2].ticket, bus.pads[2].verdict) == (None, "018", False)
            assert (bus.pads[3].beeps, bus.evaluators[3].stars, bus.evaluators[3].times_asked) == (1, 5, 1)
            assert bus.bars[1].shown == LedText(1, (LedRun("请A017号", LedColour.GREEN),))

    run_virtually(program())


def test_the_line_rests_between_two_writes() -> None:
    async def program() -> None:
        async with running(Bench(settings=LineSettings(gap_ms=80))) as bench:
            for addr in (1, 2, 3):
                bench.line.show_ticket(addr, 17)
            assert await bench.until(lambda: bench.bus.pads[3].ticket == "017") >= 160

    run_virtually(program())


def test_an_echo_overtakes_all_that_waits_to_be_said() -> None:
    async def program() -> None:
        async with running(Bench()) as bench:
            for addr in (1, 2, 3):
                bench.line.show_ticket(addr, 17)
                bench.line.ok(addr)
            await bench.player.press(3, "", CALL)
            assert await bench.until(lambda: bench.bus.pads[3].is_acknowledged) <= 2 * 80 + 2
            assert bench.bus.pads[3].ticket == ""

    run_virtually(program())


def test_the_newest_number_takes_the_place_of_one_not_yet_shown() -> None:
    async def program() -> None:
        async with running(Bench()) as bench:
            bench.line.show_ticket(1, 1)
            for number in range(2, 100):
                bench.line.show_ticket(2, number)
            await bench.until(lambda: bench.bus.pads[2].ticket == "099")
            await bench.clock.sleep_ms(1000)
            assert bench.line.counts()["writes"] == 2

    run_virtually(program())


def test_a_line_that_hears_itself_answers_nobody_twice_and_takes_the_next_press() -> None:
    async def program() -> None:
        async with running(Bench(CableFaults(hears_itself=True))) as bench:
            bench.line.show_waiting(3, 12)
            for presses in (1, 2):
                await bench.player.press(3, "", CALL)
                await bench.until(lambda: bench.bus.pads[3].is_acknowledged)
                await bench.clock.sleep_ms(3000)
                assert bench.events == [PadPressed(3, "", CALL)] * presses
            counts = bench.line.counts()
            assert (counts["writes"], counts["own_voice"], counts["repeats"]) == (3, 3, 0)

    run_virtually(program())


def test_a_retry_is_echoed_again_but_is_one_press() -> None:
    async def program() -> None:
        async with running(Bench()) as bench:
            call = encode(PadKeys(3, "", CALL))
            for _ in range(4):
                await bench.player.say(call)
                await bench.clock.sleep_ms(300)
            assert bench.events == [PadPressed(3, "", CALL)]
            assert (bench.line.counts()["repeats"], bench.line.counts()["writes"]) == (3, 4)
            await bench.clock.sleep_ms(1000)
            await bench.player.say(call)
            await bench.until(lambda: len(bench.events) == 2)

    run_virtually(program())


@pytest.mark.parametrize(
    ("settings", "ack"),
    [
        (LineSettings(), "FF 68 03 03 68 83 01 02 86 16"),
        (LineSettings(rating_ack=RatingAck.SHORT), "68 02 02 68 83 01 84 16"),
        (LineSettings(short_ack_windows=frozenset({3})), "68 02 02 68 83 01 84 16"),
    ],
)
def test_a_rating_is_acknowledged_as_its_make_wants(settings: LineSettings, ack: str) -> None:
    async def program() -> None:
        cable = MemoryCable()
        events: list[LineEvent] = []

        async def take(event: LineEvent) -> None:
            events.append(event)

        async with asyncio.TaskGroup() as tasks:
            run = tasks.create_task(Line("one", cable.open_near, take, settings=settings).run())
            far = cable.plug_far()
            await far.write(bytes.fromhex("FF 68 03 03 68 83 11 02 96 16"))
            assert await far.read() == bytes.fromhex(ack)
            assert events == [RatingPressed(3, 2)]
            run.cancel()

    run_virtually(program())


def test_a_press_that_cannot_be_taken_gets_no_echo_and_is_taken_when_the_pad_repeats() -> None:
    async def program() -> None:
        async with running(Bench(settings=LineSettings(inbox_max=2))) as bench:
            bench.may_take.clear()
            for digit in "1234":
                await bench.player.press(int(digit) % 3 + 1, digit, FUNCTION)
                await bench.clock.sleep_ms(100)
            unheard = [pad.addr for pad in bench.bus.pads.values() if not pad.is_acknowledged]
            assert unheard == [2]
            assert bench.line.counts()["refused_busy"] >= 1
            bench.may_take.set()
            await bench.until(lambda: len(bench.presses()) == 4)
            await bench.until(lambda: bench.bus.pads[2].is_acknowledged)

    run_virtually(program())


def test_a_cable_pulled_out_is_told_at_once_and_heals_by_itself() -> None:
    async def program() -> None:
        async with running(Bench()) as bench:
            bench.line.show_ticket(3, "A017")
            bench.line.led(1, "A017")
            await bench.until(lambda: bench.bus.bars[1].text == "A017")
            bench.cable.unplug()
            assert await bench.until(lambda: LineLost("unplugged") in bench.events) <= 2
            bench.line.show_ticket(3, "A018")
            bench.line.beep(3)
            bench.bus.bars[1].shown = LedText(1, ())
            await bench.clock.sleep_ms(60_000)
            bench.cable.plug()
            await bench.until(lambda: len(bench.events) == 2)
            assert isinstance(bench.events[1], LineBack)
            assert 60_000 <= bench.events[1].after_ms <= 65_100
            await bench.until(lambda: bench.bus.bars[1].text == "A017" and bench.bus.pads[3].ticket == "018")
            assert bench.bus.pads[3].beeps == 0

    run_virtually(program())


def test_a_pad_that_repeats_itself_until_the_cable_is_back_is_one_press() -> None:
    async def program() -> None:
        async with running(Bench(CableFaults(delay_ms=10))) as bench:
            await bench.player.press(3, "", CALL)
            await bench.until(lambda: len(bench.events) == 1)
            bench.cable.unplug()
            assert not bench.bus.pads[3].is_acknowledged
            await bench.clock.sleep_ms(4000)
            bench.cable.plug()
            await bench.until(lambda: bench.bus.pads[3].is_acknowledged)
            assert bench.presses() == [PadPressed(3, "", CALL)]
            assert bench.line.counts()["repeats"] >= 1

    run_virtually(program())


@pytest.mark.parametrize("moment", range(12))
def test_a_line_that_is_stopped_in_the_very_moment_its_cable_is_lost_does_stop(moment: int) -> None:
    async def program() -> None:
        bench = Bench()
        async with asyncio.TaskGroup() as tasks:
            run = tasks.create_task(bench.line.run())
            await bench.until(lambda: bench.line.is_connected)
            bench.line.show_ticket(1, 1)
            bench.cable.unplug()
            for _ in range(moment):
                await asyncio.sleep(0)
            run.cancel()
        assert run.cancelled()
        assert bench.clock.now_ms() < 1000

    run_virtually(program())


def test_a_number_lost_on_the_wire_is_right_again_before_long() -> None:
    async def program() -> None:
        async with running(Bench(settings=LineSettings(refresh_ms=6_000))) as bench:
            bench.line.show_ticket(1, 17)
            bench.line.beep(1)
            await bench.until(lambda: bench.bus.pads[1].beeps == 1)
            bench.bus.pads[1].ticket = ""
            assert await bench.until(lambda: bench.bus.pads[1].ticket == "017", within_ms=7_000) > 5_000
            await bench.clock.sleep_ms(1000)
            assert bench.bus.pads[1].beeps == 1

    run_virtually(program())


def test_a_cable_absent_at_the_start_is_told_and_waited_for() -> None:
    async def program() -> None:
        bench = Bench()
        bench.cable.unplug()
        async with asyncio.TaskGroup() as tasks:
            run = tasks.create_task(bench.line.run())
            await bench.until(lambda: bench.events == [LineLost("unplugged")])
            await bench.clock.sleep_ms(10_000)
            bench.cable.plug()
            await bench.until(lambda: bench.line.is_connected)
            await bench.until(lambda: len(bench.events) == 2)
            run.cancel()

    run_virtually(program())


def test_a_bar_that_stops_answering_is_told_once_and_again_when_it_is_back() -> None:
    async def program() -> None:
        async with running(Bench(settings=LineSettings(silent_after_ms=10_000))) as bench:
            bench.line.led(1, "A017")
            bench.line.led(2, "A018")
            await bench.clock.sleep_ms(60_000)
            assert bench.events == []
            bench.bus.bars[1].is_on = False
            await bench.until(lambda: bench.events == [DeviceSilent(1)], within_ms=20_000)
            await bench.clock.sleep_ms(60_000)
            bench.bus.bars[1].is_on = True
            bench.bus.bars[1].shown = LedText(1, ())
            await bench.until(lambda: bench.events == [DeviceSilent(1), DeviceBack(1)], within_ms=6_000)
            assert bench.bus.bars[1].text == "A017"

    run_virtually(program())


def test_that_a_bar_is_back_is_told_even_when_the_program_above_was_busy() -> None:
    async def program() -> None:
        settings = LineSettings(silent_after_ms=10_000, inbox_max=1)
        async with running(Bench(settings=settings)) as bench:
            bench.line.led(1, "A017")
            await bench.clock.sleep_ms(1000)
            bench.bus.bars[1].is_on = False
            await bench.until(lambda: bench.events == [DeviceSilent(1)])
            bench.may_take.clear()
            for addr in (1, 2):
                await bench.player.press(addr, "", CALL)
                await bench.clock.sleep_ms(10)
            bench.bus.bars[1].is_on = True
            await bench.clock.sleep_ms(60_000)
            bench.may_take.set()
            await bench.until(lambda: DeviceBack(1) in bench.events)

    run_virtually(program())


def test_a_bar_is_not_called_silent_for_the_time_the_cable_was_out() -> None:
    async def program() -> None:
        async with running(Bench(settings=LineSettings(silent_after_ms=10_000))) as bench:
            bench.line.led(1, "A017")
            await bench.clock.sleep_ms(1000)
            bench.cable.unplug()
            await bench.clock.sleep_ms(60_000)
            bench.cable.plug()
            await bench.until(lambda: bench.line.is_connected)
            await bench.clock.sleep_ms(60_000)
            assert not any(isinstance(event, DeviceSilent) for event in bench.events)

    run_virtually(program())


def test_what_the_program_above_raises_ends_the_line() -> None:
    class Bug(Exception):
        pass

    async def fail(event: LineEvent) -> None:
        raise Bug(event)

    async def program() -> None:
        cable = MemoryCable()
        cable.unplug()
        with pytest.raises(ExceptionGroup) as caught:
            await Line("one", cable.open_near, fail).run()
        assert caught.value.subgroup(Bug) is not None

    run_virtually(program())
