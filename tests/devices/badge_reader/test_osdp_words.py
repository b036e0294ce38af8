"""What stands around OSDP, without a reader: keys, bits, the channel's buffers, who is trusted."""

import random
import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.badge_reader.badge import badge_of, badge_of_pair
from devices.badge_reader.events import Distrust, ReaderNotTrusted, ReaderReady, ReaderSilent
from devices.badge_reader.osdp_channel import BUFFER_BYTES_MAX, BufferedChannel
from devices.badge_reader.osdp_panel import OsdpReader, Panel
from devices.badge_reader.osdp_roll import Roll
from devices.badge_reader.osdp_words import (
    ReaderKey,
    Step,
    badge_of_bits,
    badge_of_text,
    cut_reply,
    may_answer,
    step_of,
)
from devices.badge_reader.protocol import BadgeDropReason, wiegand26_bits
from devices.errors import OutOfRange, ReaderKeyError

KEY = "00112233445566778899AABBCCDDEEFF"
ASK = bytes.fromhex("FF530109000461006023")
CHALLENGE = bytes.fromhex("FF530113000E03110176D764C8CCE93255C41F4F")
TALK = bytes.fromhex("FF53010E000C0215600000000000000000")


def packed(bits: str) -> bytes:
    return bytes(int(bits[at : at + 8].ljust(8, "0"), 2) for at in range(0, len(bits), 8))


@given(st.integers(0, 255), st.integers(0, 65535))
def test_26_bits_are_the_badge_of_any_wiegand_reader(facility: int, number: int) -> None:
    assert badge_of_bits(packed(wiegand26_bits(facility, number)), 26) == badge_of_pair(facility, number)


@given(st.integers(0, (1 << 32) - 1))
def test_32_and_34_bits_are_the_whole_number(number: int) -> None:
    data = f"{number:032b}"
    even, odd = data[:16].count("1") % 2, 1 - data[16:].count("1") % 2
    assert badge_of_bits(packed(data), 32) == badge_of(number)
    assert badge_of_bits(packed(f"{even}{data}{odd}"), 34) == badge_of(number)
    assert badge_of_bits(packed(f"{1 - even}{data}{odd}"), 34) is BadgeDropReason.BAD_PARITY
    assert badge_of_bits(packed(f"{even}{data}{1 - odd}"), 34) is BadgeDropReason.BAD_PARITY


@pytest.mark.parametrize(
    ("data", "length", "badge"),
    [
        (bytes.fromhex("2D00A200"), 26, "0005898564"),
        (bytes.fromhex("AD00A200"), 26, BadgeDropReason.BAD_PARITY),
        (bytes.fromhex("0A1B2C3D48"), 37, "37-01436587A9"),
        (b"", 0, BadgeDropReason.BAD_LENGTH),
        (b"\x01", 26, BadgeDropReason.BAD_LENGTH),
        (b"\x01", -1, BadgeDropReason.BAD_LENGTH),
    ],
)
def test_known_bits(data: bytes, length: int, badge: str) -> None:
    assert badge_of_bits(data, length) == badge


@pytest.mark.parametrize(
    ("data", "badge"),
    [
        (b"1000734\r\n", "0001000734"),
        (b"015,17694", "0001000734"),
        (b"VIP-7", "VIP-7"),
        (b"\0\0", BadgeDropReason.NOT_BITS),
        (b"A\x07", BadgeDropReason.NOT_BITS),
        ("工".encode(), BadgeDropReason.NOT_BITS),
        (b"A" * 65, BadgeDropReason.TOO_LONG),
    ],
)
def test_a_badge_given_as_letters(data: bytes, badge: str) -> None:
    assert badge_of_text(data) == badge


def test_a_key_is_read_and_shows_itself_to_nobody() -> None:
    key = ReaderKey("0011 2233 4455 6677 8899 aabb ccdd eeff")
    assert key.reveal() == bytes.fromhex(KEY)
    for text in (repr(key), str(key), f"{OsdpReader(1, key)}"):
        assert "0011" not in text
        assert "\\x00\\x11" not in text


@pytest.mark.parametrize("text", [KEY[:-1], KEY[:-2], KEY + "00", KEY[:-1] + "G", ""])
def test_a_text_that_is_no_key_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(ReaderKeyError) as caught:
        ReaderKey(text)
    assert "001122" not in "".join(traceback.format_exception(caught.value))


