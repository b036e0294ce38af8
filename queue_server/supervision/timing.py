"""When to look again: after each event at what it touches, and after a start at everything.

The timers are derived: ``rearm`` after a restart leads to the same cards as if the server had run through,
because a look at the last event's instant asks for the exact next one.
"""

from collections.abc import Iterator

from queue_server.hall import events as h
from queue_server.hall.events import Recorded
from queue_server.hall.room import HallRoom
from queue_server.supervision import events as e
from queue_server.supervision import life
from queue_server.supervision.handbook import Handbook
from queue_server.supervision.room import SupervisionRoom
from queue_server.supervision.state import Card
from queue_server.supervision.timers import Key
from queue_server.vocabulary import CallKind, CardState, ItemCode, RuleCode, TicketId, WindowNo

DAY_MS = 86_400_000
LEAVES_LINE = (h.TicketCalled, h.TicketCancelled, h.TicketClosed, h.ReservationLapsed)
COMES_TO_LINE = (h.TicketReturned, h.TicketTransferred, h.ClassChanged, h.StepUndone)


class Touch:
    """Puts the timers of one hall's supervision after each event. Called in life, never in replay."""

    def __init__(self, book: Handbook) -> None:
        self._book = book
        numbers = book.numbers
        self._hasty_ms, self._bad_stars_max = numbers.hasty_s * 1000, numbers.bad_stars_max

    def touch(self, room: SupervisionRoom, hall_room: HallRoom, recorded: Recorded, due_ms: int) -> None:
        """Put what the event touches, to be looked at at the instant at which it was due.

        Of a command that is when it was said; of what a rule did, the rule's own instant, which may be long
        before it was written down.
        """
        event = recorded.event
        if isinstance(event, h.TicketIssued):
            self._issued(room, event, due_ms)
            return
        for key in self._keys(room, hall_room, recorded):
            room.timers.put(key, due_ms)

    def _issued(self, room: SupervisionRoom, event: h.TicketIssued, at_ms: int) -> None:
        """The path that every number takes: one instant compared, seldom one put."""
        due_ms = max(at_ms, event.ref_ms + self._book.ceilings_ms[event.klass])
        key = ("wait", self._queue_of(event.item))
        if due_ms < room.timers.due_ms(key):
            room.timers.put(key, due_ms)

    def _queue_of(self, item: ItemCode) -> str:
        planned = self._book.hall.items.get(item)
        return planned.queue if planned else ""

    def _keys(self, room: SupervisionRoom, hall_room: HallRoom, recorded: Recorded) -> Iterator[Key]:
        event, actor, at_ms = recorded.event, recorded.actor, recorded.at_ms
        window = getattr(event, "window", WindowNo(""))
        if window:
            yield from self._of_window(room, window, event)
        elif actor.startswith("window:"):
            # Also what is refused, or asked about something else, says that somebody is there.
            yield from self._of_post(room, WindowNo(actor[7:].partition("/")[0]))
        if isinstance(event, LEAVES_LINE + COMES_TO_LINE):
            yield from self._of_line(room, hall_room, event)
            yield from _idle_while_it_lasts(room)
        match event:
            case h.DayOpened():
                yield ("day",)
            case h.DeviceChanged(place=place, device=device):
                yield ("device", place, device)
            case e.ReaderAlarmed(reader=reader):
                yield ("reader", reader)
            case e.CardRaised(card=card) | e.CardMoved(card=card):
                yield from self._of_card(room, room.state.cards[card])
            case e.TaskOpened(task=task) | e.TaskAnswered(task=task):
                yield ("task", task)
            case e.WatchResumed():
                yield from (("post", number) for number in room.state.posts)
        yield from self._of_staff(room, event, at_ms)

    def _of_card(self, room: SupervisionRoom, card: Card) -> Iterator[Key]:
        if card.state in life.LIVING:
            yield ("card", card.id)
        if card.state is CardState.REVOKED:
            # What else was noted on it stands on no card any more.
            yield from (
                self._staff_key(card.staff, room.start_of(mark.partition("/")[0])) for mark in card.also
            )

    def _of_window(self, room: SupervisionRoom, window: WindowNo, event: object) -> Iterator[Key]:
        """Look at once where a cause lasts or nothing is awaited; else the timer comes soon enough."""
        yield from self._of_post(room, window)
        for kind, code in (("idle", RuleCode.IDLE_WINDOW), ("service", RuleCode.LONG_SERVICE)):
            yield from _while_it_lasts(room, kind, code, window)
        if isinstance(event, h.ServiceStarted | h.ItemAdded | h.StepUndone):
            yield ("service", window)
        post = room.post(window)
        if isinstance(event, h.StepUndone) or (isinstance(event, h.ServiceFinished) and post.quick_ms):
            yield ("hasty", window)
        is_pick = isinstance(event, h.TicketCalled) and event.kind is CallKind.MANUAL and post.was_pick
        if is_pick or isinstance(event, h.StepUndone):
            yield ("picks", window)
        if isinstance(event, h.ServiceRated) and event.stars <= self._bad_stars_max:
            yield ("rating", event.ticket, window, post.staff, str(event.stars))

    def _of_post(self, room: SupervisionRoom, window: WindowNo) -> Iterator[Key]:
        yield from _while_it_lasts(room, "post", RuleCode.OFF_POST, window)

    def _of_line(self, room: SupervisionRoom, hall_room: HallRoom, event: object) -> Iterator[Key]:
        ids = (getattr(event, "ticket", TicketId("")), *getattr(event, "frees", ()))
        for ticket_id in ids:
            ticket = hall_room.state.tickets.get(ticket_id)
            if ticket is None:
                continue
            queue = self._queue_of(ticket.item)
            is_back = isinstance(event, COMES_TO_LINE)
            if is_back or f"{RuleCode.LONG_WAIT}/{queue}" in room.state.spells:
                yield ("wait", queue)

    def _of_staff(self, room: SupervisionRoom, event: object, at_ms: int) -> Iterator[Key]:
        match event:
            case h.StaffSignedIn(staff=staff) | h.StaffSignedOut(staff=staff):
                yield self._staff_key(staff, at_ms)
            case e.BadgeRead(staff=staff, mark=mark):
                owner = staff or room.state.owners.get(mark)
                if owner:
                    yield self._staff_key(owner, at_ms)
            case e.PunchMadeUp(staff=staff, at_ms=punched_ms):
                yield self._staff_key(staff, punched_ms)
            case e.AbsenceFiled(staff=staff) | e.AbsenceWithdrawn(staff=staff) | e.BadgeAssigned(staff=staff):
                yield from self._days_of(room, staff)
                yield ("away", staff)
                yield from (
                    ("post", number) for number, post in room.state.posts.items() if post.staff == staff
                )

    def _staff_key(self, staff: str, at_ms: int) -> Key:
        return ("staff", staff, str(self._book.day_start_ms(at_ms)))

    def _days_of(self, room: SupervisionRoom, staff: str) -> Iterator[Key]:
        """Every day that is kept: an absence or a badge may speak of many."""
        for back in range(len(room.state.punches)):
            yield self._staff_key(staff, room.state.day_starts_ms - back * DAY_MS)

    def rearm(self, room: SupervisionRoom, hall_room: HallRoom) -> None:
        """Look at everything at the instant of the last event: what is due is found there or asked for."""
        at_ms = room.state.at_ms
        for key in self._everything(room, hall_room):
            room.timers.put(key, at_ms)

    def _everything(self, room: SupervisionRoom, hall_room: HallRoom) -> Iterator[Key]:
        state = room.state
        if not state.day:
            return
        yield ("day",)
        for number in state.posts.keys() | hall_room.state.windows.keys():
            yield from ((kind, number) for kind in ("post", "idle", "service"))
        yield from (("wait", queue) for queue in self._book.hall.queues)
        yield from (("task", task) for task in state.tasks)
        yield from (("card", card.id) for card in state.cards.values() if card.state in life.LIVING)
        yield from (("reader", reader) for reader in state.alarms)
        for place, faults in hall_room.state.faults.items():
            yield from (("device", place, device) for device in faults)


def _while_it_lasts(room: SupervisionRoom, kind: str, code: RuleCode, window: WindowNo) -> Iterator[Key]:
    key = (kind, window)
    if f"{code}/{window}" in room.state.spells or key not in room.timers:
        yield key


def _idle_while_it_lasts(room: SupervisionRoom) -> Iterator[Key]:
    """Whom an idle window could have called may have been called elsewhere, or have left."""
    for spell in room.state.spells:
        code, _, number = spell.partition("/")
        if code == RuleCode.IDLE_WINDOW:
            yield ("idle", number)
