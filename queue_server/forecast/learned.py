"""What the hall learns of itself, one recorded event at a time, in place: services, calls, arrivals, scores.

It follows each ticket through the hall's events and never looks into the hall. A window's last step teaches
only when the next one begins (``learned_state``). It lies on the path of every event: issuing a number costs
it about a microsecond. A ticket that was never seen issued teaches nothing.
"""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec.structs import replace

from queue_server.forecast import arrivals, services
from queue_server.forecast.arrivals import APPOINTMENT, HOURS, PRIORITY, REGULAR, counts_of
from queue_server.forecast.conformal import score_of
from queue_server.forecast.habits import GAP_MS_MAX
from queue_server.forecast.learned_state import (
    AtWork,
    Came,
    CameBack,
    Gap,
    Known,
    LastStep,
    LearnedState,
    Missed,
    Moved,
    Scored,
    Spent,
    StayedAway,
)
from queue_server.forecast.lessons import learn
from queue_server.hall import events as e
from queue_server.hall.lookup import DAY_MS, HOUR_MS, Hall
from queue_server.vocabulary import CallKind, CloseReason, TicketId, WindowNo

NOWHERE = WindowNo("")
FREE = AtWork()

Handler = Callable[[int, Any], None]
"""Takes the instant and the event."""


