"""How the hall changes by what happened while its server, or its journal, was not there."""

from queue_server.hall import events as e
from queue_server.hall.events import Recorded
from queue_server.hall.room import HallRoom
from queue_server.hall.state import Lease


def journal_restored(room: HallRoom, _recorded: Recorded, event: e.JournalRestored) -> None:
    for code, ordinal in event.ordinals.items():
        count = room.count(code)
        assert ordinal >= count.last_ordinal, f"{code} leaps back from {count.last_ordinal} to {ordinal}"
        count.skipped = ordinal - count.issued
    room.leap_announcements(event.announced)


def numbers_leased(room: HallRoom, _recorded: Recorded, event: e.NumbersLeased) -> None:
    today, kept = room.state.day, list[Lease]()
    for one in room.state.leases.get(event.kiosk, ()):
        if one.holder == event.holder:
            continue
        if event.last < one.first or one.last < event.first:
            kept.append(one)
        else:
            assert one.day < today, f"{event.kiosk}: a block has two holders"
    kept.append(Lease(event.holder, event.mark, event.first, event.last, today))
    room.state.leases[event.kiosk] = tuple(kept)


def number_lapsed(_room: HallRoom, _recorded: Recorded, _event: e.AwayNumberLapsed) -> None:
    """A number of a day that is over moves nothing."""


def handed_in(room: HallRoom, event: e.TicketIssued, away: e.AwayIssue) -> None:
    """Count a number that a kiosk issued by itself: it moves the kiosk's row on, not the queue's."""
    room.count(event.queue).away += 1
    before_ms = room.state.handed_in.get(away.holder, 0)
    assert away.issued_ms >= before_ms, f"{event.number} was issued before the one handed in before it"
    room.state.handed_in[away.holder] = away.issued_ms
