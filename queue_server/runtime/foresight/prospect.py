"""The first forecast of a ticket issued now, from the last look at the hall: plain arithmetic for the writer.

A number is not kept back for a forecast, so the last one is moved to the instant of the issue: by the time
that has passed, and by those who came since, each by the hall's pace. It is an ``Outlook`` of the engine.
"""

from typing import NamedTuple

from queue_server.forecast.conformal import Range, corrected
from queue_server.forecast.law import UNKNOWN
from queue_server.forecast.outcome import Wait
from queue_server.forecast.present import Probe
from queue_server.forecast.shown import Shown, rounded_down, shown
from queue_server.forecast.simple import naive_ms
from queue_server.hall.outlook import FirstForecast
from queue_server.runtime.foresight.glance import Seen
from queue_server.vocabulary import ItemCode, TicketClass


class Base(NamedTuple):
    """What a ticket of one item and class was told at the last look."""

    wait: Wait
    served_pct: int
    waited_for: int
    """Calls that a ticket had to wait for at the look: those before it and its own, less the idle windows."""
    spare: int
    """Idle windows: so many who come need not wait."""
    pace_ms: float
    """What one more before it costs."""
    mean_ms: float
    windows: int
    closes_ms: int

    def moved_ms(self, ahead: int, passed_ms: int) -> int:
        """Return by how much the wait is another with ``ahead`` before it, some time later."""
        return round((_waited_for(ahead, self.spare) - self.waited_for) * self.pace_ms) - passed_ms


class Prospect:
    """The outlook of one hall; it knows nothing until ``take``. ``doubtful_below_pct``: the hall's bound."""

    def __init__(self, doubtful_below_pct: float = 0) -> None:
        self._doubtful_below_pct = doubtful_below_pct
        self._seen: Seen | None = None
        self._bases: dict[tuple[ItemCode, TicketClass], Base] = {}

    def take(self, seen: Seen) -> None:
        """Go by this look from now on."""
        self._bases = {
            (probe.item, probe.klass): _base(seen, probe, seen.forecast.probes[probe.key])
            for probe in seen.glance.present.probes
            if probe.key in seen.forecast.probes
        }
        self._seen = seen

    def of_new(self, item: ItemCode, klass: TicketClass, ahead: int, at_ms: int) -> FirstForecast | None:
        """Return the first forecast of a ticket issued now; None while nothing fresh is known."""
        seen, base = self._seen, self._bases.get((item, klass))
        if seen is None or base is None or not seen.is_fresh(at_ms):
            return None
        made = seen.forecast
        moved_ms = base.moved_ms(ahead, max(0, at_ms - made.at_ms))
        wait = _moved(base.wait, moved_ms)
        told = told_range(corrected(wait, seen.glance.offsets), base.closes_ms - at_ms)
        return FirstForecast(
            made.seq,
            made.at_ms,
            made.seed,
            made.digest,
            wait.low_ms,
            wait.mid_ms,
            wait.high_ms,
            told.low_min,
            told.high_min,
            naive_ms(ahead, base.mean_ms, base.windows),
            moved_ms,
            base.served_pct,
            made.method,
            wait.served * 100 < self._doubtful_below_pct,
        )


def told_range(of: Range, left_ms: int) -> Shown:
    """Return a range as it is told; of one that is not today, that it is not before the queue closes."""
    return shown(of) or Shown(rounded_down(max(0, left_ms)), None)


def _base(seen: Seen, probe: Probe, wait: Wait) -> Base:
    glance = seen.glance
    ahead, windows = glance.ahead.get(probe.item, 0), glance.windows.get(probe.item, 0)
    spare = glance.spare.get(probe.item, 0)
    mean_ms = glance.laws.get(probe.item, UNKNOWN).mean_ms
    return Base(
        wait,
        round(wait.served * 100),
        _waited_for(ahead, spare),
        spare,
        _pace_ms(wait, ahead, windows, mean_ms),
        mean_ms,
        windows,
        probe.closes_ms,
    )


def _waited_for(ahead: int, spare: int) -> int:
    return ahead + 1 - spare if ahead >= spare else 0


def _pace_ms(wait: Wait, ahead: int, windows: int, mean_ms: float) -> float:
    """Return what one more person costs: in a crowd what each cost so far, else a share of a service."""
    if wait.mid_ms and ahead >= max(1, windows):
        return wait.mid_ms / (ahead + 1)
    return mean_ms / max(1, windows)


def _moved(wait: Wait, by_ms: int) -> Wait:
    low_ms, mid_ms, high_ms, mean_ms, called, served = wait
    if low_ms is not None:
        low_ms = low_ms + by_ms if low_ms + by_ms > 0 else 0
    if mid_ms is not None:
        mid_ms = mid_ms + by_ms if mid_ms + by_ms > 0 else 0
    if high_ms is not None:
        high_ms = high_ms + by_ms if high_ms + by_ms > 0 else 0
    return Wait(low_ms, mid_ms, high_ms, mean_ms, called, served)
