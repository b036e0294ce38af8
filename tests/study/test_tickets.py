"""A real hall known by its past tickets alone: windows, hours, lunches, and what a row leaves unsaid."""

from queue_server.hall.plan import Dispatch
from queue_server.study.days import draw_days
from queue_server.study.facts import Called, Dropped, Finished, Issued, Missed
from queue_server.study.hall_day import play_day
from queue_server.study.tickets import Row, by_day, facts_of, plan_from, rows_of
from queue_server.study.world import usual_world
from queue_server.study.world_plan import plan_of
from queue_server.vocabulary import ItemCode, TicketClass, WindowNo

MINUTE, DAY_MS, OFFSET_MS = 60_000, 86_400_000, 28_800_000
WORLD = usual_world(1.15)
QUEUES = plan_of(WORLD, Dispatch()).queues


def row(queue: str, window: str, issued: float, called: float | None, finished: float | None) -> Row:
    """Return a row in minutes of a day that begins at 0."""
    call, end = (None if at is None else round(at * MINUTE) for at in (called, finished))
    return Row(ItemCode(queue), WindowNo(window), TicketClass.REGULAR, round(issued * MINUTE), call, end)


def test_a_day_of_rows_is_the_day_that_was_played() -> None:
    day = next(draw_days(WORLD, 1, 1))
    played = play_day(day, Dispatch())
    facts = facts_of(rows_of(played, QUEUES), Dispatch())
    for kind in (Called, Finished, Missed):
        ours, theirs = ([one.at_ms for one in of if isinstance(one, kind)] for of in (facts, played))
        assert ours == theirs
    assert [one.at_ms for one in facts] == sorted(one.at_ms for one in facts)


def test_windows_serve_the_queues_they_called() -> None:
    days = {day.start_ms: rows_of(play_day(day, Dispatch()), QUEUES) for day in draw_days(WORLD, 1, 5)}
    plan = plan_from(days, Dispatch())
    truth = {seat.number: {QUEUES[item] for item in seat.items} for seat in WORLD.seats}
    assert {window.number: set(window.items) for window in plan.windows} == truth
    assert not plan.is_told


def test_a_window_s_hours_and_lunch_are_the_usual_ones() -> None:
    """Within some minutes: nobody is called at the very minute of opening, nor keeps the plan quite."""
    days = {day.start_ms: rows_of(play_day(day, Dispatch()), QUEUES) for day in draw_days(WORLD, 1, 10)}
    plans = {seat.number: seat.lunch for seat in WORLD.seats}
    for window in plan_from(days, Dispatch()).windows:
        (first, away), (back, _) = window.spans_min
        lunch = plans[window.number]
        assert abs(first - WORLD.opens) < 20
        assert abs(away - lunch[0]) < 12
        assert abs(back - lunch[1]) < 12


def test_who_was_called_and_never_finished_was_missed_when_the_window_called_again() -> None:
    facts = facts_of(
        [row("A", "01", 0, 1, None), row("A", "01", 0, 2, 5), row("A", "01", 3, 6, None)], Dispatch()
    )
    assert [one.at_ms / MINUTE for one in facts if isinstance(one, Missed)] == [2.0, 7.5]
    assert len([one for one in facts if isinstance(one, Dropped)]) == 2


def test_who_was_never_called_is_gone_once_enough_later_ones_were() -> None:
    later = [row("A", "01", 1 + n, 20 + n, 20.5 + n) for n in range(15)]
    facts = facts_of([row("A", "", 0, None, None), *later], Dispatch())
    gone = [one for one in facts if isinstance(one, Dropped)]
    assert [(one.ticket, one.at_ms / MINUTE) for one in gone] == [("0", 30.0)]


def test_an_end_comes_before_a_call_of_the_same_second_and_an_issue_before_its_call() -> None:
    facts = facts_of([row("A", "01", 0, 0, 5), row("A", "01", 5, 5, 8)], Dispatch())
    assert [type(one) for one in facts] == [Issued, Called, Finished, Issued, Called, Finished]


def test_days_are_cut_at_the_hall_s_midnight() -> None:
    late, early = row("A", "01", 15 * 60 + 59, None, None), row("A", "01", 16 * 60, None, None)
    days = by_day([early, late], OFFSET_MS)
    assert list(days) == [-OFFSET_MS, DAY_MS - OFFSET_MS]
