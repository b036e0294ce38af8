"""The sequence of announcements and how far each board is in it. Told in order, each once, none left out.

What may be told ends at the last committed one: the room can be ahead of the disk, the boards never.
"""

from bisect import bisect_right
from collections.abc import Iterable
from itertools import takewhile
from operator import attrgetter

from queue_server.hall.room import HallRoom
from queue_server.hall.state import Announcement
from queue_server.runtime.seat import Seat, say_to_all
from queue_server.vocabulary import CallKind, Role, TicketState
from queue_server.wire import codec
from queue_server.wire.from_server import Announced, Skipped
from queue_server.wire.greeting import Hello

_number = attrgetter("n")

NEW_BOARD_SHOWS = 12
"""A board that nobody remembers begins so many announcements back, to have something to show."""

RECENT_AMONG = 200
"""How far back from the newest one the announcements that a board has had are looked for."""


def starting_point(hello: Hello, remembered: int, announced: int) -> int:
    """Return the announcement a board goes on after: its own word, what is remembered, or the last few.

    A board that was welcomed before (it knows an epoch) means what it says, 0 too. One that knows more than
    was ever announced has seen another journal: its word counts for nothing.
    """
    if (hello.announcement or hello.epoch) and hello.announcement <= announced:
        return max(0, hello.announcement)
    if 0 < remembered <= announced:
        return remembered
    return max(0, announced - NEW_BOARD_SHOWS)


def told(announcement: Announcement, room: HallRoom, is_live: bool) -> Announced:
    """Return the wire's word; ``is_live`` when it was made this moment, else the room says what stands."""
    return Announced(
        n=announcement.n,
        at_ms=announcement.at_ms,
        ticket=announcement.ticket,
        number=announcement.number,
        window=announcement.window,
        kind=announcement.kind,
        language=announcement.language,
        area=announcement.area,
        is_current=is_live or is_current(announcement, room),
    )


def is_current(announcement: Announcement, room: HallRoom) -> bool:
    """Return whether the call still stands and nothing newer was said of its ticket."""
    if announcement.kind is CallKind.WITHDRAWN:
        return True
    ticket = room.state.tickets.get(announcement.ticket)
    if ticket is None or ticket.state is not TicketState.CALLED or ticket.window != announcement.window:
        return False
    later = takewhile(lambda one: one.n > announcement.n, reversed(room.state.announcements))
    return all(one.ticket != announcement.ticket for one in later)


class Announcer:
    """Tells announcements to boards."""

    def __init__(self) -> None:
        self.announced_to = 0
        """The last committed announcement; boards may come after ``begin``."""

    def begin(self, room: HallRoom) -> None:
        """Go on where the journal ends: what earlier runs of the server announced is told as missed only."""
        self.announced_to = room.state.announced

    def live(self, room: HallRoom, boards: Iterable[Seat]) -> bool:
        """Tell what the last commit added to all boards that have heard everything before it, if anything."""
        new = room.state.announced - self.announced_to
        if new <= 0:
            return False
        added = room.state.announcements[-new:]
        before, self.announced_to = self.announced_to, room.state.announced
        if len(added) < new:
            return True  # a leap: each board is told of it as it catches up
        ready = [seat for seat in boards if seat.is_open and seat.announced_to == before and not seat.is_full]
        for announcement in added:
            say_to_all(ready, codec.encode(told(announcement, room, is_live=True)))
        for seat in ready:
            seat.announced_to = self.announced_to
        return True

    def catch_up(self, room: HallRoom, seat: Seat) -> None:
        """Tell one board what it has missed and of each gap in it, as far as its connection takes it."""
        if not self.is_behind(seat):
            return
        kept = room.state.announcements
        for announcement in kept[bisect_right(kept, seat.announced_to, key=_number) :]:
            self._skip(seat, announcement.n - 1)
            if announcement.n > self.announced_to or seat.is_full:
                return
            seat.say_message(told(announcement, room, is_live=False))
            seat.announced_to = announcement.n
        self._skip(seat, self.announced_to)

    def _skip(self, seat: Seat, to: int) -> None:
        """Tell a board of numbers that nothing is kept of, as far as they are committed."""
        to = min(to, self.announced_to)
        if seat.announced_to < to:
            seat.announced_to = to
            seat.say_message(Skipped(to))

    def recent(self, room: HallRoom, seat: Seat) -> tuple[Announced, ...]:
        """Return the last announcements a board has had before, to fill its list; never to be spoken."""
        had = [one for one in room.state.announcements[-RECENT_AMONG:] if one.n <= seat.announced_to]
        return tuple(told(one, room, is_live=False) for one in had[-NEW_BOARD_SHOWS:])

    def is_behind(self, seat: Seat) -> bool:
        """Whether a board has announcements to come."""
        return seat.role is Role.BOARD and seat.announced_to < self.announced_to

    def is_too_far_behind(self, seat: Seat) -> bool:
        return self.announced_to - seat.announced_to > seat.bounds.announcements_max and seat.is_full
