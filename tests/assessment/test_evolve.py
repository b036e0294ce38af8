"""What the record keeps of the hall: waits, services, what was left open; and what undo takes back."""

from queue_server.hall import events as e
from queue_server.vocabulary import (
    CallKind,
    CloseReason,
    ItemCode,
    QueueCode,
    StaffId,
    Step,
    TicketClass,
    WindowNo,
)
from tests.assessment.conftest import MINUTE_MS, Book, at_ms

W3 = WindowNo("03")


def test_a_wait_runs_from_the_number_to_the_first_call(book: Book) -> None:
    ticket = book.issue("20260302-A001", at_ms(2))
    seq = book.call(ticket, at_ms(2) + 7 * MINUTE_MS)
    (wait,) = book.record.waits.values()
    assert (wait.seq, wait.wait_ms, wait.window, wait.staff) == (seq, 7 * MINUTE_MS, W3, "S1")


def test_a_second_call_is_no_new_wait(book: Book) -> None:
    ticket = book.issue("20260302-A001", at_ms(2))
    book.call(ticket, at_ms(2) + MINUTE_MS)
    book.write(at_ms(2), e.TicketHeld(ticket, W3, "form"))
    book.call(ticket, at_ms(2) + 99 * MINUTE_MS, kind=CallKind.RESUMED)
    assert [wait.wait_ms for wait in book.record.waits.values()] == [MINUTE_MS]


def test_nobody_waits_before_they_came(book: Book) -> None:
    event = e.TicketIssued(
        book.issue("20260302-A001", at_ms(2)), "A001", 1, QueueCode("A"), ItemCode("A1"),
        TicketClass.APPOINTMENT, 1, at_ms(2) - 5 * MINUTE_MS, 0,
    )  # fmt: skip
    book.write(at_ms(2), event)
    book.call(event.ticket, at_ms(2) + 3 * MINUTE_MS)
    (wait,) = book.record.waits.values()
    assert (wait.wait_ms, wait.klass) == (3 * MINUTE_MS, TicketClass.APPOINTMENT)


def test_an_undone_call_never_was_and_the_next_one_is_the_first(book: Book) -> None:
    ticket = book.issue("20260302-A001", at_ms(2))
    book.call(ticket, at_ms(2) + 40 * MINUTE_MS)
    book.write(at_ms(2), e.StepUndone(W3, Step.CALL, ticket, 2))
    assert book.record.waits == {}
    book.call(ticket, at_ms(2) + 41 * MINUTE_MS, window="04")
    assert [wait.window for wait in book.record.waits.values()] == ["04"]


def test_undoing_the_finish_takes_the_service_back_and_leaves_the_wait(book: Book) -> None:
    ticket = book.issue("20260302-A001", at_ms(2))
    book.call(ticket, at_ms(2))
    book.start(ticket, at_ms(2))
    book.finish(ticket, at_ms(2))
    book.write(at_ms(2), e.StepUndone(W3, Step.FINISH, ticket))
    assert book.record.services == {}
    assert len(book.record.waits) == 1
    book.finish(ticket, at_ms(2))
    assert len(book.record.services) == 1


def test_a_call_that_joins_the_finish_is_undone_with_it(book: Book) -> None:
    first, second = book.issue("20260302-A001", at_ms(2)), book.issue("20260302-A002", at_ms(2))
    book.call(first, at_ms(2))
    book.start(first, at_ms(2))
    book.finish(first, at_ms(2))
    call = e.TicketCalled(second, W3, 2, CallKind.NEXT, e.CallReason("accumulating", "only_one"), joins=True)
    book.write(at_ms(2), call)
    book.write(at_ms(2), e.StepUndone(W3, Step.CALL, second, 3))
    assert book.record.services == {}
    assert [wait.ticket for wait in book.record.waits.values()] == [first]


def test_an_automatic_miss_is_no_step_to_be_undone(book: Book) -> None:
    ticket = book.issue("20260302-A001", at_ms(2))
    book.call(ticket, at_ms(2))
    book.write(at_ms(2), e.TicketMissed(ticket, W3, 1, 0, automatic=True))
    assert W3 not in book.record.steps
    assert len(book.record.waits) == 1


def test_a_pause_undone_takes_back_no_service(book: Book) -> None:
    book.serve(2, 1)
    book.write(at_ms(2), e.WindowPaused(W3, "tea"))
    book.write(at_ms(2), e.StepUndone(W3, Step.PAUSE))
    assert len(book.record.services) == 1


def test_the_rating_stands_with_its_service(book: Book) -> None:
    book.serve(2, 1, stars=4)
    book.serve(2, 2)
    assert [service.stars for service in book.record.services.values()] == [4, 0]


def test_what_was_begun_and_closed_by_the_night_was_left_open(book: Book) -> None:
    begun, called = book.issue("20260302-A001", at_ms(2)), book.issue("20260302-A002", at_ms(2))
    book.call(begun, at_ms(2))
    book.start(begun, at_ms(2))
    book.write(at_ms(2), e.TicketHeld(begun, W3, "form"))
    book.call(called, at_ms(2))
    for ticket in (begun, called):
        book.write(at_ms(3, 0), e.TicketClosed(ticket, CloseReason.DAY_ENDED))
    assert [(left.ticket, left.day, left.staff) for left in book.record.left_open] == [
        (begun, "20260302", "S1")
    ]


def test_a_ticket_sent_on_is_no_longer_this_window_s(book: Book) -> None:
    ticket = book.issue("20260302-A001", at_ms(2))
    book.call(ticket, at_ms(2))
    book.start(ticket, at_ms(2))
    book.write(at_ms(2), e.TicketTransferred(ticket, W3, ItemCode("B1"), at_ms(2), 1))
    book.write(at_ms(3, 0), e.TicketClosed(ticket, CloseReason.DAY_ENDED))
    assert book.record.left_open == []


def test_who_signs_in_is_who_serves_and_their_days_are_counted(book: Book) -> None:
    book.serve(2, 1)
    book.write(at_ms(2), e.StaffSignedOut(W3, StaffId("S1")))
    book.sign_in(2, staff="S2")
    book.serve(2, 2)
    book.sign_in(3, staff="S2")
    assert [service.staff for service in book.record.services.values()] == ["S1", "S2"]
    assert {staff: len(days) for (_, staff), days in book.record.days_at.items()} == {"S1": 1, "S2": 2}


def test_another_month_leaves_nothing_but_who_sits_where() -> None:
    book = Book("2026-04")
    book.sign_in(2)
    book.serve(2, 1, stars=1)
    assert (book.record.waits, book.record.services, book.record.days_at) == ({}, {}, {})
    assert book.record.seated == {"03": "S1"}


def test_the_local_day_decides_and_not_that_of_greenwich(book: Book) -> None:
    ticket = book.issue("20260331-A001", at_ms(31, 23 * 60))
    book.call(ticket, at_ms(31, 23 * 60 + 59))
    book.finish(ticket, at_ms(32, 1))
    assert [wait.day for wait in book.record.waits.values()] == ["20260331"]
    assert book.record.services == {}
