"""Follows each ticket through the hall's events and says what counts: one ``Fact``, given or taken back.

Every figure of the house is made here first, so the managers' wall and the printed month can never disagree.
The state is plain data. A window's last step is kept until the next one: when it is undone, its facts are
taken back and its tickets noted as before, so an undone call or finish has never counted. An event of a
ticket that was never seen issued (the follower began in the middle of a day) counts nothing.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

import msgspec

from queue_server.hall import events as e
from queue_server.reports.foretold import Foretold, kept
from queue_server.vocabulary import CloseReason, ItemCode, QueueCode, StaffId, TicketClass, TicketId, WindowNo

NOBODY = StaffId("")
NOWHERE = WindowNo("")
UNTIMED = -1
"""The length of a service whose start nobody pressed: it is counted, its length is not known."""


class What(StrEnum):
    """What a fact counts as. ``amount`` of a fact is said here."""

    ISSUED = "issued"
    CALLED = "called"
    """The first call of a ticket that stands. Amount: the wait, from issue to this call, in ms."""
    SERVED = "served"
    """A ticket's service finished. Amount: from start to finish of its last item in ms, or ``UNTIMED``."""
    ITEM_DONE = "item_done"
    """An item before the last one of the same visit. Amount as with ``SERVED``."""
    MISSED = "missed"
    CANCELLED = "cancelled"
    TRANSFERRED = "transferred"
    CLOSED = "closed"
    """Ended without service, by the hall's rules."""
    RATED = "rated"
    """Amount: the level, 1 to 5."""
    SILENT = "silent"
    """Asked for a rating and none came."""


