"""All futures of all parts laid out as arrays: one row a future of a part, padded at the right.

Behind the lanes of each row stands one more in which nobody ever stands.
Entries of all parts stand in one long row, so a place in it names part, future and entry at once.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from queue_server.forecast.draws import PROBE, WAITER, Lineup, Places
from queue_server.forecast.law import Floats
from queue_server.forecast.openings import Breaks
from queue_server.forecast.present import Present

BEFORE_ALL = 1e12
"""Points (ms) that no wait reaches: how the policies static and ratio put one lane before another."""

Flags = NDArray[np.bool_]


class Table(NamedTuple):
    """R rows, L lanes and W windows a row; E entries and V windows in all."""

    points_at_ref: Floats
    """E: the points that must be waited off: scale times ref."""
    lasts: Floats
    """E: how long it takes a window of usual speed, in ms; where all are usual, with what is added."""
    costs: Floats
    """E: what is added at any speed, in ms."""
    is_probe: Flags | None
    """E, with the policy ratio alone."""
    is_here: Flags | None
    """E: who may be called before the clock begins; None: there is no such."""
    place: Places
    """R x L: the entry at the head of each lane."""
    end: Places
    """R x L: the entry behind the last one asked for; 0: none is."""
    scale: Floats
    """R x L: points for each ms waited."""
    ahead: Floats | None
    """R x L: points before any waiting counts."""
    is_regular: Flags | None
    """R x L, with the policy ratio alone."""
    ratio: int
    free_ms: Floats
    """R x W: when each window is free next."""
    first_window: Places
    """R: the first of its windows among all."""
    debt: Places
    """R: calls of other classes since the last regular one."""
    speed: Floats | None
    """V; None: all as usual."""
    serves: Places | None
    """V x the most lanes of one: the lanes that each window may call from, filled up with the last lane, in
    which nobody stands; None: all windows serve all lanes."""
    breaks: list[tuple[Floats, Floats]]
    """(starts, ends), each V, of the windows' first breaks, second breaks and so on."""


def laid_out(lineups: list[Lineup], present: Present) -> Table:
    """Lay out the parts. The policy is that of ``hall.dispatch``, so both call the same ticket."""
    lanes = max((len(lineup.keys) for lineup in lineups), default=0) + 1
    scale = _scales(lineups, present, lanes)
    places = _places(lineups, lanes)
    windows = [window for lineup in lineups for window in lineup.windows]
    speed = np.array([window.speed for window in windows])
    lasts = np.concatenate([*(lineup.lasts_ms.ravel() for lineup in lineups), [0.0]])
    costs = np.concatenate([*(lineup.costs_ms.ravel() for lineup in lineups), [0.0]])
    is_usual = bool(np.all(speed == 1.0))
    return Table(
        points_at_ref=np.concatenate(
            [*map(_points_at_ref, lineups, _scales_of_parts(lineups, present)), [np.inf]]
        ),
        lasts=lasts + costs if is_usual else lasts,
        costs=costs,
        is_probe=_flags(lineups, PROBE) if present.policy == "ratio" else None,
        is_here=_flags(lineups, WAITER) if any(map(_has_early, lineups)) else None,
        place=places[0],
        end=places[1],
        scale=scale,
        ahead=_ahead(lineups, lanes) if present.policy == "static" else None,
        is_regular=_regular(lineups, lanes) if present.policy == "ratio" else None,
        ratio=present.ratio,
        free_ms=_free(lineups),
        first_window=_first_windows(lineups),
        debt=np.full(len(scale), present.regular_debt),
        speed=None if is_usual else speed,
        serves=_serves(lineups, lanes),
        breaks=_breaks([of_window for lineup in lineups for of_window in lineup.breaks]),
    )


def _rows(lineups: list[Lineup], values: list[Floats], width: int, filler: float) -> Floats:
    """Return one row a future: the values of its part, filled up."""
    rows = [np.concatenate((one, np.full(width - len(one), filler))) for one in values]
    counts = [len(lineup.refs_ms) for lineup in lineups]
    return np.repeat(np.array(rows).reshape(len(rows), width), counts, axis=0)


def _scales_of_parts(lineups: list[Lineup], present: Present) -> list[Floats]:
    weights = [np.array([key.weight for key in lineup.keys], dtype=np.float64) for lineup in lineups]
    if present.policy != "accumulating":
        return [np.ones_like(one) for one in weights]
    least = min(one.min() for one in weights) if weights else 1.0
    return [one / least for one in weights]


