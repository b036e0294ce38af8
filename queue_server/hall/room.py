"""The room of the hall: the state and the places derived from it, kept in step by ``put_ticket`` alone.

``evolve`` is the only caller of the ``put_*`` verbs. Everybody else reads.
"""

from typing import Self

from queue_server.hall.lanes import Lanes
from queue_server.hall.lookup import Hall
from queue_server.hall.skills import Skills
from queue_server.hall.state import ANNOUNCEMENTS_KEPT, Announcement, HallState, QueueCount, Ticket, Window
from queue_server.vocabulary import OPEN_STATES, ItemCode, QueueCode, TicketId, TicketState, WindowNo


class HallRoom:
    """The hall as it stands, with its lanes."""

    def __init__(self, state: HallState) -> None:
        self.state = state
        self.lanes = Lanes()
        self._skills: Skills | None = None
        for ticket in state.tickets.values():
            self.lanes.move(None, ticket)

    @classmethod
    def empty(cls) -> Self:
        """Return a hall before its first day."""
        return cls(HallState())

    @classmethod
    def from_state(cls, state: HallState) -> Self:
        """Return the room of a restored state; the room owns the state from now on."""
        return cls(state)

    def window(self, number: WindowNo) -> Window:
        """Return the window; one that nobody has touched today is closed."""
        window = self.state.windows.get(number)
        return Window(number) if window is None else window

    def skills(self, hall: Hall) -> Skills:
        """Return the skills in force (remembered until they change)."""
        if self._skills is None or self._skills.hall is not hall:
            self._skills = Skills(hall, self.state.skills)
        return self._skills

    def queue(self, code: QueueCode) -> QueueCount:
        """Return the counters of the queue, to read."""
        return self.state.queues.get(code) or QueueCount()

    # --- for evolve alone ----------------------------------------------------------------------------------

    def put_ticket(self, ticket: Ticket) -> None:
        """Replace the ticket and move it to its place; the counters follow."""
        before = self.state.tickets.get(ticket.id)
        self.state.tickets[ticket.id] = ticket
        self.lanes.move(before, ticket)
        was_waiting = before is not None and before.state is TicketState.WAITING
        is_waiting = ticket.state is TicketState.WAITING
        if was_waiting is not is_waiting:
            self.count(ticket.queue).waiting += 1 if is_waiting else -1
        if ticket.person:
            self._remember_person(ticket)

    def _remember_person(self, ticket: Ticket) -> None:
        key = person_key(ticket.person, ticket.queue)
        if ticket.state in OPEN_STATES:
            self.state.open_by_person[key] = ticket.id
        elif self.state.open_by_person.get(key) == ticket.id:
            del self.state.open_by_person[key]

    def put_window(self, window: Window) -> None:
        self.state.windows[window.number] = window

    def count(self, code: QueueCode) -> QueueCount:
        """Return the counters of the queue, to change."""
        count = self.state.queues.get(code)
        if count is None:
            count = self.state.queues[code] = QueueCount()
        return count

    def put_skills(self, window: WindowNo, items: tuple[ItemCode, ...]) -> None:
        self.state.skills[window] = items
        self._skills = None

    def announce(self, announcement: Announcement) -> None:
        """Append to the announcements; their numbers have no gap but a leap's."""
        state = self.state
        assert announcement.n == state.announced + 1, f"announcement {announcement.n} after {state.announced}"
        state.announced = announcement.n
        state.announcements.append(announcement)
        if len(state.announcements) > ANNOUNCEMENTS_KEPT:
            del state.announcements[0]

    def leap_announcements(self, to: int) -> None:
        """Go on after ``to``. Those before stay: a board that was away then has still to show them."""
        assert to >= self.state.announced, f"announcement {to} is before {self.state.announced}"
        self.state.announced = to

    def begin_day(self, state: HallState) -> None:
        """Take the state of a new morning; nobody is left from the day before."""
        self.state = state
        self.lanes = Lanes()
        self._skills = None


def person_key(person: str, queue: QueueCode) -> str:
    """Return the key of ``open_by_person``."""
    return f"{person}/{queue}"


def ticket_at(room: HallRoom, ticket: TicketId) -> Ticket:
    """Return a ticket that must be there; its absence is a bug, not a refusal."""
    found = room.state.tickets.get(ticket)
    assert found is not None, f"no ticket {ticket} in the hall"
    return found
