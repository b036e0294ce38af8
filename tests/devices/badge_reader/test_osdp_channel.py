"""What passes between a line and the library: whole replies that are waited for, and nothing else."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.badge_reader.osdp_channel import BUFFER_BYTES_MAX, BufferedChannel
from devices.badge_reader.osdp_packets import Step, cut_reply, may_answer, step_of
from devices.badge_reader.osdp_panel import OsdpReader, Panel
from devices.badge_reader.osdp_words import ReaderKey
from devices.errors import OutOfRange

KEY = "00112233445566778899AABBCCDDEEFF"
ASK = bytes.fromhex("FF530109000461006023")
CHALLENGE = bytes.fromhex("FF530113000E03110176D764C8CCE93255C41F4F")
TALK = bytes.fromhex("FF53010E000C0215600000000000000000")


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


@pytest.mark.parametrize("addrs", [[], [127], [-1], [1, 1], list(range(33))])
def test_addresses_that_no_line_can_have_are_refused(addrs: list[int]) -> None:
    with pytest.raises(OutOfRange):
        Panel([OsdpReader(addr, ReaderKey(KEY)) for addr in addrs], BufferedChannel())
