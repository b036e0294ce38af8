"""How long services last: the kept durations of each item, and how fast each window is. Pure arithmetic.

A duration runs from the call to the end, so the citizen's way to the window counts; a ticket that was sent on
ended there, and one that was held counts with both its parts. Those under 5 s were slips of the hand. The
speed is shrunk towards the usual by 60 services over all days and by 30 of today (docs/forecast.md).
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from queue_server.forecast.law import KEPT, SHORTEST_MS, USUAL_MS, Law, Laws
from queue_server.forecast.learned_state import Durations, LearnedState, Pace
from queue_server.hall.lookup import DAY_MS, MINUTE_MS, Hall
from queue_server.vocabulary import ItemCode, WindowNo

WIDTH = 4
"""Bytes of a kept duration."""
TELLING = 20
"""So many durations of an item tell its mean."""
USUAL_SERVICES, USUAL_SERVICES_TODAY = 60, 30

LawKey = tuple[int, int, float]
"""How many durations there ever were, their sum, and the configured duration: another law has another."""
KnownLaws = dict[ItemCode, tuple[LawKey, Law]]
"""Laws made before. Whoever asks for laws again and again keeps one and hands it over each time."""


def keep(durations: Durations, spent_ms: int) -> None:
    """Keep one more duration; with ``KEPT`` of them the oldest goes."""
    raw = min(spent_ms, DAY_MS).to_bytes(WIDTH, "little")
    at = durations.count % KEPT * WIDTH
    if at == len(durations.kept):
        durations.kept += raw
    else:
        durations.sum_ms -= int.from_bytes(durations.kept[at : at + WIDTH], "little")
        durations.kept[at : at + WIDTH] = raw
    durations.count += 1
    durations.sum_ms += min(spent_ms, DAY_MS)


def kept_ms(durations: Durations) -> NDArray[np.int32]:
    """Return the kept durations, the oldest first."""
    ring = np.frombuffer(bytes(durations.kept), dtype="<i4")
    return np.roll(ring, -(durations.count % KEPT)) if len(ring) == KEPT else ring


def mean_ms(durations: Durations) -> float:
    """Return the mean of what is kept; 0 while it is too little to tell."""
    count = len(durations.kept) // WIDTH
    return durations.sum_ms / count if count >= TELLING else 0.0


def usual_ms(hall: Hall, item: ItemCode) -> float:
    """Return the configured duration of an item."""
    known = hall.items.get(item)
    return USUAL_MS if known is None else known.minutes * MINUTE_MS


def learn_service(state: LearnedState, window: WindowNo, item: ItemCode, spent_ms: int) -> None:
    """Keep a duration, and what it says of the window's speed once the item's own mean is known.

    The configured minutes do not stand in for it: they may change and the journal has no word of them, so it
    alone would teach something else.
    """
    if spent_ms < SHORTEST_MS:
        return
    durations = state.services.get(item)
    if durations is None:
        durations = state.services[item] = Durations()
    mean = mean_ms(durations)
    if mean:
        _learn_speed(state, window, spent_ms / mean)
    keep(durations, spent_ms)


def _learn_speed(state: LearnedState, window: WindowNo, share: float) -> None:
    pace = state.paces.get(window)
    if pace is None:
        pace = state.paces[window] = Pace()
    pace.services += 1
    pace.shares += share
    pace.services_today += 1
    pace.shares_today += share


def begin_day(state: LearnedState) -> None:
    """Let the speeds of today begin anew."""
    for pace in state.paces.values():
        pace.services_today, pace.shares_today = 0, 0.0


def speed_of(state: LearnedState, window: WindowNo) -> float:
    """Return how many times the usual a service at the window lasts: over all days, times today's part."""
    pace = state.paces.get(window)
    if pace is None:
        return 1.0
    usual = (USUAL_SERVICES + pace.shares) / (USUAL_SERVICES + pace.services)
    today = USUAL_SERVICES_TODAY + pace.shares_today / usual
    return usual * today / (USUAL_SERVICES_TODAY + pace.services_today)


def laws_of(
    learned: LearnedState, hall: Hall, items: Iterable[ItemCode], known: KnownLaws | None = None
) -> Laws:
    """Return the laws of service of the items. Those that nothing was learned of since come out of ``known``,
    which takes in the new ones."""
    before = {} if known is None else known
    laws: dict[ItemCode, Law] = {}
    for item in items:
        durations, usual = learned.services.get(item, _NOTHING), usual_ms(hall, item)
        key = (durations.count, durations.sum_ms, usual)
        found = before.get(item)
        if found is None or found[0] != key:
            found = before[item] = (key, Law.of(kept_ms(durations).tolist(), usual))
        laws[item] = found[1]
    return laws


_NOTHING = Durations()
