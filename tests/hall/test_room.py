"""The room: rebuilt from its state, bounded announcements, impossible events."""

import msgspec
import pytest

from queue_server.hall import commands as c
from queue_server.hall import events as e
from queue_server.hall.evolve import evolve
from queue_server.hall.memory_hall import Rehearsal
from queue_server.hall.room import HallRoom, ticket_at
from queue_server.hall.state import ANNOUNCEMENTS_KEPT, HallState
from queue_server.vocabulary import (
    CallKind,
    CloseReason,
    ItemCode,
    RefusalCode,
    StaffId,
    Step,
    TicketId,
    WindowNo,
)

A1 = ItemCode("A1")
W1, W2 = WindowNo("01"), WindowNo("02")
A001 = TicketId("20260302-A001")


@pytest.fixture
def called(hall: Rehearsal) -> Rehearsal:
    """Return the hall with A001 called at window 01 and A002 waiting."""
    hall.staff("01", "02")
    hall.do(c.TakeTicket(A1), c.TakeTicket(A1), c.CallNext(W1))
    return hall


def test_a_room_goes_on_from_the_bytes_of_its_state(called: Rehearsal) -> None:
    data = msgspec.json.encode(called.room.state)
    called.room = HallRoom.from_state(msgspec.json.decode(data, type=HallState))
    called.do(c.UndoStep(W1), c.CallNext(W2))
    assert called.window("02").ticket == A001


def test_a_record_replays_to_the_same_state(called: Rehearsal) -> None:
    assert called.replayed().state == called.room.state


def test_a_refusal_on_record_moves_only_the_place_in_the_journal(called: Rehearsal) -> None:
    before = msgspec.json.encode(called.room.state)
    recorded = e.Recorded(
        99, called.at_ms + 5, "x", "r", e.CommandRefused("call_next", RefusalCode.NOBODY_WAITS)
    )
    evolve(called.room, recorded)
    assert (called.room.state.seq, called.room.state.at_ms) == (99, called.at_ms + 5)
    called.room.state.seq, called.room.state.at_ms = len(called.records), called.at_ms
    assert msgspec.json.encode(called.room.state) == before


def test_only_the_newest_announcements_are_kept(called: Rehearsal) -> None:
    for n in range(2, ANNOUNCEMENTS_KEPT + 10):
        event = e.TicketRecalled(A001, W1, n, CallKind.REPEAT, n)
        evolve(called.room, e.Recorded(100 + n, called.at_ms, "clock", "", event))
    kept = called.room.state.announcements
    assert (len(kept), kept[-1].n) == (ANNOUNCEMENTS_KEPT, called.room.state.announced)


def test_an_announcement_carries_the_area_of_its_window(hall: Rehearsal) -> None:
    hall.staff("03")
    hall.do(c.TakeTicket(A1), c.CallNext(WindowNo("03")), c.RecallTicket(WindowNo("03")))
    assert [line.area for line in hall.room.state.announcements] == ["2", "2"]


NO_REASON = e.CallReason("accumulating", "only_one")
IMPOSSIBLE: list[e.AnyEvent] = [
    e.TicketCalled(A001, W2, 2, CallKind.NEXT, NO_REASON),
    e.TicketCalled(TicketId("20260302-A002"), W1, 2, CallKind.NEXT, NO_REASON),
    e.TicketCalled(TicketId("20260302-A002"), W2, 7, CallKind.NEXT, NO_REASON),
    e.TicketCalled(TicketId("x"), W2, 2, CallKind.NEXT, NO_REASON),
    e.ServiceFinished(A001, W1, A1, 0),
    e.TicketReturned(A001, 0),
    e.TicketRecalled(A001, W1, 9, CallKind.RECALL, 1),
    e.StaffSignedIn(W1, StaffId("S9")),
    e.StaffSignedOut(W1, StaffId("S01")),
    e.WindowOpened(W1),
    e.WindowUnpaused(W1),
    e.StepUndone(W2, Step.CALL),
    e.RatingLapsed(A001, W1),
    e.DayClosed("20260301"),
    e.DayClosed("20260302"),
]


@pytest.mark.parametrize("event", IMPOSSIBLE, ids=lambda event: type(event).__name__)
def test_an_event_that_cannot_have_happened_is_a_bug(called: Rehearsal, event: e.AnyEvent) -> None:
    with pytest.raises(AssertionError):
        evolve(called.room, e.Recorded(99, called.at_ms, "x", "", event))


def test_a_number_is_never_issued_twice(called: Rehearsal) -> None:
    again = next(recorded for recorded in called.records if isinstance(recorded.event, e.TicketIssued))
    with pytest.raises(AssertionError, match="A001 issued after 2"):
        evolve(called.room, again)


def test_an_ended_ticket_does_not_end_again(called: Rehearsal) -> None:
    called.do(c.CancelTicket(A001))
    with pytest.raises(AssertionError, match="cancelled"):
        evolve(called.room, e.Recorded(99, 0, "x", "", e.TicketClosed(A001, CloseReason.DAY_ENDED)))


def test_a_ticket_that_must_be_there_is(called: Rehearsal) -> None:
    assert ticket_at(called.room, A001).number == "A001"