def _scales(lineups: list[Lineup], present: Present, lanes: int) -> Floats:
    return _rows(lineups, _scales_of_parts(lineups, present), lanes, 1.0)


def _points_at_ref(lineup: Lineup, scales: Floats) -> Floats:
    widths = np.diff((*lineup.starts, len(lineup.columns)))
    return (lineup.refs_ms * np.repeat(scales, widths)).ravel()


def _flags(lineups: list[Lineup], kind: int) -> Flags:
    of_parts = [np.tile(lineup.kinds == kind, len(lineup.refs_ms)) for lineup in lineups]
    return np.concatenate([*of_parts, [False]])


def _has_early(lineup: Lineup) -> bool:
    """Whether somebody stands there whose clock has not begun: such a one may be called early."""
    return bool(np.any((lineup.kinds == WAITER) & (lineup.refs_ms[0] > 0)))


def _places(lineups: list[Lineup], lanes: int) -> tuple[Places, Places]:
    """Return the entry at the head of each lane, and the one behind the last one asked for."""
    rows = [len(lineup.refs_ms) for lineup in lineups]
    head = np.full((sum(rows), lanes), sum(lineup.refs_ms.size for lineup in lineups), dtype=np.intp)
    end = np.zeros_like(head)
    first, row = 0, 0
    for lineup, count in zip(lineups, rows, strict=True):
        here = slice(row, row + count), slice(len(lineup.keys))
        base = first + np.arange(count)[:, None] * len(lineup.columns)
        behind = _behind_asked(lineup)
        head[here] = base + lineup.starts
        end[here] = np.where(behind > 0, base + behind, 0)
        first, row = first + lineup.refs_ms.size, row + count
    return head, end


def _behind_asked(lineup: Lineup) -> Places:
    """Return for each lane the column behind the last entry whose wait is asked for; 0: there is none."""
    is_asked = (lineup.kinds == WAITER) | (lineup.kinds == PROBE)
    behind = np.where(is_asked, np.arange(1, len(is_asked) + 1), 0)
    return np.maximum.reduceat(behind, lineup.starts)


def _ahead(lineups: list[Lineup], lanes: int) -> Floats:
    """Return the points that put a greater weight before every smaller one."""
    weights = sorted({key.weight for lineup in lineups for key in lineup.keys})
    rank = {weight: place * BEFORE_ALL for place, weight in enumerate(weights)}
    values = [np.array([rank[key.weight] for key in lineup.keys]) for lineup in lineups]
    return _rows(lineups, values, lanes, 0.0)


def _regular(lineups: list[Lineup], lanes: int) -> Flags:
    values = [np.array([key.is_regular for key in lineup.keys], dtype=np.float64) for lineup in lineups]
    return _rows(lineups, values, lanes, 0.0) > 0


def _free(lineups: list[Lineup]) -> Floats:
    most = max(len(lineup.windows) for lineup in lineups)
    free = np.full((sum(len(lineup.free_ms) for lineup in lineups), most), np.inf)
    row = 0
    for lineup in lineups:
        count, windows = lineup.free_ms.shape
        free[row : row + count, :windows] = lineup.free_ms
        row += count
    return free


def _first_windows(lineups: list[Lineup]) -> Places:
    counts = np.array([len(lineup.windows) for lineup in lineups], dtype=np.intp)
    return np.repeat(np.cumsum(counts) - counts, [len(lineup.refs_ms) for lineup in lineups])


def _serves(lineups: list[Lineup], lanes: int) -> Places | None:
    rows = [
        [place for place, key in enumerate(lineup.keys) if window.number in key.windows]
        for lineup in lineups
        for window in lineup.windows
    ]
    counts = [len(lineup.keys) for lineup in lineups for _ in lineup.windows]
    if all(len(row) == count for row, count in zip(rows, counts, strict=True)):
        return None
    most = max(map(len, rows))
    return np.array([row + [lanes - 1] * (most - len(row)) for row in rows], dtype=np.intp)


def _breaks(breaks: list[Breaks]) -> list[tuple[Floats, Floats]]:
    most = max(map(len, breaks), default=0)
    padded = [(*one, *[(np.inf, np.inf)] * (most - len(one))) for one in breaks]
    return [
        (np.array([start for start, _ in nth]), np.array([end for _, end in nth]))
        for nth in zip(*padded, strict=True)
    ]
