"""Who answers and who has fallen silent."""

from devices.events import DeviceBack, DeviceSilent
from devices.roll_call import RollCall


def test_a_bar_nobody_spoke_to_is_never_silent() -> None:
    roll = RollCall(10_000)
    assert roll.fallen_silent(1_000_000) == []
    assert roll.answered(3, 5) is None


def test_a_bar_that_answers_is_well() -> None:
    roll = RollCall(10_000)
    for at_ms in range(0, 100_000, 5000):
        roll.asked(3, at_ms)
        assert roll.answered(3, at_ms + 50) is None
        assert roll.fallen_silent(at_ms + 60) == []


def test_silence_is_told_once_and_so_is_its_end() -> None:
    roll = RollCall(10_000)
    roll.asked(3, 0)
    assert roll.fallen_silent(9_999) == []
    assert roll.fallen_silent(10_000) == [DeviceSilent(3)]
    assert roll.fallen_silent(20_000) == []
    assert roll.answered(3, 20_001) == DeviceBack(3)
    assert roll.answered(3, 20_002) is None


def test_a_bar_is_due_twice_in_the_time_that_makes_it_silent() -> None:
    roll = RollCall(10_000)
    roll.asked(3, 0)
    assert roll.due(4_999) == []
    assert roll.due(5_000) == [3]
    roll.asked(3, 5_000)
    assert roll.due(5_001) == []


def test_the_time_without_a_cable_makes_nobody_silent() -> None:
    roll = RollCall(10_000)
    roll.asked(3, 0)
    roll.begin_anew(60_000)
    assert roll.fallen_silent(69_999) == []
    assert roll.fallen_silent(70_000) == [DeviceSilent(3)]
