"""Checkers of what is promised to one citizen: the hour that was booked, the level that was touched."""

import asyncio
from collections.abc import Callable, Sequence

import msgspec

from queue_server.hall import events as e
from queue_server.runtime.engine import Engine
from queue_server.store.chain import Row
from tests.simulation.actors import Phone
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


class PhonesShowWhatIs(Checker):
    """After the calm a phone shows its ticket as it stands, unless that changed a moment ago."""

    MOMENT_S = 30.0

    def __init__(self, phones: Sequence[Phone], engine: Callable[[], Engine | None]) -> None:
        self._phones, self._engine = phones, engine
        self._moved_s: dict[str, float] = {}

    def row(self, row: Row, event: msgspec.Struct) -> None:
        ticket: str = getattr(event, "ticket", "")
        if ticket:
            self._moved_s[ticket] = asyncio.get_running_loop().time()

    def end(self) -> None:
        engine = self._engine()
        tickets = engine.room.state.tickets if engine is not None else {}
        before_s = asyncio.get_running_loop().time() - self.MOMENT_S
        for phone in [one for one in self._phones if self._moved_s.get(one.ticket, 0.0) < before_s]:
            ticket, shown = tickets.get(phone.ticket), phone.shown
            if ticket is not None and (shown is None or shown.state is not ticket.state):
                raise self.wrong(f"{phone.name} shows {shown}; {ticket.number} is {ticket.state}")


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
