"""Who comes when: counted by hour, taken to the days before at night, told as rates of those to come."""

import pytest
from msgspec.structs import replace

from queue_server.forecast.arrivals import HOURS, PLACES, ROWS, begin_day, first_day_flows, usual_flows
from queue_server.forecast.learned_state import Arrivals
from queue_server.forecast.present import Flow
from queue_server.hall import commands as c
from queue_server.hall.lookup import Hall
from queue_server.hall.memory_hall import MONDAY_9_MS, small_plan
from queue_server.hall.plan import Span
from queue_server.vocabulary import ItemCode, QueueCode, TicketClass
from tests.forecast.school import A1, A2, B1, MINUTE_MS, ONE, THREE, TWO, School

HOUR_MS = 60 * MINUTE_MS
MIDNIGHT_MS = MONDAY_9_MS - 9 * HOUR_MS
DAY_MS = 24 * HOUR_MS
HALL = Hall(small_plan())


def expected_of(flows: tuple[Flow, ...], item: ItemCode) -> dict[tuple[str, int], float]:
    """Return how many come of each class and weight."""
    return {
        (flow.klass.value, flow.weight): sum(
            rate * (until - since) / HOUR_MS for since, until, rate in flow.rates
        )
        for flow in flows
        if flow.item == item
    }


def of_hour(hour: int, count: int, row: int = 0) -> list[int]:
    counts = [0] * PLACES
    counts[row * HOURS + hour] = count
    return counts


def seen(*days: tuple[int, dict[ItemCode, list[int]]]) -> Arrivals:
    """Return the counts after these days; each is a number of days after the Monday, with what came."""
    first = (MIDNIGHT_MS + HALL.offset_ms) // DAY_MS
    arrivals = Arrivals()
    for day, counts in days:
        begin_day(arrivals, first + day)
        arrivals.today = counts
    begin_day(arrivals, first + days[-1][0] + 1)
    return arrivals


def test_numbers_are_counted_by_hour_item_and_class_and_appointments_are_not() -> None:
    school = School()
    school.staff(ONE, TWO, THREE)
    school.take()
    school.take(klass=TicketClass.PRIORITY)
    school.do(c.BookAppointment("C1", A2, school.hall.at_ms))
    school.do(c.TakeTicket(A2, appointment="C1"))
    school.wait(60)
    school.take()
    today = school.state.arrivals.today
    assert set(today) == {A1}
    assert {place: count for place, count in enumerate(today[A1]) if count} == {9: 1, 10: 1, HOURS + 9: 1}


def test_what_a_change_of_class_leaves_is_sent_on_with_it() -> None:
    school = School()
    school.staff(ONE, TWO, THREE)
    ticket = school.take()
    school.do(c.ChangeClass(ticket.id, TicketClass.GREEN, "军人"))
    school.do(
        c.CallNext(ONE), c.StartService(ONE), c.TransferTicket(ONE, to_item=B1), c.PauseWindow(ONE, "休息")
    )
    green = next(n for n, row in enumerate(ROWS) if row.is_transfer and row.klass is TicketClass.GREEN)
    assert school.state.arrivals.today[B1][green * HOURS + 9] == 1


def test_the_night_takes_today_to_the_days_before() -> None:
    school = School()
    school.staff(ONE)
    for _ in range(3):
        school.take()
    school.do(c.SignOut(ONE))
    school.night()
    arrivals = school.state.arrivals
    assert (arrivals.days, arrivals.today) == ([1, 0, 0, 0, 0, 0, 0], {})
    school.night()  # nobody came on Tuesday: no day of the hall
    assert arrivals.days == [1, 0, 0, 0, 0, 0, 0]
    school.staff(ONE)
    school.take()
    school.do(c.SignOut(ONE))
    school.night()
    assert arrivals.days == [1, 0, 1, 0, 0, 0, 0]


