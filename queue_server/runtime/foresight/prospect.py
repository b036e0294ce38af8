"""The first forecast of a ticket issued now, from the last look at the hall: plain arithmetic for the writer.

A number is not kept back for a forecast, so the last one is moved to the instant of the issue: by the time
that has passed, and by those who came since, each by the hall's pace. It is an ``Outlook`` of the engine.
"""

from typing import NamedTuple

from queue_server.forecast.conformal import Range, corrected
from queue_server.forecast.draws import UNKNOWN
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
    ahead: int
    spare: int
    """Idle windows: so many who come need not wait."""
    pace_ms: float
    """What one more before it costs."""
    mean_ms: float
    windows: int
    closes_ms: int

    def moved_ms(self, ahead: int, passed_ms: int) -> int:
        """Return by how much the wait is another with ``ahead`` before it, some time later."""
        more = max(0, ahead + 1 - self.spare) - max(0, self.ahead + 1 - self.spare)
        return round(more * self.pace_ms) - passed_ms


class Prospect:
    """The outlook of one hall; it knows nothing until ``take``."""

    def __init__(self) -> None:
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
            round(wait.served * 100),
            made.method,
        )


def told_range(of: Range, left_ms: int) -> Shown:
    """Return a range as it is told; of one that is not today, that it is not before the queue closes."""
    return shown(of) or Shown(rounded_down(max(0, left_ms)), None)


def _base(seen: Seen, probe: Probe, wait: Wait) -> Base:
    glance = seen.glance
    ahead, windows = glance.ahead.get(probe.item, 0), glance.windows.get(probe.item, 0)
    mean_ms = glance.laws.get(probe.item, UNKNOWN).mean_ms
    return Base(
        wait,
        ahead,
        glance.spare.get(probe.item, 0),
        _pace_ms(wait, ahead, windows, mean_ms),
        mean_ms,
        windows,
        probe.closes_ms,
    )


def _pace_ms(wait: Wait, ahead: int, windows: int, mean_ms: float) -> float:
    """Return what one more person costs: in a crowd what each cost so far, else a share of a service."""
    if wait.mid_ms and ahead >= max(1, windows):
        return wait.mid_ms / (ahead + 1)
    return mean_ms / max(1, windows)


def _moved(wait: Wait, by_ms: int) -> Wait:
    low_ms, mid_ms, high_ms = (None if one is None else max(0, one + by_ms) for one in wait[:3])
    return wait._replace(low_ms=low_ms, mid_ms=mid_ms, high_ms=high_ms)
