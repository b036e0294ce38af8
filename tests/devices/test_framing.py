"""The splitter: it cuts out every true frame, never raises, never grows, and counts what it drops."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.counter_bus.protocol import (
    Beep,
    DownFrame,
    Fail,
    KeysHeard,
    Ok,
    PadKeys,
    PleaseRate,
    RatingHeard,
    RatingPressed,
    ShowTicket,
    ShowWaiting,
    Stars,
    UpFrame,
    decode_down,
    decode_up,
    encode,
)
from devices.errors import OutOfRange
from devices.framing import BAR_DATA_BYTES_MAX, FRAME_BYTES_MAX, DropReason, Family, RawFrame, Splitter
from devices.led_bar.protocol import (
    LedColour,
    LedKind,
    LedReply,
    LedRun,
    LedText,
    decode_led,
    encode_led,
    encode_reply,
)

CALL = bytes.fromhex("FF 68 03 03 68 03 01 0C 10 16")

addrs = st.integers(1, 0x7F)
digits = st.text("0123456789", max_size=12)
three = st.from_regex(r"[0-9]{3}", fullmatch=True)
pad_keys = st.builds(PadKeys, addrs, digits, st.integers(0x0A, 0x13))
ups = pad_keys | st.builds(RatingPressed, addrs, st.integers(0, 4))
downs = (
    st.builds(ShowTicket, addrs, three | st.just(""))
    | st.builds(ShowWaiting, addrs, st.integers(0, 999), st.none() | three)
    | st.builds(Ok, addrs)
    | st.builds(Fail, addrs)
    | st.builds(Beep, addrs)
    | st.builds(Stars, addrs, st.integers(0, 5))
    | st.builds(PleaseRate, addrs)
    | st.builds(KeysHeard, pad_keys)
    | st.builds(RatingHeard, addrs, st.none() | st.integers(0, 4))
)
gbk_text = st.text("请到号窗口暂停服务空闲办理中A017-9 ", max_size=40)
led_texts = st.builds(
    lambda addr, runs: LedText(addr, tuple(LedRun(text, colour) for text, colour in runs)),
    addrs,
    st.lists(st.tuples(gbk_text, st.sampled_from(LedColour)), max_size=2),
)
frames = (
    ups.map(encode)
    | downs.map(encode)
    | st.builds(encode_led, led_texts, st.sampled_from(LedKind))
    | addrs.map(encode_reply)
)


def cut(data: bytes, sizes: list[int]) -> list[bytes]:
    """Cut ``data`` into pieces of the given sizes, the last ones repeating."""
    pieces: list[bytes] = []
    at = 0
    while at < len(data):
        size = sizes[len(pieces) % len(sizes)]
        pieces.append(data[at : at + size])
        at += size
    return pieces


@given(st.lists(frames, max_size=10), st.lists(st.integers(1, 30), min_size=1, max_size=5))
def test_every_frame_comes_out_in_order_however_the_bytes_are_cut(
    said: list[bytes], sizes: list[int]
) -> None:
    splitter = Splitter()
    heard = [raw.data for piece in cut(b"".join(said), sizes) for raw in splitter.feed(piece)]
    assert heard == said
    assert not splitter.drops
    assert splitter.pending_bytes == 0


@given(ups)
def test_what_a_device_says_reads_back_the_same(frame: UpFrame) -> None:
    (raw,) = Splitter().feed(encode(frame))
    assert decode_up(raw) == frame


@given(downs)
def test_what_a_host_says_reads_back_the_same(frame: DownFrame) -> None:
    (raw,) = Splitter().feed(encode(frame))
    assert decode_down(raw) == frame


@given(led_texts)
def test_a_two_colour_text_reads_back_with_its_colours(text: LedText) -> None:
    (raw,) = Splitter().feed(encode_led(text, LedKind.TWO_COLOUR))
    read = decode_led(raw)
    assert isinstance(read, LedText)
    assert [(letter, run.colour) for run in read.runs for letter in run.text] == [
        (letter, run.colour) for run in text.runs for letter in run.text
    ]


@given(addrs, gbk_text)
def test_a_one_colour_text_reads_back(addr: int, text: str) -> None:
    (raw,) = Splitter().feed(encode_led(LedText(addr, (LedRun(text),)), LedKind.ONE_COLOUR))
    read = decode_led(raw)
    assert isinstance(read, LedText)
    assert (read.addr, read.text) == (addr, text)


@given(addrs, st.text(max_size=300), st.sampled_from(LedKind))
def test_any_text_is_shown_as_far_as_a_bar_can(addr: int, text: str, kind: LedKind) -> None:
    (raw,) = Splitter().feed(encode_led(LedText(addr, (LedRun(text),)), kind))
    read = decode_led(raw)
    assert isinstance(read, LedText)
    assert len(read.text) <= len(text)
    for shown, wanted in zip(read.text, text, strict=False):
        assert shown == wanted or shown in "? "


@given(st.lists(st.binary(max_size=700), max_size=6))
def test_no_bytes_raise_and_no_bytes_are_hoarded(noise: list[bytes]) -> None:
    splitter = Splitter()
    for piece in noise:
        for raw in splitter.feed(piece):
            decode_up(raw)
            decode_down(raw)
            decode_led(raw)
        assert splitter.pending_bytes < FRAME_BYTES_MAX


@given(st.binary(max_size=600), frames)
def test_after_any_garbage_a_frame_sent_again_is_heard(noise: bytes, frame: bytes) -> None:
    splitter = Splitter()
    splitter.feed(noise)
    late = splitter.expire()
    assert splitter.pending_bytes == 0
    assert [raw.data for raw in splitter.feed(frame)] == [frame]
    assert all(isinstance(raw, RawFrame) for raw in late)


@given(st.binary(max_size=600))
def test_a_call_behind_any_garbage_is_heard_before_many_repetitions(noise: bytes) -> None:
    splitter = Splitter()
    splitter.feed(noise)
    heard: list[RawFrame] = []
    for _ in range(FRAME_BYTES_MAX // len(CALL) + 2):
        heard += splitter.feed(CALL)
    assert RawFrame(Family.COUNTER_BUS, CALL) in heard


@given(frames, st.data())
def test_a_frame_with_one_byte_changed_is_never_taken_for_another_of_its_family(
    frame: bytes, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(frame) - 1))
    changed = bytearray(frame)
    changed[at] ^= data.draw(st.integers(1, 255))
    splitter = Splitter()
    heard = splitter.feed(bytes(changed)) + splitter.expire()
    whole = [raw for raw in heard if raw.data == bytes(changed)]
    assert all(raw.family in (Family.ONE_COLOUR, Family.TWO_COLOUR_REPLY) for raw in whole)


@pytest.mark.parametrize(
    ("spaced", "reason"),
    [
        pytest.param("FF 68 03 04 68 03 01 0C 10 16", DropReason.BAD_LENGTH, id="the L bytes differ"),
        pytest.param("FF 68 01 01 68 03 04 16", DropReason.BAD_LENGTH, id="too short to hold a command"),
        pytest.param("FF 68 03 03 69 03 01 0C 10 16", DropReason.BAD_START, id="second 68 missing"),
        pytest.param("FF 68 03 03 68 03 01 0C 11 16", DropReason.BAD_CHECKSUM, id="wrong CS"),
        pytest.param("FF 68 03 03 68 03 01 0C 10 17", DropReason.BAD_END, id="wrong end"),
        pytest.param("FF 68 40 40 68 03 01", DropReason.TOO_LONG, id="longer than any pad speaks"),
        pytest.param("A0 90 03 A5 00 02 41 00 FF", DropReason.BAD_CHECKSUM, id="wrong XOR"),
        pytest.param("A0 90 03 A5 7F FF 41 00", DropReason.TOO_LONG, id="a bar's text too long"),
        pytest.param("A0 90 03" + " 00" * 14, DropReason.BAD_END, id="a bar's reply without end"),
        pytest.param("83 C0 45 41 1A", DropReason.BAD_START, id="44 missing"),
        pytest.param("83 C0 44 41 02 1A", DropReason.BAD_END, id="a control character in a bar's text"),
        pytest.param(
            "83 C0 44" + " 41" * (BAR_DATA_BYTES_MAX + 1), DropReason.TOO_LONG, id="a bar's text without end"
        ),
        pytest.param("00 01 02", DropReason.GARBAGE, id="noise"),
        pytest.param("68 02 02 68 03 01 04 16", DropReason.GARBAGE, id="a short acknowledgement to a pad"),
        pytest.param(
            "68 02 02 68 83 01 85 16", DropReason.BAD_CHECKSUM, id="a short acknowledgement, wrong CS"
        ),
    ],
)
def test_what_is_wrong_is_counted_by_its_reason_and_the_next_frame_is_heard(
    spaced: str, reason: DropReason
) -> None:
    splitter = Splitter()
    heard = splitter.feed(bytes.fromhex(spaced)) + splitter.expire() + splitter.feed(CALL)
    assert [raw.data for raw in heard] == [CALL]
    assert splitter.drops[reason] >= 1


def test_half_a_frame_that_is_given_up_is_counted_as_stale() -> None:
    splitter = Splitter()
    assert splitter.feed(CALL[:7]) == []
    assert splitter.expire() == []
    assert splitter.drops[DropReason.STALE] == 1


def test_a_true_frame_swallowed_by_a_false_head_is_found() -> None:
    assert [raw.data for raw in Splitter().feed(CALL[:6] + CALL)] == [CALL]


def test_three_families_on_one_line_come_out_apart() -> None:
    said = [CALL, encode_led(LedText(3, (LedRun("请A017号"),)), LedKind.TWO_COLOUR), encode_reply(3)]
    said += [encode_led(LedText(0x7F, (LedRun("A017"),)), LedKind.ONE_COLOUR), CALL]
    heard = Splitter().feed(b"".join(said))
    assert [raw.family for raw in heard] == [
        Family.COUNTER_BUS,
        Family.TWO_COLOUR,
        Family.TWO_COLOUR_REPLY,
        Family.ONE_COLOUR,
        Family.COUNTER_BUS,
    ]


def test_a_frame_of_another_family_means_nothing_to_a_decoder() -> None:
    (bar,) = Splitter().feed(encode_reply(3))
    (call,) = Splitter().feed(CALL)
    assert decode_up(bar) is None
    assert decode_down(bar) is None
    assert decode_led(bar) == LedReply(3)
    assert decode_led(call) is None


@pytest.mark.parametrize(
    "spaced",
    [
        "FF 68 02 02 68 03 01 04 16",  # keys without a function key
        "FF 68 03 03 68 03 01 09 0D 16",  # a digit instead of a function key
        "FF 68 04 04 68 03 01 0A 0C 1A 16",  # a function key among the digits
        "FF 68 03 03 68 00 01 0C 0D 16",  # no pad has the address 0
        "FF 68 03 03 68 83 11 05 99 16",  # no evaluator has a sixth key
        "FF 68 04 04 68 83 11 02 02 98 16",  # two ratings at once
        "FF 68 03 03 68 03 11 0C 20 16",  # CMD 11 from a pad
    ],
)
def test_a_sound_frame_that_no_device_sends_means_nothing(spaced: str) -> None:
    (raw,) = Splitter().feed(bytes.fromhex(spaced))
    assert decode_up(raw) is None


@pytest.mark.parametrize(
    "frame",
    [
        PadKeys(0x80, "", 0x0C),
        PadKeys(3, "", 0x09),
        PadKeys(3, "", 0x14),
        PadKeys(3, "", 0x0C, command=0x11),
        PadKeys(3, "x", 0x0C),
        PadKeys(3, "1" * 40, 0x0C),
        RatingPressed(3, 5),
        Stars(3, 6),
        Beep(-1),
    ],
)
def test_what_no_frame_can_carry_is_refused_in_words(frame: UpFrame | DownFrame) -> None:
    with pytest.raises(OutOfRange, match="must be"):
        encode(frame)


def test_a_bar_beyond_the_last_address_is_refused() -> None:
    with pytest.raises(OutOfRange, match="0-127"):
        encode_led(LedText(128, ()), LedKind.TWO_COLOUR)
