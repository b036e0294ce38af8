"""What a replay takes into account beside the rule: who misses, who comes later, who is away, who closes."""

import numpy as np
import pytest
from msgspec.structs import replace

from queue_server.forecast.law import Law
from queue_server.forecast.outcome import forecast
from queue_server.forecast.present import (
    Booked,
    Doing,
    Flow,
    Habits,
    Present,
    Probe,
    Waiter,
    WindowAt,
)
from queue_server.forecast.replay import digest_of, replay
from queue_server.vocabulary import ItemCode, TicketClass, TicketId, WindowNo

MINUTE = 60_000
NOW = 1_772_413_200_000
ITEM, OTHER = ItemCode("A1"), ItemCode("B1")
FIVE = {ITEM: Law.of([5 * MINUTE]), OTHER: Law.of([5 * MINUTE])}
KEY = "A1/regular"


def idle(number: str = "01", items: tuple[ItemCode, ...] = (ITEM,)) -> WindowAt:
    return WindowAt(WindowNo(number), items, since_ms=NOW - 1000)


def waiter(number: int, item: ItemCode = ITEM) -> Waiter:
    return Waiter(TicketId(f"t{number}"), item, NOW - 60_000 + number, seq=number)


def hall(*waiting: Waiter) -> Present:
    """Return one idle window, some who wait, and the question about one more."""
    return Present(NOW, (idle(),), waiting, (Probe(ITEM, closes_ms=NOW + 60 * MINUTE),))


def wait_of(present: Present, replays: int = 400) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return replay(present, FIVE, seed=3, replays=replays).probes_ms[KEY] / MINUTE


def test_the_same_seed_gives_the_same_waits_and_another_seed_others() -> None:
    law = {ITEM: Law.of(range(60_000, 900_000, 7_919))}
    present = hall(*map(waiter, range(6)))
    assert forecast(present, law, seed=5) == forecast(present, law, seed=5)
    assert forecast(present, law, seed=5).probes != forecast(present, law, seed=6).probes


def test_the_digest_tells_of_state_and_law_and_not_of_the_seed() -> None:
    present = hall(waiter(1))
    assert forecast(present, FIVE, seed=1).digest == forecast(present, FIVE, seed=2).digest
    assert digest_of(present, FIVE) != digest_of(hall(waiter(2)), FIVE)
    assert digest_of(present, FIVE) != digest_of(present, {ITEM: Law.of([6 * MINUTE])})


def test_a_no_show_costs_the_recall_alone() -> None:
    never = replace(hall(waiter(1)), habits=Habits(no_show=1.0, recall_ms=90_000))
    assert wait_of(never) == pytest.approx(np.full(400, 1.5), abs=1e-4)
    back = replace(never, habits=Habits(no_show=1.0, recall_ms=90_000, returns=1.0))
    assert wait_of(back) == pytest.approx(np.full(400, 6.5), abs=1e-4)


def test_a_called_citizen_may_not_come() -> None:
    called = WindowAt(WindowNo("01"), (ITEM,), Doing.CALLED, NOW - MINUTE, ITEM)
    present = replace(hall(), windows=(called,), habits=Habits(no_show=1.0, recall_ms=90_000))
    assert wait_of(present) == pytest.approx(np.full(400, 0.5), abs=1e-4)
    assert wait_of(replace(present, habits=Habits())) == pytest.approx(np.full(400, 4.0), abs=1e-4)


def test_the_gap_stands_between_two_services() -> None:
    present = replace(hall(waiter(1), waiter(2)), habits=Habits(gap_ms=30_000))
    assert wait_of(present, 2) == pytest.approx([11.0, 11.0], abs=1e-4)


def test_a_missed_citizen_counts_as_often_as_one_comes_back() -> None:
    away = wait_of(hall(replace(waiter(1), comes=0.25)), 4000)
    assert (away > 4.9).mean() == pytest.approx(0.25, abs=0.03)


def test_a_booked_citizen_passes_when_the_slot_has_come() -> None:
    booked = Booked(ITEM, NOW - MINUTE, weight=5_524_271, comes=1.0)
    present = replace(hall(waiter(1), waiter(2)), booked=(booked,))
    assert wait_of(present, 2) == pytest.approx([15.0, 15.0], abs=1e-4)
    later = replace(present, booked=(replace(booked, ref_ms=NOW + 11 * MINUTE),))
    assert wait_of(later, 2) == pytest.approx([10.0, 10.0], abs=1e-4)


