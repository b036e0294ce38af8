"""What a round of the forecast touches is all that changed: always equal to everything made anew."""

import random

import pytest

from queue_server.forecast.outcome import Wait
from queue_server.forecast.present import Waiter
from queue_server.hall import commands as c
from queue_server.hall.memory_hall import Rehearsal
from queue_server.runtime.documents import Sight, document, ticket_doc
from queue_server.runtime.foresight.expectations import Expectations
from queue_server.runtime.foresight.glance import Seen
from queue_server.runtime.library import KINDS, MANAGERS, Library, View
from queue_server.runtime.touched import all_keys, touched_by
from queue_server.vocabulary import Role, TicketClass, TicketState
from queue_server.wire.documents import DeskDoc, QueueDoc, TicketDoc
from queue_server.wire.expected import WaitDoc
from tests.runtime.foresight.looks import A1, A2, B1, MIN, look
from tests.runtime.test_touched import ITEMS, WINDOWS, settled, some_command

KLASSES = (TicketClass.REGULAR, TicketClass.PRIORITY)


def some_wait(chance: random.Random) -> Wait:
    """Return a wait of up to an hour, not today now and then."""
    low, mid, high = sorted(chance.randrange(60 * MIN) for _ in range(3))
    is_today = chance.random() < 0.9
    return Wait(low, mid if is_today else None, high if is_today else None, mid, 1.0, chance.random())


def some_look(hall: Rehearsal, chance: random.Random) -> Seen:
    """Return a look at everybody who waits now, with any waits at all."""
    tickets = [one for one in hall.room.state.tickets.values() if one.state is TicketState.WAITING]
    waiting = {
        Waiter(one.id, one.item, one.ref_ms, only=one.reserved_for): some_wait(chance) for one in tickets
    }
    probes = {(item, klass): some_wait(chance) for item in ITEMS for klass in KLASSES}
    return look(probes, waiting, at_ms=hall.at_ms, seq=hall.room.state.seq, closes_ms=hall.at_ms + 90 * MIN)


@pytest.mark.parametrize("seed", range(8))
def test_a_round_touches_all_that_it_changed(seed: int) -> None:
    chance = random.Random(seed)
    hall, library, told = Rehearsal(), Library(), 0
    expectations = Expectations(hall.hall, 50)
    hall.staff(*WINDOWS)
    for key in all_keys(hall.hall):
        library.put(key, document(Sight(hall.room, hall.hall, hall.at_ms, expectations=expectations), key), 0)
    for _ in range(150):
        hall.ask(some_command(hall, chance))
        hall.at_ms += chance.choice((0, 1_000, 9_000, 60_000))
        fresh, told = hall.records[told:], len(hall.records)
        expectations.issued(fresh)
        touched = set(touched_by(hall.room, hall.hall, fresh))
        is_round = chance.random() < 0.4
        touched |= expectations.take(some_look(hall, chance)) if is_round else expectations.lapse(hall.at_ms)
        sight = Sight(hall.room, hall.hall, hall.at_ms, expectations=expectations)
        for key in touched:
            library.put(key, document(sight, key), told)
        for key in all_keys(hall.hall):
            assert settled(library.get(key)) == settled(document(sight, key)), (key, is_round)


def test_every_document_that_waits_says_so_and_no_other() -> None:
    hall, expectations = Rehearsal(), Expectations(Rehearsal().hall)
    hall.staff(*WINDOWS)
    hall.do(c.TakeTicket(A1), c.TakeTicket(A1), c.CallNext(WINDOWS[0]))
    first, second = hall.ticket("A001").id, hall.ticket("A002").id
    expectations.take(some_look(hall, random.Random(1)))
    sight = Sight(hall.room, hall.hall, hall.at_ms, expectations=expectations)
    called, waits = ticket_doc(sight, first), ticket_doc(sight, second)
    assert isinstance(called, TicketDoc)
    assert isinstance(waits, TicketDoc)
    assert called.expected is None
    assert waits.expected is not None
    desk, idle = document(sight, "desk/01"), document(Sight(hall.room, hall.hall, hall.at_ms), "desk/01")
    assert isinstance(desk, DeskDoc)
    assert isinstance(idle, DeskDoc)
    assert desk.expected == waits.expected
    assert idle.expected is None
    queue = document(sight, "queue/A")
    assert isinstance(queue, QueueDoc)
    assert queue.expected is not None
    assert all(isinstance(document(sight, f"wait/{item}"), WaitDoc) for item in (A1, A2, B1))


def test_waits_of_items_are_for_those_who_issue_or_watch() -> None:
    seers = {role for role in Role if View(KINDS[role]).sees("wait/A1")}
    assert seers == {Role.KIOSK, Role.WALL, Role.MANAGER}
    assert "wait" in MANAGERS
