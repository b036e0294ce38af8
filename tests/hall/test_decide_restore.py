"""After a restore no number and no announcement comes a second time, whatever the backup lacks."""

from hypothesis import given
from hypothesis import strategies as st

from queue_server.hall import commands as c
from queue_server.hall import events as e
from queue_server.hall.decide_restore import ANNOUNCEMENTS_SKIPPED
from queue_server.hall.memory_hall import Rehearsal
from queue_server.vocabulary import ItemCode, QueueCode

A, A1 = QueueCode("A"), ItemCode("A1")


def numbers(hall: Rehearsal) -> list[str]:
    return [ticket.number for ticket in hall.room.state.tickets.values()]


def test_numbers_go_on_after_the_replaced_journals_last_one_and_the_leap(hall: Rehearsal) -> None:
    hall.do(c.TakeTicket(A1))
    day = hall.room.state.day
    hall.do(c.GoOnAfterRestore(day, {A: 7}, announced=5, skip=10))
    hall.do(c.TakeTicket(A1))
    assert numbers(hall) == ["A001", "A018"]
    assert hall.room.state.queues[A].issued == 2


def test_the_numbers_of_another_day_move_nothing(hall: Rehearsal) -> None:
    hall.do(c.TakeTicket(A1))
    hall.do(c.GoOnAfterRestore("20200101", {A: 700}, skip=3))
    assert hall.room.state.queues[A].last_ordinal == 4


def test_a_new_day_begins_its_numbers_at_one_again(hall: Rehearsal) -> None:
    hall.do(c.GoOnAfterRestore(skip=50))
    hall.wait_s(24 * 3600)
    hall.do(c.TakeTicket(A1))
    assert numbers(hall) == ["A001"]


@given(st.integers(0, 300), st.integers(0, 10**6), st.integers(0, 200), st.integers(1, 5))
def test_every_queue_and_the_announcements_only_leap_forward(
    ordinal: int, announced: int, skip: int, losses: int
) -> None:
    hall = Rehearsal()
    hall.do(c.Tick())
    day = hall.room.state.day
    queues = list(hall.hall.queues)
    hall.do(c.GoOnAfterRestore(day, {queues[0]: ordinal}, announced, skip, losses))
    state = hall.room.state
    assert state.queues[queues[0]].last_ordinal == ordinal + skip * losses
    assert all(state.queues[code].last_ordinal == skip * losses for code in queues[1:])
    assert state.announced == announced + ANNOUNCEMENTS_SKIPPED * losses
    restored = [each.event for each in hall.records if isinstance(each.event, e.JournalRestored)]
    assert len(restored) == 1
