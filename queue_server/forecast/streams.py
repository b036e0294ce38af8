"""Citizens still to come: Poisson streams at the rates of the hour, as far ahead as they can matter."""

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from queue_server.forecast.law import UNKNOWN, Floats, Laws, mixed
from queue_server.forecast.openings import Breaks
from queue_server.forecast.part import Part
from queue_server.forecast.present import Flow, Present, Probe
from queue_server.hall.lookup import HOUR_MS

HORIZON_MORE, HORIZON_LEAST_MS = 1.25, 600_000
"""They are drawn for so many times the work at hand, and so much longer."""
SIGMAS = 1.5
"""Room is kept for so many standard deviations above the mean; the few beyond come too late to matter."""
ARRIVALS_MAX = 2000
"""In one lane and replay; beyond, the present ones are long served."""


class Stream(NamedTuple):
    """Citizens still to come in one lane, as a Poisson stream."""

    flows: tuple[Flow, ...]
    edges_ms: Floats
    """Instants from the present."""
    mass: Floats
    """How many are expected up to each."""
    shares: Floats
    """How many of each flow."""
    most: int
    """Columns kept for them."""


def stream_of(flows: tuple[Flow, ...], at_ms: int, until_ms: float) -> Stream:
    edges, mass, shares = _intensity(flows, at_ms, until_ms)
    expected = float(mass[-1])
    return Stream(
        flows, edges, mass, shares, min(ARRIVALS_MAX, math.ceil(expected + SIGMAS * math.sqrt(expected)))
    )


def coming(stream: Stream, laws: Laws, chance: np.random.Generator, replays: int) -> tuple[Floats, Floats]:
    """Draw when they come and how long each takes."""
    steps = np.cumsum(chance.standard_exponential((replays, stream.most)), axis=1)
    refs = np.where(steps < stream.mass[-1], np.interp(steps, stream.mass, stream.edges_ms), np.inf)
    law = mixed([laws.get(flow.item, UNKNOWN) for flow in stream.flows], stream.shares)
    return refs, law.draw(chance.random(refs.shape))


def _intensity(flows: tuple[Flow, ...], at_ms: int, until_ms: float) -> tuple[Floats, Floats, Floats]:
    """Return instants from the present, how many are expected up to each, and how many of each flow."""
    pieces = [
        (max(from_ms - at_ms, 0.0), min(to_ms - at_ms, until_ms), per_hour / HOUR_MS, which)
        for which, flow in enumerate(flows)
        for from_ms, to_ms, per_hour in flow.rates
        if to_ms > at_ms and from_ms - at_ms < until_ms and per_hour
    ]
    edges = np.array(sorted({0.0, *(one[0] for one in pieces), *(one[1] for one in pieces)}))
    rate, shares = np.zeros(len(edges)), np.zeros(len(flows))
    for start, end, per_ms, which in pieces:
        rate[(edges >= start) & (edges < end)] += per_ms
        shares[which] += per_ms * (end - start)
    mass = np.concatenate(([0.0], np.cumsum(rate[:-1] * np.diff(edges))))
    return edges, mass, shares


def horizon_ms(part: Part, breaks: Iterable[Breaks], present: Present, laws: Laws) -> float:
    """Return how far citizens still to come matter: a little longer than the work at hand takes."""
    items = [entry.item for _, lane in part.lanes for entry in lane if not isinstance(entry, Probe)]
    work_ms = sum(laws.get(item, UNKNOWN).mean_ms + present.habits.gap_ms for item in items)
    open_ms = HORIZON_MORE * work_ms / len(part.windows) + HORIZON_LEAST_MS
    closed = {pair for of_window in breaks for pair in of_window}
    return open_ms + sum(end - start for start, end in closed if 0 <= start < open_ms and end < np.inf)
