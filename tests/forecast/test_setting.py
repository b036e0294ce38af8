"""The present that a forecast starts from says what the hall says: windows, tickets, book, what may come."""

from collections import Counter

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from queue_server.forecast import setting
from queue_server.forecast.learned import Learned
from queue_server.forecast.learned_state import LearnedState
from queue_server.forecast.outcome import forecast
from queue_server.forecast.plan import ForecastPlan
from queue_server.forecast.present import Doing, Present, Waiter, WindowAt
from queue_server.forecast.setting import Surroundings, laws_of, present_of
from queue_server.hall import commands as c
from queue_server.hall.lookup import DAY_MS, WEIGHT_ONE
from queue_server.hall.memory_hall import MONDAY_9_MS, small_plan
from queue_server.hall.plan import Dispatch, Span
from queue_server.vocabulary import ItemCode, TicketClass, TicketState, WindowNo
from tests.forecast.school import A1, A2, B1, MINUTE_MS, ONE, THREE, TWO, School, learned_of
from tests.reports.days import Day, Press, presses

MIDNIGHT_MS = MONDAY_9_MS - 9 * 60 * MINUTE_MS
OPEN = ForecastPlan(open=(Span(510, 720), Span(870, 1050)))


def seen(school: School, plan: ForecastPlan = OPEN) -> Present:
    hall = school.hall
    return present_of(hall.room, hall.hall, school.state, plan, hall.at_ms)


def window(present: Present, number: WindowNo) -> WindowAt:
    (found,) = (one for one in present.windows if one.number == number)
    return found


def waiter(present: Present, ticket: str) -> Waiter:
    (found,) = (one for one in present.waiting if one.ticket.endswith(ticket))
    return found


@pytest.fixture
def school() -> School:
    school = School(small_plan())
    school.staff(ONE, TWO)
    return school


# --- windows -----------------------------------------------------------------------------------------------


def test_a_window_is_idle_called_serving_or_away(school: School) -> None:
    began_ms = school.hall.at_ms
    school.take()
    assert (window(seen(school), ONE).doing, window(seen(school), ONE).since_ms) == (Doing.IDLE, began_ms)
    school.wait(1)
    school.do(c.CallNext(ONE))
    called_ms = school.hall.at_ms
    school.wait(1)
    called = window(seen(school), ONE)
    assert (called.doing, called.since_ms, called.item) == (Doing.CALLED, called_ms, A1)
    school.do(c.StartService(ONE))
    school.wait(1)
    serving = window(seen(school), ONE)
    assert (serving.doing, serving.since_ms, serving.item) == (Doing.SERVING, called_ms, A1)
    school.do(c.AddItem(ONE, A2))
    assert window(seen(school), ONE).since_ms == school.hall.at_ms
    assert window(seen(school), ONE).item == A2
    school.do(c.FinishService(ONE), c.PauseWindow(ONE, "休息"), c.SignOut(TWO))
    assert {window(seen(school), one).doing for one in (ONE, TWO)} == {Doing.AWAY}


def test_a_resumed_service_goes_on_from_what_it_had(school: School) -> None:
    school.take()
    school.do(c.CallNext(ONE), c.StartService(ONE))
    school.wait(4)
    school.do(c.HoldTicket(ONE, "缺材料"))
    school.wait(30)
    school.do(c.ResumeTicket(ONE))
    assert window(seen(school), ONE).since_ms == school.hall.at_ms - 4 * MINUTE_MS


def test_without_anything_learned_a_service_runs_since_its_call(school: School) -> None:
    school.take()
    school.do(c.CallNext(ONE))
    hall = school.hall
    present = present_of(hall.room, hall.hall, LearnedState(), OPEN, hall.at_ms + MINUTE_MS)
    assert window(present, ONE).since_ms == hall.at_ms