def test_the_key_of_the_factory_is_no_secret() -> None:
    with pytest.raises(ReaderKeyError, match="factory"):
        ReaderKey("303132333435363738393A3B3C3D3E3F")


def test_what_is_said_to_a_reader_tells_how_far_it_is() -> None:
    assert [step_of(said) for said in (ASK, CHALLENGE, TALK)] == [
        (1, Step.ASKED),
        (1, Step.CHALLENGED),
        (1, Step.TALKED),
    ]
    assert step_of(b"") is step_of(b"\xff\xff") is step_of(b"S\x01\x00") is None


def answer(block: bytes, code: int, addr: int = 1) -> bytes:
    body = block + bytes((code, 0, 0, 0, 0, 0, 0, 0))
    return bytes((0x53, 0x80 | addr, 5 + len(body), 0, 8 if block else 0)) + body


WAITED_FOR = {
    (Step.ASKED, b"", 0x45),
    (Step.ASKED, b"", 0x46),
    (Step.CHALLENGED, b"\x03\x12\x01", 0x76),
    (Step.PROVED, b"\x03\x14\x01", 0x78),
}


@pytest.mark.parametrize("step", list(Step))
@pytest.mark.parametrize(
    "block", [b"", *(bytes((2, kind)) for kind in range(0x11, 0x19)), b"\3\x12\1", b"\3\x14\1"]
)
def test_only_what_a_step_waits_for_may_answer_it(step: Step, block: bytes) -> None:
    for code in range(0x40, 0x90):
        is_refusal = not block and code in (0x41, 0x79)
        is_sealed = step is Step.TALKED and block in (b"\x02\x16", b"\x02\x18")
        is_waited_for = any(
            (step, block[1:2], code) == (waiting, like[1:2], known) for waiting, like, known in WAITED_FOR
        )
        expected = is_refusal or is_sealed or is_waited_for
        assert may_answer(1, step, answer(block, code)) == expected
        assert not may_answer(2, step, answer(block, code))


@given(st.sampled_from(Step), st.binary(max_size=96))
def test_no_bytes_upset_the_judge_of_answers(step: Step, noise: bytes) -> None:
    heard = bytearray(noise + reply(9))
    while one := cut_reply(heard):
        assert may_answer(1, step, one) in (True, False)


def test_what_may_not_answer_is_counted() -> None:
    channel = BufferedChannel()
    channel.heard(reply(9))
    assert channel.read(64) == b""
    channel.write(TALK)
    channel.heard(reply(9) + answer(b"\x02\x18", 0x50) + reply(9))
    assert channel.read(64) == answer(b"\x02\x18", 0x50)
    assert channel.read(64) == b""
    assert channel.refused == 3
    assert channel.answered_step(1) is Step.TALKED


@given(st.binary(max_size=40))
def test_any_bytes_are_a_packet_or_none(said: bytes) -> None:
    found = step_of(said)
    assert found is None or 0 <= found[0] <= 255


def test_the_channel_keeps_order_and_knows_who_answered_what() -> None:
    channel = BufferedChannel()
    assert channel.write(ASK) == len(ASK)
    assert channel.answered_step(1) is None
    channel.heard(reply(9) + reply(8))
    assert channel.answered_step(1) is None
    assert channel.take() == ASK
    assert channel.take() == b""
    assert (channel.read(5), channel.read(5), channel.read(9)) == (reply(9)[:5], reply(9)[5:], reply(8))
    assert channel.answered_step(1) is Step.ASKED
    channel.write(ASK)
    assert channel.answered_step(1) is None
    channel.heard(reply(20))
    assert channel.read(5) == reply(20)[:5]
    channel.flush()
    assert channel.read(9) == b""
    channel.clear()
    assert channel.take() == b""
    assert channel.answered_step(1) is None


def reply(length: int) -> bytes:
    """Return what reader 1 says of itself when it is asked, so many bytes long."""
    return bytes((0x53, 0x81, length, 0, 4, 0x45)) + bytes(at % 0x50 for at in range(length - 6))


@given(st.lists(st.binary(min_size=1, max_size=3000), max_size=6))
def test_of_too_much_the_newest_is_kept(pieces: list[bytes]) -> None:
    channel, everything = BufferedChannel(), b"".join(pieces)
    for piece in pieces:
        channel.heard(piece)
        assert len(channel._heard) <= BUFFER_BYTES_MAX
        assert channel.write(piece) == len(piece)
    assert channel.take() == everything[-BUFFER_BYTES_MAX:]


