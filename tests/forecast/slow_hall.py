"""The same hall played slowly, call after call, by the hall's own dispatch: what the kernel must equal.

It shares no code with the kernel: a list of windows, a list of tickets, the policy of ``hall.dispatch``. For
one future without chance: services last what the law says, nobody misses, nobody comes.
"""

from dataclasses import dataclass, field

from queue_server.forecast.law import Law
from queue_server.forecast.part import FETCH_FIRST
from queue_server.forecast.present import Doing, Present, Probe, Waiter, WindowAt
from queue_server.hall.dispatch import policy_of
from queue_server.hall.lanes import Lane
from queue_server.hall.plan import Dispatch
from queue_server.vocabulary import ItemCode, TicketClass, TicketId


@dataclass
class SlowWindow:
    at: WindowAt
    free_ms: float


@dataclass
class SlowHall:
    """Plays until nobody who can be called waits."""

    present: Present
    laws: dict[ItemCode, Law]
    calls: dict[str, float] = field(default_factory=dict)

    def play(self) -> dict[str, float]:
        """Return when each ticket and probe is called, in ms from the present."""
        windows = [SlowWindow(one, self._first_free(one)) for one in self.present.windows]
        windows.sort(key=lambda one: (len(one.at.items), one.at.since_ms, one.at.number))
        left: list[Waiter | Probe] = [*self.present.waiting, *self.present.probes]
        debt = self.present.regular_debt
        while left and windows:
            window = min(windows, key=lambda one: one.free_ms)
            eligible = [one for one in left if self._may_serve(window.at, one)]
            if not eligible or window.free_ms == float("inf"):
                windows.remove(window)
                continue
            if not window.free_ms:  # who stands there is called before a ticket is issued in the same instant
                eligible = [one for one in eligible if isinstance(one, Waiter)] or eligible
            chosen = min(eligible, key=lambda one: self._rank(one, window.free_ms, debt))
            left.remove(chosen)
            key = chosen.key if isinstance(chosen, Probe) else chosen.ticket
            self.calls[key] = window.free_ms
            if isinstance(chosen, Waiter):
                debt = 0 if chosen.klass is TicketClass.REGULAR else debt + 1
                lasts = self.laws[chosen.item].mean_ms * window.at.speed + self.present.habits.gap_ms
                window.free_ms = self._open_from(window.at, window.free_ms + lasts)
        return self.calls

    def _first_free(self, window: WindowAt) -> float:
        elapsed = self.present.at_ms - window.since_ms
        if window.doing is Doing.IDLE:
            free = 0.0
        elif window.doing is Doing.AWAY:
            free = float(self.present.habits.back_ms) if self._is_due(window) else 0.0
        else:
            free = self.laws[window.item].mean_ms * window.speed - elapsed + self.present.habits.gap_ms
        return self._open_from(window, free)

    def _is_due(self, window: WindowAt) -> bool:
        now = self.present.at_ms
        return not window.spans or any(start <= now < end for start, end in window.spans)

    def _open_from(self, window: WindowAt, free: float) -> float:
        if not window.spans:
            return free
        at = self.present.at_ms + free
        starts = [max(at, start) for start, end in window.spans if at < end]
        return min(starts, default=float("inf")) - self.present.at_ms

    @staticmethod
    def _may_serve(window: WindowAt, one: Waiter | Probe) -> bool:
        if isinstance(one, Waiter) and one.only:
            return one.only == window.number
        return one.item in window.items

    def _rank(self, one: Waiter | Probe, free_ms: float, debt: int) -> tuple[int, ...]:
        now = self.present.at_ms
        policy = policy_of(Dispatch(policy=self.present.policy, ratio=self.present.ratio))
        is_fetch = isinstance(one, Waiter) and one.is_fetch
        weight = one.weight * FETCH_FIRST if is_fetch else one.weight
        if isinstance(one, Probe):  # issued now, after everybody who stands there
            entry = (now + 1, now + 1, 0, TicketId(""))
        else:
            entry = (one.ref_ms, one.issued_ms, one.seq, one.ticket)
        return policy(Lane(one.klass, weight), entry, now + round(free_ms), debt)
