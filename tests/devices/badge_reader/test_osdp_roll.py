"""Which readers are ready, silent or not trusted: each told once for each loss."""

from devices.badge_reader.events import Distrust, ReaderNotTrusted, ReaderReady, ReaderSilent
from devices.badge_reader.osdp_packets import Step
from devices.badge_reader.osdp_roll import Roll


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
