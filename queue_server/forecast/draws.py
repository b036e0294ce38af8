"""Chance for one part of the hall, drawn before the replay: who comes, who comes later, how long each takes.

Everything is an array with one row a replay. Columns are the entries of the lanes one after the other, and
behind each lane one column that nobody ever reaches. The generator is the caller's: same seed, same draws.
"""

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from queue_server.forecast.law import Floats, Law, mixed
from queue_server.forecast.part import Entry, LaneKey, Part
from queue_server.forecast.present import Booked, Doing, Flow, Habits, Present, Probe, Waiter, WindowAt
from queue_server.vocabulary import ItemCode

HOUR_MS = 3_600_000
OVERTIME_MS = 1_800_000
"""A window at work outside its plan is taken to stay so long."""
HORIZON_MORE, HORIZON_LEAST_MS = 1.25, 600_000
"""Citizens still to come are drawn for so many times the work at hand, and so much longer."""
JUST_AFTER_MS = 0.001
"""A ticket issued now comes after all that were issued in the same instant."""
SIGMAS = 1.5
"""Room is kept for so many standard deviations above the mean; the few beyond come too late to matter."""
ARRIVALS_MAX = 2000
"""Citizens still to come in one flow and replay; beyond, the present ones are long served."""

NOBODY, WAITER, BOOKED, PROBE = range(4)
KINDS: Mapping[type, int] = {type(None): NOBODY, Waiter: WAITER, Booked: BOOKED, Probe: PROBE}
Laws = Mapping[ItemCode, Law]
UNKNOWN = Law.of()
"""The law of an item of which nothing is known."""


Breaks = tuple[tuple[float, float], ...]
"""When a window is closed, from the present instant, in order."""
Places = NDArray[np.intp]


class Lineup(NamedTuple):
    """One part, drawn: R replays, L lanes, E columns, W windows."""

    keys: tuple[LaneKey, ...]
    starts: Places
    """First column of each lane, L."""
    columns: tuple[Entry | None, ...]
    """What stands in a column; None: a citizen still to come, or the end of a lane."""
    kinds: NDArray[np.int8]
    """The same as a number: NOBODY, WAITER, BOOKED or PROBE."""
    refs_ms: Floats
    """R x E, from the present instant; infinite at the end of a lane."""
    lasts_ms: Floats
    """R x E: how long a window of usual speed serves."""
    costs_ms: Floats
    """R x E: what is added at any speed: gap, recall."""
    free_ms: Floats
    """R x W: when each window is free next, from the present instant; infinite: not again today."""
    windows: tuple[WindowAt, ...]
    breaks: tuple[Breaks, ...]
    """Of each window."""


def draw(part: Part, present: Present, laws: Laws, chance: np.random.Generator, replays: int) -> Lineup:
    """Draw ``replays`` futures of the part."""
    breaks = tuple(_breaks(window, present.at_ms) for window in part.windows)
    free = [_free(window, present, laws, chance, replays) for window in part.windows]
    until_ms = _horizon_ms(part, breaks, present, laws)
    streams = [_stream(flows, present.at_ms, until_ms) for _, flows in part.flows]
    columns, starts = _columns(part, streams)
    kinds = np.array([KINDS[type(entry)] for entry in columns], dtype=np.int8)
    refs = np.full((replays, len(columns)), np.inf)
    lasts = np.zeros_like(refs)
    refs[:, kinds != NOBODY] = [_ref_ms(entry, present) for entry in columns if entry is not None]
    for law, places in _by_law(columns, laws):
        lasts[:, places] = law.draw(chance.random((replays, len(places))))
    for stream, start in zip(streams, starts[len(part.lanes) :], strict=True):
        here = slice(start, start + stream.most)
        refs[:, here], lasts[:, here] = _coming(stream, laws, chance, replays)
    costs = _no_shows(lasts, present.habits, chance)
    _leave_out(lasts, costs, columns, kinds, chance)
    keys = tuple(key for key, _ in (*part.lanes, *part.flows))
    return Lineup(
        keys, starts, columns, kinds, refs, lasts, costs, np.stack(free, axis=1), part.windows, breaks
    )


def _columns(part: Part, streams: list["Stream"]) -> tuple[tuple[Entry | None, ...], Places]:
    """Return what stands in each column, and where the lanes start."""
    columns: list[Entry | None] = []
    starts: list[int] = []
    for _, entries in part.lanes:
        starts.append(len(columns))
        columns += [*entries, None]
    for stream in streams:
        starts.append(len(columns))
        columns += [None] * (stream.most + 1)
    return tuple(columns), np.array(starts, dtype=np.intp)


def _by_law(columns: tuple[Entry | None, ...], laws: Laws) -> list[tuple[Law, list[int]]]:
    """Return the columns of each item's tickets, with its law."""
    by_item: dict[ItemCode, list[int]] = {}
    for place, entry in enumerate(columns):
        if entry is not None and not isinstance(entry, Probe):
            by_item.setdefault(entry.item, []).append(place)
    return [(laws.get(item, UNKNOWN), places) for item, places in by_item.items()]


