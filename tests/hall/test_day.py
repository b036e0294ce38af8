"""The change of the day by the first command, and what stays overnight."""

from queue_server.errors import Refusal
from queue_server.hall import commands as c
from queue_server.hall import events as e
from queue_server.hall.answer import ticket_of
from queue_server.hall.lookup import DAY_MS
from queue_server.hall.memory_hall import MONDAY_9_MS, Rehearsal
from queue_server.hall.morning import morning_room
from queue_server.vocabulary import Device, ItemCode, RefusalCode, TicketId, TicketState, WindowNo

A1 = ItemCode("A1")
W1 = WindowNo("01")


def test_the_first_command_opens_the_day(hall: Rehearsal) -> None:
    events = hall.do(c.TakeTicket(A1))
    assert [type(event) for event in events] == [e.DayOpened, e.TicketIssued]


def test_the_first_command_of_the_next_day_closes_yesterday(hall: Rehearsal) -> None:
    hall.staff("01")
    hall.do(c.TakeTicket(A1), c.TakeTicket(A1), c.CallNext(W1))
    hall.at_ms += DAY_MS
    events = hall.do(c.TakeTicket(A1))
    assert [type(event).__name__ for event in events] == [
        "TicketClosed",
        "TicketClosed",
        "WindowClosed",
        "StaffSignedOut",
        "DayClosed",
        "DayOpened",
        "TicketIssued",
    ]
    assert ticket_of(events) == "20260303-A001"
    assert hall.ticket("A001").state is TicketState.WAITING


def test_a_refused_first_command_opens_nothing(hall: Rehearsal) -> None:
    hall.do(c.TakeTicket(A1))
    hall.at_ms += DAY_MS
    assert hall.code_of(c.CallNext(W1)) is RefusalCode.NOT_SIGNED_IN
    assert hall.room.state.day == "20260302"


def test_yesterdays_tickets_are_unknown_today(hall: Rehearsal) -> None:
    hall.do(c.TakeTicket(A1))
    hall.at_ms += DAY_MS
    hall.do(c.Tick())
    assert hall.code_of(c.CancelTicket(TicketId("20260302-A001"))) is RefusalCode.UNKNOWN_TICKET


def test_what_is_decided_before_the_roll_over_holds_after_it(hall: Rehearsal) -> None:
    hall.staff("01")
    hall.do(c.BookAppointment("Y0", A1, hall.at_ms), c.BookAppointment("Y1", A1, hall.at_ms + DAY_MS))
    hall.do(c.TakeTicket(A1), c.CallNext(W1), c.ReportDevice("line:1", Device.LINE, "拔出"))
    hall.at_ms += DAY_MS
    foreseen = morning_room(hall.room.state, "20260303", hall.hall.day_start_ms(hall.at_ms)).state
    hall.do(c.Tick())
    foreseen.seq, foreseen.at_ms = hall.room.state.seq, hall.room.state.at_ms
    assert hall.room.state == foreseen


def test_the_book_the_faults_the_notice_and_the_announcements_stay_overnight(hall: Rehearsal) -> None:
    hall.staff("01")
    hall.do(c.BookAppointment("Y0", A1, hall.at_ms), c.BookAppointment("Y1", A1, hall.at_ms + DAY_MS))
    hall.do(c.PostNotice("停电"), c.ReportDevice("kiosk:K1", Device.PRINTER, "缺纸"))
    hall.do(c.TakeTicket(A1), c.CallNext(W1), c.ChangeSkills(W1, (A1,), "轮岗"))
    hall.at_ms += DAY_MS
    hall.do(c.Tick())
    state = hall.room.state
    assert (list(state.appointments), state.notice_zh, state.announced) == (["Y1"], "停电", 1)
    assert state.faults == {"kiosk:K1": {Device.PRINTER: "缺纸"}}
    assert state.skills == {}


def test_a_clock_set_back_never_returns_to_a_day_that_is_over(hall: Rehearsal) -> None:
    hall.at_ms = MONDAY_9_MS + DAY_MS
    hall.do(c.TakeTicket(A1))
    hall.at_ms = MONDAY_9_MS
    assert not isinstance(hall.ask(c.TakeTicket(A1)), Refusal)
    assert hall.room.state.day == "20260303"
    assert hall.ticket("A002").number == "A002"
