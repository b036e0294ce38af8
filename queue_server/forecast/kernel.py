"""The replay itself: all futures side by side, call by call, until the last one asked for is called.

One turn of the loop is one call in every future: the window that is free first, the head of the lane with the
most points by the policy in force, the instant written down, the window taken. Nothing is drawn here. Arrays
have one row a future of a part; ``table`` lays them out.
"""

import numpy as np
from numpy.typing import NDArray

from queue_server.forecast.draws import Lineup, Places
from queue_server.forecast.law import Floats
from queue_server.forecast.present import Present
from queue_server.forecast.table import BEFORE_ALL, Table, laid_out

LOOK_EVERY = 16
"""So many turns between two looks at whether a future is over."""
maximum, minimum = np.maximum.reduce, np.minimum.reduce


def play(lineups: list[Lineup], present: Present) -> list[Floats]:
    """Return for each part R x E: when each entry is called in each future, in ms from now.

    Infinite: not today, or after the last one asked for.
    """
    if not lineups:
        return []
    called = _Play(laid_out(lineups, present)).run()
    shapes = [lineup.refs_ms.shape for lineup in lineups]
    ends = np.cumsum([rows * columns for rows, columns in shapes])
    return [
        called[end - rows * columns : end].reshape(rows, columns)
        for end, (rows, columns) in zip(ends, shapes, strict=True)
    ]


