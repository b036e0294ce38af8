"""What comes out of a forecast: the quantiles of the wait of each ticket, and of each that might be issued.

The median is the point; the ends are the 10 % and 90 % quantiles, not yet corrected (see ``conformal``).
Waits are ms from the present instant to the call. None: not called today.
"""

from typing import NamedTuple

import msgspec
import numpy as np

from queue_server.forecast.law import Floats, Laws
from queue_server.forecast.present import Present, Probe
from queue_server.forecast.replay import REPLAYS, digest_of, replay
from queue_server.hall.outlook import REPLAY
from queue_server.vocabulary import TicketId

QUANTILES = (0.1, 0.5, 0.9)


class Wait(NamedTuple):
    """How long from now to the call, over all futures."""

    low_ms: int | None
    mid_ms: int | None
    high_ms: int | None
    mean_ms: int | None
    """Over the futures in which it is called."""
    called: float
    """The share of futures in which it is called today."""
    served: float = 1.0
    """Of a probe: the share in which its service is over before its queue closes."""


class Forecast(msgspec.Struct, frozen=True):
    """All waits at one instant, with what is needed to compute them again."""

    at_ms: int
    seq: int
    """The journal number of the state it was made from."""
    seed: int
    digest: str
    """Of the present and its laws: the same digest and seed give the same waits."""
    waits: dict[TicketId, Wait]
    probes: dict[str, Wait]
    """By ``Probe.key``: a ticket issued now."""
    method: str = REPLAY
    """``replay``, or ``fluid`` when a replay failed or was late."""


def forecast(present: Present, laws: Laws, seed: int, replays: int = REPLAYS) -> Forecast:
    """Return the waits of all who wait and of all that might be issued now."""
    table = replay(present, laws, seed, replays)
    tickets, probes = list(table.waits_ms), list(present.probes)
    waits = _summed([table.waits_ms[ticket] for ticket in tickets])
    of_probes = _summed([table.probes_ms[probe.key] for probe in probes])
    closes = {probe.key: _served(probe, table.over_ms[probe.key], present.at_ms) for probe in probes}
    return Forecast(
        at_ms=present.at_ms,
        seq=present.seq,
        seed=seed,
        digest=digest_of(present, laws),
        waits=dict(zip(tickets, waits, strict=True)),
        probes={
            probe.key: wait._replace(served=closes[probe.key])
            for probe, wait in zip(probes, of_probes, strict=True)
        },
    )


def _served(probe: Probe, over_ms: Floats, at_ms: int) -> float:
    is_served = over_ms <= probe.closes_ms - at_ms
    return float(np.count_nonzero(is_served) / len(over_ms)) if probe.closes_ms else 0.0


def _summed(calls: list[Floats]) -> list[Wait]:
    """Return the quantiles of each row of calls."""
    if not calls:
        return []
    table = np.array(calls)
    places = sorted({at for level in QUANTILES for at in _places(level, table.shape[1])})
    table.partition(places, axis=1)
    low, mid, high = (_quantile(table, level) for level in QUANTILES)
    is_called = np.isfinite(table)
    counts = is_called.sum(axis=1)
    means = np.where(is_called, table, 0.0).sum(axis=1) / np.maximum(counts, 1)
    sides = (low, mid, high, np.where(counts, means, np.inf))
    shares = (counts / table.shape[1]).tolist()
    return [Wait(*row) for row in zip(*map(_whole_ms, sides), shares, strict=True)]


def _places(level: float, count: int) -> tuple[int, int]:
    """Return the two places among ``count`` sorted values between which a quantile lies."""
    below = int(level * (count - 1))
    return below, min(below + 1, count - 1)


def _quantile(table: Floats, level: float) -> Floats:
    """Return the quantile of each row, by linear interpolation; infinite where that meets infinity."""
    below, above = _places(level, table.shape[1])
    share = level * (table.shape[1] - 1) - below
    if not share:
        return table[:, below]
    is_finite = np.isfinite(table[:, above])
    under, over = (np.where(is_finite, table[:, at], 0.0) for at in (below, above))
    return np.where(is_finite, under + share * (over - under), np.inf)


def _whole_ms(waits_ms: Floats) -> list[int | None]:
    whole = np.rint(np.where(np.isfinite(waits_ms), waits_ms, -1)).astype(np.int64).tolist()
    return [None if wait < 0 else wait for wait in whole]
