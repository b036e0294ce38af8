"""When the hall is foreseen again, by instants alone."""

from hypothesis import given
from hypothesis import strategies as st

from queue_server.runtime.foresight.pacing import IDLE_MS, NEVER, Pacer

REFRESH_MS, AFTER_EVENT_MS = 8_000, 1_000


def begun(at_ms: int = 100_000) -> Pacer:
    pacer = Pacer(REFRESH_MS, AFTER_EVENT_MS)
    pacer.began(at_ms)
    return pacer


def test_the_first_round_is_due_at_once() -> None:
    assert Pacer(REFRESH_MS, AFTER_EVENT_MS).due_ms(is_awaited=False, is_open=False) == 0


def test_a_second_after_an_event_one_round_for_all_that_happened() -> None:
    pacer = begun()
    assert [pacer.changed(at_ms) for at_ms in (103_000, 103_400, 103_900)] == [True, False, False]
    assert pacer.due_ms(is_awaited=True, is_open=True) == 104_000
    pacer.began(104_000)
    assert pacer.due_ms(is_awaited=True, is_open=True) == 112_000


def test_without_an_event_every_refresh_while_somebody_waits() -> None:
    assert begun().due_ms(is_awaited=True, is_open=True) == 100_000 + REFRESH_MS


def test_an_event_late_in_a_refresh_does_not_delay_it() -> None:
    pacer = begun()
    pacer.changed(107_900)
    assert pacer.due_ms(is_awaited=True, is_open=True) == 108_000


def test_seldom_while_nobody_waits_and_never_while_nobody_is_at_work() -> None:
    assert begun().due_ms(is_awaited=False, is_open=True) == 100_000 + IDLE_MS
    assert begun().due_ms(is_awaited=False, is_open=False) == NEVER


def test_an_empty_hall_wakes_up_by_an_event() -> None:
    pacer = begun()
    pacer.changed(500_000)
    assert pacer.due_ms(is_awaited=False, is_open=False) == 500_000 + AFTER_EVENT_MS


@given(st.lists(st.integers(1, 5_000), max_size=60), st.booleans())
def test_rounds_are_never_closer_than_a_second_and_no_event_waits_longer(
    gaps_ms: list[int], is_awaited: bool
) -> None:
    pacer, now_ms, began_ms, waits_since = begun(0), 0, 0, None
    for gap_ms in gaps_ms:
        while (due_ms := pacer.due_ms(is_awaited=is_awaited, is_open=False)) <= now_ms + gap_ms:
            assert due_ms - began_ms >= AFTER_EVENT_MS
            assert waits_since is None or due_ms - waits_since <= AFTER_EVENT_MS
            pacer.began(due_ms)
            began_ms, waits_since = due_ms, None
        now_ms += gap_ms
        pacer.changed(now_ms)
        waits_since = now_ms if waits_since is None else waits_since
