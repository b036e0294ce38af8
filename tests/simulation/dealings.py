"""Checkers of what is promised to one citizen: the hour that was booked, the level that was touched."""

import msgspec

from queue_server.hall import events as e
from queue_server.store.chain import Row
from tests.simulation.world import Checker


class BookedOnce(Checker):
    """An appointment stands in the book before anybody comes with it, and is worth one ticket."""

    folds = True

    def __init__(self) -> None:
        self.restored(0)

    def restored(self, kept: int) -> None:
        self._book: dict[str, str] = {}
        """Code -> the ticket it is worth now; empty before."""

    def row(self, row: Row, event: msgspec.Struct) -> None:
        match event:
            case e.AppointmentBooked():
                if event.code in self._book:
                    raise self.wrong(f"{event.code} was booked twice, at {row.seq}")
                self._book[event.code] = ""
            case e.AppointmentCancelled():
                del self._book[event.code]
            case e.TicketIssued() if event.appointment:
                self._come(row, event)
            case e.TicketCancelled():
                self._book |= {code: "" for code, ticket in self._book.items() if ticket == event.ticket}

    def _come(self, row: Row, event: e.TicketIssued) -> None:
        if self._book.get(event.appointment) != "":
            held = self._book.get(event.appointment, "nobody's")
            raise self.wrong(f"{event.appointment} is {held} and became {event.ticket} too, at {row.seq}")
        self._book[event.appointment] = event.ticket


class RatedOnce(Checker):
    """A service that was finished is rated once, and none that was not."""

    folds = True

    def __init__(self) -> None:
        self.restored(0)

    def restored(self, kept: int) -> None:
        self._asked: dict[str, str] = {}
        """Window -> whose service was finished there last, and is not rated yet."""

    def row(self, row: Row, event: msgspec.Struct) -> None:
        if isinstance(event, e.ServiceFinished):
            self._asked[event.window] = event.ticket
        elif isinstance(event, e.ServiceRated) and self._asked.pop(event.window, "") != event.ticket:
            raise self.wrong(f"{event.ticket} was rated at {event.window} unasked or twice, at {row.seq}")