class _Play:
    """The futures in the middle of being played. A row is a future that is not over yet."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.called = np.full(len(table.points_at_ref), np.inf)
        self.first_break = min((float(starts.min()) for starts, _ in table.breaks), default=np.inf)
        self.free, self.place, self.end = table.free_ms, table.place, table.end
        self.scale, self.first_window, self.debt = table.scale, table.first_window, table.debt
        self.ahead, self.is_regular = table.ahead, table.is_regular
        self.head = table.points_at_ref.take(self.place)
        self.may_end = bool(np.isinf(self.free.min(axis=1)).any())
        """Whether a window may be closed for good; until then nobody has to look."""
        self._lay_out()

    def run(self) -> Floats:
        turns = 0
        while len(self.free):
            if turns % LOOK_EVERY == 0:
                self._keep(np.logical_or.reduce(self.place < self.end, axis=1))
            if len(self.free):
                self._turn()
            turns += 1
        return self.called

    def _turn(self) -> None:
        place = self.free.argmin(axis=1)
        window = place + self.first_window
        place += self.base_window
        at = self.free_flat.take(place)
        if self.may_end and maximum(at) == np.inf:
            self._keep(at < np.inf)
            return
        lanes = self._lanes_of(window)
        points = self._points(at, lanes)
        best = points.argmax(axis=1)
        best += self.base_served
        lane = lanes.ravel().take(best)
        best_points = points.ravel().take(best)
        if minimum(best_points) < 0:
            closed = self._wait(np.flatnonzero(best_points < 0), lanes, window, place, lane, at)
            if len(closed):
                self._call_others(closed, window, place, lane, at)
                return
        self._call(window, place, lane, at)

    def _lanes_of(self, window: Places) -> Places:
        """Return the lanes that each row's window may call from, counted through all rows."""
        if self.table.serves is None:
            return self.all_lanes
        lanes: Places = self.table.serves.take(window, axis=0)
        lanes += self.base_lane[:, None]
        return lanes

    def _points(self, at: Floats, lanes: Places) -> Floats:
        """Return the points of the heads of lanes; below zero: not to be called now."""
        is_all = self.table.serves is None
        points = at[:, None] * (self.scale if is_all else self.scale_flat.take(lanes))
        points -= self.head if is_all else self.head_flat.take(lanes)
        if self.ahead is not None or self.is_regular is not None:
            not_yet = points < 0
            points += self._turn_of_ratio(lanes) if self.ahead is None else self.ahead.ravel().take(lanes)
            points[not_yet] = -np.inf
        return points

    def _turn_of_ratio(self, lanes: Places) -> Floats:
        """Put regular lanes first in the futures that owe one, the others first elsewhere."""
        assert self.is_regular is not None
        owes = self.debt >= self.table.ratio
        return np.where(self.is_regular.ravel().take(lanes) == owes[:, None], BEFORE_ALL, 0.0)

    def _call(self, window: Places, place: Places, lane: Places, at: Floats) -> None:
        """Let each window call the head of its lane. ``place`` and ``lane`` count through all rows."""
        table = self.table
        entry = self.place_flat.take(lane)
        self.called[entry] = at
        taken = table.lasts.take(entry)
        if table.speed is not None:
            taken *= table.speed.take(window)
            taken += table.costs.take(entry)
        taken += at
        self.free_flat[place] = self._reopened(window, taken)
        if self.is_regular is not None:
            self._count_debt(lane, entry)
        entry += 1
        self.place_flat[lane] = entry
        self.head_flat[lane] = table.points_at_ref.take(entry)

    def _call_others(self, closed: Places, window: Places, place: Places, lane: Places, at: Floats) -> None:
        rows = np.delete(np.arange(len(at)), closed)
        if len(rows):
            self._call(window[rows], place[rows], lane[rows], at[rows])

    def _count_debt(self, lane: Places, entry: Places) -> None:
        assert self.is_regular is not None
        assert self.table.is_probe is not None
        rows = lane // self.place.shape[1]
        owed = np.where(self.is_regular.ravel().take(lane), 0, self.debt[rows] + 1)
        self.debt[rows] = np.where(self.table.is_probe.take(entry), self.debt[rows], owed)

    def _wait(
        self, idle: Places, lanes: Places, window: Places, place: Places, lane: Places, at: Floats
    ) -> Places:
        """Where nobody's clock has begun, call one who came early, or wait for the first to come.

        Changes ``lane`` and ``at``, and returns the rows whose window closes before somebody comes.
        """
        served = lanes[idle]
        refs = self.head_flat.take(served) / self.scale_flat.take(served)
        first = np.arange(len(idle)) * served.shape[1]
        lane[idle] = served.ravel().take(refs.argmin(axis=1) + first)
        comes = minimum(refs, axis=1)
        if self.table.is_here is not None:
            refs[~self.table.is_here.take(self.place_flat.take(served))] = np.inf
            is_early = minimum(refs, axis=1) < np.inf
            early = idle[is_early]
            lane[early] = served.ravel().take((refs.argmin(axis=1) + first)[is_early])
            comes[is_early] = at[early]
        at[idle] = comes
        self.may_end = True
        opens = self._reopened(window[idle], comes)
        is_shut = (opens > comes) | (comes == np.inf)
        shut: Places = idle[is_shut]
        self.free_flat[place[shut]] = opens[is_shut]
        return shut

    def _reopened(self, window: Places, at: Floats) -> Floats:
        """Return the instants moved out of the breaks of the windows."""
        if maximum(at) < self.first_break:
            return at
        self.may_end = True
        for starts, ends in self.table.breaks:
            start, end = starts.take(window), ends.take(window)
            at = np.where((at >= start) & (at < end), end, at)
        return at

    def _keep(self, keep: NDArray[np.bool_]) -> None:
        """Go on with these futures alone."""
        if keep.all():
            return
        self.free, self.head, self.scale = self.free[keep], self.head[keep], self.scale[keep]
        self.place, self.end = self.place[keep], self.end[keep]
        self.first_window, self.debt = self.first_window[keep], self.debt[keep]
        self.ahead = None if self.ahead is None else self.ahead[keep]
        self.is_regular = None if self.is_regular is None else self.is_regular[keep]
        self._lay_out()

    def _lay_out(self) -> None:
        self.free_flat, self.head_flat = self.free.ravel(), self.head.ravel()
        self.scale_flat = self.scale.ravel()
        self.place_flat: Places = self.place.ravel()
        count, lanes, serves = np.arange(len(self.free)), self.place.shape[1], self.table.serves
        self.base_window = count * self.free.shape[1]
        self.base_lane: Places = count * lanes
        self.base_served = count * (lanes if serves is None else serves.shape[1])
        self.all_lanes: Places = self.base_lane[:, None] + np.arange(lanes)
