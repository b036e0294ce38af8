"""Every vector known of the shared line, in both directions."""

import pytest

from devices.counter_bus.protocol import (
    Beep,
    DownFrame,
    Fail,
    KeysHeard,
    Ok,
    PadKeys,
    PleaseRate,
    RatingAck,
    RatingHeard,
    RatingPressed,
    ShowTicket,
    ShowWaiting,
    Stars,
    UpFrame,
    acknowledge,
    decode_down,
    decode_up,
    encode,
)
from devices.framing import Splitter
from devices.led_bar.protocol import LedKind, LedReply, LedRun, LedText, decode_led, encode_led, encode_reply

UP = [
    pytest.param("FF 68 03 03 68 03 01 0C 10 16", PadKeys(3, "", 0x0C), id="call, pad 3"),
    pytest.param("FF 68 04 04 68 03 01 06 0F 19 16", PadKeys(3, "6", 0x0F), id="6 + function, pad 3"),
    pytest.param("FF 68 03 03 68 83 11 02 96 16", RatingPressed(3, 2), id="rating 2 from window 3"),
]
DOWN = [
    pytest.param("FF 68 08 08 68 03 02 0A 0A 0A 00 01 07 2B 16", ShowTicket(3, "017"), id="show ticket 017"),
    pytest.param("FF 68 08 08 68 03 02 00 01 02 0A 0A 0A 26 16", ShowWaiting(3, 12), id="show 12 waiting"),
    pytest.param("FF 68 08 08 68 03 02 00 01 02 00 01 07 10 16", ShowWaiting(3, 12, "017"), id="both"),
    pytest.param("FF 68 08 08 68 03 02 0A 0A 0A 0A 0A 0A 41 16", ShowTicket(3, ""), id="clear"),
    pytest.param("FF 68 02 02 68 03 03 06 16", Beep(3), id="beep pad 3"),
    pytest.param("FF 68 03 03 68 03 02 01 06 16", Ok(3), id="ok"),
    pytest.param("FF 68 03 03 68 03 02 00 05 16", Fail(3), id="fail"),
    pytest.param("FF 68 03 03 68 83 01 02 86 16", RatingHeard(3, 2), id="acknowledgement of rating 2"),
    pytest.param("68 02 02 68 83 01 84 16", RatingHeard(3), id="acknowledgement of the other make"),
    pytest.param("FF 68 03 03 68 83 02 05 8A 16", Stars(3, 5), id="five stars to evaluator 3"),
    pytest.param("FF 68 03 03 68 83 01 0B 8F 16", PleaseRate(3), id="please rate"),
    pytest.param("FF 68 03 03 68 03 01 0C 10 16", KeysHeard(PadKeys(3, "", 0x0C)), id="echo of call"),
]
LED = [
    pytest.param(
        "A0 90 03 A5 00 0E C7 EB 00 41 00 30 00 31 00 37 00 BA C5 00 8C",
        LedText(3, (LedRun("请A017号"),)),
        LedKind.TWO_COLOUR,
        id="请A017号 on two-colour bar 3",
    ),
    pytest.param(
        "83 C0 44 41 30 31 37 1A",
        LedText(3, (LedRun("A017"),)),
        LedKind.ONE_COLOUR,
        id="A017 on one-colour bar 3",
    ),
]


@pytest.mark.parametrize(("spaced", "frame"), UP)
def test_what_devices_say_is_read_and_written(spaced: str, frame: UpFrame) -> None:
    (raw,) = Splitter().feed(bytes.fromhex(spaced))
    assert decode_up(raw) == frame
    assert encode(frame) == bytes.fromhex(spaced)


@pytest.mark.parametrize(("spaced", "frame"), DOWN)
def test_what_the_host_says_is_read_and_written(spaced: str, frame: DownFrame) -> None:
    (raw,) = Splitter().feed(bytes.fromhex(spaced))
    assert decode_down(raw) == frame
    assert encode(frame) == bytes.fromhex(spaced)


@pytest.mark.parametrize(("spaced", "text", "kind"), LED)
def test_led_bars_are_read_and_written(spaced: str, text: LedText, kind: LedKind) -> None:
    (raw,) = Splitter().feed(bytes.fromhex(spaced))
    assert decode_led(raw) == text
    assert encode_led(text, kind) == bytes.fromhex(spaced)


@pytest.mark.parametrize("spaced", ["A0 90 03 A5 AA", "A0 90 03 00 A5 AA", "A0 90 03 A0 01 02 A5 AA"])
def test_a_bars_reply_is_read(spaced: str) -> None:
    (raw,) = Splitter().feed(bytes.fromhex(spaced))
    assert decode_led(raw) == LedReply(3)


def test_a_bars_reply_is_written() -> None:
    assert encode_reply(3) == bytes.fromhex("A0 90 03 A5 AA")


def test_a_pads_acknowledgement_is_the_same_bytes() -> None:
    call = bytes.fromhex("FF 68 03 03 68 03 01 0C 10 16")
    assert acknowledge(PadKeys(3, "", 0x0C)) == call


def test_each_make_of_evaluator_is_acknowledged_in_its_own_way() -> None:
    rating = RatingPressed(3, 2)
    assert acknowledge(rating) == bytes.fromhex("FF 68 03 03 68 83 01 02 86 16")
    assert acknowledge(rating, RatingAck.SHORT) == bytes.fromhex("68 02 02 68 83 01 84 16")