class Learned:
    """The fold. ``hall`` gives the usual minutes of items and the hall's clock."""

    def __init__(self, hall: Hall, state: LearnedState | None = None) -> None:
        self.state = LearnedState() if state is None else state
        self._hall = hall
        self._offset_ms = hall.offset_ms
        self._handlers: Mapping[type, Handler] = {
            kind: getattr(self, name) for kind, name in _HANDLERS.items()
        }

    def take(self, recorded: e.Recorded) -> None:
        """Let one event of the journal teach what it teaches; the order is the journal's."""
        handler = self._handlers.get(type(recorded.event))
        if handler is not None:
            handler(recorded.at_ms, recorded.event)

    def settle(self) -> None:
        """Learn every window's last step: none of them can be undone any more."""
        for window in tuple(self.state.steps):
            self._stand(window)

    # --- tickets away from windows -------------------------------------------------------------------------

    def issued(self, at_ms: int, event: e.TicketIssued) -> None:
        item, klass, wait, state = event.item, event.klass, event.wait, self.state
        at_ms = event.issued_ms(at_ms)
        state.tickets[event.ticket] = (
            Known(item, klass, at_ms)
            if wait is None
            else Known(item, klass, at_ms, wait.low_ms, wait.mid_ms, wait.high_ms)
        )
        if klass is APPOINTMENT:
            return  # the book knows
        hour = (at_ms + self._offset_ms) % DAY_MS // HOUR_MS
        counts = state.arrivals.today.get(item) or counts_of(state.arrivals, item)
        if klass is REGULAR:
            counts[hour] += 1
        elif klass is PRIORITY:
            counts[HOURS + hour] += 1
        else:
            counts[2 * HOURS + hour] += 1

    def class_changed(self, _at_ms: int, event: e.ClassChanged) -> None:
        note = self.state.tickets.get(event.ticket)
        if note is not None:
            self.state.tickets[event.ticket] = replace(note, klass=event.klass)

    def returned(self, _at_ms: int, event: e.TicketReturned) -> None:
        note = self.state.tickets.get(event.ticket)
        if note is not None and note.is_missed:
            self.state.tickets[event.ticket] = replace(note, is_missed=False)
            learn(self.state, self._hall, NOWHERE, CameBack())

    def cancelled(self, _at_ms: int, event: e.TicketCancelled) -> None:
        """A ticket called to a window leaves it free."""
        if event.window:
            self._stand(event.window)
            self.state.windows[event.window] = FREE
        self._ended(event.ticket)

    def closed(self, _at_ms: int, event: e.TicketClosed) -> None:
        """A close after the last miss belongs to the miss, which has ended the ticket already."""
        if event.reason is not CloseReason.MISSED_TWICE:
            self._ended(event.ticket, event.reason is not CloseReason.DAY_ENDED)

    def _ended(self, ticket: TicketId, is_sure: bool = True) -> None:
        """Forget a ticket that ends without service. Missed and not back by the evening says nothing."""
        note = self.state.tickets.pop(ticket, None)
        if note is not None and note.is_missed and is_sure:
            learn(self.state, self._hall, NOWHERE, StayedAway())

    # --- steps of a window ---------------------------------------------------------------------------------

    def called(self, at_ms: int, event: e.TicketCalled) -> None:
        step = self._begin(event.window, event.joins)
        state, ticket = self.state, event.ticket
        note, work = state.tickets.get(ticket), state.windows.get(event.window, FREE)
        if note is None:
            state.windows[event.window] = FREE
            return
        gap_ms = at_ms - work.freed_ms
        if event.kind is not CallKind.RESUMED and note.issued_ms < work.freed_ms and gap_ms < GAP_MS_MAX:
            step.lessons.append(Gap(gap_ms))
        state.windows[event.window] = AtWork(ticket, at_ms - note.spent_ms, at_ms)
        low_ms, mid_ms, high_ms = note.low_ms, note.mid_ms, note.high_ms
        if low_ms is None or mid_ms is None or high_ms is None:
            return
        step.lessons.append(Scored(mid_ms, score_of(ticket, low_ms, high_ms, at_ms - note.issued_ms)))
        self._note(step, ticket, note, Known(note.item, note.klass, note.issued_ms, spent_ms=note.spent_ms))

    def started(self, _at_ms: int, event: e.ServiceStarted) -> None:
        step = self._begin(event.window)
        if event.ticket in self.state.tickets:
            step.lessons.append(Came())

    def finished(self, at_ms: int, event: e.ServiceFinished) -> None:
        step = self._begin(event.window, event.joins)
        self._spend(step, event.window, event.ticket, at_ms)
        self.state.windows[event.window] = AtWork(freed_ms=at_ms)
        if event.ticket in self.state.tickets:
            step.ended.append(event.ticket)

    def item_added(self, at_ms: int, event: e.ItemAdded) -> None:
        step = self._begin(event.window)
        self._spend(step, event.window, event.ticket, at_ms)
        note, work = self.state.tickets.get(event.ticket), self.state.windows.get(event.window, FREE)
        if note is not None:
            self._note(step, event.ticket, note, replace(note, item=event.item, spent_ms=0))
            self.state.windows[event.window] = replace(work, since_ms=at_ms)

    def missed(self, at_ms: int, event: e.TicketMissed) -> None:
        step = self._begin(event.window)
        note, work = self.state.tickets.get(event.ticket), self.state.windows.get(event.window, FREE)
        self.state.windows[event.window] = FREE
        if note is None or work.ticket != event.ticket:
            return
        step.lessons.append(Missed(at_ms - work.called_ms))
        self._note(step, event.ticket, note, replace(note, is_missed=True))
        if not event.return_until_ms:
            step.lessons.append(StayedAway())
            step.ended.append(event.ticket)
        if event.automatic:  # nobody at the window made this step, so nobody there undoes it
            self._stand(event.window)

    def held(self, at_ms: int, event: e.TicketHeld) -> None:
        step = self._begin(event.window)
        note, work = self.state.tickets.get(event.ticket), self.state.windows.get(event.window, FREE)
        self.state.windows[event.window] = FREE
        if note is not None and work.ticket == event.ticket:
            self._note(step, event.ticket, note, replace(note, spent_ms=at_ms - work.since_ms))

    def transferred(self, at_ms: int, event: e.TicketTransferred) -> None:
        step = self._begin(event.window)
        self._spend(step, event.window, event.ticket, at_ms)
        self.state.windows[event.window] = AtWork(freed_ms=at_ms)
        note = self.state.tickets.get(event.ticket)
        if note is not None:
            self._note(step, event.ticket, note, replace(note, item=event.item, spent_ms=0))
            step.lessons.append(Moved(at_ms, event.item, note.klass))

    def rested(self, _at_ms: int, event: e.WindowPaused | e.WindowUnpaused) -> None:
        """A step that teaches nothing by itself: the pause is in the gap between two services."""
        self._begin(event.window)

    def undone(self, _at_ms: int, event: e.StepUndone) -> None:
        step = self.state.steps.pop(event.window, None)
        if step is not None:
            self.state.tickets.update(step.notes)
            self.state.windows[event.window] = step.work

    # --- the window's people, and the day ------------------------------------------------------------------

    def manned(
        self, _at_ms: int, event: e.StaffSignedIn | e.StaffSignedOut | e.WindowOpened | e.WindowClosed
    ) -> None:
        """What was done here before can be undone no more."""
        self._stand(event.window)
        self.state.windows[event.window] = FREE

    def day_opened(self, at_ms: int, event: e.DayOpened) -> None:
        self.settle()
        state = self.state
        services.begin_day(state)
        arrivals.begin_day(state.arrivals, ((event.starts_ms or at_ms) + self._offset_ms) // DAY_MS)
        state.tickets, state.windows = {}, {}

    # --- book-keeping --------------------------------------------------------------------------------------

    def _begin(self, window: WindowNo, joins: bool = False) -> LastStep:
        """Return the step that an event belongs to: a new one, unless it joins the one before."""
        steps = self.state.steps
        step = steps.get(window) if joins else None
        if step is None:
            self._stand(window)
            step = steps[window] = LastStep(self.state.windows.get(window, FREE), {}, [], [])
        return step

    def _stand(self, window: WindowNo) -> None:
        """The window's last step stands: learn it."""
        step = self.state.steps.pop(window, None)
        if step is None:
            return
        for lesson in step.lessons:
            learn(self.state, self._hall, window, lesson)
        for ticket in step.ended:
            self.state.tickets.pop(ticket, None)

    def _note(self, step: LastStep, ticket: TicketId, before: Known, after: Known) -> None:
        step.notes.setdefault(ticket, before)
        self.state.tickets[ticket] = after

    def _spend(self, step: LastStep, window: WindowNo, ticket: TicketId, at_ms: int) -> None:
        note, work = self.state.tickets.get(ticket), self.state.windows.get(window, FREE)
        if note is not None and work.ticket == ticket:
            step.lessons.append(Spent(note.item, at_ms - work.since_ms))


_HANDLERS: Mapping[type[e.Event], str] = {
    e.DayOpened: "day_opened",
    e.TicketIssued: "issued",
    e.TicketReturned: "returned",
    e.TicketCancelled: "cancelled",
    e.TicketClosed: "closed",
    e.ClassChanged: "class_changed",
    e.StaffSignedIn: "manned",
    e.StaffSignedOut: "manned",
    e.WindowOpened: "manned",
    e.WindowClosed: "manned",
    e.WindowPaused: "rested",
    e.WindowUnpaused: "rested",
    e.TicketCalled: "called",
    e.ServiceStarted: "started",
    e.ServiceFinished: "finished",
    e.TicketMissed: "missed",
    e.TicketHeld: "held",
    e.TicketTransferred: "transferred",
    e.ItemAdded: "item_added",
    e.StepUndone: "undone",
}
