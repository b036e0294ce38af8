"""Chance for one part of the hall, drawn before the replay: who comes, who comes later, how long each takes.

Everything is an array with one row a replay. Columns are the entries of the lanes one after the other, and
behind each lane one column that nobody ever reaches. The generator is the caller's: same seed, same draws.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from queue_server.forecast.law import UNKNOWN, Floats, Law, Laws
from queue_server.forecast.openings import Breaks, breaks_of, free_from
from queue_server.forecast.part import Entry, LaneKey, Part
from queue_server.forecast.present import Booked, Habits, Present, Probe, Waiter, WindowAt
from queue_server.forecast.streams import Stream, coming, horizon_ms, stream_of
from queue_server.vocabulary import ItemCode

JUST_AFTER_MS = 0.001
"""A ticket issued now comes after all that were issued in the same instant."""
NOBODY, WAITER, BOOKED, PROBE = range(4)
KINDS: Mapping[type, int] = {type(None): NOBODY, Waiter: WAITER, Booked: BOOKED, Probe: PROBE}
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
    """Of each window, those still to come."""


def draw(part: Part, present: Present, laws: Laws, chance: np.random.Generator, replays: int) -> Lineup:
    """Draw ``replays`` futures of the part."""
    breaks = tuple(breaks_of(window, present.at_ms) for window in part.windows)
    free = [
        free_from(window, closed, present, laws, chance, replays)
        for window, closed in zip(part.windows, breaks, strict=True)
    ]
    until_ms = horizon_ms(part, breaks, present, laws)
    streams = [stream_of(flows, present.at_ms, until_ms) for _, flows in part.flows]
    columns, starts = _columns(part, streams)
    kinds = np.array([KINDS[type(entry)] for entry in columns], dtype=np.int8)
    refs = np.full((replays, len(columns)), np.inf)
    lasts = np.zeros_like(refs)
    refs[:, kinds != NOBODY] = [_ref_ms(entry, present) for entry in columns if entry is not None]
    for law, places in _by_law(columns, laws):
        lasts[:, places] = law.draw(chance.random((replays, len(places))))
    for stream, start in zip(streams, starts[len(part.lanes) :], strict=True):
        here = slice(start, start + stream.most)
        refs[:, here], lasts[:, here] = coming(stream, laws, chance, replays)
    costs = _no_shows(lasts, present.habits, chance)
    _leave_out(lasts, costs, columns, kinds, chance)
    keys = tuple(key for key, _ in (*part.lanes, *part.flows))
    drawn = (keys, starts, columns, kinds, refs, lasts, costs, np.stack(free, axis=1))
    return Lineup(*drawn, part.windows, tuple(map(_to_come, breaks)))


def _to_come(breaks: Breaks) -> Breaks:
    """Leave out the break that lasts now: when the window is free next knows of it."""
    return tuple((start, end) for start, end in breaks if start > 0)


def _columns(part: Part, streams: list[Stream]) -> tuple[tuple[Entry | None, ...], Places]:
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
