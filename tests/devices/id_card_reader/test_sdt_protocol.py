"""The SDT frames: the vectors of readers in use, the line full of garbage, and what is never kept."""

import gc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.framing import DropReason
from devices.id_card_reader import protocol as sdt
from devices.id_card_reader.card_number import CardNumber, CardUnreadable
from devices.id_card_reader.protocol import Command, FrameSplitter, Reply, ReplySplitter
from devices.id_card_reader.simulated import LAYOUT, SimulatedCard, SimulatedIdCardReader, invented, reply

HEAD = "AA AA AA 96 69 "
CARD = SimulatedCard(invented(12).number, name="测试某", address="乌有省子虚市亡是路12号")
CARD_REPLY = reply(0x90, CARD.data())


def read(text: str) -> list[Reply]:
    """Read bytes as a technician writes them, behind the head."""
    return ReplySplitter().feed(bytes.fromhex(HEAD + text))


@pytest.mark.parametrize(
    ("command", "sent"),
    [
        (Command.STATUS, "00 03 11 FF ED"),
        (Command.FIND, "00 03 20 01 22"),
        (Command.SELECT, "00 03 20 02 21"),
        (Command.READ, "00 03 30 01 32"),
    ],
)
def test_each_question_is_sent_as_readers_know_it(command: Command, sent: str) -> None:
    assert sdt.question(command) == bytes.fromhex(HEAD + sent)


@pytest.mark.parametrize(
    ("command", "heard", "status"),
    [
        (Command.STATUS, "00 04 00 00 90 94", 0x90),
        (Command.FIND, "00 08 00 00 9F 00 00 00 00 97", 0x9F),
        (Command.SELECT, "00 0C 00 00 90" + "00" * 8 + "9C", 0x90),
    ],
)
def test_a_yes_is_read(command: Command, heard: str, status: int) -> None:
    (answer,) = read(heard)
    assert answer.status == status
    assert sdt.is_good(command, answer)
    assert [one for one in Command if sdt.is_answer(one, answer)] == [command]


@pytest.mark.parametrize(
    ("command", "heard"),
    [
        (Command.STATUS, "00 04 00 00 60 64"),
        (Command.FIND, "00 04 00 00 80 84"),
        (Command.SELECT, "00 04 00 00 81 85"),
        (Command.READ, "00 04 00 00 41 45"),
    ],
)
def test_a_no_is_read_and_answers_its_own_question_only(command: Command, heard: str) -> None:
    (answer,) = read(heard)
    assert not sdt.is_good(command, answer)
    assert [one for one in Command if sdt.is_answer(one, answer)] == [command]


def test_a_reader_that_does_not_know_the_command_answers_whatever_was_asked() -> None:
    (answer,) = read("00 04 00 00 21 25")
    assert [one for one in Command if sdt.is_answer(one, answer)] == list(Command)
    assert not any(sdt.is_good(one, answer) for one in Command)


def test_a_card_is_1295_bytes_of_which_the_number_is_taken() -> None:
    assert len(CARD_REPLY) == 1295
    assert CARD_REPLY[:14] == bytes.fromhex(HEAD + "05 08 00 00 90 01 00 04 00")
    (answer,) = ReplySplitter().feed(CARD_REPLY)
    assert answer.card == CardNumber(CARD.number)
    assert sdt.is_good(Command.READ, answer)


@pytest.mark.parametrize(
    ("at", "size", "text"),
    [
        (14, 30, CARD.name),
        (44, 2, "1"),
        (46, 4, "01"),
        (50, 16, "19000101"),
        (66, 70, CARD.address),
        (136, 36, CARD.number),
        (172, 30, "样例局"),
        (202, 16, "20200101"),
        (218, 16, "长期"),
    ],
)
def test_the_simulated_card_is_laid_out_as_a_true_one(at: int, size: int, text: str) -> None:
    assert CARD_REPLY[at : at + size].decode("utf-16-le").rstrip() == text
    assert sum(LAYOUT) == sdt.TEXT_BYTES


@pytest.mark.parametrize("number", [CARD.number[:-1] + "?", "A" * 18, "", CARD.number[::-1]])
def test_a_card_whose_number_is_wrong_is_unreadable(number: str) -> None:
    (answer,) = ReplySplitter().feed(reply(0x90, SimulatedCard(number).data()))
    assert answer.card is CardUnreadable.BAD_NUMBER


@pytest.mark.parametrize("data", [bytes(1284), b"\xff" * 1284, b"\x01\x00\x04\x01" + bytes(1280)])
def test_data_that_do_not_begin_as_a_card_are_not_read(data: bytes) -> None:
    (answer,) = ReplySplitter().feed(reply(0x90, data))
    assert answer.card is CardUnreadable.NOT_READ