@given(st.lists(st.integers(7, 96), max_size=6), st.binary(max_size=20), st.integers(1, 50))
def test_replies_are_cut_whole_out_of_noise(lengths: list[int], noise: bytes, size: int) -> None:
    noise = noise.replace(b"S", b"")
    data, heard = b"".join(noise + reply(length) for length in lengths), bytearray()
    cut: list[bytes] = []
    for at in range(0, len(data), size):
        heard += data[at : at + size]
        while one := cut_reply(heard):
            cut.append(one)
    assert cut == [reply(length) for length in lengths]


@given(st.binary(max_size=600))
def test_noise_is_never_held_for_longer_than_a_reply(noise: bytes) -> None:
    heard = bytearray(noise)
    while one := cut_reply(heard):
        assert 7 <= len(one) <= 96
    assert len(heard) < 96


@pytest.mark.parametrize("length", [10, 63, 64, 65, 96])
def test_the_library_gets_one_reply_in_each_turn(length: int) -> None:
    channel = BufferedChannel()
    channel.write(ASK)
    channel.heard(reply(length) + reply(9))
    turns = []
    for _ in range(2):
        turn = piece = channel.read(64)
        while len(piece) == 64:
            piece = channel.read(64)
            turn += piece
        turns.append(turn)
    assert turns == [reply(length), reply(9)]


@pytest.mark.parametrize("noise", [reply(96) * 8, b"S" * 1000, random.Random(20).randbytes(4000)])
def test_the_library_says_nothing_of_a_flood_of_noise(
    noise: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    channel = BufferedChannel()
    panel = Panel([OsdpReader(1, ReaderKey(KEY))], channel)
    panel.refresh()
    for _ in range(200):
        panel.refresh()
        channel.take()
        channel.heard(noise)
    assert capfd.readouterr() == ("", "")


def roll() -> Roll:
    return Roll([1, 2], lambda: iter(range(100, 10_000, 100)))


def test_a_reader_is_told_ready_once_for_each_loss() -> None:
    line = roll()
    assert line.went_online(1) == [ReaderReady(1)]
    assert line.went_online(1) == []
    assert line.went_offline(1, None, 0) == [ReaderSilent(1)]
    assert line.went_offline(1, None, 0) == []
    assert line.went_online(1) == [ReaderReady(1)]
    assert line.went_offline(1, None, 0) == [ReaderSilent(1)]


def test_a_wrong_key_is_believed_the_second_time_and_told_once() -> None:
    line = roll()
    told = [line.went_offline(1, Step.CHALLENGED, at_ms) for at_ms in range(4)]
    assert told == [[], [ReaderNotTrusted(1, Distrust.KEY_WRONG)], [], []]
    assert line.went_online(1) == [ReaderReady(1)]


def test_one_spoiled_answer_accuses_nobody() -> None:
    line = roll()
    line.went_online(1)
    for _ in range(3):
        assert line.went_offline(1, Step.CHALLENGED, 0) == []
        assert line.went_offline(1, Step.TALKED, 0) == []
        assert line.went_online(1) == []


def test_a_reader_exchanged_while_it_was_silent_is_told_for_each_reason() -> None:
    line = roll()
    assert line.went_offline(2, None, 0) == [ReaderSilent(2)]
    assert line.went_offline(2, Step.ASKED, 1) == []
    assert line.went_offline(2, Step.ASKED, 2) == [ReaderNotTrusted(2, Distrust.NOT_SECURE)]
    assert line.went_offline(2, Step.CHALLENGED, 3) == []
    assert line.went_offline(2, Step.CHALLENGED, 4) == [ReaderNotTrusted(2, Distrust.KEY_WRONG)]
    assert line.went_offline(2, None, 5) == []


def test_a_reader_is_tried_again_later_and_later_and_each_time_once() -> None:
    line = roll()
    line.went_offline(1, None, 1000)
    assert (line.due(1099), line.due(1100), line.due(1100)) == ([], [1], [])
    line.went_offline(1, None, 2000)
    assert (line.due(2199), line.due(2200)) == ([], [1])
    assert line.begin_anew() == [1, 2]
    line.went_offline(1, None, 3000)
    assert line.due(3100) == [1]


@pytest.mark.parametrize("addrs", [[], [127], [-1], [1, 1], list(range(33))])
def test_addresses_that_no_line_can_have_are_refused(addrs: list[int]) -> None:
    with pytest.raises(OutOfRange):
        Panel([OsdpReader(addr, ReaderKey(KEY)) for addr in addrs], BufferedChannel())
