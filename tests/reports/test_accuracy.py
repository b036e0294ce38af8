"""The figures of the forecasts: by plain calls, and equal to a recount of the bare rows through undo."""

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from queue_server.hall import commands as c
from queue_server.hall.events import FirstForecast
from queue_server.reports.accuracy import Accuracy, summed
from queue_server.reports.figures import Share
from queue_server.reports.foretold import Foretold, kept
from queue_server.reports.tally import EVERYTHING, Side
from queue_server.reports.today import Today
from queue_server.vocabulary import ItemCode, WindowNo
from tests.reports.days import OFFSET_MS, Day, Press, presses, tellings
from tests.reports.recount_forecasts import ForecastRecount, same_forecasts
from tests.reports.same_figures import key_of
from tests.reports.test_fold import WEEK, folded

W1 = WindowNo("01")
MIN = 60_000
TOLD = FirstForecast(1, 0, 7, "", 4 * MIN, 6 * MIN, 9 * MIN, 4, 10, 12 * MIN)
"""Told: 4 to 10 minutes, at best guess 6; by people ahead it would be 12."""


def accuracy_of(day: Day) -> Accuracy:
    """Return the live figures of all, which those of a report equal."""
    today = Today({}, OFFSET_MS)
    for recorded in day.records:
        today.take(recorded)
    live = summed(one for items in today.state.forecasts.values() for one in items.values())
    assert folded(day.records, WEEK)[0].tally.forecasts()[Side.ALL][EVERYTHING] == live
    return live


def take(day: Day, wait_min: float, *commands: c.AnyCommand) -> None:
    """Let a citizen take a number, wait, and be called; then these commands."""
    day.press(c.TakeTicket(ItemCode("A1")))
    day.hall.at_ms += round(wait_min * MIN)
    day.press(c.CallNext(W1))
    for command in commands:
        day.press(command)


def test_a_wait_is_held_against_the_median_and_against_the_naive_figure() -> None:
    day = Day(told=[TOLD])
    take(day, 8, c.StartService(W1), c.FinishService(W1))
    take(day, 5)
    found = accuracy_of(day)
    assert (found.foretold, found.judged, found.timed) == (2, 2, 2)
    assert (found.error_ms, found.bias_ms) == (90_000, -30_000)  # 2 too short, 1 too long
    assert (found.naive_error_ms, found.naive_bias_ms) == (330_000, 330_000)
    assert found.error_share == Share(180_000, 660_000)
    assert (found.coverage, found.width_ms) == (Share(2, 2), 6 * MIN)


@pytest.mark.parametrize(
    ("low", "high", "wait_ms", "has_held"),
    [
        (4, 10, 4 * MIN, True),
        (4, 10, 4 * MIN - 1, False),
        (4, 10, 10 * MIN, True),
        (4, 10, 10 * MIN + 1, False),
        (4, None, 300 * MIN, True),
        (4, None, 3 * MIN, False),
        (None, None, 5 * MIN, False),
    ],
)
def test_the_range_is_judged_as_it_was_read(
    low: int | None, high: int | None, wait_ms: int, has_held: bool
) -> None:
    assert Foretold(None, low, high, 0).has_held(wait_ms) is has_held


def test_a_range_without_a_high_end_has_no_width_and_not_today_no_error() -> None:
    open_ended = replace(TOLD, high_ms=None, high_min=None)
    not_today = replace(TOLD, low_ms=None, mid_ms=None, high_ms=None, low_min=None, high_min=None)
    day = Day(told=[open_ended, not_today])
    take(day, 30, c.StartService(W1), c.FinishService(W1))
    take(day, 5)
    found = accuracy_of(day)
    assert (found.judged, found.timed, found.unbounded) == (2, 1, 2)
    assert (found.coverage, found.width_ms) == (Share(1, 2), None)
    assert (found.error_ms, found.bias_ms) == (24 * MIN, -24 * MIN)


