"""Frames of EM4100 readers and lines of Wiegand converters: every badge comes out, nothing else does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.badge_reader.badge import BadgeForm, badge_of, badge_of_pair
from devices.badge_reader.protocol import (
    EM_FRAME_BYTES,
    LINE_BYTES_MAX,
    BadgeDropReason,
    BadgeSplitter,
    EmSplitter,
    Wiegand26,
    WiegandLine,
    WiegandSplitter,
    em_checksum,
    em_frame,
    read_wiegand26,
    wiegand26_bits,
)
from devices.errors import OutOfRange

VECTOR = "00101101000000001010001000"
numbers = st.integers(0, (1 << 32) - 1)
bytes_of_one = st.integers(0, 255)


def frame(letters: str) -> bytes:
    return b"\x02" + letters.encode("ascii") + b"\x03"


@pytest.mark.parametrize(("data", "checksum"), [("62E3086CED", 0x08), ("01000734E0", 0xD2)])
def test_the_checksums_of_known_badges(data: str, checksum: int) -> None:
    assert em_checksum(bytes.fromhex(data)) == checksum
    splitter = EmSplitter()
    assert splitter.feed(frame(f"{data}{checksum:02X}")) == [badge_of(int(data[2:], 16))]
    assert not splitter.drops
    assert em_frame(int(data[2:], 16), int(data[:2], 16)) == frame(f"{data}{checksum:02X}")


def test_a_known_badge_in_both_forms() -> None:
    assert EmSplitter().feed(frame("62E3086CED08")) == ["3808980205"]
    assert EmSplitter(BadgeForm.PAIR).feed(frame("62E3086CED08")) == [badge_of_pair(0x08, 0x6CED)]


def test_the_known_wiegand_badge() -> None:
    assert wiegand26_bits(90, 324) == VECTOR
    assert read_wiegand26(VECTOR) == Wiegand26(90, 324)
    assert WiegandSplitter().feed(VECTOR.encode() + b"\r\n") == ["0005898564"]


@given(st.integers(0, (1 << 24) - 1))
def test_a_badge_is_the_same_from_either_kind_of_reader(number: int) -> None:
    bits = wiegand26_bits(number >> 16, number & 0xFFFF).encode()
    assert EmSplitter().feed(em_frame(number)) == WiegandSplitter().feed(bits + b"\n")


@given(st.lists(st.tuples(numbers, bytes_of_one), max_size=6), st.integers(1, 20))
def test_every_frame_comes_out_however_it_is_cut(said: list[tuple[int, int]], size: int) -> None:
    data = b"".join(em_frame(number, version) for number, version in said)
    splitter = EmSplitter()
    assert in_pieces(splitter, data, size) == [badge_of(number) for number, _ in said]
    assert not splitter.drops


@given(
    st.lists(st.tuples(bytes_of_one, st.integers(0, 65535)), max_size=6),
    st.sampled_from([b"\r", b"\n", b"\r\n", b" \r\n"]),
    st.integers(1, 20),
)
def test_every_line_comes_out_however_it_is_cut(said: list[tuple[int, int]], end: bytes, size: int) -> None:
    data = b"".join(wiegand26_bits(*pair).encode() + end for pair in said)
    splitter = WiegandSplitter()
    assert in_pieces(splitter, data, size) == [badge_of_pair(*pair) for pair in said]
    assert not splitter.drops


def in_pieces(splitter: BadgeSplitter, data: bytes, size: int) -> list[str]:
    return [badge for at in range(0, len(data), size) for badge in splitter.feed(data[at : at + size])]


@given(st.binary(max_size=200), numbers)
def test_a_true_frame_behind_garbage_is_read_at_once(garbage: bytes, number: int) -> None:
    splitter = EmSplitter()
    badges = splitter.feed(garbage + em_frame(number))
    assert badges[-1] == badge_of(number)
    assert splitter.expire() == []


@given(st.binary(max_size=200), bytes_of_one, st.integers(0, 65535))
def test_a_true_line_behind_garbage_is_read_after_the_next_end(
    garbage: bytes, facility: int, number: int
) -> None:
    splitter = WiegandSplitter()
    splitter.feed(garbage + b"\r")
    assert splitter.feed(wiegand26_bits(facility, number).encode() + b"\r") == [
        badge_of_pair(facility, number)
    ]


@given(numbers, st.integers(1, 12), st.sampled_from(b"0123456789ABCDEF"))
def test_a_letter_read_wrong_costs_the_badge_and_nothing_else(number: int, at: int, letter: int) -> None:
    good = em_frame(number)
    broken = bytearray(good)
    broken[at] = letter
    splitter = EmSplitter()
    if broken == good:
        return
    assert splitter.feed(bytes(broken) + good) == [badge_of(number)]
    assert splitter.drops[BadgeDropReason.BAD_CHECKSUM] == 1


@pytest.mark.parametrize(
    ("data", "drops"),
    [
        (b"??", {BadgeDropReason.GARBAGE: 2}),
        (b"\x0201000734E0D3\x03", {BadgeDropReason.BAD_CHECKSUM: 1, BadgeDropReason.GARBAGE: 13}),
        (b"\x0201000734E0D2\x0d", {BadgeDropReason.BAD_END: 1, BadgeDropReason.GARBAGE: 13}),
        (b"\x020100G", {BadgeDropReason.NOT_HEX: 1, BadgeDropReason.GARBAGE: 5}),
    ],
)
def test_a_broken_frame_is_counted_by_its_reason(data: bytes, drops: dict[BadgeDropReason, int]) -> None:
    splitter = EmSplitter()
    assert splitter.feed(data) == []
    assert splitter.drops == drops
    assert splitter.feed(frame("01000734E0D2")) == ["0000472288"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("1" + VECTOR[1:], BadgeDropReason.BAD_PARITY),
        (VECTOR[:-1] + "1", BadgeDropReason.BAD_PARITY),
        (VECTOR[:-1], BadgeDropReason.BAD_LENGTH),
        (VECTOR + "0", BadgeDropReason.BAD_LENGTH),
        (VECTOR[:-1] + "x", BadgeDropReason.NOT_BITS),
        ("\xff" * 26, BadgeDropReason.NOT_BITS),
        ("0" * (LINE_BYTES_MAX + 1), BadgeDropReason.TOO_LONG),
    ],
)
def test_a_broken_line_is_counted_by_its_reason(line: str, reason: BadgeDropReason) -> None:
    splitter = WiegandSplitter()
    assert splitter.feed(line.encode("latin-1") + b"\r\n") == []
    assert splitter.drops == {reason: 1}
    assert splitter.feed(VECTOR.encode() + b"\r\n") == ["0005898564"]


@given(st.integers(0, (1 << 24) - 1))
def test_a_converter_may_write_hex(number: int) -> None:
    splitter = WiegandSplitter(WiegandLine.HEX)
    assert (
        splitter.feed(f"{number:06X}\r".encode())
        == splitter.feed(f"{number:06x}\r\n".encode())
        == [badge_of(number)]
    )
    assert not splitter.drops


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("5A014", BadgeDropReason.BAD_LENGTH),
        (VECTOR, BadgeDropReason.BAD_LENGTH),
        ("5A014G", BadgeDropReason.NOT_HEX),
        ("5A 144", BadgeDropReason.NOT_HEX),
        ("\xff" * 6, BadgeDropReason.NOT_HEX),
        ("0" * (LINE_BYTES_MAX + 1), BadgeDropReason.TOO_LONG),
    ],
)
def test_a_broken_hex_line_is_counted_by_its_reason(line: str, reason: BadgeDropReason) -> None:
    splitter = WiegandSplitter(WiegandLine.HEX)
    assert splitter.feed(line.encode("latin-1") + b"\r") == []
    assert splitter.drops == {reason: 1}
    assert splitter.feed(b"5A0144\r") == ["0005898564"]


def test_bits_that_lost_some_of_their_number_are_never_read_as_hex() -> None:
    splitter = WiegandSplitter()
    assert splitter.feed(VECTOR[:6].encode() + b"\r\n") == []
    assert splitter.drops == {BadgeDropReason.BAD_LENGTH: 1}


@given(st.integers(0, 25))
def test_any_bit_that_turned_is_noticed(at: int) -> None:
    turned = VECTOR[:at] + ("1" if VECTOR[at] == "0" else "0") + VECTOR[at + 1 :]
    assert read_wiegand26(turned) is BadgeDropReason.BAD_PARITY


def test_half_a_badge_is_forgotten_after_silence() -> None:
    em, wiegand = EmSplitter(), WiegandSplitter()
    em.feed(frame("01000734E0D2")[: EM_FRAME_BYTES - 1])
    wiegand.feed(VECTOR[:20].encode())
    assert em.expire() == wiegand.expire() == []
    assert em.drops[BadgeDropReason.STALE] == wiegand.drops[BadgeDropReason.STALE] == 1
    assert em.feed(frame("01000734E0D2")) == ["0000472288"]
    assert wiegand.feed(VECTOR.encode() + b"\n") == ["0005898564"]


@given(st.lists(st.binary(max_size=500), max_size=5))
def test_no_noise_is_held_for_ever(noise: list[bytes]) -> None:
    em, wiegand = EmSplitter(), WiegandSplitter()
    for data in noise:
        em.feed(data)
        wiegand.feed(data)
        assert len(em._buffer) < EM_FRAME_BYTES
        assert len(wiegand._line) <= LINE_BYTES_MAX


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: em_frame(1 << 32),
        lambda: em_frame(-1),
        lambda: em_frame(0, 256),
        lambda: wiegand26_bits(256, 0),
        lambda: wiegand26_bits(0, 65536),
    ],
)
def test_a_number_that_no_badge_has_is_refused(wrong: object) -> None:
    with pytest.raises(OutOfRange):
        wrong()  # type: ignore[operator]  # each is a call without arguments
