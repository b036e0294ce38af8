"""What can be seen of a hall at an instant: its facts so far, folded, and made into a forecast's present.

Fed fact by fact; it also feeds the past. Nothing in here knows a fact before it was told.
"""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from queue_server.forecast.present import Booked as Slot
from queue_server.forecast.present import Doing, Present, Probe, Waiter, WindowAt
from queue_server.hall.lookup import MINUTE_MS
from queue_server.study import facts as f
from queue_server.study.days import EARLY_MS, LATE_MS
from queue_server.study.hall_day import weights_of
from queue_server.study.past import Past
from queue_server.study.plan import PlannedWindow, StudyPlan
from queue_server.vocabulary import ItemCode, TicketClass, TicketId, WindowNo

GONE_AFTER_MS = 300_000
"""A window that lets somebody wait so long is not there."""


class Sight:
    """One day, as far as it has come."""

    def __init__(self, plan: StudyPlan, past: Past, start_ms: int) -> None:
        self.plan, self.past, self.start_ms = plan, past, start_ms
        self.windows = {one.number: self._closed(one) for one in plan.windows}
        self.starts = {
            one.number: tuple(start for start, _ in plan.spans_ms(one, start_ms)) for one in plan.windows
        }
        self.at_window: dict[WindowNo, TicketId] = {}
        self.tickets: dict[TicketId, Waiter] = {}
        """Everybody of today."""
        self.waiting: dict[TicketId, Waiter] = {}
        self.missed: dict[TicketId, int] = {}
        """Since when."""
        self.called: dict[TicketId, f.Called] = {}
        """The newest call of each."""
        self.since: dict[TicketId, int] = {}
        """Since when each waits."""
        self.freed: dict[WindowNo, int] = {}
        self.booked: dict[str, f.Booked] = {}
        self.debt = 0
        self._probes = self._all_probes()
        self._fold: dict[type, Callable[[Any], None]] = {
            f.Opened: self._opened,
            f.Shut: self._shut,
            f.Booked: self._book,
            f.Issued: self._issued,
            f.Called: self._called,
            f.Started: self._started,
            f.Missed: self._missed,
            f.Returned: self._returned,
            f.Moved: self._moved,
            f.Finished: self._finished,
            f.Dropped: self._dropped,
        }

    def see(self, fact: f.Fact) -> None:
        """Fold one fact."""
        self._fold[type(fact)](fact)

    def windows_at(self, at_ms: int) -> tuple[WindowAt, ...]:
        """Return the windows as they are seen now."""
        if self.plan.is_told:
            return tuple(self.windows.values())
        return tuple(self._guessed(window, at_ms) for window in self.windows.values())

    def _guessed(self, window: WindowAt, at_ms: int) -> WindowAt:
        """Guess what a window does that does not say so: open in its usual hours, but away when it lets
        somebody wait."""
        if window.doing not in (Doing.IDLE, Doing.AWAY):
            return window
        start_ms = next((start for start, end in window.spans if start <= at_ms < end), None)
        if start_ms is None:
            return window
        since_ms = max(start_ms, window.since_ms)
        patience_ms = at_ms - GONE_AFTER_MS
        is_gone = since_ms < patience_ms and any(
            self.since[one.ticket] < patience_ms for one in self.waiting.values() if one.item in window.items
        )
        return replace(window, doing=Doing.AWAY if is_gone else Doing.IDLE, since_ms=since_ms)

    def present(self, at_ms: int) -> Present:
        """Return the hall as it is seen now."""
        missed = (replace(self.tickets[ticket], comes=self.past.returns.value) for ticket in self.missed)
        return Present(
            at_ms,
            self.windows_at(at_ms),
            waiting=(*self.waiting.values(), *missed),
            probes=self._probes,
            flows=self.past.flows(),
            booked=tuple(self._slots(at_ms)),
            habits=self.past.habits(),
            policy=self.plan.dispatch.policy,
            ratio=self.plan.dispatch.ratio,
            regular_debt=self.debt,
        )

    def _closed(self, window: PlannedWindow) -> WindowAt:
        late_ms = round(self.past.late.value)
        spans = tuple((start + late_ms, end) for start, end in self.plan.spans_ms(window, self.start_ms))
        return WindowAt(
            window.number,
            window.items,
            Doing.AWAY,
            self.start_ms,
            speed=self.past.speed(window.number),
            spans=spans,
        )

    def _all_probes(self) -> tuple[Probe, ...]:
        weights = weights_of(self.plan.dispatch)
        closes_ms = self.start_ms + self.plan.closes_min * MINUTE_MS
        return tuple(
            Probe(item, klass, weights[klass], closes_ms) for item in self.plan.items for klass in weights
        )

    def _slots(self, at_ms: int) -> list[Slot]:
        """Return the booked who may still come: not those whose time is over."""
        weight = weights_of(self.plan.dispatch)[TicketClass.APPOINTMENT]
        return [
            Slot(one.item, max(at_ms, one.slot_ms - EARLY_MS), weight, comes=self.past.comes.value)
            for one in self.booked.values()
            if at_ms <= one.slot_ms + LATE_MS
        ]

    # --- windows -------------------------------------------------------------------------------------------

    def _opened(self, fact: f.Opened) -> None:
        was_ms = self.windows[fact.window].since_ms
        for start_ms in self.starts[fact.window]:
            if was_ms <= start_ms <= fact.at_ms:
                self.past.opened(fact.at_ms - start_ms)
                self.freed.pop(fact.window, None)
        self._put(fact.window, Doing.IDLE, fact.at_ms)

    def _shut(self, fact: f.Shut) -> None:
        self._put(fact.window, Doing.AWAY, fact.at_ms)

    def _learn_skill(self, number: WindowNo, item: ItemCode) -> None:
        """Take a window or a skill into the hall that no plan spoke of."""
        window = self.windows.get(number)
        if window is None:
            self.windows[number] = self._closed(PlannedWindow(number, (item,)))
        elif item not in window.items:
            self.windows[number] = replace(window, items=(*window.items, item))

    def _put(self, number: WindowNo, doing: Doing, since_ms: int, item: ItemCode | None = None) -> None:
        self.windows[number] = replace(
            self.windows[number],
            doing=doing,
            since_ms=since_ms,
            item=item or ItemCode(""),
            speed=self.past.speed(number),
        )

    # --- tickets -------------------------------------------------------------------------------------------

    def _book(self, fact: f.Booked) -> None:
        self.booked[fact.code] = fact

    def _issued(self, fact: f.Issued) -> None:
        waiter = Waiter(
            fact.ticket,
            fact.item,
            fact.ref_ms,
            fact.klass,
            fact.weight,
            issued_ms=fact.at_ms,
            seq=len(self.tickets),
        )
        self._wait(waiter, fact.at_ms)
        if fact.booking:
            del self.booked[fact.booking]
            self.past.comes.add(1.0)
        else:
            self.past.came(fact.item, fact.klass, fact.weight, fact.at_ms)

    def _wait(self, waiter: Waiter, at_ms: int) -> None:
        self.tickets[waiter.ticket] = self.waiting[waiter.ticket] = waiter
        self.since[waiter.ticket] = at_ms

    def _called(self, fact: f.Called) -> None:
        waiter = self.waiting.pop(fact.ticket, self.tickets[fact.ticket])
        self.called[fact.ticket] = fact
        self.at_window[fact.window] = fact.ticket
        self._learn_skill(fact.window, waiter.item)
        self.debt = 0 if waiter.klass is TicketClass.REGULAR else self.debt + 1
        self._put(fact.window, Doing.CALLED, fact.at_ms, waiter.item)
        freed_ms = self.freed.pop(fact.window, None)
        if freed_ms is not None and self.since[fact.ticket] <= freed_ms:
            self.past.waited(fact.at_ms - freed_ms)

    def _started(self, fact: f.Started) -> None:
        call = self.called[fact.ticket]
        self.windows[call.window] = replace(self.windows[call.window], doing=Doing.SERVING)

    def _finished(self, fact: f.Finished) -> None:
        call = self.called[fact.ticket]
        self.past.took(self.tickets[fact.ticket].item, call.window, fact.at_ms - call.at_ms)
        self.past.no_show.add(0.0)
        self._free(fact.ticket, call.window, fact.at_ms)

    def _free(self, ticket: TicketId, window: WindowNo, at_ms: int) -> None:
        if self.at_window.get(window) != ticket:
            return
        self.freed[window] = at_ms
        del self.at_window[window]
        self._put(window, Doing.IDLE, at_ms)

    def _missed(self, fact: f.Missed) -> None:
        call = self.called[fact.ticket]
        self.past.no_show.add(1.0)
        self.past.recall.add(fact.at_ms - call.at_ms)
        self.missed[fact.ticket] = fact.at_ms
        self._free(fact.ticket, call.window, fact.at_ms)

    def _returned(self, fact: f.Returned) -> None:
        del self.missed[fact.ticket]
        self.past.returns.add(1.0)
        self._wait(replace(self.tickets[fact.ticket], ref_ms=fact.ref_ms), fact.at_ms)

    def _moved(self, fact: f.Moved) -> None:
        before = self.tickets[fact.ticket]
        waiter = replace(before, item=fact.item, weight=fact.weight, ref_ms=fact.at_ms)
        self._wait(waiter, fact.at_ms)
        self.past.came(fact.item, waiter.klass, fact.weight, fact.at_ms)

    def _dropped(self, fact: f.Dropped) -> None:
        if self.missed.pop(fact.ticket, None) is not None:
            self.past.returns.add(0.0)
        self.waiting.pop(fact.ticket, None)
