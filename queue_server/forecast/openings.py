"""When windows are free and when they are closed, from the present instant on."""

import numpy as np

from queue_server.forecast.law import UNKNOWN, Floats, Laws
from queue_server.forecast.present import Doing, Present, WindowAt

OVERTIME_MS = 1_800_000
"""A window at work outside its plan is taken to stay so long."""

Breaks = tuple[tuple[float, float], ...]
"""When a window is closed, from the present instant, in order."""


def free_from(
    window: WindowAt,
    breaks: Breaks,
    present: Present,
    laws: Laws,
    chance: np.random.Generator,
    replays: int,
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
    return reopened(free, breaks)


def _away_ms(window: WindowAt, present: Present) -> float:
    """A window that should be open is assumed back; one that should not opens by its plan."""
    is_due = not window.spans or any(start <= present.at_ms < end for start, end in window.spans)
    return float(present.habits.back_ms) if is_due else 0.0


def reopened(free: Floats, breaks: Breaks) -> Floats:
    """Return the instants moved out of the window's breaks."""
    for start, end in breaks:
        free = np.where((free >= start) & (free < end), end, free)
    return free


def breaks_of(window: WindowAt, at_ms: int) -> Breaks:
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
