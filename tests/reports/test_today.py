"""The live figures of the day equal a slow recount of the bare rows, through undo, snapshot and midnight."""

import msgspec
from hypothesis import given, settings

from queue_server.hall import commands as c
from queue_server.hall import events as e
from queue_server.reports.today import PLACES, USUAL_DAYS_MAX, Spread, Today, TodayState
from queue_server.vocabulary import ItemCode, TicketClass, WindowNo
from tests.reports.days import DAY_MS, OFFSET_MS, Day, Press, presses, tellings
from tests.reports.recount import Recount

TARGETS_MS: dict[TicketClass, int] = {
    klass: minutes * 60_000 for klass, minutes in zip(TicketClass, (10, 1, 2, 3), strict=True)
}


def today_of(records: list[e.Recorded], today: Today | None = None) -> Today:
    today = today or Today(TARGETS_MS, OFFSET_MS)
    for recorded in records:
        today.take(recorded)
    return today


def checked_spread(spread: Spread, counted: Recount, key: str) -> None:
    stars = counted.stars[key]
    assert spread.stars == [stars[level] for level in (1, 2, 3, 4, 5)]
    assert spread.silent == stars[0]
    assert spread.served == counted.counts[key]["served"]


@settings(max_examples=120, deadline=None)
@given(presses)
def test_every_figure_equals_a_recount_of_the_bare_rows(pressed: list[Press]) -> None:
    day = Day()
    day.play(pressed)
    state, counted = today_of(day.records).state, Recount(day.rows, dict(TARGETS_MS))
    for code, figures in (("all", state.total), *((f"queue:{q}", f) for q, f in state.queues.items())):
        counts = counted.counts[code]
        assert (figures.issued, figures.called) == (counts["issued"], counts["called"])
        assert (figures.served, figures.missed) == (counts["served"], counts["missed"])
        assert figures.wait_sum_ms == sum(counted.waits[code])
        assert figures.within_target == counts["within"]
    checked_spread(state.ratings, counted, "all")
    for window, spread in state.ratings_of_windows.items():
        checked_spread(spread, counted, f"window:{window}")
    for staff, spread in state.ratings_of_staff.items():
        checked_spread(spread, counted, f"staff:{staff}")
    for item, spread in state.ratings_of_items.items():
        checked_spread(spread, counted, f"item:{item}")
    assert state.issued_curve == [counted.issued_places[place] for place in range(PLACES)]
    assert state.served_curve == [counted.served_places[place] for place in range(PLACES)]


@settings(max_examples=30, deadline=None)
@given(presses, tellings)
def test_a_snapshot_in_the_middle_changes_nothing(
    pressed: list[Press], told: list[e.FirstForecast | None]
) -> None:
    day = Day(told=told)
    day.play(pressed)
    half = len(day.records) // 2
    stored = msgspec.msgpack.encode(today_of(day.records[:half]).state)
    restored = msgspec.msgpack.decode(stored, type=TodayState)
    went_on = today_of(day.records[half:], Today(TARGETS_MS, OFFSET_MS, restored))
    assert went_on.state == today_of(day.records).state


def test_an_undone_call_has_never_counted() -> None:
    day = Day()
    window = WindowNo("01")
    day.press(c.TakeTicket(ItemCode("A1")))
    day.hall.at_ms += 60_000
    day.press(c.CallNext(window))
    assert today_of(day.records).state.total.wait_sum_ms == 60_000
    day.press(c.UndoStep(window))
    assert today_of(day.records).state.total.called == 0
    day.hall.at_ms += 30_000
    day.press(c.CallNext(window))
    total = today_of(day.records).state.total
    assert (total.called, total.wait_sum_ms) == (1, 90_000)


def test_a_finish_and_call_in_one_press_are_undone_together() -> None:
    day = Day()
    window = WindowNo("01")
    for _ in range(2):
        day.press(c.TakeTicket(ItemCode("A1")))
    for command in (c.CallNext, c.StartService, c.CallNext):
        day.press(command(window))
    before = today_of(day.records).state
    assert (before.total.called, before.total.served) == (2, 1)
    day.press(c.UndoStep(window))
    state = today_of(day.records).state
    assert (state.total.called, state.total.served, sum(state.served_curve)) == (1, 0, 0)
    assert state.ratings.served == 0


def test_a_usual_day_is_the_mean_of_the_days_with_tickets() -> None:
    day = Day()
    day.press(c.TakeTicket(ItemCode("A1")))
    day.press(c.TakeTicket(ItemCode("A1")))
    day.night()
    day.night()
    state = today_of(day.records).state
    assert (state.day, state.total.issued, sum(state.issued_curve)) == ("20260304", 0, 0)
    assert state.usual_days == 1
    day.press(c.TakeTicket(ItemCode("A1")))
    day.night()
    state = today_of(day.records).state
    assert state.usual_days == 2
    assert state.usual_curve[54] == 150
    assert sum(state.usual_curve) == 150


def test_a_usual_day_forgets_what_is_long_ago() -> None:
    day = Day()
    for n in range(USUAL_DAYS_MAX + 3):
        for _ in range(3 if n < 3 else 1):
            day.press(c.TakeTicket(ItemCode("A1")))
        day.night()
    state = today_of(day.records).state
    assert state.usual_days == USUAL_DAYS_MAX
    assert sum(state.usual_curve) == 100


def test_a_follower_that_begins_in_the_middle_of_a_day_counts_what_it_sees() -> None:
    day = Day()
    day.press(c.TakeTicket(ItemCode("A1")))
    begun = len(day.records)
    for command in (c.CallNext, c.StartService, c.FinishService):
        day.press(command(WindowNo("01")))
    day.press(c.TakeTicket(ItemCode("A1")))
    state = today_of(day.records[begun:]).state
    assert (state.total.issued, state.total.called, state.total.served) == (1, 0, 0)


def test_a_class_without_a_target_is_always_in_time() -> None:
    day = Day()
    day.press(c.TakeTicket(ItemCode("A1")))
    day.hall.at_ms += DAY_MS // 24
    day.press(c.CallNext(WindowNo("01")))
    today = today_of(day.records, Today({}, OFFSET_MS))
    assert (today.state.total.called, today.state.total.within_target) == (1, 1)
