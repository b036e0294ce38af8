"""When numbers are issued: hours, weekdays, slices with quotas, the daily maximum."""

from msgspec.structs import replace

from queue_server.errors import Refusal
from queue_server.hall import commands as c
from queue_server.hall.memory_hall import MONDAY_9_MS, Rehearsal, small_plan
from queue_server.hall.plan import Queue, Span
from queue_server.vocabulary import ItemCode, RefusalCode

A1, B1 = ItemCode("A1"), ItemCode("B1")
HOUR_MS = 3_600_000


def at_hour(hour: float) -> Rehearsal:
    """Return the small hall at an hour of that Monday."""
    return Rehearsal(at_ms=MONDAY_9_MS + round((hour - 9) * HOUR_MS))


def hall_with(queue_a: dict[str, object]) -> Rehearsal:
    plan = small_plan()
    first: Queue = replace(plan.queues[0], **queue_a)
    return Rehearsal(replace(plan, queues=(first, plan.queues[1])))


def test_before_the_hours_the_citizen_is_told_when_issuing_begins() -> None:
    refusal = at_hour(8.49).refused(c.TakeTicket(A1))
    assert (refusal.code, refusal.facts) == (RefusalCode.NOT_YET_OPEN, {"from": "08:30"})


def test_at_noon_the_citizen_is_told_of_the_afternoon() -> None:
    refusal = at_hour(11.75).refused(c.TakeTicket(A1))
    assert (refusal.code, refusal.facts) == (RefusalCode.NOT_YET_OPEN, {"from": "14:30"})


def test_after_the_hours_issuing_is_over_for_today() -> None:
    assert at_hour(17.25).code_of(c.TakeTicket(A1)) is RefusalCode.CLOSED_FOR_TODAY


def test_the_first_and_the_last_minute_are_in_the_hours() -> None:
    for hour in (8.5, 11.74, 14.5, 17.24):
        assert not isinstance(at_hour(hour).ask(c.TakeTicket(A1)), Refusal)


def test_on_a_closed_weekday_no_number_is_issued() -> None:
    hall = Rehearsal(at_ms=MONDAY_9_MS + 5 * 24 * HOUR_MS)
    assert hall.code_of(c.TakeTicket(A1)) is RefusalCode.CLOSED_FOR_TODAY


def test_a_queue_may_have_hours_of_its_own() -> None:
    hall = hall_with({"hours": (Span(600, 660),)})
    assert hall.refused(c.TakeTicket(A1)).facts == {"from": "10:00"}
    hall.do(c.TakeTicket(B1))


def test_a_slice_gives_out_its_quota_and_names_the_next_with_room() -> None:
    hall = hall_with({"slices": (Span(510, 600, 2), Span(600, 705, 0))})
    hall.do(c.TakeTicket(A1), c.TakeTicket(A1))
    refusal = hall.refused(c.TakeTicket(A1))
    assert (refusal.code, refusal.facts) == (RefusalCode.SLICE_FULL, {"from": "10:00"})
    hall.wait_s(3600)
    hall.do(c.TakeTicket(A1))


def test_a_slice_without_a_later_one_names_none() -> None:
    hall = hall_with({"slices": (Span(510, 600, 1),)})
    hall.do(c.TakeTicket(A1))
    assert hall.refused(c.TakeTicket(A1)).facts == {}


def test_a_number_outside_every_slice_counts_in_none() -> None:
    hall = hall_with({"slices": (Span(600, 660, 1),)})
    for _ in range(3):
        hall.do(c.TakeTicket(A1))
    assert hall.room.queue(hall.ticket("A001").queue).by_slice == {}


def test_the_day_gives_out_its_maximum() -> None:
    hall = hall_with({"daily_max": 2})
    hall.do(c.TakeTicket(A1), c.TakeTicket(A1))
    refusal = hall.refused(c.TakeTicket(A1))
    assert (refusal.code, refusal.facts) == (RefusalCode.DAY_FULL, {"max": "2"})
    hall.do(c.TakeTicket(B1))


def test_when_all_is_given_out_an_idle_window_is_named() -> None:
    hall = hall_with({"daily_max": 1})
    hall.staff("01", "02")
    hall.do(c.TakeTicket(A1))
    assert hall.refused(c.TakeTicket(A1)).facts["windows"] == "01 02"


def test_a_promised_place_is_kept_when_all_is_given_out() -> None:
    hall = hall_with({"daily_max": 1, "slices": (Span(510, 600, 1),)})
    hall.do(c.BookAppointment("Y1", A1, hall.at_ms), c.TakeTicket(A1))
    hall.do(c.TakeTicket(appointment="Y1"))
    assert hall.room.queue(hall.ticket("A002").queue).by_slice == {510: 1}