def test_rates_are_those_of_the_weekday() -> None:
    arrivals = seen(
        (0, {A1: of_hour(9, 6)}), (1, {A1: of_hour(9, 100)}), (7, {A1: of_hour(9, 2), B1: of_hour(10, 3)})
    )
    flows = usual_flows(arrivals, HALL, MIDNIGHT_MS + 14 * DAY_MS)
    assert flows is not None
    assert expected_of(flows, A1) == {("regular", 1_000_000): 4}
    assert expected_of(flows, B1) == {("regular", 1_000_000): 1.5}
    assert flows[0].rates == (
        (MIDNIGHT_MS + 14 * DAY_MS + 9 * HOUR_MS, MIDNIGHT_MS + 14 * DAY_MS + 10 * HOUR_MS, 4),
    )


def test_a_weekday_not_seen_yet_is_like_all_days() -> None:
    arrivals = seen((0, {A1: of_hour(9, 6)}), (1, {A1: of_hour(9, 2), A2: of_hour(11, 4)}))
    flows = usual_flows(arrivals, HALL, MIDNIGHT_MS + 3 * DAY_MS)
    assert flows is not None
    assert expected_of(flows, A1) == {("regular", 1_000_000): 4}
    assert expected_of(flows, A2) == {("regular", 1_000_000): 2}
    assert usual_flows(Arrivals(), HALL, MIDNIGHT_MS) is None


def test_classes_and_transfers_come_with_their_weight() -> None:
    counts = [
        sum(column) for column in zip(*(of_hour(9, 1 + row, row) for row in range(len(ROWS))), strict=True)
    ]
    flows = usual_flows(seen((0, {A1: counts})), HALL, MIDNIGHT_MS + 7 * DAY_MS)
    assert flows is not None
    assert [(flow.klass, flow.weight) for flow in flows] == [
        (row.klass, HALL.weight(row.klass, row.is_transfer)) for row in ROWS
    ]
    assert [sum(rate for _, _, rate in flow.rates) for flow in flows] == [1, 2, 3, 4, 5, 6, 7]


def test_those_of_an_hour_come_while_numbers_are_issued() -> None:
    counts = [a + b for a, b in zip(of_hour(11, 9), of_hour(11, 9, 3), strict=True)]
    flows = usual_flows(seen((0, {A1: counts})), HALL, MIDNIGHT_MS)
    assert flows is not None
    eleven = MIDNIGHT_MS + 11 * HOUR_MS
    ((since, until, rate),) = flows[0].rates
    assert (since, until) == (eleven, eleven + 45 * MINUTE_MS)
    assert rate == pytest.approx(12)
    assert flows[1].rates == ((eleven, eleven + HOUR_MS, 9),)  # sent on: whenever windows work


def test_an_item_that_the_plan_lost_comes_no_more() -> None:
    assert usual_flows(seen((0, {ItemCode("gone"): of_hour(9, 6)})), HALL, MIDNIGHT_MS) == ()


def test_the_first_day_goes_on_as_it_went_so_far() -> None:
    arrivals = Arrivals(today={A1: of_hour(9, 6)})
    at_ms = MIDNIGHT_MS + 10 * HOUR_MS  # an hour and a half after half past eight
    (flow,) = first_day_flows(arrivals, HALL, MIDNIGHT_MS, at_ms)
    morning, afternoon = flow.rates
    assert morning == (at_ms, MIDNIGHT_MS + 705 * MINUTE_MS, 4)
    assert afternoon == (MIDNIGHT_MS + 870 * MINUTE_MS, MIDNIGHT_MS + 1035 * MINUTE_MS, 4)
    assert len(first_day_flows(arrivals, HALL, MIDNIGHT_MS, MIDNIGHT_MS + 18 * HOUR_MS)) == 0
    early = first_day_flows(arrivals, HALL, MIDNIGHT_MS, MIDNIGHT_MS + 511 * MINUTE_MS)
    assert early[0].rates[0][2] == 12  # one minute is no time to tell from


def test_a_queue_with_hours_of_its_own() -> None:
    plan = small_plan()
    queues = tuple(
        replace(one, hours=(Span(600, 630),)) if one.code == QueueCode("B") else one for one in plan.queues
    )
    hall = Hall(replace(plan, queues=queues))
    flows = usual_flows(seen((0, {B1: of_hour(10, 5)})), hall, MIDNIGHT_MS)
    assert flows is not None
    assert flows[0].rates == ((MIDNIGHT_MS + 10 * HOUR_MS, MIDNIGHT_MS + 630 * MINUTE_MS, 10),)
