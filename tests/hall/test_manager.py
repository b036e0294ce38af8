"""Classes, skills, notices, devices."""

from queue_server.hall import commands as c
from queue_server.hall import events as e
from queue_server.hall import views
from queue_server.hall.memory_hall import Rehearsal
from queue_server.vocabulary import Device, ItemCode, RefusalCode, TicketClass, TicketId, WindowNo

A1, A2, B1 = ItemCode("A1"), ItemCode("A2"), ItemCode("B1")
W1, W3 = WindowNo("01"), WindowNo("03")
A001 = TicketId("20260302-A001")


def test_a_change_of_class_keeps_ref_and_gives_b_anew(hall: Rehearsal) -> None:
    hall.do(c.TakeTicket(A1))
    ref_ms = hall.at_ms
    hall.wait_s(60)
    hall.do(c.ChangeClass(A001, TicketClass.PRIORITY, "老人"))
    ticket = hall.ticket("A001")
    assert (ticket.klass, ticket.weight, ticket.ref_ms) == (TicketClass.PRIORITY, 5_524_272, ref_ms)


def test_a_transferred_ticket_keeps_at_least_the_weight_of_a_transfer(hall: Rehearsal) -> None:
    hall.staff("01")
    hall.do(c.TakeTicket(A1, TicketClass.PRIORITY), c.CallNext(W1), c.TransferTicket(W1, to_item=A2))
    hall.do(c.ChangeClass(A001, TicketClass.REGULAR, "误选"))
    assert hall.ticket("A001").weight == 3_952_847


def test_a_change_of_class_needs_a_reason_and_a_waiting_ticket(hall: Rehearsal) -> None:
    hall.staff("01")
    hall.do(c.TakeTicket(A1))
    assert hall.code_of(c.ChangeClass(A001, TicketClass.GREEN, "")) is RefusalCode.REASON_NEEDED
    hall.do(c.CallNext(W1))
    assert hall.code_of(c.ChangeClass(A001, TicketClass.GREEN, "x")) is RefusalCode.TICKET_NOT_WAITING
    hall.do(c.FinishService(W1))
    assert hall.code_of(c.ChangeClass(A001, TicketClass.GREEN, "x")) is RefusalCode.TICKET_ENDED
    unknown = c.ChangeClass(TicketId("x"), TicketClass.GREEN, "x")
    assert hall.code_of(unknown) is RefusalCode.UNKNOWN_TICKET


def test_changed_skills_hold_at_once(hall: Rehearsal) -> None:
    hall.staff("01")
    hall.do(c.TakeTicket(B1))
    assert hall.code_of(c.CallNext(W1)) is RefusalCode.NOBODY_WAITS
    hall.do(c.ChangeSkills(W1, (B1, A1, B1), "支援"))
    assert views.skills_of(hall.room, hall.hall, W1) == (B1, A1)
    hall.do(c.CallNext(W1))
    assert hall.window("01").ticket == "20260302-B001"


def test_skills_are_known_items_of_a_known_window_with_a_reason(hall: Rehearsal) -> None:
    assert hall.code_of(c.ChangeSkills(WindowNo("9"), (A1,), "x")) is RefusalCode.UNKNOWN_WINDOW
    assert hall.code_of(c.ChangeSkills(W1, (ItemCode("X"),), "x")) is RefusalCode.UNKNOWN_ITEM
    assert hall.code_of(c.ChangeSkills(W1, (A1,), " ")) is RefusalCode.REASON_NEEDED


def test_a_notice_replaces_the_one_before(hall: Rehearsal) -> None:
    hall.do(c.PostNotice("停电", "No power"), c.PostNotice("恢复"))
    assert (hall.room.state.notice_zh, hall.room.state.notice_en) == ("恢复", "")


def test_a_device_report_that_changes_nothing_makes_no_event(hall: Rehearsal) -> None:
    hall.do(c.Tick())
    assert hall.do(c.ReportDevice("window:03", Device.PAD)) == ()
    assert hall.do(c.ReportDevice("window:03", Device.PAD, "无应答")) == (
        e.DeviceChanged("window:03", Device.PAD, "无应答"),
    )
    assert hall.do(c.ReportDevice("window:03", Device.PAD, "无应答")) == ()
    hall.do(c.ReportDevice("window:03", Device.PAD))
    assert hall.room.state.faults == {}