def test_those_still_to_come_pass_only_with_a_greater_weight() -> None:
    rates = ((NOW, NOW + 60 * MINUTE, 12.0),)
    waiting = replace(hall(*map(waiter, range(8))), flows=(Flow(ITEM, rates),))
    assert wait_of(waiting) == pytest.approx(np.full(400, 40.0), abs=1e-3)
    first = Flow(ITEM, rates, TicketClass.PRIORITY, weight=50_000_000)
    passed = wait_of(replace(waiting, flows=(first,)))
    # For an hour each five minutes of service bring one more, who is called before: 40 minutes and that hour.
    assert passed.mean() == pytest.approx(100.0, abs=5.0)


def test_a_window_closes_for_lunch_and_a_service_under_way_is_finished() -> None:
    spans = ((NOW - 60 * MINUTE, NOW + 7 * MINUTE), (NOW + 100 * MINUTE, NOW + 200 * MINUTE))
    present = replace(hall(*map(waiter, range(3))), windows=(replace(idle(), spans=spans),))
    told = forecast(present, FIVE, seed=1)
    assert [told.waits[one.ticket].mid_ms for one in present.waiting] == [0, 5 * MINUTE, 100 * MINUTE]
    assert told.probes[KEY].mid_ms == 105 * MINUTE


def test_whom_nobody_calls_before_the_evening_is_told_so() -> None:
    present = replace(
        hall(*map(waiter, range(3))), windows=(replace(idle(), spans=((0, NOW + 7 * MINUTE),)),)
    )
    wait = forecast(present, FIVE, seed=1).probes[KEY]
    assert (wait.mid_ms, wait.called, wait.served) == (None, 0.0, 0.0)


def test_the_chance_counts_the_end_of_the_service_before_closing() -> None:
    present = hall(waiter(1))
    for closes_min, served in ((9, 0.0), (11, 1.0), (0, 0.0)):
        closes_ms = NOW + closes_min * MINUTE if closes_min else 0
        told = forecast(replace(present, probes=(Probe(ITEM, closes_ms=closes_ms),)), FIVE, seed=1)
        assert told.probes[KEY].served == served


def test_a_window_that_should_be_open_is_back_in_six_minutes() -> None:
    away = replace(idle(), doing=Doing.AWAY)
    assert wait_of(replace(hall(), windows=(away,)), 2) == pytest.approx([6.0, 6.0])
    closed = replace(away, spans=((NOW + 20 * MINUTE, NOW + 90 * MINUTE),))
    assert wait_of(replace(hall(), windows=(closed,)), 2) == pytest.approx([20.0, 20.0])


def test_a_window_at_work_outside_its_plan_stays_half_an_hour() -> None:
    late = replace(idle(), spans=((NOW - 60 * MINUTE, NOW - MINUTE),))
    told = forecast(replace(hall(*map(waiter, range(8))), windows=(late,)), FIVE, seed=1)
    calls = [told.waits[TicketId(f"t{n}")].mid_ms for n in range(8)]
    assert calls == [*(n * 5 * MINUTE for n in range(6)), None, None]


def test_speed_is_the_windows_own() -> None:
    slow = replace(idle(), speed=2.0)
    assert wait_of(replace(hall(waiter(1)), windows=(slow,)), 2) == pytest.approx([10.0, 10.0], abs=1e-4)


def test_whom_no_window_serves_is_never_called() -> None:
    told = forecast(replace(hall(waiter(1, OTHER)), probes=(Probe(OTHER),)), FIVE, seed=1)
    assert told.waits[TicketId("t1")].mid_ms is None
    assert told.probes["B1/regular"].called == 0.0


def test_nobody_and_nothing_is_a_forecast_too() -> None:
    told = forecast(Present(NOW, ()), {}, seed=1)
    assert (told.waits, told.probes) == ({}, {})


def test_asking_makes_nobody_wait() -> None:
    present = hall(*map(waiter, range(5)))
    with_many = replace(present, probes=tuple(Probe(ITEM, klass) for klass in TicketClass))
    assert forecast(present, FIVE, 1).waits == forecast(with_many, FIVE, 1).waits