def test_who_is_missed_was_called_and_who_gives_up_was_not() -> None:
    day = Day(told=[TOLD])
    take(day, 6, c.MarkNoShow(W1))
    assert accuracy_of(day).judged == 1
    day.press(c.TakeTicket(ItemCode("A1")))
    ticket = max(day.hall.room.state.tickets)
    day.press(c.CancelTicket(day.hall.room.state.tickets[ticket].id, "走了"))
    day.press(c.TakeTicket(ItemCode("A1")))
    day.night()
    assert sum(one.tally.total.closed for one in folded(day.records, WEEK)) >= 1
    whole = folded(day.records, WEEK)[0].tally.forecasts()[Side.ALL][EVERYTHING]
    assert (whole.foretold, whole.judged) == (3, 1)


def test_an_undone_call_takes_its_judgement_back_and_the_next_one_counts() -> None:
    day = Day(told=[TOLD])
    take(day, 6)
    assert accuracy_of(day).error_ms == 0
    day.press(c.UndoStep(W1))
    assert accuracy_of(day) == Accuracy(foretold=1)
    day.hall.at_ms += 9 * MIN
    day.press(c.CallNext(W1))
    found = accuracy_of(day)
    assert (found.judged, found.error_ms, found.bias_ms) == (1, 9 * MIN, -9 * MIN)
    assert found.coverage == Share(0, 1)


def test_only_the_first_call_is_judged() -> None:
    day = Day(told=[TOLD])
    take(day, 6, c.MarkNoShow(W1))
    ticket = next(iter(day.hall.room.state.tickets))
    day.press(c.ReturnTicket(day.hall.room.state.tickets[ticket].id))
    take(day, 6, c.MarkNoShow(W1))
    day.press(c.CallNext(W1))
    assert accuracy_of(day).judged == 2


def test_numbers_without_a_forecast_fluid_ones_and_warnings_are_counted() -> None:
    warned = replace(TOLD, is_doubtful=True, method="fluid")
    day = Day(told=[warned, None, warned])
    take(day, 6, c.StartService(W1), c.FinishService(W1))
    take(day, 6, c.MarkNoShow(W1))
    take(day, 6, c.StartService(W1))
    found = accuracy_of(day)
    assert (found.foretold, found.unforetold, found.fluid) == (2, 1, 2)
    assert (found.doubtful, found.doubtful_served) == (2, 1)
    day.press(c.FinishService(W1))
    assert accuracy_of(day).doubtful_served == 2
    day.press(c.UndoStep(W1))
    assert accuracy_of(day).doubtful_served == 1


def test_nothing_is_kept_where_nothing_was_told() -> None:
    assert kept(None) is None
    day = Day()
    take(day, 6)
    assert accuracy_of(day) == Accuracy(unforetold=1)
    assert accuracy_of(day).error_share.permille is None


def test_a_new_day_begins_anew() -> None:
    day = Day(told=[TOLD])
    take(day, 6)
    day.night()
    today = Today({}, OFFSET_MS)
    for recorded in day.records:
        today.take(recorded)
    assert today.state.forecasts == {}


@settings(max_examples=120, deadline=None)
@given(presses, tellings)
def test_every_figure_equals_a_recount_of_the_bare_rows(
    pressed: list[Press], told: list[FirstForecast | None]
) -> None:
    day = Day(told=told)
    day.play(pressed)
    counted = ForecastRecount(day.rows)
    same_forecasts(accuracy_of(day), counted, "all")
    sides = folded(day.records, WEEK)[0].tally.forecasts()
    assert set(sides) == {Side.ALL, Side.QUEUE, Side.ITEM, Side.DAY}
    for side, groups in sides.items():
        for key, found in groups.items():
            same_forecasts(found, counted, key_of(side, key))
        known = {key for key, issued in counted.issued.items() if issued and key.startswith(side.value)}
        assert known <= {key_of(side, key) for key in groups}
