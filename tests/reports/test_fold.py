"""A report's figures equal a slow recount of the bare rows; days, periods and lean events are told apart."""

from datetime import date

import msgspec
from hypothesis import given, settings

from queue_server.hall import commands as c
from queue_server.hall.events import FirstForecast, Recorded
from queue_server.reports.fold import Basis, ReportFold, Told
from queue_server.reports.lean import LEAN
from queue_server.reports.period import ReportKind, ReportPeriod, before, period_of
from queue_server.vocabulary import ItemCode, TicketClass, WindowNo
from tests.reports.days import DAY_MS, Day, Press, presses, tellings
from tests.reports.recount import Recount
from tests.reports.same_figures import same_tally

TARGETS_MS = {klass: minutes * 60_000 for klass, minutes in zip(TicketClass, (10, 1, 2, 3), strict=True)}
BASIS = Basis(TARGETS_MS)
MONDAY = date(2026, 3, 2)
WEEK = period_of(ReportKind.WEEK, MONDAY)


def folded(records: list[Recorded], *periods: ReportPeriod, now_ms: int = 0) -> list[Told]:
    fold = ReportFold(periods, BASIS)
    for one in records:
        fold.take(one.at_ms, one.actor, one.event)
    return [fold.told(n, now_ms or records[-1].at_ms) for n in range(len(periods))]


@settings(max_examples=120, deadline=None)
@given(presses)
def test_every_figure_equals_a_recount_of_the_bare_rows(pressed: list[Press]) -> None:
    day = Day()
    day.play(pressed)
    (told,) = folded(day.records, period_of(ReportKind.DAY, MONDAY))
    same_tally(told.tally, Recount(day.rows, dict(TARGETS_MS)))


@settings(max_examples=40, deadline=None)
@given(presses, presses)
def test_two_days_are_one_week_and_two_days(first: list[Press], second: list[Press]) -> None:
    day = Day()
    day.play(first)
    day.night()
    day.play(second)
    week, monday, tuesday = (folded(day.records, period)[0] for period in (WEEK, *_days(2)))
    same_tally(week.tally, Recount(day.rows, dict(TARGETS_MS)))
    assert week.days == ("20260302", "20260303")
    for name in ("issued", "called", "served", "missed", "closed"):
        parts = [getattr(one.tally.total, name) for one in (monday, tuesday)]
        assert getattr(week.tally.total, name) == sum(parts)


def _days(count: int) -> list[ReportPeriod]:
    return [period_of(ReportKind.DAY, MONDAY.replace(day=2 + n)) for n in range(count)]


@settings(max_examples=60, deadline=None)
@given(presses, tellings)
def test_lean_events_give_the_same_figures(pressed: list[Press], told: list[FirstForecast | None]) -> None:
    day = Day(told=told)
    day.play(pressed)
    lean = [
        msgspec.structs.replace(one, event=msgspec.json.decode(msgspec.json.encode(one.event), type=kind))
        for one in day.records
        for kind in [LEAN.get(type(one.event), type(one.event))]
    ]
    full_told, lean_told = folded(day.records, WEEK)[0], folded(lean, WEEK)[0]
    assert lean_told.tally.sides == full_told.tally.sides
    assert lean_told.tally.forecasts() == full_told.tally.forecasts()


def test_what_is_closed_after_midnight_belongs_to_the_day_before() -> None:
    day = Day()
    day.press(c.TakeTicket(ItemCode("A1")))
    day.night()
    monday, tuesday = (folded(day.records, period)[0] for period in _days(2))
    assert (monday.tally.total.issued, monday.tally.total.closed) == (1, 1)
    assert (tuesday.tally.total.issued, tuesday.tally.total.closed) == (0, 0)


def test_a_day_is_finished_when_it_was_closed() -> None:
    day = Day()
    day.press(c.TakeTicket(ItemCode("A1")))
    (running,) = folded(day.records, _days(1)[0])
    assert not running.is_finished
    assert not folded(day.records, _days(1)[0], now_ms=day.hall.at_ms + 9 * DAY_MS)[0].is_finished
    day.night()
    assert folded(day.records, _days(1)[0])[0].is_finished


def test_a_week_is_finished_when_it_is_over() -> None:
    day = Day()
    day.night()
    assert not folded(day.records, WEEK)[0].is_finished
    for _ in range(6):
        day.night()
    assert folded(day.records, WEEK)[0].is_finished


def test_two_periods_do_not_mix() -> None:
    day = Day()
    day.press(c.TakeTicket(ItemCode("A1")))
    for _ in range(7):
        day.night()
    next_week = period_of(ReportKind.WEEK, date(2026, 3, 9))
    for _ in range(2):
        day.press(c.TakeTicket(ItemCode("A1")))
    day.press(c.CallNext(WindowNo("01")))
    last, this = folded(day.records, before(next_week), next_week)
    assert (last.tally.total.issued, this.tally.total.issued) == (1, 2)
    assert (last.tally.total.closed, this.tally.total.closed) == (1, 0)