def test_letters_that_are_none_in_the_number_are_unreadable() -> None:
    data = bytearray(CARD.data())
    data[131 - 5 : 131 - 5 + 36] = b"\x00\xd8" * 18
    (answer,) = ReplySplitter().feed(reply(0x90, bytes(data)))
    assert answer.card is CardUnreadable.BAD_NUMBER


def test_nothing_of_a_card_but_its_number_is_kept() -> None:
    splitter = ReplySplitter()
    answers = splitter.feed(b"\x00" + CARD_REPLY[:700]) + splitter.feed(CARD_REPLY[700:] + b"\xaa\xaa")
    kept = [thing for thing in reachable(splitter, answers) if isinstance(thing, bytes | bytearray | str)]
    texts = [bytes(thing) if not isinstance(thing, str) else thing.encode("utf-16-le") for thing in kept]
    assert CARD.number.encode("utf-16-le") in texts
    for dropped in (CARD.name, CARD.address, "20200101", "样例局"):
        assert not [text for text in texts if dropped.encode("utf-16-le") in text]
    assert not [text for text in texts if len(text) > sdt.NUMBER_BYTES + len(sdt.HEAD)]
    assert splitter.pending_bytes == 2
    assert CARD.number not in repr(answers)


def reachable(*roots: object) -> list[object]:
    """Return everything that the roots hold, directly or not; classes and modules are not followed."""
    seen: dict[int, object] = {}
    waiting = list(roots)
    while waiting:
        thing = waiting.pop()
        if id(thing) in seen or isinstance(thing, type) or type(thing).__name__ == "module":
            continue
        seen[id(thing)] = thing
        waiting += [held for held in gc.get_referents(thing) if not callable(held)]
    return list(seen.values())


# The line

frames = st.sampled_from(
    [reply(0x90), reply(0x80), reply(0x9F, bytes(4)), reply(0x90, bytes(8)), CARD_REPLY, reply(0x41)]
)


@given(st.lists(frames, max_size=5), st.integers(1, 1500))
def test_every_reply_comes_out_once_however_it_is_cut(said: list[bytes], size: int) -> None:
    data = b"".join(said)
    splitter = ReplySplitter()
    heard = [one for start in range(0, len(data), size) for one in splitter.feed(data[start : start + size])]
    assert heard == [sdt.reply_of(one[5:]) for one in said]
    assert not splitter.drops
    assert splitter.pending_bytes == 0


noise = st.one_of(
    st.binary(max_size=40),
    st.just(b"\xaa" * 7),
    st.just(b"\xaa\xaa\xaa\x96"),
    st.just(CARD_REPLY[:100]),
    st.just(bytes.fromhex(HEAD + "FF FF")),
    st.just(bytes.fromhex(HEAD + "00 04 00 00 80 85")),
)


@given(st.lists(noise, max_size=6))
def test_behind_any_garbage_the_next_reply_is_found(garbage: list[bytes]) -> None:
    splitter = ReplySplitter()
    for piece in garbage:
        splitter.feed(piece)
        assert splitter.pending_bytes < len(CARD_REPLY)
    heard = splitter.feed(reply(0x80) * 230)
    splitter.expire()
    heard += splitter.feed(CARD_REPLY)
    assert heard.count(Reply(0x80, 4)) >= 100
    assert heard[-1].card == CardNumber(CARD.number)


@pytest.mark.parametrize(
    ("heard", "reason", "count"),
    [
        ("01 02 03", DropReason.GARBAGE, 3),
        (HEAD + "05 09", DropReason.TOO_LONG, 1),
        (HEAD + "00 03", DropReason.BAD_LENGTH, 1),
        (HEAD + "00 04 00 00 80 85", DropReason.BAD_CHECKSUM, 1),
    ],
)
def test_what_is_no_reply_is_counted_by_its_reason(heard: str, reason: DropReason, count: int) -> None:
    splitter = ReplySplitter()
    assert splitter.feed(bytes.fromhex(heard)) == []
    assert splitter.drops[reason] == count
    assert splitter.feed(reply(0x80)) == [Reply(0x80, 4)]


def test_half_a_reply_is_forgotten_after_silence() -> None:
    splitter = ReplySplitter()
    splitter.feed(CARD_REPLY[:600])
    splitter.expire()
    assert splitter.pending_bytes == 0
    assert splitter.feed(reply(0x80)) == [Reply(0x80, 4)]
    assert splitter.drops == {DropReason.STALE: 1}


@given(st.binary(max_size=60))
def test_the_simulated_reader_survives_whatever_it_hears(data: bytes) -> None:
    device = SimulatedIdCardReader()
    device.hear(data)
    device.hear(bytes(1300))
    assert FrameSplitter(4).feed(device.hear(sdt.question(Command.FIND))) == [reply(0x80)[5:]]


def test_the_simulated_reader_refuses_what_it_does_not_know() -> None:
    assert SimulatedIdCardReader().hear(sdt.frame(b"\x30\x10")) == reply(0x21)
