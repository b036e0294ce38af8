"""Lanes: who stands where, and that the crowd costs nothing."""

from typing import Any

import pytest

from queue_server.hall import commands as c
from queue_server.hall import events as e
from queue_server.hall.lanes import Lanes, entry_of
from queue_server.hall.memory_hall import Rehearsal
from queue_server.hall.state import Ticket
from queue_server.vocabulary import (
    ItemCode,
    QueueCode,
    RefusalCode,
    TicketClass,
    TicketId,
    TicketState,
    WindowNo,
)

A1 = ItemCode("A1")
W1 = WindowNo("01")


def ticket(n: int, state: TicketState = TicketState.WAITING, **more: object) -> Ticket:
    """Return a regular ticket T<n> of item A1 with weight 1, issued and counted from n; ``more`` differs."""
    usual: dict[str, Any] = {"klass": TicketClass.REGULAR, "weight": 1, "item": A1, "ref_ms": n, **more}
    name = f"T{n}"
    return Ticket(
        id=TicketId(name), number=name, queue=QueueCode("A"), issued_ms=n, seq=n, state=state, **usual
    )


@pytest.mark.parametrize("crowd", [10, 2000])
def test_the_next_ticket_is_found_among_heads_however_many_wait(hall: Rehearsal, crowd: int) -> None:
    hall.staff("01")
    for n in range(crowd):
        hall.do(c.TakeTicket(A1, TicketClass.PRIORITY if n % 2 else TicketClass.REGULAR))
    hall.wait_s(1)
    call = hall.do(c.CallNext(W1))[-1]
    assert isinstance(call, e.TicketCalled)
    assert call.why.considered == 3


def test_a_ticket_stands_in_one_lane_by_item_class_and_weight() -> None:
    lanes = Lanes()
    for n, klass, weight in ((3, "regular", 1), (1, "regular", 1), (2, "priority", 5), (4, "regular", 4)):
        lanes.move(None, ticket(n, klass=TicketClass(klass), weight=weight))
    found = [[entry[3] for entry in lane.line] for lane in lanes.for_window(W1, (A1,))]
    assert found == [["T1", "T3"], ["T2"], ["T4"]]


def test_a_reserved_ticket_is_seen_by_its_window_alone() -> None:
    lanes = Lanes()
    lanes.move(None, ticket(1, reserved_for=W1, reserved_until_ms=9))
    assert [len(lane.line) for lane in lanes.for_window(W1, ())] == [1]
    assert list(lanes.for_window(WindowNo("02"), (A1,))) == []
    assert list(lanes.lapses) == [(9, "T1")]


def test_one_that_must_wait_a_call_stands_aside_and_still_counts() -> None:
    lanes = Lanes()
    lanes.move(None, ticket(1, must_wait_a_call=True))
    assert list(lanes.for_window(W1, (A1,))) == []
    assert (lanes.waiting_by_item, list(lanes.patient[A1])) == ({A1: 1}, ["T1"])


@pytest.mark.parametrize(
    "before",
    [
        ticket(1),
        ticket(1, reserved_for=W1, reserved_until_ms=9),
        ticket(1, must_wait_a_call=True),
        ticket(1, TicketState.HELD, window=W1),
        ticket(1, TicketState.MISSED, return_until_ms=7),
        ticket(1, klass=TicketClass.APPOINTMENT),
        ticket(1, TicketState.CALLED, window=W1),
    ],
)
def test_what_moves_away_leaves_nothing_behind(before: Ticket) -> None:
    lanes = Lanes()
    lanes.move(None, before)
    lanes.move(before, ticket(1, TicketState.SERVED))
    assert not any(lane.line for group in lanes.by_item.values() for lane in group.values())
    assert not any(lane.line for group in lanes.reserved.values() for lane in group.values())
    left = (lanes.patient, lanes.held, lanes.booked_by_item, list(lanes.returns), list(lanes.lapses))
    assert left == ({}, {}, {}, [], [])
    assert not any(lanes.waiting_by_item.values())


def test_the_order_in_a_lane_is_ref_then_issue_then_sequence() -> None:
    assert entry_of(ticket(5)) == (5, 5, 5, "T5")


def test_nobody_waits_in_an_empty_hall(hall: Rehearsal) -> None:
    hall.staff("01")
    assert hall.code_of(c.CallNext(W1)) is RefusalCode.NOBODY_WAITS