def test_windows_are_planned_open_in_parts_of_today_and_not_on_a_closed_weekday(school: School) -> None:
    spans = window(seen(school), ONE).spans
    assert [
        ((start - MIDNIGHT_MS) // MINUTE_MS, (end - MIDNIGHT_MS) // MINUTE_MS) for start, end in spans
    ] == [
        (510, 720),
        (870, 1050),
    ]
    school.do(c.SignOut(ONE), c.SignOut(TWO))
    school.wait(5 * 24 * 60)  # Saturday
    school.do(c.Tick())
    assert seen(school).windows == ()
    school.staff(ONE)
    present = seen(school)
    assert [one.number for one in present.windows] == [ONE]
    assert all(end <= present.at_ms for _, end in present.windows[0].spans)
    assert present.windows[0].spans
    assert {probe.closes_ms for probe in present.probes} == {0}
    assert present.flows == ()


def test_a_window_never_opened_half_an_hour_into_its_day_is_given_up(school: School) -> None:
    late = replace(OPEN, windows_open={THREE: (Span(540, 720),)})
    assert [one.number for one in seen(school).windows] == [ONE, TWO, THREE]  # it is nine, half an hour later
    school.wait(0.1)
    assert [one.number for one in seen(school).windows] == [ONE, TWO]
    assert [one.number for one in seen(school, late).windows] == [ONE, TWO, THREE]
    school.do(c.SignOut(ONE))
    school.wait(90)
    assert [one.number for one in seen(school).windows] == [ONE, TWO]
    school.staff(THREE)
    assert [one.number for one in seen(school).windows] == [ONE, TWO, THREE]


def test_skills_and_speed_are_those_in_force(school: School) -> None:
    school.do(c.ChangeSkills(ONE, (B1,), "轮岗"))
    for n in range(50):
        school.serve(2 if n < 20 else 4, TWO)
    present = seen(school)
    assert window(present, ONE).items == (B1,)
    assert window(present, TWO).speed > 1.05
    assert window(present, ONE).speed == 1.0


# --- who waits ---------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(presses)
def test_everybody_who_waits_is_there_once_as_the_lanes_have_them(pressed: list[Press]) -> None:
    day = Day()
    day.play(pressed)
    room, hall, at_ms = day.hall.room, day.hall.hall, day.hall.at_ms
    learned = learned_of(hall, day.records)
    present = present_of(room, hall, learned, ForecastPlan(), at_ms)
    expected = {
        ticket.id: ticket
        for ticket in room.state.tickets.values()
        if ticket.state is TicketState.WAITING
        or (ticket.state is TicketState.MISSED and ticket.return_until_ms >= at_ms)
    }
    assert Counter(one.ticket for one in present.waiting) == Counter(list(expected))
    for one in present.waiting:
        ticket = expected[one.ticket]
        assert (one.item, one.klass, one.weight) == (ticket.item, ticket.klass, ticket.weight)
        assert (one.issued_ms, one.seq) == (ticket.issued_ms, ticket.seq)
        if ticket.state is TicketState.WAITING:
            assert (one.ref_ms, one.only, one.comes) == (ticket.ref_ms, ticket.reserved_for, 1.0)
            assert one.is_fetch is (ticket.comes_back and not ticket.must_wait_a_call)
    for at in present.windows:
        assert at.item == ("" if at.doing in (Doing.IDLE, Doing.AWAY) else _item_at(day, at.number))
    told = forecast(present, laws_of(learned, hall, hall.items), seed=1, replays=20)
    assert set(told.waits) == set(expected)


def _item_at(day: Day, number: WindowNo) -> ItemCode:
    return day.hall.room.state.tickets[day.hall.room.window(number).ticket].item


def test_a_missed_ticket_may_come_back_with_its_ref_moved(school: School) -> None:
    ticket = school.take()
    school.wait(3)
    school.do(c.CallNext(ONE), c.MarkNoShow(ONE))
    school.wait(2)
    missed = waiter(seen(school), "A001")
    assert missed.comes == seen(school).habits.returns == 0.5
    assert missed.ref_ms == ticket.ref_ms + 2 * MINUTE_MS
    school.do(c.ReturnTicket(ticket.id))
    back = waiter(seen(school), "A001")
    assert (back.comes, back.ref_ms) == (1.0, missed.ref_ms)  # it waits for another call first


def test_a_ticket_sent_to_a_window_is_for_that_window_alone_also_after_a_miss(school: School) -> None:
    ticket = school.take()
    school.do(c.CallNext(ONE), c.StartService(ONE), c.TransferTicket(ONE, to_window=TWO))
    sent = waiter(seen(school), "A001")
    assert (sent.only, sent.is_fetch, sent.item, sent.weight) == (
        TWO,
        False,
        A1,
        school.ticket(ticket.id).weight,
    )
    school.do(c.CallNext(TWO), c.MarkNoShow(TWO))
    assert waiter(seen(school), "A001").only == TWO
    school.do(c.SignOut(TWO))
    assert waiter(seen(school), "A001").only == ""


def test_who_fetches_something_is_next_there(school: School) -> None:
    school.take()
    school.do(c.CallNext(ONE), c.StartService(ONE), c.TransferTicket(ONE, comes_back=True))
    assert (waiter(seen(school), "A001").only, waiter(seen(school), "A001").is_fetch) == (ONE, True)


def test_of_a_crowd_the_first_of_every_lane_are_told(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setting, "WAITING_MAX", 7)
    for _ in range(20):
        school.take(A1)
    for klass in (TicketClass.REGULAR, TicketClass.REGULAR, TicketClass.PRIORITY):
        school.take(A2, klass)
    told = [one.ticket[-4:] for one in seen(school).waiting]
    assert sorted(told) == ["A001", "A002", "A003", "A004", "A021", "A022", "A023"]


# --- who may come ------------------------------------------------------------------------------------------


def test_only_todays_book_comes_and_who_is_late_comes_no_more(school: School) -> None:
    at_ms = school.hall.at_ms
    slots = {"late": -16, "just": -15, "now": 2, "later": 60, "tomorrow": 24 * 60}
    for code, minutes in slots.items():
        if minutes >= -15:
            school.do(c.BookAppointment(code, A2, at_ms + minutes * MINUTE_MS))
    school.do(c.BookAppointment("late", A2, at_ms - 16 * MINUTE_MS), c.BookAppointment("here", A2, at_ms))
    school.do(c.TakeTicket(A2, appointment="here"))
    booked = seen(school, replace(OPEN, appointments_come_pct=80)).booked
    assert [(one.ref_ms - at_ms) // MINUTE_MS for one in booked] == [0, 0, 55]
    assert {(one.item, one.klass, one.comes) for one in booked} == {(A2, TicketClass.APPOINTMENT, 0.8)}
    assert {one.weight for one in booked} == {school.hall.hall.weights[TicketClass.APPOINTMENT]}


def test_a_ticket_of_every_item_and_class_is_asked_for_until_its_last_window_closes(school: School) -> None:
    plan = replace(OPEN, windows_open={THREE: (Span(510, 600),), TWO: (Span(510, 1080),)})
    present = seen(school, plan)
    assert len(present.probes) == 9
    closes = {probe.item: (probe.closes_ms - MIDNIGHT_MS) // MINUTE_MS for probe in present.probes}
    assert closes == {A1: 1080, A2: 1080, B1: 600}
    weights = {probe.klass: probe.weight for probe in present.probes}
    assert weights[TicketClass.REGULAR] == WEIGHT_ONE < weights[TicketClass.PRIORITY]
    school.wait(61)
    assert {probe.closes_ms for probe in seen(school, plan).probes if probe.item == B1} == {0}


def test_the_rule_in_force_and_the_state_it_counts_are_handed_over() -> None:
    school = School(replace(small_plan(), dispatch=Dispatch(policy="ratio", ratio=3)))
    school.staff(ONE)
    school.take(klass=TicketClass.PRIORITY)
    school.do(c.CallNext(ONE))
    present = seen(school)
    assert (present.policy, present.ratio, present.regular_debt) == ("ratio", 3, 1)
    assert (present.at_ms, present.seq) == (school.hall.at_ms, len(school.records))
    assert present.habits.no_show == pytest.approx(0.07)


def test_who_usually_comes_is_told_and_on_the_first_day_who_came_so_far(school: School) -> None:
    assert seen(school).flows == ()
    school.take()
    assert [flow.item for flow in seen(school).flows] == [A1]
    first_ms = seen(school).flows[0].rates[0][0]
    assert first_ms == school.hall.at_ms
    school.do(c.SignOut(ONE), c.SignOut(TWO))
    school.night()
    (flow,) = seen(school).flows
    assert flow.rates == (
        (MIDNIGHT_MS + DAY_MS + 9 * 60 * MINUTE_MS, MIDNIGHT_MS + DAY_MS + 600 * MINUTE_MS, 1.0),
    )


def test_what_is_remembered_of_the_day_changes_nothing(school: School) -> None:
    hall = school.hall
    known = Surroundings(hall.hall, OPEN)
    for minutes in (0, 45, 15, 24 * 60, 60, 4 * 24 * 60, 2 * 24 * 60):
        school.wait(minutes)
        school.do(c.Tick())
        if not school.hall.window("01").staff:
            school.staff(ONE)
        for _ in range(3):
            present = present_of(hall.room, hall.hall, school.state, OPEN, hall.at_ms, known)
            assert present == seen(school)
            if not school.hall.hall.is_closed_weekday(hall.at_ms):
                school.take()
    assert school.state.arrivals.days == [1, 1, 0, 0, 0, 0, 0]


def test_a_forecast_of_the_small_hall(school: School) -> None:
    for _ in range(6):
        school.take()
    school.do(c.CallNext(ONE), c.CallNext(TWO))
    learned = Learned(school.hall.hall, school.state).state
    told = forecast(seen(school), laws_of(learned, school.hall.hall, school.hall.hall.items), seed=3)
    mids = [
        told.waits[one.ticket].mid_ms or 0 for one in sorted(seen(school).waiting, key=lambda one: one.seq)
    ]
    assert mids == sorted(mids)
    assert 3 * MINUTE_MS < (told.probes["A1/regular"].mid_ms or 0) < 25 * MINUTE_MS
    assert told.probes["A1/regular"].served == 1.0
    assert told.probes["B1/regular"].called in (0.0, 1.0)
