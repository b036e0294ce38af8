"""A pad's repetition is not a second press."""

from hypothesis import given
from hypothesis import strategies as st

from devices.counter_bus.protocol import PadKeys
from devices.counter_bus.retries import REMEMBERED_MAX, RETRY_WINDOW_MS, RetryFilter

CALL, RECALL = PadKeys(3, "", 0x0C), PadKeys(3, "", 0x0D)


def test_the_same_keys_within_a_second_are_one_press() -> None:
    retries = RetryFilter()
    assert [retries.is_new(CALL, at_ms) for at_ms in (0, 300, 999)] == [True, False, False]


def test_the_same_keys_later_are_a_new_press() -> None:
    retries = RetryFilter()
    assert retries.is_new(CALL, 0)
    assert retries.is_new(CALL, RETRY_WINDOW_MS)


def test_a_pad_that_never_hears_us_is_one_press_however_long_it_repeats() -> None:
    retries = RetryFilter()
    assert [at_ms for at_ms in range(0, 60_000, 400) if retries.is_new(CALL, at_ms)] == [0]


def test_other_keys_and_other_pads_are_other_presses() -> None:
    retries = RetryFilter()
    presses = [CALL, RECALL, PadKeys(4, "", 0x0C), PadKeys(3, "1", 0x0C)]
    assert all(retries.is_new(press, 0) for press in presses)
    assert not any(retries.is_new(press, 500) for press in presses)


def test_a_press_that_could_not_be_taken_is_new_again() -> None:
    retries = RetryFilter()
    assert retries.is_new(CALL, 0)
    retries.forget(CALL)
    assert retries.is_new(CALL, 300)


def test_time_without_a_cable_does_not_count() -> None:
    retries = RetryFilter()
    assert retries.is_new(CALL, 0)
    retries.skip(60_000)
    assert not retries.is_new(CALL, 60_900)


def test_a_clock_set_back_loses_no_press() -> None:
    retries = RetryFilter()
    assert retries.is_new(CALL, 10_000)
    assert retries.is_new(CALL, 5_000)


@given(st.lists(st.tuples(st.integers(1, 127), st.integers(0x0A, 0x13), st.integers(0, 3000)), max_size=80))
def test_a_press_is_new_exactly_when_it_was_not_heard_within_the_window(
    heard: list[tuple[int, int, int]],
) -> None:
    retries, last, at_ms = RetryFilter(), dict[PadKeys, int](), 0
    for addr, function, pause_ms in heard:
        at_ms += pause_ms
        press = PadKeys(addr, "", function)
        is_new = press not in last or at_ms - last[press] >= RETRY_WINDOW_MS
        assert retries.is_new(press, at_ms) == is_new
        last[press] = at_ms


def test_a_flood_of_different_presses_is_not_remembered_without_end() -> None:
    retries = RetryFilter()
    for number in range(REMEMBERED_MAX * 3):
        retries.is_new(number, 0)
    assert len(retries._heard_at_ms) <= REMEMBERED_MAX