def _ref_ms(entry: Entry, present: Present) -> float:
    return JUST_AFTER_MS if isinstance(entry, Probe) else entry.ref_ms - present.at_ms


def _no_shows(lasts: Floats, habits: Habits, chance: np.random.Generator) -> Floats:
    """Return what each costs a window beside its service. A no-show costs the recall, and is served if it
    comes back; ``lasts`` loses those who do not."""
    if not habits.no_show:
        return np.full_like(lasts, habits.gap_ms)
    draws = chance.random(lasts.shape)
    lasts[draws < habits.no_show * (1 - habits.returns)] = 0.0
    return np.where(draws < habits.no_show, float(habits.gap_ms + habits.recall_ms), float(habits.gap_ms))


def _leave_out(
    lasts: Floats,
    costs: Floats,
    columns: tuple[Entry | None, ...],
    kinds: NDArray[np.int8],
    chance: np.random.Generator,
) -> None:
    """Let nobody wait for one only asked about, nor for one missed or booked who is not there."""
    lasts[:, kinds == PROBE] = costs[:, kinds == PROBE] = 0.0
    for place, entry in enumerate(columns):
        if entry is not None and not isinstance(entry, Probe) and entry.comes < 1.0:
            away = chance.random(len(lasts)) >= entry.comes
            lasts[away, place] = costs[away, place] = 0.0


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


def _stream(flows: tuple[Flow, ...], at_ms: int, until_ms: float) -> Stream:
    edges, mass, shares = _intensity(flows, at_ms, until_ms)
    expected = float(mass[-1])
    return Stream(
        flows, edges, mass, shares, min(ARRIVALS_MAX, math.ceil(expected + SIGMAS * math.sqrt(expected)))
    )


def _coming(stream: Stream, laws: Laws, chance: np.random.Generator, replays: int) -> tuple[Floats, Floats]:
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


def _horizon_ms(part: Part, breaks: Iterable[Breaks], present: Present, laws: Laws) -> float:
    """Return how far citizens still to come matter: a little longer than the work at hand takes."""
    items = [entry.item for _, lane in part.lanes for entry in lane if not isinstance(entry, Probe)]
    work_ms = sum(laws.get(item, UNKNOWN).mean_ms + present.habits.gap_ms for item in items)
    open_ms = HORIZON_MORE * work_ms / len(part.windows) + HORIZON_LEAST_MS
    closed = {pair for of_window in breaks for pair in of_window}
    return open_ms + sum(end - start for start, end in closed if 0 <= start < open_ms and end < np.inf)


def _free(
    window: WindowAt, present: Present, laws: Laws, chance: np.random.Generator, replays: int
) -> Floats:
    """Draw when the window is free next."""
    habits, law = present.habits, laws.get(window.item, UNKNOWN)
    elapsed_ms = present.at_ms - window.since_ms
    if window.doing is Doing.AWAY:
        free = np.full(replays, _away_ms(window, present))
    elif window.doing is Doing.IDLE:
        free = np.zeros(replays)
    else:
        uniform, exponential = chance.random(replays), chance.exponential(size=replays)
        free = law.residual(elapsed_ms, uniform, exponential, window.speed)
        if window.doing is Doing.CALLED and habits.no_show:
            missed = chance.random(replays) < habits.no_show
            free = np.where(missed, max(habits.recall_ms - elapsed_ms, 0), free)
        free = free + habits.gap_ms
    return reopened(free, _breaks(window, present.at_ms))


def _away_ms(window: WindowAt, present: Present) -> float:
    """A window that should be open is assumed back; one that should not opens by its plan."""
    is_due = not window.spans or any(start <= present.at_ms < end for start, end in window.spans)
    return float(present.habits.back_ms) if is_due else 0.0


def reopened(free: Floats, breaks: Breaks) -> Floats:
    """Return the instants moved out of the window's breaks."""
    for start, end in breaks:
        free = np.where((free >= start) & (free < end), end, free)
    return free


def _breaks(window: WindowAt, at_ms: int) -> Breaks:
    """Return when the window is closed from now on; the last one has no end."""
    if not window.spans:
        return ()
    spans = [(start - at_ms, end - at_ms) for start, end in window.spans if end > at_ms]
    is_over = window.doing is not Doing.AWAY and not any(start <= 0 < end for start, end in spans)
    if is_over:
        spans = [
            (0, OVERTIME_MS),
            *((max(start, OVERTIME_MS), end) for start, end in spans if end > OVERTIME_MS),
        ]
    closed: list[tuple[float, float]] = []
    before = -np.inf
    for start, end in spans:
        if start > max(before, 0):
            closed.append((float(before), float(start)))
        before = end
    return (*closed, (float(before), np.inf))