class Fact(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One thing that counts, with every side it is counted by."""

    what: What
    at_ms: int
    queue: QueueCode
    """The ticket's letter, which a transfer keeps."""
    item: ItemCode
    """The item it is about at this moment."""
    klass: TicketClass
    window: WindowNo = NOWHERE
    staff: StaffId = NOBODY
    """Who sat at the window."""
    amount: int = 0
    foretold: Foretold | None = None
    """The ticket's first forecast: with ``CALLED`` it is held against the amount."""


class Note(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What must be remembered of a ticket."""

    queue: QueueCode
    item: ItemCode
    klass: TicketClass
    issued_ms: int
    is_called: bool = False
    """Whether its first call was counted."""
    foretold: Foretold | None = None
    """What its citizen was told of the wait."""


class LastStep(msgspec.Struct):
    """A window's last step, ready to be taken back."""

    notes: dict[TicketId, Note] = {}
    """The tickets as they were noted before it."""
    facts: list[Fact] = []


class Asking(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The service whose rating a window asks for. Its staff may have changed when the answer comes."""

    ticket: TicketId
    item: ItemCode
    staff: StaffId


class Followed(msgspec.Struct):
    """The follower's memory of one day. Mutable, changed by ``Follower`` alone."""

    tickets: dict[TicketId, Note] = {}
    staff: dict[WindowNo, StaffId] = {}
    steps: dict[WindowNo, LastStep] = {}
    asking: dict[WindowNo, Asking] = {}
    missed_at: WindowNo = NOWHERE
    """Where the last ticket was missed: the close of a ticket missed twice follows at once."""


Count = Callable[[Fact, int], None]
"""Takes a fact with 1 when it happened and with -1 when it is taken back."""

Handler = Callable[[int, Any], None]
"""Takes the instant and the event."""


class Follower:
    """The fold: ``take`` each event in the journal's order; facts come out through ``count``."""

    def __init__(self, state: Followed, count: Count) -> None:
        self.state = state
        self.count = count
        """Who is told; whoever folds several periods changes it between them."""
        self.handlers: dict[type, Handler] = {kind: getattr(self, name) for kind, name in _HANDLERS.items()}
        """Event -> what lets it count. Whoever holds a follower may call one straight."""

    def take(self, at_ms: int, event: e.Event) -> None:
        """Let the event count, if it is one that counts."""
        handler = self.handlers.get(type(event))
        if handler is not None:
            handler(at_ms, event)

    def begin_day(self) -> None:
        """Forget everything: numbers start anew and everybody has signed out."""
        fresh = Followed()
        for name in Followed.__struct_fields__:
            setattr(self.state, name, getattr(fresh, name))

    # --- tickets away from windows ---

    def issued(self, at_ms: int, event: e.TicketIssued) -> None:
        issued_ms = event.issued_ms(at_ms)
        note = Note(event.queue, event.item, event.klass, issued_ms, False, kept(event.wait))
        self.state.tickets[event.ticket] = note
        self.count(self._fact(What.ISSUED, issued_ms, note, NOWHERE), 1)

    def class_changed(self, _at_ms: int, event: e.ClassChanged) -> None:
        note = self.state.tickets.get(event.ticket)
        if note is not None:
            self.state.tickets[event.ticket] = msgspec.structs.replace(note, klass=event.klass)

    def cancelled(self, at_ms: int, event: e.TicketCancelled) -> None:
        note = self.state.tickets.get(event.ticket)
        if note is not None:
            self.count(self._fact(What.CANCELLED, at_ms, note, event.window), 1)

    def closed(self, at_ms: int, event: e.TicketClosed) -> None:
        note = self.state.tickets.get(event.ticket)
        if note is None:
            return
        is_of_step = event.reason is CloseReason.MISSED_TWICE
        window = self.state.missed_at if is_of_step else NOWHERE
        fact = self._fact(What.CLOSED, at_ms, note, window)
        if is_of_step and window in self.state.steps:
            self.state.steps[window].facts.append(fact)
        self.count(fact, 1)

    # --- steps of a window ---

    def called(self, at_ms: int, event: e.TicketCalled) -> None:
        step = self._begin(event.window, event.joins)
        note = self.state.tickets.get(event.ticket)
        if note is None or note.is_called:
            return
        after = Note(note.queue, note.item, note.klass, note.issued_ms, True, note.foretold)
        self._note(step, event.ticket, note, after)
        self._give(step, self._fact(What.CALLED, at_ms, note, event.window, at_ms - note.issued_ms))

    def finished(self, at_ms: int, event: e.ServiceFinished) -> None:
        step = self._begin(event.window, event.joins)
        note = self.state.tickets.get(event.ticket)
        if note is None:
            return
        amount = UNTIMED if event.joins else event.served_ms
        fact = self._fact(What.SERVED, at_ms, note, event.window, amount)
        self.state.asking[event.window] = Asking(event.ticket, note.item, fact.staff)
        self._give(step, fact)

    def item_added(self, at_ms: int, event: e.ItemAdded) -> None:
        step = self._begin(event.window)
        note = self.state.tickets.get(event.ticket)
        if note is None:
            return
        self._note(step, event.ticket, note, msgspec.structs.replace(note, item=event.item))
        self._give(step, self._fact(What.ITEM_DONE, at_ms, note, event.window, event.served_ms))

    def missed(self, at_ms: int, event: e.TicketMissed) -> None:
        step = self._begin(event.window)
        self.state.missed_at = event.window
        note = self.state.tickets.get(event.ticket)
        if note is not None:
            self._give(step, self._fact(What.MISSED, at_ms, note, event.window))

    def transferred(self, at_ms: int, event: e.TicketTransferred) -> None:
        step = self._begin(event.window)
        note = self.state.tickets.get(event.ticket)
        if note is None:
            return
        self._note(step, event.ticket, note, msgspec.structs.replace(note, item=event.item))
        self._give(step, self._fact(What.TRANSFERRED, at_ms, note, event.window))

    def stepped(self, _at_ms: int, event: e.ServiceStarted | e.TicketHeld | e.WindowPaused) -> None:
        """A step that counts nothing: an undo behind it takes back nothing that counted before."""
        self.state.steps.pop(event.window, None)

    def undone(self, _at_ms: int, event: e.StepUndone) -> None:
        step = self.state.steps.pop(event.window, None)
        if step is None:
            return
        self.state.tickets.update(step.notes)
        for fact in reversed(step.facts):
            self.count(fact, -1)

    # --- the window's people ---

    def signed_in(self, _at_ms: int, event: e.StaffSignedIn) -> None:
        self.state.staff[event.window] = event.staff

    def signed_out(self, _at_ms: int, event: e.StaffSignedOut) -> None:
        self.state.staff.pop(event.window, None)

    def rated(self, at_ms: int, event: e.ServiceRated) -> None:
        self._answered(What.RATED, at_ms, event, event.stars)

    def rating_lapsed(self, at_ms: int, event: e.RatingLapsed) -> None:
        self._answered(What.SILENT, at_ms, event, 0)

    def _answered(self, what: What, at_ms: int, event: e.ServiceRated | e.RatingLapsed, amount: int) -> None:
        asking, note = self.state.asking.get(event.window), self.state.tickets.get(event.ticket)
        if asking is None or note is None or asking.ticket != event.ticket:
            return
        self.count(
            Fact(what, at_ms, note.queue, asking.item, note.klass, event.window, asking.staff, amount), 1
        )

    # --- book-keeping ---

    def _begin(self, window: WindowNo, joins: bool = False) -> LastStep:
        """Return the step that this event belongs to: a new one, unless it joins the one before."""
        step = self.state.steps.get(window) if joins else None
        if step is None:
            step = self.state.steps[window] = LastStep({}, [])
        return step

    def _note(self, step: LastStep, ticket: TicketId, before: Note, after: Note) -> None:
        step.notes.setdefault(ticket, before)
        self.state.tickets[ticket] = after

    def _give(self, step: LastStep, fact: Fact) -> None:
        step.facts.append(fact)
        self.count(fact, 1)

    def _fact(self, what: What, at_ms: int, note: Note, window: WindowNo, amount: int = 0) -> Fact:
        staff = self.state.staff.get(window, NOBODY)
        return Fact(what, at_ms, note.queue, note.item, note.klass, window, staff, amount, note.foretold)


_HANDLERS: Mapping[type[e.Event], str] = {
    e.TicketIssued: "issued",
    e.ClassChanged: "class_changed",
    e.TicketCancelled: "cancelled",
    e.TicketClosed: "closed",
    e.TicketCalled: "called",
    e.ServiceStarted: "stepped",
    e.ServiceFinished: "finished",
    e.ItemAdded: "item_added",
    e.TicketMissed: "missed",
    e.TicketHeld: "stepped",
    e.TicketTransferred: "transferred",
    e.WindowPaused: "stepped",
    e.WindowUnpaused: "stepped",
    e.StepUndone: "undone",
    e.StaffSignedIn: "signed_in",
    e.StaffSignedOut: "signed_out",
    e.ServiceRated: "rated",
    e.RatingLapsed: "rating_lapsed",
}
