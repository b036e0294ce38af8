"""Pads and evaluators made of memory behave as real ones do."""

from devices.counter_bus.protocol import (
    Beep,
    KeysHeard,
    Ok,
    PadKeys,
    RatingHeard,
    ShowTicket,
    ShowWaiting,
    Stars,
    encode,
)
from devices.counter_bus.retries import REPEAT_MS, TRIES_MAX
from devices.counter_bus.simulated import SimulatedEvaluator, SimulatedPad
from devices.simulated_bus import SimulatedBus

CALL = bytes.fromhex("FF 68 03 03 68 03 01 0C 10 16")


def test_a_pad_repeats_until_it_hears_its_own_bytes() -> None:
    pad = SimulatedPad(3)
    assert pad.press("", 0x0C, 0) == CALL
    assert pad.tick(REPEAT_MS - 1) == b""
    assert pad.tick(REPEAT_MS) == CALL
    acknowledged: list[bool] = []
    for digits in ("1", ""):
        pad.hear(KeysHeard(PadKeys(3, digits, 0x0C)))
        acknowledged.append(pad.is_acknowledged)
    assert acknowledged == [False, True]
    assert pad.tick(10 * REPEAT_MS) == b""


def test_a_pad_nobody_hears_gives_up() -> None:
    pad = SimulatedPad(3)
    pad.press("", 0x0C, 0)
    said = [pad.tick(number * REPEAT_MS) for number in range(1, TRIES_MAX + 5)]
    assert said.count(CALL) == TRIES_MAX - 1
    assert pad.is_given_up
    assert not pad.is_acknowledged


def test_an_evaluator_takes_either_make_of_acknowledgement() -> None:
    for value in (2, None):
        evaluator = SimulatedEvaluator(3)
        assert evaluator.rate(2, 0) == bytes.fromhex("FF 68 03 03 68 83 11 02 96 16")
        assert not evaluator.is_acknowledged
        evaluator.hear(RatingHeard(3, value))
        assert evaluator.is_acknowledged


def test_a_bus_gives_each_device_only_what_is_said_to_it() -> None:
    bus = SimulatedBus(pads=(1, 3), evaluators=(3,))
    for frame in (ShowTicket(3, "017"), ShowWaiting(1, 12), Ok(3), Beep(3), Stars(3, 5), Beep(9)):
        assert bus.hear(encode(frame), 0) == b""
    assert (bus.pads[3].ticket, bus.pads[3].verdict, bus.pads[3].beeps) == ("017", True, 1)
    assert (bus.pads[1].ticket, bus.pads[1].waiting, bus.pads[1].beeps) == ("", 12, 0)
    assert bus.evaluators[3].stars == 5
    assert len(bus.heard) == 6


def test_a_bus_says_when_the_next_repetition_is_due() -> None:
    bus = SimulatedBus(pads=(1, 3))
    assert bus.due_at_ms() is None
    bus.pads[3].press("", 0x0C, 100)
    bus.pads[1].press("", 0x0C, 50)
    assert bus.due_at_ms() == 50 + REPEAT_MS
    assert bus.tick(100 + REPEAT_MS).endswith(CALL)
